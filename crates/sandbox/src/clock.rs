//! The time of both services: real until it is moved, sped up or stopped.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use jiff::{SignedDuration, Timestamp};

/// A clock. Its clones are the same clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    /// What it showed at `since`.
    base: Timestamp,
    since: Instant,
    /// Seconds of this clock in a real second.
    speed: f64,
}

impl State {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::from_secs_f64(self.since.elapsed().as_secs_f64() * self.speed);
        self.base.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    fn restart(&mut self, base: Timestamp) {
        (self.base, self.since) = (base, Instant::now());
    }
}

impl Clock {
    /// A clock that shows the real time.
    #[must_use]
    pub fn real() -> Self {
        Self::at(Timestamp::now())
    }

    /// A clock that shows `start` now, and goes on from there.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(State { base: start, since: Instant::now(), speed: 1.0 })))
    }

    /// What it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.lock().now()
    }

    /// The same in Unix milliseconds.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    /// Moves it on, or back.
    pub fn advance(&self, by: SignedDuration) {
        let mut state = self.lock();
        let moved = state.now().checked_add(by).unwrap_or(Timestamp::MAX);
        state.restart(moved);
    }

    /// Sets it.
    pub fn set(&self, to: Timestamp) {
        self.lock().restart(to);
    }

    /// Seconds that pass on it in a real second; 0 stops it.
    pub fn set_speed(&self, speed: f64) {
        let mut state = self.lock();
        let now = state.now();
        state.restart(now);
        state.speed = speed.max(0.0);
    }

    /// How fast it goes.
    #[must_use]
    pub fn speed(&self) -> f64 {
        self.lock().speed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
