//! Parameters that carry a list of records: JSON inside a form.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, SeqAccess, Visitor},
    ser::Error as _,
};

/// A list of records, written on the wire as one text of JSON. Made from a `Vec`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Json<T>(pub Vec<T>);

impl<T> Default for Json<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Json<T> {
    fn from(records: Vec<T>) -> Self {
        Self(records)
    }
}

impl<T: Serialize> Serialize for Json<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&serde_json::to_string(&self.0).map_err(S::Error::custom)?)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Json<T> {
    /// Reads the text of JSON, or the list itself.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: DeserializeOwned> Visitor<'de> for Either<T> {
            type Value = Json<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list, or JSON of one")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Json<T>, E> {
                serde_json::from_str(text).map(Json).map_err(|_| E::custom("expected JSON of a list"))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<T>, A::Error> {
                let mut records = Vec::new();
                while let Some(record) = items.next_element()? {
                    records.push(record);
                }
                Ok(Json(records))
            }
        }

        deserializer.deserialize_any(Either(PhantomData))
    }
}
