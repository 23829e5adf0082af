//! The background work: who leads it, and its rounds.
//!
//! One process leads. It renews its lease, catches up what was left behind, and from then on plans and posts digests, and watches
//! figures. When the lease is lost, all of it stops at once: unfinished work has a row, and the next leader continues from there.

use answers::{charts::Charts, clock::Clock, collector::Collector};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use liveagent::Client;
use store::{Fence, Servers, Store};
use tokio::{
    sync::{OnceCell, watch},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use views::Message;

use crate::{
    audit_feed,
    context::{Context, rest},
    creators::known::Creators,
    deliver::{Deliverer, Told},
    digests,
    discord::Rest,
    kept::Kept,
    pace::Pace,
    parents::Parents,
    settings::Settings,
    shows,
    trouble::Trouble,
    wakeups::Wakeups,
    watch::Watch,
};

/// How often the lease is renewed.
const RENEW_INTERVAL: Duration = Duration::from_secs(10);

/// How often somebody who does not lead asks whether they may.
const ASK_INTERVAL: Duration = Duration::from_secs(5);

/// How soon they ask again when the database did not answer.
const RETRY_DELAY: Duration = Duration::from_secs(2);

/// What a [`Notifier`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// What survives a restart.
    pub store: Store,
    /// What the servers have set up.
    pub servers: Servers,
    /// The help desk.
    pub liveagent: Client,
    /// Discord.
    pub rest: Arc<Rest>,
    /// The clock.
    pub clock: Clock,
    /// The account's address, for links to its panel; no trailing slash.
    pub panel: String,
    /// How the background work is done.
    pub settings: Settings,
    /// Random bits: what tells this process from every other, also from one with the same number in another container.
    pub random: u64,
}

/// Digests, boards and alerts at work.
#[derive(Debug)]
pub struct Notifier {
    pub(crate) context: Arc<Context>,
    watch: Watch,
    holder: String,
}

impl Notifier {
    /// Puts one together. It does nothing yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { store, servers, liveagent, rest, clock, panel, settings, random } = parts;
        let (pace, me) = (Pace::default(), OnceCell::new());
        let deliverer =
            Deliverer { store: store.clone(), rest, clock: clock.clone(), pace, wakeups: Wakeups::default(), me };
        let collector = Arc::new(Collector::new(&liveagent, clock.clone()));
        let context = Arc::new(Context {
            charts: Charts::new(store.clone(), Arc::clone(&collector)),
            collector,
            store,
            servers,
            parents: Parents::default(),
            deliverer,
            clock,
            settings,
            kept: Kept::default(),
            creators: Creators::default(),
            trouble: Trouble::default(),
            troubled: Mutex::default(),
            panel,
        });
        let holder = format!("{}-{random:016x}", std::process::id());
        Arc::new(Self { watch: Watch::new(Arc::clone(&context)), context, holder })
    }

    /// Works until `stop`: leads when it may, and waits when another does.
    pub async fn run(self: &Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let wait = match self.context.store.lead(&self.holder).await {
                Ok(Some(fence)) => {
                    tracing::info!("leading the background work");
                    Box::pin(self.lead(fence, &stop)).await;
                    ASK_INTERVAL
                }
                Ok(None) => ASK_INTERVAL,
                Err(error) => {
                    self.context.trouble.say(&error, "checking which process leads the background work");
                    RETRY_DELAY
                }
            };
            rest(&stop, wait).await;
        }
    }

    /// Leads until the lease is lost, or `stop`.
    async fn lead(self: &Arc<Self>, fence: Fence, stop: &CancellationToken) {
        // A task of its own: whatever the work computes, the lease is renewed in time. It ends with this function.
        let mut renewing = JoinSet::new();
        let notifier = Arc::clone(self);
        renewing.spawn(async move { notifier.renew(fence).await });
        let lost = async { renewing.join_next().await.and_then(Result::ok).unwrap_or("renewing it failed") };
        let work = async {
            let context = &self.context;
            context.learn_troubled().await?;
            let (found, rounds) = watch::channel(None);
            tokio::try_join!(
                self.watch.run(fence, found, stop),
                shows::run(context, fence, rounds, stop),
                digests::run(context, fence, stop),
                audit_feed::run(context, fence, stop),
                context.tell_refusals(fence, stop),
                context.sweep_creators(fence, stop),
                context.tell_orphans(fence, stop),
                context.run_pruning(fence, stop),
            )
            .map(drop)
        };
        tokio::select! {
            // What is under way ends where it is; its row says how far it came.
            why = lost => tracing::warn!(why, "no longer leading the background work"),
            done = work => match done {
                Ok(()) => {
                    if let Err(error) = self.context.store.resign(fence).await {
                        tracing::debug!(error = %error, "can't give up the lead");
                    }
                }
                Err(error) => tracing::warn!(error = %error, "no longer leading the background work"),
            },
        }
    }

    /// Renews the lease; ends when it is lost.
    async fn renew(&self, fence: Fence) -> &'static str {
        let mut failures = 0;
        loop {
            tokio::time::sleep(RENEW_INTERVAL).await;
            match self.context.store.lead(&self.holder).await {
                Ok(Some(held)) if held == fence => failures = 0,
                Ok(_) => return "another process leads",
                Err(store::Error::Gone(_)) => return "the database file is gone",
                // A lease outlives two renewals that fail; every write is refused after that anyway.
                Err(_) if failures < 2 => failures += 1,
                Err(_) => return "the database is away",
            }
        }
    }

    /// Has the next round begin at once, if it is this process that leads: a board just made is not waited for.
    pub fn look_soon(&self) {
        self.watch.look_soon();
    }

    /// Retries at once what Discord refused in a channel or, with `None`, anywhere: permissions may have changed.
    pub fn wake(&self, channel: Option<u64>) {
        match channel {
            Some(channel) => self.context.deliverer.wakeups.wake(channel),
            None => self.context.deliverer.wakeups.wake_all(),
        }
    }

    /// What is kept of digests, boards and alerts.
    #[must_use]
    pub fn kept(&self) -> &Kept {
        &self.context.kept
    }

    /// Tells a member something in a direct message, at Discord's pace and once under this nonce. Whether it got there.
    pub async fn tell(&self, member: u64, nonce: &str, message: &Message) -> bool {
        self.context.deliverer.tell(member, nonce, message).await == Told::Yes
    }
}
