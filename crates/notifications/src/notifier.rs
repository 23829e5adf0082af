//! The background work: who leads it, and its rounds.
//!
//! One process leads. It renews its lease, catches up what was left behind, and from then on plans and posts digests, and watches
//! figures. When the lease is lost all of it stops at once, wherever it is: what was begun has a row, and whoever leads next goes on from there.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use liveagent::{Client, ListDepartmentStatuses};
use store::{Fence, Store};
use tokio::{
    sync::{OnceCell, watch},
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;
use views::{Desk, Message, Names};

use crate::{
    chart::Charts,
    clock::Clock,
    collector::Collector,
    deliver::{Deliverer, Told},
    discord::Rest,
    kept::Reported,
    pace::Pace,
    shows::Round,
    trouble::Trouble,
    wakeups::Wakeups,
};

/// How often the lease is renewed.
const RENEW: Duration = Duration::from_secs(10);

/// How often somebody who does not lead asks whether they may.
const ASK: Duration = Duration::from_secs(5);

/// How soon they ask again when the database did not answer.
const RETRY_DELAY: Duration = Duration::from_secs(2);

/// How often it is looked what is due. A digest is late by this at most.
const TICK: Duration = Duration::from_millis(500);

/// How the background work is done.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How often figures are asked for.
    pub interval: SignedDuration,
    /// How late a digest may come after a time in which nobody was there.
    pub catch_up: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { interval: SignedDuration::from_secs(30), catch_up: SignedDuration::from_hours(1) }
    }
}

/// What a [`Notifier`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// What survives a restart.
    pub store: Store,
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
    pub(crate) store: Store,
    pub(crate) collector: Collector,
    pub(crate) deliverer: Deliverer,
    pub(crate) charts: Charts,
    pub(crate) clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) trouble: Trouble,
    /// The blocked subscriptions, and those whose creators were told.
    pub(crate) troubled: Mutex<HashSet<i64>>,
    /// What is kept and can't be read.
    pub(crate) unreadable: Reported,
    panel: String,
    holder: String,
    soon: AtomicBool,
    /// How often figures are read, in seconds.
    pace: AtomicI64,
}

impl Notifier {
    /// Puts one together. It does nothing yet.
    #[must_use]
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { store, liveagent, rest, clock, panel, settings, random } = parts;
        let (pace, me) = (Pace::default(), OnceCell::new());
        let deliverer =
            Deliverer { store: store.clone(), rest, clock: clock.clone(), pace, wakeups: Wakeups::default(), me };
        Arc::new(Self {
            collector: Collector::new(&liveagent, clock.clone()),
            charts: Charts::default(),
            holder: format!("{}-{random:016x}", std::process::id()),
            pace: AtomicI64::new(settings.interval.as_secs()),
            store,
            deliverer,
            clock,
            settings,
            trouble: Trouble::default(),
            troubled: Mutex::default(),
            unreadable: Reported::default(),
            panel,
            soon: AtomicBool::new(false),
        })
    }

    /// Works until `stop`: leads when it may, and waits when another does.
    pub async fn run(self: &Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let wait = match self.store.lead(&self.holder).await {
                Ok(Some(fence)) => {
                    tracing::info!("leading the background work");
                    Box::pin(self.lead(fence, &stop)).await;
                    ASK
                }
                Ok(None) => ASK,
                Err(error) => {
                    self.trouble.say(&error, "looking who leads the background work");
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
            self.learn_troubled().await?;
            let (found, rounds) = watch::channel(None);
            tokio::try_join!(
                self.run_watch(fence, found, stop),
                self.run_shows(fence, rounds, stop),
                self.run_digests(fence, stop),
                self.tell_refusals(fence, stop),
                self.run_pruning(fence, stop),
            )
            .map(drop)
        };
        tokio::select! {
            // What is under way ends where it is; its row says how far it came.
            why = lost => tracing::warn!(why, "no longer leading the background work"),
            done = work => match done {
                Ok(()) => {
                    if let Err(error) = self.store.resign(fence).await {
                        tracing::debug!(error = %error, "can't resign");
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
            tokio::time::sleep(RENEW).await;
            match self.store.lead(&self.holder).await {
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
        self.soon.store(true, Ordering::Relaxed);
    }

    /// Retries at once what Discord refused in a channel or, with `None`, anywhere: permissions may have changed.
    pub fn wake(&self, channel: Option<u64>) {
        match channel {
            Some(channel) => self.deliverer.wakeups.wake(channel),
            None => self.deliverer.wakeups.wake_all(),
        }
    }

    /// Tells a member something in a direct message, at Discord's pace and once under this nonce. Whether it got there.
    pub async fn tell(&self, member: u64, nonce: &str, message: &Message) -> bool {
        self.deliverer.tell(member, nonce, message).await == Told::Yes
    }

    /// Whether figures are read more seldom than before, or as usual again.
    pub(crate) fn is_new_pace(&self, interval: SignedDuration) -> bool {
        let seconds = interval.as_secs();
        self.pace.swap(seconds, Ordering::Relaxed) != seconds && interval > self.settings.interval
    }

    /// Watches figures, a round at each interval, and hands on what each found.
    async fn run_watch(
        &self,
        fence: Fence,
        found: watch::Sender<Option<Arc<Round>>>,
        stop: &CancellationToken,
    ) -> Result<(), store::Error> {
        let mut last: Option<Timestamp> = None;
        while !stop.is_cancelled() {
            let now = self.clock.now();
            let soon = self.soon.swap(false, Ordering::Relaxed);
            // Either way: a clock may be put back.
            if soon || last.is_none_or(|last| now.duration_since(last).abs() >= self.settings.interval) {
                last = Some(now);
                if let Some(round) = self.trouble.steady(self.watch(fence).await, "a round of figures")? {
                    found.send_replace(Some(Arc::new(round)));
                }
            }
            rest(stop, TICK).await;
        }
        Ok(())
    }

    /// What views need besides the answer, from what is known without asking.
    pub(crate) fn desk(&self) -> Desk {
        let mut names = Names::default();
        if let Some(known) = self.collector.last(&ListDepartmentStatuses {}) {
            let pairs = known.answer.departments_online_states.iter().map(|each| (each.id.clone(), each.name.clone()));
            names.departments = Arc::new(pairs.collect());
        }
        Desk { panel: self.panel.clone(), zone: self.collector.client().time_zone(), now: self.clock.now(), names }
    }
}

/// Waits, but not for what is stopping.
pub(crate) async fn rest(stop: &CancellationToken, time: Duration) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(time) => {}
    }
}

/// How often it is looked what is due.
pub(crate) const DUE: Duration = TICK;
