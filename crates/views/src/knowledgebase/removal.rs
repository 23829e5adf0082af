//! An entry that is removed, with everything below it.

use liveagent::{EntryType, KnowledgebaseEntry};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::entry::title;
use crate::message::{Draft, Message};
use crate::payload::Embed;
use crate::question::Question;
use crate::request::Act;
use crate::{text, words};

/// Remove an entry and everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Remove {
    /// The entry's id.
    pub entry: String,
}

impl Act for Remove {
    const TAG: &'static str = "kr";
    const NAME: &'static str = "remove entry";
}

/// How many entries are below one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Those that were counted.
    pub entries: u64,
    /// Whether there may be more of them.
    pub has_more: bool,
}

/// The question whether to remove an entry with everything below it.
#[must_use]
pub fn removal(entry: &KnowledgebaseEntry, below: Below) -> Question {
    let lost = match (below.entries, below.has_more) {
        (0, false) if entry.is_category() => "Nothing is in it. ".to_owned(),
        (0, false) => String::new(),
        (1, false) => "**The entry in it will be removed too.** ".to_owned(),
        (count, false) => format!("**All {} entries in it will be removed too.** ", words::number(count)),
        (0, true) => "**All entries in it will be removed too.** ".to_owned(),
        (count, true) => {
            format!("**At least {} in it will be removed too.** ", words::count(count, "entry", "entries"))
        }
    };
    Question {
        title: format!("Remove the {} “{}”?", kind(entry.entry_type), text::line(&title(entry), 80)),
        lost: format!("{lost}This can't be undone."),
        button: "Remove",
    }
}

/// The entry was removed.
#[must_use]
pub fn removed(entry: &KnowledgebaseEntry) -> Message {
    let kind = kind(entry.entry_type);
    let description = format!("✅ Removed the {kind} {}.", text::code(&text::line(&title(entry), 80)));
    Draft::embed(Embed { description: Some(description), color: Some(words::GOOD), ..Embed::default() }).fit()
}

/// The word for a kind of entry, within a sentence.
fn kind(kind: EntryType) -> String {
    match kind {
        EntryType::Other(_) => "entry".to_owned(),
        kind => words::entry_word(kind).to_lowercase(),
    }
}
