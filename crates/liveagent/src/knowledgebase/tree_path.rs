//! Where an entry stands in its knowledgebase.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many entries above an entry are read. No knowledgebase is as deep.
const MAX_DEPTH: usize = 100;

/// The ids of the entries above an entry, from the root (`0`) down: `0|7|16` on the wire.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct TreePath(String);

impl TreePath {
    /// Reads `0|7|16`.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The ids, from the root down: 100 at most.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.split('|').map(str::trim).filter(|id| !id.is_empty()).take(MAX_DEPTH)
    }
}

impl fmt::Display for TreePath {
    /// As on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for TreePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for TreePath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_from_the_root_down_and_have_an_end() {
        let ids = |text: &str| TreePath::from_text(text).ids().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(ids("0|7| 16 ||"), ["0", "7", "16"]);
        assert_eq!(ids(""), [""; 0]);
        assert_eq!(ids(&"1|".repeat(5000)).len(), MAX_DEPTH);
    }
}
