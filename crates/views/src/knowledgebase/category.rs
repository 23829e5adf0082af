//! A category, forum or suggestion category that a member adds.

use liveagent::{Access, AddedCategory, CategoryType, EntryType};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::Entry;
use super::entry::path;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Author, Button, Embed, Field, Row};
use crate::press::Press;
use crate::request::Act;
use crate::{people, text, words};

/// The name of the text that describes a category. [`TITLE`](super::TITLE) and [`KEYWORDS`](super::KEYWORDS) are the others.
pub const DESCRIPTION: &str = "description";

/// Add a category. Its texts come with it: title, keywords and description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct AddCategory {
    /// Its kind.
    pub kind: CategoryType,
    /// The category that it will be in, by id.
    #[serde(default)]
    pub parent: Option<String>,
    /// The knowledgebase that it will be in, by id; that of the parent if `None`.
    #[serde(default)]
    pub knowledgebase: Option<String>,
    /// Its access; public if `None`.
    #[serde(default)]
    pub access: Option<Access>,
    /// The department that it belongs to, by id.
    #[serde(default)]
    pub department: Option<String>,
    /// Its place among its neighbours; the first if `None`.
    #[serde(default)]
    pub order: Option<u32>,
}

impl Act for AddCategory {
    const TAG: &'static str = "kc";
    const NAME: &'static str = "add category";
}

/// The category `title` was added. `added` is LiveAgent's answer, if it can be read; `parent` is the title of its parent.
#[must_use]
pub fn category_added(
    category: &AddCategory,
    title: &str,
    added: Option<&AddedCategory>,
    parent: Option<&str>,
    desk: &Desk,
) -> Message {
    let kind = EntryType::from_letter(category.kind.letter());
    let known =
        || category.knowledgebase.as_deref().and_then(|id| desk.names.knowledgebases.get(id)).map(String::as_str);
    let above: Vec<String> = parent.or_else(known).map(str::to_owned).into_iter().collect();
    let access = category.access.or_else(|| added.map(|added| added.access)).unwrap_or(Access::Public);
    let mut fields = vec![Field::inline("Access", words::access(access))];
    if let Some(department) = people::department(category.department.as_deref(), None, desk) {
        fields.push(Field::inline("Department", department));
    }
    let embed = Embed {
        author: Some(Author { name: path(kind, &above), url: None }),
        title: Some(text::escape(&text::line(title, 200))),
        description: Some(format!("✅ {} added.", words::entry_word(kind))),
        color: Some(words::GOOD),
        fields,
        ..Embed::default()
    };
    let open = added.map(|added| {
        let entry = Entry { entry: added.kb_entry_id.clone() };
        Row::buttons([Button::new("Open", &Press::in_new_message(&entry)).emoji("📁")])
    });
    Draft { embeds: vec![embed], components: open.into_iter().collect(), ..Draft::default() }.fit()
}
