//! Sets of codes that come as one run of letters, such as `MPRT`.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::codes::{self, Code, Presence};

/// What sets of letters are called where they are read.
pub(crate) const NAME: &str = "Letters";

/// What stands for a set of which nothing is known.
pub(crate) const UNKNOWN: &str = "\u{FFFD}";

/// The letters of a run. Blanks and commas between them are passed over.
pub(crate) fn each(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',')
}

/// A set of codes, written on the wire as their letters without anything between. The order on the wire has no meaning.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Letters<C: Code>(BTreeSet<C>);

/// What an agent or department is online for: `M` messages, `P` phone, `T` chat, `R` read, `F` offline.
pub type OnlineStatus = Letters<Presence>;

impl<C: Code> Letters<C> {
    /// The set that a run of letters stands for. Blanks and commas between them are passed over.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(each(text).map(C::from_letter).collect())
    }

    /// Whether `code` is in the set.
    #[must_use]
    pub fn contains(&self, code: C) -> bool {
        self.0.contains(&code)
    }

    /// The codes, in the order of their declaration.
    pub fn iter(&self) -> impl Iterator<Item = C> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl OnlineStatus {
    /// Whether LiveAgent did not say, or nothing that can be read.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.contains(Presence::default())
    }

    /// Whether nobody is there: the letter `F`, or none at all.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.is_empty() || self.contains(Presence::Offline)
    }
}

impl<C: Code> Default for Letters<C> {
    fn default() -> Self {
        Self(BTreeSet::new())
    }
}

impl<C: Code> FromIterator<C> for Letters<C> {
    fn from_iter<I: IntoIterator<Item = C>>(codes: I) -> Self {
        Self(codes.into_iter().collect())
    }
}

impl<C: Code> fmt::Display for Letters<C> {
    /// The letters, as on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: String = self.iter().map(Code::letter).collect();
        f.pad(&letters)
    }
}

impl<C: Code> Serialize for Letters<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, C: Code> Deserialize<'de> for Letters<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        codes::read(deserializer, NAME, C::LETTERS).map(|text| Self::from_text(&text))
    }
}
