//! Events that serenity can't read: they are counted and logged, and interactions are answered.
//!
//! serenity passes the JSON of such an event only to a raw event handler (`framework.rs`). Of an interaction only the fields that an answer needs
//! are read. A command in the menu of a message is answered from it: the message may be another bot's, with components that serenity doesn't know.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;
use serenity::all::{CreateAutocompleteResponse, GuildId, InteractionId, ShardId, UnknownEvent, UserId};
use tokio::time::Instant;

use crate::{
    Bot,
    discord::menus,
    discord::picked::{Picked, id},
    discord::respond::{Asked, Responder},
    error::UserError,
};

/// How often an event of the same kind is logged.
const LOG_INTERVAL: Duration = Duration::from_mins(1);

/// The maximum number of kinds that are counted.
const MAX_KINDS: usize = 100;

/// The longest name of a kind, in characters.
const MAX_NAME_LENGTH: usize = 40;

/// How many events arrived on each shard: a sign that its connection is alive.
#[derive(Debug, Default)]
pub struct EventCounts(Mutex<BTreeMap<ShardId, u64>>);

impl EventCounts {
    pub(crate) fn add(&self, shard: ShardId) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(shard).or_default() += 1;
    }

    /// The number of events on a shard so far, whichever connections they came on.
    #[must_use]
    pub fn of(&self, shard: ShardId) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&shard).copied().unwrap_or_default()
    }
}

/// Handles events that serenity can't read.
pub(crate) struct Unread {
    bot: Arc<Bot>,
    /// How many there were of each kind, and when they were last logged.
    seen: Mutex<HashMap<String, (u64, Option<Instant>)>>,
}

impl Unread {
    pub(crate) fn new(bot: Arc<Bot>) -> Self {
        Self { bot, seen: Mutex::default() }
    }

    fn count(&self, kind: &str) {
        let name = |c: &char| c.is_ascii_uppercase() || *c == '_';
        let kind: String = kind.chars().filter(name).take(MAX_NAME_LENGTH).collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MAX_KINDS && !seen.contains_key(&kind) {
            return;
        }
        let (count, logged) = seen.entry(kind.clone()).or_default();
        *count += 1;
        if logged.is_none_or(|at| at.elapsed() >= LOG_INTERVAL) {
            *logged = Some(Instant::now());
            tracing::warn!(discord.event = kind, discord.events = *count, "can't read an event from Discord");
        }
    }

    /// Logs such an event, and answers it if somebody waits for an answer.
    pub(crate) async fn take(&self, event: &UnknownEvent) {
        let is_interaction = event.kind == "INTERACTION_CREATE";
        if is_interaction && let Some(picked) = Picked::read(&event.value) {
            return menus::answer(&self.bot, &picked).await;
        }
        self.count(&event.kind);
        if is_interaction && let Some(interaction) = Interaction::of(&event.value) {
            interaction.answer(&self.bot).await;
        }
    }
}

/// The fields of an interaction that an answer needs.
struct Interaction<'a> {
    id: InteractionId,
    token: &'a str,
    kind: u64,
    user: UserId,
    guild: Option<GuildId>,
}

impl<'a> Interaction<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        let user = id(&value["member"]["user"]["id"]).or_else(|| id(&value["user"]["id"]));
        Some(Self {
            id: InteractionId::new(id(&value["id"])?),
            token: value["token"].as_str()?,
            kind: value["type"].as_u64().unwrap_or_default(),
            // The user is only for the log.
            user: UserId::new(user.unwrap_or(1)),
            guild: id(&value["guild_id"]).map(GuildId::new),
        })
    }

    async fn answer(&self, bot: &Bot) {
        const TYPING: u64 = 4;
        let asked = Asked { id: self.id, token: self.token, user: self.user, guild: self.guild };
        let responder = Responder::new(bot, asked, "unread interaction");
        if self.kind == TYPING {
            return responder.suggest(&CreateAutocompleteResponse::new()).await;
        }
        let sentence = "Discord sent this in a form I can't read, so nothing was done. Try a command instead; updating Switchboard may help.";
        responder.finish(Err(UserError::new(sentence).into()), false).await;
    }
}
