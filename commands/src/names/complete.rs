//! What is offered while somebody types. Never waits: it answers from the directory, which refreshes behind it.
//!
//! Nobody bounds what is typed: Discord holds `max_length` against what is sent, and asks at each keystroke before. So it is cut in one
//! place, [`cut`], before anything sees it; and one place, [`found`], drops what Discord refuses, for it would refuse all choices with it.

use answers::{
    Opened,
    names::{EntryTitle, Listed},
};
use std::collections::{HashMap, HashSet};

use serenity::all::{AutocompleteChoice, CommandDataOption, CommandDataOptionValue, CreateAutocompleteResponse};

pub(crate) use super::conversations::conversation;
use super::{fuzzy, identify, pick::Named};
use crate::Context;
use views::fields::Of;

/// How many choices Discord shows, and how long the text of one may be, in UTF-16 units.
pub(super) const MAX_CHOICES: usize = 25;
const MAX_CHOICE_LENGTH: usize = 100;

/// How much of what is typed is looked at, in characters. No choice could hold more.
const MAX_TYPED_LENGTH: usize = MAX_CHOICE_LENGTH;

/// What has no name is called.
const NAMELESS: &str = "(no title)";

/// Something to choose: what is shown, what is taken, and what is compared with what is typed where that is not what is shown.
pub(super) struct Choice {
    pub(super) label: String,
    pub(super) value: String,
    compared: Option<String>,
}

impl Choice {
    pub(super) fn new(label: String, value: String) -> Self {
        Self { label, value, compared: None }
    }

    /// As Discord takes it; none if it can't.
    fn fit(self) -> Option<Self> {
        if self.value.trim().is_empty() || self.value.encode_utf16().count() > MAX_CHOICE_LENGTH {
            return None;
        }
        let label = views::text::line(&self.label, MAX_CHOICE_LENGTH);
        Some(Self { label: if label.trim().is_empty() { NAMELESS.to_owned() } else { label }, ..self })
    }
}

/// Cuts what is being typed, wherever in the options it is. One character more is kept, by which [`whole`] knows.
pub(crate) fn cut(options: &mut [CommandDataOption]) {
    for option in options {
        match &mut option.value {
            CommandDataOptionValue::SubCommand(below) | CommandDataOptionValue::SubCommandGroup(below) => cut(below),
            CommandDataOptionValue::Autocomplete { value, .. } => {
                if let Some((end, _)) = value.char_indices().nth(MAX_TYPED_LENGTH + 1) {
                    value.truncate(end);
                }
            }
            _ => {}
        }
    }
}

/// What is typed, unless it was cut: only the whole of it may become a choice.
pub(crate) fn whole(partial: &str) -> Option<&str> {
    (partial.chars().count() <= MAX_TYPED_LENGTH).then(|| partial.trim())
}

/// The choices that match, likeliest first, as Discord takes them.
pub(super) fn found(partial: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let mut values = HashSet::new();
    let fitting = choices.into_iter().filter_map(Choice::fit).filter(|choice| values.insert(choice.value.clone()));
    told_apart(fuzzy::find(partial, fitting, |choice| choice.compared.as_ref().unwrap_or(&choice.label), MAX_CHOICES))
}

/// Choices with different labels: those with the same name also show their ids.
fn told_apart(mut choices: Vec<Choice>) -> Vec<Choice> {
    let mut seen = HashMap::new();
    for choice in &choices {
        *seen.entry(choice.label.clone()).or_insert(0) += 1;
    }
    for choice in choices.iter_mut().filter(|choice| seen[&choice.label] > 1 && choice.label != choice.value) {
        let behind = format!(" · {}", choice.value);
        let room = MAX_CHOICE_LENGTH.saturating_sub(behind.encode_utf16().count()).max(MAX_CHOICE_LENGTH / 2);
        choice.label =
            views::text::line(&format!("{}{behind}", views::text::line(&choice.label, room)), MAX_CHOICE_LENGTH);
    }
    choices
}

