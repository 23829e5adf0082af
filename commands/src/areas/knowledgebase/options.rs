//! The choices of `/kb`'s options.

use liveagent::{Access, CategoryType, NewArticleStatus};

use crate::choice::choices;

choices! {
    /// The state that a new article is meant to have.
    ArticleStatus: NewArticleStatus = [
        ("Draft", NewArticleStatus::Draft),
        ("Published", NewArticleStatus::Published),
    ]
}

choices! {
    /// The readers of an entry.
    Readers: Access = [
        ("Public (customers)", Access::Public),
        ("Internal (agents)", Access::Internal),
    ]
}

choices! {
    /// The kind of a new category.
    CategoryKind: CategoryType = [
        ("Category", CategoryType::Category),
        ("Forum", CategoryType::Forum),
        ("Suggestion category", CategoryType::SuggestionCategory),
    ]
}
