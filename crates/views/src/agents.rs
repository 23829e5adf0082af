//! Agents: who is online and how much they have to do, and one of them.

use liveagent::{Agent, AgentRole, AgentStatus, Gender};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning, rows_of};
use crate::payload::{Author, Button, Embed, Field, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look};
use crate::{conversations, people, text, words};

/// How many agents are on a page. The open conversations of each are one request.
pub const PAGE_SIZE: usize = 10;

/// Who is online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Statuses {}

impl Look for Statuses {
    const TAG: &'static str = "as";
    const NAME: &'static str = "list agent statuses";
}

/// One agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The agent's user id.
    pub agent: String,
}

impl Look for Show {
    const TAG: &'static str = "ag";
    const NAME: &'static str = "show agent";
}

/// How many open conversations an agent has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// So many.
    Exactly(u64),
    /// At least so many: LiveAgent gives no total.
    AtLeast(u64),
}

/// The agents of a page: those who are online first, then by name.
#[must_use]
pub fn on_page(agents: &[AgentStatus], page: u32) -> Vec<&AgentStatus> {
    let mut all: Vec<&AgentStatus> = agents.iter().collect();
    all.sort_by_cached_key(|agent| (!words::is_online(&agent.online_status), plain_name(agent).to_lowercase()));
    page::portion(&all, page, PAGE_SIZE).to_vec()
}

/// Page `page` of who is online. `loads` are the open conversations of the agents on the page, as far as they are known.
#[must_use]
pub fn statuses(agents: &[AgentStatus], loads: &[Option<Load>], page: u32, desk: &Desk) -> Message {
    let shown = on_page(agents, page);
    let online = agents.iter().filter(|agent| words::is_online(&agent.online_status)).count();
    let loads = loads.iter().copied().chain(std::iter::repeat(None));
    let lines: Vec<String> = shown.iter().zip(loads).map(|(agent, load)| line(agent, load, desk)).collect();
    let list = page::listing(&lines, page, PAGE_SIZE, agents.len(), "No agents yet.");
    let embed = Embed {
        title: Some("🧑‍💼 Agents".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(format!(
            "**{online} of {} online**\n{list}",
            words::count(agents.len() as u64, "agent", "agents")
        )),
        color: Some(if online > 0 { words::GOOD } else { words::QUIET }),
        ..Embed::default()
    };
    let option = |agent: &&AgentStatus| {
        let look = Show { agent: agent.id.clone() };
        SelectOption::new(text::line(&plain_name(agent), 100), Press::in_new_message(&look).encode())
            .emoji(words::dot(&agent.online_status))
    };
    let options = shown.iter().map(option).collect();
    let pages = Pages::of(page, agents.len().div_ceil(PAGE_SIZE));
    let link = Link::from(&Statuses {}).at_page(page);
    let components = page::rows(&link, pages, Turning::LIST, Some(("Open an agent…", options)));
    Draft { components, ..Draft::embed(embed) }.fit()
}

/// "🟢 **Anna Novak** (@anna) · 💬 Chats · ✉️ Messages · 12 open"
fn line(agent: &AgentStatus, load: Option<Load>, desk: &Desk) -> String {
    let name = text::escape_to(&plain_name(agent), 60);
    let member = desk.names.members.get(&agent.id).map(|member| format!(" (<@{member}>)")).unwrap_or_default();
    let status = &agent.online_status;
    let state = match (status.is_unknown(), words::is_online(status)) {
        (true, _) => "Unknown".to_owned(),
        (false, true) => words::online(status),
        (false, false) => "Offline".to_owned(),
    };
    let load = load.map(|load| format!(" · {}", open(load))).unwrap_or_default();
    format!("{} **{name}**{member} · {state}{load}", words::dot(status))
}

fn open(load: Load) -> String {
    match load {
        Load::Exactly(count) => format!("{} open", words::number(count)),
        Load::AtLeast(count) => format!("{}+ open", words::number(count)),
    }
}

/// The name of an agent in plain text; else the address that they sign in with.
pub(crate) fn plain_name(agent: &AgentStatus) -> String {
    full_name(agent.first_name.as_deref(), agent.last_name.as_deref()).unwrap_or_else(|| agent.username.clone())
}

fn full_name(first: Option<&str>, last: Option<&str>) -> Option<String> {
    let parts = [first, last].into_iter().flatten().map(str::trim).filter(|part| !part.is_empty());
    let name = parts.collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

/// One agent, with their status where it is known. Nothing secret of the agent is shown.
#[must_use]
pub fn show(agent: &Agent, status: Option<&AgentStatus>, load: Option<Load>, desk: &Desk) -> Message {
    let name = full_name(agent.first_name.as_deref(), agent.last_name.as_deref());
    let name = name.or_else(|| agent.system_name.clone()).or_else(|| agent.email.clone());
    let name = name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| "(no name)".to_owned());
    let online = status.map(|status| &status.online_status);
    let mut fields = vec![Field::inline("Online for", online.map_or_else(|| "❔ Unknown".to_owned(), words::online))];
    if let Some(load) = load {
        fields.push(Field::inline("Conversations", open(load)));
    }
    if let Some(role) = agent.role {
        fields.push(Field::inline("Role", role_words(role)));
    }
    if let Some(email) = agent.email.as_deref().filter(|email| !email.trim().is_empty()) {
        fields.push(Field::inline("Email", text::escape_to(email, 120)));
    }
    if let Some(member) = desk.names.members.get(&agent.user_id) {
        fields.push(Field::inline("In Discord", people::member(*member)));
    }
    if let Some(gender) = agent.gender.filter(|gender| !matches!(gender, Gender::Other(_))) {
        fields.push(Field::inline("Gender", gender.label()));
    }
    fields.push(Field::inline("ID", text::code(&agent.user_id)));
    let embed = Embed {
        author: Some(Author { name: "🧑‍💼 Agent".to_owned(), url: None }),
        title: Some(text::escape_to(&name, 200)),
        url: Some(desk.panel_url()),
        color: Some(if online.is_some_and(words::is_online) { words::GOOD } else { words::QUIET }),
        fields,
        ..Embed::default()
    };
    let list = conversations::List { agent: Some(agent.user_id.clone()), ..conversations::List::waiting() };
    let buttons = vec![Button::new("Open conversations", &Press::in_new_message(&list)).emoji("📨")];
    Draft { components: rows_of(&Show { agent: agent.user_id.clone() }, buttons), ..Draft::embed(embed) }.fit()
}

fn role_words(role: AgentRole) -> String {
    match role {
        AgentRole::Other(letter) => words::unknown("Unknown", letter),
        known => known.label().to_owned(),
    }
}
