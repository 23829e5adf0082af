//! What each server's members use most, offered first when one is asked for: tags, departments, agents, the knowledgebase.
//!
//! Counts live in memory only, and are halved from time to time, so that what was used last year is not offered for ever.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use serenity::all::GuildId;

/// How many things are counted, of all servers.
const KEPT: usize = 2_000;
/// After how many uses the counts are halved.
const HALVED: u32 = 2_000;

/// How often each was used.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    of: HashMap<(GuildId, String), u32>,
    since: u32,
}

impl Uses {
    /// Counts what a look-up or a change names.
    pub(crate) fn count(&self, guild: GuildId, ids: Vec<String>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            *counts.of.entry((guild, id)).or_default() += 1;
            counts.since += 1;
        }
        while counts.since >= HALVED || counts.of.len() > KEPT {
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
        let count = |item: &T| counts.of.get(&(guild, id(item).to_owned())).copied().unwrap_or_default();
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
        for n in 0..10 * KEPT {
            uses.count(GuildId::new(1), vec![format!("once {n}")]);
            assert!(uses.0.lock().unwrap().of.len() <= KEPT);
        }
        assert_eq!(sorted(&uses, 1), ["a", "b", "c"], "what was used long ago is like what never was");
    }
}
