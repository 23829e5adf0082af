//! LiveAgent's refusals, in the documented body.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// A refusal: the status, which the body repeats, and a sentence.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    /// No key.
    pub(super) fn no_key() -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: "ApiKey is missing".to_owned() }
    }

    /// No key where it was looked for.
    pub(super) fn no_key_in_request() -> Self {
        Self { status: StatusCode::FORBIDDEN, message: "Api key is not found in request".to_owned() }
    }

    /// Another key.
    pub(super) fn wrong_key() -> Self {
        Self { status: StatusCode::FORBIDDEN, message: "ApiKey not found".to_owned() }
    }

    /// No such thing.
    pub(super) fn unknown(what: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, message: format!("{what} not found") }
    }

    /// No such function.
    pub(super) fn no_such_call() -> Self {
        Self { status: StatusCode::NOT_FOUND, message: "unknown API call".to_owned() }
    }

    /// More than a key may ask within a minute.
    pub(super) fn too_many() -> Self {
        Self { status: StatusCode::TOO_MANY_REQUESTS, message: "API calls limit reached".to_owned() }
    }

    /// A wrong request: the common processing error.
    pub(super) fn wrong(message: impl Into<String>) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, message: message.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({ "response": {
            "status": "ERROR", "statuscode": self.status.as_u16(), "errormessage": self.message,
            "debugmessage": "Gpf_Api_Exception",
        } });
        (self.status, Json(body)).into_response()
    }
}
