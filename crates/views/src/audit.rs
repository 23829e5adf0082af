//! The audit: a page of changes, the same as a file, and the messages of an audit channel.
//!
//! It shows ids, mentions that ping nobody, and LiveAgent's names of tags; no text of customers is in the audit.

mod csv;
mod feed;
mod line;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

pub use self::csv::{Csv, MAX_ROWS};
pub use self::feed::{MAX_LINES, blocked, feed, fitting};
pub use self::words::{action, outcome};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Pages};
use crate::payload::{Button, Embed, Row};
use crate::press::Press;
use crate::request::{Link, Look, seconds};
use crate::{carry, text, time};

/// A page of a server's audit. Every field narrows it; none of them means all changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {
    /// By this member.
    #[serde(default)]
    pub member: Option<u64>,
    /// Only this, by its name in the audit, such as `note`.
    #[serde(default)]
    pub command: Option<String>,
    /// At or after this instant, to the second.
    #[serde(default, with = "seconds")]
    pub from: Option<Timestamp>,
    /// At or before this instant, to the second.
    #[serde(default, with = "seconds")]
    pub to: Option<Timestamp>,
    /// With this outcome.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The newest row when the first page was read: later ones are on no page. `None` for the first page.
    #[serde(default)]
    pub up_to: Option<i64>,
}

impl Look for List {
    const TAG: &'static str = "ul";
    const NAME: &'static str = "list audit";
}

/// The same as a file, all pages in one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Export(pub List);

impl Look for Export {
    const TAG: &'static str = "ux";
    const NAME: &'static str = "export audit";
}

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// It is being made.
    #[serde(rename = "i")]
    Intent,
    /// It was made.
    #[serde(rename = "d")]
    Done,
    /// It was not made.
    #[serde(rename = "n")]
    NotDone,
    /// Nobody knows whether it was made.
    #[serde(rename = "p")]
    Perhaps,
    /// The member may not do this.
    #[serde(rename = "r")]
    Refused,
}

/// A change, or the attempt to make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The member's id; `None` where the member was forgotten.
    pub who: Option<u64>,
    /// The id of the channel in which it was asked for.
    pub channel: u64,
    /// What was done, by its name in the audit.
    pub action: String,
    /// To what: a kind and an id.
    pub target: String,
    /// The id of the member whom the target names by a key; `None` where it names none, or one who was forgotten.
    pub about: Option<u64>,
    /// More of it, in ids and codes.
    pub detail: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What a page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditPage {
    /// Its changes, newest first.
    pub entries: Vec<Entry>,
    /// How many changes all pages have together.
    pub total: u64,
    /// The newest row when the first page was read.
    pub up_to: i64,
    /// The audit channel that Discord blocks, and its reason.
    pub blocked: Option<(u64, String)>,
}

/// Page `page` of what `list` asks for. Its buttons hold on to what was there when the first page was read; Refresh does not.
#[must_use]
pub fn list(view: &AuditPage, list: &List, page: u32, desk: &Desk) -> Message {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(view.blocked.as_ref().map(|(channel, reason)| {
        format!("⚠️ Discord doesn't let me post in the audit channel <#{channel}> ({}).", text::escape_to(reason, 120))
    }));
    lines.extend(filter(list));
    let before = u64::from(page) * u64::from(PAGE_SIZE);
    if view.total == 0 {
        lines.push("No changes found.".to_owned());
    } else if view.entries.is_empty() {
        lines.push("Nothing left on this page. Go back a page.".to_owned());
    } else {
        lines.push(format!("**{}**", page::range(before, view.entries.len(), view.total, false)));
        lines.extend(view.entries.iter().map(|entry| line::line(entry, Some(desk))));
    }
    let embed = Embed {
        title: Some("🧾 Audit".to_owned()),
        description: Some(lines.join("\n")),
        color: Some(crate::words::NEUTRAL),
        ..Embed::default()
    };
    let components = vec![Row::buttons(buttons(view, list, page))];
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// The buttons below a page. Each holds all of the filter: it has no text of people, so it always fits an id.
fn buttons(view: &AuditPage, list: &List, page: u32) -> Vec<Button> {
    let pinned = List { up_to: Some(view.up_to), ..list.clone() };
    let newest = List { up_to: None, ..list.clone() };
    let mut buttons = Vec::new();
    let items = usize::try_from(view.total).unwrap_or(usize::MAX);
    let turns = page::Turns::from(Pages::of_items(page, items));
    if turns.back.is_some() || turns.on.is_some() {
        let to = |page| Press::here(Link::from(&pinned).at_page(page));
        let (back, on) = (turns.back.unwrap_or_default(), turns.on.unwrap_or_else(|| page.saturating_add(1)));
        buttons.push(Button::new("‹ Prev", &to(back)).disabled(turns.back.is_none()));
        buttons.push(Button::with_id(turns.words, carry::here()).disabled(true));
        buttons.push(Button::new("Next ›", &to(on)).disabled(turns.on.is_none()));
    }
    buttons.push(Button::with_id("Refresh", carry::refresh(&Link::from(&newest))).emoji("🔄"));
    if view.total > 0 {
        buttons.push(Button::new("CSV", &Press::in_new_message(&Export(pinned))).emoji("📄"));
    }
    buttons
}

/// What a list is narrowed by, in words.
fn filter(list: &List) -> Option<String> {
    let parts = [
        list.member.map(|member| format!("by <@{member}>")),
        list.command.as_deref().map(|command| text::escape_to(&action(command), 60)),
        list.from.map(|from| format!("from {}", time::at(from))),
        list.to.map(|to| format!("to {}", time::at(to))),
        list.outcome.map(|only| outcome(only).to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("-# {}", parts.join(" · ")))
}
