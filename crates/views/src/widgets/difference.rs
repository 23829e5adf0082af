//! Differences between two states of a widget.
//!
//! Attributes are told apart by section and name, form fields by form and code; of several with the same names the first is compared with the
//! first. An empty value and a missing one are equal.

use std::collections::{HashMap, VecDeque};

use liveagent::{Widget, WidgetAttribute, WidgetFormField};

use super::settings::{SETTINGS, Setting};

/// A difference.
#[derive(Debug)]
pub(super) enum Change {
    /// A setting has another value.
    Setting { setting: &'static Setting, before: String, after: String },
    /// An attribute or a form field is new, is gone, or has another value.
    Item(ItemChange),
    /// A list has another order.
    Order { list: List },
}

/// A list of a widget.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum List {
    Attributes,
    FormFields,
}

impl List {
    /// Its key in the file, and its name in the audit.
    fn key(self) -> &'static str {
        match self {
            Self::Attributes => "attributes",
            Self::FormFields => "formFields",
        }
    }
}

/// A difference of an attribute or a form field.
#[derive(Debug)]
pub(super) struct ItemChange {
    pub(super) list: List,
    /// The name of the attribute, or the code of the form field.
    pub(super) name: String,
    /// The section of the attribute, or the form; may be empty.
    pub(super) group: String,
    /// The column that differs; empty if there is only one, or if the item is new or gone.
    pub(super) column: &'static str,
    /// None where it is new.
    pub(super) before: Option<String>,
    /// None where it is gone.
    pub(super) after: Option<String>,
}

/// An item of a list, with its values by column. The first says the most about it.
struct Item<'w> {
    name: &'w str,
    group: &'w str,
    columns: Vec<(&'static str, &'w str)>,
}

impl Change {
    fn key(&self) -> &'static str {
        match self {
            Self::Setting { setting, .. } => setting.key,
            Self::Item(ItemChange { list, .. }) | Self::Order { list } => list.key(),
        }
    }
}

/// Returns the keys of the settings that differ, each once.
#[must_use]
pub fn changed_parts(before: &Widget, after: &Widget) -> Vec<&'static str> {
    let mut parts: Vec<&str> = changes(before, after).iter().map(Change::key).collect();
    parts.dedup();
    parts
}

/// Returns whether nothing differs.
#[must_use]
pub fn is_same(before: &Widget, after: &Widget) -> bool {
    changes(before, after).is_empty()
}

/// Returns all differences: settings, then attributes, then form fields.
pub(super) fn changes(before: &Widget, after: &Widget) -> Vec<Change> {
    let mut changes = Vec::new();
    for setting in &SETTINGS {
        let (before, after) = ((setting.raw)(before), (setting.raw)(after));
        if before != after {
            changes.push(Change::Setting { setting, before, after });
        }
    }
    compare(List::Attributes, &attributes(before), &attributes(after), &mut changes);
    compare(List::FormFields, &form_fields(before), &form_fields(after), &mut changes);
    changes
}

fn attributes(widget: &Widget) -> Vec<Item<'_>> {
    widget.attributes.iter().map(attribute).collect()
}

fn form_fields(widget: &Widget) -> Vec<Item<'_>> {
    widget.form_fields.iter().map(form_field).collect()
}

fn attribute(row: &WidgetAttribute) -> Item<'_> {
    let group = row.section.as_deref().unwrap_or_default();
    Item { name: &row.name, group, columns: vec![("", row.value.as_deref().unwrap_or_default())] }
}

fn form_field(row: &WidgetFormField) -> Item<'_> {
    let columns = [
        ("name", &row.name),
        ("description", &row.description),
        ("validator", &row.validator),
        ("visibility", &row.visibility),
        ("type", &row.rtype),
        ("status", &row.rstatus),
        ("available values", &row.available_values),
    ];
    Item {
        name: row.code.as_deref().unwrap_or_default(),
        group: row.form_id.as_deref().unwrap_or_default(),
        columns: columns.map(|(column, value)| (column, value.as_deref().unwrap_or_default())).into(),
    }
}

/// Adds the differences between two lists.
fn compare(list: List, before: &[Item<'_>], after: &[Item<'_>], changes: &mut Vec<Change>) {
    let mut places: HashMap<(&str, &str), VecDeque<usize>> = HashMap::new();
    for (place, item) in before.iter().enumerate() {
        places.entry((item.group, item.name)).or_default().push_back(place);
    }
    let mut kept = Vec::new();
    for item in after {
        let Some(place) = places.get_mut(&(item.group, item.name)).and_then(VecDeque::pop_front) else {
            changes.push(item.changed(list, "", None, Some(item.value())));
            continue;
        };
        kept.push(place);
        let columns = before[place].columns.iter().zip(&item.columns).filter(|(before, after)| before != after);
        changes.extend(columns.map(|(before, after)| item.changed(list, before.0, Some(before.1), Some(after.1))));
    }
    let mut gone: Vec<usize> = places.into_values().flatten().collect();
    gone.sort_unstable();
    changes.extend(gone.iter().map(|place| {
        let item = &before[*place];
        item.changed(list, "", Some(item.value()), None)
    }));
    if !kept.is_sorted() {
        changes.push(Change::Order { list });
    }
}

