//! What is asked for before something changes: a note's text, a conversation's tags.

use liveagent::{Conversation, Tag};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::{AddNote, ChooseTags, head::Head};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Embed, Modal, Row, Select, SelectOption, TextInput};
use crate::press::Press;
use crate::request::Form;
use crate::text;

/// The text of a note, in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct NoteForm {
    /// The conversation's id.
    pub conversation: String,
}

impl Form for NoteForm {
    const TAG: &'static str = "cn";
    const NAME: &'static str = "ask for a note";
}

/// The tags of a conversation, in a message with a select.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct TagsForm {
    /// The conversation's id.
    pub conversation: String,
}

impl Form for TagsForm {
    const TAG: &'static str = "ct";
    const NAME: &'static str = "ask for tags";
}

/// The name of the text input in [`note_form`].
pub const NOTE_TEXT: &str = "text";

/// How many tags a select takes.
const MAX_OPTIONS: usize = 25;

/// The window that asks for a note's text, for the conversation of this id and, where it is known, this label. It comes back as [`AddNote`].
#[must_use]
pub fn note_form(conversation: &str, label: Option<&str>) -> Modal {
    let press = Press::act(&AddNote { conversation: conversation.to_owned() });
    let input = TextInput::paragraph(NOTE_TEXT, "Note").placeholder("Visible to colleagues only.");
    let title = label.map_or_else(|| "Add a note".to_owned(), |label| format!("Note: {label}"));
    Modal::new(&press, &title, [input])
}

/// The message that asks which tags a conversation shall have: those of `all` that fit, of which `present` are chosen. It comes back
/// as [`ChooseTags`].
#[must_use]
pub fn tags_form(conversation: &Conversation, all: &[Tag], present: &[Tag], desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let is_present = |tag: &Tag| present.iter().any(|other| other.id == tag.id);
    let chosen = present.iter().map(|tag| (tag, true));
    let others = all.iter().filter(|tag| !is_present(tag)).map(|tag| (tag, false));
    let options: Vec<SelectOption> = chosen
        .chain(others)
        .take(MAX_OPTIONS)
        .map(|(tag, default)| SelectOption { default, ..SelectOption::new(text::line(&tag.name, 100), tag.id.clone()) })
        .collect();
    let left_out = present.len() + all.iter().filter(|tag| !is_present(tag)).count() - options.len();
    let description = match (options.len(), left_out) {
        (0, _) => "There are no tags yet. Create some in LiveAgent.".to_owned(),
        (_, 0) => "Choose this conversation's tags.".to_owned(),
        _ => format!("Choose this conversation's tags. Add {left_out} more with `/conversation tag`."),
    };
    let embed = Embed { description: Some(description), ..head.card("🏷️ Tags", desk) };
    let press = Press::act(&ChooseTags { conversation: head.id.to_owned() });
    Draft::embed(embed).row(Row::select(Select::new(&press, "No tags", options).any_number())).fit()
}
