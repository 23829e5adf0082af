//! Looks that are too long for one id, spread over the ids of a message's components.
//!
//! A list's filter or a search holds people's words, and each of its buttons needs it. Where all ids fit Discord's 100 units,
//! each says everything itself. Where they don't, every id carries its own step and one piece of the look's text; the pieces
//! are gathered from the message when one is pressed. A message of five buttons and a select carries about 550 units.

use crate::cut::width;
use crate::limits::CUSTOM_ID;
use crate::press::{self, Press};
use crate::request::{Link, base36};

/// What marks an id that carries a piece.
const CARRIED: char = '+';

/// What marks the value of an option that changes the look of its message.
const CHANGE: char = 'w';

/// The longest head of such an id: version, mark, piece, pieces, step with a page of seven digits, and the end of the head.
const HEAD: usize = 13;

/// What a component of a message that shows a look does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Shows another page.
    Page(u32),
    /// Shows the same again, as it is now. Every message that shows a look has this step: [`shown`] reads it.
    Refresh,
    /// Shows what it was opened from.
    Back,
    /// Says which page is shown; can't be pressed.
    Here,
    /// [`Press::Share`].
    Share,
    /// [`Press::Choose`], in one of several selects, by its number.
    Choose(u8),
}

/// The ids of the components that take `steps` from `link`. Where even together they can't carry it, they are too long, and the
/// components are left out when the message is made to fit.
pub(crate) fn ids(link: &Link, steps: &[Step]) -> Vec<String> {
    let direct: Vec<String> = steps.iter().map(|step| direct(link, *step)).collect();
    if direct.iter().all(|id| width(id) <= CUSTOM_ID) {
        return direct;
    }
    let pieces = pieces(&link.clone().at_page(0).encode());
    if pieces.len() > steps.len().min(35) {
        return direct;
    }
    let carried = |(index, step): (usize, &Step)| {
        let piece = pieces.get(index).map_or("", String::as_str);
        let (index, count) = (base36(index), base36(pieces.len()));
        press::versioned(&format!("{CARRIED}{index}{count}{};{piece}", letter(*step, link.page())))
    };
    steps.iter().enumerate().map(carried).collect()
}

/// The id of a refresh button that says everything itself.
pub(crate) fn refresh(link: &Link) -> String {
    direct(link, Step::Refresh)
}

/// What pressing the component `id` does. `all` are the ids of all components of its message. `None` if the id is of another
/// version, or a piece is missing.
pub fn read<'i>(id: &str, all: impl IntoIterator<Item = &'i str>) -> Option<Press> {
    let Some(pressed) = Piece::read(id) else { return Press::decode(id) };
    match pressed.step {
        's' => Some(Press::Share),
        'c' => Some(Press::Choose),
        step => {
            let link = gather(pressed.count, all)?;
            match step {
                'b' => link.origin().cloned().map(Press::here),
                _ => Some(Press::here(link.at_page(pressed.page))),
            }
        }
    }
}

/// The value of an option that shows `wanted` in a message that shows `shown`, the same request with other fields. It says what differs: what
/// doesn't may be long.
pub(crate) fn option(shown: &Link, wanted: &Link) -> String {
    press::versioned(&format!("{CHANGE}{}", wanted.change_of(shown)))
}

/// What choosing `value` in a select of [`Press::Choose`] does. What leads back remembers what the message shows.
pub fn chosen<'i>(value: &str, all: impl IntoIterator<Item = &'i str>) -> Option<Press> {
    if let Some(change) = press::current(value).and_then(|text| text.strip_prefix(CHANGE)) {
        return shown(all)?.changed(change).map(Press::here);
    }
    Some(match Press::decode(value)? {
        Press::Look { link, place } => Press::Look { link: link.chosen_in(|| shown(all)), place },
        press => press,
    })
}

/// The look that a message shows, by the ids of all its components; `None` where it shows none that can be refreshed.
pub fn shown<'i>(all: impl IntoIterator<Item = &'i str>) -> Option<Link> {
    let all: Vec<&str> = all.into_iter().collect();
    for id in &all {
        match Piece::read(id) {
            Some(piece) if piece.step == 'r' => {
                return gather(piece.count, all.iter().copied()).map(|link| link.at_page(piece.page));
            }
            Some(_) => {}
            None => {
                if let Some(text) = press::current(id).and_then(|text| text.strip_prefix('r')) {
                    return Link::decode(text);
                }
            }
        }
    }
    None
}

/// The id of what says which page is shown; it can't be pressed.
pub(crate) fn here() -> String {
    press::versioned("h")
}

fn direct(link: &Link, step: Step) -> String {
    match step {
        Step::Page(page) => Press::here(link.clone().at_page(page)).encode(),
        Step::Refresh => press::versioned(&format!("r{}", link.encode())),
        Step::Back => link.origin().map_or_else(String::new, |origin| Press::here(origin.clone()).encode()),
        Step::Here => here(),
        Step::Share => Press::Share.encode(),
        Step::Choose(0) => Press::Choose.encode(),
        Step::Choose(number) => format!("{}{number}", Press::Choose.encode()),
    }
}

fn letter(step: Step, page: u32) -> String {
    match step {
        Step::Page(page) => format!("p{}", base36(page)),
        Step::Refresh => format!("r{}", base36(page)),
        Step::Back => "b".to_owned(),
        Step::Here => "h".to_owned(),
        Step::Share => "s".to_owned(),
        Step::Choose(_) => "c".to_owned(),
    }
}

/// `text` in pieces that each fit an id behind its head.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        if width(&piece) + c.len_utf16() > CUSTOM_ID - HEAD {
            pieces.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    pieces.push(piece);
    pieces
}

fn gather<'i>(count: usize, all: impl IntoIterator<Item = &'i str>) -> Option<Link> {
    let mut pieces: Vec<Option<&str>> = vec![None; count];
    for piece in all.into_iter().filter_map(Piece::read).filter(|piece| piece.count == count) {
        if let Some(place) = pieces.get_mut(piece.index) {
            *place = Some(piece.text);
        }
    }
    Link::decode(&pieces.into_iter().collect::<Option<String>>()?)
}

/// An id that carries a piece.
struct Piece<'t> {
    index: usize,
    count: usize,
    step: char,
    page: u32,
    text: &'t str,
}

impl<'t> Piece<'t> {
    fn read(id: &'t str) -> Option<Self> {
        let (head, text) = press::current(id)?.strip_prefix(CARRIED)?.split_once(';')?;
        let mut head = head.chars();
        let mut digit = || head.next()?.to_digit(36).and_then(|digit| usize::try_from(digit).ok());
        let (index, count) = (digit()?, digit()?);
        let step = head.next()?;
        let page = if head.as_str().is_empty() { 0 } else { u32::from_str_radix(head.as_str(), 36).ok()? };
        Some(Self { index, count, step, page, text })
    }
}
