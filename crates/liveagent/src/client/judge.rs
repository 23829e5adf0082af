//! Decides what an answer says: which of LiveAgent's ways to say no, or its content. The content stays text.

use reqwest::Url;

use crate::{
    ErrorKind, Oddity, OperationInfo, Refusal, Secret,
    wire::{self, Content, Kind, Raw, WireError},
};

/// How long a message of LiveAgent may be before it is cut, in characters.
const MESSAGE: usize = 500;

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
    let content = read(answer.body);
    let refusal = content.as_ref().ok().and_then(|content| refusal(*content, key));
    if !(200..300).contains(&answer.status) {
        return Err(failure(answer.status, refusal, content.err(), operation, yours));
    }
    match (content, refusal) {
        (Ok(_), Some((code, message))) => {
            Err(failure(code.unwrap_or(500), Some((None, message)), None, operation, yours))
        }
        (Ok(content), None) => Ok(content.into()),
        (Err(Oddity::Empty), _) if operation.method.is_write() => Ok(Raw::NULL.into()),
        (Err(oddity), _) => Err(Verdict::odd(oddity)),
    }
}

/// What a status other than success means.
fn failure(
    status: u16,
    refusal: Option<(Option<u16>, Refusal)>,
    oddity: Option<Oddity>,
    operation: &OperationInfo,
    yours: Option<&str>,
) -> Verdict {
    match (status, refusal) {
        (401 | 403, _) => Verdict::certain(ErrorKind::WrongKey),
        (400, Some((_, refusal))) if is_about_the_key(refusal.message()) => Verdict::certain(ErrorKind::WrongKey),
        (404, Some(_)) => Verdict::certain(ErrorKind::NotFound),
        (404, None) => match yours {
            Some(yours) if version(yours) < version(operation.since) => {
                Verdict::certain(ErrorKind::NeedsNewer { since: operation.since, yours: Some(yours.to_owned()) })
            }
            // The account has the operation, or nothing like an account has answered yet: the address is wrong, not the version.
            _ => Verdict::odd(oddity.unwrap_or(Oddity::Status(404))),
        },
        (429, _) => Verdict::certain(ErrorKind::Busy),
        // LiveAgent itself says so before it does anything; a proxy in front of it can't know.
        (503, Some(_)) => Verdict::certain(ErrorKind::Unavailable),
        (_, Some((_, refusal))) => Verdict::certain(ErrorKind::Refused(refusal)),
        (500.., None) => Verdict::uncertain(ErrorKind::Unavailable),
        (300..400, None) => Verdict::odd(Oddity::Redirect),
        (status, None) => Verdict::odd(match oddity {
            Some(Oddity::Html) => Oddity::Html,
            _ => Oddity::Status(status),
        }),
    }
}

/// The content under `response`, or what the body is instead.
fn read(body: &[u8]) -> Result<Raw<'_>, Oddity> {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii();
    match body.first() {
        None => return Err(Oddity::Empty),
        Some(b'<') => return Err(Oddity::Html),
        Some(_) => {}
    }
    let body = std::str::from_utf8(body).map_err(|_| Oddity::NotJson)?;
    let whole = Raw::new(body).map_err(|error| if error.is_eof() { Oddity::Truncated } else { Oddity::NotJson })?;
    match whole.kind() {
        Kind::Object => whole.field("response").ok_or("missing field `response`"),
        _ => Err("expected an object"),
    }
    .map_err(|what| Oddity::Shape(<WireError as serde::de::Error>::custom(what)))
}

/// The refusal in an answer, with its code.
fn refusal(content: Raw<'_>, key: &Secret) -> Option<(Option<u16>, Refusal)> {
    let text =
        |name: &str| content.field(name).and_then(|value| wire::from_raw::<Option<String>>(value).ok().flatten());
    if !text("status")?.eq_ignore_ascii_case("error") {
        return None;
    }
    let code = text("statuscode").and_then(|code| code.parse().ok()).filter(|code| (400..600).contains(code));
    let clean = |message: String| redact(&message, key).chars().take(MESSAGE).collect::<String>();
    let message = text("errormessage").map_or_else(|| "it did not say why".to_owned(), clean);
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

fn is_about_the_key(message: &str) -> bool {
    let message = message.to_lowercase();
    ["authent", "apikey", "api key", "athentification"].iter().any(|word| message.contains(word))
}

/// A version as numbers, so that 4.9 is before 4.10.
fn version(text: &str) -> Vec<u32> {
    text.split('.').map(|part| part.trim().parse().unwrap_or(0)).collect()
}
