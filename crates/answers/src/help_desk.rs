//! The help desk: what every look-up needs.

use std::sync::Arc;

use jiff::Timestamp;
use liveagent::Client;
use views::{Desk, Names};

use crate::{Clock, Readers, Troubles, drawing::Drawing, names::Directory};

/// The client of LiveAgent, and data cached from it.
#[derive(Debug)]
pub struct HelpDesk {
    /// The client, in the class for people's requests.
    pub liveagent: Client,
    /// Tags, departments, agents and other named things.
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
    /// Failures that were already logged.
    pub troubles: Arc<Troubles>,
    /// The account's address, for links to its panel; no trailing slash.
    pub panel: String,
    /// Switchboard's version.
    pub version: &'static str,
    /// The clock.
    pub clock: Clock,
}

impl HelpDesk {
    /// Creates it without sending any request.
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

    /// Names, time zone and time for views. Names that take too long are left out. Call it concurrently with the request.
    pub async fn desk(&self, readers: &Readers) -> Desk {
        let names = Names { members: Arc::clone(&readers.members), ..self.directory.names().await };
        Desk {
            panel: self.panel.clone(),
            zone: self.liveagent.time_zone(),
            now: self.clock.now(),
            names,
            words: readers.words,
        }
    }
}
