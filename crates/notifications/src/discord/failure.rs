//! What Discord says when it refuses, in words fit for a log: never the address, in which an interaction's token stands.

use std::{fmt, time::Duration};

use serde_json::Value;

/// Why Discord did not do what it was asked to.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Failure {
    /// Discord answered, and refuses.
    #[error("{0}")]
    Refused(Refusal),
    /// Discord has asked for no such request for so long, which is longer than this one can wait. Nothing was sent.
    #[error("too many requests; Discord takes more in {} s", .0.as_secs() + 1)]
    Held(Duration),
    /// There is no answer, and the request may have reached Discord all the same.
    #[error("{0}")]
    Lost(&'static str),
    /// Discord did it, and what it answers can't be read where it has to be.
    #[error("an answer that can't be read")]
    Unreadable,
}

/// A refusal.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Discord's own code; 0 where there is none, as when a proxy answers.
    pub code: u64,
    /// Discord's words.
    pub message: String,
    /// Which fields it is about.
    pub paths: Vec<String>,
    /// When to try again.
    pub retry_after: Option<Duration>,
    /// Whether that is about all requests, not this kind alone.
    pub is_global: bool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { status, code, message, paths, .. } = self;
        match (status, code) {
            (429, 0) => f.write_str("too many requests at once (HTTP 429)"),
            (_, 0) => write!(f, "HTTP {status}"),
            _ => {
                write!(f, "{message} (HTTP {status}, code {code})")?;
                paths.iter().try_for_each(|path| write!(f, " {path}"))
            }
        }
    }
}

/// How much of Discord's words is kept, in characters.
const WORDS: usize = 200;

/// The most fields that are named.
const PATHS: usize = 5;

impl Refusal {
    /// Reads an answer that is no success.
    pub(super) fn read(status: u16, headers: &reqwest::header::HeaderMap, body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or_default();
        let code = json["code"].as_u64().unwrap_or_default();
        let message = json["message"].as_str().unwrap_or_default();
        let mut paths = Vec::new();
        find_paths(&json["errors"], "", &mut paths);
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let seconds = json["retry_after"].as_f64().or_else(|| header("retry-after")?.trim().parse().ok());
        let retry_after =
            seconds.filter(|_| status == 429).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        Self {
            status,
            code,
            message: message.chars().filter(|c| !c.is_control()).take(WORDS).collect(),
            paths,
            retry_after,
            // Who answers 429 without Discord's JSON stands before Discord, and means all.
            is_global: status == 429
                && (json["global"].as_bool().unwrap_or(!json.is_object())
                    || header("x-ratelimit-global").is_some_and(|value| value.eq_ignore_ascii_case("true"))),
        }
    }
}

/// The paths of the fields that a refusal is about: those below which `_errors` stands.
fn find_paths(errors: &Value, path: &str, found: &mut Vec<String>) {
    for (name, below) in errors.as_object().into_iter().flatten() {
        if found.len() >= PATHS {
            return;
        }
        if name == "_errors" {
            found.push(path.to_owned());
        } else {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            find_paths(below, &path, found);
        }
    }
}

impl Failure {
    /// Discord's own code of a refusal, if it refused and has one.
    #[must_use]
    pub fn code(&self) -> Option<u64> {
        match self {
            Self::Refused(refusal) => Some(refusal.code).filter(|code| *code > 0),
            _ => None,
        }
    }

    /// The HTTP status of an answer that is a refusal.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            _ => None,
        }
    }

    /// Whether the same request may do better in a moment: the connection broke, or Discord itself did.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.status == 429 || refusal.status >= 500,
            Self::Held(_) | Self::Lost(_) => true,
            Self::Unreadable => false,
        }
    }

    pub(super) fn lost(error: &reqwest::Error) -> Self {
        Self::Lost(match error {
            error if error.is_timeout() => "no answer in time",
            error if error.is_connect() => "no connection",
            _ => "the connection broke",
        })
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderValue};
    use serde_json::json;

    use super::*;

    fn read(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Refusal {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect();
        Refusal::read(status, &headers, body.as_bytes())
    }

    #[test]
    fn a_refusal_is_read_with_its_fields() {
        let errors =
            json!({ "embeds": { "0": { "title": { "_errors": [{ "code": "X", "message": "secret words" }] } } } });
        let body = json!({ "code": 50_035, "message": "Invalid Form Body", "errors": errors });
        let refusal = read(400, &[], &body.to_string());
        assert_eq!(refusal.to_string(), "Invalid Form Body (HTTP 400, code 50035) embeds.0.title");
    }

    #[test]
    fn a_429_says_for_how_long_and_for_whom() {
        let discord = r#"{"message": "You are being rate limited.", "retry_after": 1.5, "global": false}"#;
        for (headers, body, seconds, is_global) in [
            (vec![], discord, Some(1.5), false),
            (vec![("retry-after", "65")], discord, Some(1.5), false),
            (vec![("retry-after", "65")], "<html>1015</html>", Some(65.0), true),
            (vec![("retry-after", "2"), ("x-ratelimit-global", "true")], "{}", Some(2.0), true),
            (vec![("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], "{}", None, false),
            (vec![], r#"{"retry_after": -1}"#, None, false),
            (vec![], r#"{"retry_after": 1e300}"#, None, false),
        ] {
            let refusal = read(429, &headers, body);
            assert_eq!(refusal.retry_after.map(|time| time.as_secs_f64()), seconds, "{headers:?} {body}");
            assert_eq!(refusal.is_global, is_global, "{headers:?} {body}");
        }
    }
}
