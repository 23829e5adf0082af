//! The answer to a look-up in a few lines: what a digest and a board are made of.

use std::collections::BTreeMap;

use crate::payload::Field;

/// What a look-up tells in a few lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    pub(crate) fields: Vec<Field>,
    /// Chats and calls, where it tells of them.
    pub(crate) queues: Option<Queues>,
    /// The ids and titles of articles that can be opened.
    pub(crate) articles: Vec<(String, String)>,
    /// What the next digest compares with.
    pub(crate) figures: Figures,
}

/// Figures by name.
pub type Figures = BTreeMap<String, u64>;

/// How busy chats and calls are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Queues {
    pub(crate) waiting: Option<u64>,
    pub(crate) running: [Option<u64>; 2],
}

impl Brief {
    /// Of these fields.
    pub(crate) fn of(fields: impl IntoIterator<Item = Field>) -> Self {
        Self { fields: fields.into_iter().collect(), ..Self::default() }
    }

    /// Whether it tells nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// What the next digest compares with.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Keeps figures for the next digest, as far as they are known.
    pub(crate) fn keep<const N: usize>(self, figures: [(&str, Option<u64>); N]) -> Self {
        let known = figures.into_iter().filter_map(|(name, figure)| Some((name.to_owned(), figure?)));
        Self { figures: known.collect(), ..self }
    }
}
