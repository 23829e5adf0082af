//! How often LiveAgent may be asked for what a member is still typing: it spares the requests that people wait for.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lru::LruCache;
use tokio::time::Instant;

/// How much of the budget all typing together may use: one part of so many.
const SHARE: u32 = 10;
/// The time that the budget is for.
const WINDOW: Duration = Duration::from_mins(1);
/// How long after a request the same member's typing may cause another.
const MEMBER_INTERVAL: Duration = Duration::from_secs(2);
/// For how long the same text isn't asked for again.
const TEXT_INTERVAL: Duration = Duration::from_mins(1);

/// How many members and texts are remembered: the most recent ones.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000).expect("more than none");

/// When typing caused requests.
pub(super) struct Ahead(Mutex<Sent>);

struct Sent {
    by_member: LruCache<u64, Instant>,
    by_text: LruCache<String, Instant>,
    /// Within the last minute, oldest first.
    all: VecDeque<Instant>,
}

impl Default for Ahead {
    fn default() -> Self {
        let (by_member, by_text) = (LruCache::new(CAPACITY), LruCache::new(CAPACITY));
        Self(Mutex::new(Sent { by_member, by_text, all: VecDeque::new() }))
    }
}

impl Ahead {
    /// Whether a member's typing may cause a request now, which it counts. `per_minute` is the budget; 0 is without limit.
    pub(super) fn count(&self, member: u64, text: &str, per_minute: u32, now: Instant) -> bool {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while sent.all.front().is_some_and(|at| now.duration_since(*at) >= WINDOW) {
            sent.all.pop_front();
        }
        let is_new = |last: Option<&Instant>, interval| last.is_none_or(|last| now.duration_since(*last) >= interval);
        let has_room = per_minute == 0 || sent.all.len() < usize::try_from(per_minute / SHARE).unwrap_or(usize::MAX);
        if !has_room
            || !is_new(sent.by_member.peek(&member), MEMBER_INTERVAL)
            || !is_new(sent.by_text.peek(text), TEXT_INTERVAL)
        {
            return false;
        }
        sent.by_member.put(member, now);
        sent.by_text.put(text.to_owned(), now);
        if per_minute > 0 {
            sent.all.push_back(now);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_a_text_and_all_together_have_their_pace() {
        let (ahead, start) = (Ahead::default(), Instant::now());
        let table = [
            (1, "par", 0, true),
            (1, "parc", 1_000, false),
            (2, "par", 1_000, false),
            (2, "inv", 1_000, true),
            (1, "parc", 2_000, true),
            (3, "ref", 3_000, false),
            (3, "ref", 59_999, false),
            (3, "ref", 60_000, true),
            (1, "par", 62_000, true),
        ];
        for (member, text, after, expected) in table {
            let at = start + Duration::from_millis(after);
            assert_eq!(ahead.count(member, text, 39, at), expected, "{member} {text} after {after} ms");
        }
    }

    #[test]
    fn a_tenth_of_little_is_nothing_and_without_a_limit_only_members_are_held_back() {
        let (ahead, now) = (Ahead::default(), Instant::now());
        assert!(!ahead.count(1, "par", 9, now) && ahead.count(1, "par", 10, now));
        assert!((2..500).all(|member| ahead.count(member, &member.to_string(), 0, now)));
        assert!(!ahead.count(2, "other", 0, now));
    }

    #[test]
    fn its_memory_is_bounded() {
        let (ahead, now) = (Ahead::default(), Instant::now());
        for member in 0..5_000 {
            ahead.count(member, &member.to_string(), 0, now);
        }
        let sent = ahead.0.lock().unwrap();
        assert_eq!((sent.by_member.len(), sent.by_text.len(), sent.all.len()), (CAPACITY.get(), CAPACITY.get(), 0));
    }
}
