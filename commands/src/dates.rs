//! Dates as people type them, which `answers::dates` reads, and how far back "changed" reaches.

pub(crate) use answers::dates::range;
use jiff::{Timestamp, ToSpan as _};

use crate::choice::choices;

choices! {
    /// How far back "changed" reaches, in minutes.
    Changed: i64 = [
        ("in the last 15 minutes", 15),
        ("in the last hour", 60),
        ("in the last 4 hours", 4 * 60),
        ("in the last 24 hours", 24 * 60),
        ("in the last 3 days", 3 * 24 * 60),
        ("in the last 7 days", 7 * 24 * 60),
        ("in the last 30 days", 30 * 24 * 60),
    ]
}

/// The instant so many minutes ago.
pub(crate) fn since(minutes: i64, now: Timestamp) -> Timestamp {
    now.checked_sub(minutes.minutes()).unwrap_or(Timestamp::UNIX_EPOCH)
}
