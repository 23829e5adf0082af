//! Instants and Discord's ids, as the database has them.

use jiff::Timestamp;

/// Milliseconds since 1970.
pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The instant of milliseconds; what no instant is (nobody writes such) is the first there is.
pub(crate) fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MIN)
}

/// Discord's 64 bits as the database's.
pub(crate) fn id(id: u64) -> i64 {
    id.cast_signed()
}

/// The database's 64 bits as Discord's.
pub(crate) fn snowflake(id: i64) -> u64 {
    id.cast_unsigned()
}
