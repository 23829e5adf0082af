//! One widget: a card, with its settings and its code as files.

use liveagent::{Percent, Widget, WidgetStatus};

use super::{Show, WidgetFile};
use crate::cut::width;
use crate::desk::Desk;
use crate::message::{Draft, Message};
use crate::page::rows_of;
use crate::payload::{Embed, Field, File};
use crate::{people, text, time, words};

/// The longest code for a page that is shown in the card, in UTF-16 units. Longer code comes as a file.
const MAX_CODE_LENGTH: usize = 900;

/// How many attributes and form fields the card names. The file has all of them.
const MAX_NAMED: usize = 10;

/// A widget as it is drawn, before the buttons.
pub(super) struct Drawn {
    pub(super) embed: Embed,
    pub(super) files: Vec<File>,
}

/// Shows one widget. Its settings are attached as the file that `/widget edit` takes.
#[must_use]
pub fn show(widget: &Widget, desk: &Desk) -> Message {
    let Drawn { embed, files } = drawn(widget, desk);
    let components = rows_of(&Show { widget: widget.contact_widget_id.clone() }, Vec::new());
    Draft { embeds: vec![embed], components, files, ..Draft::default() }.fit()
}

pub(super) fn drawn(widget: &Widget, desk: &Desk) -> Drawn {
    let mut fields = fields(widget, desk);
    let mut files: Vec<File> = Vec::new();
    let settings = WidgetFile::attach(widget, "widget.json", "The widget's settings");
    if settings.is_none() {
        fields.push(Field::wide("Settings", "Too many for a file. See them in LiveAgent."));
    }
    files.extend(settings);
    if let Some(code) = widget.integration_code.as_ref().filter(|code| !code.trim().is_empty()) {
        fields.push(Field::wide("Code for your page", for_page(code, &mut files)));
    }
    let description = widget.description.as_deref().map(|text| text::escape_to(text, 500));
    let embed = Embed {
        title: Some(title(widget)),
        url: Some(desk.panel_url()),
        description: description.filter(|text| !text.is_empty()),
        color: Some(color(widget.status)),
        fields,
        ..Embed::default()
    };
    Drawn { embed, files }
}

/// "🧩 Chat on every page"
pub(super) fn title(widget: &Widget) -> String {
    text::escape_to(&format!("🧩 {}", name(&widget.name, 80)), 200)
}

/// A widget's name in one line.
pub(super) fn name(name: &str, max: usize) -> String {
    let name = text::line(name, max);
    if name.is_empty() { "(no name)".to_owned() } else { name }
}

fn color(status: Option<WidgetStatus>) -> u32 {
    match status {
        Some(WidgetStatus::Active | WidgetStatus::Online) => words::GOOD,
        Some(WidgetStatus::Create) => words::WAITING,
        _ => words::QUIET,
    }
}

