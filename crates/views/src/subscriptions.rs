//! Digests, boards and alerts as those who made them see them: lists, what was saved, what went wrong.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use crate::chart::Picture;
use crate::message::{Draft, Message};
use crate::orphans;
use crate::page::{self, PAGE_SIZE, Pages, Turning};
use crate::payload::{Button, Embed, Field, Row};
use crate::press::Press;
use crate::question::Question;
use crate::request::{Act, Form, Link, Look};
use crate::{people, text, time, words};

/// How many incidents of an alert are listed.
const MAX_INCIDENTS: usize = 25;

/// How many notices are told in full.
const MAX_NOTICES: usize = 10;

/// What posts by itself in a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {
    /// Which of it.
    pub kind: Subscribed,
}

impl Look for List {
    const TAG: &'static str = "sl";
    const NAME: &'static str = "list subscriptions";
}

/// What posts by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subscribed {
    /// Digests.
    #[serde(rename = "d")]
    Digests,
    /// Boards.
    #[serde(rename = "b")]
    Boards,
    /// Alerts.
    #[serde(rename = "a")]
    Alerts,
}

/// Remove a digest, board or alert, after it was asked whether to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Remove {
    /// Its number.
    pub subscription: i64,
}

impl Act for Remove {
    const TAG: &'static str = "sr";
    const NAME: &'static str = "remove";
}

/// Pause a digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Pause {
    /// Its number.
    pub digest: i64,
}

impl Act for Pause {
    const TAG: &'static str = "sp";
    const NAME: &'static str = "pause digest";
}

/// Resume a paused or stopped digest, or a stopped board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Resume {
    /// Its number.
    pub subscription: i64,
}

impl Act for Resume {
    const TAG: &'static str = "su";
    const NAME: &'static str = "resume";
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// What it is: its title, or what it watches.
    pub name: String,
    /// Its channel.
    pub channel: u64,
    /// When it comes, or when it fires; plain text.
    pub when: String,
    /// Whether it is at work.
    pub state: LineState,
    /// When it comes next.
    pub next: Option<Timestamp>,
    /// What came of it last; plain text, with when.
    pub last: Option<(String, Option<Timestamp>)>,
    /// Whether its creator is no manager any more, so that others may take it over.
    pub orphaned: bool,
}

/// Whether it is at work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineState {
    /// It is.
    Active,
    /// An incident is open: its text.
    Busy(String),
    /// It is, but Discord blocks it: why.
    Blocked(String),
    /// Somebody has paused it.
    Paused,
    /// It was paused, and why.
    PausedFor(String),
    /// Discord refused it, and why.
    Refused(String),
}

impl LineState {
    /// What needs somebody comes first in a list.
    fn rank(&self) -> u8 {
        match self {
            Self::Refused(_) => 0,
            Self::Blocked(_) => 1,
            Self::Busy(_) => 2,
            Self::Active => 3,
            Self::Paused | Self::PausedFor(_) => 4,
        }
    }
}

