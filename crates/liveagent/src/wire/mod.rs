//! The account's quirks, met in one place: a `serde` deserializer over JSON that reads what LiveAgent means.
//!
//! - a number may come as a text, a text as a number;
//! - `""`, `null` and a missing key all mean that there is nothing (`None`, an empty list, an empty text);
//! - a list may come as a text with commas, or (PHP's arrays) as an object with numbers for keys;
//! - an empty object may come as an empty list;
//! - a time of nothing but zeros is no time.
//!
//! Hence the answers' types are plain `serde` structs. Errors name the field, never its content.

mod access;
mod error;
mod read;
#[cfg(test)]
mod tests;

pub use error::WireError;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use read::whole;

/// Reads a JSON value as LiveAgent means it.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, WireError> {
    T::deserialize(read::Wire(value))
}
