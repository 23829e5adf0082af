//! What all background work shares: where things are kept, LiveAgent, Discord, the clock.

use answers::{charts::Charts, clock::Clock, collector::Collector};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use liveagent::ListDepartmentStatuses;
use store::{Servers, Store};
use tokio_util::sync::CancellationToken;
use views::{Desk, Names, Words};

use crate::{
    creators::known::Creators, deliver::Deliverer, kept::Kept, parents::Parents, settings::Settings, trouble::Trouble,
};

/// How often it is looked what is due. A digest is late by this at most.
pub(crate) const TICK_INTERVAL: Duration = Duration::from_millis(500);

/// What all background work shares.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) store: Store,
    /// What the servers have set up.
    pub(crate) servers: Servers,
    pub(crate) collector: Arc<Collector>,
    pub(crate) parents: Parents,
    pub(crate) deliverer: Deliverer,
    pub(crate) charts: Charts,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) kept: Kept,
    /// What is known of the creators of subscriptions.
    pub(crate) creators: Creators,
    pub(crate) trouble: Trouble,
    /// The blocked subscriptions, and those whose creators were told.
    pub(crate) troubled: Mutex<HashSet<i64>>,
    /// The account's address, for links to its panel; no trailing slash.
    pub(crate) panel: String,
}

impl Context {
    /// Names, time and zone for views, without asking LiveAgent. For posts without customers' words.
    pub(crate) fn desk(&self) -> Desk {
        let mut names = Names::default();
        if let Some(known) = self.collector.last(&ListDepartmentStatuses {}) {
            let pairs = known.answer.departments_online_states.iter().map(|each| (each.id.clone(), each.name.clone()));
            names.departments = Arc::new(pairs.collect());
        }
        Desk {
            panel: self.panel.clone(),
            zone: self.collector.client().time_zone(),
            now: self.clock.now(),
            names,
            words: Words::None,
        }
    }
}

/// Waits, but not for what is stopping.
pub(crate) async fn rest(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}
