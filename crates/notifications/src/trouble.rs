//! The background work in a database that is busy, full or away: it waits, and says so once a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How long the same is not said again: what failed is tried twice a second.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// What was said, and when.
#[derive(Debug, Default)]
pub(crate) struct Trouble(Mutex<HashMap<&'static str, Instant>>);

impl Trouble {
    /// A database that is away is waited for; only the loss of the lease ends the work.
    pub(crate) fn steady<T>(
        &self,
        outcome: Result<T, store::Error>,
        what: &'static str,
    ) -> Result<Option<T>, store::Error> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(store::Error::Lost) => Err(store::Error::Lost),
            Err(error) => {
                self.say(&error, what);
                Ok(None)
            }
        }
    }

    /// Says that something failed and is tried again, unless that was said within a minute.
    pub(crate) fn say(&self, error: &store::Error, what: &'static str) {
        if !self.is_new(what, Instant::now()) {
            return;
        }
        if let store::Error::Gone(_) = error {
            // It does not pass by itself.
            tracing::error!(error = %error, "{what} failed; trying again");
        } else {
            tracing::warn!(error = %error, "{what} failed; trying again");
        }
    }

    fn is_new(&self, what: &'static str, now: Instant) -> bool {
        let mut said = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = said.get(what).is_none_or(|last| now.duration_since(*last) >= LOG_INTERVAL);
        if is_new {
            said.insert(what, now);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_said_once_a_minute() {
        let (trouble, start) = (Trouble::default(), Instant::now());
        let table =
            [("a", 0, true), ("a", 1, false), ("b", 2, true), ("a", 59, false), ("a", 60, true), ("a", 61, false)];
        for (what, second, expected) in table {
            assert_eq!(trouble.is_new(what, start + Duration::from_secs(second)), expected, "{what} after {second} s");
        }
    }

    #[test]
    fn only_the_loss_of_the_lease_ends_the_work() {
        let trouble = Trouble::default();
        assert_eq!(trouble.steady(Ok(1), "a"), Ok(Some(1)));
        assert_eq!(trouble.steady::<()>(Err(store::Error::Unavailable("full".to_owned())), "a"), Ok(None));
        assert_eq!(trouble.steady::<()>(Err(store::Error::Lost), "a"), Err(store::Error::Lost));
    }
}
