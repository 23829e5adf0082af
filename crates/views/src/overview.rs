//! The queues as they are now: chats, calls, and all at a glance.
//!
//! The colour shows the state: orange while somebody waits, green while all are served, grey while nothing happens.

use liveagent::{
    AgentStatus, CallsOverview, CallsOverviews, ChatsOverview, ChatsOverviews, Count, DepartmentStatus, OnlineStatus,
};
use serde::{Deserialize, Serialize};
use serde_tuple::Serialize_tuple;

use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::{Button, Embed, Field};
use crate::press::Press;
use crate::request::Look;
use crate::{people, text, time, words};

/// How many departments and agents are named; the others are counted.
const MAX_NAMED: usize = 12;

/// The queues as they are now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// Which queues.
    pub kind: OverviewKind,
    /// Of one department, by id; of all if `None`.
    #[serde(default)]
    pub department: Option<String>,
}

impl Show {
    /// All queues, of one department, by id, or of all.
    #[must_use]
    pub fn all(department: Option<String>) -> Self {
        Self { kind: OverviewKind::All, department }
    }
}

impl Look for Show {
    const TAG: &'static str = "ov";
    const NAME: &'static str = "show overview";
}

/// Which queues an overview shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OverviewKind {
    /// Chats.
    #[serde(rename = "t")]
    Chats,
    /// Calls.
    #[serde(rename = "p")]
    Calls,
    /// Both.
    #[serde(rename = "a")]
    All,
}

/// The chats, of one department or of all.
#[must_use]
pub fn chats(chats: &ChatsOverviews, department: Option<&str>, desk: &Desk) -> Message {
    let chats = Chats::of(chats);
    let embed = Embed {
        title: Some(title("💬 Chats", department, desk)),
        fields: chat_fields(&chats),
        color: Some(colour(chats.waiting, [chats.running, chats.ringing])),
        ..now(desk)
    };
    draw(embed, OverviewKind::Chats, department)
}

/// The calls, of one department or of all.
#[must_use]
pub fn calls(calls: &CallsOverviews, department: Option<&str>, desk: &Desk) -> Message {
    let calls = Calls::of(calls);
    let embed = Embed {
        title: Some(title("📞 Calls", department, desk)),
        fields: call_fields(&calls),
        color: Some(colour(calls.waiting, [calls.running, calls.ringing])),
        ..now(desk)
    };
    draw(embed, OverviewKind::Calls, department)
}

/// Chats and calls, the departments and the agents at a glance.
#[must_use]
pub fn all(
    chats: &ChatsOverviews,
    calls: &CallsOverviews,
    departments: &[DepartmentStatus],
    agents: &[AgentStatus],
    department: Option<&str>,
    desk: &Desk,
) -> Message {
    let (chats, calls) = (Chats::of(chats), Calls::of(calls));
    let busy = [chats.running, chats.ringing, calls.running, calls.ringing];
    let mut fields = vec![
        Field::wide("💬 Chats", chats.line()),
        Field::wide("📞 Calls", calls.line()),
        Field::inline("Visitors", words::known(chats.visitors)),
        Field::inline("Agents available for chat", words::known(chats.agents)),
    ];
    let of_it = departments.iter().filter(|each| department.is_none_or(|id| each.id == id)).collect::<Vec<_>>();
    fields.extend(online_departments(&of_it));
    if department.is_none() {
        fields.extend(online_agents(agents));
    }
    let embed = Embed {
        title: Some(title("📊 Overview", department, desk)),
        fields,
        color: Some(colour(both(chats.waiting, calls.waiting), busy)),
        ..now(desk)
    };
    draw(embed, OverviewKind::All, department)
}

/// The figures of chats. LiveAgent gives them as a list, of which only one row has ever been seen. What it does not give is unknown.
#[derive(Clone, Copy, Default)]
pub(crate) struct Chats {
    pub(crate) waiting: Option<u64>,
    ringing: Option<u64>,
    pub(crate) running: Option<u64>,
    pub(crate) agents: Option<u64>,
    visitors: Option<u64>,
}

impl Chats {
    /// "**2** waiting · **1** ringing · **8** active"
    pub(crate) fn line(&self) -> String {
        line([(self.waiting, "waiting"), (self.ringing, "ringing"), (self.running, "active")])
    }

    pub(crate) fn of(answer: &ChatsOverviews) -> Self {
        let sum = |of: fn(&ChatsOverview) -> Option<Count>| sum(answer.chats_overview.iter().map(of));
        Self {
            waiting: sum(|row| row.queue),
            ringing: sum(|row| row.ringing),
            running: sum(|row| row.chats),
            agents: sum(|row| row.agents),
            visitors: sum(|row| row.visitors),
        }
    }
}

/// The figures of calls.
#[derive(Clone, Copy, Default)]
pub(crate) struct Calls {
    pub(crate) waiting: Option<u64>,
    ringing: Option<u64>,
    pub(crate) running: Option<u64>,
}

impl Calls {
    /// "**2** waiting · **1** ringing · **8** active"
    pub(crate) fn line(&self) -> String {
        line([(self.waiting, "waiting"), (self.ringing, "ringing"), (self.running, "active")])
    }

    pub(crate) fn of(answer: &CallsOverviews) -> Self {
        let sum = |of: fn(&CallsOverview) -> Option<Count>| sum(answer.calls_overview.iter().map(of));
        Self { waiting: sum(|row| row.in_queue), ringing: sum(|row| row.ringing), running: sum(|row| row.running) }
    }
}

