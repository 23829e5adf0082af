//! The queues as they are now: chats, calls, and all at a glance.
//!
//! The colour says how it stands: orange while somebody waits, green while all are served, grey while nothing goes on.

use liveagent::{AgentStatus, CallsOverviews, ChatsOverviews, Count, DepartmentStatus};

use crate::desk::Desk;
use crate::look::{Look, OverviewKind};
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::{Button, Embed, Field};
use crate::press::Press;
use crate::{people, text, time, words};

/// How many departments and agents are named; the others are counted.
const NAMED: usize = 12;

/// The chats, of one department or of all.
#[must_use]
pub fn chats(chats: &ChatsOverviews, department: Option<&str>, desk: &Desk) -> Message {
    let chats = Chats::of(chats);
    let busy = chats.running + chats.ringing;
    let embed = Embed {
        title: Some(title("💬 Chats", department, desk)),
        fields: chat_fields(&chats),
        color: Some(colour(chats.waiting, busy)),
        ..now(desk)
    };
    draw(embed, OverviewKind::Chats, department)
}

/// The calls, of one department or of all.
#[must_use]
pub fn calls(calls: &CallsOverviews, department: Option<&str>, desk: &Desk) -> Message {
    let calls = Calls::of(calls);
    let busy = calls.running + calls.ringing;
    let embed = Embed {
        title: Some(title("📞 Calls", department, desk)),
        fields: call_fields(&calls),
        color: Some(colour(calls.waiting, busy)),
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
    let busy = chats.running + chats.ringing + calls.running + calls.ringing;
    let mut fields = vec![
        Field::wide("💬 Chats", chats.line()),
        Field::wide("📞 Calls", calls.line()),
        Field::inline("Visitors", words::number(chats.visitors)),
        Field::inline("Agents for chats", words::number(chats.agents)),
    ];
    let of_it = departments.iter().filter(|each| department.is_none_or(|id| each.id == id)).collect::<Vec<_>>();
    fields.extend(online_departments(&of_it));
    if department.is_none() {
        fields.extend(online_agents(agents));
    }
    let embed = Embed {
        title: Some(title("📊 Overview", department, desk)),
        fields,
        color: Some(colour(chats.waiting + calls.waiting, busy)),
        ..now(desk)
    };
    draw(embed, OverviewKind::All, department)
}

/// The figures of chats. LiveAgent gives them as a list, of which only one row has ever been seen.
#[derive(Clone, Copy, Default)]
pub(crate) struct Chats {
    pub(crate) waiting: u64,
    ringing: u64,
    pub(crate) running: u64,
    pub(crate) agents: u64,
    visitors: u64,
}

impl Chats {
    /// "**2** waiting · **1** ringing · **8** running"
    pub(crate) fn line(&self) -> String {
        line([(self.waiting, "waiting"), (self.ringing, "ringing"), (self.running, "running")])
    }

    pub(crate) fn of(answer: &ChatsOverviews) -> Self {
        answer.chats_overview.iter().fold(Self::default(), |sum, row| Self {
            waiting: sum.waiting + figure(row.queue),
            ringing: sum.ringing + figure(row.ringing),
            running: sum.running + figure(row.chats),
            agents: sum.agents + figure(row.agents),
            visitors: sum.visitors + figure(row.visitors),
        })
    }
}

/// The figures of calls.
#[derive(Clone, Copy, Default)]
pub(crate) struct Calls {
    pub(crate) waiting: u64,
    ringing: u64,
    pub(crate) running: u64,
}

impl Calls {
    /// "**2** waiting · **1** ringing · **8** running"
    pub(crate) fn line(&self) -> String {
        line([(self.waiting, "waiting"), (self.ringing, "ringing"), (self.running, "running")])
    }

    pub(crate) fn of(answer: &CallsOverviews) -> Self {
        answer.calls_overview.iter().fold(Self::default(), |sum, row| Self {
            waiting: sum.waiting + figure(row.in_queue),
            ringing: sum.ringing + figure(row.ringing),
            running: sum.running + figure(row.running),
        })
    }
}

fn line(parts: [(u64, &str); 3]) -> String {
    parts.map(|(number, word)| format!("**{}** {word}", words::number(number))).join(" · ")
}

/// A figure, kept so small that a few of them can be added without a care.
fn figure(count: Option<Count>) -> u64 {
    count.map_or(0, Count::get).min(u64::from(u32::MAX))
}

fn chat_fields(chats: &Chats) -> Vec<Field> {
    vec![
        Field::inline("Waiting", waiting(chats.waiting)),
        Field::inline("Ringing", words::number(chats.ringing)),
        Field::inline("Running", words::number(chats.running)),
        Field::inline("Agents", words::number(chats.agents)),
        Field::inline("Visitors", words::number(chats.visitors)),
    ]
}

fn call_fields(calls: &Calls) -> Vec<Field> {
    vec![
        Field::inline("Waiting", waiting(calls.waiting)),
        Field::inline("Ringing", words::number(calls.ringing)),
        Field::inline("Running", words::number(calls.running)),
    ]
}

/// The one figure that somebody must act on stands out.
fn waiting(number: u64) -> String {
    if number > 0 { format!("⏳ **{}**", words::number(number)) } else { "0".to_owned() }
}

pub(crate) fn online_departments(departments: &[&DepartmentStatus]) -> Option<Field> {
    let online: Vec<String> = departments
        .iter()
        .filter(|each| words::is_online(&each.online_status))
        .map(|each| format!("{} {}", text::escape_to(&each.name, 40), words::online_icons(&each.online_status)))
        .collect();
    let name = format!("🏢 Departments online: {} of {}", online.len(), departments.len());
    (!departments.is_empty()).then(|| Field::wide(name, named(&online)))
}

pub(crate) fn online_agents(agents: &[AgentStatus]) -> Option<Field> {
    let online: Vec<String> = agents
        .iter()
        .filter(|each| words::is_online(&each.online_status))
        .map(|each| format!("{} {}", agent_name(each), words::online_icons(&each.online_status)))
        .collect();
    let name = format!("👥 Agents online: {} of {}", online.len(), agents.len());
    (!agents.is_empty()).then(|| Field::wide(name, named(&online)))
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
        count if count <= NAMED => names.join(" · "),
        count => format!("{} and {} more", names[..NAMED].join(" · "), count - NAMED),
    }
}

