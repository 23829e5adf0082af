//! What a search of the knowledgebases finds.

use liveagent::{Access, SearchResult};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use super::Entry;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Pages, Turning};
use crate::payload::{Embed, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look};
use crate::{text, words};

/// How much of a result's text is shown under its title, in UTF-16 units: two lines of a phone.
const MAX_SNIPPET_LENGTH: usize = 110;

/// A search of the knowledgebases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Search {
    /// The words looked for.
    #[serde(default)]
    pub query: String,
    /// Only in this knowledgebase, by id.
    #[serde(default)]
    pub knowledgebase: Option<String>,
    /// Only below this entry, by id.
    #[serde(default)]
    pub under: Option<String>,
    /// The most results; [`Search::DEFAULT_LIMIT`] if `None`.
    #[serde(default)]
    pub limit: Option<u32>,
}

impl Look for Search {
    const TAG: &'static str = "ks";
    const NAME: &'static str = "search the knowledgebase";
}

impl Search {
    /// The most results where nothing is said: a few pages.
    pub const DEFAULT_LIMIT: u32 = 30;

    /// The most results to ask LiveAgent for.
    #[must_use]
    pub fn most(&self) -> u32 {
        self.limit.unwrap_or(Self::DEFAULT_LIMIT)
    }
}

/// Page `page` of `results`, which are all that `search` found. Its select opens an article in place of the results, from where a button
/// leads back.
#[must_use]
pub fn search(results: &[SearchResult], search: &Search, page: u32, desk: &Desk) -> Message {
    let shown = page::items(results, page);
    let before = u64::from(page) * u64::from(PAGE_SIZE);
    let mut lines = Vec::new();
    if shown.is_empty() {
        lines.push(nothing(search, page).to_owned());
    } else {
        // A search that brings as many as were asked for may have more.
        let at_least = results.len() >= usize::try_from(search.most()).unwrap_or(usize::MAX);
        lines.push(format!("**{}**", page::range(before, shown.len(), results.len() as u64, at_least)));
    }
    let place = place(search, desk);
    if !place.is_empty() {
        lines.push(format!("-# {place}"));
    }
    lines.push(String::new());
    lines.extend(shown.iter().map(|result| entry(result, desk)));
    let embed = Embed {
        title: Some(format!("🔎 {}", text::escape_to(&search.query, 200))),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let options = shown.iter().map(option).collect();
    let link = Link::from(search).at_page(page);
    let pages = Pages::of_items(page, results.len());
    let components = page::rows(&link, pages, Turning::LIST, Some(("Read an article…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

fn title(result: &SearchResult) -> String {
    let title = text::line(result.title_clear.as_deref().unwrap_or(&result.title), 200);
    if title.is_empty() { "(no title)".to_owned() } else { title }
}

/// "📄 **[How to return a parcel](…)** 🔒" with the first words below.
fn entry(result: &SearchResult, desk: &Desk) -> String {
    let title = text::line(&title(result), 90);
    let title = match address(result.url.as_deref(), desk) {
        Some(url) => text::link_to(&title, 200, &url),
        None => text::escape(&title),
    };
    let lock = if is_internal(result) { " 🔒" } else { "" };
    let snippet = text::escape_to(result.content_text.as_deref().unwrap_or_default(), MAX_SNIPPET_LENGTH);
    let below = if snippet.is_empty() { String::new() } else { format!("\n-# {snippet}") };
    format!("{} **{title}**{lock}{below}", words::entry_icon(result.entry_type))
}

fn option(result: &SearchResult) -> SelectOption {
    let link = Link::from(&Entry { entry: result.kb_entry_id.clone() }).leading_back();
    let access = if is_internal(result) { " · internal" } else { "" };
    SelectOption::new(text::line(&title(result), 100), Press::here(link).encode())
        .description(format!("{}{access}", words::entry_word(result.entry_type)))
        .emoji(words::entry_icon(result.entry_type))
}

fn is_internal(result: &SearchResult) -> bool {
    result.access == Access::Internal || result.access_inherited == Access::Internal
}

/// LiveAgent gives the address without its scheme: `//support.example.com/376829-Article-1`.
fn address(url: Option<&str>, desk: &Desk) -> Option<String> {
    let url = url?.trim();
    let is_path = url.starts_with('/') && !url.starts_with("//");
    let whole = if is_path { format!("{}{url}", desk.panel) } else { url.to_owned() };
    text::Address::read(&whole).map(|address| address.target().to_owned())
}

fn place(search: &Search, desk: &Desk) -> String {
    let base = search.knowledgebase.as_deref().map(|id| super::base(id, desk));
    let under = search.under.as_deref().map(|_| "in one category".to_owned());
    [base.map(|base| format!("in {base}")), under].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn nothing(search: &Search, page: u32) -> &'static str {
    if page > 0 {
        "Nothing left on this page. Go back a page."
    } else if search.knowledgebase.is_some() || search.under.is_some() {
        "No results there. Try other words, or search everywhere with `/kb search`."
    } else {
        "No results. Try fewer or different words with `/kb search`."
    }
}
