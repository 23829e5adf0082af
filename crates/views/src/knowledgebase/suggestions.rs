//! The categories in which customers make suggestions.

use liveagent::SuggestionCategory;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Pages, Turning};
use crate::payload::Embed;
use crate::request::{Link, Look};
use crate::{text, words};

/// All suggestion categories.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Suggestions {}

impl Look for Suggestions {
    const TAG: &'static str = "kg";
    const NAME: &'static str = "list suggestion categories";
}

/// Page `page` of `categories`, as LiveAgent lists them.
#[must_use]
pub fn suggestions(categories: &[SuggestionCategory], page: u32) -> Message {
    let shown = page::items(categories, page);
    let mut lines = Vec::new();
    if categories.is_empty() {
        lines.push("No suggestion categories yet. Add one with `/kb category`.".to_owned());
    } else if shown.is_empty() {
        lines.push("Nothing left on this page. Go back a page.".to_owned());
    } else {
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        lines.push(format!("**{}**\n", page::range(before, shown.len(), categories.len() as u64, false)));
    }
    lines.extend(shown.iter().map(line));
    let embed = Embed {
        title: Some("🗳️ Suggestion categories".to_owned()),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let link = Link::from(&Suggestions {}).at_page(page);
    let components = page::rows(&link, Pages::of_items(page, categories.len()), Turning::LIST, None);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "**Ideas** · Fjell & Fern / Ideas · `90`"
fn line(category: &SuggestionCategory) -> String {
    let title = text::escape_to(&text::line(&category.title, 90), 180);
    let title = if title.is_empty() { "(no title)".to_owned() } else { title };
    let path = text::escape_to(category.path.as_deref().unwrap_or_default(), 120);
    let parts = [format!("**{title}**"), path, text::code(&text::line(&category.id, 80))];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
