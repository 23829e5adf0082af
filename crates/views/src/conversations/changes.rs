//! What changed about a conversation, with its undo where LiveAgent has one.
//!
//! Each takes the conversation as it was before the change.

use liveagent::{Conversation, ConversationStatus};

use super::head::Head;
use crate::act::Act;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Button, Embed, Row};
use crate::press::{Form, Press};
use crate::{people, text, words};

/// A note was added.
#[must_use]
pub fn noted(conversation: &Conversation, text: &str, desk: &Desk) -> Message {
    let head = Head::from(conversation);
    let quoted = format!("> {}", crate::cut::markdown(&text::escape_lines(text), 1500).replace('\n', "\n> "));
    let again = Press::Form(Form::Note { conversation: head.id.to_owned() });
    let buttons = vec![head.open(), Button::new("Another note", &again).emoji("📝")];
    changed(head, "📝 Note added, for colleagues only", quoted, buttons, desk)
}

/// The status is `status` now.
#[must_use]
pub fn status_changed(before: &Conversation, status: ConversationStatus, desk: &Desk) -> Message {
    let head = Head { status, ..Head::from(before) };
    let new = words::status(status);
    if before.status == status {
        return changed(head, "No change", format!("**Status:** it was {new} already."), vec![head.open()], desk);
    }
    // LiveAgent sets no other states than these.
    let settable =
        matches!(before.status, ConversationStatus::Open | ConversationStatus::Answered | ConversationStatus::Resolved);
    let back = Act::Status { conversation: head.id.to_owned(), status: before.status };
    let undo = settable.then(|| undo(&back));
    let what = format!("**Status:** {} → {new}", words::status(before.status));
    changed(head, "✏️ Changed", what, undo.into_iter().chain([head.open()]).collect(), desk)
}

/// The tag is on; `already` says that it was before.
#[must_use]
pub fn tagged(conversation: &Conversation, tag: &str, already: bool, desk: &Desk) -> Message {
    let head = Head::from(conversation);
    let name = people::tag(tag, desk);
    if already {
        return changed(head, "No change", format!("**Tags:** {name} was there already."), vec![head.open()], desk);
    }
    let back = Act::Untag { conversation: head.id.to_owned(), tag: tag.to_owned() };
    changed(head, "🏷️ Tagged", format!("**Tags:** + {name}"), vec![undo(&back), head.open()], desk)
}

/// The tag is off; `present` says that it was on before.
#[must_use]
pub fn untagged(conversation: &Conversation, tag: &str, present: bool, desk: &Desk) -> Message {
    let head = Head::from(conversation);
    let name = people::tag(tag, desk);
    if !present {
        return changed(head, "No change", format!("**Tags:** {name} was not there."), vec![head.open()], desk);
    }
    let back = Act::Tag { conversation: head.id.to_owned(), tag: tag.to_owned() };
    changed(head, "🏷️ Untagged", format!("**Tags:** − {name}"), vec![undo(&back), head.open()], desk)
}

/// The tags `added` are on now and `removed` are off.
#[must_use]
pub fn tags_set(conversation: &Conversation, added: &[String], removed: &[String], desk: &Desk) -> Message {
    let head = Head::from(conversation);
    if added.is_empty() && removed.is_empty() {
        return changed(head, "No change", "**Tags:** as they were.".to_owned(), vec![head.open()], desk);
    }
    let names = |sign: &str, ids: &[String]| {
        (!ids.is_empty()).then(|| format!("{sign} {}", people::tags(ids.iter().map(String::as_str), desk)))
    };
    let what = [names("+", added), names("−", removed)].into_iter().flatten().collect::<Vec<_>>().join("  ");
    // With very many tags its id is too long, and the button is left out.
    let back = Act::Retag { conversation: head.id.to_owned(), add: removed.to_vec(), remove: added.to_vec() };
    changed(head, "🏷️ Tags changed", format!("**Tags:** {what}"), vec![undo(&back), head.open()], desk)
}

fn undo(back: &Act) -> Button {
    Button::new("Undo", &Press::Act(back.clone())).emoji("↩️")
}

fn changed(head: Head<'_>, about: &str, what: String, buttons: Vec<Button>, desk: &Desk) -> Message {
    let embed = Embed { description: Some(what), ..head.card(about, desk) };
    Draft { embeds: vec![embed], components: vec![Row::buttons(buttons)], ..Draft::default() }.fit()
}
