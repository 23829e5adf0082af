//! Forgetting old rows, but only by a clock that can be trusted: one that is ahead for a moment would make all history old.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use store::Fence;
use tokio_util::sync::CancellationToken;

use crate::context::{Context, rest};

/// How often the clock is looked at.
const LOOK_INTERVAL: Duration = Duration::from_mins(5);

/// How long after the start it is looked at first.
const SETTLE_TIME: Duration = Duration::from_secs(30);

/// How often old rows are forgotten, and for how long the clock must have run steadily before.
const PRUNE_INTERVAL: Duration = Duration::from_hours(1);
const MIN_STEADY_TIME: SignedDuration = SignedDuration::from_hours(1);

/// How far a clock may be from real time between two looks.
const MAX_SLIP: SignedDuration = SignedDuration::from_mins(1);

impl Context {
    /// Forgets old rows, until `stop`.
    pub(crate) async fn run_pruning(&self, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
        let mut last = (self.clock.now(), Instant::now());
        let mut pruned: Option<Instant> = None;
        // What is due at the start goes first.
        rest(stop, SETTLE_TIME).await;
        while !stop.is_cancelled() {
            let (now, real) = (self.clock.now(), Instant::now());
            let steadily = is_steady(now.duration_since(last.0), real - last.1);
            last = (now, real);
            // Kept, so that a bot that is started anew every half hour forgets, too.
            let since =
                self.trouble.steady(self.store.steady_since(fence, now, steadily).await, "checking the clock")?;
            let trusted = since.is_some_and(|since| now.duration_since(since) >= MIN_STEADY_TIME);
            if trusted && pruned.is_none_or(|at| at.elapsed() >= PRUNE_INTERVAL) {
                pruned = Some(real);
                while self.trouble.steady(self.store.prune(fence, now).await, "deleting old rows")?.unwrap_or(false) {}
                // By the database's own clock.
                self.trouble.steady(self.store.prune_audit().await, "deleting old rows of the audit")?;
            }
            rest(stop, LOOK_INTERVAL).await;
        }
        Ok(())
    }
}

/// Whether a clock that moved by `wall` in a real time kept step.
fn is_steady(wall: SignedDuration, real: Duration) -> bool {
    SignedDuration::try_from(real).is_ok_and(|real| (wall - real).abs() <= MAX_SLIP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_jumps_or_stands_still_is_not_steady() {
        for (wall, real, expected) in [
            (300, 300, true),
            (330, 300, true),
            (270, 300, true),
            (0, 300, false),
            (86_400, 300, false),
            (-3_600, 300, false),
            (0, 0, true),
        ] {
            assert_eq!(
                is_steady(SignedDuration::from_secs(wall), Duration::from_secs(real)),
                expected,
                "{wall} in {real}"
            );
        }
    }
}
