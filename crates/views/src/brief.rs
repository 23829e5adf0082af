//! Short answers to look-ups, the parts of digests and boards.

use std::collections::BTreeMap;

use crate::payload::Field;

/// A short answer to a look-up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brief {
    pub(crate) fields: Vec<Field>,
    /// How busy the queues are, if the answer covers them.
    pub(crate) queues: Option<Queues>,
    /// The ids and titles of articles that can be opened.
    pub(crate) articles: Vec<(String, String)>,
    /// Figures for the next digest to compare with.
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
    /// A short answer with these fields.
    pub(crate) fn of(fields: impl IntoIterator<Item = Field>) -> Self {
        Self { fields: fields.into_iter().collect(), ..Self::default() }
    }

    /// Whether it has no fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Figures for the next digest to compare with.
    #[must_use]
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Adds the known figures for the next digest.
    pub(crate) fn keep<const N: usize>(self, figures: [(&str, Option<u64>); N]) -> Self {
        let known = figures.into_iter().filter_map(|(name, figure)| Some((name.to_owned(), figure?)));
        Self { figures: known.collect(), ..self }
    }
}
