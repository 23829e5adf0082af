//! The conversations, customers and files that each member opened or uploaded lately, offered first when one is asked for.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use answers::{Opened, OpenedKind};
use lru::LruCache;
use serenity::all::UserId;

/// How many of each kind are remembered for one member.
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
    /// Remembers what `user` opened.
    pub(crate) fn opened(&self, user: UserId, opened: Opened) {
        let mut members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let list = members.get_or_insert_mut(user, VecDeque::new);
        list.retain(|known| (known.kind, &known.id) != (opened.kind, &opened.id));
        let same = list.iter().enumerate().filter(|(_, known)| known.kind == opened.kind);
        if let Some(oldest) = same.map(|(place, _)| place).nth(MAX_PER_MEMBER - 1) {
            list.remove(oldest);
        }
        list.push_front(opened);
    }

    /// The conversations that `user` opened, newest first.
    pub(crate) fn of(&self, user: UserId) -> Vec<Opened> {
        self.of_kind(user, OpenedKind::Conversation)
    }

    /// The customers that `user` opened, newest first.
    pub(crate) fn customers_of(&self, user: UserId) -> Vec<Opened> {
        self.of_kind(user, OpenedKind::Customer)
    }

    /// The files that `user` uploaded, newest first.
    pub(crate) fn files_of(&self, user: UserId) -> Vec<Opened> {
        self.of_kind(user, OpenedKind::File)
    }

    fn of_kind(&self, user: UserId, kind: OpenedKind) -> Vec<Opened> {
        let members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let list = members.peek(&user).into_iter().flatten();
        list.filter(|opened| opened.kind == kind).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(id: &str) -> Opened {
        Opened { kind: OpenedKind::Conversation, id: id.to_owned(), label: format!("label of {id}") }
    }

    #[test]
    fn newest_first_without_repetition_and_bounded() {
        let (recent, user) = (Recent::default(), UserId::new(1));
        for n in 0..MAX_PER_MEMBER + 5 {
            recent.opened(user, opened(&n.to_string()));
        }
        recent.opened(user, opened("9"));
        recent.opened(user, Opened { kind: OpenedKind::Customer, ..opened("9") });
        let ids: Vec<String> = recent.of(user).into_iter().map(|opened| opened.id).collect();
        assert_eq!(ids.len(), MAX_PER_MEMBER);
        assert_eq!(ids[..3], ["9", "14", "13"]);
        assert_eq!(recent.customers_of(user).len(), 1, "each kind by itself");
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
