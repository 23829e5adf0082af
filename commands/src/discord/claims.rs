//! The changes that this process has begun, so that one which Discord's gateway delivers twice is made once.
//!
//! Changes of other processes are recorded in the store. A restart clears the list; by then the interaction has its answer.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;
use serenity::all::InteractionId;

/// How many changes are remembered: more than anybody can begin before a resumed connection has delivered its missed events again.
const CLAIM_CAPACITY: NonZeroUsize = NonZeroUsize::new(512).expect("more than none");

/// The newest changes that were begun.
#[derive(Debug)]
pub(crate) struct Claims(Mutex<LruCache<InteractionId, ()>>);

impl Default for Claims {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CLAIM_CAPACITY)))
    }
}

impl Claims {
    /// Claims an interaction. False if it was claimed before.
    pub(crate) fn claim(&self, id: InteractionId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(id, ()).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_claimed_once_and_memory_is_bounded() {
        let claims = Claims::default();
        for id in 1..=2 * CLAIM_CAPACITY.get() as u64 {
            assert!(claims.claim(InteractionId::new(id)));
            assert!(!claims.claim(InteractionId::new(id)));
        }
        assert_eq!(claims.0.lock().unwrap().len(), CLAIM_CAPACITY.get());
    }

    #[test]
    fn the_newest_are_remembered() {
        let (claims, count) = (Claims::default(), 2 * CLAIM_CAPACITY.get() as u64);
        for id in 1..=count {
            claims.claim(InteractionId::new(id));
        }
        for id in count - CLAIM_CAPACITY.get() as u64 + 1..=count {
            assert!(!claims.claim(InteractionId::new(id)), "{id} was begun");
        }
    }
}
