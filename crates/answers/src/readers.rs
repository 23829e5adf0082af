//! The readers of an answer: how much of customers' words they may see, and the links of their server.

use std::{collections::BTreeMap, sync::Arc};

use store::Server;
use views::Words;

use crate::Level;

/// The readers of an answer. By default they may see everything, and no agent is linked.
#[derive(Clone, Debug, Default)]
pub struct Readers {
    /// How much of customers' words they may see.
    pub words: Words,
    /// The Discord ids of the members linked to agents, by the agents' ids.
    pub members: Arc<BTreeMap<String, u64>>,
    /// The level of the only reader; `None` if everyone in a channel reads it.
    pub level: Option<Level>,
}

impl Readers {
    /// The member who asks, in a private answer.
    #[must_use]
    pub fn asker(server: &Server, level: Level) -> Self {
        Self { words: Words::All, members: server.members(), level: Some(level) }
    }

    /// Everybody in a channel. A thread has the setting of its parent unless it has its own.
    #[must_use]
    pub fn of_channel(server: &Server, channel: u64, parent: Option<u64>) -> Self {
        let set = server.channel_words.get(&channel).or_else(|| server.channel_words.get(&parent?));
        Self { words: words(*set.unwrap_or(&server.words)), members: server.members(), level: None }
    }

    /// Everybody in a channel whose parent is not known: the strictest setting that it can have.
    #[must_use]
    pub fn of_unknown_channel(server: &Server) -> Self {
        let all = server.channel_words.values().chain([&server.words]);
        let strictest = all.map(|set| words(*set)).min().unwrap_or(Words::None);
        Self { words: strictest, members: server.members(), level: None }
    }
}

/// How much of customers' words a setting lets an answer show.
#[must_use]
pub fn words(set: store::Words) -> Words {
    match set {
        store::Words::None => Words::None,
        store::Words::Subject => Words::Subject,
        store::Words::All => Words::All,
    }
}
