//! What is offered while somebody types. Never waits: it answers from the directory, which refreshes behind it.

use poise::serenity_prelude::{AutocompleteChoice, CreateAutocompleteResponse};

use crate::{Context, directory::agent_name, fuzzy, identify, recent::Opened};

/// How many choices Discord shows, and how long the text of one may be.
const CHOICES: usize = 25;
const LENGTH: usize = 100;

/// What has no name is called.
const NAMELESS: &str = "(no title)";

/// Something to choose: what is shown and what is taken.
struct Choice {
    label: String,
    value: String,
}

fn answer(partial: &str, choices: impl IntoIterator<Item = Choice>) -> CreateAutocompleteResponse {
    shown(matching(partial, choices))
}

/// The choices that match. Only those that Discord takes: for one that it does not, it would refuse all.
fn matching(partial: &str, choices: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let fitting = choices
        .into_iter()
        .filter(|choice| !choice.value.trim().is_empty() && choice.value.encode_utf16().count() <= LENGTH);
    let named = fitting.map(|Choice { label, value }| {
        let label = views::text::line(&label, LENGTH);
        Choice { label: if label.trim().is_empty() { NAMELESS.to_owned() } else { label }, value }
    });
    fuzzy::find(partial, named, |choice| &choice.label, CHOICES)
}

fn shown(choices: Vec<Choice>) -> CreateAutocompleteResponse {
    let choices = choices.into_iter().map(|choice| AutocompleteChoice::new(choice.label, choice.value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// Things by name, those that the server uses most first.
fn things(
    ctx: Context<'_>,
    partial: &str,
    things: impl Iterator<Item = (String, String)>,
) -> CreateAutocompleteResponse {
    let mut choices: Vec<Choice> = things.map(|(label, value)| Choice { label, value }).collect();
    ctx.data().uses.sort(ctx.interaction.guild_id, &mut choices, |choice| &choice.value);
    answer(partial, choices)
}

/// What is shown and what is taken.
pub(crate) fn pairs(partial: &str, pairs: impl Iterator<Item = (String, String)>) -> CreateAutocompleteResponse {
    answer(partial, pairs.map(|(label, value)| Choice { label, value }))
}

/// Lists with commas, of which the last item is being typed: each choice is the list with one more.
pub(crate) fn lists(partial: &str, names: impl Iterator<Item = String>) -> CreateAutocompleteResponse {
    let (before, last) = partial.rsplit_once(',').map_or(("", partial), |(before, last)| (before.trim(), last.trim()));
    let taken: Vec<&str> = before.split(',').map(str::trim).collect();
    let left: Vec<String> = names.filter(|name| !taken.contains(&name.as_str())).collect();
    let found = fuzzy::find(last, left, String::as_str, CHOICES);
    let whole = |name: String| if before.is_empty() { name } else { format!("{before}, {name}") };
    let choices = found.into_iter().map(whole).filter(|whole| whole.chars().count() <= LENGTH);
    let choices = choices.map(|whole| AutocompleteChoice::new(views::text::line(&whole, LENGTH), whole));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
}

/// Plain names, taken as they are shown.
pub(crate) fn names(partial: &str, names: impl Iterator<Item = String>) -> CreateAutocompleteResponse {
    answer(partial, names.map(|name| Choice { label: name.clone(), value: name }))
}

/// Conversations: one's own recent ones, then the newest. A code, id or link that is none of these is offered as typed.
pub(crate) async fn conversation(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let bot = ctx.data();
    let recent = bot.recent.of(ctx.interaction.user.id);
    let newest = bot.directory.peek_conversations();
    let mut choices: Vec<Choice> = recent.into_iter().map(|Opened { id, label }| Choice { label, value: id }).collect();
    for conversation in newest.iter() {
        if choices.iter().all(|choice| choice.value != conversation.conversation_id) {
            let label = views::conversations::label(conversation);
            choices.push(Choice { label, value: conversation.conversation_id.clone() });
        }
    }
    let found = matching(partial, choices);
    match identify::conversation(partial) {
        Ok(id) if found.is_empty() => shown(matching("", [Choice { label: partial.trim().to_owned(), value: id }])),
        _ => shown(found),
    }
}

/// Tags by name.
pub(crate) async fn tag(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let tags = ctx.data().directory.peek_tags();
    things(ctx, partial, tags.iter().map(|tag| (tag.name.clone(), tag.id.clone())))
}

/// Departments by name, without deleted ones.
pub(crate) async fn department(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let departments = ctx.data().directory.peek_departments();
    let living = departments.iter().filter(|department| !department.is_deleted());
    things(ctx, partial, living.map(|department| (department.name.clone(), department.department_id.clone())))
}

/// Agents by name.
pub(crate) async fn agent(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let agents = ctx.data().directory.peek_agents();
    things(ctx, partial, agents.iter().map(|agent| (agent_name(agent), agent.id.clone())))
}

/// Knowledgebases by name.
pub(crate) async fn knowledgebase(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let bases = ctx.data().directory.peek_knowledgebases();
    things(ctx, partial, bases.iter().map(|base| (base.name.clone(), base.kb_id.clone())))
}

/// Knowledgebase entries by title.
pub(crate) async fn entry(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let entries = ctx.data().directory.peek_entries();
    things(ctx, partial, entries.iter().map(|entry| (entry.title.clone(), entry.id.clone())))
}

/// Knowledgebase categories by title: the places to search under.
pub(crate) async fn category(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let entries = ctx.data().directory.peek_entries();
    let categories = entries.iter().filter(|entry| entry.is_category);
    things(ctx, partial, categories.map(|entry| (entry.title.clone(), entry.id.clone())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn discord_takes_whatever_is_offered(
            all in prop::collection::vec(("\\PC{0,140}|[\\s\u{200b}]{0,3}", "\\PC{0,140}|[ ]{0,3}"), 0..40),
            partial in "\\PC{0,5}",
        ) {
            let choices = all.into_iter().map(|(label, value)| Choice { label, value });
            let offered = matching(&partial, choices);
            prop_assert!(offered.len() <= CHOICES);
            for Choice { label, value } in offered {
                for text in [label, value] {
                    let length = text.encode_utf16().count();
                    prop_assert!((1..=LENGTH).contains(&length) && !text.trim().is_empty(), "{text:?}");
                }
            }
        }
    }
}