/// Page `page` of a server's subscriptions of a kind: those without an owner first, then the stopped ones, then those at work.
#[must_use]
pub fn list(kind: Subscribed, mut lines: Vec<Line>, page: u32) -> Message {
    let (what, icon, title, how) = match kind {
        Subscribed::Digests => ("digest", "📰", "Digests", "/digest subscribe"),
        Subscribed::Boards => ("board", "📋", "Boards", "/board create"),
        Subscribed::Alerts => ("alert", "🚨", "Alerts", "/alert create"),
    };
    lines.sort_by_key(|line| (!line.orphaned, line.state.rank()));
    let shown = page::items(&lines, page);
    let description = if lines.is_empty() {
        format!("No {what}s in this server yet. Create one with `{how}`.")
    } else if shown.is_empty() {
        "Nothing left on this page. Go back a page.".to_owned()
    } else {
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        let head = format!("**{}**", page::range(before, shown.len(), lines.len() as u64, false));
        std::iter::once(head).chain(shown.iter().map(line)).collect::<Vec<_>>().join("\n")
    };
    let embed = Embed {
        title: Some(format!("{icon} {title}")),
        description: Some(description),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let link = Link::from(&List { kind }).at_page(page);
    let orphaned: Vec<i64> = shown.iter().filter(|line| line.orphaned).map(|line| line.id).collect();
    let mut components = orphans::listed(kind, page, &orphaned);
    components.extend(page::rows(&link, Pages::of_items(page, lines.len()), Turning::LIST, None));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "🟢 **#3** Queues · <#channel> · weekdays 09:00 · next <t:…:R>"
fn line(line: &Line) -> String {
    let icon = match &line.state {
        LineState::Active => "🟢",
        LineState::Busy(_) => "🟠",
        LineState::Blocked(_) => "⚠️",
        LineState::Paused | LineState::PausedFor(_) => "⏸️",
        LineState::Refused(_) => "⛔",
    };
    let mut parts = vec![
        format!("{icon} **#{}** {}", line.id, text::escape_to(&line.name, 80)),
        format!("<#{}>", line.channel),
        text::escape_to(&line.when, 120),
    ];
    parts.extend(
        line.next
            .filter(|_| matches!(line.state, LineState::Active | LineState::Blocked(_)))
            .map(|next| format!("next {}", time::ago(next))),
    );
    let state = match &line.state {
        LineState::Busy(words) => Some(text::escape_to(words, 80)),
        LineState::Blocked(reason) => Some(format!("blocked: {}", text::escape_to(reason, 120))),
        LineState::Paused => Some("paused".to_owned()),
        LineState::PausedFor(reason) => Some(format!("paused: {}", text::escape_to(reason, 120))),
        LineState::Refused(reason) => Some(format!("stopped: {}", text::escape_to(reason, 120))),
        LineState::Active => None,
    };
    parts.extend(state);
    parts.extend(line.orphaned.then(|| "no owner".to_owned()));
    let last = line.last.as_ref().map(|(words, at)| {
        let at = at.map(|at| format!(" {}", time::ago(at))).unwrap_or_default();
        format!("{}{at}", text::escape_to(words, 120))
    });
    parts.extend(last);
    parts.join(" · ")
}

/// What was saved: its name, what it does in a few lines, and for a digest its next runs.
#[must_use]
pub fn saved(title: &str, facts: &[(String, String)], runs: &[Timestamp], notes: &[String]) -> Message {
    let mut lines: Vec<String> = notes.to_vec();
    if !runs.is_empty() {
        lines.push("**Next runs**".to_owned());
        lines.extend(runs.iter().map(|run| format!("• <t:{}:F> ({})", run.as_second(), time::ago(*run))));
    }
    Draft::embed(Embed {
        title: Some(text::escape_to(title, 200)),
        description: (!lines.is_empty()).then(|| lines.join("\n")),
        fields: facts.iter().map(|(name, value)| Field::inline(name.clone(), value.clone())).collect(),
        color: Some(words::GOOD),
        ..Embed::default()
    })
    .fit()
}

/// An incident of an alert, after the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The incident's number.
    pub incident: i64,
    /// Since when.
    pub since: Timestamp,
    /// When it ended; `None` while it is open.
    pub over: Option<Timestamp>,
    /// How bad it got.
    pub peak: String,
    /// Who acknowledged it.
    pub by: Option<u64>,
}

/// An alert's incidents and its last 24 hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct History {
    /// Its number.
    pub alert: i64,
}

impl Look for History {
    const TAG: &'static str = "ah";
    const NAME: &'static str = "show alert history";
}

