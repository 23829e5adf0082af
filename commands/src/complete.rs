//! What is offered while somebody types. Never waits: it answers from the directory, which refreshes behind it.

use poise::serenity_prelude::{AutocompleteChoice, CreateAutocompleteResponse};

use crate::{Context, directory::agent_name, fuzzy, recent::Opened};

/// How many choices Discord shows, and how long the text of one may be.
const CHOICES: usize = 25;
const LENGTH: usize = 100;

/// Something to choose: what is shown and what is taken.
struct Choice {
    label: String,
    value: String,
}

fn answer(partial: &str, choices: impl IntoIterator<Item = Choice>) -> CreateAutocompleteResponse {
    let found = fuzzy::find(partial, choices, |choice| &choice.label, CHOICES);
    let choices = found.into_iter().filter(|choice| choice.value.chars().count() <= LENGTH);
    let choices = choices.map(|choice| AutocompleteChoice::new(views::text::line(&choice.label, LENGTH), choice.value));
    CreateAutocompleteResponse::new().set_choices(choices.collect())
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
    answer(partial, choices)
}

/// Tags by name.
pub(crate) async fn tag(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let tags = ctx.data().directory.peek_tags();
    answer(partial, tags.iter().map(|tag| Choice { label: tag.name.clone(), value: tag.id.clone() }))
}

/// Departments by name, without deleted ones.
pub(crate) async fn department(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let departments = ctx.data().directory.peek_departments();
    let living = departments.iter().filter(|department| !department.is_deleted());
    answer(
        partial,
        living.map(|department| Choice { label: department.name.clone(), value: department.department_id.clone() }),
    )
}

/// Agents by name.
pub(crate) async fn agent(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let agents = ctx.data().directory.peek_agents();
    answer(partial, agents.iter().map(|agent| Choice { label: agent_name(agent), value: agent.id.clone() }))
}

/// Knowledgebases by name.
pub(crate) async fn knowledgebase(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let bases = ctx.data().directory.peek_knowledgebases();
    answer(partial, bases.iter().map(|base| Choice { label: base.name.clone(), value: base.kb_id.clone() }))
}

/// Knowledgebase entries by title.
pub(crate) async fn entry(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let entries = ctx.data().directory.peek_entries();
    answer(partial, entries.iter().map(|entry| Choice { label: entry.title.clone(), value: entry.id.clone() }))
}

/// Knowledgebase categories by title: the places to search under.
pub(crate) async fn category(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let entries = ctx.data().directory.peek_entries();
    let categories = entries.iter().filter(|entry| entry.is_category);
    answer(partial, categories.map(|entry| Choice { label: entry.title.clone(), value: entry.id.clone() }))
}
