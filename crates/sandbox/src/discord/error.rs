//! Discord's refusals: a status, a code, a message, and for a wrong form the tree of what is wrong where.
//!
//! Codes and words are those of Discord's documentation (Opcodes and Status Codes).

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::validate::Invalid;

/// A refusal, as Discord words it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiError {
    status: StatusCode,
    body: Value,
}

impl ApiError {
    fn new(status: StatusCode, code: u32, message: &str) -> Self {
        Self { status, body: json!({ "code": code, "message": message }) }
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
    }

    pub(crate) fn unknown_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, 0, "404: Not Found")
    }

    pub(crate) fn not_json() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 50109, "The request body contains invalid JSON.")
    }

    pub(crate) fn missing_access() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50001, "Missing Access")
    }

    pub(crate) fn missing_permissions() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50013, "Missing Permissions")
    }

    pub(crate) fn closed_to_messages() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50007, "Cannot send messages to this user")
    }

    pub(crate) fn not_the_author() -> Self {
        Self::new(StatusCode::FORBIDDEN, 50005, "Cannot edit a message authored by another user")
    }

    pub(crate) fn archived() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            50083,
            "Tried to perform an operation on an archived thread, such as editing a message or adding a user to the thread",
        )
    }

    pub(crate) fn too_many_edits() -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            30046,
            "Maximum number of edits to messages older than 1 hour reached. Try again later",
        )
    }

    pub(crate) fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, 40005, "Request entity too large")
    }

    pub(crate) fn too_many_files() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 30015, "Maximum number of attachments in a message reached (10)")
    }

    pub(crate) fn already_acknowledged() -> Self {
        Self::new(StatusCode::BAD_REQUEST, 40060, "Interaction has already been acknowledged.")
    }

    /// The interaction's time is over, and its token with it.
    pub(crate) fn token_over() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 50027, "Invalid Webhook Token")
    }

    /// Nothing of that kind: `10003` channel, `10004` guild, `10007` member, `10008` message, `10013` user, `10015` webhook,
    /// `10062` interaction, `10063` command.
    pub(crate) fn unknown(code: u32) -> Self {
        let what = match code {
            10003 => "Channel",
            10004 => "Guild",
            10007 => "Member",
            10008 => "Message",
            10013 => "User",
            10015 => "Webhook",
            10062 => "interaction",
            10063 => "application command",
            _ => "entity",
        };
        Self::new(StatusCode::NOT_FOUND, code, &format!("Unknown {what}"))
    }

    pub(crate) fn rate_limited(retry_after: f64, global: bool) -> Self {
        let body = json!({ "message": "You are being rate limited.", "retry_after": retry_after, "global": global });
        Self { status: StatusCode::TOO_MANY_REQUESTS, body }
    }

    /// A form with one wrong field.
    pub(crate) fn field(path: &[&str], code: &str, message: &str) -> Self {
        let mut errors = json!({ "_errors": [{ "code": code, "message": message }] });
        for step in path.iter().rev() {
            errors = json!({ *step: errors });
        }
        let body = json!({ "code": 50035, "message": "Invalid Form Body", "errors": errors });
        Self { status: StatusCode::BAD_REQUEST, body }
    }
}

impl From<Invalid> for ApiError {
    fn from(invalid: Invalid) -> Self {
        Self { status: StatusCode::BAD_REQUEST, body: invalid.body() }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let retry_after = self.body["retry_after"].as_f64();
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = retry_after.and_then(|seconds| seconds.ceil().to_string().parse().ok()) {
            response.headers_mut().insert("retry-after", seconds);
        }
        response
    }
}
