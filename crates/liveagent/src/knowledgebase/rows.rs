//! Entries of the knowledgebase, as LiveAgent answers them.

use serde::{Deserialize, Serialize};

use crate::{Access, Count, EntryStatus, EntryType, Html, LocalTime, TreePath, YesNo};

/// A category, article, forum, topic or suggestion.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct KnowledgebaseEntry {
    /// Knowledgebase identifier.
    pub kb_id: Option<String>,
    /// Knowledgebase entry identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub kb_entry_id: String,
    /// Parent category identifier.
    pub parent_entry_id: Option<String>,
    /// Knowledgebase entry type.
    #[serde(rename = "rtype", default)]
    pub entry_type: EntryType,
    /// The entry's state.
    #[serde(rename = "rstatus", default)]
    pub status: EntryStatus,
    /// Knowledgebase entry access level.
    #[serde(default)]
    pub access: Access,
    /// Inherited access level.
    #[serde(default)]
    pub access_inherited: Access,
    /// URL Code.
    #[serde(rename = "urlcode")]
    pub url_code: Option<String>,
    /// The ids of the entries above it, from the root (`0`) down.
    #[serde(rename = "treepath", default)]
    pub tree_path: TreePath,
    /// Order within parent category.
    #[serde(rename = "rorder")]
    pub order: Option<i64>,
    /// Knowledgebase entry title.
    #[serde(default)]
    pub title: String,
    /// HTML Meta description.
    #[serde(rename = "metadescription")]
    pub meta_description: Option<String>,
    /// HTML Meta Keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Article content.
    pub content: Option<Html>,
    /// The conversation's id.
    #[serde(rename = "conversationid")]
    pub conversation_id: Option<String>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Number of views.
    pub views: Option<Count>,
    /// Number of votes.
    pub votes: Option<Count>,
    /// Date when entry was created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Date of last change.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<LocalTime>,
    /// Whether it was deleted (topics and suggestions only).
    pub deleted: Option<YesNo>,
    /// Description.
    pub description: Option<String>,
}

/// An entry that a search found.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SearchResult {
    /// Knowledgebase ID.
    pub kb_id: Option<String>,
    /// Entry ID.
    #[serde(deserialize_with = "crate::wire::id")]
    pub kb_entry_id: String,
    /// Entry type.
    #[serde(rename = "rtype", default)]
    pub entry_type: EntryType,
    /// The entry's state.
    #[serde(rename = "rstatus", default)]
    pub status: EntryStatus,
    /// Entry access level.
    #[serde(default)]
    pub access: Access,
    /// Inherited access level.
    #[serde(default)]
    pub access_inherited: Access,
    /// URL Code.
    #[serde(rename = "urlcode")]
    pub url_code: Option<String>,
    /// The ids of the entries above it, from the root (`0`) down.
    #[serde(rename = "treepath", default)]
    pub tree_path: TreePath,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// Title without markup.
    pub title_clear: Option<String>,
    /// Entry content (text).
    pub content_text: Option<String>,
    /// Entry content (html).
    pub content_simple_html: Option<Html>,
    /// The conversation's id.
    #[serde(rename = "conversationid")]
    pub conversation_id: Option<String>,
    /// Number of votes.
    #[serde(rename = "votesCount")]
    pub votes_count: Option<Count>,
    /// Date of last change.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<LocalTime>,
    /// Entry Url.
    pub url: Option<String>,
}
