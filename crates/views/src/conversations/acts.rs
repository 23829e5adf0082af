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
