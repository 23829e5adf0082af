//! Limits how often the same failure is logged.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How often the same kind of failure is logged.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// When each kind of failure was last logged.
#[derive(Debug, Default)]
pub struct LogLimit(Mutex<HashMap<&'static str, Instant>>);

impl LogLimit {
    /// Whether to log a failure of this kind now: at most once a minute.
    #[must_use]
    pub fn allows(&self, kind: &'static str, now: Instant) -> bool {
        let mut logged = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let allows = logged.get(kind).is_none_or(|last| now.duration_since(*last) >= LOG_INTERVAL);
        if allows {
            logged.insert(kind, now);
        }
        allows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_logged_once_a_minute() {
        let (limit, start) = (LogLimit::default(), Instant::now());
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
            assert_eq!(limit.allows(kind, now), expected, "{kind} after {second} s");
        }
    }
}
