//! Requests about widgets: look-ups and changes.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use liveagent::{Widget, WidgetStatus, WidgetType};
use serde::Deserialize;
use serde_tuple::Serialize_tuple;

use crate::request::{Act, Look};

/// The input with the settings that were typed, as JSON of a [`WidgetFile`](super::WidgetFile).
pub const CHANGES: &str = "changes";

/// A list of widgets. Every field narrows it; none of them means all widgets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct List {
    /// In this department, by id.
    #[serde(default)]
    pub department: Option<String>,
    /// Of this kind.
    #[serde(default)]
    pub kind: Option<WidgetType>,
    /// In this state.
    #[serde(default)]
    pub status: Option<WidgetStatus>,
}

impl Look for List {
    const TAG: &'static str = "wl";
    const NAME: &'static str = "list widgets";
}

/// One widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Show {
    /// The widget's id.
    pub widget: String,
}

impl Look for Show {
    const TAG: &'static str = "ws";
    const NAME: &'static str = "show widget";
}

/// Create a widget. All but its name comes with the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Create {
    /// Its name.
    pub name: String,
}

impl Act for Create {
    const TAG: &'static str = "wc";
    const NAME: &'static str = "create widget";
}

/// Change a widget, after a preview. The changes come with the input, and are kept until the preview is applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Edit {
    /// The widget's id.
    pub widget: String,
    /// The preview that is applied; none before there is one.
    #[serde(default)]
    pub preview: Option<u64>,
}

impl Act for Edit {
    const TAG: &'static str = "we";
    const NAME: &'static str = "edit widget";
}

/// Take back a change of a widget that fits a button. Fields that are `None` stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize)]
pub struct Restore {
    /// The widget's id.
    pub widget: String,
    /// A digest of the widget after the change, so that nothing newer is undone.
    left: u32,
    /// Its former name.
    #[serde(default)]
    pub name: Option<String>,
    /// Its former state.
    #[serde(default)]
    pub status: Option<WidgetStatus>,
    /// Its former department, by id.
    #[serde(default)]
    pub department: Option<String>,
}

impl Act for Restore {
    const TAG: &'static str = "wu";
    const NAME: &'static str = "restore widget";
}

impl Restore {
    /// Returns the change that turns `after` back into `before`; none if more than its name, state and department changed.
    pub(super) fn of(before: &Widget, after: &Widget) -> Option<Self> {
        let parts = super::changed_parts(before, after);
        let has = |part| parts.contains(&part);
        let is_small = !parts.is_empty() && parts.iter().all(|part| ["name", "status", "department"].contains(part));
        let back = Self {
            widget: before.contact_widget_id.clone(),
            left: digest(after),
            name: has("name").then(|| before.name.clone()),
            status: before.status.filter(|_| has("status")),
            department: before.department_id.clone().filter(|_| has("department")),
        };
        is_small.then_some(back)
    }

    /// Returns whether the widget is still as the change left it.
    #[must_use]
    pub fn expects(&self, now: &Widget) -> bool {
        self.left == digest(now)
    }
}

/// Returns a digest of the settings that can be restored. Another version may digest them differently, and then nothing is undone.
fn digest(widget: &Widget) -> u32 {
    let mut hasher = DefaultHasher::new();
    (&widget.name, widget.status, &widget.department_id).hash(&mut hasher);
    u32::try_from(hasher.finish() >> 32).unwrap_or_default()
}
