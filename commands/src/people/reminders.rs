//! Remembers which link requests an owner has seen, so that each is shown once.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;
use serenity::all::UserId;

/// The maximum number of reminders in memory.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// The requests that each owner has seen.
#[derive(Debug)]
pub(crate) struct Reminders(Mutex<LruCache<(UserId, i64), ()>>);

impl Default for Reminders {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CAPACITY)))
    }
}

impl Reminders {
    /// Returns whether the owner has not seen the request yet, and records that they have.
    pub(crate) fn is_new(&self, owner: UserId, request: i64) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put((owner, request), ()).is_none()
    }
}
