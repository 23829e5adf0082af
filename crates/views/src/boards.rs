//! Boards: chats, calls, departments and agents as they are, in a message that is kept up to date.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash as _, Hasher as _},
};

use jiff::Timestamp;
use liveagent::{AgentStatus, CallsOverviews, ChatsOverviews, DepartmentStatus};

use crate::chart::sparkline;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::overview::{self, Calls, Chats, OverviewKind, both, colour, online_agents, online_departments};
use crate::payload::{Button, Embed, Field, Footer, Row};
use crate::press::Press;
use crate::{people, time, words};

/// What a board shows.
#[derive(Clone, Debug, Default)]
pub struct BoardFigures {
    /// Of one department, by id; of all if `None`.
    pub department: Option<String>,
    /// The chats.
    pub chats: Option<ChatsOverviews>,
    /// The calls.
    pub calls: Option<CallsOverviews>,
    /// The departments.
    pub departments: Vec<DepartmentStatus>,
    /// The agents.
    pub agents: Vec<AgentStatus>,
    /// How the queues went.
    pub lines: Lines,
    /// When this was read.
    pub at: Timestamp,
    /// When the oldest of it was read, if that was earlier.
    pub stale: Option<Timestamp>,
    /// Whether LiveAgent does not answer.
    pub down: bool,
    /// Why not, if it is not simply away; see [`why`](crate::outages::why).
    pub why: Option<&'static str>,
}

impl BoardFigures {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chats.is_none() && self.calls.is_none() && self.departments.is_empty() && self.agents.is_empty()
    }
}

/// How the queues went in the last 3 hours, in equal steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    /// Chats that waited.
    pub chats: Vec<Option<f64>>,
    /// Calls that waited.
    pub calls: Vec<Option<f64>>,
}

/// A word that changes when what the board shows does. The time at which it was read is not part of it.
#[must_use]
pub fn shown(figures: &BoardFigures) -> String {
    let mut hasher = DefaultHasher::new();
    figures.stale.hash(&mut hasher);
    (figures.down, figures.why).hash(&mut hasher);
    for field in fields(figures) {
        (field.name, field.value).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// The board with this number, in its message with this ordinal.
#[must_use]
pub fn board(id: i64, ordinal: i64, figures: &BoardFigures, desk: &Desk) -> Message {
    let chats = figures.chats.as_ref().map(Chats::of).unwrap_or_default();
    let calls = figures.calls.as_ref().map(Calls::of).unwrap_or_default();
    let mut lines = vec![format!("-# updated {}", time::ago(figures.at))];
    if figures.stale.is_some() || figures.down {
        let otherwise =
            if figures.down { "LiveAgent does not answer now." } else { "Not all of this could be read now." };
        let why = figures.why.unwrap_or(otherwise);
        let age = figures.stale.map(|stale| format!(" Some of this is of {}.", time::ago(stale)));
        lines.push(format!("⚠️ {why}{}", age.unwrap_or_default()));
    }
    let title = match people::department(figures.department.as_deref(), None, desk) {
        Some(department) => format!("📋 Now · {department}"),
        None => "📋 Now".to_owned(),
    };
    let quiet = figures.stale.is_some() || figures.down;
    let embed = Embed {
        title: Some(title),
        url: Some(desk.panel_url()),
        description: Some(lines.join("\n")),
        color: Some(if quiet {
            words::QUIET
        } else {
            colour(both(chats.waiting, calls.waiting), [chats.running, calls.running])
        }),
        fields: fields(figures),
        footer: Some(Footer { text: format!("Board {id}.{ordinal}") }),
        ..Embed::default()
    };
    let overview = overview::Show { kind: OverviewKind::All, department: figures.department.clone() };
    let button = Button::new("Overview", &Press::in_new_message(&overview)).emoji("📊");
    Draft::embed(embed).row(Row::buttons([button])).fit()
}

fn fields(figures: &BoardFigures) -> Vec<Field> {
    let line = |steps: &[Option<f64>]| {
        let known = steps.iter().any(Option::is_some);
        if known { format!("\n`{}` 3 h", sparkline(steps)) } else { String::new() }
    };
    let mut fields = Vec::new();
    if let Some(chats) = figures.chats.as_ref().map(Chats::of) {
        let agents =
            chats.agents.map_or_else(|| "– agents".to_owned(), |agents| words::count(agents, "agent", "agents"));
        fields.push(Field::wide("💬 Chats", format!("{} · {agents}{}", chats.line(), line(&figures.lines.chats))));
    }
    if let Some(calls) = figures.calls.as_ref().map(Calls::of) {
        fields.push(Field::wide("📞 Calls", format!("{}{}", calls.line(), line(&figures.lines.calls))));
    }
    let of_it = |each: &&DepartmentStatus| figures.department.as_ref().is_none_or(|id| each.id == *id);
    fields.extend(online_departments(&figures.departments.iter().filter(of_it).collect::<Vec<_>>()));
    if figures.department.is_none() {
        fields.extend(online_agents(&figures.agents));
    }
    if fields.is_empty() {
        fields.push(Field::wide("Nothing yet", "LiveAgent has not answered yet."));
    }
    fields
}
