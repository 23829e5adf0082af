//! Records changes in the audit: a row before each change and one after it, which shows changes interrupted by a crash. Refused attempts are
//! recorded too.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lru::LruCache;
use notifications::Clock;
use serenity::all::{GuildId, UserId};
use store::{Entry, Outcome, Servers, Store, Who};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};
use tokio_util::task::TaskTracker;

use crate::{
    error::Error,
    people::access::{Caller, Level},
};

/// How long a change waits for its first row. An unavailable database must not block the change.
const INTENT_TIMEOUT: Duration = Duration::from_secs(1);

/// The delays before a row that could not be added is tried again.
const RETRY_DELAYS: [Duration; 4] =
    [Duration::from_millis(200), Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(4)];

/// How often a repeatedly refused attempt is recorded.
const REFUSAL_INTERVAL: Duration = Duration::from_mins(1);

/// The maximum number of refused attempts in memory.
const REFUSAL_CAPACITY: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// How long after its first row a change may still be running in another process.
const MAX_CHANGE_TIME: Duration = Duration::from_mins(1);

/// A change, by its name and what it is made to: a kind and an id.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) caller: Caller,
    pub(crate) action: String,
    pub(crate) target: String,
}

/// A change whose first row is written, or still being written while the database is slow.
#[derive(Debug)]
pub(crate) struct Begun {
    change: Change,
    intent: Option<JoinHandle<()>>,
}

/// The audit.
#[derive(Debug)]
pub(crate) struct Audit {
    store: Store,
    /// The levels of roles.
    settings: Servers,
    clock: Clock,
    /// What a shutdown waits for.
    running: TaskTracker,
    /// The attempts that were refused lately, by who tried what.
    refused: Mutex<LruCache<(GuildId, UserId, String), Instant>>,
}

impl Audit {
    pub(crate) fn new(store: Store, settings: Servers, clock: Clock, running: TaskTracker) -> Self {
        Self { store, settings, clock, running, refused: Mutex::new(LruCache::new(REFUSAL_CAPACITY)) }
    }

    /// Who does something now, as rows name them.
    pub(crate) fn who(&self, caller: Caller) -> Who {
        Who {
            user: caller.user.get(),
            guild: caller.guild.get(),
            channel: caller.channel.get(),
            interaction: caller.interaction.get(),
            at: self.clock.now(),
        }
    }

    /// Whether a refused attempt is to be recorded: the first within a minute.
    fn is_new(&self, caller: Caller, action: &str) -> bool {
        let (now, key) = (Instant::now(), (caller.guild, caller.user, action.to_owned()));
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = refused.get(&key).is_none_or(|last| now.duration_since(*last) >= REFUSAL_INTERVAL);
        if is_new {
            refused.put(key, now);
        }
        is_new
    }

    /// Refuses a caller below `needed`, and records that.
    pub(crate) fn require(&self, caller: Caller, needed: Level, action: &str) -> Result<(), Error> {
        let refused = caller.require(needed, &self.settings);
        if refused.is_err() && self.is_new(caller, action) {
            let change = Change { caller, action: action.to_owned(), target: String::new() };
            let detail = format!("needs {}", needed.name());
            self.end(Begun { change, intent: None }, Outcome::Refused, detail);
        }
        Ok(refused?)
    }

    /// Records that a change is about to be made.
    pub(crate) async fn begin(&self, change: Change) -> Begun {
        let entry = self.entry(&change, Outcome::Intent, String::new());
        let mut intent = self.running.spawn(record(self.store.clone(), entry));
        let written = timeout(INTENT_TIMEOUT, &mut intent).await.is_ok();
        Begun { change, intent: (!written).then_some(intent) }
    }

    /// Records what came of a change, behind the answer, and never before its first row.
    pub(crate) fn end(&self, begun: Begun, outcome: Outcome, detail: String) {
        let entry = self.entry(&begun.change, outcome, detail);
        let store = self.store.clone();
        self.running.spawn(async move {
            if let Some(intent) = begun.intent {
                // It tells by itself when it fails.
                let _ = intent.await;
            }
            record(store, entry).await;
        });
    }

    fn entry(&self, change: &Change, outcome: Outcome, detail: String) -> Entry {
        let Change { caller, action, target } = change;
        Entry { who: self.who(*caller), action: action.clone(), target: target.clone(), detail, outcome }
    }

    /// Marks interrupted changes as `perhaps`. If other processes share the database, their recent changes may still be running.
    pub(crate) async fn settle(&self) {
        let now = self.clock.now();
        let before = if self.store.is_shared() { now - MAX_CHANGE_TIME } else { now };
        match self.store.settle(before, now).await {
            Ok(0) => {}
            Ok(changes) => tracing::warn!(changes, "changes were interrupted; the audit records them as perhaps made"),
            Err(error) => tracing::debug!(error = %error, "can't look for interrupted changes"),
        }
    }
}

/// Adds a row, and tries again while it can't be added. A row that is lost is in the log.
async fn record(store: Store, entry: Entry) {
    let mut delays = RETRY_DELAYS.into_iter();
    while let Err(error) = store.record(&entry).await {
        let Some(delay) = delays.next() else {
            let Entry { who, action, target, detail, outcome } = &entry;
            tracing::warn!(
                error = %error,
                audit.at = %who.at,
                audit.guild = who.guild,
                audit.channel = who.channel,
                audit.member = who.user,
                audit.interaction = who.interaction,
                audit.action = action,
                audit.target = target,
                audit.detail = detail,
                audit.outcome = outcome.name(),
                "can't write a row of the audit"
            );
            return;
        };
        sleep(delay).await;
    }
}
