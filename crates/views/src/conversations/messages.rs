//! The messages of a conversation, newest first, in pages.
//!
//! A page begins with a certain entry and has as many as fit. So only what it shows is drawn, and, to find where the page before begins,
//! as much again: a thread of thousands of mails costs no more than a short one.

use std::ops::Range;

use jiff::Timestamp;
use liveagent::{Conversation, MessageGroup};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::NoteForm;
use super::head::Head;
use super::thread::{self, Entry, Telling};
use crate::cut::width;
use crate::desk::Desk;
use crate::html::{self, Drawn};
use crate::message::{Draft, Message};
use crate::page::{self, Turning, Turns};
use crate::payload::{Button, Embed, Footer, Row};
use crate::press::Press;
use crate::request::{Link, Look, seconds};
use crate::steps::Steps;
use crate::{time, words};

/// How much of a thread stands on a page, in UTF-16 units: about three screens of a phone.
const PAGE_LENGTH: usize = 3000;

/// How many entries stand on a page at most.
const MAX_ENTRIES: usize = 8;

/// The longest message that is shown in full beside others, in UTF-16 units.
const MAX_MESSAGE_LENGTH: usize = 1500;

/// The same where quoted text is shown, too: that is what one wants to read.
const MAX_MESSAGE_WITH_QUOTES_LENGTH: usize = 2800;

/// The messages of a conversation, newest first. Its page is the entry that the page begins with, counted from the newest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Messages {
    /// Its id, code or public url code.
    pub conversation: String,
    /// No messages before this instant, to the second.
    #[serde(default, with = "seconds")]
    pub from: Option<Timestamp>,
    /// No messages after this instant, to the second.
    #[serde(default, with = "seconds")]
    pub to: Option<Timestamp>,
    /// Whether quoted text is shown in full.
    #[serde(default)]
    pub quotes: bool,
}

impl Look for Messages {
    const TAG: &'static str = "cm";
    const NAME: &'static str = "list messages";
}

/// Which part of a thread is shown, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thread {
    /// The groups that LiveAgent was asked for begin here.
    pub from: Option<Timestamp>,
    /// And end here.
    pub to: Option<Timestamp>,
    /// The entry that the page begins with, counted from the newest.
    pub page: u32,
    /// Whether quoted text is shown in full.
    pub quotes: bool,
}

/// A page of the messages in `groups`.
#[must_use]
pub fn messages(conversation: &Conversation, groups: &[MessageGroup], thread: Thread, desk: &Desk) -> Message {
    messages_within(conversation, groups, thread, desk, &Steps::default())
}

/// The same, within `steps`.
#[must_use]
pub fn messages_within(
    conversation: &Conversation,
    groups: &[MessageGroup],
    thread: Thread,
    desk: &Desk,
    steps: &Steps,
) -> Message {
    let Thread { from, to, page, quotes } = thread;
    let head = Head::of(conversation, desk);
    let entries = thread::entries(groups, from.is_none(), desk, steps);
    let written = entries.iter().filter(|entry| entry.is_message()).count();
    let customer = head.customer();
    let url = desk.conversation_url(head.id);
    let telling = Telling {
        customer: &customer,
        url: &url,
        desk,
        most: if quotes { MAX_MESSAGE_WITH_QUOTES_LENGTH } else { MAX_MESSAGE_LENGTH },
        quotes,
        forwarded: head.subject.is_some_and(html::is_forward),
        steps,
    };
    let shown = shown(&entries, usize::try_from(page).unwrap_or(usize::MAX), telling);

    let range = [from.map(|from| format!("from {}", time::at(from))), to.map(|to| format!("to {}", time::at(to)))];
    let range: Vec<String> = range.into_iter().flatten().collect();
    let mut parts = Vec::new();
    if !range.is_empty() {
        parts.push(format!("-# {}", range.join(" ")));
    }
    if shown.drawn.is_empty() {
        parts.push(nothing(page, !range.is_empty()).to_owned());
    }
    let folded = shown.drawn.iter().any(|drawn| drawn.folded);
    parts.extend(shown.drawn.into_iter().map(|drawn| drawn.markdown));

    let about = format!("💬 {}", words::count(written as u64, "message", "messages"));
    let embed = Embed {
        description: Some(parts.join("\n\n")),
        footer: (entries.len() > 1).then(|| Footer { text: "Newest first".to_owned() }),
        ..head.card(&about, desk)
    };
    let link = |quotes| Link::from(&Messages { conversation: head.id.to_owned(), from, to, quotes }).at_page(page);
    let mut components = page::rows(&link(quotes), shown.turns, Turning::NEWEST_FIRST, None);
    let note = Press::form(&NoteForm { conversation: head.id.to_owned() });
    let mut below = vec![head.open(), Button::new("Note", &note).emoji("📝")];
    if folded || quotes {
        let label = if quotes { "Hide quoted text" } else { "Show quoted text" };
        below.push(Button::new(label, &Press::here(link(!quotes))).emoji("🗨️"));
    }
    components.push(Row::buttons(below));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// The entries of a page, drawn.
struct Shown {
    drawn: Vec<Drawn>,
    turns: Turns,
}

/// Draws the page that begins with the entry at `start`.
fn shown(entries: &[Entry<'_>], start: usize, telling: Telling<'_>) -> Shown {
    let start = start.min(entries.len());
    let mut room = Room::default();
    let drawn: Vec<Drawn> =
        entries[start..].iter().map(|entry| entry.draw(telling)).take_while(|drawn| room.takes(drawn)).collect();
    let end = start + drawn.len();
    let mut room = Room::default();
    let before = entries[..start].iter().rev().map(|entry| entry.draw(telling)).take_while(|drawn| room.takes(drawn));
    let back = (start > 0).then(|| start - before.count());
    let index = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
    let turns = Turns {
        back: back.map(index),
        on: (end < entries.len()).then(|| index(end)),
        words: range(start..end, entries.len()),
    };
    Shown { drawn, turns }
}

/// "1–6 of 243"
fn range(shown: Range<usize>, all: usize) -> String {
    if shown.is_empty() {
        return format!("0 of {all}");
    }
    page::range(shown.start as u64, shown.len(), all as u64, false)
}

/// What is left of a page.
#[derive(Default)]
struct Room {
    entries: usize,
    used: usize,
}

impl Room {
    /// Whether an entry still fits. The first always does.
    fn takes(&mut self, drawn: &Drawn) -> bool {
        let width = width(&drawn.markdown) + 2;
        let fits = self.entries == 0 || (self.entries < MAX_ENTRIES && self.used + width <= PAGE_LENGTH);
        self.entries += 1;
        self.used += width;
        fits
    }
}

fn nothing(page: u32, narrowed: bool) -> &'static str {
    match (page, narrowed) {
        (0, false) => "No messages yet.",
        (0, true) => "No messages in that period. Try a longer one, or leave it out.",
        _ => "Nothing left on this page. Go back a page.",
    }
}
