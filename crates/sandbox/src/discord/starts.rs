//! How many sessions a bot may start a day. Discord takes the token from a bot that starts more.

use std::time::{Duration, Instant};

use super::state::Discord;

/// How many a day.
pub(super) const DAILY: usize = 1_000;
const DAY: Duration = Duration::from_hours(24);

/// Those that are left.
pub(super) struct SessionStarts {
    remaining: usize,
    reset: Instant,
}

impl Default for SessionStarts {
    fn default() -> Self {
        Self { remaining: DAILY, reset: Instant::now() + DAY }
    }
}

impl SessionStarts {
    /// How many are left, and how long until there are [`DAILY`] again.
    pub(super) fn left(&mut self) -> (usize, Duration) {
        if self.reset <= Instant::now() {
            *self = Self::default();
        }
        (self.remaining, self.reset.saturating_duration_since(Instant::now()))
    }

    /// Takes one. Whether one was left.
    pub(super) fn take(&mut self) -> bool {
        let (left, _) = self.left();
        self.remaining = left.saturating_sub(1);
        left > 0
    }
}

impl Discord {
    /// Leaves the bot this many starts of a session until the time has passed.
    pub fn limit_session_starts(&self, remaining: usize, reset_after: Duration) {
        self.lock().starts = SessionStarts { remaining, reset: Instant::now() + reset_after };
    }
}
