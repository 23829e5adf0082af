//! What was wrong with an answer, and where. The content itself is never quoted: it may be a customer's words.

use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

/// An answer does not have the shape that the reference promises.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct WireError {
    /// The way to the field, outermost first, such as `conversations[3].status`.
    path: String,
    what: String,
    too_large: bool,
}

impl WireError {
    fn new(what: impl Into<String>) -> Self {
        Self { path: String::new(), what: what.into(), too_large: false }
    }

    /// The answer has more rows than are read.
    pub(super) fn too_large() -> Self {
        Self { too_large: true, ..Self::new("too many rows") }
    }

    /// Whether the shape is right, and there is only too much of it.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        self.too_large
    }

    /// The way to the field that can't be read, such as `conversations[3].status`; empty where it is the answer as a whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.path
    }

    /// The same error, seen from one level further out.
    pub(super) fn below(mut self, step: impl Display) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{dot}{}", self.path);
        self
    }
}

impl Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { write!(f, "{}", self.what) } else { write!(f, "{}: {}", self.path, self.what) }
    }
}

impl std::error::Error for WireError {}

/// The kind of a value, without the value.
fn kind(unexpected: &Unexpected<'_>) -> &'static str {
    match unexpected {
        Unexpected::Bool(_) => "a truth value",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "a text",
        Unexpected::Unit | Unexpected::Option => "nothing",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

impl de::Error for WireError {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", kind(&unexpected)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {} that is not", kind(&unexpected)))
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self::new("a word that the reference does not know")
    }
}
