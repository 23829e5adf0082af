//! Departments: all of them, one of them, and who is there.

use liveagent::{Department, DepartmentStatus};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, Pages, Turning, rows_of};
use crate::payload::{Button, Embed, Field, SelectOption};
use crate::press::Press;
use crate::request::{Link, Look};
use crate::{
    conversations,
    overview::{self, OverviewKind},
    text, words,
};

/// How many departments stand on a page: as many as a select takes.
const PAGE_SIZE: usize = 25;

/// All departments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {}

impl Look for List {
    const TAG: &'static str = "dl";
    const NAME: &'static str = "list departments";
}

/// One department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The department's id.
    pub department: String,
}

impl Look for Show {
    const TAG: &'static str = "ds";
    const NAME: &'static str = "show department";
}

/// Who is online, by department.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Status {}

impl Look for Status {
    const TAG: &'static str = "do";
    const NAME: &'static str = "list department statuses";
}

/// Page `page` of the departments that are not deleted, those that are online first.
#[must_use]
pub fn list(departments: &[Department], page: u32, desk: &Desk) -> Message {
    let mut living: Vec<&Department> = departments.iter().filter(|department| !department.is_deleted()).collect();
    living.sort_by_cached_key(|each| (!words::is_online(&each.online_status), each.name.to_lowercase()));
    let online = living.iter().filter(|each| words::is_online(&each.online_status)).count();
    let head = format!("**{}**, {online} online", words::count(living.len() as u64, "department", "departments"));
    let shown = page::portion(&living, page, PAGE_SIZE);
    let lines: Vec<String> = shown.iter().map(|each| line(&each.name, &each.online_status)).collect();
    let embed = Embed {
        title: Some("🏢 Departments".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(description(&head, &lines, page, living.len())),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let option = |each: &&Department| {
        let look = Show { department: each.department_id.clone() };
        SelectOption::new(text::line(&each.name, 100), Press::in_new_message(&look).encode())
            .emoji(words::dot(&each.online_status))
    };
    let options = shown.iter().map(option).collect();
    let pages = Pages::of(page, living.len().div_ceil(PAGE_SIZE));
    let link = Link::from(&List {}).at_page(page);
    let mut components = page::rows(&link, pages, Turning::LIST, Some(("Open a department…", options)));
    let status = Press::here(&Status {});
    page::add(&mut components, Button::new("Status", &status).emoji("🟢"));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// The head of a list and the lines of a page, where there are any.
fn description(head: &str, lines: &[String], page: u32, all: usize) -> String {
    if all == 0 {
        return "No departments yet. Create one in LiveAgent.".to_owned();
    }
    if lines.is_empty() {
        return "Nothing left on this page. Go back a page.".to_owned();
    }
    let range = if all > PAGE_SIZE {
        let before = u64::from(page) * PAGE_SIZE as u64;
        format!("\n-# {}", page::range(before, lines.len(), all as u64, false))
    } else {
        String::new()
    };
    format!("{head}{range}\n\n{}", lines.join("\n"))
}

/// One department.
#[must_use]
pub fn show(department: &Department, desk: &Desk) -> Message {
    let state =
        if department.is_deleted() { "🗑️ Deleted".to_owned() } else { words::online(&department.online_status) };
    let embed = Embed {
        title: Some(format!("🏢 {}", text::escape_to(&department.name, 200))),
        url: Some(desk.panel_url()),
        color: Some(if words::is_online(&department.online_status) { words::GOOD } else { words::QUIET }),
        fields: vec![Field::inline("Online for", state), Field::inline("ID", text::code(&department.department_id))],
        ..Embed::default()
    };
    let id = department.department_id.clone();
    let list = conversations::List { department: Some(id.clone()), ..conversations::List::default() };
    let overview = overview::Show { kind: OverviewKind::All, department: Some(id.clone()) };
    let buttons = vec![
        Button::new("Conversations", &Press::in_new_message(&list)).emoji("📨"),
        Button::new("Overview", &Press::in_new_message(&overview)).emoji("📊"),
    ];
    let components = rows_of(&Show { department: id }, buttons);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// Which departments are online, and for what: page `page` of them.
#[must_use]
pub fn status(departments: &[DepartmentStatus], page: u32, desk: &Desk) -> Message {
    let mut all: Vec<&DepartmentStatus> = departments.iter().collect();
    all.sort_by_cached_key(|each| (!words::is_online(&each.online_status), each.name.to_lowercase()));
    let online = all.iter().filter(|each| words::is_online(&each.online_status)).count();
    let head = format!("**{online} of {} online**", words::count(all.len() as u64, "department", "departments"));
    let shown = page::portion(&all, page, PAGE_SIZE);
    let lines: Vec<String> = shown.iter().map(|each| line(&each.name, &each.online_status)).collect();
    let embed = Embed {
        title: Some("🏢 Department status".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(description(&head, &lines, page, all.len())),
        color: Some(if online > 0 { words::GOOD } else { words::QUIET }),
        ..Embed::default()
    };
    let pages = Pages::of(page, all.len().div_ceil(PAGE_SIZE));
    let mut components = page::rows(&Link::from(&Status {}).at_page(page), pages, Turning::LIST, None);
    let overview = overview::Show { kind: OverviewKind::All, department: None };
    page::add(&mut components, Button::new("Overview", &Press::here(&overview)).emoji("📊"));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "🟢 **Support** · 💬 Chats · ✉️ Messages"
fn line(name: &str, status: &liveagent::OnlineStatus) -> String {
    let name = text::escape_to(name, 60);
    if words::is_online(status) {
        format!("🟢 **{name}** · {}", words::online(status))
    } else {
        format!("{} **{name}** · {}", words::dot(status), if status.is_unknown() { "Unknown" } else { "Offline" })
    }
}
