//! Reads what the database keeps as text. What can't be read is an error in the log and for the person who asks, and stays as it is: it is
//! never replaced by an empty default, nor overwritten.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::de::DeserializeOwned;
use store::{AlertState, Incident, Subscription};
use tokio::time::Instant;
use views::digests::Section;

use crate::{
    decide::Standing,
    incident::{Pressed, Story},
    spec::{AlertSpec, BoardSpec, DigestSpec},
};

/// How long the log does not repeat the same error: the same text is read many times a minute.
const REPEAT_AFTER: Duration = Duration::from_hours(1);

/// Something that is kept and can't be read.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[error("can't read the saved data of {what} {id}")]
pub struct Unreadable {
    /// What it is, such as "alert".
    pub what: &'static str,
    /// Its number.
    pub id: i64,
}

/// Reads what is kept, and knows since when the log has which errors.
#[derive(Debug, Default)]
pub struct Kept(Mutex<HashMap<Unreadable, Instant>>);

impl Kept {
    /// What an alert is.
    pub fn alert(&self, alert: &Subscription) -> Result<AlertSpec, Unreadable> {
        let spec: AlertSpec = self.read("alert", alert.id, &alert.spec)?;
        if let Some(quiet) = &spec.quiet {
            quiet.read().map_err(|why| self.report("alert", alert.id, why))?;
        }
        Ok(spec)
    }

    /// What a board is.
    pub fn board(&self, board: &Subscription) -> Result<BoardSpec, Unreadable> {
        self.read("board", board.id, &board.spec)
    }

    /// What a digest is. One without a schedule is none.
    pub fn digest(&self, digest: &Subscription) -> Result<DigestSpec, Unreadable> {
        let spec: DigestSpec = self.read("digest", digest.id, &digest.spec)?;
        spec.schedule().map_err(|_| self.report("digest", digest.id, "its schedule"))?;
        if spec.sections.iter().any(|link| Section::of_link(link).is_none()) {
            return Err(self.report("digest", digest.id, "its sections"));
        }
        Ok(spec)
    }

    /// What a digest's last post said, if it had one.
    pub(crate) fn figures<T: DeserializeOwned>(&self, digest: &Subscription) -> Option<T> {
        self.read("the last figures of digest", digest.id, digest.figures.as_deref()?).ok()
    }

    /// Where an alert stands. One that was muted before it ever stood anywhere has no text.
    pub(crate) fn standing(&self, state: &AlertState) -> Result<Standing, Unreadable> {
        if state.standing.is_empty() {
            return Ok(Standing::default());
        }
        self.read("the state of alert", state.subscription, &state.standing)
    }

    /// What an incident is, and what people have pressed on it.
    pub(crate) fn incident(&self, incident: &Incident) -> Result<(Story, Pressed), Unreadable> {
        let story = self.read("incident", incident.id, &incident.story)?;
        Ok((story, self.read("the button presses of incident", incident.id, &incident.pressed)?))
    }

    fn read<T: DeserializeOwned>(&self, what: &'static str, id: i64, text: &str) -> Result<T, Unreadable> {
        serde_json::from_str(text).map_err(|error| {
            // Not the library's words: they quote what is kept.
            self.report(what, id, &format!("{:?} error at its character {}", error.classify(), error.column()))
        })
    }

    fn report(&self, what: &'static str, id: i64, why: &str) -> Unreadable {
        let unreadable = Unreadable { what, id };
        if self.is_new(unreadable, Instant::now()) {
            tracing::error!(kept.what = what, kept.id = id, why, "saved data can't be read; left unchanged");
        }
        unreadable
    }

    fn is_new(&self, unreadable: Unreadable, now: Instant) -> bool {
        let mut reported = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reported.retain(|_, at| now.duration_since(*at) < REPEAT_AFTER);
        if reported.contains_key(&unreadable) {
            return false;
        }
        reported.insert(unreadable, now);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_logged_once_an_hour() {
        let (reported, start) = (Kept::default(), Instant::now());
        for (what, id, minute, expected) in [
            ("alert", 1, 0, true),
            ("alert", 1, 59, false),
            ("alert", 2, 59, true),
            ("board", 1, 59, true),
            ("alert", 1, 60, true),
            ("alert", 2, 61, false),
        ] {
            let now = start + Duration::from_mins(minute);
            assert_eq!(reported.is_new(Unreadable { what, id }, now), expected, "{what} {id} after {minute} min");
        }
    }
}
