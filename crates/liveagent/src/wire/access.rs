//! How the deserializer walks lists and objects, noting the way for errors. What is kept of a list takes from the [`Room`].

use std::borrow::Cow;

use serde::de::{DeserializeSeed, IntoDeserializer as _, MapAccess, SeqAccess, value::CowStrDeserializer};

use super::{WireError, entities, raw::Raw, read::Wire, room::Room};

/// The items of a list.
pub(super) struct Items<'a, I> {
    rest: I,
    index: usize,
    room: &'a Room,
}

impl<'a, I> Items<'a, I> {
    pub(super) fn new(items: I, room: &'a Room) -> Self {
        Self { rest: items, index: 0, room }
    }
}

impl<'de, I: Iterator<Item = Raw<'de>>> SeqAccess<'de> for Items<'_, I> {
    type Error = WireError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, WireError> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        self.room.take(size_of::<T::Value>())?;
        let item = seed.deserialize(Wire::new(item, self.room));
        item.map(Some).map_err(|error| error.below(format_args!("[{index}]")))
    }
}

/// The pieces of a text with commas. Empty pieces are passed over.
pub(super) struct Pieces<'a, 'de> {
    rest: std::str::Split<'de, char>,
    index: usize,
    room: &'a Room,
}

impl<'a, 'de> Pieces<'a, 'de> {
    pub(super) fn new(text: &'de str, room: &'a Room) -> Self {
        Self { rest: text.split(','), index: 0, room }
    }
}

impl<'de> SeqAccess<'de> for Pieces<'_, '_> {
    type Error = WireError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, WireError> {
        let Some(piece) = self.rest.by_ref().map(str::trim).find(|piece| !piece.is_empty()) else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        self.room.take(size_of::<T::Value>())?;
        let piece: CowStrDeserializer<'_, WireError> = entities::decode(piece.into()).into_deserializer();
        seed.deserialize(piece).map(Some).map_err(|error| error.below(format_args!("[{index}]")))
    }
}

/// The fields of an object.
pub(super) struct Fields<'a, 'de, I> {
    rest: I,
    value: Option<(Cow<'de, str>, Raw<'de>)>,
    room: &'a Room,
}

impl<'a, 'de, I: Iterator<Item = (Cow<'de, str>, Raw<'de>)>> Fields<'a, 'de, I> {
    pub(super) fn new(fields: I, room: &'a Room) -> Self {
        Self { rest: fields, value: None, room }
    }
}

impl<'de, I: Iterator<Item = (Cow<'de, str>, Raw<'de>)>> MapAccess<'de> for Fields<'_, 'de, I> {
    type Error = WireError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, WireError> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        let read = seed.deserialize(key.as_ref().into_deserializer()).map(Some);
        self.value = Some((key, value));
        read
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, WireError> {
        let Some((key, value)) = self.value.take() else {
            return Err(serde::de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(Wire::new(value, self.room)).map_err(|error| error.below(key))
    }
}
