//! What is asked for before something changes: a note's text, a conversation's tags.

use liveagent::{AgentStatus, Conversation, Department, Tag};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::{AddNote, ChooseTags, Take, ToAgent, ToDepartment, head::Head};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Button, Embed, Modal, Row, Select, SelectOption, TextInput};
use crate::press::Press;
use crate::request::Form;
use crate::{agents, people, text, words};

/// The text of a note, in a window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct NoteForm {
    /// The conversation's id.
    pub conversation: String,
}

impl Form for NoteForm {
    const TAG: &'static str = "cn";
    const NAME: &'static str = "ask for a note";
}

/// The tags of a conversation, in a message with a select.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct TagsForm {
    /// The conversation's id.
    pub conversation: String,
}

impl Form for TagsForm {
    const TAG: &'static str = "ct";
    const NAME: &'static str = "ask for tags";
}

/// Where a conversation goes, in a message with selects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct TransferForm {
    /// The conversation's id.
    pub conversation: String,
}

impl Form for TransferForm {
    const TAG: &'static str = "cf";
    const NAME: &'static str = "ask for a transfer";
}

/// The name of the text input in [`note_form`].
pub const NOTE_TEXT: &str = "text";

/// How many tags a select takes.
const MAX_OPTIONS: usize = 25;

/// The window that asks for a note's text, for the conversation of this id and, where it is known, this label. It comes back as [`AddNote`].
#[must_use]
pub fn note_form(conversation: &str, label: Option<&str>) -> Modal {
    let press = Press::act(&AddNote { conversation: conversation.to_owned() });
    let input = TextInput::paragraph(NOTE_TEXT, "Note").placeholder("Visible to colleagues only.");
    let title = label.map_or_else(|| "Add a note".to_owned(), |label| format!("Note: {label}"));
    Modal::new(&press, &title, [input])
}

/// Whom a conversation can go to.
#[derive(Clone, Copy, Debug)]
pub struct Targets<'a> {
    /// The departments.
    pub departments: &'a [Department],
    /// The agents.
    pub agents: &'a [AgentStatus],
    /// The agent that the reader is linked to, by id.
    pub own: Option<&'a str>,
}

/// The message that asks where a conversation goes. It returns as [`ToDepartment`], [`ToAgent`] or [`Take`].
#[must_use]
pub fn transfer_form(conversation: &Conversation, targets: Targets<'_>, desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let id = || head.id.to_owned();
    let is_here = |department: &&Department| Some(department.department_id.as_str()) == head.department_id;
    let mut departments: Vec<&Department> =
        targets.departments.iter().filter(|each| !each.is_deleted() && !is_here(each)).collect();
    departments.sort_by_cached_key(|each| (!words::is_online(&each.online_status), each.name.to_lowercase()));
    let assigned = conversation.assigned_to.as_deref();
    let mut agents: Vec<&AgentStatus> =
        targets.agents.iter().filter(|agent| Some(agent.id.as_str()) != assigned).collect();
    agents.sort_by_cached_key(|agent| {
        (!words::is_online(&agent.online_status), agents::plain_name(agent).to_lowercase())
    });
    let to_department: Vec<SelectOption> = departments
        .iter()
        .take(MAX_OPTIONS)
        .map(|each| {
            SelectOption::new(text::line(&each.name, 100), each.department_id.clone())
                .emoji(words::dot(&each.online_status))
        })
        .collect();
    let to_agent: Vec<SelectOption> = agents
        .iter()
        .take(MAX_OPTIONS)
        .map(|each| {
            SelectOption::new(text::line(&agents::plain_name(each), 100), each.id.clone())
                .emoji(words::dot(&each.online_status))
        })
        .collect();
    let left_out = departments.len() + agents.len() - to_department.len() - to_agent.len();
    let more = if left_out > 0 { " Find the others with `/conversation transfer`." } else { "" };
    let department = head.department(desk).unwrap_or_else(|| "none".to_owned());
    let agent = assigned.map_or_else(|| "unassigned".to_owned(), |id| people::agent(id, desk));
    let embed = Embed {
        description: Some(format!(
            "Now in **{department}**, agent: {agent}.\nChoose a department or an agent. For both, or to leave a note, use `/conversation transfer`.{more}"
        )),
        ..head.card("↪️ Transfer", desk)
    };
    let mut draft = Draft::embed(embed);
    if !to_department.is_empty() {
        let press = Press::act(&ToDepartment { conversation: id() });
        draft = draft.row(Row::select(Select::new(&press, "To a department…", to_department)));
    }
    if !to_agent.is_empty() {
        let press = Press::act(&ToAgent { conversation: id() });
        draft = draft.row(Row::select(Select::new(&press, "To an agent…", to_agent)));
    }
    let take = targets.own.filter(|own| Some(*own) != assigned);
    let take = take.map(|_| Button::new("Take it", &Press::act(&Take { conversation: id() })).emoji("🙋"));
    draft.row(Row::buttons(take.into_iter().chain([head.open()]))).fit()
}

/// The message that asks which tags a conversation shall have: those of `all` that fit, of which `present` are chosen. It comes back
/// as [`ChooseTags`].
#[must_use]
pub fn tags_form(conversation: &Conversation, all: &[Tag], present: &[Tag], desk: &Desk) -> Message {
    let head = Head::of(conversation, desk);
    let is_present = |tag: &Tag| present.iter().any(|other| other.id == tag.id);
    let chosen = present.iter().map(|tag| (tag, true));
    let others = all.iter().filter(|tag| !is_present(tag)).map(|tag| (tag, false));
    let options: Vec<SelectOption> = chosen
        .chain(others)
        .take(MAX_OPTIONS)
        .map(|(tag, default)| SelectOption { default, ..SelectOption::new(text::line(&tag.name, 100), tag.id.clone()) })
        .collect();
    let left_out = present.len() + all.iter().filter(|tag| !is_present(tag)).count() - options.len();
    let description = match (options.len(), left_out) {
        (0, _) => "There are no tags yet. Create some in LiveAgent.".to_owned(),
        (_, 0) => "Choose this conversation's tags.".to_owned(),
        _ => format!("Choose this conversation's tags. Add {left_out} more with `/conversation tag`."),
    };
    let embed = Embed { description: Some(description), ..head.card("🏷️ Tags", desk) };
    let press = Press::act(&ChooseTags { conversation: head.id.to_owned() });
    Draft::embed(embed).row(Row::select(Select::new(&press, "No tags", options).any_number())).fit()
}
