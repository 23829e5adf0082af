//! A page of entries: one line each.

use jiff::Timestamp;
use liveagent::{EntryStatus, KnowledgebaseEntry};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::Entry;
use super::entry::{is_internal, title};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Turning, Window};
use crate::payload::{Embed, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look, seconds};
use crate::{text, time, words};

/// A list of entries. Every field narrows it; none of them means all entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {
    /// In this knowledgebase, by id.
    #[serde(default)]
    pub knowledgebase: Option<String>,
    /// Directly below this category, by id.
    #[serde(default)]
    pub parent: Option<String>,
    /// Changed at or after this instant, to the second.
    #[serde(default, with = "seconds")]
    pub changed: Option<Timestamp>,
}

impl Look for List {
    const TAG: &'static str = "kl";
    const NAME: &'static str = "list knowledgebase entries";
}

/// The page of `link`, a request for the entries that `list` lets through. `rows` are those of `window`, which has the page in it; `parent`
/// is the title of the category, if it is known. The select opens an entry in place of the list, from where a button leads back.
#[must_use]
pub fn list(
    rows: &[KnowledgebaseEntry],
    window: Window,
    list: &List,
    parent: Option<&str>,
    link: &Link,
    desk: &Desk,
) -> Message {
    let page = link.page();
    let shown = window.portion(rows, page, PAGE_SIZE);
    let filters = filters(list, parent, desk);
    let mut lines = Vec::new();
    if shown.is_empty() {
        lines.push(nothing(page, list).to_owned());
    } else {
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        let range = page::range(before, shown.len(), window.known(rows), window.full);
        lines.push(format!("**{range}**"));
    }
    if !filters.is_empty() {
        lines.push(format!("-# {}", filters.join(" · ")));
    }
    lines.push(String::new());
    lines.extend(shown.iter().map(|row| line(row, desk)));
    let embed = Embed {
        title: Some("📚 Knowledge base".to_owned()),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let options = shown.iter().map(option).collect();
    let pages = window.pages(rows, page, PAGE_SIZE);
    let components = page::rows(link, pages, Turning::LIST, Some(("Open an entry…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "📄 **Returning a parcel** · ✏️ Draft · 🔒 Internal · 2 days ago"
fn line(row: &KnowledgebaseEntry, desk: &Desk) -> String {
    let title = text::escape(&text::line(&title(row), 90));
    let mut parts = vec![format!("{} **{title}**", words::entry_icon(row.entry_type))];
    parts.extend(marks(row));
    parts.extend(row.date_changed.map(|changed| time::ago(changed.at(&desk.zone))));
    parts.join(" · ")
}

/// The entry's state and access, if they are not the usual ones.
fn marks(row: &KnowledgebaseEntry) -> impl Iterator<Item = String> {
    let is_usual = row.status == EntryStatus::Published || row.status == EntryStatus::default();
    let status = (!is_usual).then(|| words::entry_status(row.status).into_owned());
    let access = is_internal(row).then(|| words::access(liveagent::Access::Internal).into_owned());
    status.into_iter().chain(access)
}

fn option(row: &KnowledgebaseEntry) -> SelectOption {
    let link = Link::from(&Entry { entry: row.kb_entry_id.clone() }).leading_back();
    let kind = words::entry_word(row.entry_type).into_owned();
    SelectOption::new(text::line(&title(row), 100), Press::here(link).encode())
        .description(std::iter::once(kind).chain(marks(row)).collect::<Vec<_>>().join(" · "))
        .emoji(words::entry_icon(row.entry_type))
}

fn filters(list: &List, parent: Option<&str>, desk: &Desk) -> Vec<String> {
    let mut parts = Vec::new();
    parts.extend(list.knowledgebase.as_deref().map(|id| format!("in {}", super::base(id, desk))));
    parts.extend(list.parent.as_deref().map(|id| {
        let title = parent.map(|title| text::escape_to(title, 80)).filter(|title| !title.is_empty());
        format!("below {}", title.unwrap_or_else(|| text::code(&text::line(id, 80))))
    }));
    parts.extend(list.changed.map(|since| format!("changed since {}", time::at(since))));
    parts
}

fn nothing(page: u32, list: &List) -> &'static str {
    if page > 0 {
        "Nothing left on this page. Go back a page."
    } else if *list == List::default() {
        "No entries yet. Write an article with `/kb write`."
    } else {
        "No matching entries. Try fewer filters or a longer period with `/kb list`."
    }
}
