//! How the deserializer walks lists and objects, noting the way for errors.

use serde::de::{DeserializeSeed, IntoDeserializer as _, MapAccess, SeqAccess, value::BorrowedStrDeserializer};
use serde_json::Value;

use super::{WireError, read::Wire};

/// The items of a list.
pub(super) struct Items<I> {
    items: I,
    index: usize,
}

impl<I> Items<I> {
    pub(super) fn new(items: I) -> Self {
        Self { items, index: 0 }
    }
}

impl<'de, I: Iterator<Item = &'de Value>> SeqAccess<'de> for Items<I> {
    type Error = WireError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, WireError> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Wire(item)).map(Some).map_err(|error| error.below(format_args!("[{index}]")))
    }

    fn size_hint(&self) -> Option<usize> {
        self.items.size_hint().1
    }
}

/// The pieces of a text with commas. Empty pieces are passed over.
pub(super) struct Pieces<'de> {
    pieces: std::str::Split<'de, char>,
    index: usize,
}

impl<'de> Pieces<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { pieces: text.split(','), index: 0 }
    }
}

impl<'de> SeqAccess<'de> for Pieces<'de> {
    type Error = WireError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, WireError> {
        let Some(piece) = self.pieces.by_ref().map(str::trim).find(|piece| !piece.is_empty()) else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        let piece = BorrowedStrDeserializer::new(piece);
        seed.deserialize(piece).map(Some).map_err(|error: WireError| error.below(format_args!("[{index}]")))
    }
}

/// The fields of an object.
pub(super) struct Fields<'de, I> {
    fields: I,
    value: Option<(&'de str, &'de Value)>,
}

impl<'de, I: Iterator<Item = (&'de String, &'de Value)>> Fields<'de, I> {
    pub(super) fn new(fields: I) -> Self {
        Self { fields, value: None }
    }
}

impl<'de, I: Iterator<Item = (&'de String, &'de Value)>> MapAccess<'de> for Fields<'de, I> {
    type Error = WireError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, WireError> {
        let Some((key, value)) = self.fields.next() else { return Ok(None) };
        self.value = Some((key, value));
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, WireError> {
        let (key, value) = self.value.take().unwrap_or(("", &Value::Null));
        seed.deserialize(Wire(value)).map_err(|error| error.below(key))
    }
}
