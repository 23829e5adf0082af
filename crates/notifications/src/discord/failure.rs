//! Why a request to Discord failed, in words that may be logged: never the URL, which contains an interaction's token.

use std::{fmt, time::Duration};

use serde_json::Value;

use super::holds::Scope;

/// Why a request failed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Failure {
    /// Discord answered with an error.
    #[error("{0}")]
    Refused(Refusal),
    /// Not sent: the rate limit lasts this much longer, and the request can't wait for it.
    #[error("too many requests; retry in {} s", .0.as_secs() + 1)]
    Held(Duration),
    /// There is no answer. Discord may have received the request.
    #[error("{0}")]
    Lost(&'static str),
    /// Discord did it, but a field of its answer that we need can't be read.
    #[error("an unreadable response")]
    Unreadable,
}

/// A refusal.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Discord's error code; 0 if there is none, for instance from a proxy.
    pub code: u64,
    /// Discord's message.
    pub message: String,
    /// The fields of the request that it is about.
    pub paths: Vec<String>,
    /// How long to wait before another request.
    pub retry_after: Option<Duration>,
    /// What a rate limit applies to.
    pub scope: Scope,
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

/// The longest message, in characters.
const MAX_MESSAGE_LENGTH: usize = 200;

/// The maximum number of fields that are named.
const MAX_PATHS: usize = 5;

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
            message: message.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE_LENGTH).collect(),
            paths,
            retry_after,
            scope: match json["global"].as_bool() {
                // Without Discord's JSON it comes from in front of Discord.
                _ if !json.is_object() => Scope::Everything,
                Some(true) => Scope::Bot,
                _ if header("x-ratelimit-global").is_some_and(|value| value.eq_ignore_ascii_case("true")) => Scope::Bot,
                _ => Scope::Kind,
            },
        }
    }
}

/// The paths of the fields that have `_errors` below them.
fn find_paths(errors: &Value, path: &str, found: &mut Vec<String>) {
    for (name, below) in errors.as_object().into_iter().flatten() {
        if found.len() >= MAX_PATHS {
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
    /// Discord's error code, if there is one.
    #[must_use]
    pub fn code(&self) -> Option<u64> {
        match self {
            Self::Refused(refusal) => Some(refusal.code).filter(|code| *code > 0),
            _ => None,
        }
    }

    /// The HTTP status of a refusal.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            _ => None,
        }
    }

    /// Whether Discord may have done it all the same.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.status >= 500,
            Self::Lost(_) | Self::Unreadable => true,
            Self::Held(_) => false,
        }
    }

    /// Whether the same request may succeed a moment later: the connection broke, Discord is overloaded or has an error of its own.
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
            error if error.is_timeout() => "no response in time",
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
        for (headers, body, seconds, scope) in [
            (vec![], discord, Some(1.5), Scope::Kind),
            (vec![("retry-after", "65")], discord, Some(1.5), Scope::Kind),
            (vec![("retry-after", "65")], "<html>1015</html>", Some(65.0), Scope::Everything),
            (vec![("retry-after", "2"), ("x-ratelimit-global", "true")], "{}", Some(2.0), Scope::Bot),
            (vec![("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")], "{}", None, Scope::Kind),
            (vec![], r#"{"global": true, "retry_after": -1}"#, None, Scope::Bot),
            (vec![], r#"{"retry_after": 1e300}"#, None, Scope::Kind),
        ] {
            let refusal = read(429, &headers, body);
            assert_eq!(refusal.retry_after.map(|time| time.as_secs_f64()), seconds, "{headers:?} {body}");
            assert_eq!(refusal.scope, scope, "{headers:?} {body}");
        }
    }
}
