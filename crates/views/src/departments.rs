//! Departments: all of them, one of them, and who is there.

use liveagent::{Department, DepartmentStatus};

use crate::desk::Desk;
use crate::look::{ConversationFilter, Look, OverviewKind};
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::{Button, Embed, Field, Row, Select, SelectOption};
use crate::press::Press;
use crate::{text, words};

/// How many departments a list shows. The account with more has a department for every street.
const SHOWN: usize = 40;

/// How many of them the select offers.
const OPTIONS: usize = 25;

/// The departments that are not deleted, those that are online first.
#[must_use]
pub fn list(departments: &[Department], desk: &Desk) -> Message {
    let mut living: Vec<&Department> = departments.iter().filter(|department| !department.is_deleted()).collect();
    living.sort_by_cached_key(|each| (!words::is_online(&each.online_status), each.name.to_lowercase()));
    let online = living.iter().filter(|each| words::is_online(&each.online_status)).count();
    let lines = living.iter().take(SHOWN).map(|each| line(&each.name, &each.online_status));
    let description = if living.is_empty() {
        "There are no departments yet. LiveAgent's panel can make some.".to_owned()
    } else {
        let head = format!("**{}**, {online} online", words::count(living.len() as u64, "department", "departments"));
        std::iter::once(head + "\n").chain(lines).collect::<Vec<_>>().join("\n") + &more(living.len())
    };
    let embed = Embed {
        title: Some("🏢 Departments".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(description),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let options: Vec<SelectOption> = living
        .iter()
        .take(OPTIONS)
        .map(|each| {
            let look = Look::Department { department: each.department_id.clone() };
            SelectOption::new(text::line(&each.name, 100), Press::anew(look).encode())
                .emoji(words::dot(&each.online_status))
        })
        .collect();
    let mut draft = Draft::embed(embed);
    if !options.is_empty() {
        draft = draft.row(Row::select(Select::new(&Press::Choose, "Open a department…", options)));
    }
    let status = Button::new("Status", &Press::here(Look::DepartmentStatus)).emoji("🟢");
    draft.components.extend(rows_of(&Look::Departments, vec![status]));
    draft.fit()
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
        fields: vec![Field::inline("Online for", state), Field::inline("Id", text::code(&department.department_id))],
        ..Embed::default()
    };
    let id = department.department_id.clone();
    let filter = ConversationFilter { department: Some(id.clone()), ..ConversationFilter::default() };
    let overview = Look::Overview { kind: OverviewKind::All, department: Some(id.clone()) };
    let buttons = vec![
        Button::new("Conversations", &Press::anew(Look::Conversations { filter, page: 0 })).emoji("📨"),
        Button::new("Overview", &Press::anew(overview)).emoji("📊"),
    ];
    let components = rows_of(&Look::Department { department: id }, buttons);
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// Which departments are online, and for what.
#[must_use]
pub fn status(departments: &[DepartmentStatus], desk: &Desk) -> Message {
    let mut all: Vec<&DepartmentStatus> = departments.iter().collect();
    all.sort_by_cached_key(|each| (!words::is_online(&each.online_status), each.name.to_lowercase()));
    let online = all.iter().filter(|each| words::is_online(&each.online_status)).count();
    let description = if all.is_empty() {
        "There are no departments yet. LiveAgent's panel can make some.".to_owned()
    } else {
        let head = format!("**{online} of {} online**\n", words::count(all.len() as u64, "department", "departments"));
        let lines = all.iter().take(SHOWN).map(|each| line(&each.name, &each.online_status));
        std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n") + &more(all.len())
    };
    let embed = Embed {
        title: Some("🏢 Department status".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(description),
        color: Some(if online > 0 { words::GOOD } else { words::QUIET }),
        ..Embed::default()
    };
    let overview = Look::Overview { kind: OverviewKind::All, department: None };
    let buttons = vec![Button::new("Overview", &Press::here(overview)).emoji("📊")];
    Draft { embeds: vec![embed], components: rows_of(&Look::DepartmentStatus, buttons), ..Draft::default() }.fit()
}

/// "🟢 **Support** · 💬 Chats · ✉️ Messages"
fn line(name: &str, status: &liveagent::OnlineStatus) -> String {
    let name = text::escape_to(name, 60);
    if words::is_online(status) {
        format!("🟢 **{name}** · {}", words::online(status))
    } else {
        format!("⚫ **{name}** · Offline")
    }
}

fn more(all: usize) -> String {
    match all.checked_sub(SHOWN) {
        None | Some(0) => String::new(),
        Some(more) => format!("\n-# and {more} more"),
    }
}
