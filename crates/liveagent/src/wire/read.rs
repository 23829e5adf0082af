//! The deserializer itself.

use serde::{
    Deserializer,
    de::{Error as _, IntoDeserializer as _, Unexpected, Visitor},
};
use serde_json::{Number, Value};

use super::{
    WireError,
    access::{Fields, Items, Pieces},
};

/// How a database writes that there is no time.
const NO_TIME: [&str; 2] = ["0000-00-00 00:00:00", "0000-00-00"];

/// A JSON value, read as LiveAgent means it.
#[derive(Clone, Copy)]
pub(super) struct Wire<'de>(pub(super) &'de Value);

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

impl<'de> Wire<'de> {
    /// Whether the value says that there is nothing.
    fn is_nothing(self) -> bool {
        match self.0 {
            Value::Null => true,
            Value::String(text) => text.is_empty() || NO_TIME.contains(&text.as_str()),
            _ => false,
        }
    }

    fn unexpected(self) -> Unexpected<'de> {
        match self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(value) => Unexpected::Bool(*value),
            Value::Number(_) => Unexpected::Float(0.0),
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        }
    }

    fn wrong<V: Visitor<'de>>(self, visitor: &V) -> WireError {
        WireError::invalid_type(self.unexpected(), visitor)
    }

    /// The digits of a number, or a text that may hold some.
    fn digits(self) -> Option<std::borrow::Cow<'de, str>> {
        match self.0 {
            Value::Number(number) => Some(number.to_string().into()),
            Value::String(text) => Some(text.trim().into()),
            _ => None,
        }
    }
}

/// The items of a list that PHP wrote as an object: `{"0": ..., "2": ..., "10": ...}`, in the order of the numbers.
fn numbered(object: &serde_json::Map<String, Value>) -> Option<Vec<&Value>> {
    let items = object.iter().map(|(key, value)| Some((key.parse::<u64>().ok()?, value)));
    let mut items: Vec<(u64, &Value)> = items.collect::<Option<_>>()?;
    items.sort_by_key(|(number, _)| *number);
    Some(items.into_iter().map(|(_, value)| value).collect())
}

macro_rules! integer {
    ($($method:ident => $visit:ident: $type:ty),+ $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
            match self.digits().map(|digits| whole::<$type>(&digits)) {
                Some(Some(number)) => visitor.$visit(number),
                Some(None) => Err(WireError::invalid_value(self.unexpected(), &visitor)),
                None => Err(self.wrong(&visitor)),
            }
        }
    )+};
}

macro_rules! text {
    ($($method:ident),+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
            match self.0 {
                Value::String(text) => visitor.visit_borrowed_str(text),
                Value::Number(number) => visitor.visit_string(number.to_string()),
                Value::Null => visitor.visit_borrowed_str(""),
                _ => Err(self.wrong(&visitor)),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Wire<'de> {
    type Error = WireError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => visit_number(number, visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
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
        match self.digits().map(|digits| digits.parse::<f64>()) {
            Some(Ok(number)) if number.is_finite() => visitor.visit_f64(number),
            Some(_) => Err(WireError::invalid_value(self.unexpected(), &visitor)),
            None => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, WireError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.0 {
            Value::Null => visitor.visit_seq(Items::new([].iter())),
            Value::Array(items) => visitor.visit_seq(Items::new(items.iter())),
            Value::Object(object) => match numbered(object) {
                Some(items) => visitor.visit_seq(Items::new(items.into_iter())),
                None => Err(self.wrong(&visitor)),
            },
            Value::String(text) => visitor.visit_seq(Pieces::new(text)),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WireError> {
        match self.0 {
            Value::Object(object) => visitor.visit_map(Fields::new(object.iter())),
            Value::Array(items) if items.is_empty() => visitor.visit_map(Fields::new(std::iter::empty())),
            _ if self.is_nothing() => visitor.visit_map(Fields::new(std::iter::empty())),
            _ => Err(self.wrong(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WireError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WireError> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            _ => Err(self.wrong(&visitor)),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
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