pub(super) fn shown(found: Vec<Choice>) -> CreateAutocompleteResponse {
    let choices = found.into_iter().map(|choice| AutocompleteChoice::new(choice.label, choice.value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// What is shown and what is taken.
pub(crate) fn pairs(partial: &str, pairs: impl Iterator<Item = (String, String)>) -> CreateAutocompleteResponse {
    shown(found(partial, pairs.map(|(label, value)| Choice::new(label, value))))
}

/// Lists with commas, of which the last item is being typed: each choice is the list with one more.
pub(crate) fn lists(partial: &str, names: impl Iterator<Item = String>) -> CreateAutocompleteResponse {
    shown(listed(partial, names))
}

fn listed(partial: &str, names: impl Iterator<Item = String>) -> Vec<Choice> {
    let Some(partial) = whole(partial) else { return Vec::new() };
    let (before, last) = partial.rsplit_once(',').map_or(("", partial), |(before, last)| (before.trim(), last.trim()));
    let taken: Vec<&str> = before.split(',').map(str::trim).collect();
    let left = names.filter(|name| !name.trim().is_empty() && !taken.contains(&name.as_str()));
    let choice = |name: String| {
        let joined = if before.is_empty() { name.clone() } else { format!("{before}, {name}") };
        Choice { label: joined.clone(), value: joined, compared: Some(name) }
    };
    found(last, left.map(choice))
}

/// Plain names, taken as they are shown.
pub(crate) fn names(partial: &str, names: impl Iterator<Item = String>) -> CreateAutocompleteResponse {
    shown(found(partial, names.map(|name| Choice::new(name.clone(), name))))
}

/// Customers: those that the member opened lately, and then what is typed, if it names one.
pub(crate) async fn customer(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let recent = ctx.data().recent.customers_of(ctx.interaction.user.id);
    let recent = recent.into_iter().map(|Opened { id, label, .. }| Choice::new(label, id));
    let known = found(partial, recent);
    match whole(partial).map(|typed| (typed, identify::customer(typed))) {
        Some((typed, Ok(id))) if known.is_empty() => shown(found("", [Choice::new(typed.to_owned(), id)])),
        _ => shown(known),
    }
}

/// Files that the member uploaded lately, and then what is typed, if it names one.
pub(crate) async fn file(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let recent = ctx.data().recent.files_of(ctx.interaction.user.id);
    let known = found(partial, recent.into_iter().map(|Opened { id, label, .. }| Choice::new(label, id)));
    match whole(partial).map(|typed| (typed, identify::file(typed))) {
        Some((typed, Ok(id))) if known.is_empty() => shown(found("", [Choice::new(typed.to_owned(), id)])),
        _ => shown(known),
    }
}

/// The codes of conversations' fields, or what is typed.
pub(crate) async fn conversation_field(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    names(partial, ctx.data().directory.field_codes.of(Of::Conversation).into_iter())
}

/// The codes of customers' fields, or what is typed.
pub(crate) async fn customer_field(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    names(partial, ctx.data().directory.field_codes.of(Of::Customer).into_iter())
}

/// Things of a kind by name, those that the server uses most first.
pub(crate) async fn of<T: Listed>(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    of_those::<T>(ctx, partial, |_| true)
}

fn of_those<T: Listed>(ctx: Context<'_>, partial: &str, wanted: fn(&T) -> bool) -> CreateAutocompleteResponse {
    let all = ctx.data().directory.peek::<T>();
    let offered = all.iter().filter(|thing| thing.is_offered() && wanted(thing));
    let mut choices: Vec<Choice> =
        offered.map(|thing| Choice::new(thing.name().into_owned(), thing.id().to_owned())).collect();
    ctx.data().uses.sort(ctx.interaction.guild_id, &mut choices, |choice| &choice.value);
    shown(found(partial, choices))
}

/// The same for an option that takes several: one to choose, or the typed list if all its parts are known.
pub(crate) async fn several<T: Listed>(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let all = ctx.data().directory.peek::<T>();
    match whole(partial).filter(|typed| typed.contains(',')) {
        Some(typed) if Named::new(&all).several(typed).is_ok_and(|found| found.len() > 1) => {
            shown(found("", [Choice::new(typed.to_owned(), typed.to_owned())]))
        }
        _ => of::<T>(ctx, partial).await,
    }
}

/// Knowledgebase categories by title: the places to search under.
pub(crate) async fn category(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    of_those::<EntryTitle>(ctx, partial, |entry| entry.is_category)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serenity::all::{CommandOptionType, json::json};

    use super::*;

    /// Names as people give them, and as nobody should.
    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => "\\PC{0,140}",
            4 => "[abü, ]{0,4}",
            2 => "[\\s\u{200b}\u{2800}]{0,3}",
            1 => "(😀|👩‍🚀){45,60}",
            1 => Just("a".repeat(300)),
        ]
    }

    fn fits(offered: &[Choice]) {
        assert!(offered.len() <= MAX_CHOICES);
        let values: HashSet<&str> = offered.iter().map(|choice| choice.value.as_str()).collect();
        assert_eq!(values.len(), offered.len(), "a value stands twice");
        for text in offered.iter().flat_map(|Choice { label, value, .. }| [label, value]) {
            let length = text.encode_utf16().count();
            assert!((1..=MAX_CHOICE_LENGTH).contains(&length) && !text.trim().is_empty(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn discord_takes_whatever_is_offered(
            all in prop::collection::vec((name(), name()), 0..40),
            partial in "\\PC{0,5}|([abü]{0,3}, ?){0,60}",
        ) {
            let pairs = all.iter().map(|(label, value)| Choice::new(label.clone(), value.clone()));
            fits(&found(&partial, pairs));
            fits(&listed(&partial, all.iter().map(|(label, _)| label.clone())));
            let all_lists = listed("", all.iter().map(|(label, _)| label.clone()));
            let nameable = |(label, _): &&(String, String)| !label.trim().is_empty() && label.encode_utf16().count() <= MAX_CHOICE_LENGTH;
            prop_assert_eq!(all_lists.is_empty(), !all.iter().any(|each| nameable(&each)), "one bad name spoils no other");
        }

        #[test]
        fn what_is_typed_is_cut_in_any_option(typed in "\\PC{0,150}") {
            let value = CommandDataOptionValue::Autocomplete { kind: CommandOptionType::String, value: typed.clone() };
            let option = |value| {
                let mut option: CommandDataOption =
                    serde_json::from_value(json!({ "name": "o", "type": 3, "value": "" })).unwrap();
                option.value = value;
                option
            };
            let below = CommandDataOptionValue::SubCommandGroup(vec![option(CommandDataOptionValue::SubCommand(vec![
                option(CommandDataOptionValue::Boolean(true)),
                option(value),
            ]))]);
            let mut options = [option(below)];
            cut(&mut options);
            let CommandDataOptionValue::SubCommandGroup(group) = &options[0].value else { panic!() };
            let CommandDataOptionValue::SubCommand(below) = &group[0].value else { panic!() };
            let CommandDataOptionValue::Autocomplete { value, .. } = &below[1].value else { panic!() };
            prop_assert!(typed.starts_with(value.as_str()) && value.chars().count() <= MAX_TYPED_LENGTH + 1);
            prop_assert_eq!(whole(value), (typed.chars().count() <= MAX_TYPED_LENGTH).then(|| typed.trim()));
        }
    }

    #[test]
    fn things_of_the_same_name_are_told_apart() {
        let all = [("Sales", "a1"), ("Sales", "a2"), ("Support", "a3")];
        let labels = |partial| {
            let found = found(partial, all.map(|(label, value)| Choice::new(label.to_owned(), value.to_owned())));
            found.into_iter().map(|choice| choice.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(""), ["Sales · a1", "Sales · a2", "Support"]);
        assert_eq!(labels("supp"), ["Support"]);
        let long = ["x".repeat(200), "x".repeat(200)];
        let long = long.into_iter().zip(["a1", "a2"]).map(|(label, value)| Choice::new(label, value.to_owned()));
        let found = found("", long);
        fits(&found);
        assert!(found[0].label.ends_with("… · a1") && found[1].label.ends_with("… · a2"));
    }

    #[test]
    fn a_list_that_was_cut_is_not_continued() {
        let names = || ["queues".to_owned(), "waiting".to_owned()].into_iter();
        let shown = |partial: &str| listed(partial, names()).into_iter().map(|choice| choice.value).collect::<Vec<_>>();
        assert_eq!(shown("queues, wai"), ["queues, waiting"]);
        assert!(shown(&format!("{}wai{}", "a, ".repeat(29), "x".repeat(40))).is_empty());
    }
}
