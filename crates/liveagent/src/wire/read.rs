//! The deserializer itself.

use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{Error as _, IntoDeserializer as _, Unexpected, Visitor, value::StrDeserializer},
};
use serde_json::Number;

use super::{
    WireError,
    access::{Fields, Items, Pieces},
    entities,
    raw::{Kind, Raw},
    room::Room,
    unread::Found,
    way::Way,
};
use crate::{letters, time};

/// How a database writes that there is no time.
const NO_TIME: [&str; 2] = ["0000-00-00 00:00:00", "0000-00-00"];

/// The types, by their names, whose text is taken as it is; all other texts are plain, and their entities are decoded.
const EXACT: [&str; 2] = ["Html", "Secret"];

/// What ids are called where they are read.
pub(super) const ID: &str = "Id";

/// A JSON value, read as LiveAgent means it.
#[derive(Clone, Copy)]
pub(super) struct Wire<'a, 'de> {
    raw: Raw<'de>,
    room: &'a Room,
    way: Option<&'a Way<'a>>,
    /// How a text is taken.
    text: Text,
    /// Whether it is an item of a list, where what says nothing is none.
    item: bool,
}

/// How a text is taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Text {
    /// With its entities decoded.
    Plain,
    /// As it is.
    Exact,
    /// As a time in the account's zone.
    Time,
    /// With its entities decoded, and there must be something.
    Id,
}

/// A whole number from a text: `12`, ` 12 `, `12.00`.
pub(crate) fn whole<T: std::str::FromStr>(text: &str) -> Option<T> {
    let text = text.trim();
    let digits = text.split_once('.').map_or(
        text,
        |(digits, zeros)| {
            if zeros.bytes().all(|byte| byte == b'0') { digits } else { text }
        },
    );
    digits.parse().ok()
}

impl<'a, 'de> Wire<'a, 'de> {
    pub(super) fn new(raw: Raw<'de>, room: &'a Room, way: Option<&'a Way<'a>>) -> Self {
        Self { raw, room, way, text: Text::Plain, item: false }
    }

    /// The same, as an item of a list.
    pub(super) fn item(self) -> Self {
        Self { item: true, ..self }
    }

    /// Nothing in its place.
    pub(super) fn unknown(self) -> Self {
        Self { raw: Raw::NULL, ..self }
    }

    /// What it is, for those who look after what could not be read.
    pub(super) fn found(self) -> Found {
        match self.raw.kind() {
            Kind::Null => Found::Nothing,
            Kind::Bool => Found::Truth,
            Kind::Number => Found::Number,
            Kind::Text => Found::Text,
            Kind::List => Found::List,
            Kind::Object => Found::Object,
        }
    }

    /// Whether it is `false`, which PHP says where it has nothing to say. It is taken for that, and noted.
    fn is_false(self) -> bool {
        self.raw.json() == "false"
    }

    /// Whether the value says that there is nothing.
    fn is_nothing(self) -> bool {
        match self.raw.kind() {
            Kind::Null => true,
            Kind::Bool => self.is_false(),
            Kind::Text => self.raw.text().is_some_and(|text| text.is_empty() || NO_TIME.contains(&&*text)),
            _ => false,
        }
    }

