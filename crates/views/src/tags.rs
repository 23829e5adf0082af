//! All tags.

use liveagent::Tag;
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning};
use crate::payload::Embed;
use crate::request::{Link, Look};
use crate::{text, words};

/// How many tags stand on a page. They are short: five in a row, a dozen rows.
const TAGS: usize = 60;

/// All tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {}

impl Look for List {
    const TAG: &'static str = "tl";
    const NAME: &'static str = "list tags";
}

/// Page `page` of `tags`, by name.
#[must_use]
pub fn list(tags: &[Tag], page: u32) -> Message {
    let mut names: Vec<String> = tags.iter().map(|tag| text::line(&tag.name, 50)).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    let start = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(TAGS).min(names.len());
    let shown = &names[start..names.len().min(start + TAGS)];
    let description = if names.is_empty() {
        "There are no tags yet. LiveAgent's panel can make some.".to_owned()
    } else if shown.is_empty() {
        "There is nothing on this page any more. Go back a page.".to_owned()
    } else {
        let range = page::range(start as u64, shown.len(), names.len() as u64, false);
        let chips: Vec<String> = shown.iter().map(|name| text::code(name)).collect();
        format!("**{range}**\n\n{}", chips.join("  "))
    };
    let embed = Embed {
        title: Some("🏷️ Tags".to_owned()),
        description: Some(description),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let pages = Pages::of(page, names.len().div_ceil(TAGS));
    let components = page::rows(&Link::from(&List {}).at_page(page), pages, Turning::LIST, None);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}
