//! What can be asked of the knowledgebase: #32 and #36 to #38.

use serde::{Deserialize, Serialize};

use crate::{KnowledgebaseEntry, LocalTime, Method, Operation, SearchResult};

/// Lists entries: `GET /api/knowledgebase/entries`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListKnowledgebaseEntries {
    /// How many rows at most: 50 by default, 500 at most.
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    pub offset: Option<u32>,
    /// Only of this knowledgebase.
    pub kb_id: Option<String>,
    /// Only what lies below this path, such as `0|23|`.
    pub tree_path: Option<String>,
    /// Only what lies directly below this entry, such as `288`.
    pub parent_entry_id: Option<String>,
    /// Only the entry with this id.
    pub entry_id: Option<String>,
    /// Only entries changed after this time.
    pub date_changed: Option<LocalTime>,
}

impl Operation for ListKnowledgebaseEntries {
    const NUMBER: u8 = 36;
    const NAME: &'static str = "ListKnowledgebaseEntries";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/knowledgebase/entries";
    const SINCE: &'static str = "4.26.0.1";
    type Output = KnowledgebaseEntries;
}

/// Entries.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct KnowledgebaseEntries {
    /// The list of all knowledgebase entries.
    pub entries: Vec<KnowledgebaseEntry>,
}

/// Lists knowledgebase articles: `GET /api/knowledgebase/articles`.
///
/// Deprecated in favour of [`ListKnowledgebaseEntries`], which accounts older than 4.26.0.1 don't have.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListKnowledgebaseArticles {
    /// Only of this knowledgebase.
    pub kb_id: Option<String>,
    /// How many rows at most: 10 by default, 500 at most.
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    pub offset: Option<u32>,
    /// Only what lies below this path, such as `0|23|`.
    pub tree_path: Option<String>,
    /// Only what lies directly below this entry, such as `288`.
    pub parent_id: Option<String>,
    /// Only the article with this id.
    pub article_id: Option<String>,
}

impl Operation for ListKnowledgebaseArticles {
    const NUMBER: u8 = 32;
    const NAME: &'static str = "ListKnowledgebaseArticles";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/knowledgebase/articles";
    const SINCE: &'static str = "4.16.3.2";
    type Output = KnowledgebaseArticles;
}

/// Articles.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct KnowledgebaseArticles {
    /// The list of all knowledgebase articles.
    pub articles: Vec<KnowledgebaseEntry>,
}

/// Lists the knowledgebases: `GET /api/knowledgebase/knowledgebases`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListKnowledgebases {
    /// How many rows at most: 10 by default, 500 at most.
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    pub offset: Option<u32>,
}

impl Operation for ListKnowledgebases {
    const NUMBER: u8 = 37;
    const NAME: &'static str = "ListKnowledgebases";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/knowledgebase/knowledgebases";
    const SINCE: &'static str = "4.26.0.1";
    type Output = Knowledgebases;
}

/// Knowledgebases.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Knowledgebases {
    /// Knowledgebases list.
    pub knowledgebases: Vec<Knowledgebase>,
}

/// A knowledgebase.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Knowledgebase {
    /// Knowledgebase identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub kb_id: String,
    /// Knowledgebase name.
    pub name: String,
}

/// Searches the knowledgebase: `GET /api/knowledgebase/search`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct SearchKnowledgebase {
    /// The words to look for.
    pub query: String,
    /// Only of this knowledgebase.
    pub kb_id: Option<String>,
    /// Only this entry and what lies below it.
    pub top_article_id: Option<String>,
    /// How many results at most: 10 by default, 500 at most.
    pub limit: Option<u32>,
}

impl Operation for SearchKnowledgebase {
    const NUMBER: u8 = 38;
    const NAME: &'static str = "SearchKnowledgebase";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/knowledgebase/search";
    const SINCE: &'static str = "4.7.3.0";
    type Output = SearchResults;
}

/// What a search found, best first.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SearchResults {
    /// The search list of all knowledgebase entries.
    pub entries: Vec<SearchResult>,
}
