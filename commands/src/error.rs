//! What can go wrong on the way to an answer, and what the person who asked is told of it.
//!
//! A [`UserError`] is a sentence for that person. A [`liveagent::Error`] becomes one. All else is the operator's: the
//! person gets a short reference, and the log a line with the same one.

use std::fmt;

pub use answers::UserError;
use answers::{PERHAPS, TOO_SLOW};
use liveagent::ErrorKind;
use notifications::Unreadable;
use views::{Message, conversations::Written};

use notifications::discord::{Asked, Failure, Verdict};

const BROKEN: &str = "Something went wrong in Switchboard. Give the reference below to the person who runs it.";

/// Why a command, button or form has no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person can fix it.
    #[error(transparent)]
    User(#[from] UserError),
    /// LiveAgent did not answer, or refused.
    #[error(transparent)]
    LiveAgent(#[from] liveagent::Error),
    /// The database did not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The database has it, and it can't be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Discord did not take the answer.
    #[error("discord: {0}")]
    Discord(#[from] Failure),
    /// The time for an answer was over before all that it takes was there.
    #[error("not all look-ups were answered in time")]
    TooSlow,
    /// A change was made, and Discord does not take the message that says so.
    #[error("discord refuses the answer of a write")]
    Unshown,
    /// Switchboard itself broke.
    #[error("panicked")]
    Broken,
    /// Switchboard itself broke, and may have changed something before.
    #[error("panicked while it wrote")]
    BrokenWriting,
    /// A note or a reply was not taken.
    #[error(transparent)]
    NotTaken(Box<NotTaken>),
    /// A message was not posted in a channel.
    #[error(transparent)]
    NotPosted(#[from] NotPosted),
}

/// A message that Discord did not take in a channel.
#[derive(Debug, thiserror::Error)]
#[error("discord: {failure}")]
pub struct NotPosted {
    pub(crate) channel: u64,
    pub(crate) failure: Failure,
}

/// A note or a reply that was not taken, with its text, which may be nowhere else. Prints the reason alone.
#[derive(thiserror::Error)]
#[error("{why}")]
pub struct NotTaken {
    pub(crate) why: Error,
    pub(crate) written: Written,
    pub(crate) conversation: String,
    pub(crate) text: String,
}

impl fmt::Debug for NotTaken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl Error {
    /// Whether LiveAgent was not there to answer, so that an older answer may stand in.
    pub(crate) fn is_outage(&self) -> bool {
        match self {
            Self::LiveAgent(error) => {
                matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut | ErrorKind::NotLiveAgent(_))
            }
            Self::TooSlow => true,
            _ => false,
        }
    }

    /// Whether LiveAgent has nothing of the name that it was asked for, or takes it for none.
    pub(crate) fn is_unknown_name(&self) -> bool {
        let Self::LiveAgent(error) = self else { return false };
        matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Refused(_))
    }

    /// Why LiveAgent gave no answer, where it is not simply away.
    pub(crate) fn why(&self) -> Option<&'static str> {
        match self {
            Self::LiveAgent(error) => views::outages::why(error.kind()),
            _ => None,
        }
    }

    /// Whether Discord refuses what an answer says, and would take another answer.
    pub(crate) fn is_refused_content(&self) -> bool {
        let Self::Discord(error) = self else { return false };
        error.verdict(Asked::Answer) == Verdict::Wrong
    }

    /// Whether a write may have been carried out all the same.
    pub(crate) fn may_have_happened(&self) -> bool {
        match self {
            Self::LiveAgent(error) => error.may_have_happened(),
            Self::BrokenWriting => true,
            Self::NotTaken(note) => note.why.may_have_happened(),
            Self::NotPosted(NotPosted { failure, .. }) => failure.may_have_happened(),
            _ => false,
        }
    }

    /// The operation of LiveAgent that has no answer, for the log.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        match self {
            Self::LiveAgent(error) => Some(error.operation()),
            Self::NotTaken(note) => note.why.operation(),
            _ => None,
        }
    }

    /// What whoever asked is shown.
    pub(crate) fn draw(&self, reference: &str) -> Message {
        let (sentence, operator) = self.tell();
        let reference = operator.then_some(reference);
        match self {
            Self::NotTaken(note) => {
                views::conversations::not_taken(note.written, &note.conversation, &note.text, &sentence, reference)
            }
            _ => views::errors::failure(&sentence, reference),
        }
    }

    /// The kind in one word, for the log: what the person typed stays out of it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "input",
            Self::LiveAgent(error) => error.kind().name(),
            Self::Store(_) => "store",
            Self::Unreadable(_) => "unreadable",
            Self::Discord(_) | Self::NotPosted(_) => "discord",
            Self::TooSlow => "too-slow",
            Self::Unshown => "unshown",
            Self::Broken | Self::BrokenWriting => "broken",
            Self::NotTaken(note) => note.why.kind(),
        }
    }

    /// What the person is told, and whether the operator must look at it (so that a reference helps).
    pub(crate) fn tell(&self) -> (String, bool) {
        match self {
            Self::User(error) => (error.sentence().to_owned(), false),
            Self::LiveAgent(error) => answers::sentence(error),
            Self::Unreadable(unreadable) => (
                format!(
                    "Switchboard can't read its data for {} {}, so nothing was changed. Its log has the details.",
                    unreadable.what, unreadable.id
                ),
                true,
            ),
            Self::Store(store::Error::Other(_)) => (
                "Switchboard can't read its database, so nothing was changed. Its log has the details.".to_owned(),
                true,
            ),
            Self::Store(_) => (
                "Switchboard's database isn't responding, so nothing was changed. Try again in a minute.".to_owned(),
                true,
            ),
            Self::Discord(_) => ("The answer couldn't be shown. Try again.".to_owned(), true),
            Self::TooSlow => (TOO_SLOW.to_owned(), true),
            Self::Unshown => {
                ("Done, but Discord rejected the message that shows it. Check before you try again.".to_owned(), true)
            }
            Self::Broken => (BROKEN.to_owned(), true),
            Self::BrokenWriting => (format!("{BROKEN} {PERHAPS}"), true),
            Self::NotTaken(note) => note.why.tell(),
            Self::NotPosted(NotPosted { channel, failure }) => {
                let reason = views::text::escape(&failure.to_string());
                let sentence = format!("Discord doesn't let me post in <#{channel}> ({reason}).");
                (if failure.may_have_happened() { format!("{sentence} {PERHAPS}") } else { sentence }, false)
            }
        }
    }
}

impl From<answers::Error> for Error {
    fn from(error: answers::Error) -> Self {
        match error {
            answers::Error::User(error) => Self::User(error),
            answers::Error::LiveAgent(error) => Self::LiveAgent(error),
            answers::Error::Broken => Self::Broken,
        }
    }
}
