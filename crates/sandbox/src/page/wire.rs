//! What the page says and is told, as JSON: the types that its routes share with the two halves.
//!
//! Deliberately lacks Discord's own objects: those pass through as they are.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A slash command that a member typed, whole or, for autocomplete, with one option marked `focused`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PageCommand {
    /// Who typed it.
    pub(crate) member_id: String,
    /// Where.
    pub(crate) channel_id: String,
    /// The registered command's id.
    pub(crate) command_id: String,
    /// The registered command's name, without subcommands.
    pub(crate) name: String,
    /// Discord's interaction data options.
    #[serde(default)]
    pub(crate) options: Vec<Value>,
}

/// A command that a member picked in the menu of a message or a user.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PageMenu {
    /// Who picked it.
    pub(crate) member_id: String,
    /// Where.
    pub(crate) channel_id: String,
    /// The registered command's id; empty where the one of that name is meant.
    #[serde(default)]
    pub(crate) command_id: String,
    /// The registered command's name.
    pub(crate) name: String,
    /// The command's type: 2 in the menu of a user, 3 of a message.
    #[serde(rename = "type")]
    pub(crate) kind: u64,
    /// The user or the message.
    pub(crate) target_id: String,
}

/// A button or a menu that a member used.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PageClick {
    /// Who used it.
    pub(crate) member_id: String,
    /// The message it stands under.
    pub(crate) message_id: String,
    /// The component's id.
    pub(crate) custom_id: String,
    /// A menu's chosen values; none for a button.
    #[serde(default)]
    pub(crate) values: Option<Vec<String>>,
}

/// A form that a member filled in.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PageSubmit {
    /// Who filled it in.
    pub(crate) member_id: String,
    /// The interaction that was answered with the form.
    pub(crate) interaction_id: String,
    /// The form's id.
    pub(crate) custom_id: String,
    /// Action rows of text inputs with their values.
    pub(crate) components: Vec<Value>,
}

/// A member's ordinary message.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PageText {
    /// Who wrote it.
    pub(crate) member_id: String,
    /// Where.
    pub(crate) channel_id: String,
    /// What.
    pub(crate) content: String,
}

/// Whose a file is that a member picks, and where it will be sent. The file itself is the request's body.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PageGift {
    /// Who picks it.
    pub(crate) member_id: u64,
    /// Where.
    pub(crate) channel_id: u64,
    /// Its name.
    pub(crate) name: String,
}

/// Something that happened, as the page's event stream tells it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct PageEvent {
    /// Its name, as `message_create`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// Its content.
    pub(crate) data: Value,
}

/// A refusal, in words for the page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct PageError {
    /// The HTTP status.
    pub(crate) status: u16,
    /// One sentence.
    pub(crate) message: String,
}

impl PageError {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(json!({ "error": self.message }))).into_response()
    }
}

/// What the demo's controls do to the queues.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum PageMove {
    /// A prepared situation, by its id.
    Preset {
        /// One of those that the desk lists.
        preset: String,
    },
    /// More or fewer in one queue.
    Queue {
        /// The department's id.
        department_id: String,
        /// `conversations`, `chats` or `calls`.
        queue: String,
        /// How many more; fewer where negative.
        add: i64,
    },
}
