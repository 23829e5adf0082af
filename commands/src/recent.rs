//! The conversations that each member opened lately, offered first when one is asked for.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use serenity::all::UserId;

/// How many conversations are remembered for one member.
const EACH: usize = 10;
/// How many members are remembered; beyond that all are forgotten, which costs a little comfort and bounds the memory.
const MEMBERS: usize = 2_000;

/// Who opened what, newest first. Lives in memory only.
#[derive(Debug, Default)]
pub(crate) struct Recent(Mutex<HashMap<UserId, VecDeque<Opened>>>);

/// A conversation that was opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Opened {
    pub(crate) id: String,
    pub(crate) label: String,
}

impl Recent {
    /// Remembers that `user` opened a conversation.
    pub(crate) fn opened(&self, user: UserId, conversation: Opened) {
        let mut members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if members.len() >= MEMBERS && !members.contains_key(&user) {
            members.clear();
        }
        let list = members.entry(user).or_default();
        list.retain(|known| known.id != conversation.id);
        list.push_front(conversation);
        list.truncate(EACH);
    }

    /// What `user` opened, newest first.
    pub(crate) fn of(&self, user: UserId) -> Vec<Opened> {
        let members = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        members.get(&user).map(|list| list.iter().cloned().collect()).unwrap_or_default()
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
        for n in 0..EACH + 5 {
            recent.opened(user, opened(&n.to_string()));
        }
        recent.opened(user, opened("9"));
        let ids: Vec<String> = recent.of(user).into_iter().map(|opened| opened.id).collect();
        assert_eq!(ids.len(), EACH);
        assert_eq!(ids[..3], ["9", "14", "13"]);
        assert!(recent.of(UserId::new(2)).is_empty());
    }

    #[test]
    fn members_are_bounded() {
        let recent = Recent::default();
        for n in 1..=MEMBERS as u64 + 1 {
            recent.opened(UserId::new(n), opened("a"));
        }
        assert!(recent.0.lock().unwrap().len() <= MEMBERS);
    }
}
