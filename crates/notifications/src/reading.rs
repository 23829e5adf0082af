//! What one round of the watch read.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use liveagent::ErrorKind;

use crate::{
    figures::{Figures, Polled},
    poll::Poll,
};

/// If the last answer is further in the future than this, the clock was put back.
const MAX_CLOCK_LEAD: SignedDuration = SignedDuration::from_mins(5);

/// What was read at one instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// When.
    pub(crate) at: Timestamp,
    /// How often each poll is read.
    pub(crate) interval: SignedDuration,
    /// What was answered.
    pub(crate) answered: BTreeMap<Poll, Polled>,
    /// What was asked and not answered.
    pub(crate) failed: BTreeSet<Poll>,
    /// The figures in the answers.
    pub(crate) figures: Figures,
    /// When LiveAgent was heard last, if it was in this round.
    heard: Option<Timestamp>,
    /// Why something was not answered.
    pub(crate) trouble: Option<ErrorKind>,
}

impl Reading {
    /// Nothing yet.
    pub(crate) fn new(at: Timestamp, interval: SignedDuration) -> Self {
        Self { at, interval, ..Self::default() }
    }

    /// Whether LiveAgent is away, or can't be read: it was asked in this round, and said nothing.
    pub(crate) fn is_down(&self) -> bool {
        self.heard.is_none() && self.trouble.is_some()
    }

    /// Whether LiveAgent was heard in this round, after an instant.
    pub(crate) fn is_heard_since(&self, instant: Timestamp) -> bool {
        self.heard.is_some_and(|heard| heard > instant || instant.duration_since(heard) > MAX_CLOCK_LEAD)
    }

    /// Whether an answer is older than those that are read as usual.
    pub(crate) fn is_stale(&self, at: Timestamp) -> bool {
        self.at.duration_since(at).abs() >= self.interval * 2
    }

    pub(crate) fn take(&mut self, poll: Poll, polled: Polled, began: Timestamp) {
        // An answer of an earlier round says nothing about now.
        if polled.at >= began {
            self.heard = self.heard.max(Some(polled.at));
        }
        self.figures.extend(polled.figures.iter().map(|(name, figure)| (name.clone(), *figure)));
        self.answered.insert(poll, polled);
    }

    pub(crate) fn fail(&mut self, poll: Poll, kind: &ErrorKind, at: Timestamp) {
        if is_silence(kind) {
            // The worst is told: that it is away, rather than that there was no time to ask.
            self.trouble = self.trouble.take().filter(|kind| !matches!(kind, ErrorKind::Busy)).or(Some(kind.clone()));
        } else {
            // It says no to this request, so it is there.
            self.heard = Some(at);
        }
        self.failed.insert(poll);
    }
}

/// Whether LiveAgent said nothing: it was not there, or we could not ask. A refusal of one request is an answer, and so is one that can't be read.
fn is_silence(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Unavailable
        | ErrorKind::TimedOut
        | ErrorKind::NotLiveAgent(_)
        | ErrorKind::WrongKey
        | ErrorKind::Busy => true,
        ErrorKind::NotFound
        | ErrorKind::Unreadable(_)
        | ErrorKind::Refused(_)
        | ErrorKind::TooLarge
        | ErrorKind::NeedsNewer { .. }
        | ErrorKind::BadRequest(_) => false,
    }
}
