//! What is said in the log of answers that can't be read in all their parts: each kind of trouble once a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::wire::{Found, Unread, WireError};

/// For how long the same is not said again.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// What is said: an operation, a field, and what was found in it. There are as many as the operations have fields.
type Kind = (&'static str, String, Option<Found>);

/// When what was said.
#[derive(Debug, Default)]
pub(super) struct Notes(Mutex<HashMap<Kind, Instant>>);

impl Notes {
    /// Says which values of an answer could not be read. What stood there is not known here.
    pub(super) fn say(&self, operation: &'static str, unread: &Unread) {
        for (field, found, times) in unread.iter() {
            if !self.is_new(operation, field, Some(found)) {
                continue;
            }
            if found == Found::Letter {
                // It is kept, and shown as a letter.
                tracing::info!(operation, answer.field = field, times, "liveagent sent an unknown code");
            } else {
                tracing::warn!(
                    operation,
                    answer.field = field,
                    answer.found = %found,
                    times,
                    "liveagent sent a value that can't be read"
                );
            }
        }
    }

    /// Says that nothing of the answer to a write could be read. The write was carried out all the same.
    pub(super) fn say_nothing_read(&self, operation: &'static str, error: &WireError) {
        if self.is_new(operation, error.field(), None) {
            tracing::warn!(operation, answer.field = error.field(), "liveagent sent an answer that can't be read");
        }
    }

    fn is_new(&self, operation: &'static str, field: &str, found: Option<Found>) -> bool {
        let now = Instant::now();
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (operation, field.to_owned(), found);
        let is_new = said.get(&key).is_none_or(|last| now.duration_since(*last) >= LOG_INTERVAL);
        if is_new {
            said.insert(key, now);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_kind_is_said_once_a_minute() {
        let notes = Notes::default();
        let table = [
            ("ListTags", "tags[]", Some(Found::Text), 0, true),
            ("ListTags", "tags[]", Some(Found::Text), 30, false),
            ("ListTags", "tags[]", Some(Found::List), 0, true),
            ("ListTags", "tags[].name", Some(Found::Text), 0, true),
            ("ShowTag", "tags[]", Some(Found::Text), 0, true),
            ("ShowTag", "tags[]", None, 0, true),
            ("ListTags", "tags[]", Some(Found::Text), 29, false),
            ("ListTags", "tags[]", Some(Found::Text), 1, true),
        ];
        for (operation, field, found, wait, is_new) in table {
            tokio::time::advance(Duration::from_secs(wait)).await;
            assert_eq!(notes.is_new(operation, field, found), is_new, "{operation} {field} {found:?}");
        }
    }
}
