//! What can be requested with a button, a select or a form: plain data beside the view that draws its answer.
//!
//! A request is a struct. Its fields are written as a JSON array, so fields may be added at the end, with a default; what an older version
//! doesn't know it refuses as a newer version's. A [`Link`] is a request with its type taken off: what a component's id holds.

use std::borrow::Borrow;

use serde::{Serialize, de::DeserializeOwned};

pub use link::Link;
pub use offer::Offer;

mod link;
mod offer;

/// Something to look up.
pub trait Look: Serialize + DeserializeOwned {
    /// What it is called in an id: small letters, which no other look has.
    const TAG: &'static str;
    /// What it is called in the log.
    const NAME: &'static str;
}

/// Something to change.
pub trait Act: Serialize + DeserializeOwned {
    /// What it is called in an id: small letters, which no other act has.
    const TAG: &'static str;
    /// What it is called in the log and the audit.
    const NAME: &'static str;
}

/// Something to ask for before a change.
pub trait Form: Serialize + DeserializeOwned {
    /// What it is called in an id: small letters, which no other form has.
    const TAG: &'static str;
    /// What it is called in the log.
    const NAME: &'static str;
}

/// Times as the number of seconds since 1970: what Discord shows, and half as long as the text.
pub(crate) mod seconds {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    use super::Borrow;

    pub(crate) fn serialize<S: Serializer>(
        at: &impl Borrow<Option<Timestamp>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        at.borrow().map(Timestamp::as_second).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        let second = Option::<i64>::deserialize(deserializer)?;
        second.map(Timestamp::from_second).transpose().map_err(D::Error::custom)
    }
}

/// Several of LiveAgent's codes as one text of their letters.
pub(crate) mod letters {
    use liveagent::Code;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::Borrow;

    pub(crate) fn serialize<C: Code, S: Serializer>(
        codes: &impl Borrow<Vec<C>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&codes.borrow().iter().map(|code| code.letter()).collect::<String>())
    }

    pub(crate) fn deserialize<'de, C: Code, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<C>, D::Error> {
        Ok(String::deserialize(deserializer)?.chars().map(C::from_letter).collect())
    }
}

/// `value` in digits and small letters.
pub(crate) fn base36(value: impl TryInto<u64>) -> String {
    let mut value = value.try_into().unwrap_or(u64::MAX);
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(value % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        value /= 36;
        if value == 0 {
            return digits.iter().rev().collect();
        }
    }
}

/// A short mark of texts: others have another one.
pub(crate) fn stamp(texts: &[&str]) -> String {
    // FNV-1a, over the texts and where each ends.
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0xFF]));
    base36(bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
}
