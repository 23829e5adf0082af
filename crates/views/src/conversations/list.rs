//! A page of conversations: one line each.

use jiff::Timestamp;
use liveagent::{Channel, ConversationStatus, ConversationSummary};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::filter;
use super::head::Head;
use super::show::Show;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Turning, Window};
use crate::payload::{Embed, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look, letters, seconds};
use crate::{text, time, words};

/// A list of conversations. Every field narrows it; none of them means all conversations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {
    /// In one of these states; in any if empty.
    #[serde(default, with = "letters")]
    pub status: Vec<ConversationStatus>,
    /// In this department, by id.
    #[serde(default)]
    pub department: Option<String>,
    /// Assigned to this agent, by email or id.
    #[serde(default)]
    pub agent: Option<String>,
    /// Of this customer, by email or contact id.
    #[serde(default)]
    pub customer: Option<String>,
    /// Came in on this channel.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// With these words in the subject.
    #[serde(default)]
    pub subject: Option<String>,
    /// Changed at or after this instant, to the second.
    #[serde(default, with = "seconds")]
    pub changed: Option<Timestamp>,
    /// Created at or after this instant, to the second.
    #[serde(default, with = "seconds")]
    pub from: Option<Timestamp>,
    /// Created at or before this instant, to the second.
    #[serde(default, with = "seconds")]
    pub to: Option<Timestamp>,
}

impl Look for List {
    const TAG: &'static str = "cl";
    const NAME: &'static str = "list conversations";
}

impl List {
    /// The conversations that wait: those that are new or open.
    #[must_use]
    pub fn waiting() -> Self {
        Self { status: vec![ConversationStatus::New, ConversationStatus::Open], ..Self::default() }
    }

    /// Whether it narrows nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Page `page` of the conversations that `list` lets through. `rows` are those of `window`, which has the page in it.
#[must_use]
pub fn list(rows: &[ConversationSummary], window: Window, list: &List, page: u32, desk: &Desk) -> Message {
    let shown = window.portion(rows, page, PAGE_SIZE);

    let filters = filter::words_of(list, desk);
    let mut lines = Vec::new();
    if shown.is_empty() {
        lines.push(nothing(page, list));
    } else {
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        let range = page::range(before, shown.len(), window.known(rows), window.full);
        lines.push(format!("**{range}**"));
    }
    if !filters.is_empty() {
        lines.push(format!("-# {}", filters.join(" · ")));
    }
    lines.push(String::new());
    lines.extend(shown.iter().map(|row| line(Head::of(row, desk), desk)));

    let embed = Embed {
        title: Some("📨 Conversations".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(lines.join("\n")),
        color: Some(if let [status] = list.status[..] { words::colour(status) } else { words::NEUTRAL }),
        ..Embed::default()
    };
    let link = Link::from(list).at_page(page);
    let options = shown.iter().map(|row| option(Head::of(row, desk), desk)).collect();
    let components =
        page::rows(&link, window.pages(rows, page, PAGE_SIZE), Turning::LIST, Some(("Open a conversation…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// A conversation in a line, where all are the same customer's.
pub(crate) fn line_of(row: &ConversationSummary, desk: &Desk) -> String {
    parts(Head::of(row, desk), desk, None)
}

/// The option of a select that opens a conversation.
pub(crate) fn option_of(row: &ConversationSummary, desk: &Desk) -> SelectOption {
    option(Head::of(row, desk), desk)
}

/// "🟠 [Where is my parcel?](…) · Jane Doe · 2 hours ago"
pub(super) fn line(head: Head<'_>, desk: &Desk) -> String {
    let customer = (!head.hides_customer()).then(|| text::escape(&head.plain_customer(32)));
    parts(head, desk, customer)
}

fn parts(head: Head<'_>, desk: &Desk, customer: Option<String>) -> String {
    let subject = text::link_to(&head.plain_subject(64), 160, &desk.conversation_url(head.id));
    let mut parts = vec![format!("{} {subject}", words::status_icon(head.status))];
    parts.extend(customer);
    parts.extend(head.moved(desk).map(time::ago));
    parts.join(" · ")
}

pub(super) fn option(head: Head<'_>, desk: &Desk) -> SelectOption {
    let press = Press::in_new_message(&Show { conversation: head.id.to_owned() });
    let department = head
        .department
        .map(str::to_owned)
        .or_else(|| head.department_id.and_then(|id| desk.names.departments.get(id)).cloned());
    let (_, state) = words::status_parts(head.status);
    let customer = (!head.hides_customer()).then(|| head.plain_customer(40));
    let parts = [Some(state.into_owned()), customer, department.map(|name| text::line(&name, 30))];
    SelectOption::new(head.plain_subject(90), press.encode())
        .description(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        .emoji(words::status_icon(head.status))
}

fn nothing(page: u32, list: &List) -> String {
    if page > 0 {
        "Nothing left on this page. Go back a page.".to_owned()
    } else if list.is_empty() {
        "No conversations yet.".to_owned()
    } else {
        "No matching conversations. Try fewer filters or a longer period with `/conversation list`.".to_owned()
    }
}
