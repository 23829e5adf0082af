//! Everything that has happened on the Discord side: messages, registered commands, interactions, gateway sessions.
//!
//! One lock around it all, held for moments; whoever waits for something watches [`Discord::changes`].

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
use tokio::sync::{broadcast, oneshot, watch};

use super::{
    ends::End,
    files::StoredFile,
    gateway::Session,
    interaction::Interaction,
    limits::RateLimits,
    starts::SessionStarts,
    world::{self, Guild},
};
use crate::{clock::Clock, faults::Faults, page::wire::PageEvent, recorder::Recorder};

/// The first millisecond of Discord's time.
const EPOCH: i64 = 1_420_070_400_000;
/// How many events a page may be behind before it must begin anew.
const BEHIND: usize = 4_096;

/// The Discord half. Cheap to clone; the clones are one.
#[derive(Clone)]
pub struct Discord(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) token: String,
    pub(super) clock: Clock,
    pub(super) faults: Faults,
    pub(super) recorder: Recorder,
    pub(super) limits: RateLimits,
    pub(super) gateway_url: String,
    state: Mutex<State>,
    events: broadcast::Sender<PageEvent>,
    changes: watch::Sender<u64>,
}

/// What is behind the lock.
#[derive(Default)]
pub(super) struct State {
    /// The address that everything is at, without a slash at its end.
    pub(super) base: String,
    pub(super) guilds: Vec<Guild>,
    pub(super) messages: BTreeMap<u64, Message>,
    /// Commands by server; `None` has the global ones.
    pub(super) commands: HashMap<Option<u64>, Vec<Value>>,
    pub(super) registrations: usize,
    pub(super) interactions: HashMap<u64, Interaction>,
    /// The users whose interactions come from direct messages.
    pub(super) directs: HashSet<u64>,
    pub(super) tokens: HashMap<String, u64>,
    /// Messages by channel and nonce, with when they were made.
    pub(super) nonces: HashMap<(u64, String), (i64, u64)>,
    pub(super) files: HashMap<u64, StoredFile>,
    pub(super) sessions: HashMap<String, Session>,
    /// How often a bot identified or resumed.
    pub(super) connections: usize,
    /// How many of them identified.
    pub(super) identifies: usize,
    /// How a bot is ended that identifies or resumes.
    pub(super) ends_new: Option<End>,
    /// Whether new connections are never answered.
    pub(super) stalls: bool,
    /// The connections that wait for an answer.
    pub(super) stalled: Vec<oneshot::Sender<()>>,
    /// How many sessions it may start.
    pub(super) starts: SessionStarts,
    /// Whether the bot may ask for the events of members.
    pub(super) members_intent: bool,
    /// Events that are sent in a form that bots of today can't read.
    pub(super) odd_events: HashSet<String>,
    pub(super) unknown_routes: Vec<String>,
    /// Direct-message channels, by person.
    pub(super) direct: HashMap<u64, u64>,
    /// Who takes no direct messages.
    pub(super) closed: HashSet<u64>,
    last_id: u64,
}

/// A message, and what clients are not told of it.
#[derive(Clone, Debug)]
pub(super) struct Message {
    /// As Discord sends it.
    pub(super) value: Value,
    pub(super) channel: u64,
    /// Who sees it, if not everybody.
    pub(super) visible_to: Option<u64>,
    /// Unix milliseconds, by the sandbox's clock.
    pub(super) created_ms: i64,
    /// The edits made since it is older than an hour.
    pub(super) late_edits: Vec<i64>,
    /// How many people and roles its text and mentions would have pinged.
    pub(super) pings: usize,
}

impl Discord {
    /// A Discord with `guilds` servers, at this host and port.
    pub(crate) fn new(token: String, guilds: usize, host: &str, clock: Clock, limited: bool) -> Self {
        let base = format!("http://{host}");
        let state = State { base, guilds: (0..guilds as u64).map(world::guild).collect(), ..State::default() };
        Self(Arc::new(Inner {
            token,
            clock,
            faults: Faults::default(),
            recorder: Recorder::default(),
            limits: RateLimits::new(limited),
            gateway_url: format!("ws://{host}/gateway"),
            state: Mutex::new(state),
            events: broadcast::channel(BEHIND).0,
            changes: watch::channel(0).0,
        }))
    }

    /// The faults of this half; paths are those below `/api/v10`, and `/attachments/…` for what is downloaded.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// Every request to the REST API, and every download of a file.
    #[must_use]
    pub fn requests(&self) -> &Recorder {
        &self.0.recorder
    }

    /// What happens from now on, for the page.
    pub(crate) fn subscribe(&self) -> broadcast::Receiver<PageEvent> {
        self.0.events.subscribe()
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the page, and whoever waits.
    pub(crate) fn tell(&self, kind: &'static str, data: Value) {
        // Nobody may be listening.
        let _ = self.0.events.send(PageEvent { kind, data });
        self.changed();
    }

    pub(super) fn changed(&self) {
        self.0.changes.send_modify(|version| *version += 1);
    }

    /// Changes with everything that happens.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.0.changes.subscribe()
    }

    /// Waits until `look` sees what it looks for.
    pub(crate) async fn until<T>(&self, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            if let Some(seen) = look(self) {
                return seen;
            }
            // The sender lives as long as `self`.
            let _ = changes.changed().await;
        }
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.0.clock.now_ms()
    }
}

impl State {
    /// A new snowflake, later than all before.
    pub(super) fn id(&mut self, now_ms: i64) -> u64 {
        let fresh = u64::try_from(now_ms - EPOCH).unwrap_or(0) << 22;
        self.last_id = fresh.max(self.last_id + 1);
        self.last_id
    }

    pub(super) fn guild(&self, id: u64) -> Option<&Guild> {
        self.guilds.iter().find(|guild| guild.id == id)
    }

    /// The server that a channel is in.
    pub(super) fn guild_of(&self, channel: u64) -> Option<&Guild> {
        self.guilds.iter().find(|guild| guild.channel(channel).is_some())
    }

    /// The message as the page wants it.
    pub(super) fn page_message(&self, id: u64) -> Value {
        let Some(message) = self.messages.get(&id) else { return Value::Null };
        let mut value = message.value.clone();
        // The page has an address of its own for files: it may be open under another name of this host, and for days.
        for attachment in value["attachments"].as_array_mut().into_iter().flatten() {
            let text = |field: &str| attachment[field].as_str().unwrap_or_default();
            let address = format!("/sandbox/attachments/{}/{}", text("id"), text("filename"));
            (attachment["url"], attachment["proxy_url"]) = (json!(address), json!(address));
        }
        value["visible_to"] = message.visible_to.map_or(Value::Null, |user| json!(user.to_string()));
        value
    }
}

/// An id, which travels as a string.
pub(super) fn snowflake(value: &Value) -> Option<u64> {
    value.as_str()?.parse().ok()
}

/// A time as Discord writes it.
pub(super) fn iso(ms: i64) -> String {
    let instant = jiff::Timestamp::from_millisecond(ms).unwrap_or_default();
    instant.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}
