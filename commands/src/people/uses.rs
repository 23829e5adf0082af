//! What each server's members use most, offered first when one is asked for: tags, departments, agents, the knowledgebase.
//!
//! Counts live in memory only, and are halved from time to time, so that what was used last year is not offered first for ever.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;
use serenity::all::GuildId;

/// How many things are counted, of all servers: those used last.
const COUNT_CAPACITY: NonZeroUsize = NonZeroUsize::new(2_000).expect("more than none");
/// After how many uses the counts are halved.
const HALVING_INTERVAL: u32 = 2_000;

/// How often each was used.
#[derive(Debug)]
pub(crate) struct Uses(Mutex<Counts>);

#[derive(Debug)]
struct Counts {
    of: LruCache<(GuildId, String), u32>,
    /// Uses since the counts were last halved.
    since: u32,
}

impl Default for Uses {
    fn default() -> Self {
        Self(Mutex::new(Counts { of: LruCache::new(COUNT_CAPACITY), since: 0 }))
    }
}

impl Uses {
    /// Counts what a look-up or a change names.
    pub(crate) fn count(&self, guild: GuildId, ids: Vec<String>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            *counts.of.get_or_insert_mut((guild, id), || 0) += 1;
            counts.since += 1;
        }
        if counts.since >= HALVING_INTERVAL {
            counts.since = 0;
            counts.of.retain(|_, count| {
                *count /= 2;
                *count > 0
            });
        }
    }

    /// Sorts the most used first; those used as often stay in their order.
    pub(crate) fn sort<T>(&self, guild: Option<GuildId>, items: &mut [T], id: impl Fn(&T) -> &str) {
        let Some(guild) = guild else { return };
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |item: &T| counts.of.peek(&(guild, id(item).to_owned())).copied().unwrap_or_default();
        items.sort_by_cached_key(|item| std::cmp::Reverse(count(item)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(uses: &Uses, guild: u64) -> Vec<&'static str> {
        let mut items = ["a", "b", "c"];
        uses.sort(Some(GuildId::new(guild)), &mut items, |item| item);
        items.to_vec()
    }

    #[test]
    fn the_most_used_come_first_in_their_own_server() {
        let uses = Uses::default();
        for tag in ["c", "b", "c"] {
            uses.count(GuildId::new(1), vec![tag.to_owned()]);
        }
        assert_eq!(sorted(&uses, 1), ["c", "b", "a"]);
        assert_eq!(sorted(&uses, 2), ["a", "b", "c"]);
    }

    #[test]
    fn counts_decay_and_memory_is_bounded() {
        let uses = Uses::default();
        for _ in 0..10 {
            uses.count(GuildId::new(1), vec!["b".to_owned()]);
        }
        for n in 0..10 * COUNT_CAPACITY.get() {
            uses.count(GuildId::new(1), vec![format!("once {n}")]);
            assert!(uses.0.lock().unwrap().of.len() <= COUNT_CAPACITY.get());
        }
        assert_eq!(sorted(&uses, 1), ["a", "b", "c"], "what was used long ago is like what never was");
    }

    #[test]
    fn counts_are_halved_after_so_many_uses() {
        let uses = Uses::default();
        let count = |id: &str, times| (0..times).for_each(|_| uses.count(GuildId::new(1), vec![id.to_owned()]));
        count("c", 10);
        count("a", HALVING_INTERVAL - 10);
        count("b", 6);
        assert_eq!(sorted(&uses, 1), ["a", "b", "c"], "b's 6 are more than half of c's 10");
    }

    #[test]
    fn a_full_memory_forgets_only_what_was_used_longest_ago() {
        let (uses, half) = (Uses::default(), COUNT_CAPACITY.get() / 2);
        let fill = |name: &str| (0..half).for_each(|n| uses.count(GuildId::new(2), vec![format!("{name} {n}")]));
        fill("old");
        fill("old");
        uses.count(GuildId::new(1), vec!["b".to_owned()]);
        fill("new");
        assert_eq!(uses.0.lock().unwrap().of.len(), COUNT_CAPACITY.get());
        assert_eq!(sorted(&uses, 1), ["b", "a", "c"], "others' uses do not erase a server's own");
    }
}
