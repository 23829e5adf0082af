//! The account's quirks, met in one place: a `serde` deserializer over JSON that reads what LiveAgent means.
//!
//! - a number may come as a text, a text as a number;
//! - `""`, `null` and a missing key all mean that there is nothing (`None`, an empty list, an empty text);
//! - a list may come as a text with commas, or (PHP's arrays) as an object with numbers for keys;
//! - an empty object may come as an empty list;
//! - a time of nothing but zeros is no time;
//! - a plain text is written as it is in HTML: `&amp;` is `&`. Only [`Html`](crate::Html) and [`Secret`](crate::Secret) are taken as they are.
//!
//! In an answer, a field that can't be read is unknown: `None`, or what its type has for nothing; so is one that is missing. A row that can't be
//! read, or that has no id, is left out. [`Unread`] has the count of both. An answer that is nothing but a list, and has something
//! else in its place (`false` included, which PHP returns for a failure, too), is an error.
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
mod unread;
mod way;

use std::fmt;

pub use error::WireError;
use jiff::tz::TimeZone;
use serde::{
    Deserialize as _, Deserializer,
    de::{DeserializeOwned, Error as _, Visitor},
};
pub use unread::{Found, Unread};

pub(crate) use raw::{Content, Kind, Raw};
pub(crate) use read::whole;

/// Reads JSON as LiveAgent means it, all of it: the first value that can't be read is an error.
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, WireError> {
    from_raw(Raw::new(json).map_err(|_| WireError::custom("not JSON"))?)
}

/// Reads an answer, as far as it can be read, and says what could not be. Its times are in `zone`.
pub fn answer<T: DeserializeOwned>(json: &str, zone: &TimeZone) -> Result<(T, Unread), WireError> {
    answer_from_raw(Raw::new(json).map_err(|_| WireError::custom("not JSON"))?, zone)
}

/// Reads JSON that is known to be some, all of it.
pub(crate) fn from_raw<T: DeserializeOwned>(raw: Raw<'_>) -> Result<T, WireError> {
    T::deserialize(read::Wire::new(raw, &room::Room::strict(), None))
}

/// Reads an answer that is known to be JSON.
pub(crate) fn answer_from_raw<T: DeserializeOwned>(raw: Raw<'_>, zone: &TimeZone) -> Result<(T, Unread), WireError> {
    let room = room::Room::answer(zone.clone());
    let answer = T::deserialize(read::Wire::new(raw, &room, None))?;
    Ok((answer, room.into_unread()))
}

/// Reads an id, which must be there in an answer: what has none can't be used.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    named(deserializer, read::ID)
}

/// Reads a text of a kind that the reader knows by its name.
pub(crate) fn named<'de, D: Deserializer<'de>>(deserializer: D, name: &'static str) -> Result<String, D::Error> {
    struct Text;

    impl<'de> Visitor<'de> for Text {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
            String::deserialize(deserializer)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
    }

    deserializer.deserialize_newtype_struct(name, Text)
}