/// The incidents of an alert, newest first, with how its figure went.
#[must_use]
pub fn history(title: &str, past: &[Past], chart: Option<Picture>) -> Message {
    let line = |past: &Past| {
        let length = match past.over {
            Some(over) => {
                let seconds = over.duration_since(past.since).as_secs().max(0).unsigned_abs();
                format!("lasted {}", time::length(seconds))
            }
            None => "ongoing".to_owned(),
        };
        let by = past.by.map(|by| format!(" · 👀 {}", people::member(by))).unwrap_or_default();
        format!("**#{}** {} · {length} · peak **{}**{by}", past.incident, time::at(past.since), past.peak)
    };
    let description = if past.is_empty() {
        "This alert hasn't fired yet.".to_owned()
    } else {
        past.iter().take(MAX_INCIDENTS).map(line).collect::<Vec<_>>().join("\n")
    };
    let mut embed = Embed {
        title: Some(format!("🚨 {}", text::escape_to(title, 200))),
        description: Some(description),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let mut draft = Draft::default();
    if let Some((file, image)) = chart.map(Picture::parts) {
        embed.image = Some(image);
        draft.files.push(file);
    }
    draft.embeds.push(embed);
    draft.fit()
}

/// Something was done, in a sentence of ours.
#[must_use]
pub fn done(sentence: &str) -> Message {
    Draft::embed(Embed { description: Some(format!("✅ {sentence}")), color: Some(words::GOOD), ..Embed::default() })
        .fit()
}

/// What was saved, with a button to add more to it.
#[must_use]
pub fn with_more(saved: Message, form: &impl Form) -> Message {
    Draft::from(saved).row(Row::buttons([Button::new("Add more", &Press::form(form)).emoji("➕")])).fit()
}

/// What was saved, and below it what it would say now.
#[must_use]
pub fn with_preview(saved: Message, preview: Message) -> Message {
    let mut draft = Draft::from(saved);
    let preview = Draft::from(preview);
    draft.embeds.extend(preview.embeds);
    draft.files.extend(preview.files);
    draft.fit()
}

/// The question whether to remove it.
#[must_use]
pub fn removal(what: &str, id: i64, name: &str, channel: u64) -> Question {
    let lost = match what {
        "digest" => "This deletes its schedule and run history. Posted messages stay.",
        "board" => "Its message stays, but is no longer updated.",
        _ => "It stops watching. Its messages stay in the channel.",
    };
    Question {
        title: format!("Remove {what} #{id}?"),
        lost: format!("**{}** in <#{channel}>. {lost}", text::escape_to(name, 120)),
        button: "Remove",
    }
}

/// What a member is told, all at once.
#[must_use]
pub fn notices(notices: &[&str]) -> Message {
    let mut lines: Vec<String> = notices.iter().take(MAX_NOTICES).map(|notice| (*notice).to_owned()).collect();
    let more = notices.len().saturating_sub(MAX_NOTICES);
    if more > 0 {
        lines.push(format!("-# and {more} more: see `/digest list`, `/board list` and `/alert list`"));
    }
    let embed = Embed { description: Some(lines.join("\n\n")), color: Some(words::WAITING), ..Embed::default() };
    Draft::embed(embed).fit()
}

/// The notice for the creator of a board or an alert that Discord blocks; it is retried until `until`.
#[must_use]
pub fn waits(what: &str, id: i64, channel: u64, reason: &str, until: Timestamp) -> String {
    format!(
        "⚠️ Your {what} #{id} is blocked: Discord doesn't let me post in <#{channel}> ({}). \
         Allow me to view the channel and send messages there. I'll keep trying until {}.",
        text::escape_to(reason, 200),
        time::at(until)
    )
}

/// The notice for the creator of a digest of which a run was not posted in time.
#[must_use]
pub fn missed(id: i64, channel: u64, reason: &str) -> String {
    let reason = text::escape_to(reason, 200);
    format!("⚠️ Your digest #{id} wasn't posted in <#{channel}> in time ({reason}). The next run isn't affected.")
}

/// What who made it is told when Discord refuses it.
#[must_use]
pub fn refused(what: &str, id: i64, channel: u64, reason: &str) -> String {
    let reason = text::escape_to(reason, 200);
    format!(
        "⛔ Your {what} #{id} has stopped: Discord doesn't let me post in <#{channel}> ({reason}). \
         Allow me to view the channel and send messages there, then use `/{what} {}`.",
        match what {
            "alert" => "edit",
            _ => "resume",
        },
    )
}
