//! Asks LiveAgent each question once, whatever the number of those who want to know.
//!
//! Whoever wants an answer says how old it may be. The newest one is kept, so that it can be shown with its age when LiveAgent
//! is away; a failure is kept a moment, so that a hundred readers do not each wait for a dead server. All goes through the
//! client's background class: people come first.

use std::{
    collections::HashMap,
    mem::Discriminant,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use liveagent::{Client, Error, ErrorKind, wire::Unread};

use crate::{
    clock::Clock,
    question::{Answer, Question},
};

/// For how long a failure answers for those who come next.
const FAILED: SignedDuration = SignedDuration::from_secs(5);

/// A reason for a failure is said in the log again after this long.
const SAID: SignedDuration = SignedDuration::from_hours(1);

/// What nobody has asked for this long is forgotten.
const FORGET: SignedDuration = SignedDuration::from_hours(2);

/// An answer and its age.
#[derive(Clone, Debug)]
pub struct Known {
    /// When LiveAgent gave it.
    pub at: Timestamp,
    /// The answer.
    pub answer: Arc<Answer>,
    /// What of it could not be read.
    pub unread: Arc<Unread>,
}

/// The answers, each asked for once.
#[derive(Debug)]
pub struct Collector {
    client: Client,
    clock: Clock,
    kept: Mutex<HashMap<Question, Arc<Slot>>>,
    trouble: Mutex<Trouble>,
}

/// Why LiveAgent did not answer.
#[derive(Debug, Default)]
struct Trouble {
    /// The newest reason.
    newest: Option<ErrorKind>,
    /// When each kind of reason was said in the log.
    said: HashMap<Discriminant<ErrorKind>, Timestamp>,
}

/// One question: the lock is held while it is asked, so that those who come meanwhile share the answer.
#[derive(Debug, Default)]
struct Slot {
    asking: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    known: Option<Known>,
    failed: Option<(Timestamp, Error)>,
    wanted: Timestamp,
}

impl Collector {
    /// Asks `client` in its background class.
    #[must_use]
    pub fn new(client: &Client, clock: Clock) -> Self {
        Self { client: client.background(), clock, kept: Mutex::default(), trouble: Mutex::default() }
    }

    /// The answer, at most `max_age` old.
    pub async fn ask(&self, question: &Question, max_age: SignedDuration) -> Result<Known, Error> {
        let slot = self.slot(question);
        if let Some(known) = slot.fresh(self.clock.now(), max_age)? {
            return Ok(known);
        }
        let _asking = slot.asking.lock().await;
        if let Some(known) = slot.fresh(self.clock.now(), max_age)? {
            return Ok(known);
        }
        let answer = question.ask(&self.client, self.clock.now()).await;
        let at = self.clock.now();
        let mut state = lock(&slot.state);
        match answer {
            Ok((answer, unread)) => {
                let known = Known { at, answer: Arc::new(answer), unread: Arc::new(unread) };
                (state.known, state.failed) = (Some(known.clone()), None);
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

    /// Says why LiveAgent does not answer, once for each kind of reason: it is asked again and again.
    fn say(&self, error: &Error, at: Timestamp) {
        let mut trouble = lock(&self.trouble);
        trouble.newest = Some(error.kind().clone());
        let kind = std::mem::discriminant(error.kind());
        if trouble.said.get(&kind).is_none_or(|said| !near(*said, at, SAID)) {
            trouble.said.insert(kind, at);
            tracing::warn!(error = %error, "a figure can't be read");
        }
    }

    /// Why LiveAgent did not answer the last time that it did not.
    pub(crate) fn trouble(&self) -> Option<ErrorKind> {
        lock(&self.trouble).newest.clone()
    }

    /// The newest answer, whatever its age.
    #[must_use]
    pub fn last(&self, question: &Question) -> Option<Known> {
        let slot = lock(&self.kept).get(question).cloned()?;
        lock(&slot.state).known.clone()
    }

    /// The client, for what is asked once.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn slot(&self, question: &Question) -> Arc<Slot> {
        let now = self.clock.now();
        let mut kept = lock(&self.kept);
        if !kept.contains_key(question) {
            kept.retain(|_, slot| near(lock(&slot.state).wanted, now, FORGET));
        }
        let slot = Arc::clone(kept.entry(question.clone()).or_default());
        lock(&slot.state).wanted = now;
        slot
    }
}

impl Slot {
    fn fresh(&self, now: Timestamp, max_age: SignedDuration) -> Result<Option<Known>, Error> {
        let state = lock(&self.state);
        match (&state.failed, &state.known) {
            (Some((at, error)), _) if near(*at, now, FAILED) => Err(error.clone()),
            (_, Some(known)) if near(known.at, now, max_age) => Ok(Some(known.clone())),
            _ => Ok(None),
        }
    }
}

/// Whether an instant is less than `within` away from now, on either side: a clock may have been put back.
fn near(at: Timestamp, now: Timestamp, within: SignedDuration) -> bool {
    now.duration_since(at).abs() < within
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether LiveAgent was not there to answer.
pub(crate) fn is_outage(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut | ErrorKind::NotLiveAgent(_))
}
