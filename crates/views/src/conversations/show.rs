//! One conversation at a glance, and its tags.

use liveagent::{Conversation, ConversationStatus, Count, LocalTime, Tag};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::{NoteForm, ReplyForm, SetStatus, TagsForm, TransferForm, head::Head, messages::Messages};
use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::page;
use crate::payload::{Button, ButtonStyle, Embed, Field, Row};
use crate::press::Press;
use crate::request::Look;
use crate::{people, text, time, words};

/// The longest preview and owner's note, in UTF-16 units.
const MAX_PREVIEW_LENGTH: usize = 400;

/// How many custom fields are shown.
const MAX_CUSTOM_FIELDS: usize = 9;

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// Its id, code or public url code.
    pub conversation: String,
}

impl Look for Show {
    const TAG: &'static str = "cs";
    const NAME: &'static str = "show conversation";
}

/// The tags of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Tags {
    /// Its id, code or public url code.
    pub conversation: String,
}

impl Look for Tags {
    const TAG: &'static str = "ct";
    const NAME: &'static str = "list tags of a conversation";
}

/// A conversation: the customer, the subject, its state, and what can be done about it.
#[must_use]
pub fn show(conversation: &Conversation, desk: &Desk) -> Message {
    let about = Head::of(conversation, desk).channel.map_or_else(|| "💬 Conversation".to_owned(), words::channel);
    card(conversation, &about, desk.shows(Words::All).then(|| body(conversation)), None, desk)
}

/// A conversation after a change: as it is now, and what changed in a line. Undo takes the change back.
pub(super) fn changed(after: &Conversation, about: &str, what: String, undo: Option<Button>, desk: &Desk) -> Message {
    card(after, about, Some(what), undo, desk)
}

fn card(
    conversation: &Conversation,
    about: &str,
    description: Option<String>,
    undo: Option<Button>,
    desk: &Desk,
) -> Message {
    let head = Head::of(conversation, desk);
    let embed = Embed { description, fields: fields(conversation, head, desk), ..head.card(about, desk) };
    let messages = Messages { conversation: head.id.to_owned(), from: None, to: None, quotes: false };
    let messages = Button::new("Messages", &Press::here(&messages)).emoji("💬").style(ButtonStyle::Primary);
    let below = undo.into_iter().chain([messages]).collect();
    let mut components = vec![Row::buttons(actions(head))];
    components.extend(page::rows_of(&Show { conversation: head.id.to_owned() }, below));
    page::add(&mut components, Button::link("LiveAgent", desk.conversation_url(head.id)));
    Draft { components, ..Draft::embed(embed) }.fit()
}

/// The tags of a conversation.
#[must_use]
pub fn tags(conversation: &Conversation, tags: &[Tag], desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let names: Vec<String> = tags.iter().map(|tag| text::code(&text::line(&tag.name, 80))).collect();
    let description =
        if names.is_empty() { "No tags yet. Choose some with **Tag**.".to_owned() } else { names.join(" ") };
    let about = format!("🏷️ {}", words::count(tags.len() as u64, "tag", "tags"));
    let embed = Embed { description: Some(description), ..head.card(&about, desk) };
    let look = Tags { conversation: head.id.to_owned() };
    let components = page::rows_of(&look, vec![tag_button(head), head.open()]);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// What can be done about a conversation.
fn actions(head: Head<'_>) -> Vec<Button> {
    let conversation = || head.id.to_owned();
    vec![
        Button::new("Reply", &Press::form(&ReplyForm { conversation: conversation(), draft: 0 })).emoji("✉️"),
        Button::new("Note", &Press::form(&NoteForm { conversation: conversation() })).emoji("📝"),
        close_or_open(head),
        tag_button(head),
        Button::new("Transfer", &Press::form(&TransferForm { conversation: conversation() })).emoji("↪️"),
    ]
}

fn close_or_open(head: Head<'_>) -> Button {
    let conversation = head.id.to_owned();
    if is_over(head.status) {
        let act = SetStatus { conversation, status: ConversationStatus::Open, from: None };
        Button::new("Reopen", &Press::act(&act)).emoji("🟠")
    } else {
        let act = SetStatus { conversation, status: ConversationStatus::Resolved, from: None };
        Button::new("Resolve", &Press::act(&act)).emoji("✅").style(ButtonStyle::Success)
    }
}

fn tag_button(head: Head<'_>) -> Button {
    Button::new("Tag", &Press::form(&TagsForm { conversation: head.id.to_owned() })).emoji("🏷️")
}

/// The first words, and the note that stands on the customer.
fn body(conversation: &Conversation) -> String {
    let quoted = |text: &str| {
        let words = text::escape_to(text, MAX_PREVIEW_LENGTH);
        (!words.is_empty()).then_some(words)
    };
    let preview = conversation.preview.as_deref().and_then(quoted).map(|words| format!("> {words}"));
    let note = conversation.owner_note.as_deref().and_then(quoted).map(|words| format!("📌 {words}"));
    [preview, note].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn fields(conversation: &Conversation, head: Head<'_>, desk: &Desk) -> Vec<Field> {
    let agent =
        conversation.assigned_to.as_deref().map_or_else(|| "unassigned".to_owned(), |id| people::agent(id, desk));
    let email =
        head.email.filter(|email| head.name.is_some_and(|name| name != *email)).map(|email| text::escape_to(email, 80));
    let customer = [Some(head.customer()), email].into_iter().flatten().collect::<Vec<_>>().join("\n");
    let instant = |time: LocalTime| time::at_and_ago(time.at(&desk.zone));
    let unknown = || "unknown".to_owned();
    let mut fields = vec![
        Field::inline("Status", words::status(head.status)),
        Field::inline("Department", head.department(desk).unwrap_or_else(|| "none".to_owned())),
        Field::inline("Agent", agent),
        Field::inline("Customer", if head.hides_customer() { "hidden".to_owned() } else { customer }),
        Field::inline("Received", head.created.map_or_else(unknown, instant)),
        Field::inline("Updated", head.changed.map_or_else(unknown, instant)),
        Field::inline("Messages", messages(conversation)),
        Field::inline("Tags", people::tags(conversation.tags.iter().map(String::as_str), desk)),
    ];
    if let Some(due) = conversation.date_due {
        let late = if due.at(&desk.zone) < desk.now && !is_over(head.status) { "⚠️ " } else { "" };
        fields.push(Field::inline("Due", format!("{late}{}", instant(due))));
    }
    let custom = conversation.custom_fields.iter().filter(|_| desk.shows(Words::All)).filter_map(|field| {
        let value = text::escape_to(field.value.as_deref()?, 200);
        (!value.is_empty()).then(|| Field::inline(text::escape_to(&field.code, 60), value))
    });
    fields.extend(custom.take(MAX_CUSTOM_FIELDS));
    fields
}

fn is_over(status: ConversationStatus) -> bool {
    use ConversationStatus::{Closed, Deleted, Resolved, Spam};
    matches!(status, Resolved | Closed | Deleted | Spam)
}

/// "2 in · 5 out"
pub(super) fn messages(conversation: &Conversation) -> String {
    let number = |count: Option<Count>, word: &str| count.map(|count| format!("{} {word}", words::number(count.get())));
    let parts = [number(conversation.message_groups_in, "in"), number(conversation.message_groups_out, "out")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "unknown".to_owned() } else { parts.join(" · ") }
}
