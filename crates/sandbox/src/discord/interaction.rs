//! Interactions: what a member did, and how far the bot has come in answering it.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{
    error::ApiError,
    state::{Discord, State},
    world::{self, Member},
};
use crate::{clock::Clock, page::wire::PageError};

/// How long the bot has for its first response, in real time: no bot answers faster because the sandbox's clock does.
pub(super) const FIRST_RESPONSE: Duration = Duration::from_secs(3);
/// How long an interaction's token is good: in real time, and by what the sandbox's clock was moved on.
const TOKEN_LIVES: Duration = Duration::from_mins(15);

/// What a member did. Discord's numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    Modal = 5,
}

/// One interaction.
#[derive(Clone, Debug)]
pub(crate) struct Interaction {
    pub(crate) id: u64,
    pub(crate) token: String,
    pub(crate) kind: Kind,
    pub(crate) user: u64,
    pub(crate) guild: u64,
    pub(crate) channel: u64,
    /// The message that a component stands under.
    pub(crate) source: Option<u64>,
    /// `conversation show`, for the line above the answer.
    pub(crate) name: String,
    pub(super) created: Instant,
    /// How far the clock had been moved by then.
    pub(super) moved: SignedDuration,
    /// The type of the first response, once there is one.
    pub(crate) response: Option<u64>,
    /// Whether the first response made the answer private.
    pub(super) ephemeral: bool,
    /// The message that `@original` means.
    pub(crate) original: Option<u64>,
    /// Whether the answer is still awaited after a deferral.
    pub(crate) pending: bool,
    pub(crate) followups: Vec<u64>,
    pub(crate) choices: Option<Value>,
    pub(crate) modal: Option<Value>,
    /// Whether 3 s passed without a response, or there was no bot.
    pub(crate) failed: bool,
    /// Requests that the bot made with its token.
    pub(crate) calls: usize,
    /// Form bodies that were refused.
    pub(crate) refusals: Vec<Value>,
}

/// What is needed to make one.
pub(crate) struct Cause {
    pub(crate) kind: Kind,
    pub(crate) user: u64,
    pub(crate) channel: u64,
    pub(crate) data: Value,
    pub(crate) source: Option<u64>,
    pub(crate) name: String,
}

impl Interaction {
    /// Whether the bot has said all that is awaited.
    pub(crate) fn is_settled(&self) -> bool {
        self.failed || (self.response.is_some() && !self.pending)
    }
}

impl Discord {
    /// Makes an interaction, sends it to the bot, and starts the bot's 3 s.
    pub(crate) fn interact(&self, cause: Cause) -> Result<u64, PageError> {
        let now_ms = self.now_ms();
        let mut state = self.lock();
        let guild =
            state.guild_of(cause.channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?.clone();
        let member = guild.member(cause.user).ok_or_else(|| PageError::new(404, "there is no such member"))?.clone();
        let id = state.id(now_ms);
        let token = format!("aW50ZXJhY3Rpb246{id}:{:x}", id.rotate_left(17) ^ 0x5bd1_e995_9e37_79b9);
        let (channel, kind) = (cause.channel, cause.kind);
        let event = event(&state, now_ms, &guild, &member, id, &token, &cause);
        let interaction = Interaction {
            id,
            token: token.clone(),
            kind,
            user: cause.user,
            guild: guild.id,
            channel,
            source: cause.source,
            name: cause.name,
            created: Instant::now(),
            moved: self.0.clock.moved(),
            response: None,
            ephemeral: false,
            original: None,
            pending: false,
            followups: Vec::new(),
            choices: None,
            modal: None,
            failed: false,
            calls: 0,
            refusals: Vec::new(),
        };
        state.interactions.insert(id, interaction);
        state.tokens.insert(token, id);
        let delivered = state.dispatch("INTERACTION_CREATE", &event, Some(guild.id));
        drop(state);
        if delivered {
            let discord = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(FIRST_RESPONSE).await;
                discord.expire(id);
            });
        } else {
            self.expire(id);
        }
        Ok(id)
    }

    /// Gives an interaction up that has no response.
    fn expire(&self, id: u64) {
        let mut state = self.lock();
        let Some(interaction) = state.interactions.get_mut(&id) else { return };
        if interaction.response.is_some() {
            return;
        }
        interaction.failed = true;
        let data = json!({
            "interaction_id": id.to_string(), "visible_to": interaction.user.to_string(),
            "message_id": interaction.source.map(|source| source.to_string()), "reason": "The application did not respond",
        });
        drop(state);
        self.tell("interaction_failed", data);
    }

    /// The interaction as it stands.
    pub(crate) fn interaction(&self, id: u64) -> Option<Interaction> {
        self.lock().interactions.get(&id).cloned()
    }
}

