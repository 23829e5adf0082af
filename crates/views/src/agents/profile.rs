//! An agent with the figures of their day, as the menu of a member shows them.

use liveagent::{Agent, AgentReport, AgentStatus, Count, Minutes, Seconds};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::{Load, card, open_button};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::Field;
use crate::request::Look;
use crate::{time, words};

/// One agent, with the figures of their day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Profile {
    /// The agent's user id.
    pub agent: String,
}

impl Look for Profile {
    const TAG: &'static str = "ap";
    const NAME: &'static str = "show agent profile";
}

/// The figures of an agent's day.
#[derive(Clone, Copy, Debug)]
pub enum Today<'a> {
    /// These.
    Figures(&'a AgentReport),
    /// The report doesn't name the agent.
    Nothing,
    /// LiveAgent returned no report.
    Unknown,
}

/// One agent, with the figures of their day.
#[must_use]
pub fn profile(
    agent: &Agent,
    status: Option<&AgentStatus>,
    load: Option<Load>,
    today: Today<'_>,
    desk: &Desk,
) -> Message {
    let mut embed = card(agent, status, load, desk);
    embed.fields.push(Field::wide("Today", words_of(today)));
    let look = Profile { agent: agent.user_id.clone() };
    Draft { components: rows_of(&look, vec![open_button(agent)]), ..Draft::embed(embed) }.fit()
}

fn words_of(today: Today<'_>) -> String {
    match today {
        Today::Figures(row) => {
            let lines = figures(row);
            if lines.is_empty() { "No figures yet.".to_owned() } else { lines.join("\n") }
        }
        Today::Nothing => "No figures yet.".to_owned(),
        Today::Unknown => "LiveAgent didn't return today's figures. Try **Refresh**.".to_owned(),
    }
}

/// A line for each kind of work that is known.
fn figures(row: &AgentReport) -> Vec<String> {
    let answers = [counted(row.answers, "answer", "answers"), some(row.notes, "note", "notes")];
    let chats = [
        counted(row.chats, "chat", "chats"),
        some(row.chat_answers, "message", "messages"),
        some(row.missed_chats, "missed", "missed"),
    ];
    let calls = [
        counted(row.calls, "call", "calls"),
        some(row.outgoing_calls, "outgoing", "outgoing"),
        some(row.missed_calls, "missed", "missed"),
        row.call_time.and_then(length).map(|time| format!("{time} on the phone")),
    ];
    let conversations = [counted(row.resolved_tickets, "conversation resolved", "conversations resolved")];
    let ratings = [
        some(row.rewards, "positive rating", "positive ratings"),
        some(row.punishments, "negative rating", "negative ratings"),
    ];
    let worked = row.work_time.map(Minutes::get).filter(|minutes| *minutes > 0);
    let worked = [worked.map(|minutes| format!("{} worked", time::length(minutes.saturating_mul(60))))];
    [
        line("✉️", &answers),
        line("💬", &chats),
        line("📞", &calls),
        line("✅", &conversations),
        line("⭐", &ratings),
        line("⏱️", &worked),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn line(icon: &str, parts: &[Option<String>]) -> Option<String> {
    let known: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    (!known.is_empty()).then(|| format!("{icon} {}", known.join(" · ")))
}

/// A figure that is shown at 0, too.
fn counted(count: Option<Count>, one: &str, many: &str) -> Option<String> {
    count.map(|count| words::count(count.get(), one, many))
}

/// A figure that is shown where there is any.
fn some(count: Option<Count>, one: &str, many: &str) -> Option<String> {
    counted(count.filter(|count| count.get() > 0), one, many)
}

fn length(seconds: Seconds) -> Option<String> {
    let seconds = u64::try_from(seconds.get()).ok().filter(|seconds| *seconds > 0)?;
    Some(time::length(seconds))
}
