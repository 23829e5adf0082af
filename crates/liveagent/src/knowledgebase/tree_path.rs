//! Where an entry stands in its knowledgebase.

use std::{fmt, ops::Deref};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The ids of the entries above an entry, from the root (`0`) down: `0|7|16` on the wire. Reads as a slice of ids.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct TreePath(Vec<String>);

impl TreePath {
    /// Reads `0|7|16`.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.split('|').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect())
    }
}

impl Deref for TreePath {
    type Target = [String];

    fn deref(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for TreePath {
    /// As on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("|"))
    }
}

impl Serialize for TreePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TreePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_text(&String::deserialize(deserializer)?))
    }
}
