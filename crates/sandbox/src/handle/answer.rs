//! What the bot answered, as it looked when it was complete.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::discord::{Discord, Interaction};

const EPHEMERAL: u64 = 1 << 6;
/// The type of a response that edits the message whose button was pressed.
const UPDATED: u64 = 7;

/// An answer. It does not change when the message is edited later.
#[derive(Clone, Debug)]
pub struct Answer {
    interaction: u64,
    message: Option<u64>,
    value: Value,
    modal: Option<Value>,
    deferred: bool,
    failed: bool,
    calls: usize,
    pings: usize,
    refusals: Vec<Value>,
    /// The names of the roles that its selects have chosen, by their ids.
    roles: BTreeMap<String, String>,
}

impl Answer {
    pub(super) fn new(discord: &Discord, interaction: &Interaction) -> Self {
        // A message that was updated in place is the answer, even where a follow-up came before anybody looked.
        let last = interaction.followups.last().copied().filter(|_| interaction.response != Some(UPDATED));
        let message = last.or(interaction.original);
        let value = message.map_or(Value::Null, |id| discord.message(id));
        Self {
            interaction: interaction.id,
            message,
            roles: role_names(discord, &value),
            value,
            modal: interaction.modal.clone(),
            deferred: matches!(interaction.response, Some(5 | 6)),
            failed: interaction.failed,
            calls: interaction.calls,
            pings: message.map_or(0, |id| discord.pings(id)),
            refusals: interaction.refusals.clone(),
        }
    }

    /// A message that stands in a channel, to be read and pressed as an answer is.
    pub(super) fn of_message(discord: &Discord, id: u64) -> Self {
        let value = discord.message(id);
        Self {
            interaction: 0,
            message: Some(id),
            roles: role_names(discord, &value),
            value,
            modal: None,
            deferred: false,
            failed: false,
            calls: 0,
            pings: discord.pings(id),
            refusals: Vec::new(),
        }
    }

    /// Whether the bot gave no first response within 3 s.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// Whether the first response was a deferral.
    #[must_use]
    pub fn was_deferred(&self) -> bool {
        self.deferred
    }

    /// How many requests to Discord it took.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.calls
    }

    /// What Discord refused of it.
    #[must_use]
    pub fn refusals(&self) -> &[Value] {
        &self.refusals
    }

    /// Whether only the asker sees it.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.value["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0
    }

    /// The message's id, if it is one.
    #[must_use]
    pub fn id(&self) -> Option<u64> {
        self.message
    }

    /// The interaction's id.
    #[must_use]
    pub fn interaction_id(&self) -> u64 {
        self.interaction
    }

    /// The message, as Discord has it.
    #[must_use]
    pub fn json(&self) -> &Value {
        &self.value
    }

    /// Its embeds.
    #[must_use]
    pub fn embeds(&self) -> &[Value] {
        self.value["embeds"].as_array().map_or(&[], Vec::as_slice)
    }

    /// Its rows of components.
    #[must_use]
    pub fn components(&self) -> &[Value] {
        self.value["components"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The form that it opened.
    #[must_use]
    pub fn modal(&self) -> Option<&Value> {
        self.modal.as_ref()
    }

    /// How many people and roles it would have pinged.
    #[must_use]
    pub fn pings(&self) -> usize {
        self.pings
    }

    /// Everything that can be read, as plain lines.
    #[must_use]
    pub fn text(&self) -> String {
        if self.failed {
            return "The application did not respond".to_owned();
        }
        let mut lines = Vec::new();
        let mut push = |value: &Value| lines.extend(value.as_str().filter(|text| !text.is_empty()).map(str::to_owned));
        push(&self.value["content"]);
        for embed in self.embeds() {
            push(&embed["author"]["name"]);
            push(&embed["title"]);
            push(&embed["description"]);
            for field in embed["fields"].as_array().into_iter().flatten() {
                push(&json!(format!("{}: {}", plain(&field["name"]), plain(&field["value"]).replace('\n', " · "))));
            }
            push(&embed["footer"]["text"]);
        }
        let labels: Vec<String> =
            parts(&self.value).filter_map(|part| self.label(part)).map(|label| format!("[{label}]")).collect();
        if !labels.is_empty() {
            lines.push(labels.join(" "));
        }
        if let Some(modal) = &self.modal {
            lines.push(format!("(opens a form: {})", plain(&modal["title"])));
        }
        lines.join("\n")
    }

    /// The id of the button whose label is, or contains, `label`; a disabled one counts as none.
    pub(super) fn button(&self, label: &str) -> Option<String> {
        let buttons = || parts(&self.value).filter(|part| part["type"] == 2 && part["disabled"] != true);
        let exact = buttons().find(|button| button["label"] == label);
        let found = exact.or_else(|| buttons().find(|button| plain(&button["label"]).contains(label)));
        found.and_then(|button| button["custom_id"].as_str()).map(str::to_owned)
    }

    /// The id and the options of the first select whose placeholder contains `text`.
    #[must_use]
    pub fn select(&self, text: &str) -> Option<(String, Vec<Value>)> {
        let select = parts(&self.value).find(|part| part["type"] == 3 && has_placeholder(part, text))?;
        Some((select["custom_id"].as_str()?.to_owned(), select["options"].as_array()?.clone()))
    }

    /// The id of the first role select whose placeholder contains `text`, and the ids of the roles that are chosen in it.
    #[must_use]
    pub fn role_select(&self, text: &str) -> Option<(String, Vec<u64>)> {
        let select = parts(&self.value).find(|part| part["type"] == 6 && has_placeholder(part, text))?;
        let chosen = chosen_roles(select).filter_map(|id| id.parse().ok()).collect();
        Some((select["custom_id"].as_str()?.to_owned(), chosen))
    }

    /// The first select of either kind whose placeholder contains `text`.
    pub(super) fn any_select(&self, text: &str) -> Option<&Value> {
        parts(&self.value).find(|part| (part["type"] == 3 || part["type"] == 6) && has_placeholder(part, text))
    }

    /// What can be read of a component. Of the options of a string select nothing is, until it is opened.
    fn label(&self, part: &Value) -> Option<String> {
        let words = part["label"].as_str().or_else(|| part["placeholder"].as_str());
        if part["type"] != 6 {
            return words.map(str::to_owned);
        }
        let words = words.unwrap_or("Make a selection");
        let name = |id| self.roles.get(id).map_or(id, String::as_str);
        let chosen: Vec<&str> = chosen_roles(part).map(name).collect();
        Some(if chosen.is_empty() { words.to_owned() } else { format!("{words}: {}", chosen.join(", ")) })
    }
}

/// The buttons and selects of a message.
fn parts(message: &Value) -> impl Iterator<Item = &Value> {
    let rows = message["components"].as_array().into_iter().flatten();
    rows.filter_map(|row| row["components"].as_array()).flatten()
}

fn has_placeholder(part: &Value, text: &str) -> bool {
    plain(&part["placeholder"]).to_lowercase().contains(&text.to_lowercase())
}

fn chosen_roles(select: &Value) -> impl Iterator<Item = &str> {
    select["default_values"].as_array().into_iter().flatten().filter_map(|role| role["id"].as_str())
}

fn role_names(discord: &Discord, message: &Value) -> BTreeMap<String, String> {
    let ids = parts(message).flat_map(chosen_roles);
    ids.filter_map(|id| Some((id.to_owned(), discord.role_name(id.parse().ok()?)?))).collect()
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