    fn unexpected(self) -> Unexpected<'de> {
        match self.raw.kind() {
            Kind::Null => Unexpected::Unit,
            Kind::Bool => Unexpected::Bool(false),
            Kind::Number => Unexpected::Float(0.0),
            Kind::Text => Unexpected::Str(""),
            Kind::List => Unexpected::Seq,
            Kind::Object => Unexpected::Map,
        }
    }

    fn wrong<V: Visitor<'de>>(self, visitor: &V) -> WireError {
        WireError::invalid_type(self.unexpected(), visitor)
    }

    fn not_one<V: Visitor<'de>>(self, visitor: &V) -> WireError {
        WireError::invalid_value(self.unexpected(), visitor)
    }

    /// Whether it says that there is an object with nothing in it, as PHP does. A row of a list must be more than that.
    fn is_empty_object(self) -> bool {
        let is_empty = self.is_nothing() || self.raw.kind() == Kind::List && self.raw.items().next().is_none();
        is_empty && !(self.item && self.room.is_lenient())
    }

    /// The digits of a number, or a text that may hold some.
    fn digits(self) -> Option<Cow<'de, str>> {
        match self.raw.kind() {
            // Without an exponent, where there is one.
            Kind::Number => match serde_json::from_str::<Number>(self.raw.json()) {
                Ok(number) => Some(number.to_string().into()),
                Err(_) => Some(self.raw.json().into()),
            },
            Kind::Text => self.raw.text(),
            _ => None,
        }
    }

    /// What a text says, where it is one or can be one.
    fn said(self) -> Option<Cow<'de, str>> {
        match self.raw.kind() {
            Kind::Text => self.raw.text(),
            Kind::Number => Some(self.raw.json().into()),
            Kind::Null => Some("".into()),
            Kind::Bool if self.is_false() => {
                self.room.note(self.way, Found::Truth);
                Some("".into())
            }
            _ => None,
        }
    }

    fn text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        let Some(text) = self.said() else { return Err(self.wrong(&visitor)) };
        if (self.item || self.text == Text::Id) && self.room.is_lenient() && text.trim().is_empty() {
            return Err(self.wrong(&visitor));
        }
        let text = match (self.text, self.room.zone()) {
            (Text::Plain | Text::Id, _) => entities::decode(text),
            (Text::Time, Some(zone)) => time::in_zone(text, zone),
            (Text::Exact | Text::Time, _) => text,
        };
        match text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    /// The items of a list that PHP wrote as an object: `{"0": ..., "2": ..., "10": ...}`, in the order of the numbers.
    fn numbered(self) -> Result<Option<Vec<Raw<'de>>>, WireError> {
        let mut items = Vec::new();
        for (key, value) in self.raw.fields() {
            let Ok(number) = key.parse::<u64>() else { return Ok(None) };
            self.room.take(size_of_val(&(number, value)))?;
            items.push((number, value));
        }
        items.sort_by_key(|(number, _)| *number);
        Ok(Some(items.into_iter().map(|(_, value)| value).collect()))
    }
}

macro_rules! integer {
    ($($method:ident => $visit:ident: $type:ty),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
            match self.digits().map(|digits| whole::<$type>(&digits)) {
                Some(Some(number)) => visitor.$visit(number),
                Some(None) => Err(self.not_one(&visitor)),
                None => Err(self.wrong(&visitor)),
            }
        }
    )+};
}

macro_rules! text {
    ($($method:ident),+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
            self.text(visitor)
        }
    )+};
}

