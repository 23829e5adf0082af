//! Decides what an answer says: which of LiveAgent's ways to say no, or its content. The content stays text.

use std::borrow::Cow;

use reqwest::Url;

use crate::{
    ErrorKind, Oddity, OperationInfo, Refusal, Secret,
    wire::{self, Content, Kind, Raw, WireError},
};

/// How long a message of LiveAgent may be before it is cut, in characters.
const MAX_MESSAGE_LENGTH: usize = 500;

/// What stands for the reason where LiveAgent gives none.
const NO_REASON: &str = "it did not say why";

/// A complete answer over HTTP.
#[derive(Debug)]
pub(super) struct Answer<'a> {
    pub(super) status: u16,
    pub(super) body: &'a [u8],
}

/// Why an answer is not the one that was asked for, and whether a write may have been carried out all the same.
#[derive(Debug, PartialEq)]
pub(super) struct Verdict {
    pub(super) kind: ErrorKind,
    pub(super) uncertain: bool,
}

impl Verdict {
    fn certain(kind: ErrorKind) -> Self {
        Self { kind, uncertain: false }
    }

    fn uncertain(kind: ErrorKind) -> Self {
        Self { kind, uncertain: true }
    }

    pub(super) fn odd(oddity: Oddity) -> Self {
        Self::uncertain(ErrorKind::NotLiveAgent(oddity))
    }
}

/// The content of an answer (what stands under `response`), or why there is none. `yours` is the account's version where
/// it is known; `key` is taken out of whatever LiveAgent says.
pub(super) fn judge(
    answer: &Answer<'_>,
    operation: &OperationInfo,
    yours: Option<&str>,
    key: &Secret,
) -> Result<Content, Verdict> {
    let body = text(answer.body);
    let content = read(&body);
    let refusal = content.as_ref().ok().and_then(|content| refusal(*content, key));
    if !(200..300).contains(&answer.status) {
        return Err(failure(answer.status, refusal, content.err(), operation, yours));
    }
    match (content, refusal) {
        (Ok(_), Some((code, message))) => {
            Err(failure(code.unwrap_or(500), Some((None, message)), None, operation, yours))
        }
        (Ok(content), None) => Ok(content.into()),
        (Err(ErrorKind::NotLiveAgent(Oddity::Empty)), _) if operation.method.is_write() => Ok(Raw::NULL.into()),
        (Err(kind), _) => Err(Verdict::uncertain(kind)),
    }
}

/// What a status other than success means.
fn failure(
    status: u16,
    refusal: Option<(Option<u16>, Refusal)>,
    unread: Option<ErrorKind>,
    operation: &OperationInfo,
    yours: Option<&str>,
) -> Verdict {
    match (status, refusal) {
        (400 | 401 | 403, Some((_, refusal))) if is_wrong_key(status, refusal.message()) => {
            Verdict::certain(ErrorKind::WrongKey)
        }
        (404, Some(_)) => Verdict::certain(ErrorKind::NotFound),
        (404, None) => match yours {
            Some(yours) if is_older(yours, operation.since) => {
                Verdict::certain(ErrorKind::NeedsNewer { since: operation.since, yours: Some(yours.to_owned()) })
            }
            // The account has the operation, or nothing like an account has answered yet: the address is wrong, not the version.
            _ => Verdict::uncertain(unread.unwrap_or(ErrorKind::NotLiveAgent(Oddity::Status(404)))),
        },
        (429, _) => Verdict::certain(ErrorKind::Busy),
        // LiveAgent itself says so before it does anything; a proxy in front of it can't know.
        (503, Some(_)) => Verdict::certain(ErrorKind::Unavailable),
        (_, Some((_, refusal))) => Verdict::certain(ErrorKind::Refused(refusal)),
        (500.., None) => Verdict::uncertain(ErrorKind::Unavailable),
        (300..400, None) => Verdict::odd(Oddity::Redirect),
        (status, None) => Verdict::odd(match unread {
            Some(ErrorKind::NotLiveAgent(Oddity::Html)) => Oddity::Html,
            _ => Oddity::Status(status),
        }),
    }
}

/// The content under `response`, or why it can't be read.
fn read(body: &str) -> Result<Raw<'_>, ErrorKind> {
    let odd = |oddity| Err(ErrorKind::NotLiveAgent(oddity));
    let wrong = |what: &str| <WireError as serde::de::Error>::custom(what);
    let body = body.strip_prefix('\u{FEFF}').unwrap_or(body).trim_ascii();
    match body.bytes().next() {
        None => return odd(Oddity::Empty),
        Some(b'<') => return odd(Oddity::Html),
        Some(_) => {}
    }
    match Raw::new(body) {
        Ok(whole) if whole.kind() == Kind::Object => match whole.field("response") {
            Some(content) => Ok(content),
            None => odd(Oddity::Shape(wrong("missing field `response`"))),
        },
        Ok(_) => odd(Oddity::Shape(wrong("expected an object"))),
        // It began as LiveAgent's answers do, and somebody cut it.
        Err(error) if error.is_eof() => Err(ErrorKind::Unreadable(wrong("it ends too early"))),
        Err(_) => odd(Oddity::NotJson),
    }
}

