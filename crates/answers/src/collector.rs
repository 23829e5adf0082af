//! Sends each look-up once and shares the answer.
//!
//! Callers say how old an answer may be. The newest answer is kept, so that it can be shown with its age while LiveAgent is
//! down. A failure is kept for a few seconds, so that a hundred readers don't each wait for a dead server. Requests use the
//! client's background class, since people's requests come first.

use std::{
    any::Any,
    collections::HashMap,
    mem::Discriminant,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use liveagent::{Client, Error, ErrorKind, Operation, wire::Unread};

use crate::clock::Clock;

/// How long a failure is returned to later callers.
const FAILURE_MAX_AGE: SignedDuration = SignedDuration::from_secs(5);

/// How often the same kind of failure is logged.
const LOG_INTERVAL: SignedDuration = SignedDuration::from_hours(1);

/// Answers that nobody has requested for this long are dropped.
const FORGET_AFTER: SignedDuration = SignedDuration::from_hours(2);

/// An answer and its age.
#[derive(Debug)]
pub struct Known<T: ?Sized> {
    /// When LiveAgent gave it.
    pub at: Timestamp,
    /// The answer.
    pub answer: Arc<T>,
    /// The parts that couldn't be read.
    pub unread: Arc<Unread>,
}

impl<T: ?Sized> Clone for Known<T> {
    fn clone(&self) -> Self {
        Self { at: self.at, answer: Arc::clone(&self.answer), unread: Arc::clone(&self.unread) }
    }
}

/// An answer of any type.
type AnyKnown = Known<dyn Any + Send + Sync>;

/// The answers, each asked for once.
#[derive(Debug)]
pub struct Collector {
    client: Client,
    clock: Clock,
    kept: Mutex<HashMap<String, Arc<Slot>>>,
    trouble: Mutex<Trouble>,
}

/// Why LiveAgent did not answer.
#[derive(Debug, Default)]
struct Trouble {
    /// The newest reason.
    newest: Option<ErrorKind>,
    /// When each kind of failure was last logged.
    said: HashMap<Discriminant<ErrorKind>, Timestamp>,
}

/// One answer. The lock is held during the request, so that concurrent readers share the answer.
#[derive(Debug, Default)]
struct Slot {
    asking: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    known: Option<AnyKnown>,
    failed: Option<(Timestamp, Error)>,
    wanted: Timestamp,
}

impl Collector {
    /// Asks `client` in its background class.
    #[must_use]
    pub fn new(client: &Client, clock: Clock) -> Self {
        Self { client: client.background(), clock, kept: Mutex::default(), trouble: Mutex::default() }
    }

    /// LiveAgent's answer to a look-up, at most `max_age` old.
    pub async fn ask<O: Operation>(&self, operation: &O, max_age: SignedDuration) -> Result<Known<O::Output>, Error> {
        self.share(key(operation), max_age, |client| async move { client.read(operation).await }).await
    }

    /// An answer that `fetch` asks LiveAgent for, at most `max_age` old. All answers of one name are of one type.
    pub async fn share<T, F>(
        &self,
        name: String,
        max_age: SignedDuration,
        fetch: impl FnOnce(Client) -> F,
    ) -> Result<Known<T>, Error>
    where
        T: Send + Sync + 'static,
        F: Future<Output = Result<(T, Unread), Error>>,
    {
        let slot = self.slot(name);
        if let Some(known) = slot.fresh(self.now(), max_age)? {
            return Ok(known);
        }
        let _asking = slot.asking.lock().await;
        if let Some(known) = slot.fresh(self.now(), max_age)? {
            return Ok(known);
        }
        let answer = fetch(self.client.clone()).await;
        let at = self.now();
        let mut state = lock(&slot.state);
        match answer {
            Ok((answer, unread)) => {
                let known = Known { at, answer: Arc::new(answer), unread: Arc::new(unread) };
                let Known { answer, unread, .. } = known.clone();
                (state.known, state.failed) = (Some(AnyKnown { at, answer, unread }), None);
                Ok(known)
            }
            Err(error) => {
                state.failed = Some((at, error.clone()));
                drop(state);
                self.say(&error, at);
                Err(error)
            }
        }
    }

    /// Logs why LiveAgent doesn't respond, at most once per [`LOG_INTERVAL`] for each kind of failure.
    fn say(&self, error: &Error, at: Timestamp) {
        let mut trouble = lock(&self.trouble);
        trouble.newest = Some(error.kind().clone());
        let kind = std::mem::discriminant(error.kind());
        if trouble.said.get(&kind).is_none_or(|said| !near(*said, at, LOG_INTERVAL)) {
            trouble.said.insert(kind, at);
            tracing::warn!(error = %error, "a figure can't be read");
        }
    }

    /// The most recent failure.
    pub fn trouble(&self) -> Option<ErrorKind> {
        lock(&self.trouble).newest.clone()
    }

    /// The newest answer to a look-up, whatever its age.
    #[must_use]
    pub fn last<O: Operation>(&self, operation: &O) -> Option<Known<O::Output>> {
        self.last_shared(&key(operation))
    }

    /// The newest answer of a name, whatever its age.
    pub fn last_shared<T: Send + Sync + 'static>(&self, name: &str) -> Option<Known<T>> {
        let slot = lock(&self.kept).get(name).cloned()?;
        let known = lock(&slot.state).known.clone()?;
        known.of_type()
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The client, for one-off requests.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn slot(&self, name: String) -> Arc<Slot> {
        let now = self.clock.now();
        let mut kept = lock(&self.kept);
        if !kept.contains_key(&name) {
            kept.retain(|_, slot| near(lock(&slot.state).wanted, now, FORGET_AFTER));
        }
        let slot = Arc::clone(kept.entry(name).or_default());
        lock(&slot.state).wanted = now;
        slot
    }
}

impl Slot {
    fn fresh<T: Send + Sync + 'static>(
        &self,
        now: Timestamp,
        max_age: SignedDuration,
    ) -> Result<Option<Known<T>>, Error> {
        let state = lock(&self.state);
        match (&state.failed, &state.known) {
            (Some((at, error)), _) if near(*at, now, FAILURE_MAX_AGE) => Err(error.clone()),
            (_, Some(known)) if near(known.at, now, max_age) => Ok(known.clone().of_type()),
            _ => Ok(None),
        }
    }
}

impl AnyKnown {
    fn of_type<T: Send + Sync + 'static>(self) -> Option<Known<T>> {
        let Self { at, answer, unread } = self;
        Some(Known { at, answer: answer.downcast().ok()?, unread })
    }
}

/// The name of the answer to a look-up: the operation and its parameters.
fn key<O: Operation>(operation: &O) -> String {
    let parameters = serde_json::to_string(operation).unwrap_or_default();
    format!("{} {parameters}", O::NAME)
}

/// Whether a time is less than `within` from now in either direction, since a clock may be set back.
fn near(at: Timestamp, now: Timestamp, within: SignedDuration) -> bool {
    now.duration_since(at).abs() < within
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the error means that LiveAgent is down.
#[must_use]
pub fn is_outage(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut | ErrorKind::NotLiveAgent(_))
}