fn fields(widget: &Widget, desk: &Desk) -> Vec<Field> {
    let dash = || "–".to_owned();
    let kind = widget.widget_type.map(|kind| format!("{} {}", words::widget_icon(kind), words::widget_kind(kind)));
    let status = widget.status.map(|status| format!("{} {}", words::widget_dot(status), words::widget_status(status)));
    let department = people::department(widget.department_id.as_deref(), None, desk);
    let mut fields = vec![
        Field::inline("Kind", kind.unwrap_or_else(dash)),
        Field::inline("Status", status.unwrap_or_else(dash)),
        Field::inline("Shown", widget.use_code.map_or_else(dash, |shown| words::widget_use(shown).into_owned())),
        Field::inline("Department", department.unwrap_or_else(dash)),
    ];
    if let Some(id) = widget.kb_id.as_deref() {
        let known = desk.names.knowledgebases.get(id);
        fields.push(Field::inline(
            "Knowledge base",
            known.map_or_else(|| text::code(id), |name| text::escape_to(name, 80)),
        ));
    }
    if let Some(language) = widget.language.as_deref() {
        fields.push(Field::inline("Language", text::escape_to(language, 40)));
    }
    if !widget.provide.is_empty() && !widget.provide.contains(char::REPLACEMENT_CHARACTER) {
        fields.push(Field::inline("Services", text::code(&widget.provide.to_string())));
    }
    fields.extend(use_of(widget).map(|used| Field::inline("Used", used)));
    fields.extend(last_shown(widget, desk).map(|last| Field::inline("Last shown", last)));
    fields.push(Field::inline("ID", text::code(&widget.contact_widget_id)));
    let attributes = widget.attributes.iter().map(|attribute| {
        let section = attribute.section.as_deref().map(|section| format!(" ({})", text::escape_to(section, 30)));
        let value = text::escape_to(attribute.value.as_deref().unwrap_or_default(), 60);
        let value = if value.is_empty() { "*empty*".to_owned() } else { value };
        format!("{}{}: {value}", code(&attribute.name), section.unwrap_or_default())
    });
    fields.extend(named("Attributes", attributes));
    let form = widget.form_fields.iter().map(|field| {
        let name = text::escape_to(field.name.as_deref().unwrap_or_default(), 60);
        let code = code(field.code.as_deref().unwrap_or_default());
        if name.is_empty() { code } else { format!("{code}: {name}") }
    });
    fields.extend(named("Form fields", form));
    fields
}

/// A name in code type, which is never empty.
fn code(name: &str) -> String {
    let code = text::code(&text::line(name, 40));
    if code.is_empty() { "*no name*".to_owned() } else { code }
}

/// The first lines of a list, and how many there are.
fn named(label: &str, lines: impl ExactSizeIterator<Item = String>) -> Option<Field> {
    let count = lines.len();
    let mut shown: Vec<String> = lines.take(MAX_NAMED).collect();
    if count > MAX_NAMED {
        let more = u64::try_from(count - MAX_NAMED).unwrap_or(u64::MAX);
        shown.push(format!("-# and {} more", words::number(more)));
    }
    (count > 0).then(|| Field::wide(label, shown.join("\n")))
}

/// "688 times · 24 conversations (3.5%)"
fn use_of(widget: &Widget) -> Option<String> {
    let shown = widget.impressions.map(|count| words::count(count.get(), "time", "times"));
    let begun = widget.tickets.map(|count| words::count(count.get(), "conversation", "conversations"));
    let rate = widget.impressions.zip(widget.tickets).filter(|(shown, _)| shown.get() > 0).map(|(shown, begun)| {
        #[expect(clippy::cast_precision_loss, reason = "it is shown with three digits")]
        let percent = Percent(100.0 * begun.get() as f64 / shown.get() as f64);
        format!(" ({percent})")
    });
    let parts: Vec<String> = [shown, begun].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("{}{}", parts.join(" · "), rate.unwrap_or_default()))
}

/// Returns when and where it was last shown, without the query of the address: that may be a visitor's own.
fn last_shown(widget: &Widget, desk: &Desk) -> Option<String> {
    let at = widget.last_display_time.map(|at| time::ago(at.at(&desk.zone)));
    let page = widget.last_display_url.as_deref().and_then(|url| url.split(['?', '#']).next());
    let page = page.map(|page| text::escape_to(page, 200)).filter(|page| !page.is_empty());
    let parts: Vec<String> = [at, page].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}

/// The code in a block, where it is short and stays as it is there; else in a file.
fn for_page(code: &str, files: &mut Vec<File>) -> String {
    let fence = text::fence(code);
    if width(&fence) <= MAX_CODE_LENGTH && fence == format!("```\n{}\n```", code.trim()) {
        return fence;
    }
    let description = Some("The code for your page".to_owned());
    files.push(File { name: "integration.html".to_owned(), bytes: code.as_bytes().into(), description });
    "Attached as `integration.html`.".to_owned()
}
