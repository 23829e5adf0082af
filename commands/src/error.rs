//! What can go wrong on the way to an answer, and what the person who asked is told of it.
//!
//! A [`UserError`] is a sentence for that person. A [`liveagent::Error`] becomes one. All else is the operator's: the
//! person gets a short reference, and the log a line with the same one.

use liveagent::ErrorKind;

/// Why a command, button or form has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can mend it.
    #[error(transparent)]
    User(#[from] UserError),
    /// LiveAgent did not answer, or refused.
    #[error(transparent)]
    LiveAgent(#[from] liveagent::Error),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Discord did not take the answer.
    #[error("discord: {}", crate::discord::say(.0))]
    Discord(Box<serenity::Error>),
    /// Switchboard itself broke.
    #[error("panicked")]
    Broken,
}

impl From<serenity::Error> for Error {
    fn from(error: serenity::Error) -> Self {
        Self::Discord(Box::new(error))
    }
}

/// One sentence (or two) for the person who asked: what failed, why, what to do next. Markdown; what it quotes is
/// escaped by whoever quotes.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct UserError(String);

impl UserError {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(&self) -> &str {
        &self.0
    }
}

impl Error {
    /// Whether LiveAgent was not there to answer, so that an older answer may stand in.
    pub(crate) fn is_outage(&self) -> bool {
        let Self::LiveAgent(error) = self else { return false };
        matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut | ErrorKind::NotLiveAgent(_))
    }

    /// The kind in one word, for the log: what the person typed stays out of it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "input",
            Self::LiveAgent(error) => error.kind().name(),
            Self::Store(_) => "store",
            Self::Discord(_) => "discord",
            Self::Broken => "broken",
        }
    }

    /// What the person is told, and whether the operator must look at it (so that a reference helps).
    pub(crate) fn tell(&self) -> (String, bool) {
        match self {
            Self::User(error) => (error.0.clone(), false),
            Self::LiveAgent(error) => liveagent_sentence(error),
            Self::Store(_) => (
                "Switchboard's database does not answer right now, so nothing was changed. Try again in a minute."
                    .to_owned(),
                true,
            ),
            Self::Discord(_) => ("The answer could not be shown. Try once more.".to_owned(), true),
            Self::Broken => ("Something in Switchboard broke. Whoever hosts it can find out more.".to_owned(), true),
        }
    }
}

/// LiveAgent's failures in words, each with what to do next.
fn liveagent_sentence(error: &liveagent::Error) -> (String, bool) {
    let (sentence, operator) = match error.kind() {
        ErrorKind::NotFound => (
            "LiveAgent has nothing by that name. It may have been deleted; check the id or pick from the list."
                .to_owned(),
            false,
        ),
        ErrorKind::WrongKey => (
            "LiveAgent refuses Switchboard's API key. Whoever hosts Switchboard can mend `LIVEAGENT_API_KEY`."
                .to_owned(),
            true,
        ),
        ErrorKind::Refused(refusal) => {
            let reason = views::text::escape(refusal.message());
            (format!("LiveAgent refused: {reason}"), false)
        }
        ErrorKind::Unavailable => ("LiveAgent is not available right now. Try again in a minute.".to_owned(), true),
        ErrorKind::TimedOut => ("LiveAgent took too long to answer. Try again in a minute.".to_owned(), true),
        ErrorKind::NotLiveAgent(_) => (
            "What answered is not LiveAgent's API. Whoever hosts Switchboard can check `LIVEAGENT_URL`.".to_owned(),
            true,
        ),
        ErrorKind::TooLarge => ("LiveAgent's answer is larger than 8 MiB. Narrow the question down.".to_owned(), false),
        ErrorKind::Busy => ("Too many questions to LiveAgent at once. Try again in a minute.".to_owned(), false),
        ErrorKind::NeedsNewer { since, yours } => {
            let yours = yours.as_deref().map(|yours| format!(", and yours is {yours}")).unwrap_or_default();
            (format!("This needs LiveAgent {since} or newer{yours}."), false)
        }
        ErrorKind::BadRequest(what) => {
            (format!("This can't be asked of LiveAgent: {}.", views::text::escape(what)), false)
        }
    };
    if error.may_have_happened() {
        return (
            format!("{sentence} The change may have been made all the same: look before you try again."),
            operator,
        );
    }
    (sentence, operator)
}
