//! Tags and customer groups, which have a name in colours: their card, and their chip as LiveAgent shows it.

use liveagent::Color;

use crate::message::Draft;
use crate::payload::{Embed, Field, File, Image};
use crate::{raster, request, text, words};

const HEIGHT: u16 = 44;
/// Roughly the width of a letter, and the room around the name.
const LETTER: u16 = 13;
const MARGIN: u16 = 44;
/// The longest name on a chip, in characters.
const MAX_NAME_LENGTH: usize = 28;

/// The colours of a chip without colours of its own.
const TEXT: Color = Color::new(0x20_20_20);
const BACKGROUND: Color = Color::new(0xE6_E8_EB);

/// A thing with a name in colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chip<'a> {
    /// The icon of its kind.
    pub(crate) icon: &'static str,
    pub(crate) id: &'a str,
    pub(crate) name: &'a str,
    pub(crate) color: Option<Color>,
    pub(crate) background: Option<Color>,
}

impl Chip<'_> {
    /// Its card, in its colours.
    pub(crate) fn card(self, description: Option<String>) -> Draft {
        let color = |color: Option<Color>| color.map_or_else(|| "–".to_owned(), |color| format!("`#{color}`"));
        let (file, image) = picture(self.name, self.color, self.background).unzip();
        let embed = Embed {
            title: Some(text::escape_to(&format!("{} {}", self.icon, text::line(self.name, 80)), 200)),
            description,
            color: Some(self.background.map_or(words::NEUTRAL, Color::rgb)),
            fields: vec![
                Field::inline("Text", color(self.color)),
                Field::inline("Background", color(self.background)),
                Field::inline("ID", text::code(self.id)),
            ],
            image,
            ..Embed::default()
        };
        Draft { embeds: vec![embed], files: file.into_iter().collect(), ..Draft::default() }
    }

    /// The card where an Undo came too late.
    pub(crate) fn stale(self) -> Draft {
        self.card(Some("It has changed since then, and is now as below. Nothing was undone.".to_owned()))
    }

    /// A short mark of its name and colours, by which an Undo knows whether they are still what it takes back.
    pub(crate) fn stamp(self) -> String {
        let color = |color: Option<Color>| color.map(|color| color.to_string()).unwrap_or_default();
        request::stamp(&[self.name, &color(self.color), &color(self.background)])
    }
}

/// The picture of a chip, as a file of a message and where an embed shows it. `None` without any colour.
fn picture(name: &str, color: Option<Color>, background: Option<Color>) -> Option<(File, Image)> {
    if color.is_none() && background.is_none() {
        return None;
    }
    let (color, background) = (color.unwrap_or(TEXT), background.unwrap_or(BACKGROUND));
    let (svg, width) = svg(&label(name), color, background);
    let file_name = "colours.png";
    let description = Some(format!("Text #{color} on #{background}"));
    let image = Image { url: format!("attachment://{file_name}") };
    let png = raster::png(&svg, width, HEIGHT)?;
    Some((File { name: file_name.to_owned(), bytes: png.into(), description }, image))
}

/// The words on the chip: the name, or a sample where the font doesn't have all of its letters.
fn label(name: &str) -> String {
    let name: String = text::line(name, 200).chars().take(MAX_NAME_LENGTH).collect();
    let has_letter = |c: char| c.is_ascii_graphic() || c == ' ' || (c.is_alphanumeric() && c < '\u{530}');
    if !name.trim().is_empty() && name.chars().all(has_letter) { name } else { "Aa".to_owned() }
}

fn svg(label: &str, color: Color, background: Color) -> (String, u16) {
    let letters = u16::try_from(label.chars().count()).unwrap_or(1);
    let width = letters * LETTER + MARGIN;
    let escaped = label.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" font-family="Inter" font-size="20"><rect x="1" y="1" width="{}" height="{}" rx="10" fill="#{background}" stroke="#80848e" stroke-opacity="0.6"/><text x="{}" y="29" text-anchor="middle" font-weight="600" fill="#{color}">{escaped}</text></svg>"##,
        width - 2,
        HEIGHT - 2,
        width / 2,
    );
    (svg, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_drawn_where_the_font_has_its_letters() {
        for (name, expected) in [
            ("VIP", "VIP"),
            ("Größe & <Co>", "Größe & <Co>"),
            ("ΑΒΓ Жук", "ΑΒΓ Жук"),
            ("🔥 hot", "Aa"),
            ("مرحبا", "Aa"),
            ("", "Aa"),
        ] {
            assert_eq!(label(name), expected);
        }
        assert_eq!(label(&"x".repeat(500)).len(), MAX_NAME_LENGTH);
    }

    #[test]
    fn any_name_in_any_colours_is_a_picture() {
        let (black, white) = (Some(Color::new(0)), Some(Color::new(0xFF_FF_FF)));
        for name in ["VIP", "a<b>&\"c\"", "🔥", &"W".repeat(300)] {
            let (file, image) = picture(name, white, black).unwrap();
            assert!(file.bytes.starts_with(b"\x89PNG") && image.url == format!("attachment://{}", file.name));
        }
        assert!(picture("VIP", None, white).is_some());
        assert!(picture("VIP", None, None).is_none(), "there are no colours to show");
    }
}
