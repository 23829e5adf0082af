//! What can be changed about a conversation.

use liveagent::ConversationStatus;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::request::Act;

/// Add a note. Its text comes from the window of [`NoteForm`](super::NoteForm), in the input named [`NOTE_TEXT`](super::NOTE_TEXT).
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct AddNote {
    /// The conversation's id.
    pub conversation: String,
}

impl Act for AddNote {
    const TAG: &'static str = "cn";
    const NAME: &'static str = "note";
}

/// Put a conversation in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct SetStatus {
    /// The conversation's id.
    pub conversation: String,
    /// The state.
    pub status: ConversationStatus,
    /// Only while it is in this state: of an undo, which must not undo what a colleague did since.
    #[serde(default)]
    pub from: Option<ConversationStatus>,
}

impl Act for SetStatus {
    const TAG: &'static str = "cs";
    const NAME: &'static str = "status";
}

/// Add a tag to a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct AddTag {
    /// The conversation's id.
    pub conversation: String,
    /// The tag's id.
    pub tag: String,
}

impl Act for AddTag {
    const TAG: &'static str = "ct";
    const NAME: &'static str = "tag";
}

/// Take a tag off a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct RemoveTag {
    /// The conversation's id.
    pub conversation: String,
    /// The tag's id.
    pub tag: String,
}

impl Act for RemoveTag {
    const TAG: &'static str = "cu";
    const NAME: &'static str = "untag";
}

/// Give a conversation the tags chosen in the select that carries this act: their ids are the select's values. What was
/// chosen already when the select was drawn, or was not and is not now, stays as a colleague may have left it since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ChooseTags {
    /// The conversation's id.
    pub conversation: String,
}

impl Act for ChooseTags {
    const TAG: &'static str = "cg";
    const NAME: &'static str = "set tags";
}

/// Add some tags to a conversation and take others off: the undo of [`ChooseTags`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Retag {
    /// The conversation's id.
    pub conversation: String,
    /// The ids of the tags to add.
    #[serde(default)]
    pub add: Vec<String>,
    /// The ids of the tags to take off.
    #[serde(default)]
    pub remove: Vec<String>,
}

impl Act for Retag {
    const TAG: &'static str = "cr";
    const NAME: &'static str = "retag";
}

/// Transfer a conversation to a department, an agent, or both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Transfer {
    /// The conversation's id.
    pub conversation: String,
    /// The department's id.
    #[serde(default)]
    pub department: Option<String>,
    /// The agent's id.
    #[serde(default)]
    pub agent: Option<String>,
    /// Of an Undo: only while it is in this department and has this agent, by their ids.
    #[serde(default)]
    pub expects: Option<(String, String)>,
}

impl Act for Transfer {
    const TAG: &'static str = "cf";
    const NAME: &'static str = "transfer";
}

/// Transfer a conversation to the department that was chosen in a select of [`TransferForm`](super::TransferForm).
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ToDepartment {
    /// The conversation's id.
    pub conversation: String,
}

impl Act for ToDepartment {
    const TAG: &'static str = "cfd";
    const NAME: &'static str = "transfer to a department";
}

/// Transfer a conversation to the agent that was chosen in a select of [`TransferForm`](super::TransferForm).
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ToAgent {
    /// The conversation's id.
    pub conversation: String,
}

impl Act for ToAgent {
    const TAG: &'static str = "cfa";
    const NAME: &'static str = "transfer to an agent";
}

/// Take a conversation: transfer it to the agent that the member is linked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Take {
    /// The conversation's id.
    pub conversation: String,
}

impl Act for Take {
    const TAG: &'static str = "ck";
    const NAME: &'static str = "take";
}

/// Delete a conversation. The note is short, for it must fit into the button that confirms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Delete {
    /// The conversation's id.
    pub conversation: String,
    /// A note to leave with it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Act for Delete {
    const TAG: &'static str = "cd";
    const NAME: &'static str = "delete conversation";
}
