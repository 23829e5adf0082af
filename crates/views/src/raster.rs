//! Pictures: SVG turned into PNG, with a font that is built in, so that they look the same wherever they are made.

use std::sync::{Arc, OnceLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{
        Options, Tree,
        fontdb::{Database, Source},
    },
};

/// How many pixels a unit of the drawing has: phones have fine screens.
const SCALE: f32 = 1.5;

/// Both weights of the font, read once, and where they are: in the program.
fn fonts() -> Arc<Database> {
    const REGULAR: &[u8] = include_bytes!("../assets/Inter-Regular.otf");
    const SEMI_BOLD: &[u8] = include_bytes!("../assets/Inter-SemiBold.otf");
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let read = || {
        let mut fonts = Database::new();
        for font in [REGULAR, SEMI_BOLD] {
            fonts.load_font_source(Source::Binary(Arc::new(font)));
        }
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(read))
}

/// The PNG of a drawing of this size in its own units. `None` only when it could not be drawn, which is a mistake of ours.
pub(crate) fn png(svg: &str, width: u16, height: u16) -> Option<Vec<u8>> {
    let options = Options { fontdb: fonts(), font_family: "Inter".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
    let pixels = |units: u16| (f32::from(units) * SCALE) as u32;
    let mut picture = Pixmap::new(pixels(width), pixels(height))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    picture.encode_png().ok()
}
