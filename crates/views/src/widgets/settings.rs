//! The settings of a widget that are one text each, a row for each: its names, and how it is compared and shown.

use liveagent::{Code, Html, Widget, WidgetStatus, WidgetType, WidgetUse};

use crate::desk::Desk;
use crate::words;

/// A setting.
#[derive(Debug)]
pub(super) struct Setting {
    /// Its key in the file, and its name in the audit.
    pub(super) key: &'static str,
    /// Its name for people.
    pub(super) label: &'static str,
    /// The value that is compared; may be empty.
    pub(super) raw: fn(&Widget) -> String,
    /// How the value is shown.
    pub(super) shown: Shown,
}

/// How a setting is shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shown {
    /// As it is.
    Plain,
    /// In other words.
    As(fn(&str, &Desk) -> String),
    /// By its length: HTML and CSS.
    Length,
}

/// All settings, in the order of a card.
pub(super) const SETTINGS: [Setting; 17] = [
    setting("name", "Name", |widget| widget.name.clone()),
    worded(
        "kind",
        "Kind",
        |widget| widget.widget_type.map(letter).unwrap_or_default(),
        |raw, _| words::widget_kind(WidgetType::from_text(raw)).into_owned(),
    ),
    worded(
        "status",
        "Status",
        |widget| widget.status.map(letter).unwrap_or_default(),
        |raw, _| words::widget_status(WidgetStatus::from_text(raw)).into_owned(),
    ),
    worded(
        "shown",
        "Shown",
        |widget| widget.use_code.map(letter).unwrap_or_default(),
        |raw, _| words::widget_use(WidgetUse::from_text(raw)).into_owned(),
    ),
    worded(
        "department",
        "Department",
        |widget| text(widget.department_id.as_ref()),
        |raw, desk| desk.names.departments.get(raw).cloned().unwrap_or_else(|| raw.to_owned()),
    ),
    worded(
        "knowledgebase",
        "Knowledge base",
        |widget| text(widget.kb_id.as_ref()),
        |raw, desk| desk.names.knowledgebases.get(raw).cloned().unwrap_or_else(|| raw.to_owned()),
    ),
    setting("services", "Services", |widget| widget.provide.to_string()),
    setting("description", "Description", |widget| text(widget.description.as_ref())),
    setting("language", "Language", |widget| text(widget.language.as_ref())),
    code("onlineCode", "Online HTML", |widget| html(widget.online_code.as_ref())),
    code("onlineCss", "Online CSS", |widget| html(widget.online_code_css.as_ref())),
    code("offlineCode", "Offline HTML", |widget| html(widget.offline_code.as_ref())),
    code("offlineCss", "Offline CSS", |widget| html(widget.offline_code_css.as_ref())),
    code("onlineCodeOldIe", "Online HTML for old IE", |widget| html(widget.online_code_ie_old.as_ref())),
    code("onlineCssOldIe", "Online CSS for old IE", |widget| html(widget.online_code_ie_old_css.as_ref())),
    code("offlineCodeOldIe", "Offline HTML for old IE", |widget| html(widget.offline_code_ie_old.as_ref())),
    code("offlineCssOldIe", "Offline CSS for old IE", |widget| html(widget.offline_code_ie_old_css.as_ref())),
];

const fn setting(key: &'static str, label: &'static str, raw: fn(&Widget) -> String) -> Setting {
    Setting { key, label, raw, shown: Shown::Plain }
}

const fn worded(
    key: &'static str,
    label: &'static str,
    raw: fn(&Widget) -> String,
    shown: fn(&str, &Desk) -> String,
) -> Setting {
    Setting { key, label, raw, shown: Shown::As(shown) }
}

const fn code(key: &'static str, label: &'static str, raw: fn(&Widget) -> String) -> Setting {
    Setting { key, label, raw, shown: Shown::Length }
}

fn letter(code: impl Code) -> String {
    code.letter().to_string()
}

fn text(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn html(code: Option<&Html>) -> String {
    code.map(|code| code.0.clone()).unwrap_or_default()
}
