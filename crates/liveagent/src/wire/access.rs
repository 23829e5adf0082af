//! How the deserializer walks lists and objects, noting the way for errors. What is kept of a list takes from the [`Room`].
//!
//! Here what can't be read is kept from spoiling the rest: a field is read once more as unknown, a row is left out. If that fails too
//! (a row without its id), the level above gets the error.

use std::borrow::Cow;

use serde::{
    Deserialize,
    de::{DeserializeSeed, Error as _, IntoDeserializer as _, MapAccess, SeqAccess, value::CowStrDeserializer},
};

use super::{WireError, entities, raw::Raw, read::Wire, room::Room, way::Way};

/// The items of a list.
pub(super) struct Items<'a, I> {
    rest: I,
    index: usize,
    room: &'a Room,
    way: Option<&'a Way<'a>>,
}

impl<'a, I> Items<'a, I> {
    pub(super) fn new(items: I, room: &'a Room, way: Option<&'a Way<'a>>) -> Self {
        Self { rest: items, index: 0, room, way }
    }
}

impl<'de, I: Iterator<Item = Raw<'de>>> SeqAccess<'de> for Items<'_, I> {
    type Error = WireError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, WireError> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        self.room.take(size_of::<T::Value>())?;
        let way = Way::item(self.way);
        let item = seed.deserialize(Wire::new(item, self.room, Some(&way)).item());
        item.map(Some).map_err(|error| error.below(format_args!("[{index}]")))
    }

    /// The next one that can be read.
    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, WireError> {
        if !self.room.is_lenient() {
            return self.next_element_seed(std::marker::PhantomData);
        }
        let way = Way::item(self.way);
        for item in self.rest.by_ref() {
            self.room.take(size_of::<T>())?;
            let wire = Wire::new(item, self.room, Some(&way)).item();
            match T::deserialize(wire) {
                Ok(item) => return Ok(Some(item)),
                Err(error) if error.is_too_large() => return Err(error),
                Err(_) => self.room.note(Some(&way), wire.found()),
            }
        }
        Ok(None)
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
    way: Option<&'a Way<'a>>,
    /// Whether each is all that there is, so that it can't be unknown.
    all: bool,
}

impl<'a, 'de, I: Iterator<Item = (Cow<'de, str>, Raw<'de>)>> Fields<'a, 'de, I> {
    pub(super) fn new(fields: I, room: &'a Room, way: Option<&'a Way<'a>>) -> Self {
        Self { rest: fields, value: None, room, way, all: false }
    }

    /// The same, of an object that is nothing but its one field.
    pub(super) fn all(self, all: bool) -> Self {
        Self { all, ..self }
    }

    fn value(&mut self) -> Result<(Cow<'de, str>, Raw<'de>), WireError> {
        self.value.take().ok_or_else(|| serde::de::Error::custom("a value was asked for before its key"))
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
        let (key, value) = self.value()?;
        let way = Way::field(self.way, &key);
        seed.deserialize(Wire::new(value, self.room, Some(&way))).map_err(|error| error.below(&key))
    }

    /// The value, or an unknown one where it can't be read.
    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, WireError> {
        let (key, value) = self.value()?;
        let way = Way::field(self.way, &key);
        let wire = Wire::new(value, self.room, Some(&way));
        // PHP returns it for nothing and for a failure alike.
        if self.all && self.room.is_lenient() && value.json() == "false" {
            return Err(WireError::custom("false in the place of a list").below(&key));
        }
        let error = match V::deserialize(wire) {
            Ok(value) => return Ok(value),
            Err(error) => error.below(&key),
        };
        if !self.room.is_lenient() || self.all || error.is_too_large() {
            return Err(error);
        }
        let unknown = V::deserialize(wire.unknown()).map_err(|_| error)?;
        self.room.note(Some(&way), wire.found());
        Ok(unknown)
    }
}
