//! Colours of tags and groups.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A colour, `RRGGBB` in hexadecimal on the wire.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Color(u32);

impl Color {
    /// The colour of a number such as `0xFF8800`. Anything above the lowest 24 bits is dropped.
    #[must_use]
    pub const fn new(rgb: u32) -> Self {
        Self(rgb & 0x00FF_FFFF)
    }

    /// The colour as a number, 0 to `0xFFFFFF`.
    #[must_use]
    pub const fn rgb(self) -> u32 {
        self.0
    }

    /// Reads `FF8800`, `#ff8800` or `#f80`.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text);
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let number = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            6 => Some(Self(number)),
            3 => Some(Self((number >> 8) * 0x11_0000 + (number >> 4 & 0xF) * 0x1100 + (number & 0xF) * 0x11)),
            _ => None,
        }
    }
}

impl fmt::Display for Color {
    /// Six hexadecimal digits, as on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06X}", self.0)
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| D::Error::custom("expected a colour in hexadecimal"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_with_or_without_the_sign() {
        for text in ["ff8800", "#FF8800", "#f80", " F80 "] {
            assert_eq!(Color::from_text(text), Some(Color::new(0x00FF_8800)), "{text:?}");
        }
        for text in ["", "#", "red", "+12345", "ff88001", "ffff"] {
            assert_eq!(Color::from_text(text), None, "{text:?}");
        }
        assert_eq!(Color::new(0xFF).to_string(), "0000FF");
    }
}
