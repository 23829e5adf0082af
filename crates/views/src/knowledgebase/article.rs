//! An article that a member writes: its form, its preview, and the answer once it is saved.

use jiff::Timestamp;
use liveagent::{Access, AddedArticle, EntryStatus, EntryType, NewArticleStatus};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::Entry;
use super::entry::{PAGE_LENGTH, path};
use crate::cut;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::payload::{Author, Button, ButtonStyle, Embed, Field, File, Modal, Row, TextInput};
use crate::press::Press;
use crate::request::{Act, Form};
use crate::steps::Steps;
use crate::{html, markdown, text, time, words};

/// The names of the inputs in [`article_form`].
pub const TITLE: &str = "title";
/// See [`TITLE`].
pub const KEYWORDS: &str = "keywords";
/// See [`TITLE`].
pub const CONTENT: &str = "content";

/// The longest title and keywords, in characters.
const MAX_TITLE_LENGTH: u16 = 200;
const MAX_KEYWORDS_LENGTH: u16 = 300;

/// The options of an article, apart from its texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ArticleOptions {
    /// Whether it is meant to be published.
    pub status: NewArticleStatus,
    /// The category that it will be in, by id.
    #[serde(default)]
    pub category: Option<String>,
    /// The knowledgebase that it will be in, by id; that of the category if `None`.
    #[serde(default)]
    pub knowledgebase: Option<String>,
    /// Its access; that of the category if `None`.
    #[serde(default)]
    pub access: Option<Access>,
}

/// An article that is not in LiveAgent yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its title.
    pub title: String,
    /// Its keywords, with commas between them.
    pub keywords: String,
    /// Its text in Markdown.
    pub content: String,
    /// Its options.
    pub options: ArticleOptions,
}

impl Article {
    /// Its text as LiveAgent takes it.
    #[must_use]
    pub fn html(&self) -> String {
        markdown::to_html(&self.content)
    }

    /// Its keywords, each once.
    #[must_use]
    pub fn keyword_list(&self) -> Vec<String> {
        keyword_list(&self.keywords)
    }

    /// The reason why it can't be saved yet, if there is one.
    fn problem(&self) -> Option<&'static str> {
        if self.title.trim().is_empty() {
            Some("The title is empty.")
        } else if self.content.trim().is_empty() {
            Some("The text is empty.")
        } else {
            None
        }
    }
}

/// The keywords in a text with commas, each once.
#[must_use]
pub fn keyword_list(typed: &str) -> Vec<String> {
    let mut keywords: Vec<String> = Vec::new();
    for keyword in typed.split(',').map(str::trim).filter(|keyword| !keyword.is_empty()) {
        if !keywords.iter().any(|known| known == keyword) {
            keywords.push(keyword.to_owned());
        }
    }
    keywords
}

/// The window in which an article is written, with the unsaved article of this number in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct ArticleForm {
    /// The number of the article.
    pub unsaved: u64,
}

impl Form for ArticleForm {
    const TAG: &'static str = "ka";
    const NAME: &'static str = "write article";
}

/// Show an article before it is saved. Its texts come from the window of [`article_form`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct PreviewArticle {
    /// Its options.
    pub options: ArticleOptions,
    /// The number of the unsaved article whose place it takes.
    #[serde(default)]
    pub replaces: Option<u64>,
}

impl Act for PreviewArticle {
    const TAG: &'static str = "kp";
    const NAME: &'static str = "preview article";
}

/// Save an article that was previewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct AddArticle {
    /// The number of the unsaved article.
    pub unsaved: u64,
    /// Whether to publish it.
    pub status: NewArticleStatus,
}

impl Act for AddArticle {
    const TAG: &'static str = "ka";
    const NAME: &'static str = "add article";
}

/// The window in which `article` is written. It comes back as [`PreviewArticle`], in place of the unsaved article `replaces`.
#[must_use]
pub fn article_form(article: &Article, replaces: Option<u64>) -> Modal {
    let press = Press::act(&PreviewArticle { options: article.options.clone(), replaces });
    let name = if replaces.is_some() { "Edit the article" } else { "Write an article" };
    let inputs = [
        TextInput::line(TITLE, "Title", MAX_TITLE_LENGTH).value(&article.title),
        TextInput::line(KEYWORDS, "Keywords, separated by commas", MAX_KEYWORDS_LENGTH)
            .value(&article.keywords)
            .optional(),
        TextInput::paragraph(CONTENT, "Text (Markdown)")
            .value(&article.content)
            .placeholder("# Heading, **bold**, *italic*, - list, [words](https://example.com)"),
    ];
    Modal::new(&press, name, inputs)
}