impl Item<'_> {
    fn value(&self) -> &str {
        self.columns.first().map_or("", |(_, value)| value)
    }

    fn changed(&self, list: List, column: &'static str, before: Option<&str>, after: Option<&str>) -> Change {
        Change::Item(ItemChange {
            list,
            name: self.name.to_owned(),
            group: self.group.to_owned(),
            column,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widget(attributes: &[(&str, &str, Option<&str>)]) -> Widget {
        let attribute = |(section, name, value): &(&str, &str, Option<&str>)| WidgetAttribute {
            name: (*name).to_owned(),
            section: Some((*section).to_owned()),
            value: value.map(str::to_owned),
        };
        Widget { attributes: attributes.iter().map(attribute).collect(), ..Widget::default() }
    }

    /// The changes in short: `+name`, `-name`, `name:before>after`, `order`.
    fn short(before: &Widget, after: &Widget) -> Vec<String> {
        let all = changes(before, after);
        all.iter()
            .map(|change| match change {
                Change::Setting { setting, before, after } => format!("{}:{before}>{after}", setting.key),
                Change::Item(ItemChange { name, before: None, .. }) => format!("+{name}"),
                Change::Item(ItemChange { name, after: None, .. }) => format!("-{name}"),
                Change::Item(ItemChange { name, before: Some(before), after: Some(after), .. }) => {
                    format!("{name}:{before}>{after}")
                }
                Change::Order { .. } => "order".to_owned(),
            })
            .collect()
    }

    #[test]
    fn attributes_are_new_gone_or_others_and_have_an_order() {
        let before = widget(&[("a", "x", Some("1")), ("a", "y", Some("2")), ("b", "x", None), ("a", "z", Some("3"))]);
        for (after, expected) in [
            (before.clone(), vec![]),
            (
                widget(&[("a", "x", Some("1")), ("a", "y", Some("2")), ("b", "x", Some("")), ("a", "z", Some("3"))]),
                vec![],
            ),
            (widget(&[("a", "x", Some("1")), ("a", "y", Some("5")), ("b", "x", None)]), vec!["y:2>5", "-z"]),
            (
                widget(&[
                    ("a", "n", Some("1")),
                    ("a", "z", Some("3")),
                    ("a", "x", Some("1")),
                    ("a", "y", Some("2")),
                    ("b", "x", None),
                ]),
                vec!["+n", "order"],
            ),
            (widget(&[]), vec!["-x", "-y", "-x", "-z"]),
        ] {
            assert_eq!(short(&before, &after), expected);
        }
    }

    #[test]
    fn of_the_same_names_the_first_is_compared_with_the_first() {
        let before = widget(&[("", "x", Some("1")), ("", "x", Some("2"))]);
        let after = widget(&[("", "x", Some("1")), ("", "x", Some("3")), ("", "x", Some("4"))]);
        assert_eq!(short(&before, &after), ["x:2>3", "+x"]);
        assert_eq!(changed_parts(&before, &after), ["attributes"]);
    }

    #[test]
    fn each_setting_is_one_of_the_file() {
        let mut all = Widget { name: "x".to_owned(), ..Widget::default() };
        let text = || Some("x".to_owned());
        let code = || Some(liveagent::Html::from("x"));
        all.provide = liveagent::Letters::from_text("B");
        (all.widget_type, all.use_code) = (Some(liveagent::WidgetType::Search), Some(liveagent::WidgetUse::Both));
        all.status = Some(liveagent::WidgetStatus::Active);
        (all.department_id, all.kb_id, all.description, all.language) = (text(), text(), text(), text());
        (all.online_code, all.online_code_css, all.offline_code, all.offline_code_css) =
            (code(), code(), code(), code());
        (all.online_code_ie_old, all.online_code_ie_old_css) = (code(), code());
        (all.offline_code_ie_old, all.offline_code_ie_old_css) = (code(), code());
        all.attributes = widget(&[("a", "x", Some("1"))]).attributes;
        all.form_fields = vec![super::super::FileField { code: "c".to_owned(), ..Default::default() }.into()];
        let parts = changed_parts(&Widget::default(), &all);
        let file = serde_json::to_value(super::super::WidgetFile::of(&all)).unwrap();
        let mut keys: Vec<&str> = file.as_object().unwrap().keys().map(String::as_str).collect();
        keys.sort_unstable();
        let mut sorted = parts.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, keys);
        // Applied to nothing, the file is all of it again.
        let again = super::super::WidgetFile::of(&all).applied_to(&Widget::default());
        assert!(is_same(&all, &again), "{:?}", changes(&all, &again));
    }
}
