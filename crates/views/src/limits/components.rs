//! The limits of buttons, selects and text inputs.

use std::collections::BTreeSet;

use super::{
    BUTTON_ADDRESS, BUTTON_LABEL, BUTTONS, CUSTOM_ID, INPUT_LABEL, INPUT_PLACEHOLDER, INPUT_VALUE, LARGEST_ID,
    OPTION_TEXT, OPTIONS, PLACEHOLDER, ROLES, ROWS, blank, cut_id, label, optional, web_address,
};
use crate::cut;
use crate::payload::{Button, ButtonStyle, Component, RoleSelect, Row, Select, SelectOption, TextInput};

/// The rows that one message can take. A component whose id is unusable or taken is left out: it could not be told apart
/// when it is used.
pub(crate) fn rows(rows: Vec<Row>) -> Vec<Row> {
    let mut ids = BTreeSet::new();
    let mut kept = Vec::new();
    for row in rows {
        let mut buttons = Vec::new();
        for component in row.components {
            match component {
                Component::Button(each) => buttons.extend(button(each, &mut ids)),
                Component::Select(each) => kept.extend(select(each, &mut ids).map(Row::select)),
                Component::RoleSelect(each) => kept.extend(role_select(each, &mut ids).map(Row::role_select)),
            }
        }
        while !buttons.is_empty() {
            let rest = buttons.split_off(buttons.len().min(BUTTONS));
            kept.push(Row::buttons(buttons));
            buttons = rest;
        }
    }
    kept.truncate(ROWS);
    kept
}

/// A text input within its limits.
pub(crate) fn input(mut input: TextInput) -> TextInput {
    input.custom_id = cut_id(if blank(&input.custom_id) { "text".to_owned() } else { input.custom_id });
    input.label = label(&input.label, INPUT_LABEL);
    input.placeholder = optional(input.placeholder, INPUT_PLACEHOLDER);
    input.max_length = input.max_length.clamp(1, 4000);
    let longest = usize::from(input.max_length).min(INPUT_VALUE);
    input.value = input.value.filter(|value| !value.is_empty()).map(|value| cut::plain(&value, longest));
    input
}

fn usable(id: &str, ids: &mut BTreeSet<String>) -> bool {
    !blank(id) && cut::width(id) <= CUSTOM_ID && ids.insert(id.to_owned())
}

fn button(mut button: Button, ids: &mut BTreeSet<String>) -> Option<Button> {
    if button.style == ButtonStyle::Link {
        button.custom_id = None;
        button.url.as_deref().filter(|url| web_address(url, BUTTON_ADDRESS))?;
    } else {
        button.url = None;
        button.custom_id.as_deref().filter(|id| usable(id, ids))?;
    }
    button.emoji = button.emoji.filter(|emoji| !blank(&emoji.name));
    button.label = optional(button.label, BUTTON_LABEL);
    if button.label.is_none() && button.emoji.is_none() {
        button.label = Some(label("", BUTTON_LABEL));
    }
    Some(button)
}

fn select(mut select: Select, ids: &mut BTreeSet<String>) -> Option<Select> {
    select.options = options(select.options);
    let count = u8::try_from(select.options.len()).ok().filter(|count| *count > 0)?;
    select.max_values = select.max_values.clamp(1, count);
    select.min_values = select.min_values.min(select.max_values);
    let mut chosen = 0;
    for option in &mut select.options {
        option.default &= chosen < select.max_values;
        chosen += u8::from(option.default);
    }
    select.placeholder = optional(select.placeholder, PLACEHOLDER);
    usable(&select.custom_id, ids).then_some(select)
}

fn role_select(mut select: RoleSelect, ids: &mut BTreeSet<String>) -> Option<RoleSelect> {
    select.max_values = select.max_values.clamp(1, ROLES);
    select.min_values = select.min_values.min(select.max_values);
    let mut roles = BTreeSet::new();
    select.default_values.retain(|role| (1..=LARGEST_ID).contains(&role.id) && roles.insert(role.id));
    select.default_values.truncate(usize::from(select.max_values));
    // Discord refuses fewer chosen roles than have to be chosen.
    if select.default_values.len() < usize::from(select.min_values) {
        select.default_values.clear();
    }
    select.placeholder = optional(select.placeholder, PLACEHOLDER);
    usable(&select.custom_id, ids).then_some(select)
}

fn options(options: Vec<SelectOption>) -> Vec<SelectOption> {
    let mut values = BTreeSet::new();
    let mut labels = BTreeSet::new();
    let mut kept = Vec::new();
    for mut option in options {
        let value = &option.value;
        if blank(value) || cut::width(value) > OPTION_TEXT || !values.insert(value.clone()) {
            continue;
        }
        option.label = distinct(&label(&option.label, OPTION_TEXT), &mut labels);
        option.description = optional(option.description, OPTION_TEXT);
        option.emoji = option.emoji.filter(|emoji| !blank(&emoji.name));
        kept.push(option);
        if kept.len() == OPTIONS {
            break;
        }
    }
    kept
}

/// `label`, with a number where another option has the same words.
fn distinct(label: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = |number: usize| {
        let suffix = format!(" ({number})");
        cut::plain(label, OPTION_TEXT - suffix.len()) + &suffix
    };
    let mut candidates = std::iter::once(label.to_owned()).chain((2..).map(numbered));
    let free = candidates.find(|candidate| !taken.contains(candidate)).unwrap_or_else(|| label.to_owned());
    taken.insert(free.clone());
    free
}
