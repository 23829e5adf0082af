//! The last answers, shown with their age when LiveAgent is not there to give new ones.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use views::{Link, Message};

/// How many answers are kept: a few hundred kilobytes.
const KEPT: usize = 100;

/// The newest answers, each under what was asked.
#[derive(Debug, Default)]
pub(crate) struct LastKnown(Mutex<VecDeque<(Link, Timestamp, Message)>>);

impl LastKnown {
    /// Keeps an answer.
    pub(crate) fn keep(&self, link: &Link, at: Timestamp, answer: &Message) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, ..)| known != link);
        kept.truncate(KEPT - 1);
        kept.push_front((link.clone(), at, answer.clone()));
    }

    /// The last answer to the same question, and when it was given.
    pub(crate) fn get(&self, link: &Link) -> Option<(Timestamp, Message)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, ..)| known == link).map(|(_, at, answer)| (*at, answer.clone()))
    }
}
