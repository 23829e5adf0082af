//! What the tests of the client share: a small HTTP server that does as it is told, and the contract.
#![expect(dead_code, reason = "each test uses a part of it")]

pub(crate) mod contract;
pub(crate) mod server;

use std::time::Duration;

use liveagent::{ApiKey, Client, ClientBuilder};

/// A key that must be seen nowhere.
pub(crate) const CANARY: &str = "canary+5ceef2/1647f1db39";

/// A client of `server`, without a budget so that nothing waits, and with a short deadline.
pub(crate) fn builder(address: &str) -> ClientBuilder {
    Client::builder(address, ApiKey::new(CANARY)).requests_per_minute(0).deadline(Duration::from_secs(3))
}

/// A client of `address`.
pub(crate) fn client(address: &str) -> Client {
    builder(address).build().unwrap()
}
