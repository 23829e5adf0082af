//! Errors of look-ups, and the messages that people see for them.

use liveagent::ErrorKind;

/// The message for an answer that took too long.
pub const TOO_SLOW: &str = "LiveAgent took too long to respond. Try again in a minute.";

/// Added to a message when a change may have been made.
pub const PERHAPS: &str = "The change may still have been made: check before you try again.";

/// Why a look-up has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can fix it.
    #[error(transparent)]
    User(#[from] UserError),
    /// LiveAgent didn't respond, or refused the request.
    #[error(transparent)]
    LiveAgent(#[from] liveagent::Error),
    /// Switchboard failed to draw the answer.
    #[error("the answer was not drawn")]
    Broken,
}

/// A message for the person who asked, in one or two sentences: what failed, why, and what to do next. It is Markdown, so
/// the caller must escape quoted text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct UserError(String);

impl UserError {
    /// Creates an error with this message.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The message.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.0
    }
}

/// Quotes user input, shortened and escaped.
#[must_use]
pub fn quote(typed: &str) -> String {
    let short: String = typed.chars().take(60).collect();
    format!("\u{201c}{}\u{201d}", views::text::escape(&short))
}

/// The message for a LiveAgent error, and whether the operator needs to investigate it.
#[must_use]
pub fn sentence(error: &liveagent::Error) -> (String, bool) {
    let (sentence, operator) = match error.kind() {
        ErrorKind::NotFound => (
            "LiveAgent couldn't find that. It may have been deleted; check the ID or pick from the list."
                .to_owned(),
            false,
        ),
        ErrorKind::WrongKey => (
            "LiveAgent rejected the API key. Ask the person who runs Switchboard to fix `LIVEAGENT_API_KEY`."
                .to_owned(),
            true,
        ),
        ErrorKind::Refused(refusal) => {
            let reason = views::text::escape(refusal.message());
            let reason = reason.trim_end_matches(['.', ' ']);
            (format!("LiveAgent refused: {reason}. Check what you entered, or do it in LiveAgent."), false)
        }
        ErrorKind::Unavailable => ("LiveAgent isn't available right now. Try again in a minute.".to_owned(), true),
        ErrorKind::TimedOut => (TOO_SLOW.to_owned(), true),
        ErrorKind::Unreadable(unreadable) => {
            let field = views::text::escape(unreadable.field());
            let place =
                if field.is_empty() { error.operation().to_owned() } else { format!("{}, {field}", error.operation()) };
            (
                format!(
                    "LiveAgent sent a response that can't be read ({place}). Check in LiveAgent, and tell the person who runs Switchboard."
                ),
                true,
            )
        }
        ErrorKind::NotLiveAgent(_) => (
            "Something else is answering at LiveAgent's address. Ask the person who runs Switchboard to check `LIVEAGENT_URL`.".to_owned(),
            true,
        ),
        ErrorKind::TooLarge => (
            "LiveAgent's response is larger than 8 MiB or has too many rows. Narrow your request.".to_owned(),
            false,
        ),
        ErrorKind::Busy => ("Request limit reached. Try again shortly.".to_owned(), false),
        ErrorKind::NeedsNewer { since, yours } => {
            let yours = yours.as_deref().map(|yours| format!(" (yours is {yours})")).unwrap_or_default();
            (format!("This needs LiveAgent {since} or newer{yours}."), false)
        }
        ErrorKind::BadRequest(what) => {
            (format!("This request can't be sent to LiveAgent: {}.", views::text::escape(what)), false)
        }
    };
    if error.may_have_happened() {
        return (format!("{sentence} {PERHAPS}"), operator);
    }
    (sentence, operator)
}
