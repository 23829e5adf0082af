//! The readers of a post: everyone who can read the channel, with its server's visibility.

use answers::Readers;
use store::Subscription;
use views::{Desk, Names};

use crate::context::Context;

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
            Some(parent) => Readers::of_channel(&server, channel, Some(parent)),
            None => Readers::of_unknown_channel(&server),
        }
    }

    /// The parent of a channel, or itself without one; `None` if Discord can't be asked.
    async fn parent_of(&self, channel: u64) -> Option<u64> {
        if let Some(parent) = self.parents.get(channel) {
            return Some(parent);
        }
        let found = self.deliverer.rest.channel(channel).await.ok()?;
        let parent = found["parent_id"].as_str().and_then(|id| id.parse().ok()).unwrap_or(channel);
        self.parents.put(channel, parent);
        Some(parent)
    }
}
