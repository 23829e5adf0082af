//! The conversations found by what a person remembers, and what was searched for them.

use jiff::Timestamp;
use liveagent::ConversationSummary;

use super::filter;
use super::find::Find;
use super::head::Head;
use super::list::{List, line, option};
use crate::desk::{Desk, Words};
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Pages, Turning};
use crate::payload::Embed;
use crate::request::Link;
use crate::{text, words};

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The conversations, the latest changed first.
    pub rows: Vec<ConversationSummary>,
    /// Whether LiveAgent may have more of them.
    pub at_least: bool,
    /// What was searched.
    pub searched: Searched,
}

/// What was searched.
#[derive(Clone, Debug, Default)]
pub struct Searched {
    /// The customer that LiveAgent was asked for, by address or id.
    pub customer: Option<String>,
    /// The words to be found; all conversations fit if empty.
    pub words: String,
    /// Created at or after this instant.
    pub from: Option<Timestamp>,
    /// Created at or before this instant.
    pub to: Option<Timestamp>,
    /// The conversations that were looked through, unless they were all the customer's.
    pub through: Option<Through>,
    /// Whether nothing has the words, and these are similar.
    pub are_similar: bool,
}

/// The conversations that were looked through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Through {
    /// How many of the newest.
    pub newest: u64,
    /// Whether these are all that pass the filters.
    pub is_all: bool,
    /// How many others that were read lately.
    pub remembered: u64,
}

/// Page `page` of what was found. Selects open a conversation, and narrow the search.
#[must_use]
pub fn found(found: &Found, find: &Find, page: u32, desk: &Desk) -> Message {
    let (shown, searched) = (page::items(&found.rows, page), &found.searched);
    let mut lines = Vec::new();
    if shown.is_empty() {
        lines.push(nothing(find, searched, page));
    } else {
        if searched.are_similar {
            lines.push("No exact matches. These are similar:".to_owned());
        }
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        let total = found.rows.len() as u64;
        lines.push(format!("**{}**", page::range(before, shown.len(), total, found.at_least)));
    }
    let filter = List {
        status: find.status.clone(),
        department: find.department.clone(),
        // The title has what was typed.
        subject: Some(searched.words.clone()).filter(|words| !words.is_empty() && *words != find.text),
        from: searched.from,
        to: searched.to,
        ..List::default()
    };
    let is_filtered = find.is_narrowed() || filter.from.is_some() || filter.to.is_some();
    let filters = filter::words_of(&filter, desk);
    if !filters.is_empty() {
        lines.push(format!("-# {}", filters.join(" · ")));
    }
    lines.push(format!("-# {}", what_was_searched(searched, is_filtered, desk)));
    lines.push(String::new());
    lines.extend(shown.iter().map(|row| line(Head::of(row, desk), desk)));

    let title = if desk.shows(Words::Subject) { text::escape_to(&find.text, 200) } else { String::new() };
    let embed = Embed {
        title: Some(format!("🔎 {}", if title.is_empty() { "Conversations" } else { &title })),
        description: Some(lines.join("\n")),
        color: Some(if let [status] = find.status[..] { words::colour(status) } else { words::NEUTRAL }),
        ..Embed::default()
    };
    let options = shown.iter().map(|row| option(Head::of(row, desk), desk)).collect();
    let departments = found.rows.iter().filter_map(|row| row.department_id.as_deref());
    let selects = std::iter::once(("Open a conversation…", options)).chain(find.selects(departments, desk));
    let link = Link::from(find).at_page(page);
    let components = page::rows(&link, Pages::of_items(page, found.rows.len()), Turning::LIST, selects);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "Searched: subjects, customers and tags of the newest 1,000 conversations and 214 read lately. LiveAgent has no full-text search."
fn what_was_searched(searched: &Searched, is_filtered: bool, desk: &Desk) -> String {
    let customer = searched.customer.as_deref().map(|customer| {
        if desk.shows(Words::Subject) {
            format!("customer {}", text::escape_to(customer, 80))
        } else {
            "one customer".to_owned()
        }
    });
    let through = searched.through.map(|through| {
        let what = if searched.words.is_empty() { "" } else { "subjects, customers and tags of " };
        format!("{what}{}", place(through, is_filtered))
    });
    let parts: Vec<String> = customer.into_iter().chain(through).collect();
    let limits = if searched.words.is_empty() { "" } else { " LiveAgent has no full-text search." };
    format!("Searched: {}.{limits}", parts.join(", "))
}

/// "the newest 1,000 conversations and 214 read lately", "all 12 conversations within the filters"
fn place(through: Through, is_filtered: bool) -> String {
    let Through { newest, is_all, remembered } = through;
    let filters = if is_filtered { " within the filters" } else { "" };
    match (is_all, newest) {
        (true, 0) => format!("all conversations{filters} (there are none)"),
        (true, 1) => format!("the only conversation{filters}"),
        (true, count) => format!("all {} conversations{filters}", words::number(count)),
        (false, count) => {
            let also =
                if remembered == 0 { String::new() } else { format!(" and {} read lately", words::number(remembered)) };
            format!("the newest {} conversations{also}{filters}", words::number(count))
        }
    }
}

fn nothing(find: &Find, searched: &Searched, page: u32) -> String {
    if page > 0 {
        return "Nothing left on this page. Go back a page.".to_owned();
    }
    let mut advice =
        vec!["No conversations found. Try fewer or different words, or the customer's full email address."];
    if find.is_narrowed() {
        advice.push("You can also remove a filter below.");
    }
    if find.span.is_none() && (searched.from.is_some() || searched.to.is_some()) {
        advice.push("To search for a word that reads as a date, put it in quotes.");
    }
    advice.join(" ")
}
