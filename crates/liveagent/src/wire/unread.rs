//! What of an answer could not be read: how many rows were left out, which fields are unknown. Never what stood there.

use std::{collections::BTreeMap, fmt};

/// What was found in the place of what was expected.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Found {
    /// `true` or `false`.
    Truth,
    /// A number that is none for this field.
    Number,
    /// A text that is none for this field.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
    /// Nothing at all.
    Nothing,
    /// A letter that stands for nothing we know. It is kept.
    Letter,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truth => "truth",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Object => "object",
            Self::Nothing => "nothing",
            Self::Letter => "unknown letter",
        })
    }
}

/// What of an answer could not be read, by field, such as `conversations[].datedue`, and what was found there. Rows that were left out
/// go by their list: `conversations[]`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Unread(BTreeMap<(String, Found), u64>);

impl Unread {
    pub(super) fn note(&mut self, field: String, found: Found) {
        *self.0.entry((field, found)).or_default() += 1;
    }

    /// Whether all of it was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many rows of the answer were left out. What is missing within a row does not count.
    #[must_use]
    pub fn rows(&self) -> u64 {
        let is_row = |field: &str| field.strip_suffix("[]").is_some_and(|list| !list.contains(['[', '.']));
        self.iter().filter(|(field, ..)| is_row(field)).map(|(.., times)| times).sum()
    }

    /// Whether a value of `field` is unknown, or was left out with its row. One that LiveAgent left empty is not.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        let with_row = |other: &str| other.ends_with("[]") && field.starts_with(other);
        self.iter().any(|(other, found, _)| (other == field || with_row(other)) && found != Found::Letter)
    }

    /// Each field, what was found in it, and how often.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Found, u64)> {
        self.0.iter().map(|((field, found), times)| (field.as_str(), *found, *times))
    }

    /// What could not be read of another answer too.
    pub fn add(&mut self, other: &Self) {
        for (key, times) in &other.0 {
            *self.0.entry(key.clone()).or_default() += times;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_fields_are_told_apart() {
        let mut unread = Unread::default();
        for (field, found) in [
            ("conversations[].datedue", Found::Text),
            ("conversations[].status", Found::Letter),
            ("conversations[].tags[]", Found::List),
            ("conversations[].tags[]", Found::List),
        ] {
            unread.note(field.to_owned(), found);
        }
        assert_eq!(unread.rows(), 0);
        let table = [
            ("conversations[].datedue", true),
            ("conversations[].datechanged", false),
            ("conversations[].status", false),
            ("conversations[]", false),
        ];
        for (field, has) in table {
            assert_eq!(unread.has(field), has, "{field}");
        }
        let mut row = Unread::default();
        row.note("conversations[]".to_owned(), Found::Truth);
        unread.add(&row);
        unread.add(&row);
        assert_eq!(unread.rows(), 2);
        assert!(unread.has("conversations[].datechanged") && !unread.has("departments[].name"));
        assert_eq!(unread.iter().map(|(.., times)| times).collect::<Vec<_>>(), [2, 1, 1, 2]);
    }
}
