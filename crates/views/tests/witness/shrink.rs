//! The smallest mail that a finding was seen in, made smaller.

use std::path::Path;

use crate::{
    drawing::{numbered, place},
    mails::Mail,
    witnesses::ask,
};

/// How often a smaller mail is looked for.
const ROUNDS: usize = 30;

/// The smallest page, in units.
const ROOM: usize = 60;

/// `mail` without much of what the same thing is found without, though not all: a round takes a process.
pub(crate) fn shrink(folder: &Path, mail: Mail, what: &str) -> Mail {
    let mut smallest = mail;
    let mut stretch = smallest.text.len() / 2;
    for _ in 0..ROUNDS {
        let candidates = without_a_stretch(&smallest, stretch.max(1));
        let documents = candidates.iter().enumerate().flat_map(|(index, mail)| numbered(index, mail));
        let found = ask(folder, documents).findings.into_iter().filter(|finding| finding.what == what);
        match found.map(|finding| place(&finding).0).min() {
            Some(index) => smallest = candidates[index].clone(),
            None if stretch <= 1 => break,
            None => stretch = stretch.min(smallest.text.len()) / 2,
        }
    }
    smallest
}

/// The mail without each stretch of this length, on pages as long as they are, or shorter by as much.
fn without_a_stretch(mail: &Mail, stretch: usize) -> Vec<Mail> {
    let text = &mail.text;
    let at = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let without = |start: usize| format!("{}{}", &text[..at(start)], &text[at(start + stretch)..]);
    let texts = (0..text.len()).step_by(stretch).map(without).filter(|shorter| shorter.len() < text.len());
    let rooms = [mail.room, mail.room.saturating_sub(stretch).max(ROOM)];
    texts.flat_map(|text| rooms.map(|room| Mail { text: text.clone(), room, ..*mail })).collect()
}
