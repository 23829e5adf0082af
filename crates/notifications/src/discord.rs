//! What Discord says when it refuses, in words fit for a log: never the address, in which an interaction's token stands.

use serenity::{all::HttpError, http::StatusCode};

/// Discord's code for an interaction that it has forgotten.
pub const UNKNOWN_INTERACTION: isize = 10062;
/// Discord's code for an interaction that has its response already.
pub const ALREADY_ACKNOWLEDGED: isize = 40060;

/// Discord's code for a message that is not there.
pub const UNKNOWN_MESSAGE: isize = 10008;
/// Discord's code for too many edits of a message older than an hour.
pub const TOO_MANY_OLD_EDITS: isize = 30046;

/// Discord's own code of a refusal, if it refused.
#[must_use]
pub fn code(error: &serenity::Error) -> Option<isize> {
    match error {
        serenity::Error::Http(HttpError::UnsuccessfulRequest(refusal)) => Some(refusal.error.code),
        _ => None,
    }
}

/// The HTTP status of an answer that is an error, if there was an answer.
#[must_use]
pub fn status(error: &serenity::Error) -> Option<StatusCode> {
    match error {
        serenity::Error::Http(error) => error.status_code(),
        _ => None,
    }
}

/// Whether the request may never have reached Discord.
#[must_use]
pub fn is_lost(error: &serenity::Error) -> bool {
    matches!(error, serenity::Error::Http(HttpError::Request(_)))
}

/// When a message was posted: its id says it.
#[must_use]
pub fn posted_at(message: u64) -> jiff::Timestamp {
    /// The first millisecond of 2015, from which ids count.
    const EPOCH: i64 = 1_420_070_400_000;
    jiff::Timestamp::from_millisecond(EPOCH + i64::try_from(message >> 22).unwrap_or_default()).unwrap_or_default()
}

/// What went wrong, in a few words.
#[must_use]
pub fn say(error: &serenity::Error) -> String {
    match error {
        // Discord gives no code with it.
        serenity::Error::Http(HttpError::UnsuccessfulRequest(refusal)) if refusal.status_code.as_u16() == 429 => {
            "too many requests at once (HTTP 429)".to_owned()
        }
        serenity::Error::Http(HttpError::UnsuccessfulRequest(refusal)) => {
            let paths: Vec<&str> = refusal.error.errors.iter().map(|error| error.path.as_str()).collect();
            let (message, status) = (&refusal.error.message, refusal.status_code.as_u16());
            format!("{message} (HTTP {status}, code {}) {}", refusal.error.code, paths.join(" ")).trim_end().to_owned()
        }
        serenity::Error::Http(HttpError::Request(error)) if error.is_timeout() => "no answer in time".to_owned(),
        serenity::Error::Http(HttpError::Request(error)) if error.is_connect() => "no connection".to_owned(),
        serenity::Error::Http(HttpError::Request(_)) => "the connection broke".to_owned(),
        serenity::Error::Json(_) => "an answer that is not Discord's".to_owned(),
        _ => "an unexpected answer".to_owned(),
    }
}
