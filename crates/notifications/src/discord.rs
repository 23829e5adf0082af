//! The client of Discord's REST API: the only code that sends it requests.
//!
//! serenity provides the paths. Sending and reading are our own, because serenity's errors drop headers and bodies, and its models fail on
//! fields they don't know. A 2xx is a success whatever its body, and only the fields we need are read.

mod calls;
mod failure;
mod holds;
mod permissions;
mod rest;
mod verdict;

pub(crate) use self::permissions::manages;
pub use self::{
    calls::{Found, InteractionResponse, id_of},
    failure::{Failure, Refusal},
    holds::Scope,
    permissions::{permissions, roles_of},
    rest::Rest,
    verdict::{Asked, Row, TABLE, Verdict},
};

/// Discord's code for an interaction that has expired.
pub const UNKNOWN_INTERACTION: u64 = 10_062;
/// Discord's code for an interaction that already has a response.
pub const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Discord's code for somebody who is no member of a server.
pub(crate) const UNKNOWN_MEMBER: u64 = 10_007;

/// When a message was posted: its id says it.
#[must_use]
pub fn posted_at(message: u64) -> jiff::Timestamp {
    /// The first millisecond of 2015, from which ids count.
    const EPOCH: i64 = 1_420_070_400_000;
    jiff::Timestamp::from_millisecond(EPOCH + i64::try_from(message >> 22).unwrap_or_default()).unwrap_or_default()
}
