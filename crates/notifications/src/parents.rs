//! The parents of channels, in memory. Discord is asked for each once.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;

/// The maximum number of channels whose parents are in memory. A thread keeps its parent forever.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// The parents of channels, where they are threads.
#[derive(Debug)]
pub(crate) struct Parents(Mutex<LruCache<u64, u64>>);

impl Default for Parents {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CAPACITY)))
    }
}

impl Parents {
    /// The parent of a channel, if it is known. A channel without a parent is its own.
    pub(crate) fn get(&self, channel: u64) -> Option<u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&channel).copied()
    }

    pub(crate) fn put(&self, channel: u64, parent: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(channel, parent);
    }
}
