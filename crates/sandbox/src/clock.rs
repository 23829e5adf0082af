//! The time of both services: real until it is moved, sped up or stopped.
//!
//! What the services say and keep follows it: dates, queues, reports, how long files, nonces and addresses are good. What a bot
//! works against in real time does not, or no bot could keep up with a clock that is sped up: the 3 s to a first response and
//! Discord's rate limits.

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
    /// By how much it was moved, together.
    moved: SignedDuration,
}

impl State {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::from_secs_f64(self.since.elapsed().as_secs_f64() * self.speed);
        self.base.checked_add(passed).unwrap_or(Timestamp::MAX)
    }

    fn jump(&mut self, from: Timestamp, to: Timestamp) {
        self.moved = self.moved.saturating_add(to.duration_since(from));
        self.restart(to);
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

    /// A clock that shows `start` now and runs from there.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(State {
            base: start,
            since: Instant::now(),
            speed: 1.0,
            moved: SignedDuration::ZERO,
        })))
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
        let now = state.now();
        state.jump(now, now.checked_add(by).unwrap_or(Timestamp::MAX));
    }

    /// Sets it.
    pub fn set(&self, to: Timestamp) {
        let mut state = self.lock();
        let now = state.now();
        state.jump(now, to);
    }

    /// Seconds that pass on it in a real second; 0 stops it.
    pub fn set_speed(&self, speed: f64) {
        let mut state = self.lock();
        let now = state.now();
        state.restart(now);
        state.speed = speed.max(0.0);
    }

    /// How far it was moved so far: what has passed on it but for the time that it ran, at whatever speed.
    pub(crate) fn moved(&self) -> SignedDuration {
        self.lock().moved
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

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "2026-11-20T09:30:00Z";

    fn stopped() -> Clock {
        let clock = Clock::at(START.parse().unwrap());
        clock.set_speed(0.0);
        clock.set(START.parse().unwrap());
        clock
    }

    fn after(clock: &Clock) -> SignedDuration {
        clock.now().duration_since(START.parse().unwrap())
    }

    /// How much passes on a clock while something is done, and the least and the most real time that this took.
    fn passed(clock: &Clock) -> (f64, f64, f64) {
        let outer = Instant::now();
        let before = clock.now();
        let inner = Instant::now();
        let busy: u64 = (0..20_000).map(std::hint::black_box).sum();
        assert!(busy > 0);
        let least = inner.elapsed();
        let passed = clock.now().duration_since(before);
        (passed.as_secs_f64(), least.as_secs_f64(), outer.elapsed().as_secs_f64())
    }

    #[test]
    fn it_runs_as_fast_as_it_is_told() {
        for speed in [0.5, 1.0, 60.0, 3_600.0] {
            let clock = Clock::at(START.parse().unwrap());
            clock.set_speed(speed);
            let (passed, least, most) = passed(&clock);
            // It shows nanoseconds.
            assert!(
                passed >= least * speed - 1e-6 && passed <= most * speed + 1e-6,
                "{speed}: {least} {passed} {most}"
            );
            assert!((clock.speed() - speed).abs() < f64::EPSILON);
        }
    }

    #[test]
    fn it_stands_still_and_goes_on_from_there() {
        let clock = Clock::at(START.parse().unwrap());
        clock.set_speed(3_600.0);
        passed(&clock);
        let before = clock.now();
        clock.set_speed(0.0);
        let stood = clock.now();
        assert!(stood >= before, "what has passed stays");
        passed(&clock);
        assert_eq!(clock.now(), stood);
        let begun = Instant::now();
        clock.set_speed(3_600.0);
        let since = clock.now().duration_since(stood).as_secs_f64();
        assert!(since <= begun.elapsed().as_secs_f64() * 3_600.0 + 1e-6, "what passed meanwhile is not made up for");
        clock.set_speed(-1.0);
        let stood = clock.now();
        passed(&clock);
        assert_eq!(clock.now(), stood, "it does not go backwards by itself");
    }

    #[test]
    fn it_is_moved_on_and_back_and_set() {
        let clock = stopped();
        let before = clock.moved();
        let moved = || clock.moved() - before;
        clock.advance(SignedDuration::from_hours(50));
        assert_eq!(after(&clock), SignedDuration::from_hours(50));
        clock.advance(SignedDuration::from_hours(-1));
        assert_eq!((after(&clock), moved()), (SignedDuration::from_hours(49), SignedDuration::from_hours(49)));
        clock.set("2026-11-20T09:30:01.5Z".parse().unwrap());
        assert_eq!(after(&clock), SignedDuration::from_millis(1_500));
        assert_eq!(clock.now_ms(), START.parse::<Timestamp>().unwrap().as_millisecond() + 1_500);
        assert_eq!(moved(), SignedDuration::from_millis(1_500));
        clock.advance(SignedDuration::MAX);
        assert_eq!(clock.now(), Timestamp::MAX, "there is an end of time");
    }

    #[test]
    fn its_clones_are_the_same_clock() {
        let clock = stopped();
        clock.clone().advance(SignedDuration::from_mins(5));
        assert_eq!(after(&clock), SignedDuration::from_mins(5));
    }

    #[test]
    fn running_is_not_moving() {
        let clock = Clock::at(START.parse().unwrap());
        clock.set_speed(3_600.0);
        assert!(passed(&clock).0 > 0.0);
        assert_eq!(clock.moved(), SignedDuration::ZERO);
    }
}