fn title(what: &str, department: Option<&str>, desk: &Desk) -> String {
    match people::department(department, None, desk) {
        Some(department) => format!("{what} · {department}"),
        None => what.to_owned(),
    }
}

pub(crate) fn colour(waiting: u64, busy: u64) -> u32 {
    match (waiting, busy) {
        (0, 0) => words::QUIET,
        (0, _) => words::GOOD,
        _ => words::WAITING,
    }
}

/// Figures of queues mean nothing without their time.
fn now(desk: &Desk) -> Embed {
    Embed {
        description: Some(format!("-# as of {}", time::ago(desk.now))),
        url: Some(desk.panel_url()),
        ..Embed::default()
    }
}

fn draw(embed: Embed, kind: OverviewKind, department: Option<&str>) -> Message {
    let look = |kind| Look::Overview { kind, department: department.map(str::to_owned) };
    let kinds =
        [("All", "📊", OverviewKind::All), ("Chats", "💬", OverviewKind::Chats), ("Calls", "📞", OverviewKind::Calls)];
    let others = kinds.into_iter().filter(|(.., other)| *other != kind);
    let buttons = others.map(|(label, icon, kind)| Button::new(label, &Press::here(look(kind))).emoji(icon)).collect();
    Draft { embeds: vec![embed], components: rows_of(&look(kind), buttons), ..Draft::default() }.fit()
}
