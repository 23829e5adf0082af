//! What changed about a conversation, with its undo where LiveAgent has one.
//!
//! Each takes the conversation as it was before the change.

use std::fmt::Write as _;

use liveagent::{Conversation, ConversationStatus};

use super::{AddTag, NoteForm, RemoveTag, ReplyForm, Retag, SetStatus, Transfer, head::Head, show::changed};
use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::payload::{Author, Button, Embed, File, Row};
use crate::press::{Press, undo};
use crate::question::Question;
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
    let buttons = [head.open(), Button::new("Another note", &again).emoji("📝")];
    let embed = Embed { description: Some(quoted), ..head.card("📝 Internal note added", desk) };
    Draft::embed(embed).row(Row::buttons(buttons)).fit()
}

/// What somebody wrote in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A note for colleagues.
    Note,
    /// A reply to the customer.
    Reply,
}

/// A note or a reply was not taken: what went wrong, what was written, and a way to try again.
#[must_use]
pub fn not_taken(written: Written, conversation: &str, text: &str, sentence: &str, reference: Option<&str>) -> Message {
    let conversation = conversation.to_owned();
    let (author, file, again) = match written {
        Written::Note => ("📝 Your note", "note.txt", Press::form(&NoteForm { conversation })),
        Written::Reply => ("✉️ Your reply", "reply.txt", Press::form(&ReplyForm { conversation, draft: 0 })),
    };
    let mut draft = Draft::from(crate::errors::failure(sentence, reference));
    let escaped = text::escape_lines(text);
    let is_whole = crate::cut::width(&escaped) <= MAX_LOST_NOTE_LENGTH;
    draft.embeds.push(Embed {
        author: Some(Author { name: author.to_owned(), url: None }),
        description: Some(if is_whole {
            quote(text, MAX_LOST_NOTE_LENGTH)
        } else {
            "The full text is in the file.".to_owned()
        }),
        color: Some(words::QUIET),
        ..Embed::default()
    });
    if !is_whole {
        let description = Some("The text that wasn't taken".to_owned());
        draft.files.push(File { name: file.to_owned(), bytes: text.as_bytes().into(), description });
    }
    draft.row(Row::buttons([Button::new("Try again", &again).emoji("📝")])).fit()
}

/// Several lines as a quotation, in at most so many UTF-16 units.
pub(super) fn quote(text: &str, most: usize) -> String {
    format!("> {}", crate::cut::markdown(&text::escape_lines(text), most).replace('\n', "\n> "))
}

/// The status is `status` now, and `note` was left with it.
#[must_use]
pub fn status_changed(before: &Conversation, status: ConversationStatus, note: Option<&str>, desk: &Desk) -> Message {
    let after = Conversation { status, ..before.clone() };
    let new = words::status(status);
    let noted = note
        .filter(|_| desk.shows(Words::All))
        .map(|note| format!("\n**Note:**\n{}", quote(note, MAX_NOTE_LENGTH)))
        .unwrap_or_default();
    if before.status == status {
        let about = if note.is_some() { "📝 Internal note added" } else { "No change" };
        let what = format!("Already {}.{noted}", words::status_parts(status).1.to_lowercase());
        return changed(&after, about, what, None, desk);
    }
    // LiveAgent sets no other states than these.
    let settable =
        matches!(before.status, ConversationStatus::Open | ConversationStatus::Answered | ConversationStatus::Resolved);
    let back = SetStatus { conversation: before.conversation_id.clone(), status: before.status, from: Some(status) };
    let undo = settable.then(|| undo(&back, desk));
    let what = format!("{new} (was {}){noted}", words::status_parts(before.status).1);
    changed(&after, "✏️ Status changed", what, undo, desk)
}

/// An Undo of the status came too late: a colleague has changed it. The card shows what it is now.
#[must_use]
pub fn status_stale(now: &Conversation, desk: &Desk) -> Message {
    let what =
        format!("The status has changed since then: it is now {}. Nothing was undone.", words::status(now.status));
    changed(now, "No change", what, None, desk)
}

/// The conversation with these tags added and removed.
fn retagged(before: &Conversation, added: &[String], removed: &[String]) -> Conversation {
    let mut after = before.clone();
    after.tags.retain(|tag| !removed.contains(tag));
    for tag in added {
        if !after.tags.contains(tag) {
            after.tags.push(tag.clone());
        }
    }
    after
}

/// The tag was added; `already` if it was there before.
#[must_use]
pub fn tagged(conversation: &Conversation, tag: &str, already: bool, desk: &Desk) -> Message {
    let name = people::tag(tag, desk);
    if already {
        return changed(conversation, "No change", format!("Already tagged {name}."), None, desk);
    }
    let back = RemoveTag { conversation: conversation.conversation_id.clone(), tag: tag.to_owned() };
    let after = retagged(conversation, &[tag.to_owned()], &[]);
    changed(&after, "🏷️ Tagged", format!("**Tags:** + {name}"), Some(undo(&back, desk)), desk)
}

