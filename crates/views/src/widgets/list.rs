//! A page of widgets: one line each.

use liveagent::WidgetSummary;

use super::{List, Show, show::name};
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::{self, PAGE_SIZE, Turning, Window};
use crate::payload::{Embed, SelectOption};
use crate::press::Press;
use crate::request::Link;
use crate::{people, text, words};

/// Page `page` of the widgets that `list` lets through. `rows` are those of `window`, which has the page in it.
#[must_use]
pub fn list(rows: &[WidgetSummary], window: Window, list: &List, page: u32, desk: &Desk) -> Message {
    let shown = window.portion(rows, page, PAGE_SIZE);
    let filters = filters(list, desk);
    let mut lines = vec![if shown.is_empty() {
        nothing(page, list).to_owned()
    } else {
        let before = u64::from(page) * u64::from(PAGE_SIZE);
        format!("**{}**", page::range(before, shown.len(), window.known(rows), window.full))
    }];
    if !filters.is_empty() {
        lines.push(format!("-# {}", filters.join(" · ")));
    }
    lines.push(String::new());
    lines.extend(shown.iter().map(|widget| line(widget, desk)));
    let embed = Embed {
        title: Some("🧩 Widgets".to_owned()),
        url: Some(desk.panel_url()),
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        ..Embed::default()
    };
    let options = shown.iter().map(|widget| option(widget, desk)).collect();
    let link = Link::from(list).at_page(page);
    let components =
        page::rows(&link, window.pages(rows, page, PAGE_SIZE), Turning::LIST, Some(("Open a widget…", options)));
    Draft { embeds: vec![embed], components, ..Draft::default() }.fit()
}

/// "🟢 **Chat on every page** · Chat button · Active · Support"
fn line(widget: &WidgetSummary, desk: &Desk) -> String {
    let dot = widget.status.map_or("❔", words::widget_dot);
    let head = format!("{dot} **{}**", text::escape(&name(&widget.name, 60)));
    let department = people::department(widget.department_id.as_deref(), None, desk);
    let kind = widget.widget_type.map(|kind| words::widget_kind(kind).into_owned());
    let status = widget.status.map(|status| words::widget_status(status).into_owned());
    [Some(head), kind, status, department].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn option(widget: &WidgetSummary, desk: &Desk) -> SelectOption {
    let press = Press::in_new_message(&Show { widget: widget.contact_widget_id.clone() });
    let department = widget.department_id.as_ref().and_then(|id| desk.names.departments.get(id));
    let kind = widget.widget_type.map(|kind| words::widget_kind(kind).into_owned());
    let parts: Vec<String> = [kind, department.map(|name| text::line(name, 50))].into_iter().flatten().collect();
    SelectOption::new(name(&widget.name, 100), press.encode())
        .description(parts.join(" · "))
        .emoji(widget.widget_type.map_or("❔", words::widget_icon))
}

fn filters(list: &List, desk: &Desk) -> Vec<String> {
    let department = people::department(list.department.as_deref(), None, desk);
    let parts = [
        department.map(|name| format!("Department: {name}")),
        list.kind.map(|kind| format!("Kind: {}", words::widget_kind(kind))),
        list.status.map(|status| format!("Status: {}", words::widget_status(status))),
    ];
    parts.into_iter().flatten().collect()
}

fn nothing(page: u32, list: &List) -> &'static str {
    if page > 0 {
        "Nothing left on this page. Go back a page."
    } else if *list == List::default() {
        "No widgets yet. Create one with `/widget create`."
    } else {
        "No matching widgets. Try fewer filters with `/widget list`."
    }
}
