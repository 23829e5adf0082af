//! Discord's limits, and what makes any content keep them.
//!
//! The numbers are from Discord's documentation of messages, embeds, components and modals; lengths are counted in UTF-16
//! units (see [`cut::width`]). Nothing here fails: what is too long is cut, what is empty or too many is left out.

mod components;
mod embeds;

pub(crate) use components::{input, rows};
pub(crate) use embeds::{embeds, web_address};

use crate::cut;
use crate::payload::File;

pub(crate) const CONTENT: usize = 2000;
pub(crate) const EMBEDS: usize = 10;
pub(crate) const EMBEDS_TOTAL: usize = 6000;
pub(crate) const TITLE: usize = 256;
pub(crate) const DESCRIPTION: usize = 4096;
pub(crate) const FIELDS: usize = 25;
pub(crate) const FIELD_NAME: usize = 256;
pub(crate) const FIELD_VALUE: usize = 1024;
pub(crate) const AUTHOR: usize = 256;
pub(crate) const FOOTER: usize = 2048;
pub(crate) const ADDRESS: usize = 2048;

pub(crate) const ROWS: usize = 5;
pub(crate) const BUTTONS: usize = 5;
pub(crate) const CUSTOM_ID: usize = 100;
pub(crate) const BUTTON_LABEL: usize = 80;
pub(crate) const BUTTON_ADDRESS: usize = 512;
pub(crate) const OPTIONS: usize = 25;
pub(crate) const OPTION_TEXT: usize = 100;
pub(crate) const PLACEHOLDER: usize = 150;
pub(crate) const ROLES: u8 = 25;
/// Ids are 64-bit numbers with a sign, and start at 1.
pub(crate) const LARGEST_ID: u64 = i64::MAX as u64;

pub(crate) const MODAL_TITLE: usize = 45;
pub(crate) const MODAL_INPUTS: usize = 5;
pub(crate) const INPUT_LABEL: usize = 45;
pub(crate) const INPUT_PLACEHOLDER: usize = 100;
pub(crate) const INPUT_VALUE: usize = 4000;

const FILES: usize = 10;
const FILE_NAME: usize = 100;
const FILE_DESCRIPTION: usize = 1024;
/// What a server without boosts takes in one message.
pub(crate) const FILES_BYTES: usize = 10 * 1024 * 1024;

/// What stands where Discord wants a word and there is none.
const UNNAMED: &str = "—";

/// Whether Discord would take `text` for empty.
pub(crate) fn blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// Plain text within `max`, never empty.
pub(crate) fn label(text: &str, max: usize) -> String {
    if blank(text) { UNNAMED.to_owned() } else { cut::plain(text.trim(), max) }
}

/// Plain text within `max`, or nothing.
pub(crate) fn optional(text: Option<String>, max: usize) -> Option<String> {
    text.filter(|text| !blank(text)).map(|text| cut::plain(text.trim(), max))
}

/// An id within Discord's limit. One that was too long can't be read again, which is answered when it comes back.
pub(crate) fn cut_id(id: String) -> String {
    if cut::width(&id) <= CUSTOM_ID { id } else { cut::plain(&id, CUSTOM_ID) }
}

/// The files that one message can take: the first ten, while they fit together, under safe and different names.
pub(crate) fn files(files: Vec<File>) -> Vec<File> {
    let mut room = FILES_BYTES;
    let mut kept: Vec<File> = Vec::new();
    for mut file in files.into_iter().take(FILES) {
        let Some(left) = room.checked_sub(file.bytes.len()) else { continue };
        room = left;
        file.name = file_name(&file.name);
        if kept.iter().any(|other| other.name == file.name) {
            file.name = format!("{}-{}", kept.len() + 1, file.name);
        }
        file.description = optional(file.description.take(), FILE_DESCRIPTION);
        kept.push(file);
    }
    kept
}

/// A name of letters, digits, dots, dashes and underscores, which Discord leaves as it is. The end is kept: it has the type.
fn file_name(name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = name.chars().map(safe).collect();
    let name = &name[name.len().saturating_sub(FILE_NAME)..];
    let name = name.trim_start_matches('.');
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}
