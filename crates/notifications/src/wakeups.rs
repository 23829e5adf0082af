//! Channels in which something rests because Discord does not let it in, and signs that it may do so now: then it is tried at once.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// A sign that may be of any channel counts for each once in so long: roles of a large server change all the time.
const SELDOM: Duration = Duration::from_secs(20);

/// The most channels that are remembered. What rests in others is tried again at its time.
const CHANNELS: usize = 10_000;

/// What is known of the channels.
#[derive(Debug, Default)]
pub(crate) struct Stirs(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// Where something rests, and when a general sign counted last.
    resting: HashMap<u64, Option<Instant>>,
    stirred: HashSet<u64>,
}

impl Stirs {
    /// Something was not let into a channel.
    pub(crate) fn rests(&self, channel: u64) {
        let mut known = self.known();
        if known.resting.len() < CHANNELS {
            known.resting.entry(channel).or_default();
        }
    }

    /// Something got through to a channel, or the channel has changed.
    pub(crate) fn stir(&self, channel: u64) {
        let mut known = self.known();
        if known.resting.remove(&channel).is_some() {
            known.stirred.insert(channel);
        }
    }

    /// Roles or servers have changed: that may be about any channel.
    pub(crate) fn stir_all(&self) {
        let (now, known) = (Instant::now(), &mut *self.known());
        for (channel, last) in &mut known.resting {
            if last.is_none_or(|last| now.duration_since(last) >= SELDOM) {
                *last = Some(now);
                known.stirred.insert(*channel);
            }
        }
    }

    /// The channels where it is to be tried at once.
    pub(crate) fn take(&self) -> HashSet<u64> {
        std::mem::take(&mut self.known().stirred)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sign_counts_where_something_rests() {
        let stirs = Stirs::default();
        stirs.stir(1);
        assert!(stirs.take().is_empty());
        stirs.rests(1);
        stirs.rests(2);
        stirs.stir(1);
        assert_eq!(stirs.take(), HashSet::from([1]));
        stirs.stir(1);
        assert!(stirs.take().is_empty(), "nothing rests there any more");
        stirs.stir_all();
        assert_eq!(stirs.take(), HashSet::from([2]));
        stirs.stir_all();
        assert!(stirs.take().is_empty(), "a moment ago");
        tokio::time::advance(SELDOM).await;
        stirs.stir_all();
        assert_eq!(stirs.take(), HashSet::from([2]));
    }
}
