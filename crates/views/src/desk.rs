//! What every view needs besides the answer itself: where the help desk is, when it is, and what its ids are called.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use jiff::tz::TimeZone;

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
}

impl Desk {
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
