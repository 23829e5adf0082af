//! The groups of customers: all of them, one of them, and what changed about it.

use liveagent::{Color, CustomerGroup, CustomerGroupDetails};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::chip::Chip;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning, rows_of};
use crate::payload::{Embed, Row, SelectOption};
use crate::press::{Press, undo};
use crate::question::Question;
use crate::request::{Act, Link, Look};
use crate::{text, words};

/// How many groups are on a page: as many as a select takes.
const PAGE_SIZE: usize = 25;

/// All groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {}

impl Look for List {
    const TAG: &'static str = "gl";
    const NAME: &'static str = "list customer groups";
}

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The group's id.
    pub group: String,
}

impl Look for Show {
    const TAG: &'static str = "gs";
    const NAME: &'static str = "show customer group";
}

/// Create a group.
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
    const TAG: &'static str = "gc";
    const NAME: &'static str = "create customer group";
}

/// Change a group. What is `None` stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Edit {
    /// The group's id.
    pub group: String,
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
    const TAG: &'static str = "ge";
    const NAME: &'static str = "edit customer group";
}

/// Delete a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Delete {
    /// The group's id.
    pub group: String,
}

impl Act for Delete {
    const TAG: &'static str = "gd";
    const NAME: &'static str = "delete customer group";
}

/// Page `page` of `groups`, by name.
#[must_use]
pub fn list(groups: &[CustomerGroup], page: u32) -> Message {
    let mut all: Vec<&CustomerGroup> = groups.iter().collect();
    all.sort_by_cached_key(|group| group.name.to_lowercase());
    let shown = page::portion(&all, page, PAGE_SIZE);
    let lines: Vec<String> = shown.iter().map(|group| format!("👥 {}", text::escape_to(&group.name, 80))).collect();
    let empty = "No customer groups yet. Create one with `/group create`.";
    let embed = Embed {
        title: Some("👥 Customer groups".to_owned()),
        description: Some(page::listing(&lines, page, PAGE_SIZE, all.len(), empty)),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let option = |group: &&CustomerGroup| {
        let look = Show { group: group.id.clone() };
        SelectOption::new(text::line(&group.name, 100), Press::in_new_message(&look).encode())
    };
    let options = shown.iter().map(option).collect();
    let pages = Pages::of(page, all.len().div_ceil(PAGE_SIZE));
    let link = Link::from(&List {}).at_page(page);
    let components = page::rows(&link, pages, Turning::LIST, Some(("Open a group…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// One group, with its colours.
#[must_use]
pub fn show(group: &CustomerGroupDetails) -> Message {
    Draft { components: rows_of(&Show { group: group.id.clone() }, Vec::new()), ..card(group, None) }.fit()
}

/// The group was created.
#[must_use]
pub fn created(group: &CustomerGroupDetails) -> Message {
    card(group, Some("✅ Group created.".to_owned())).fit()
}

/// The group was changed; Undo makes it what it was.
#[must_use]
pub fn edited(before: &CustomerGroupDetails, after: &CustomerGroupDetails, desk: &Desk) -> Message {
    if before == after {
        return card(after, Some("Nothing changed.".to_owned())).fit();
    }
    let back = Edit {
        group: before.id.clone(),
        name: Some(before.name.clone()),
        color: before.color,
        background: before.bg_color,
        expects: stamp(after),
    };
    let was = text::code(&text::line(&before.name, 80));
    card(after, Some(format!("✏️ Updated (was {was})."))).row(Row::buttons([undo(&back, desk)])).fit()
}

/// The group was deleted.
#[must_use]
pub fn deleted(name: &str) -> Message {
    let description = format!("✅ Group {} deleted.", text::code(&text::line(name, 80)));
    Draft::embed(Embed { description: Some(description), color: Some(words::GOOD), ..Embed::default() }).fit()
}

/// The question whether to delete a group.
#[must_use]
pub fn deletion(group: &CustomerGroupDetails) -> Question {
    Question {
        title: format!("Delete the customer group {}?", text::line(&group.name, 80)),
        lost: "Its customers stay, but will no longer be in it. This can't be undone.".to_owned(),
        button: "Delete",
    }
}

/// A short mark of a group's name and colours, by which an Undo knows whether they are still what it takes back.
#[must_use]
pub fn stamp(group: &CustomerGroupDetails) -> String {
    chip(group).stamp()
}

/// An Undo came too late: a colleague has changed the group. The card shows it as it is now.
#[must_use]
pub fn stale(now: &CustomerGroupDetails) -> Message {
    chip(now).stale().fit()
}

fn card(group: &CustomerGroupDetails, description: Option<String>) -> Draft {
    chip(group).card(description)
}

fn chip(group: &CustomerGroupDetails) -> Chip<'_> {
    let CustomerGroupDetails { id, name, color, bg_color } = group;
    Chip { icon: "👥", id, name, color: *color, background: *bg_color }
}
