//! Spares a server that is down: after several failures in a row requests fail at once, and only now and then one of
//! them is let through to see whether it is back.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// How many failures in a row open it.
const MAX_FAILURES: u32 = 5;
/// For how long it is open at first; doubled for each probe that fails.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// For how long it is open at most.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// The breaker. It counts requests, not operations: a look-up that was tried three times counts three times.
#[derive(Debug, Default)]
pub(super) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open: Option<Open>,
}

#[derive(Debug)]
struct Open {
    until: Instant,
    pause: Duration,
    probing: bool,
}

/// The leave to send one request. Whoever has it says how it went; when dropped without a word, nothing is learnt.
#[derive(Debug)]
pub(super) struct Leave<'a> {
    breaker: &'a Breaker,
    probe: bool,
}

impl Breaker {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is no leave now. Takes none.
    pub(super) fn refuses(&self) -> bool {
        self.state().open.as_ref().is_some_and(|open| open.probing || open.until > Instant::now())
    }

    /// The leave to send a request, or none while the server is taken to be down.
    pub(super) fn leave(&self) -> Option<Leave<'_>> {
        let mut state = self.state();
        let probe = match &mut state.open {
            None => false,
            Some(open) if open.until <= Instant::now() && !open.probing => {
                open.probing = true;
                true
            }
            Some(_) => return None,
        };
        Some(Leave { breaker: self, probe })
    }
}

impl Leave<'_> {
    /// The server answered, whatever it said.
    pub(super) fn answered(self) {
        *self.breaker.state() = State::default();
    }

    /// The server is not available.
    pub(super) fn failed(self) {
        let mut state = self.breaker.state();
        state.failures = state.failures.saturating_add(1);
        let pause = match &state.open {
            // A request that was under way when it opened changes nothing.
            Some(_) if !self.probe => return,
            Some(open) => (open.pause * 2).min(MAX_PAUSE),
            None if state.failures < MAX_FAILURES => return,
            None => FIRST_PAUSE,
        };
        state.open = Some(Open { until: Instant::now() + pause, pause, probing: false });
    }
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        if self.probe
            && let Some(open) = &mut self.breaker.state().open
        {
            open.probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn fail(breaker: &Breaker, times: u32) {
        for _ in 0..times {
            breaker.leave().unwrap().failed();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn opens_after_failures_in_a_row_only() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES - 1);
        breaker.leave().unwrap().answered();
        fail(&breaker, MAX_FAILURES - 1);
        assert!(breaker.leave().is_some(), "an answer in between starts the count anew");
        fail(&breaker, 1);
        assert!(breaker.leave().is_none());
    }

    #[tokio::test(start_paused = true)]
    async fn one_probe_at_a_time_finds_out_whether_the_server_is_back() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES);
        advance(FIRST_PAUSE).await;
        let probe = breaker.leave().unwrap();
        assert!(breaker.leave().is_none(), "one at a time");
        probe.failed();
        advance(FIRST_PAUSE).await;
        assert!(breaker.leave().is_none(), "the pause has doubled");
        advance(FIRST_PAUSE).await;
        drop(breaker.leave().unwrap());
        breaker.leave().expect("a probe that was given up makes room for the next").answered();
        assert!(breaker.leave().is_some() && breaker.leave().is_some(), "closed again");
    }

    #[tokio::test(start_paused = true)]
    async fn the_pause_has_an_end() {
        let breaker = Breaker::default();
        fail(&breaker, MAX_FAILURES);
        for _ in 0..20 {
            advance(MAX_PAUSE).await;
            fail(&breaker, 1);
        }
        assert!(breaker.leave().is_none());
        advance(MAX_PAUSE).await;
        assert!(breaker.leave().is_some());
    }
}
