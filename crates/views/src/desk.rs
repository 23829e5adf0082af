//! What every view needs besides the answer itself: where the help desk is, when it is, and what its ids are called.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How much of customers' words an answer may show.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Words {
    /// None: no subjects, messages, names or addresses of customers.
    #[serde(rename = "n")]
    None,
    /// Subjects, and customers' names and addresses.
    #[serde(rename = "s")]
    Subject,
    /// All, messages and notes included.
    #[default]
    #[serde(rename = "a")]
    All,
}

/// The help desk that answers come from.
#[derive(Clone, Debug)]
pub struct Desk {
    /// LiveAgent's address without a slash at the end: `https://acme.ladesk.com`.
    pub panel: String,
    /// The zone of LiveAgent's times, which come without an offset.
    pub zone: TimeZone,
    /// Now.
    pub now: Timestamp,
    /// The names of things that answers give by id.
    pub names: Names,
    /// How much of customers' words the readers of the answer may see.
    pub words: Words,
}

/// Names by id. What is missing is shown by its id.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Tags.
    pub tags: Arc<BTreeMap<String, String>>,
    /// Departments.
    pub departments: Arc<BTreeMap<String, String>>,
    /// Agents.
    pub agents: Arc<BTreeMap<String, String>>,
    /// Knowledgebases.
    pub knowledgebases: Arc<BTreeMap<String, String>>,
    /// The Discord ids of the members linked to agents, by the agents' ids.
    pub members: Arc<BTreeMap<String, u64>>,
}

impl Desk {
    /// Whether the readers may see these words.
    #[must_use]
    pub fn shows(&self, words: Words) -> bool {
        self.words >= words
    }

    /// The same for readers who may see no more than `words`.
    #[must_use]
    pub fn limited_to(mut self, words: Words) -> Self {
        self.words = self.words.min(words);
        self
    }

    /// Where LiveAgent's panel is.
    #[must_use]
    pub fn panel_url(&self) -> String {
        format!("{}/agent/", self.panel)
    }

    /// Where LiveAgent's panel shows a conversation, by id.
    #[must_use]
    pub fn conversation_url(&self, id: &str) -> String {
        let safe: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        format!("{}/agent/#Conversation;id={safe}", self.panel)
    }
}
