//! Texts that are HTML, so that none is taken for plain text.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Serialize};

/// HTML as LiveAgent sends it, its entities included. Reads as the text of it.
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Html(pub String);

impl Html {
    /// The HTML.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    /// As it is: not what a browser would show.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<String> for Html {
    fn from(html: String) -> Self {
        Self(html)
    }
}

impl From<&str> for Html {
    fn from(html: &str) -> Self {
        Self(html.to_owned())
    }
}
