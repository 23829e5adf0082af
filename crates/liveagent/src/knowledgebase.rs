//! The knowledgebase: #32 to #38.

mod look_ups;
mod rows;
mod tree_path;
mod writes;

pub use look_ups::{
    Knowledgebase, KnowledgebaseArticles, KnowledgebaseEntries, Knowledgebases, ListKnowledgebaseArticles,
    ListKnowledgebaseEntries, ListKnowledgebases, SearchKnowledgebase, SearchResults,
};
pub use rows::{KnowledgebaseEntry, SearchResult};
pub use tree_path::TreePath;
pub use writes::{
    AddKnowledgebaseArticle, AddKnowledgebaseCategory, AddedArticle, AddedCategory, RemoveKnowledgebaseEntry,
};

use crate::{EntryType, YesNo};

impl KnowledgebaseEntry {
    /// Whether it holds other entries: a category, a forum, a category of suggestions, or the home of all.
    #[must_use]
    pub fn is_category(&self) -> bool {
        matches!(
            self.entry_type,
            EntryType::Home | EntryType::Category | EntryType::Forum | EntryType::SuggestionCategory
        )
    }

    /// Whether it was deleted. LiveAgent still lists deleted topics and suggestions.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted == Some(YesNo::Yes)
    }
}