fn line(parts: [(Option<u64>, &str); 3]) -> String {
    parts.map(|(number, word)| format!("**{}** {word}", words::known(number))).join(" · ")
}

/// The sum of the counts of all rows; unknown without a row, or if one of them is. It is capped, so that a few sums can be added.
pub fn sum(counts: impl Iterator<Item = Option<Count>>) -> Option<u64> {
    counts
        .map(|count| count.map(|count| count.get().min(u64::from(u32::MAX))))
        .reduce(|sum, count| Some(sum?.saturating_add(count?)))
        .flatten()
}

/// What waits in two queues: some, if there are some in one of them, whatever is in the other.
pub(crate) fn both(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one + other),
        (some, None) | (None, some) => some.filter(|number| *number > 0),
    }
}

fn chat_fields(chats: &Chats) -> Vec<Field> {
    vec![
        Field::inline("Waiting", waiting(chats.waiting)),
        Field::inline("Ringing", words::known(chats.ringing)),
        Field::inline("Active", words::known(chats.running)),
        Field::inline("Agents", words::known(chats.agents)),
        Field::inline("Visitors", words::known(chats.visitors)),
    ]
}

fn call_fields(calls: &Calls) -> Vec<Field> {
    vec![
        Field::inline("Waiting", waiting(calls.waiting)),
        Field::inline("Ringing", words::known(calls.ringing)),
        Field::inline("Active", words::known(calls.running)),
    ]
}

/// The one figure that somebody must act on stands out.
fn waiting(number: Option<u64>) -> String {
    match number {
        Some(number) if number > 0 => format!("⏳ **{}**", words::number(number)),
        number => words::known(number),
    }
}

pub(crate) fn online_departments(departments: &[&DepartmentStatus]) -> Option<Field> {
    let online: Vec<String> = departments
        .iter()
        .filter(|each| words::is_online(&each.online_status))
        .map(|each| format!("{} {}", text::escape_to(&each.name, 40), words::online_icons(&each.online_status)))
        .collect();
    let unknown = unknown(departments.iter().map(|each| &each.online_status));
    let name = format!("🏢 Departments online: {} of {}{unknown}", online.len(), departments.len());
    (!departments.is_empty()).then(|| Field::wide(name, named(&online)))
}

pub(crate) fn online_agents(agents: &[AgentStatus]) -> Option<Field> {
    let online: Vec<String> = agents
        .iter()
        .filter(|each| words::is_online(&each.online_status))
        .map(|each| format!("{} {}", agent_name(each), words::online_icons(&each.online_status)))
        .collect();
    let unknown = unknown(agents.iter().map(|each| &each.online_status));
    let name = format!("👥 Agents online: {} of {}{unknown}", online.len(), agents.len());
    (!agents.is_empty()).then(|| Field::wide(name, named(&online)))
}

/// ", 2 unknown": of how many LiveAgent did not say whether they are online.
fn unknown<'a>(statuses: impl Iterator<Item = &'a OnlineStatus>) -> String {
    match statuses.filter(|status| status.is_unknown()).count() {
        0 => String::new(),
        count => format!(", {count} unknown"),
    }
}

fn agent_name(agent: &AgentStatus) -> String {
    let names = [agent.first_name.as_deref(), agent.last_name.as_deref()];
    let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = if name.trim().is_empty() { agent.username.as_str() } else { &name };
    text::escape_to(name, 40)
}

fn named(names: &[String]) -> String {
    match names.len() {
        0 => "none".to_owned(),
        count if count <= MAX_NAMED => names.join(" · "),
        count => format!("{} and {} more", names[..MAX_NAMED].join(" · "), count - MAX_NAMED),
    }
}

fn title(what: &str, department: Option<&str>, desk: &Desk) -> String {
    match people::department(department, None, desk) {
        Some(department) => format!("{what} · {department}"),
        None => what.to_owned(),
    }
}

/// Grey while nothing happens, and where it is not known whether somebody waits.
pub(crate) fn colour<const N: usize>(waiting: Option<u64>, busy: [Option<u64>; N]) -> u32 {
    match waiting {
        Some(0) if busy.into_iter().flatten().any(|number| number > 0) => words::GOOD,
        Some(0) | None => words::QUIET,
        Some(_) => words::WAITING,
    }
}

/// Figures of queues mean nothing without their time.
fn now(desk: &Desk) -> Embed {
    Embed {
        description: Some(format!("-# As of {}", time::ago(desk.now))),
        url: Some(desk.panel_url()),
        ..Embed::default()
    }
}

fn draw(embed: Embed, kind: OverviewKind, department: Option<&str>) -> Message {
    let look = |kind| Show { kind, department: department.map(str::to_owned) };
    let kinds =
        [("All", "📊", OverviewKind::All), ("Chats", "💬", OverviewKind::Chats), ("Calls", "📞", OverviewKind::Calls)];
    let others = kinds.into_iter().filter(|(.., other)| *other != kind);
    let buttons = others.map(|(label, icon, kind)| Button::new(label, &Press::here(&look(kind))).emoji(icon)).collect();
    Draft { embeds: vec![embed], components: rows_of(&look(kind), buttons), ..Draft::default() }.fit()
}