/// The article as it will look, with the buttons that save it until `expiry`. `unsaved` is its number, `category` the title of the category
/// that it will be in. An article that misses its title or its text can only be edited.
#[must_use]
pub fn preview(article: &Article, unsaved: u64, expiry: Timestamp, category: Option<&str>, desk: &Desk) -> Message {
    let edit = Button::new("Edit", &Press::form(&ArticleForm { unsaved })).emoji("✏️");
    let (note, buttons) = if let Some(problem) = article.problem() {
        (format!("⚠️ {problem} Press **Edit** to fill it in: nothing you wrote is lost."), vec![edit])
    } else {
        let (first, second) = match article.options.status {
            NewArticleStatus::Published => (NewArticleStatus::Published, NewArticleStatus::Draft),
            _ => (NewArticleStatus::Draft, NewArticleStatus::Published),
        };
        let save = |status| save(&AddArticle { unsaved, status });
        let note = format!("-# **Preview** · nothing is in LiveAgent yet. The buttons expire {}.", time::ago(expiry));
        (note, vec![save(first).style(ButtonStyle::Success), save(second), edit])
    };
    let drawn = html::article(&article.html(), &Steps::default()).markdown;
    let pages = cut::pages(&drawn, PAGE_LENGTH);
    let text = pages.first().filter(|page| !page.is_empty()).cloned().unwrap_or_else(|| "(no text)".to_owned());
    // The note is in the embed: text above it would stay once the saved article takes its place.
    let mut parts = vec![note, text];
    if pages.len() > 1 {
        parts.push("-# ✂️ Shortened. The file has the whole text.".to_owned());
    }
    let embed =
        Embed { description: Some(parts.join("\n\n")), ..card(article, article.options.status, category, desk) };
    let draft = Draft::embed(embed).row(Row::buttons(buttons));
    file(&article.content).into_iter().fold(draft, Draft::file).fit()
}

fn save(act: &AddArticle) -> Button {
    let (label, emoji) = match act.status {
        NewArticleStatus::Published => ("Publish", "🟢"),
        _ => ("Save draft", "💾"),
    };
    Button::new(label, &Press::act(act)).emoji(emoji)
}

/// The text as a file, in case the buttons expire.
fn file(content: &str) -> Option<File> {
    let description = Some("The text of the article".to_owned());
    (!content.is_empty()).then(|| File { name: "article.md".to_owned(), bytes: content.as_bytes().into(), description })
}

/// The article was saved. `added` is LiveAgent's answer, if it can be read.
#[must_use]
pub fn article_added(
    article: &Article,
    status: NewArticleStatus,
    added: Option<&AddedArticle>,
    category: Option<&str>,
    desk: &Desk,
) -> Message {
    let what = match status {
        NewArticleStatus::Published => "✅ Article published.",
        _ => "✅ Draft saved.",
    };
    let mut embed =
        Embed { description: Some(what.to_owned()), color: Some(words::GOOD), ..card(article, status, category, desk) };
    let mut buttons = Vec::new();
    if let Some(added) = added {
        embed.url = url(added, desk);
        let entry = Entry { entry: added.kb_entry_id.clone() };
        buttons.push(Button::new("Open", &Press::in_new_message(&entry)).emoji("📄"));
    }
    let rows = if buttons.is_empty() { Vec::new() } else { vec![Row::buttons(buttons)] };
    Draft { embeds: vec![embed], components: rows, ..Draft::default() }.fit()
}

/// The address where customers read it, if they can.
fn url(added: &AddedArticle, desk: &Desk) -> Option<String> {
    let is_open = added.status == EntryStatus::Published
        && added.access == Access::Public
        && added.access_inherited != Access::Internal;
    let code = added.url_code.as_deref().filter(|code| !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit()))?;
    let slug: String = added.title.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(80).collect();
    is_open.then(|| format!("{}/{code}-{slug}", desk.panel))
}

fn card(article: &Article, status: NewArticleStatus, category: Option<&str>, desk: &Desk) -> Embed {
    let options = &article.options;
    let known =
        || options.knowledgebase.as_deref().and_then(|id| desk.names.knowledgebases.get(id)).map(String::as_str);
    let above: Vec<String> = category.or_else(known).map(str::to_owned).into_iter().collect();
    let access = match options.access {
        Some(access) => words::access(access),
        None if options.category.is_some() => "Like its category".into(),
        None => "Default".into(),
    };
    let status = EntryStatus::from_letter(status.letter());
    let mut fields = vec![Field::inline("Status", words::entry_status(status)), Field::inline("Access", access)];
    let keywords = text::escape_to(&article.keyword_list().join(", "), 200);
    if !keywords.is_empty() {
        fields.push(Field::inline("Keywords", keywords));
    }
    let title = text::escape(&text::line(&article.title, 200));
    Embed {
        author: Some(Author { name: path(EntryType::Article, &above), url: None }),
        title: Some(if title.is_empty() { "(no title)".to_owned() } else { title }),
        color: Some(words::NEUTRAL),
        fields,
        ..Embed::default()
    }
}
