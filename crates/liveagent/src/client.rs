//! The client: one `send` for every operation.
//!
//! A look-up goes through flight (shared with identical ones), then for each try through pace, breaker and transport, and
//! its answer through judge. A write goes the same way without the flight, and once. No operation is treated apart, but
//! for the search's own budget and the version that #2 tells.

mod base;
mod breaker;
mod builder;
mod flight;
mod judge;
mod notes;
mod offload;
mod pace;
mod prepare;
mod retry;
mod run;
mod transport;
mod upload;
mod zone;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

pub use builder::{ClientBuilder, ConfigError};
use futures_util::FutureExt as _;
use jiff::{Timestamp, tz::TimeZone};
use tokio::time::{Instant, timeout_at};
pub use upload::FileContent;

use self::{
    breaker::Breaker,
    flight::Flights,
    notes::Notes,
    offload::offload,
    pace::{Budget, Class},
    prepare::Prepared,
    run::Run,
    transport::Transport,
};
use crate::{
    ApiKey, Error, ErrorKind, Operation, OperationInfo,
    wire::{self, Content, Raw, Unread},
};

/// What comes of a request before it gets its type: the content, shared by all who asked.
type Outcome = Result<Content, Error>;

/// A client of one account. Cheap to clone; the clones share connections, budget and what is under way.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    class: Class,
    /// Until when all its requests must have ended.
    until: Option<Instant>,
}

/// What all clones share.
struct Shared {
    transport: Transport,
    budget: Budget,
    searches: Budget,
    breaker: Breaker,
    flights: Flights,
    deadline: Duration,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    configured_zone: Option<TimeZone>,
    measured_zone: RwLock<TimeZone>,
    /// The account's version, and when #2 told it.
    version: RwLock<Option<(String, tokio::time::Instant)>>,
    notes: Notes,
}

impl Client {
    /// Sets up a client of the account at `address`, such as `https://acme.ladesk.com`.
    pub fn builder(address: &str, key: ApiKey) -> ClientBuilder {
        ClientBuilder::new(address, key)
    }

    /// A clone whose requests let those of people go first, and leave them a third of the budget.
    #[must_use]
    pub fn background(&self) -> Self {
        Self { class: Class::Background, ..self.clone() }
    }

    /// A clone whose requests all end by `until`, if their own deadline is not earlier: for several that make one answer. After it
    /// nothing is sent any more.
    #[must_use]
    pub fn until(&self, until: Instant) -> Self {
        Self { until: Some(until), ..self.clone() }
    }

    /// Takes no more than its part of the budget for all clones, where so many processes send requests under one key.
    pub fn share_budget(&self, processes: usize) {
        self.shared.budget.share(processes);
        self.shared.searches.share(processes);
    }

    /// How many requests a minute all clones may send together; 0 is without limit.
    #[must_use]
    pub fn requests_per_minute(&self) -> u32 {
        u32::try_from(self.shared.budget.limit()).unwrap_or(u32::MAX)
    }

    /// Whether the account is known to be older than an operation. Its version is known once #2 was answered.
    #[must_use]
    pub fn is_too_old_for<O: Operation>(&self) -> bool {
        let version = self.shared.version.read().unwrap_or_else(PoisonError::into_inner);
        version.as_ref().is_some_and(|(version, _)| judge::is_older(version, O::SINCE))
    }

    /// Sends an operation and waits for its answer, for 12 seconds at most (unless built with another deadline).
    ///
    /// A look-up is tried again while that makes sense, and shares the request of an identical one under way. A write is
    /// sent once; where its outcome is unknown, [`Error::may_have_happened`] says so. May be dropped at any time; a write
    /// that was dropped may have happened.
    ///
    /// Of an answer, a value that can't be read is unknown, and a row that can't be is left out.
    pub async fn send<O: Operation>(&self, operation: &O) -> Result<O::Output, Error> {
        self.read(operation).await.map(|(answer, _)| answer)
    }

    /// Like [`Client::send`], but also returns what could not be read, for callers that must tell "none" from "unknown".
    pub async fn read<O: Operation>(&self, operation: &O) -> Result<(O::Output, Unread), Error> {
        let (prepared, deadline) = self.prepare(operation)?;
        let content = if O::METHOD.is_write() {
            self.run::<O>(prepared, None, deadline).await
        } else {
            self.shared_look_up::<O>(&prepared, deadline).await
        }?;
        self.typed::<O>(content).await
    }

    /// The content of an answer as its type.
    async fn typed<O: Operation>(&self, content: Content) -> Result<(O::Output, Unread), Error> {
        let zone = self.time_zone();
        let (read, zone) = offload(content.raw().json().len(), move || {
            (wire::answer_from_raw::<O::Output>(content.raw(), &zone), zone)
        })
        .await;
        match read {
            Ok((answer, unread)) => {
                self.shared.notes.say(O::NAME, &unread);
                Ok((answer, unread))
            }
            Err(error) if error.is_too_large() => Err(Error::new(O::NAME, ErrorKind::TooLarge, O::METHOD.is_write())),
            Err(error) => {
                // A write that LiveAgent did not refuse was carried out, whatever else it says of it.
                let nothing = O::METHOD.is_write().then(|| wire::answer_from_raw(Raw::NULL, &zone).ok()).flatten();
                if nothing.is_some() {
                    self.shared.notes.say_nothing_read(O::NAME, &error);
                }
                nothing.ok_or_else(|| Error::new(O::NAME, ErrorKind::Unreadable(error), O::METHOD.is_write()))
            }
        }
    }

    /// The operation, ready to be sent, and until when it must be answered.
    fn prepare<O: Operation>(&self, operation: &O) -> Result<(Prepared, Instant), Error> {
        let prepared =
            Prepared::new(operation).map_err(|what| Error::new(O::NAME, ErrorKind::BadRequest(what), false))?;
        let now = Instant::now();
        let deadline = self.until.map_or(now + self.shared.deadline, |until| until.min(now + self.shared.deadline));
        if deadline <= now {
            return Err(Error::new(O::NAME, ErrorKind::TimedOut, false));
        }
        Ok((prepared, deadline))
    }

    /// Joins an identical look-up under way, or starts one.
    async fn shared_look_up<O: Operation>(&self, prepared: &Prepared, deadline: Instant) -> Outcome {
        loop {
            let start = || {
                let (client, prepared) = (self.clone(), prepared.clone());
                async move { client.run::<O>(prepared, None, deadline).await }.boxed()
            };
            let (flight, started) = self.shared.flights.join((self.class, prepared.clone()), start);
            // The flight may be another's, who has longer.
            let Ok(outcome) = timeout_at(deadline, flight).await else {
                return Err(Error::new(O::NAME, ErrorKind::TimedOut, false));
            };
            match outcome {
                // Somebody else's time was up, not ours.
                Err(error) if !started && *error.kind() == ErrorKind::TimedOut && Instant::now() < deadline => {}
                outcome => return outcome,
            }
        }
    }

    async fn run<O: Operation>(&self, prepared: Prepared, file: Option<FileContent>, deadline: Instant) -> Outcome {
        let operation = OperationInfo::of::<O>();
        Run { shared: &self.shared, class: self.class, operation, prepared, deadline }.run(file).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("class", &self.class).finish_non_exhaustive()
    }
}
