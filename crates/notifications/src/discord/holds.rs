//! How long Discord wants no request, as its answers say: of all requests, or of one kind to one channel.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// No hold is longer: an answer that says so is not Discord's, and must not silence us for good.
const LONGEST: Duration = Duration::from_hours(1);

/// What a request counts as: what it does, and to what. Discord limits each on its own.
pub(super) type Kind = (&'static str, u64);

/// The holds that are known.
#[derive(Debug, Default)]
pub(super) struct Holds(Mutex<Until>);

#[derive(Debug, Default)]
struct Until {
    all: Option<Instant>,
    kinds: HashMap<Kind, Instant>,
}

impl Holds {
    /// Discord said to wait.
    pub(super) fn hold(&self, kind: Kind, time: Duration, is_global: bool) {
        let now = Instant::now();
        let until = now + time.min(LONGEST);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if is_global {
            held.all = held.all.max(Some(until));
            return;
        }
        held.kinds.retain(|_, until| *until > now);
        let kept = held.kinds.entry(kind).or_insert(until);
        *kept = until.max(*kept);
    }

    /// How long a request of this kind is to wait now.
    pub(super) fn left(&self, kind: Kind) -> Option<Duration> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let until = held.all.max(held.kinds.get(&kind).copied())?;
        Some(until.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_hold_is_of_its_kind_and_a_global_one_of_all() {
        let holds = Holds::default();
        holds.hold(("post", 1), Duration::from_secs(10), false);
        holds.hold(("post", 1), Duration::from_secs(2), false);
        assert_eq!(holds.left(("post", 1)), Some(Duration::from_secs(10)));
        assert_eq!(holds.left(("post", 2)), None);
        assert_eq!(holds.left(("edit", 1)), None);
        holds.hold(("edit", 5), Duration::from_secs(20), true);
        assert_eq!(holds.left(("post", 2)), Some(Duration::from_secs(20)));
        tokio::time::advance(Duration::from_secs(20)).await;
        assert_eq!(holds.left(("post", 1)), None);
        holds.hold(("post", 1), Duration::MAX, false);
        assert_eq!(holds.left(("post", 1)), Some(LONGEST));
    }
}
