//! The one way to talk to Discord's REST API.
//!
//! serenity builds the requests; they are sent here, on our own connections, because its errors have neither headers nor
//! bodies and its models fail at what they don't know. An answer of 2xx is a success whatever it holds, and of what it holds only
//! what is needed is read.

mod calls;
mod failure;
mod holds;
mod rest;
mod verdict;

pub use self::{
    calls::{Found, InteractionResponse},
    failure::{Failure, Refusal},
    rest::Rest,
    verdict::{Asked, Row, TABLE, Verdict},
};

/// Discord's code for an interaction that it has forgotten.
pub const UNKNOWN_INTERACTION: u64 = 10_062;
/// Discord's code for an interaction that has its response already.
pub const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// When a message was posted: its id says it.
#[must_use]
pub fn posted_at(message: u64) -> jiff::Timestamp {
    /// The first millisecond of 2015, from which ids count.
    const EPOCH: i64 = 1_420_070_400_000;
    jiff::Timestamp::from_millisecond(EPOCH + i64::try_from(message >> 22).unwrap_or_default()).unwrap_or_default()
}