/// What the bot is sent.
fn event(
    state: &State,
    now_ms: i64,
    guild: &world::Guild,
    member: &Member,
    id: u64,
    token: &str,
    cause: &Cause,
) -> Value {
    let channel = guild.channel(cause.channel);
    let permissions = channel.map_or(world::BOT_PERMISSIONS, world::Channel::bot_permissions);
    let channel = channel.map(|channel| channel.json(guild.id));
    let mut their = guild.member_json(member);
    their["permissions"] = json!(guild.permissions_in(member, cause.channel).to_string());
    let mut event = json!({
        "id": id.to_string(), "application_id": world::BOT.to_string(), "type": cause.kind as u8, "token": token, "version": 1,
        "guild_id": guild.id.to_string(), "guild": { "id": guild.id.to_string(), "locale": "en-US", "features": [] },
        "channel_id": cause.channel.to_string(), "channel": channel, "member": their,
        "data": cause.data, "app_permissions": permissions.to_string(), "locale": "en-US", "guild_locale": "en-US",
        "entitlements": [], "authorizing_integration_owners": { "0": guild.id.to_string() }, "context": 0,
        "attachment_size_limit": 10_485_760,
    });
    if state.directs.contains(&member.id) {
        event["user"] = event["member"]["user"].take();
        for of_server in ["guild_id", "guild", "guild_locale", "member"] {
            event.as_object_mut().map(|event| event.remove(of_server));
        }
        event["channel"] =
            json!({ "id": cause.channel.to_string(), "type": 1, "flags": 0, "recipients": [event["user"]] });
        event["context"] = json!(1);
        event["authorizing_integration_owners"] = json!({ "0": "0" });
    }
    if let Some(message) = cause.source.and_then(|source| state.messages.get(&source)) {
        event["message"] = state.fresh(now_ms, message.value.clone());
    }
    event
}

impl State {
    /// The interaction of a callback: it must exist, be young enough, and have no response yet.
    pub(super) fn unanswered(&mut self, id: u64, token: &str) -> Result<&mut Interaction, ApiError> {
        let interaction = self.interactions.get_mut(&id).filter(|interaction| interaction.token == token);
        let interaction = interaction.ok_or_else(|| ApiError::unknown(10062))?;
        interaction.calls += 1;
        if interaction.response.is_some() {
            return Err(ApiError::already_acknowledged());
        }
        if interaction.failed || interaction.created.elapsed() > FIRST_RESPONSE {
            return Err(ApiError::unknown(10062));
        }
        Ok(interaction)
    }

    /// The interaction behind a webhook token: it must have had its first response.
    pub(super) fn answered(&mut self, clock: &Clock, token: &str) -> Result<&mut Interaction, ApiError> {
        let id = self.tokens.get(token).copied().ok_or_else(|| ApiError::unknown(10015))?;
        let interaction = self.interactions.get_mut(&id).ok_or_else(|| ApiError::unknown(10015))?;
        interaction.calls += 1;
        if interaction.response.is_none() {
            return Err(ApiError::unknown(10015));
        }
        let moved = clock.moved().saturating_sub(interaction.moved);
        let age = interaction.created.elapsed().saturating_add(Duration::try_from(moved).unwrap_or_default());
        if age > TOKEN_LIVES {
            return Err(ApiError::token_over());
        }
        Ok(interaction)
    }
}
