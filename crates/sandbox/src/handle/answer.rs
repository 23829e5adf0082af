//! What the bot answered, as it looked when it was complete.

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
}

impl Answer {
    pub(super) fn new(discord: &Discord, interaction: &Interaction) -> Self {
        // A message that was updated in place is the answer, even where a follow-up came before anybody looked.
        let last = interaction.followups.last().copied().filter(|_| interaction.response != Some(UPDATED));
        let message = last.or(interaction.original);
        Self {
            interaction: interaction.id,
            message,
            value: message.map_or(Value::Null, |id| discord.message(id)),
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
        Self {
            interaction: 0,
            message: Some(id),
            value: discord.message(id),
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
        let parts = self.components().iter().filter_map(|row| row["components"].as_array()).flatten();
        let labels: Vec<String> = parts
            .filter_map(|part| part["label"].as_str().or_else(|| part["placeholder"].as_str()))
            .map(|label| format!("[{label}]"))
            .collect();
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
        let parts = || self.components().iter().filter_map(|row| row["components"].as_array()).flatten();
        let buttons = || parts().filter(|part| part["type"] == 2 && part["disabled"] != true);
        let exact = buttons().find(|button| button["label"] == label);
        let found = exact.or_else(|| buttons().find(|button| plain(&button["label"]).contains(label)));
        found.and_then(|button| button["custom_id"].as_str()).map(str::to_owned)
    }

    /// The id and the options of the first select whose placeholder contains `text`.
    #[must_use]
    pub fn select(&self, text: &str) -> Option<(String, Vec<Value>)> {
        let mut parts = self.components().iter().filter_map(|row| row["components"].as_array()).flatten();
        let wanted = text.to_lowercase();
        let select =
            parts.find(|part| part["type"] == 3 && plain(&part["placeholder"]).to_lowercase().contains(&wanted))?;
        Some((select["custom_id"].as_str()?.to_owned(), select["options"].as_array()?.clone()))
    }
}

fn plain(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
