//! Discord's rate limits, kept by waiting rather than by being refused: 5 requests of a kind to a channel in 5 s, 50 a second in all.
//!
//! A turn is given back some time after the answer has come, not after the request was sent: however long it was on its way,
//! Discord never sees more than it allows.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// To one channel, of one kind.
const CHANNEL: (usize, Duration) = (5, Duration::from_millis(5_100));

/// To all channels: less than Discord allows, because people's commands need some, too.
const ALL: (usize, Duration) = (40, Duration::from_millis(1_050));

/// The most channels that are remembered before those that rest are forgotten.
const CHANNEL_CAPACITY: usize = 512;

/// A kind of request: Discord counts each on its own.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Kind {
    /// A new message.
    Post,
    /// A change of a message.
    Edit,
    /// A look at messages.
    Look,
    /// The opening of a channel for direct messages.
    Direct,
}

/// The turns that are left.
#[derive(Debug)]
pub(crate) struct Pace {
    all: Arc<Semaphore>,
    channels: Mutex<HashMap<(u64, Kind), Arc<Semaphore>>>,
}

/// The leave to send one request. Hold it until the answer is there.
#[derive(Debug)]
pub(crate) struct Turn {
    permits: [Option<(OwnedSemaphorePermit, Duration)>; 2],
}

impl Default for Pace {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(ALL.0)), channels: Mutex::default() }
    }
}

impl Pace {
    /// Waits for a turn.
    pub(crate) async fn turn(&self, channel: u64, kind: Kind) -> Turn {
        let semaphore = {
            let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
            if channels.len() >= CHANNEL_CAPACITY {
                // Those that somebody uses stay: turns that are out, and whoever is about to take one.
                channels.retain(|_, semaphore| {
                    semaphore.available_permits() < CHANNEL.0 || Arc::strong_count(semaphore) > 1
                });
            }
            Arc::clone(channels.entry((channel, kind)).or_insert_with(|| Arc::new(Semaphore::new(CHANNEL.0))))
        };
        // Neither is ever closed, so neither fails.
        let own = semaphore.acquire_owned().await.ok().map(|permit| (permit, CHANNEL.1));
        let all = Arc::clone(&self.all).acquire_owned().await.ok().map(|permit| (permit, ALL.1));
        Turn { permits: [own, all] }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        for (permit, rest) in self.permits.iter_mut().filter_map(Option::take) {
            tokio::spawn(async move {
                tokio::time::sleep(rest).await;
                drop(permit);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn five_to_a_channel_and_the_sixth_waits() {
        let pace = Pace::default();
        let start = Instant::now();
        for _ in 0..5 {
            drop(pace.turn(1, Kind::Post).await);
        }
        drop(pace.turn(1, Kind::Edit).await);
        drop(pace.turn(2, Kind::Post).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(pace.turn(1, Kind::Post).await);
        assert_eq!(start.elapsed(), CHANNEL.1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_answer_holds_its_turn() {
        let pace = Pace::default();
        let start = Instant::now();
        let mut turns = Vec::new();
        for _ in 0..5 {
            turns.push(pace.turn(1, Kind::Post).await);
        }
        tokio::time::sleep(Duration::from_secs(30)).await;
        drop(turns);
        drop(pace.turn(1, Kind::Post).await);
        assert_eq!(start.elapsed(), Duration::from_secs(30) + CHANNEL.1);
    }

    /// Somebody has looked up a channel's turns and not taken one yet when many other channels come.
    #[tokio::test(start_paused = true)]
    async fn turns_that_are_about_to_be_taken_are_not_forgotten() {
        let pace = Pace { all: Arc::new(Semaphore::new(10_000)), ..Pace::default() };
        let about =
            Arc::clone(pace.channels.lock().unwrap().entry((1, Kind::Post)).or_insert(Arc::new(Semaphore::new(5))));
        for channel in 2..1_000 {
            drop(pace.turn(channel, Kind::Post).await);
            tokio::time::advance(CHANNEL.1).await;
            tokio::task::yield_now().await;
        }
        let kept = pace.channels.lock().unwrap().get(&(1, Kind::Post)).map(Arc::clone);
        assert!(kept.is_some_and(|kept| Arc::ptr_eq(&kept, &about)));
        assert!(pace.channels.lock().unwrap().len() <= CHANNEL_CAPACITY);
    }

    #[tokio::test(start_paused = true)]
    async fn never_more_than_forty_a_second_in_all() {
        let pace = Pace::default();
        let start = Instant::now();
        for channel in 0..400 {
            drop(pace.turn(channel, Kind::Post).await);
        }
        assert!(start.elapsed() >= ALL.1 * 9);
        assert!(pace.channels.lock().unwrap().len() <= CHANNEL_CAPACITY);
    }
}