/// The tag was removed; `present` if it was there before.
#[must_use]
pub fn untagged(conversation: &Conversation, tag: &str, present: bool, desk: &Desk) -> Message {
    let name = people::tag(tag, desk);
    if !present {
        return changed(conversation, "No change", format!("Not tagged {name}."), None, desk);
    }
    let back = AddTag { conversation: conversation.conversation_id.clone(), tag: tag.to_owned() };
    let after = retagged(conversation, &[], &[tag.to_owned()]);
    changed(&after, "🏷️ Untagged", format!("**Tags:** − {name}"), Some(undo(&back, desk)), desk)
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
    if added.is_empty() && removed.is_empty() {
        return changed(conversation, "No change", "Tags unchanged.".to_owned(), None, desk);
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
    let back =
        Retag { conversation: conversation.conversation_id.clone(), add: removed.to_vec(), remove: added.to_vec() };
    let after = retagged(conversation, added, removed);
    changed(&after, about, format!("**Tags:** {what}"), Some(undo(&back, desk)), desk)
}

/// Where a conversation was, and where it is now.
#[derive(Clone, Copy, Debug)]
pub struct Transferred<'a> {
    /// The conversation before.
    pub before: &'a Conversation,
    /// The new department's id, if it changed.
    pub department: Option<&'a str>,
    /// The new agent's id; `None` if nobody in particular has it now.
    pub agent: Option<&'a str>,
    /// The note that was left.
    pub note: Option<&'a str>,
}

/// The conversation was transferred. Undo gives it back to where it was.
#[must_use]
pub fn transferred(to: Transferred<'_>, desk: &Desk) -> Message {
    let Transferred { before, department, agent, note } = to;
    let mut after = before.clone();
    if let Some(department) = department {
        after.department_id = Some(department.to_owned());
        after.department_name = desk.names.departments.get(department).cloned();
    }
    after.assigned_to = agent.map(str::to_owned);
    let (was, is) = (place(before, desk), place(&after, desk));
    let mut lines = Vec::new();
    if was.0 != is.0 {
        lines.push(format!("**Department:** {} → {}", was.0, is.0));
    }
    if was.1 != is.1 {
        lines.push(format!("**Agent:** {} → {}", was.1, is.1));
    }
    let is_moved = !lines.is_empty();
    if !is_moved {
        lines.push("It is there already.".to_owned());
    }
    if let Some(note) = note.filter(|_| desk.shows(Words::All)) {
        lines.push(format!("**Note:**\n{}", quote(note, MAX_NOTE_LENGTH)));
    }
    let back = before.department_id.clone().map(|from| Transfer {
        conversation: before.conversation_id.clone(),
        department: Some(from),
        agent: before.assigned_to.clone(),
        expects: Some((after.department_id.clone().unwrap_or_default(), agent.unwrap_or_default().to_owned())),
    });
    let undo = back.filter(|_| is_moved).map(|back| undo(&back, desk));
    changed(&after, if is_moved { "↪️ Transferred" } else { "No change" }, lines.join("\n"), undo, desk)
}

/// An Undo of a transfer came too late: a colleague has transferred it. The card shows where it is now.
#[must_use]
pub fn transfer_stale(now: &Conversation, desk: &Desk) -> Message {
    let (department, agent) = place(now, desk);
    let what =
        format!("It has been transferred since then: it is now in {department}, agent: {agent}. Nothing was undone.");
    changed(now, "No change", what, None, desk)
}

/// The department and the agent of a conversation.
fn place(conversation: &Conversation, desk: &Desk) -> (String, String) {
    let department = Head::of(conversation, desk).department(desk).unwrap_or_else(|| "none".to_owned());
    let agent = conversation.assigned_to.as_deref().filter(|id| !id.is_empty());
    (department, agent.map_or_else(|| "unassigned".to_owned(), |id| people::agent(id, desk)))
}

/// The question whether to delete a conversation.
#[must_use]
pub fn deletion(conversation: &Conversation, desk: &Desk) -> Question {
    let head = Head::of(conversation, desk);
    let messages = super::show::messages(conversation);
    Question {
        title: "Delete this conversation?".to_owned(),
        lost: format!(
            "**{}**\n{} · {} · messages: {messages}\nIt will be marked as deleted in LiveAgent and leaves every list. This can't be undone here.",
            text::escape(&head.plain_subject(120)),
            head.customer(),
            words::status(head.status),
        ),
        button: "Delete",
    }
}

/// The conversation was deleted.
#[must_use]
pub fn deleted(before: &Conversation, note: Option<&str>, desk: &Desk) -> Message {
    let head = Head { status: ConversationStatus::Deleted, ..Head::of(before, desk) };
    let noted = note
        .filter(|_| desk.shows(Words::All))
        .map(|note| format!("\n**Note:**\n{}", quote(note, MAX_NOTE_LENGTH)))
        .unwrap_or_default();
    let embed = Embed {
        description: Some(format!("Deleted (was {}).{noted}", words::status_parts(before.status).1)),
        ..head.card("🗑️ Conversation deleted", desk)
    };
    Draft::embed(embed).row(Row::buttons([head.open()])).fit()
}
