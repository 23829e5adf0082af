//! LiveAgent's failures that nobody is told of, because something older stands in: the operator's log has them, once a minute.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How long one kind of failure is not told again.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// Which kinds were told, and when.
#[derive(Debug, Default)]
pub struct Troubles(Mutex<HashMap<&'static str, Instant>>);

impl Troubles {
    /// Warns of a failure and what was done about it, unless one of its kind was told a moment ago. No words of LiveAgent's: they
    /// may quote a customer's.
    pub fn warn(&self, kind: &'static str, operation: Option<&'static str>, instead: &'static str) {
        if self.is_new(kind, Instant::now()) {
            tracing::warn!(error.kind = kind, liveagent.operation = operation, instead, "LiveAgent failed");
        }
    }

    fn is_new(&self, kind: &'static str, now: Instant) -> bool {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = told.get(kind).is_none_or(|last| now.duration_since(*last) >= LOG_INTERVAL);
        if is_new {
            told.insert(kind, now);
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once_a_minute() {
        let (troubles, start) = (Troubles::default(), Instant::now());
        let table = [
            ("unavailable", 0, true),
            ("unavailable", 1, false),
            ("timed-out", 2, true),
            ("unavailable", 59, false),
            ("unavailable", 60, true),
            ("timed-out", 61, false),
            ("unavailable", 119, false),
            ("timed-out", 62, true),
        ];
        for (kind, second, expected) in table {
            let now = start + Duration::from_secs(second);
            assert_eq!(troubles.is_new(kind, now), expected, "{kind} after {second} s");
        }
    }
}
