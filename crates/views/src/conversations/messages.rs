//! The messages of a conversation, newest first, in pages.

use jiff::Timestamp;
use liveagent::{Conversation, MessageGroup};

use super::head::Head;
use super::thread;
use crate::cut::width;
use crate::desk::Desk;
use crate::look::Look;
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning};
use crate::payload::{Button, Embed, Footer, Row};
use crate::press::{Form, Press};
use crate::{time, words};

/// How much of a thread stands on a page, in UTF-16 units: about three screens of a phone.
const ROOM: usize = 3000;

/// How many entries stand on a page at most.
const ENTRIES: usize = 8;

/// Page `page` of the messages in `groups`, which are those between `from` and `to` where they are given.
#[must_use]
pub fn messages(
    conversation: &Conversation,
    groups: &[MessageGroup],
    (from, to): (Option<Timestamp>, Option<Timestamp>),
    page: u32,
    desk: &Desk,
) -> Message {
    let head = Head::from(conversation);
    let entries = thread::entries(groups, &head.customer(), desk);
    let written = entries.iter().filter(|entry| entry.is_message).count();
    let entries: Vec<String> = entries.into_iter().map(|entry| entry.markdown).collect();
    let pages = packed(&entries);
    let index = usize::try_from(page).unwrap_or(usize::MAX);
    let shown = pages.get(index).map_or(&[][..], |range| &entries[range.clone()]);

    let range = [from.map(|from| format!("from {}", time::at(from))), to.map(|to| format!("to {}", time::at(to)))];
    let range: Vec<String> = range.into_iter().flatten().collect();
    let mut parts = Vec::new();
    if !range.is_empty() {
        parts.push(format!("-# {}", range.join(" ")));
    }
    if shown.is_empty() {
        parts.push(nothing(page, !range.is_empty()).to_owned());
    }
    parts.extend(shown.iter().cloned());

    let about = format!("💬 {}", words::count(written as u64, "message", "messages"));
    let embed = Embed {
        description: Some(parts.join("\n\n")),
        footer: (entries.len() > 1).then(|| Footer { text: "Newest first".to_owned() }),
        ..head.card(&about, desk)
    };
    let look = Look::Messages { conversation: head.id.to_owned(), page, from, to };
    let mut components = page::rows(&look, Pages::of(page, pages.len()), Turning::NEWEST_FIRST, None);
    let note = Press::Form(Form::Note { conversation: head.id.to_owned() });
    components.push(Row::buttons([head.open(), Button::new("Note", &note).emoji("📝")]));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// Which entries stand on each page.
fn packed(entries: &[String]) -> Vec<std::ops::Range<usize>> {
    let mut pages = Vec::new();
    let mut start = 0;
    let mut used = 0;
    for (index, entry) in entries.iter().enumerate() {
        let length = width(entry) + 2;
        if index > start && (used + length > ROOM || index - start == ENTRIES) {
            pages.push(start..index);
            start = index;
            used = 0;
        }
        used += length;
    }
    if start < entries.len() {
        pages.push(start..entries.len());
    }
    pages
}

fn nothing(page: u32, narrowed: bool) -> &'static str {
    match (page, narrowed) {
        (0, false) => "No messages yet.",
        (0, true) => "No messages in that time. Try a longer one, or none.",
        _ => "There is nothing on this page any more. Go back a page.",
    }
}
