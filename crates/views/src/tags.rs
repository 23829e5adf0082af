//! All tags, one of them, and what changed about it.

use liveagent::{Color, Tag, TagDetails};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::chip::Chip;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning, rows_of};
use crate::payload::{Embed, Row};
use crate::press::undo;
use crate::question::Question;
use crate::request::{Act, Link, Look};
use crate::{text, words};

/// How many tags stand on a page. They are short: five in a row, a dozen rows.
const PAGE_SIZE: usize = 60;

/// All tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {}

impl Look for List {
    const TAG: &'static str = "tl";
    const NAME: &'static str = "list tags";
}

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The tag's id.
    pub tag: String,
}

impl Look for Show {
    const TAG: &'static str = "ts";
    const NAME: &'static str = "show tag";
}

/// Create a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Create {
    /// Its name.
    pub name: String,
    /// The colour of its text.
    #[serde(default)]
    pub color: Option<Color>,
    /// The colour of its background.
    #[serde(default)]
    pub background: Option<Color>,
}

impl Act for Create {
    const TAG: &'static str = "tc";
    const NAME: &'static str = "create tag";
}

/// Change a tag. What is `None` stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Edit {
    /// The tag's id.
    pub tag: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<String>,
    /// The colour of its text.
    #[serde(default)]
    pub color: Option<Color>,
    /// The colour of its background.
    #[serde(default)]
    pub background: Option<Color>,
    /// Of an Undo: the [`stamp`] of what it takes back.
    #[serde(default)]
    pub expects: String,
}

impl Act for Edit {
    const TAG: &'static str = "te";
    const NAME: &'static str = "edit tag";
}

/// Delete a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Delete {
    /// The tag's id.
    pub tag: String,
}

impl Act for Delete {
    const TAG: &'static str = "td";
    const NAME: &'static str = "delete tag";
}

/// Page `page` of `tags`, by name.
#[must_use]
pub fn list(tags: &[Tag], page: u32) -> Message {
    let mut names: Vec<String> = tags.iter().map(|tag| text::line(&tag.name, 50)).collect();
    names.sort_by_cached_key(|name| name.to_lowercase());
    let start = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(PAGE_SIZE).min(names.len());
    let shown = &names[start..names.len().min(start + PAGE_SIZE)];
    let description = if names.is_empty() {
        "No tags yet. Create one with `/tag create`.".to_owned()
    } else if shown.is_empty() {
        "Nothing left on this page. Go back a page.".to_owned()
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
    let pages = Pages::of(page, names.len().div_ceil(PAGE_SIZE));
    let components = page::rows(&Link::from(&List {}).at_page(page), pages, Turning::LIST, None);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// One tag, with its colours.
#[must_use]
pub fn show(tag: &TagDetails) -> Message {
    Draft { components: rows_of(&Show { tag: tag.id.clone() }, Vec::new()), ..card(tag, None) }.fit()
}

/// The tag was created.
#[must_use]
pub fn created(tag: &TagDetails) -> Message {
    card(tag, Some("✅ Tag created.".to_owned())).fit()
}

/// The tag was changed; Undo makes it what it was.
#[must_use]
pub fn edited(before: &TagDetails, after: &TagDetails, desk: &Desk) -> Message {
    if before == after {
        return card(after, Some("Nothing changed.".to_owned())).fit();
    }
    let back = Edit {
        tag: before.id.clone(),
        name: Some(before.name.clone()),
        color: before.color,
        background: before.bg_color,
        expects: stamp(after),
    };
    let was = text::code(&text::line(&before.name, 80));
    card(after, Some(format!("✏️ Updated (was {was})."))).row(Row::buttons([undo(&back, desk)])).fit()
}

/// The tag was deleted.
#[must_use]
pub fn deleted(name: &str) -> Message {
    let description = format!("✅ Tag {} deleted.", text::code(&text::line(name, 80)));
    Draft::embed(Embed { description: Some(description), color: Some(words::GOOD), ..Embed::default() }).fit()
}

/// The question whether to delete a tag.
#[must_use]
pub fn deletion(tag: &TagDetails) -> Question {
    Question {
        title: format!("Delete the tag {}?", text::line(&tag.name, 80)),
        lost: "It will be removed from every conversation. This can't be undone.".to_owned(),
        button: "Delete",
    }
}

/// A short mark of a tag's name and colours, by which an Undo knows whether they are still what it takes back.
#[must_use]
pub fn stamp(tag: &TagDetails) -> String {
    chip(tag).stamp()
}

/// An Undo came too late: a colleague has changed the tag. The card shows it as it is now.
#[must_use]
pub fn stale(now: &TagDetails) -> Message {
    chip(now).stale().fit()
}

fn card(tag: &TagDetails, description: Option<String>) -> Draft {
    chip(tag).card(description)
}

fn chip(tag: &TagDetails) -> Chip<'_> {
    let TagDetails { id, name, color, bg_color } = tag;
    Chip { icon: "🏷️", id, name, color: *color, background: *bg_color }
}
