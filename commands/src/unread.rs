//! What Discord sends that serenity can't read: it is counted and logged, and an interaction gets a word rather than silence.
//!
//! serenity hands such an event over as its JSON, to a raw handler alone. Of an interaction no more is read than the answer needs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;
use serenity::{
    all::{Context, Event, GuildId, InteractionId, RawEventHandler, UserId},
    async_trait,
};
use tokio::time::Instant;

use crate::{
    Bot,
    error::UserError,
    respond::{Asked, Responder},
};

/// How often an event of one kind is logged.
const SELDOM: Duration = Duration::from_mins(1);

/// The most kinds that are told apart.
const KINDS: usize = 100;

/// The longest name of a kind that is logged.
const NAME: usize = 40;

/// Listens for what can't be read.
pub struct Unread {
    bot: Arc<Bot>,
    /// How many there were of each kind, and when it was logged last.
    seen: Mutex<HashMap<String, (u64, Option<Instant>)>>,
}

impl Unread {
    /// For this bot.
    #[must_use]
    pub fn new(bot: Arc<Bot>) -> Self {
        Self { bot, seen: Mutex::default() }
    }

    fn count(&self, kind: &str) {
        let name = |c: &char| c.is_ascii_uppercase() || *c == '_';
        let kind: String = kind.chars().filter(name).take(NAME).collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= KINDS && !seen.contains_key(&kind) {
            return;
        }
        let (count, logged) = seen.entry(kind.clone()).or_default();
        *count += 1;
        if logged.is_none_or(|at| at.elapsed() >= SELDOM) {
            *logged = Some(Instant::now());
            tracing::warn!(discord.event = kind, discord.events = *count, "Discord sends an event that can't be read");
        }
    }
}

#[async_trait]
impl RawEventHandler for Unread {
    async fn raw_event(&self, _: Context, event: Event) {
        let Event::Unknown(event) = event else { return };
        self.count(&event.kind);
        if event.kind == "INTERACTION_CREATE"
            && let Some(interaction) = Interaction::of(&event.value)
        {
            interaction.answer(&self.bot).await;
        }
    }
}

/// As much of an interaction as its answer needs.
struct Interaction<'a> {
    id: InteractionId,
    token: &'a str,
    kind: u64,
    user: UserId,
    guild: Option<GuildId>,
}

impl<'a> Interaction<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        let id = |value: &Value| value.as_str()?.parse::<u64>().ok().filter(|id| *id > 0);
        let user = id(&value["member"]["user"]["id"]).or_else(|| id(&value["user"]["id"]));
        Some(Self {
            id: InteractionId::new(id(&value["id"])?),
            token: value["token"].as_str()?,
            kind: value["type"].as_u64().unwrap_or_default(),
            // Whose it is matters to the log alone.
            user: UserId::new(user.unwrap_or(1)),
            guild: id(&value["guild_id"]).map(GuildId::new),
        })
    }

    async fn answer(&self, bot: &Bot) {
        const TYPING: u64 = 4;
        let asked = Asked { id: self.id, token: self.token, user: self.user, guild: self.guild };
        let responder = Responder::new(bot, asked, "unread interaction");
        if self.kind == TYPING {
            return responder.offer_nothing().await;
        }
        let sentence = "Discord sent this in a form that I can't read, so nothing was done. Try it in another way, such as with a command \
                        instead of a button; an update of Switchboard may help.";
        responder.finish(Err(UserError::new(sentence).into()), false).await;
    }
}