impl<'de> Deserializer<'de> for Wire<'_, 'de> {
    type Error = WireError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.raw.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(self.raw.json() == "true"),
            Kind::Number => match serde_json::from_str(self.raw.json()) {
                Ok(number) => visit_number(&number, visitor),
                Err(_) => Err(self.not_one(&visitor)),
            },
            // As it is: JSON within a text has its own way of writing characters.
            Kind::Text => Wire { text: Text::Exact, ..self }.text(visitor),
            Kind::List => self.deserialize_seq(visitor),
            Kind::Object => self.deserialize_map(visitor),
        }
    }

    integer! {
        deserialize_i8 => visit_i8: i8, deserialize_i16 => visit_i16: i16, deserialize_i32 => visit_i32: i32,
        deserialize_i64 => visit_i64: i64, deserialize_u8 => visit_u8: u8, deserialize_u16 => visit_u16: u16,
        deserialize_u32 => visit_u32: u32, deserialize_u64 => visit_u64: u64,
        deserialize_f32 => visit_f32: f32,
    }

    text!(deserialize_str, deserialize_string, deserialize_char, deserialize_identifier);

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.digits().map(|digits| digits.trim().parse::<f64>()) {
            Some(Ok(number)) if number.is_finite() => visitor.visit_f64(number),
            Some(_) => Err(self.not_one(&visitor)),
            None => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        if !self.is_nothing() {
            return visitor.visit_some(self);
        }
        if self.is_false() {
            self.room.note(self.way, Found::Truth);
        }
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, WireError> {
        let text = match name {
            time::NAME => Text::Time,
            ID => Text::Id,
            name if EXACT.contains(&name) => Text::Exact,
            _ => Text::Plain,
        };
        visitor.visit_newtype_struct(Wire { text, ..self })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.raw.kind() {
            Kind::Null => visitor.visit_seq(Items::new(std::iter::empty(), self.room, self.way)),
            Kind::List => visitor.visit_seq(Items::new(self.raw.items(), self.room, self.way)),
            Kind::Object => match self.numbered()? {
                Some(items) => visitor.visit_seq(Items::new(items.into_iter(), self.room, self.way)),
                None => Err(self.wrong(&visitor)),
            },
            Kind::Text => match self.raw.text() {
                Some(text) => visitor.visit_seq(Pieces::new(&text, self.room)),
                None => Err(self.not_one(&visitor)),
            },
            Kind::Bool if self.is_false() && self.room.is_lenient() => {
                self.room.note(self.way, Found::Truth);
                self.unknown().deserialize_seq(visitor)
            }
            Kind::Bool | Kind::Number => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.raw.kind() {
            Kind::Object => visitor.visit_map(Fields::new(self.raw.fields(), self.room, self.way)),
            _ if self.is_empty_object() => visitor.visit_map(Fields::new(std::iter::empty(), self.room, self.way)),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WireError> {
        // Only what the struct has, and once: the last one, as all who read JSON do.
        let mut values = vec![None; fields.len()];
        if self.raw.kind() == Kind::Object {
            for (key, value) in self.raw.fields() {
                if let Some(at) = fields.iter().position(|field| *field == key) {
                    values[at] = Some(value);
                }
            }
        } else if !self.is_empty_object() {
            return Err(self.wrong(&visitor));
        }
        let is_answer = self.room.is_lenient();
        // A field that is not there says as much as one with nothing in it.
        let given = fields
            .iter()
            .zip(values)
            .filter_map(|(name, value)| Some((Cow::Borrowed(*name), value.or(is_answer.then_some(Raw::NULL))?)));
        // An answer that is nothing but a list must not look like an empty one.
        let all = self.way.is_none() && fields.len() == 1;
        visitor.visit_map(Fields::new(given, self.room, self.way).all(all))
    }

    /// One of `variants`, which are letters or words; for [`letters::NAME`] any number of letters. One that is not among them is noted.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WireError> {
        let Some(text) = self.said() else { return Err(self.wrong(&visitor)) };
        let is_set = name == letters::NAME;
        let text = match self.raw.kind() {
            // None at all is something else than an empty set of them.
            Kind::Null | Kind::Bool if is_set => letters::UNKNOWN.into(),
            _ => text,
        };
        let is_known = |text: &str| text.is_empty() || variants.is_empty() || variants.contains(&text);
        let all_known = if is_set {
            letters::each(&text).all(|letter| is_known(letter.encode_utf8(&mut [0; 4])))
        } else {
            is_known(&text)
        };
        if !all_known && self.raw.kind() != Kind::Null && !self.is_false() {
            self.room.note(self.way, Found::Letter);
        }
        let text: StrDeserializer<'_, WireError> = text.as_ref().into_deserializer();
        visitor.visit_enum(text)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

fn visit_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, WireError> {
    if let Some(number) = number.as_u64() {
        visitor.visit_u64(number)
    } else if let Some(number) = number.as_i64() {
        visitor.visit_i64(number)
    } else {
        visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
    }
}
