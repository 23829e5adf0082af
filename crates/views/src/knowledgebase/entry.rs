//! An entry of a knowledgebase: an article's text in pages, or what stands below a category.

use liveagent::{Access, EntryType, KnowledgebaseEntry};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::cut;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning, Window};
use crate::payload::{Author, Button, Embed, Field, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look};
use crate::steps::Steps;
use crate::{html, people, text, time, words};

/// How much of an article stands on a page, in UTF-16 units: about three screens of a phone.
pub(super) const PAGE_LENGTH: usize = 2800;

/// How many entries below a category stand on a page: as many as a select takes.
pub const CHILDREN: u32 = 25;

/// One entry of a knowledgebase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Entry {
    /// The entry's id.
    pub entry: String,
}

impl Look for Entry {
    const TAG: &'static str = "ke";
    const NAME: &'static str = "show knowledgebase entry";
}

/// Page `page` of `entry`. `children` stand right below it, those of the window that has the page in it; `above` are the titles on the
/// way down to it, `back` is what it was opened from.
#[must_use]
pub fn show(
    entry: &KnowledgebaseEntry,
    (children, window): (&[KnowledgebaseEntry], Window),
    above: &[String],
    page: u32,
    back: Option<&Link>,
    desk: &Desk,
) -> Message {
    let (text, has_more) = text(entry);
    let pages = cut::pages(&text, PAGE_LENGTH);
    let body = pages.get(usize::try_from(page).unwrap_or(usize::MAX));
    let (shown, known) = (window.portion(children, page, CHILDREN), window.known(children));
    let below: Vec<String> = shown.iter().map(line).collect();

    let mut parts = Vec::new();
    match body {
        Some(body) if !body.is_empty() => parts.push(body.clone()),
        Some(_) if below.is_empty() && has_more => {
            parts.push(format!("This entry can't be shown here. [Read it in LiveAgent]({}).", desk.panel_url()));
        }
        Some(_) if below.is_empty() => parts.push(nothing(entry.entry_type).to_owned()),
        Some(_) => {}
        None if !below.is_empty() => {}
        None => parts.push("Nothing left on this page. Go back a page.".to_owned()),
    }
    if has_more && !text.is_empty() && usize::try_from(page).is_ok_and(|page| page + 1 == pages.len()) {
        parts.push(format!("-# ✂️ Shortened. [Read the rest in LiveAgent]({}).", desk.panel_url()));
    }
    if !below.is_empty() {
        parts.push(below.join("\n"));
    }
    if (known > u64::from(CHILDREN) || window.full) && !below.is_empty() {
        parts.push(format!(
            "-# {}",
            page::range(u64::from(page) * u64::from(CHILDREN), below.len(), known, window.full)
        ));
    }
    let embed = Embed {
        author: Some(Author { name: path(entry.entry_type, above), url: None }),
        title: Some(text::escape(&text::line(&title(entry), 200))),
        description: Some(parts.join("\n\n")),
        color: Some(words::NEUTRAL),
        fields: if page == 0 { fields(entry, desk) } else { Vec::new() },
        ..Embed::default()
    };
    let link = Link::from(&Entry { entry: entry.kb_entry_id.clone() }).at_page(page).opened_from(back);
    let options = shown.iter().map(option).collect();
    // The text and what stands below it are leafed through together.
    let pages = Pages::of(page, pages.len()).and(window.pages(children, page, CHILDREN));
    let mut components = page::rows(&link, pages, Turning::LIST, Some(("Open an entry…", options)));
    if let Some(up) = up(entry, above) {
        page::add(&mut components, up);
    }
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// The entry's text, and whether there is more of it than can be shown. The description is text, the content is HTML.
fn text(entry: &KnowledgebaseEntry) -> (String, bool) {
    let drawn = entry.content.as_deref().map(|content| html::article(content, &Steps::default())).unwrap_or_default();
    let has_content = entry.content.as_deref().is_some_and(|content| !content.trim().is_empty());
    let description =
        entry.description.as_deref().map(|text| text::escape_lines(text::start(text, html::MAX_ARTICLE_SIZE)));
    let is_unseen = has_content && drawn.markdown.is_empty();
    let parts = [description.unwrap_or_default(), drawn.markdown];
    let parts: Vec<String> = parts.into_iter().filter(|text| !text.trim().is_empty()).collect();
    (parts.join("\n\n"), drawn.cut || is_unseen)
}

/// The entry's title in one line.
pub(super) fn title(entry: &KnowledgebaseEntry) -> String {
    let title = text::line(&entry.title, 200);
    if title.is_empty() { "(no title)".to_owned() } else { title }
}

/// Whether only agents can read it. An entry is no more open than the category it stands in.
pub(super) fn is_internal(entry: &KnowledgebaseEntry) -> bool {
    entry.access == Access::Internal || entry.access_inherited == Access::Internal
}

/// "📄 Article · Shipping › Returns"
pub(super) fn path(kind: EntryType, above: &[String]) -> String {
    let titles: Vec<String> = above.iter().map(|title| text::line(title, 40)).collect();
    let path = if titles.is_empty() { String::new() } else { format!(" · {}", titles.join(" › ")) };
    format!("{}{path}", words::entry_kind(kind))
}

fn line(child: &KnowledgebaseEntry) -> String {
    format!("{} {}", words::entry_icon(child.entry_type), text::escape(&text::line(&title(child), 90)))
}

fn option(child: &KnowledgebaseEntry) -> SelectOption {
    let look = Entry { entry: child.kb_entry_id.clone() };
    SelectOption::new(text::line(&title(child), 100), Press::here(&look).encode())
        .emoji(words::entry_icon(child.entry_type))
}

/// The button that leads to what an entry stands in. The root of a knowledgebase is no entry.
fn up(entry: &KnowledgebaseEntry, above: &[String]) -> Option<Button> {
    let parent = entry.parent_entry_id.as_deref().filter(|id| *id != "0" && *id != entry.kb_entry_id)?;
    let label = above.last().map_or_else(|| "Category".to_owned(), |title| text::line(title, 40));
    let look = Entry { entry: parent.to_owned() };
    // As a new message: the text that is being read stays.
    Some(Button::new(label, &Press::in_new_message(&look)).emoji("📁"))
}

fn fields(entry: &KnowledgebaseEntry, desk: &Desk) -> Vec<Field> {
    let access = if is_internal(entry) { Access::Internal } else { entry.access };
    let mut fields = vec![
        Field::inline("Status", words::entry_status(entry.status)),
        Field::inline("Access", words::access(access)),
    ];
    if let Some(changed) = entry.date_changed {
        fields.push(Field::inline("Updated", time::ago(changed.at(&desk.zone))));
    }
    if let Some(views) = entry.views {
        fields.push(Field::inline("Read", words::count(views.get(), "time", "times")));
    }
    if let Some(department) = people::department(entry.department_id.as_deref(), None, desk) {
        fields.push(Field::inline("Department", department));
    }
    let keywords = text::escape_to(&entry.keywords.join(", "), 200);
    if !keywords.is_empty() {
        fields.push(Field::inline("Keywords", keywords));
    }
    fields
}

fn nothing(kind: EntryType) -> &'static str {
    match kind {
        EntryType::Category | EntryType::Forum | EntryType::SuggestionCategory | EntryType::Home => "Nothing here yet.",
        _ => "This entry has no text.",
    }
}
