//! What can be changed in the knowledgebase: #33 to #35.

use serde::{Deserialize, Serialize};

use crate::{
    Access, CategoryType, Count, Done, EntryStatus, EntryType, Html, LocalTime, Method, NewArticleStatus, Operation,
    TreePath, YesNo,
};

/// Adds an article: `POST /api/knowledgebase/articles`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AddKnowledgebaseArticle {
    /// Article content HTML.
    pub content: String,
    /// Title.
    pub title: String,
    /// Knowledgebase identifier, default value: `kb_defa`.
    pub kb_id: Option<String>,
    /// Parent category identifier.
    pub parent_entry_id: Option<String>,
    /// The entry's state.
    #[serde(rename = "rstatus")]
    pub status: Option<NewArticleStatus>,
    /// Who may read it.
    pub access: Option<Access>,
    /// Order of article within category.
    #[serde(rename = "rorder")]
    pub order: Option<i64>,
    /// Keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Display whole article in list of articles.
    pub full_preview: Option<YesNo>,
}

impl Operation for AddKnowledgebaseArticle {
    const NUMBER: u8 = 33;
    const NAME: &'static str = "AddKnowledgebaseArticle";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/knowledgebase/articles";
    const SINCE: &'static str = "4.26.0.1";
    type Output = Option<AddedArticle>;
}

/// An article that was just added.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AddedArticle {
    /// Knowledgebase identifier.
    pub kb_id: Option<String>,
    /// Knowledgebase article identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub kb_entry_id: String,
    /// Parent article identifier.
    pub parent_entry_id: Option<String>,
    /// URL Code.
    #[serde(rename = "urlcode")]
    pub url_code: Option<String>,
    /// Article title.
    #[serde(default)]
    pub title: String,
    /// Article content HTML.
    pub content: Option<Html>,
    /// Article content converted to text.
    pub content_text: Option<String>,
    /// Article content HTML with images removed.
    pub content_simple_html: Option<Html>,
    /// The ids of the entries above it, from the root (`0`) down.
    #[serde(rename = "treepath", default)]
    pub tree_path: TreePath,
    /// The entry's state.
    #[serde(rename = "rstatus", default)]
    pub status: EntryStatus,
    /// Article access level.
    #[serde(default)]
    pub access: Access,
    /// Inherited access level.
    #[serde(default)]
    pub access_inherited: Access,
    /// Order of article within category.
    #[serde(rename = "rorder")]
    pub order: Option<i64>,
    /// HTML Meta Keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Date when was article created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Date of last change.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<LocalTime>,
    /// Number of views.
    pub views: Option<Count>,
}

/// Adds a category, a suggestion category or a forum: `POST /api/knowledgebase/categories`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AddKnowledgebaseCategory {
    /// Title.
    pub title: String,
    /// Knowledgebase identifier, default value: `kb_defa`.
    pub kb_id: Option<String>,
    /// Parent category identifier, default value: 0 (root category).
    pub parent_entry_id: Option<String>,
    /// What kind of category, `Category` if not given.
    #[serde(rename = "rtype")]
    pub category_type: Option<CategoryType>,
    /// Who may read it, everybody if not given.
    pub access: Option<Access>,
    /// Order within category, new items are added at the top by default.
    #[serde(rename = "rorder")]
    pub order: Option<i64>,
    /// Keywords (used only for category).
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Description (used for forum and suggestion category).
    pub description: Option<String>,
}

impl Operation for AddKnowledgebaseCategory {
    const NUMBER: u8 = 34;
    const NAME: &'static str = "AddKnowledgebaseCategory";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/knowledgebase/categories";
    const SINCE: &'static str = "4.26.0.1";
    type Output = Option<AddedCategory>;
}

/// A category that was just added.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AddedCategory {
    /// Knowledgebase identifier.
    pub kb_id: Option<String>,
    /// Knowledgebase entry identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub kb_entry_id: String,
    /// Parent category identifier.
    pub parent_entry_id: Option<String>,
    /// URL Code.
    #[serde(rename = "urlcode")]
    pub url_code: Option<String>,
    /// Title.
    #[serde(default)]
    pub title: String,
    /// The ids of the entries above it, from the root (`0`) down.
    #[serde(rename = "treepath", default)]
    pub tree_path: TreePath,
    /// Type of category.
    #[serde(rename = "rtype", default)]
    pub entry_type: EntryType,
    /// The entry's state.
    #[serde(rename = "rstatus", default)]
    pub status: EntryStatus,
    /// Who may read it.
    #[serde(default)]
    pub access: Access,
    /// Inherited access level.
    #[serde(default)]
    pub access_inherited: Access,
    /// Order within parent category.
    #[serde(rename = "rorder")]
    pub order: Option<i64>,
    /// HTML Meta Keywords.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Date when article was created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Date of last change.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<LocalTime>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Number of views.
    pub views: Option<Count>,
    /// Description.
    pub description: Option<String>,
}

/// Removes an entry: `DELETE /api/knowledgebase/entries/{entry_id}`.
///
/// A category takes everything below it along.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct RemoveKnowledgebaseEntry {
    /// Knowledgebase entry ID.
    pub entry_id: String,
}

impl Operation for RemoveKnowledgebaseEntry {
    const NUMBER: u8 = 35;
    const NAME: &'static str = "RemoveKnowledgebaseEntry";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/knowledgebase/entries/{entry_id}";
    const SINCE: &'static str = "4.26.0.1";
    type Output = Done;
}