/// The text of a body. Each run of bytes that are no UTF-8 becomes one replacement character.
fn text(body: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(body) {
        return text.into();
    }
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        let again = chunk.valid().is_empty() && text.ends_with(char::REPLACEMENT_CHARACTER);
        if !chunk.invalid().is_empty() && !again {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text.into()
}

/// The refusal in an answer, with its code.
fn refusal(content: Raw<'_>, key: &Secret) -> Option<(Option<u16>, Refusal)> {
    let text =
        |name: &str| content.field(name).and_then(|value| wire::from_raw::<Option<String>>(value).ok().flatten());
    if !text("status")?.eq_ignore_ascii_case("error") {
        return None;
    }
    let code = text("statuscode").and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code));
    let clean = |message: String| redact(&message, key).chars().take(MAX_MESSAGE_LENGTH).collect::<String>();
    let message = text("errormessage").map_or_else(|| NO_REASON.to_owned(), clean);
    Some((code, Refusal::new(message, text("debugmessage").map(clean))))
}

/// Takes the key out of a text, also as it is written in a URL.
fn redact(text: &str, key: &Secret) -> String {
    if key.expose().is_empty() {
        return text.to_owned();
    }
    let encoded = Url::parse_with_params("x:", [("", key.expose())]).ok();
    let text = text.replace(key.expose(), "…");
    match encoded.as_ref().and_then(|url| url.query()?.get(1..)) {
        Some(encoded) => text.replace(encoded, "…"),
        None => text,
    }
}

/// Whether a refusal means that LiveAgent does not accept the key. The status alone does not: a key may be right and have no right to
/// something, or not have been found where it was looked for.
fn is_wrong_key(status: u16, message: &str) -> bool {
    let message = message.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    // The reference writes it like this.
    if says(&["authentic", "authentif", "athentif"]) {
        return true;
    }
    if says(&["in request"]) {
        return false;
    }
    // The key itself is wrong, not something that it may or may not do: "Invalid API key", "ApiKey not found".
    let text = message.replace(['-', '_'], " ").replace("api key", "apikey");
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_key = |word: &&str| ["apikey", "key"].contains(word);
    let wrong = ["wrong", "invalid", "unknown", "incorrect", "expired", "revoked"];
    let about_the_key = words.iter().enumerate().filter(|(_, word)| is_key(word)).any(|(at, _)| {
        let before = &words[..at];
        let behind: Vec<&str> =
            words[at + 1..].iter().copied().filter(|word| !["is", "was", "has", "been"].contains(word)).collect();
        before.last().is_some_and(|word| wrong.contains(word))
            || before.ends_with(&["no", "such"])
            || behind.first().is_some_and(|word| wrong.contains(word))
            || matches!(behind.as_slice(), ["missing"] | ["not", "found" | "valid" | "accepted" | "known", ..])
    });
    // The reference's 401 is about nothing else.
    let bare = ["forbidden", "unauthorized", NO_REASON].contains(&message.trim_matches(['.', ' ']));
    about_the_key || status == 401 && bare
}

/// Whether a version is older than another. 4.9 is older than 4.10.
pub(super) fn is_older(version: &str, other: &str) -> bool {
    let parts = |text: &str| -> Vec<u32> { text.split('.').map(|part| part.trim().parse().unwrap_or(0)).collect() };
    parts(version) < parts(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_is_told_by_what_is_said_of_the_key() {
        let wrong = [
            "Authentication failed",
            "Athentification error",
            "Invalid API key",
            "Unknown api-key.",
            "The API_KEY is not valid",
            "Apikey not found",
            "API key was revoked",
            "No such API key",
            "API key is missing",
        ];
        let not_wrong = [
            "Api key is not found in request",
            "API key is missing the permission for reports",
            "API key has no rights to run this function",
            "Invalid value of field keyword",
            "Wrong keyboard",
            "The conversation is not valid",
            "Forbidden",
        ];
        for (message, is_wrong) in wrong.map(|it| (it, true)).into_iter().chain(not_wrong.map(|it| (it, false))) {
            for status in [400, 403] {
                assert_eq!(is_wrong_key(status, message), is_wrong, "{status} {message}");
            }
        }
        assert!(is_wrong_key(401, "Unauthorized.") && is_wrong_key(401, NO_REASON), "nothing else is its 401");
        assert!(!is_wrong_key(401, "Api key is not found in request"));
    }

    #[test]
    fn versions_are_compared_by_their_parts() {
        for (version, other, expected) in [
            ("4.9", "4.10", true),
            ("4.26", "4.26.0.1", true),
            ("4.26.0.1", "4.26.0.1", false),
            ("5.51", "4.26.0.1", false),
        ] {
            assert_eq!(is_older(version, other), expected, "{version} {other}");
        }
    }
}
