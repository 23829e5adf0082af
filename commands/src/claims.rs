//! The changes that this process has begun, so that one which Discord's gateway tells of twice is made once.
//!
//! Other processes are told apart in the store; a restart forgets, and by then the interaction has its answer.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use serenity::all::InteractionId;

/// How many are remembered: more than anybody can begin before a resumed connection has told all it had to tell again.
const KEPT: usize = 512;

/// The newest changes that were begun.
#[derive(Debug, Default)]
pub(crate) struct Claims(Mutex<VecDeque<InteractionId>>);

impl Claims {
    /// Claims an interaction. False if it was claimed before.
    pub(crate) fn claim(&self, id: InteractionId) -> bool {
        let mut claimed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if claimed.contains(&id) {
            return false;
        }
        claimed.truncate(KEPT - 1);
        claimed.push_front(id);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_claimed_once_and_memory_is_bounded() {
        let claims = Claims::default();
        for id in 1..=2 * KEPT as u64 {
            assert!(claims.claim(InteractionId::new(id)));
            assert!(!claims.claim(InteractionId::new(id)));
        }
        assert_eq!(claims.0.lock().unwrap().len(), KEPT);
    }
}
