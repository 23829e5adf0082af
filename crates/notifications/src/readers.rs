//! The readers of a post: everyone who can read the channel, with its server's visibility.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use answers::Readers;
use lru::LruCache;
use store::Subscription;
use views::{Desk, Names};

use crate::context::Context;

/// The maximum number of channels whose parents are in memory. A thread keeps its parent forever.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// The parents of channels, where they are threads.
#[derive(Debug)]
pub(crate) struct Parents(Mutex<LruCache<u64, Option<u64>>>);

impl Default for Parents {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CAPACITY)))
    }
}

impl Context {
    /// What views need for a post in the channel of a subscription.
    pub(crate) async fn desk_of(&self, subscription: &Subscription) -> Desk {
        let readers = self.readers_of(subscription.guild, subscription.channel).await;
        let desk = self.desk();
        Desk { names: Names { members: readers.members, ..desk.names }, words: readers.words, ..desk }
    }

    async fn readers_of(&self, guild: u64, channel: u64) -> Readers {
        let server = self.servers.server(guild);
        let is_parent_needed = !server.channel_words.is_empty() && !server.channel_words.contains_key(&channel);
        if !is_parent_needed {
            return Readers::of_channel(&server, channel, None);
        }
        match self.parent_of(channel).await {
            Some(parent) => Readers::of_channel(&server, channel, parent),
            None => Readers::of_unknown_channel(&server),
        }
    }

    /// The parent of a channel; `None` if Discord can't be asked.
    async fn parent_of(&self, channel: u64) -> Option<Option<u64>> {
        let cache = || self.parents.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parent) = cache().get(&channel) {
            return Some(*parent);
        }
        let found = self.deliverer.rest.channel(channel).await.ok()?;
        let parent = found["parent_id"].as_str().and_then(|id| id.parse().ok());
        cache().put(channel, parent);
        Some(parent)
    }
}
