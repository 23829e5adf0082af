//! What every command works with.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use liveagent::Client;
use notifications::{Clock, Notifier};
use serenity::all::GuildId;
use store::Store;
use tokio_util::task::TaskTracker;
use views::Desk;

use crate::{
    claims::Claims, directory::Directory, guilds::Registering, last_known::LastKnown, recent::Recent,
    troubles::Troubles, uses::Uses,
};

/// The bot's own state: the client of LiveAgent, what is remembered in memory, and the way to what must survive a restart.
#[derive(Debug)]
pub struct Bot {
    pub(crate) liveagent: Client,
    /// For files that members give.
    pub(crate) http: reqwest::Client,
    pub(crate) store: Store,
    pub(crate) notifier: Arc<Notifier>,
    pub(crate) directory: Directory,
    pub(crate) last_known: LastKnown,
    pub(crate) recent: Recent,
    pub(crate) claims: Claims,
    pub(crate) uses: Uses,
    pub(crate) troubles: Arc<Troubles>,
    pub(crate) guilds: Vec<GuildId>,
    pub(crate) registering: Arc<Registering>,
    pub(crate) panel: String,
    pub(crate) version: &'static str,
    pub(crate) clock: Clock,
    pub(crate) started: Timestamp,
    /// Everything that is being answered, so that a shutdown can wait for it.
    pub(crate) running: TaskTracker,
}

/// What a [`Bot`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// The client, with the account's address and key.
    pub liveagent: Client,
    /// Connections for files that members give.
    pub http: reqwest::Client,
    /// What survives a restart.
    pub store: Store,
    /// Digests, boards and alerts.
    pub notifier: Arc<Notifier>,
    /// The account's address, for links to its panel; no trailing slash.
    pub panel: String,
    /// The servers that are served.
    pub guilds: Vec<GuildId>,
    /// Switchboard's version.
    pub version: &'static str,
    /// The clock.
    pub clock: Clock,
}

impl Bot {
    /// Puts a bot together. Asks nothing of anybody yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { liveagent, http, store, notifier, panel, guilds, version, clock } = parts;
        let troubles = Arc::new(Troubles::default());
        Arc::new(Self {
            directory: Directory::new(liveagent.clone(), Arc::clone(&troubles)),
            troubles,
            last_known: LastKnown::default(),
            recent: Recent::default(),
            registering: Arc::default(),
            claims: Claims::default(),
            uses: Uses::default(),
            running: TaskTracker::new(),
            started: clock.now(),
            store,
            notifier,
            liveagent,
            http,
            guilds,
            panel,
            version,
            clock,
        })
    }

    /// Takes nothing new and waits, `patience` at most, until what runs is answered. Whether it all was.
    pub async fn drain(&self, patience: Duration) -> bool {
        self.running.close();
        tokio::time::timeout(patience, self.running.wait()).await.is_ok()
    }

    /// What views need to know besides the answer: names, as far as they come in a moment; the zone; now. Ask for it beside the answer.
    pub(crate) async fn desk(&self) -> Desk {
        Desk {
            panel: self.panel.clone(),
            zone: self.liveagent.time_zone(),
            now: self.clock.now(),
            names: self.directory.names().await,
        }
    }
}
