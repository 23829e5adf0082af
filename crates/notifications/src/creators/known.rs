//! The roles of creators that Discord has returned, in memory.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use lru::LruCache;
use tokio::sync::Mutex as AsyncMutex;

/// The maximum number of members in memory. A new one takes the place of the oldest.
const CACHE_CAPACITY: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// The roles of creators, in memory.
#[derive(Debug)]
pub(crate) struct Creators(Mutex<LruCache<(u64, u64), Slot>>);

/// The known data of a creator. The lock is held while Discord is asked, so that others wait for the answer.
pub(crate) type Slot = Arc<AsyncMutex<Option<Known>>>;

/// Discord's answer about a member of a server.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// When Discord was asked for their roles.
    pub(crate) at: Timestamp,
    pub(crate) roles: Roles,
    pub(crate) manages: Manages,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Roles {
    Of(Vec<u64>),
    /// The member has left.
    Left,
    Unknown,
}

/// Whether their roles give them Manage Server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Manages {
    NotAsked,
    Known(bool),
    Unknown,
}

impl Default for Creators {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CACHE_CAPACITY)))
    }
}

impl Creators {
    pub(crate) fn slot(&self, guild: u64, user: u64) -> Slot {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.get_or_insert((guild, user), Slot::default))
    }
}
