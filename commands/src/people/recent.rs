//! The conversations that each member opened lately, offered first when one is asked for.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use answers::Opened;
use lru::LruCache;
use serenity::all::UserId;

/// How many conversations are remembered for one member.
const MAX_PER_MEMBER: usize = 10;
/// How many members are remembered: those who opened one last.
const MEMBER_CAPACITY: NonZeroUsize = NonZeroUsize::new(2_000).expect("more than none");

/// Who opened what, newest first. Lives in memory only.
#[derive(Debug)]
pub(crate) struct Recent(Mutex<LruCache<UserId, VecDeque<Opened>>>);

impl Default for Recent {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MEMBER_CAPACITY)))
    }
}

impl Recent {
    /// Remembers that `user` opened a conversation.
    pub(crate) fn opened(&self, user: UserId, conversation: Opened) {
        let mut members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let list = members.get_or_insert_mut(user, VecDeque::new);
        list.retain(|known| known.id != conversation.id);
        list.push_front(conversation);
        list.truncate(MAX_PER_MEMBER);
    }

    /// What `user` opened, newest first.
    pub(crate) fn of(&self, user: UserId) -> Vec<Opened> {
        let members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        members.peek(&user).map(|list| list.iter().cloned().collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(id: &str) -> Opened {
        Opened { id: id.to_owned(), label: format!("label of {id}") }
    }

    #[test]
    fn newest_first_without_repetition_and_bounded() {
        let (recent, user) = (Recent::default(), UserId::new(1));
        for n in 0..MAX_PER_MEMBER + 5 {
            recent.opened(user, opened(&n.to_string()));
        }
        recent.opened(user, opened("9"));
        let ids: Vec<String> = recent.of(user).into_iter().map(|opened| opened.id).collect();
        assert_eq!(ids.len(), MAX_PER_MEMBER);
        assert_eq!(ids[..3], ["9", "14", "13"]);
        assert!(recent.of(UserId::new(2)).is_empty());
    }

    #[test]
    fn of_too_many_members_those_who_opened_none_lately_are_forgotten() {
        let (recent, faithful) = (Recent::default(), UserId::new(1));
        for n in 2..=2 * MEMBER_CAPACITY.get() as u64 {
            recent.opened(faithful, opened("a"));
            recent.opened(UserId::new(n), opened("b"));
        }
        assert_eq!(recent.0.lock().unwrap().len(), MEMBER_CAPACITY.get());
        assert_eq!(recent.of(faithful), [opened("a")]);
        assert!(recent.of(UserId::new(2)).is_empty());
    }
}
