//! Rate limits that Discord has told us of: for one kind of request to one channel, for all of the bot's requests, or for everything from
//! this address.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// The longest hold. An answer that asks for more isn't Discord's, and must not silence the bot for good.
const MAX_HOLD: Duration = Duration::from_hours(1);

/// A kind of request and the channel or server it goes to. Discord limits each pair separately.
pub(super) type Kind = (&'static str, u64);

/// What a rate limit applies to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Scope {
    /// One kind of request to one channel or server.
    #[default]
    Kind,
    /// All requests of the bot except answers to interactions, which Discord doesn't count.
    Bot,
    /// Everything: a proxy in front of Discord refused.
    Everything,
}

/// The current holds.
#[derive(Debug, Default)]
pub(super) struct Holds(Mutex<Until>);

#[derive(Debug, Default)]
struct Until {
    everything: Option<Instant>,
    bot: Option<Instant>,
    kinds: HashMap<Kind, Instant>,
}

impl Until {
    fn hold_kind(&mut self, kind: Kind, until: Instant, now: Instant) {
        self.kinds.retain(|_, until| *until > now);
        let kept = self.kinds.entry(kind).or_insert(until);
        *kept = until.max(*kept);
    }
}

impl Holds {
    /// Discord asked to wait this long.
    pub(super) fn hold(&self, kind: Kind, time: Duration, scope: Scope) {
        let now = Instant::now();
        let until = now + time.min(MAX_HOLD);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match scope {
            Scope::Everything => held.everything = held.everything.max(Some(until)),
            Scope::Bot => held.bot = held.bot.max(Some(until)),
            Scope::Kind => held.hold_kind(kind, until, now),
        }
    }

    /// How long a request of this kind has to wait.
    pub(super) fn left(&self, kind: Kind, is_answer: bool) -> Option<Duration> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bot = held.bot.filter(|_| !is_answer);
        let until = held.everything.max(bot).max(held.kinds.get(&kind).copied())?;
        Some(until.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_hold_applies_to_its_scope() {
        let (holds, seconds) = (Holds::default(), Duration::from_secs);
        holds.hold(("post", 1), seconds(10), Scope::Kind);
        holds.hold(("post", 1), seconds(2), Scope::Kind);
        assert_eq!(holds.left(("post", 1), false), Some(seconds(10)));
        assert_eq!(holds.left(("post", 2), false), None);
        assert_eq!(holds.left(("edit", 1), false), None);
        holds.hold(("edit", 5), seconds(20), Scope::Bot);
        assert_eq!(holds.left(("post", 2), false), Some(seconds(20)));
        assert_eq!(holds.left(("respond", 2), true), None);
        holds.hold(("edit", 5), seconds(30), Scope::Everything);
        assert_eq!(holds.left(("respond", 2), true), Some(seconds(30)));
        tokio::time::advance(seconds(30)).await;
        assert_eq!(holds.left(("post", 1), false), None);
        holds.hold(("post", 1), Duration::MAX, Scope::Kind);
        assert_eq!(holds.left(("post", 1), false), Some(MAX_HOLD));
    }
}
