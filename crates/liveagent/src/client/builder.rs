//! How a client is set up.

use std::{
    fmt,
    sync::{Arc, RwLock},
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};
use native_tls::TlsConnector;

use super::{
    Client, Shared,
    base::Base,
    breaker::Breaker,
    flight::Flights,
    notes::Notes,
    pace::{Budget, Class},
    transport::Transport,
};
use crate::ApiKey;

/// How long a request may take, all tries and waits included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(12);
/// How much of an answer is read, in bytes, decompressed.
const MAX_BODY_SIZE: usize = 8 << 20;
/// How many requests a minute are sent: two thirds of the 180 that LiveAgent allows a key.
const REQUESTS_PER_MINUTE: u32 = 120;
/// How many of them may search the knowledgebase at most; LiveAgent allows 100.
const SEARCHES_PER_MINUTE: u32 = 60;

/// Why a client can't be set up. Never holds the address or the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ConfigError {
    /// The address can't be read.
    #[error("not an address such as https://acme.ladesk.com")]
    NotAnAddress,
    /// The key would be sent for everybody to read.
    #[error("the address must begin with https://, because every request carries the key")]
    NotHttps,
    /// A user, a query or a fragment.
    #[error("the address must have only a host and a path")]
    TooMuch,
    /// There is no key.
    #[error("the key is empty")]
    NoKey,
    /// The system's TLS can't be set up.
    #[error("can't set up TLS")]
    NoTls,
}

/// Sets up a [`Client`].
#[must_use]
pub struct ClientBuilder {
    address: String,
    key: ApiKey,
    per_minute: u32,
    zone: Option<TimeZone>,
    deadline: Duration,
    body_limit: usize,
    tls: Option<TlsConnector>,
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
}

impl ClientBuilder {
    pub(super) fn new(address: &str, key: ApiKey) -> Self {
        Self {
            address: address.to_owned(),
            key,
            per_minute: REQUESTS_PER_MINUTE,
            zone: None,
            deadline: REQUEST_TIMEOUT,
            body_limit: MAX_BODY_SIZE,
            tls: None,
            now: Arc::new(Timestamp::now),
        }
    }

    /// The budget: how many requests are sent in any 60 seconds, 120 if not set. 0 lifts it, and that of searches too.
    pub fn requests_per_minute(mut self, requests: u32) -> Self {
        self.per_minute = requests;
        self
    }

    /// The account's time zone. If none, it is [measured](Client::refresh_time_zone).
    pub fn time_zone(mut self, zone: Option<TimeZone>) -> Self {
        self.zone = zone;
        self
    }

    /// How long a request may take, all tries and waits included: 12 seconds if not set, an hour at most.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline.min(Duration::from_hours(1));
        self
    }

    /// How much of an answer is read, in bytes after decompression: 8 MiB if not set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// What encrypts, and whose certificates it trusts: one of its own, with the system's, if not set. Clones of one connector
    /// share the certificates, a megabyte of memory in a program that has several clients.
    pub fn tls(mut self, connector: TlsConnector) -> Self {
        self.tls = Some(connector);
        self
    }

    /// The clock by which the zone is measured and dates in `Retry-After` are read: the system's if not set.
    pub fn clock(mut self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// The client. Sends nothing.
    pub fn build(self) -> Result<Client, ConfigError> {
        if self.key.expose().trim().is_empty() {
            return Err(ConfigError::NoKey);
        }
        let base = Base::new(&self.address)?;
        // A connection that takes longer would leave no time for the answer.
        let transport = Transport::new(base, self.key, self.tls, self.deadline / 3, self.body_limit)?;
        // Half of the budget; a half of nothing would lift the limit.
        let searches = if self.per_minute == 0 { 0 } else { (self.per_minute / 2).clamp(1, SEARCHES_PER_MINUTE) };
        Ok(Client {
            shared: Arc::new(Shared {
                transport,
                budget: Budget::new(self.per_minute),
                searches: Budget::new(searches),
                breaker: Breaker::default(),
                flights: Flights::default(),
                deadline: self.deadline,
                now: self.now,
                configured_zone: self.zone,
                measured_zone: RwLock::new(TimeZone::UTC),
                version: RwLock::new(None),
                notes: Notes::default(),
            }),
            class: Class::People,
            until: None,
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("address", &self.address).finish_non_exhaustive()
    }
}
