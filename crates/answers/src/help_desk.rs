//! The help desk, as all questions need it.

use std::sync::Arc;

use jiff::Timestamp;
use liveagent::Client;
use views::Desk;

use crate::{Clock, Troubles, drawing::Drawing, names::Directory};

/// The help desk: the client of LiveAgent, and what is remembered of its answers.
#[derive(Debug)]
pub struct HelpDesk {
    /// The client, in the class of what people ask.
    pub liveagent: Client,
    /// The named things.
    pub directory: Arc<Directory>,
    /// The account's address, for links to its panel; no trailing slash.
    pub panel: String,
    /// Switchboard's version.
    pub version: &'static str,
    /// The clock.
    pub clock: Clock,
    pub(crate) drawing: Drawing,
    pub(crate) started: Timestamp,
}

/// What a [`HelpDesk`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// The client, with the account's address and key.
    pub liveagent: Client,
    /// Which failures the log has already.
    pub troubles: Arc<Troubles>,
    /// The account's address, for links to its panel; no trailing slash.
    pub panel: String,
    /// Switchboard's version.
    pub version: &'static str,
    /// The clock.
    pub clock: Clock,
}

impl HelpDesk {
    /// Puts it together. Asks nothing of anybody yet.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { liveagent, troubles, panel, version, clock } = parts;
        Self {
            directory: Arc::new(Directory::new(liveagent.clone(), troubles)),
            drawing: Drawing::default(),
            started: clock.now(),
            liveagent,
            panel,
            version,
            clock,
        }
    }

    /// What views need to know besides the answer: names, as far as they come in a moment; the zone; now. Ask for it beside the answer.
    pub async fn desk(&self) -> Desk {
        Desk {
            panel: self.panel.clone(),
            zone: self.liveagent.time_zone(),
            now: self.clock.now(),
            names: self.directory.names().await,
        }
    }
}
