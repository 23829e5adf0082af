//! Texts that must not be seen: the API key, and what LiveAgent hands out to sign people in.
//!
//! No `Serialize`, no `Deref`, no comparison: the only way to the text is [`Secret::expose`], which is easy to look for.

use std::fmt;

use serde::Deserialize;

/// A text whose `Debug` and `Display` say only that it is there.
#[derive(Clone, Deserialize)]
pub struct Secret(String);

/// The key of LiveAgent's API v1.
pub type ApiKey = Secret;

impl Secret {
    /// Keeps a text from being seen.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_expose_shows_it() {
        let key = ApiKey::new("5ceef21647f1db39");
        assert_eq!(format!("{key} {key:?} {key:#?}"), "… Secret(…) Secret(…)");
        assert_eq!(key.expose(), "5ceef21647f1db39");
    }
}
