//! Categories of suggestions: #61. The suggestions themselves are entries of the knowledgebase.

use serde::{Deserialize, Serialize};

use crate::{Method, Operation};

/// Lists suggestion categories: `GET /api/suggestioncategories`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListSuggestionCategories {}

impl Operation for ListSuggestionCategories {
    const NUMBER: u8 = 61;
    const NAME: &'static str = "ListSuggestionCategories";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/suggestioncategories";
    const SINCE: &'static str = "2.8.2.1";
    type Output = SuggestionCategories;
}

/// Categories of suggestions.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SuggestionCategories {
    /// List of categories.
    #[serde(rename = "suggestioncategories")]
    pub suggestion_categories: Vec<SuggestionCategory>,
}

/// A category of suggestions.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SuggestionCategory {
    /// Id of the category.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Title of the category.
    pub title: String,
    /// Path of the category.
    pub path: Option<String>,
}
