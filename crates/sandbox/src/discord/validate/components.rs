//! The limits of buttons, selects and text inputs.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Check;

const TOO_MANY_DEFAULTS: (&str, &str) = (
    "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
    "The specified number of default values exceeds the specified maximum values",
);

/// Checks a message's rows; how many there are.
pub(super) fn rows(check: &mut Check, rows: &Value) -> usize {
    let list = check.list("components", rows, 5);
    let mut ids = BTreeSet::new();
    for (index, row) in list.iter().enumerate() {
        let at = format!("components.{index}");
        if row["type"] != 1 {
            check.error(&format!("{at}.type"), "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1,).");
            continue;
        }
        let inside = format!("{at}.components");
        let parts = check.list(&inside, &row["components"], 5);
        if parts.is_empty() {
            check.error(&inside, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        if parts.len() > 1 && parts.iter().any(|part| part["type"] != 2) {
            check.error(
                &inside,
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
        for (number, part) in parts.iter().enumerate() {
            let at = format!("{inside}.{number}");
            match part["type"].as_u64() {
                Some(2) => button(check, &at, part),
                Some(3) => select(check, &at, part),
                Some(6) => role_select(check, &at, part),
                _ => check.error(
                    &format!("{at}.type"),
                    "UNION_TYPE_CHOICES",
                    "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).",
                ),
            }
            if let Some(id) = part["custom_id"].as_str()
                && !ids.insert(id)
            {
                check.error(
                    &format!("{at}.custom_id"),
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                );
            }
        }
    }
    list.len()
}

fn button(check: &mut Check, at: &str, button: &Value) {
    let is_link = button["style"] == 5;
    if !(1..=6).contains(&button["style"].as_u64().unwrap_or(0)) {
        check.error(&format!("{at}.style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).");
    }
    check.text(&format!("{at}.label"), &button["label"], (0, 80));
    if button["label"].as_str().is_none_or(str::is_empty) && button["emoji"].is_null() {
        check.error(at, "BUTTON_COMPONENT_LABEL_REQUIRED", "A button must have a label or an emoji");
    }
    if is_link {
        check.text(&format!("{at}.url"), &button["url"], (1, 512));
        check.address(&format!("{at}.url"), &button["url"], &["http", "https", "discord"]);
        if !button["custom_id"].is_null() {
            check.error(
                &format!("{at}.custom_id"),
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            );
        }
    } else {
        check.text(&format!("{at}.custom_id"), &button["custom_id"], (1, 100));
    }
    emoji(check, at, &button["emoji"]);
}

fn emoji(check: &mut Check, at: &str, emoji: &Value) {
    if emoji.is_null() || emoji["id"].is_string() {
        return;
    }
    // A unicode emoji is short and has no plain letters.
    let name = emoji["name"].as_str().unwrap_or_default();
    if name.is_empty() || name.chars().count() > 16 || name.chars().all(|c| c.is_ascii_alphanumeric()) {
        check.error(&format!("{at}.emoji.name"), "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji");
    }
}

fn select(check: &mut Check, at: &str, select: &Value) {
    check.text(&format!("{at}.custom_id"), &select["custom_id"], (1, 100));
    check.text(&format!("{at}.placeholder"), &select["placeholder"], (0, 150));
    let options = check.list(&format!("{at}.options"), &select["options"], 25);
    if options.is_empty() {
        check.error(&format!("{at}.options"), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.");
    }
    let mut values = BTreeSet::new();
    for (index, option) in options.iter().enumerate() {
        let at = format!("{at}.options.{index}");
        check.text(&format!("{at}.label"), &option["label"], (1, 100));
        check.text(&format!("{at}.value"), &option["value"], (1, 100));
        check.text(&format!("{at}.description"), &option["description"], (0, 100));
        emoji(check, &at, &option["emoji"]);
        if !values.insert(option["value"].as_str().unwrap_or_default()) {
            check.error(
                &format!("{at}.value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
    counts(check, at, select, i64::try_from(options.len()).unwrap_or(25).clamp(1, 25));
    let chosen = options.iter().filter(|option| option["default"] == true).count() as u64;
    if chosen > select["max_values"].as_u64().unwrap_or(1) {
        check.error(&format!("{at}.options"), TOO_MANY_DEFAULTS.0, TOO_MANY_DEFAULTS.1);
    }
}

/// A select of the server's roles. Discord fills its list, and does not look whether the roles that are chosen exist.
fn role_select(check: &mut Check, at: &str, select: &Value) {
    check.text(&format!("{at}.custom_id"), &select["custom_id"], (1, 100));
    check.text(&format!("{at}.placeholder"), &select["placeholder"], (0, 150));
    check.list(&format!("{at}.options"), &select["options"], 0);
    counts(check, at, select, 25);
    let path = format!("{at}.default_values");
    let chosen = check.list(&path, &select["default_values"], 25);
    let mut ids = BTreeSet::new();
    for (index, role) in chosen.iter().enumerate() {
        let at = format!("{path}.{index}");
        if role["type"] != "role" {
            check.error(&format!("{at}.type"), "BASE_TYPE_CHOICES", "Value must be one of ('role',).");
        }
        check.snowflake(&format!("{at}.id"), &role["id"]);
        if !ids.insert(role["id"].as_str().unwrap_or_default()) {
            check.error(&at, "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value");
        }
    }
    let (count, limit) = (chosen.len() as u64, |field: &str| select[field].as_u64().unwrap_or(1));
    if count > limit("max_values") {
        check.error(&path, TOO_MANY_DEFAULTS.0, TOO_MANY_DEFAULTS.1);
    } else if count < limit("min_values") && !select["default_values"].is_null() {
        // The documentation wants it; by which code it is refused is not known.
        check.error(&path, "SELECT_COMPONENT_TOO_FEW_DEFAULT_VALUES", "Too few default values");
    }
}

/// How few and how many of `many` may be chosen: one where nothing is said.
fn counts(check: &mut Check, at: &str, select: &Value, many: i64) {
    check.number(&format!("{at}.min_values"), &select["min_values"], 0..=many);
    let least = select["min_values"].as_i64().unwrap_or(1).clamp(1, many);
    let most = if select["max_values"].is_null() { &json!(1) } else { &select["max_values"] };
    check.number(&format!("{at}.max_values"), most, least..=many);
}

/// Checks a form's inputs: each in a row of its own.
pub(super) fn inputs(check: &mut Check, rows: &Value) {
    let list = check.list("components", rows, 5);
    if list.is_empty() {
        check.error("components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    }
    let mut ids = BTreeSet::new();
    for (index, row) in list.iter().enumerate() {
        let at = format!("components.{index}.components.0");
        let input = &row["components"][0];
        if row["type"] != 1 || input["type"] != 4 || row["components"].as_array().is_none_or(|parts| parts.len() != 1) {
            check.error(&format!("components.{index}"), "UNION_TYPE_CHOICES", "A row of a modal has one text input.");
            continue;
        }
        check.text(&format!("{at}.custom_id"), &input["custom_id"], (1, 100));
        check.text(&format!("{at}.label"), &input["label"], (1, 45));
        check.text(&format!("{at}.placeholder"), &input["placeholder"], (0, 100));
        check.text(&format!("{at}.value"), &input["value"], (0, 4000));
        if !(1..=2).contains(&input["style"].as_u64().unwrap_or(0)) {
            check.error(&format!("{at}.style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2).");
        }
        check.number(&format!("{at}.min_length"), &input["min_length"], 0..=4000);
        check.number(&format!("{at}.max_length"), &input["max_length"], 1..=4000);
        if !ids.insert(input["custom_id"].as_str().unwrap_or_default()) {
            check.error(
                &format!("{at}.custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    }
}
