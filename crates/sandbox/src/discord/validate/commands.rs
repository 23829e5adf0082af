//! The limits of application commands.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Check, Invalid};

/// Characters of one command: all names, descriptions and choices' values.
const WHOLE: usize = 8000;

/// The most commands of each kind: typed ones, those in the menu of a user, those in the menu of a message.
const MOST: [(u64, usize); 3] = [(1, 100), (2, 15), (3, 15)];

/// Checks a list of commands, as a bulk overwrite has it.
pub fn commands(body: &Value) -> Result<(), Invalid> {
    let mut check = Check::default();
    let list = check.list("", body, 130);
    if !body.is_array() {
        check.error("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
    }
    for (kind, most) in MOST {
        if list.iter().filter(|command| command["type"].as_u64().unwrap_or(1) == kind).count() > most {
            let message = format!("Maximum number of application commands reached ({most}).");
            check.error("", "APPLICATION_COMMANDS_DUPLICATE_NAME", message);
        }
    }
    let mut names = BTreeSet::new();
    for (index, command) in list.iter().enumerate() {
        let at = index.to_string();
        let kind = command["type"].as_u64().unwrap_or(1);
        if !(1..=4).contains(&kind) {
            check.error(&format!("{at}.type"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4).");
        }
        if !names.insert((kind, command["name"].as_str().unwrap_or_default())) {
            check.error(
                &format!("{at}.name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
        if kind == 1 {
            let mut length = named(&mut check, &at, command);
            length += options(&mut check, &at, &command["options"], 0);
            if length > WHOLE {
                check.error(&at, "APPLICATION_COMMAND_TOO_LARGE", format!("Command exceeds maximum size ({WHOLE})"));
            }
        } else {
            check.text(&format!("{at}.name"), &command["name"], (1, 32));
            menu(&mut check, &at, command);
        }
    }
    check.end()
}

/// A command in a menu has neither a description nor options.
fn menu(check: &mut Check, at: &str, command: &Value) {
    if !command["description"].as_str().unwrap_or_default().is_empty() {
        let message = "Context menu commands cannot have description";
        check.error(&format!("{at}.description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", message);
    }
    if command["options"].as_array().is_some_and(|options| !options.is_empty()) {
        let message = "Context menu commands cannot have options";
        check.error(&format!("{at}.options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", message);
    }
}

/// A name and a description; their length.
fn named(check: &mut Check, at: &str, of: &Value) -> usize {
    let length = check.text(&format!("{at}.name"), &of["name"], (1, 32));
    let name = of["name"].as_str().unwrap_or_default();
    let fits = |c: char| c.is_alphanumeric() || "-_'".contains(c);
    if !name.chars().all(fits) || name.to_lowercase() != name {
        check.error(&format!("{at}.name"), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
    length + check.text(&format!("{at}.description"), &of["description"], (1, 100))
}

/// Options at a depth: 0 of a command, 1 of a group or subcommand, 2 of a group's subcommand. Their length.
fn options(check: &mut Check, at: &str, options: &Value, depth: usize) -> usize {
    let inside = format!("{at}.options");
    let list = check.list(&inside, options, 25);
    let is_sub = |option: &Value| matches!(option["type"].as_u64(), Some(1 | 2));
    if list.iter().any(is_sub) && !list.iter().all(is_sub) {
        let message = "Sub-command and sub-command group option types are mutually exclusive to all other types";
        check.error(&inside, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message);
    }
    let mut names = BTreeSet::new();
    let (mut length, mut seen_optional) = (0, false);
    for (index, option) in list.iter().enumerate() {
        let at = format!("{inside}.{index}");
        length += named(check, &at, option);
        if !names.insert(option["name"].as_str().unwrap_or_default()) {
            check.error(
                &format!("{at}.name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        match option["type"].as_u64() {
            Some(2) if depth == 0 => {
                let below = option["options"].as_array();
                if below.is_none_or(|below| below.is_empty() || below.iter().any(|below| below["type"] != 1)) {
                    check.error(
                        &format!("{at}.options"),
                        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                        "A group has subcommands only",
                    );
                }
                length += self::options(check, &at, &option["options"], 1);
            }
            Some(1) if depth < 2 => length += self::options(check, &at, &option["options"], 2),
            Some(3..=11) => length += leaf(check, &at, option),
            _ => check.error(
                &format!("{at}.type"),
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Invalid option type here",
            ),
        }
        let required = option["required"] == true;
        if required && seen_optional {
            let message = "Required options must be placed before non-required options";
            check.error(&at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message);
        }
        seen_optional |= !required;
    }
    length
}

/// An option that takes a value; the length of its choices.
fn leaf(check: &mut Check, at: &str, option: &Value) -> usize {
    let kind = option["type"].as_u64().unwrap_or(0);
    let inside = format!("{at}.choices");
    let choices = check.list(&inside, &option["choices"], 25);
    if !choices.is_empty() && option["autocomplete"] == true {
        check.error(
            &inside,
            "APPLICATION_COMMAND_AUTOCOMPLETE_AND_CHOICES",
            "Autocomplete and choices exclude each other",
        );
    }
    if (!choices.is_empty() || option["autocomplete"] == true) && ![3, 4, 10].contains(&kind) {
        check.error(&inside, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only texts and numbers have choices");
    }
    let mut length = 0;
    let mut names = BTreeSet::new();
    for (index, choice) in choices.iter().enumerate() {
        let at = format!("{inside}.{index}");
        length += check.text(&format!("{at}.name"), &choice["name"], (1, 100));
        if !names.insert(choice["name"].as_str().unwrap_or_default()) {
            check.error(
                &format!("{at}.name"),
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                "Choice name already exists",
            );
        }
        let value = &choice["value"];
        match kind {
            3 => length += check.text(&format!("{at}.value"), value, (1, 100)),
            4 if value.is_i64() || value.is_u64() => {}
            10 if value.is_number() => {}
            _ => check.error(&format!("{at}.value"), "BASE_TYPE_CONVERT", "The value is not of the option's type"),
        }
    }
    if kind == 3 {
        check.number(&format!("{at}.min_length"), &option["min_length"], 0..=6000);
        check.number(&format!("{at}.max_length"), &option["max_length"], 1..=6000);
    } else if !option["min_length"].is_null() || !option["max_length"].is_null() {
        check.error(at, "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID_TYPE", "Only texts have lengths");
    }
    length
}
