//! Messages of Discord: the conversations that one names, and one that becomes a note.

use jiff::Timestamp;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::{changes::quote, show::Show};
use crate::message::{Draft, Message};
use crate::payload::{Author, Embed, Row, Select, SelectOption};
use crate::press::Press;
use crate::request::Act;
use crate::{text, time, words};

/// The longest text that is shown before it is saved, in UTF-16 units.
const MAX_SHOWN_LENGTH: usize = 1500;

/// The longest name of a file that is shown, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 80;

/// The longest label of a conversation in a select, in UTF-16 units.
const MAX_LABEL_LENGTH: usize = 100;

/// Save a message as a note in the conversation that was chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct SaveNote {
    /// The key of the message, which is kept in memory.
    pub key: u64,
    /// The conversation's id, code or public url code.
    pub conversation: String,
}

impl Act for SaveNote {
    const TAG: &'static str = "csn";
    const NAME: &'static str = "save as note";
}

/// A conversation to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id, code or public url code.
    pub conversation: String,
    /// Its name in a line, as far as it is known.
    pub label: Option<String>,
}

impl Candidate {
    fn option(&self, press: &Press) -> SelectOption {
        let label = self.label.as_deref().unwrap_or(&self.conversation);
        SelectOption::new(text::line(label, MAX_LABEL_LENGTH), press.encode())
    }
}

/// A message of Discord.
#[derive(Clone, Copy, Debug)]
pub struct QuotedMessage<'a> {
    /// The author's name.
    pub author: &'a str,
    /// When it was written.
    pub at: Timestamp,
    /// Its address.
    pub link: &'a str,
    /// What it says, in plain text.
    pub text: &'a str,
    /// Its files.
    pub files: &'a [QuotedFile<'a>],
    /// Whether the text is too long for a note, so that all of it is saved as a file.
    pub is_long: bool,
}

/// A file of a message.
#[derive(Clone, Copy, Debug)]
pub struct QuotedFile<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its size in bytes.
    pub size: u64,
    /// Whether it is too large to be saved.
    pub is_too_large: bool,
}

/// Several conversations that a message names, to open one of them.
#[must_use]
pub fn candidates(candidates: &[Candidate]) -> Message {
    let options = candidates.iter().map(|candidate| {
        let show = Show { conversation: candidate.conversation.clone() };
        candidate.option(&Press::in_new_message(&show))
    });
    let count = words::count(candidates.len() as u64, "conversation", "conversations");
    let embed = Embed {
        author: Some(Author { name: "📨 Open conversation".to_owned(), url: None }),
        description: Some(format!("This message names {count}. Choose one.")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let select = Select::new(&Press::Choose, "Open a conversation…", options.collect());
    Draft::embed(embed).row(Row::select(select)).fit()
}

/// A message that becomes a note, with the conversations to choose from. The choice returns as [`SaveNote`] with this key.
#[must_use]
pub fn save_form(message: QuotedMessage<'_>, candidates: &[Candidate], key: u64) -> Message {
    let mut lines = vec![format!(
        "**{}** wrote {} · {}",
        text::escape_to(message.author, MAX_NAME_LENGTH),
        time::at(message.at),
        text::link_to("message", MAX_NAME_LENGTH, message.link)
    )];
    if !message.text.trim().is_empty() {
        lines.push(quote(message.text, MAX_SHOWN_LENGTH));
    }
    if message.is_long {
        lines.push("The note has the beginning. The full text is saved with it as a file.".to_owned());
    }
    for file in message.files {
        let name = text::escape_to(file.name, MAX_NAME_LENGTH);
        let left_out = if file.is_too_large { " · larger than 10 MiB, so only its name is saved" } else { "" };
        lines.push(format!("📎 {name} · {}{left_out}", words::size(file.size)));
    }
    lines.push("\nChoose the conversation. Notes are visible to colleagues only.".to_owned());
    let embed = Embed {
        author: Some(Author { name: "📝 Save as note".to_owned(), url: None }),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let options = candidates.iter().map(|candidate| {
        let save = SaveNote { key, conversation: candidate.conversation.clone() };
        candidate.option(&Press::act(&save))
    });
    let select = Select::new(&Press::Choose, "Save in a conversation…", options.collect());
    Draft::embed(embed).row(Row::select(select)).fit()
}
