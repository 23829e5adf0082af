//! What changed about a conversation, with its undo where LiveAgent has one.
//!
//! Each takes the conversation as it was before the change.

use std::fmt::Write as _;

use liveagent::{Conversation, ConversationStatus};

use super::{AddTag, NoteForm, RemoveTag, Retag, SetStatus, head::Head};
use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::payload::{Author, Button, Embed, File, Row};
use crate::press::{Press, undo};
use crate::{people, text, words};

/// The longest note that is quoted, in UTF-16 units: of one that was added, and of one that was not. That may be all that is left of
/// it, so what is longer comes as a file.
const MAX_NOTE_LENGTH: usize = 1500;
const MAX_LOST_NOTE_LENGTH: usize = 3000;

/// A note was added.
#[must_use]
pub fn noted(conversation: &Conversation, text: &str, files: &[&str], desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let mut quoted = if desk.shows(Words::All) { quote(text, MAX_NOTE_LENGTH) } else { String::new() };
    if !files.is_empty() && desk.shows(Words::All) {
        let names: Vec<String> = files.iter().map(|name| text::escape_to(name, 100)).collect();
        quoted = format!("{quoted}\n📎 {}", names.join(" · "));
    }
    let again = Press::form(&NoteForm { conversation: head.id.to_owned() });
    let buttons = vec![head.open(), Button::new("Another note", &again).emoji("📝")];
    changed(head, "📝 Internal note added", quoted, buttons, desk)
}

/// A note was not added: what went wrong, what was written, and a way to try again.
#[must_use]
pub fn not_noted(conversation: &str, text: &str, sentence: &str, reference: Option<&str>) -> Message {
    let mut draft = Draft::from(crate::errors::failure(sentence, reference));
    let escaped = text::escape_lines(text);
    let is_whole = crate::cut::width(&escaped) <= MAX_LOST_NOTE_LENGTH;
    draft.embeds.push(Embed {
        author: Some(Author { name: "📝 Your note".to_owned(), url: None }),
        description: Some(if is_whole {
            quote(text, MAX_LOST_NOTE_LENGTH)
        } else {
            "The full text is in the file.".to_owned()
        }),
        color: Some(words::QUIET),
        ..Embed::default()
    });
    if !is_whole {
        let description = Some("The note that wasn't added".to_owned());
        draft.files.push(File { name: "note.txt".to_owned(), bytes: text.as_bytes().into(), description });
    }
    let again = Press::form(&NoteForm { conversation: conversation.to_owned() });
    draft.row(Row::buttons([Button::new("Try again", &again).emoji("📝")])).fit()
}

fn quote(text: &str, most: usize) -> String {
    format!("> {}", crate::cut::markdown(&text::escape_lines(text), most).replace('\n', "\n> "))
}

/// The status is `status` now, and `note` was left with it.
#[must_use]
pub fn status_changed(before: &Conversation, status: ConversationStatus, note: Option<&str>, desk: &Desk) -> Message {
    let head = Head { status, ..Head::of(before, desk) };
    let new = words::status(status);
    let noted = note
        .filter(|_| desk.shows(Words::All))
        .map(|note| format!("\n**Note:**\n{}", quote(note, MAX_NOTE_LENGTH)))
        .unwrap_or_default();
    if before.status == status {
        let about = if note.is_some() { "📝 Internal note added" } else { "No change" };
        let what = format!("Already {}.{noted}", words::status_parts(status).1.to_lowercase());
        return changed(head, about, what, vec![head.open()], desk);
    }
    // LiveAgent sets no other states than these.
    let settable =
        matches!(before.status, ConversationStatus::Open | ConversationStatus::Answered | ConversationStatus::Resolved);
    let back = SetStatus { conversation: head.id.to_owned(), status: before.status, from: Some(status) };
    let undo = settable.then(|| undo(&back, desk));
    let what = format!("{new} (was {}){noted}", words::status_parts(before.status).1);
    changed(head, "✏️ Status changed", what, undo.into_iter().chain([head.open()]).collect(), desk)
}

/// The tag is on; `already` says that it was before.
#[must_use]
pub fn tagged(conversation: &Conversation, tag: &str, already: bool, desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let name = people::tag(tag, desk);
    if already {
        return changed(head, "No change", format!("Already tagged {name}."), vec![head.open()], desk);
    }
    let back = RemoveTag { conversation: head.id.to_owned(), tag: tag.to_owned() };
    changed(head, "🏷️ Tagged", format!("**Tags:** + {name}"), vec![undo(&back, desk), head.open()], desk)
}

/// The tag is off; `present` says that it was on before.
#[must_use]
pub fn untagged(conversation: &Conversation, tag: &str, present: bool, desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let name = people::tag(tag, desk);
    if !present {
        return changed(head, "No change", format!("Not tagged {name}."), vec![head.open()], desk);
    }
    let back = AddTag { conversation: head.id.to_owned(), tag: tag.to_owned() };
    changed(head, "🏷️ Untagged", format!("**Tags:** − {name}"), vec![undo(&back, desk), head.open()], desk)
}

/// The tags `added` are on now and `removed` are off. `failed` says why it is not all that was asked for.
#[must_use]
pub fn tags_set(
    conversation: &Conversation,
    added: &[String],
    removed: &[String],
    failed: Option<&str>,
    desk: &Desk,
) -> Message {
    let head = Head::of(conversation, desk);
    if added.is_empty() && removed.is_empty() {
        return changed(head, "No change", "Tags unchanged.".to_owned(), vec![head.open()], desk);
    }
    let names = |sign: &str, ids: &[String]| {
        (!ids.is_empty()).then(|| format!("{sign} {}", people::tags(ids.iter().map(String::as_str), desk)))
    };
    let mut what = [names("+", added), names("−", removed)].into_iter().flatten().collect::<Vec<_>>().join("  ");
    if let Some(sentence) = failed {
        let _ = write!(what, "\n⚠️ The rest wasn't changed. {sentence}");
    }
    let about = if failed.is_some() { "🏷️ Some tags changed" } else { "🏷️ Tags changed" };
    // With very many tags its id is too long, and the button is left out.
    let back = Retag { conversation: head.id.to_owned(), add: removed.to_vec(), remove: added.to_vec() };
    changed(head, about, format!("**Tags:** {what}"), vec![undo(&back, desk), head.open()], desk)
}

fn changed(head: Head<'_>, about: &str, what: String, buttons: Vec<Button>, desk: &Desk) -> Message {
    let embed = Embed { description: Some(what), ..head.card(about, desk) };
    Draft { embeds: vec![embed], components: vec![Row::buttons(buttons)], ..Draft::default() }.fit()
}
