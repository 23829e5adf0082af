//! The account's quirks, met in one place: a `serde` deserializer over JSON that reads what LiveAgent means.
//!
//! - a number may come as a text, a text as a number;
//! - `""`, `null` and a missing key all mean that there is nothing (`None`, an empty list, an empty text);
//! - a list may come as a text with commas, or (PHP's arrays) as an object with numbers for keys;
//! - an empty object may come as an empty list;
//! - a time of nothing but zeros is no time;
//! - a plain text is written as it is in HTML: `&amp;` is `&`. Only [`Html`](crate::Html) and [`Secret`](crate::Secret) are taken as they are.
//!
//! Hence the answers' types are plain `serde` structs. Errors name the field, never its content. The JSON is read as text, level by level,
//! without a tree of it ever being built, and an answer whose rows would take too much memory is refused.

mod access;
mod entities;
mod error;
mod raw;
mod read;
mod room;
#[cfg(test)]
mod tests;

pub use error::WireError;
use serde::de::{DeserializeOwned, Error as _};

pub(crate) use raw::{Content, Kind, Raw};
pub(crate) use read::whole;

/// Reads JSON as LiveAgent means it.
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, WireError> {
    from_raw(Raw::new(json).map_err(|_| WireError::custom("not JSON"))?)
}

/// Reads JSON that is known to be some.
pub(crate) fn from_raw<T: DeserializeOwned>(raw: Raw<'_>) -> Result<T, WireError> {
    T::deserialize(read::Wire::new(raw, &room::Room::new()))
}
