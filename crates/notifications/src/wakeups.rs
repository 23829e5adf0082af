//! The channels with something to retry because Discord refused it, and events after which it is retried at once.

use std::{
    collections::HashSet,
    num::NonZeroUsize,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use lru::LruCache;
use tokio::time::Instant;

/// How often all channels are woken. The roles of a large server change all the time.
const WAKE_ALL_INTERVAL: Duration = Duration::from_secs(20);

/// The maximum number of channels in memory. In others everything is retried only when its delay is over.
const CHANNEL_CAPACITY: usize = 10_000;

/// How long an event counts for what is refused after it: Discord may have judged the request before.
const EVENT_MAX_AGE: Duration = Duration::from_secs(5);

/// The maximum number of recent events in memory.
const MAX_RECENT: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// The channels with something to retry.
#[derive(Debug, Default)]
pub(crate) struct Wakeups(Mutex<Channels>);

#[derive(Debug)]
struct Channels {
    resting: HashSet<u64>,
    woken: HashSet<u64>,
    /// Whether all are to be woken, and when they last were.
    is_all: bool,
    last_all: Option<Instant>,
    /// When something changed in a channel that had nothing to retry, and when anywhere.
    recent: LruCache<u64, Instant>,
    recent_all: Option<Instant>,
}

impl Default for Channels {
    fn default() -> Self {
        Self {
            resting: HashSet::new(),
            woken: HashSet::new(),
            is_all: false,
            last_all: None,
            recent: LruCache::new(MAX_RECENT),
            recent_all: None,
        }
    }
}

impl Wakeups {
    /// Something in this channel waits to be retried.
    pub(crate) fn rest(&self, channel: u64) {
        let channels = &mut *self.channels();
        let is_recent = |at: Option<Instant>| at.is_some_and(|at| at.elapsed() < EVENT_MAX_AGE);
        if is_recent(channels.recent.pop(&channel)) {
            channels.woken.insert(channel);
        } else if channels.resting.len() < CHANNEL_CAPACITY {
            channels.resting.insert(channel);
            channels.is_all |= is_recent(channels.recent_all);
        }
    }

    /// The channel has changed.
    pub(crate) fn wake(&self, channel: u64) {
        if !self.got_through(channel) {
            self.channels().recent.put(channel, Instant::now());
        }
    }

    /// A post to this channel, or an edit, succeeded. Whether something waits to be retried there.
    pub(crate) fn got_through(&self, channel: u64) -> bool {
        let mut channels = self.channels();
        let waits = channels.resting.remove(&channel);
        if waits {
            channels.woken.insert(channel);
        }
        waits
    }

    /// A role, a server, a category or the bot's member has changed, which may give access to any channel.
    pub(crate) fn wake_all(&self) {
        let mut channels = self.channels();
        channels.is_all = true;
        channels.recent_all = Some(Instant::now());
    }

    /// The channels to retry now. Each is returned once.
    pub(crate) fn take(&self) -> HashSet<u64> {
        let (now, channels) = (Instant::now(), &mut *self.channels());
        let is_due = channels.last_all.is_none_or(|last| now.duration_since(last) >= WAKE_ALL_INTERVAL);
        if channels.is_all && (is_due || channels.resting.is_empty()) {
            channels.is_all = false;
            if !channels.resting.is_empty() {
                channels.last_all = Some(now);
                channels.woken.extend(channels.resting.drain());
            }
        }
        std::mem::take(&mut channels.woken)
    }

    fn channels(&self) -> MutexGuard<'_, Channels> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_channels_with_something_to_retry_are_woken() {
        let wakeups = Wakeups::default();
        wakeups.wake(1);
        wakeups.wake_all();
        assert!(wakeups.take().is_empty());
        tokio::time::advance(EVENT_MAX_AGE).await;
        wakeups.rest(1);
        wakeups.rest(2);
        wakeups.wake(1);
        assert_eq!(wakeups.take(), HashSet::from([1]));
        wakeups.wake(1);
        assert!(wakeups.take().is_empty(), "nothing is left to retry there");
        wakeups.wake_all();
        assert_eq!(wakeups.take(), HashSet::from([2]));
        wakeups.rest(2);
        wakeups.wake_all();
        assert!(wakeups.take().is_empty(), "all were woken a moment ago");
        tokio::time::advance(WAKE_ALL_INTERVAL).await;
        assert_eq!(wakeups.take(), HashSet::from([2]), "it is not forgotten");
    }

    #[tokio::test(start_paused = true)]
    async fn an_event_just_before_a_refusal_is_known_counts() {
        let wakeups = Wakeups::default();
        wakeups.wake(1);
        wakeups.rest(1);
        assert_eq!(wakeups.take(), HashSet::from([1]));
        wakeups.rest(1);
        assert!(wakeups.take().is_empty(), "it counts once");
        wakeups.wake_all();
        assert_eq!(wakeups.take(), HashSet::from([1]));
        wakeups.wake_all();
        tokio::time::advance(WAKE_ALL_INTERVAL).await;
        assert!(wakeups.take().is_empty());
        wakeups.wake_all();
        wakeups.rest(2);
        assert_eq!(wakeups.take(), HashSet::from([2]));
        tokio::time::advance(EVENT_MAX_AGE).await;
        wakeups.rest(3);
        assert!(wakeups.take().is_empty(), "that was long ago");
    }
}
