//! Boards: chats, calls, departments and agents as they are, in a message that is kept up to date.

use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash as _, Hasher as _},
};

use jiff::Timestamp;
use liveagent::{CallsOverviews, ChatsOverviews};

use crate::brief::{Brief, Queues};
use crate::chart::sparkline;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::overview::{self, Calls, Chats, both, colour};
use crate::payload::{Button, Embed, Field, Footer, Row};
use crate::press::Press;
use crate::{people, time, words};

/// A board, but for its number.
#[derive(Clone, Debug, Default)]
pub struct BoardView {
    /// Of one department, by id; of all if `None`.
    pub department: Option<String>,
    /// Its parts, in their order.
    pub parts: Vec<Brief>,
    /// When this was read.
    pub at: Timestamp,
    /// When the oldest of it was read, if that was earlier.
    pub stale: Option<Timestamp>,
    /// Whether LiveAgent does not answer.
    pub down: bool,
    /// Why not, if it is not simply away; see [`why`](crate::outages::why).
    pub why: Option<&'static str>,
}

impl BoardView {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(Brief::is_empty)
    }

    fn fields(&self) -> Vec<Field> {
        let fields: Vec<Field> = self.parts.iter().flat_map(|part| part.fields.iter().cloned()).collect();
        if fields.is_empty() {
            return vec![Field::wide("No data yet", "LiveAgent hasn't responded yet.")];
        }
        fields
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
pub fn shown(view: &BoardView) -> String {
    let mut hasher = DefaultHasher::new();
    view.stale.hash(&mut hasher);
    (view.down, view.why).hash(&mut hasher);
    for field in view.fields() {
        (field.name, field.value).hash(&mut hasher);
    }
    format!("{:016x}", hasher.finish())
}

/// The board with this number, in its message with this ordinal.
#[must_use]
pub fn board(id: i64, ordinal: i64, view: &BoardView, desk: &Desk) -> Message {
    let queues = view.parts.iter().find_map(|part| part.queues).unwrap_or_default();
    let mut lines = vec![format!("-# Updated {}", time::ago(view.at))];
    if view.stale.is_some() || view.down {
        let otherwise = if view.down { "LiveAgent isn't responding." } else { "Some figures couldn't be updated." };
        let why = view.why.unwrap_or(otherwise);
        let age = view.stale.map(|stale| format!(" Showing data from {}.", time::ago(stale)));
        lines.push(format!("⚠️ {why}{}", age.unwrap_or_default()));
    }
    let title = match people::department(view.department.as_deref(), None, desk) {
        Some(department) => format!("📋 Live status · {department}"),
        None => "📋 Live status".to_owned(),
    };
    let quiet = view.stale.is_some() || view.down;
    let embed = Embed {
        title: Some(title),
        url: Some(desk.panel_url()),
        description: Some(lines.join("\n")),
        color: Some(if quiet { words::QUIET } else { colour(queues.waiting, queues.running) }),
        fields: view.fields(),
        footer: Some(Footer { text: format!("Board {id}.{ordinal}") }),
        ..Embed::default()
    };
    let overview = overview::Show::all(view.department.clone());
    let button = Button::new("Overview", &Press::in_new_message(&overview)).emoji("📊");
    Draft::embed(embed).row(Row::buttons([button])).fit()
}

/// Chats and calls, as far as they are known, with how they went.
#[must_use]
pub fn queues(chats: Option<&ChatsOverviews>, calls: Option<&CallsOverviews>, lines: &Lines) -> Brief {
    let line = |steps: &[Option<f64>]| {
        let known = steps.iter().any(Option::is_some);
        if known { format!("\n`{}` 3 h", sparkline(steps)) } else { String::new() }
    };
    let (chats, calls) = (chats.map(Chats::of), calls.map(Calls::of));
    let mut fields = Vec::new();
    if let Some(chats) = &chats {
        let agents =
            chats.agents.map_or_else(|| "– agents".to_owned(), |agents| words::count(agents, "agent", "agents"));
        fields.push(Field::wide("💬 Chats", format!("{} · {agents}{}", chats.line(), line(&lines.chats))));
    }
    if let Some(calls) = &calls {
        fields.push(Field::wide("📞 Calls", format!("{}{}", calls.line(), line(&lines.calls))));
    }
    let (chats, calls) = (chats.unwrap_or_default(), calls.unwrap_or_default());
    let queues = Queues { waiting: both(chats.waiting, calls.waiting), running: [chats.running, calls.running] };
    Brief { queues: Some(queues), ..Brief::of(fields) }
}
