//! The gateway: sessions that survive a connection, events in order, and close codes for what a bot does wrong.
//!
//! Payloads are JSON and never compressed, which Discord's protocol leaves to the server. One connection has one session;
//! a session without a connection keeps its events for a resume.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use axum::extract::ws::{Message as Frame, WebSocket};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{
    ends::{self, End},
    state::{Discord, State},
    world,
};
use crate::line::Cut;

/// How often a bot must show that it lives.
const HEARTBEAT: Duration = Duration::from_millis(41_250);
/// How many events a session keeps for a resume.
const BACKLOG: usize = 1_000;
/// How many payloads a connection may send a minute.
const SENT_A_MINUTE: usize = 120;
/// The intents that need Discord's consent, which this application has not; for that of members a test can give it.
const PRIVILEGED: u64 = GUILD_MEMBERS | 1 << 8 | 1 << 15;
/// All intents that there are.
const INTENTS: u64 = 0x0633_fbff_u64 | 1 << 24 | 1 << 25;
/// The flag of an application that has the intent for members and is in fewer than 100 servers.
const MEMBERS_LIMITED: u64 = 1 << 15;
const GUILDS: u64 = 1;
const GUILD_MEMBERS: u64 = 1 << 1;

/// A bot's session.
pub(super) struct Session {
    sequence: u64,
    backlog: VecDeque<(u64, Value)>,
    intents: u64,
    shard: (u64, u64),
    connection: Option<mpsc::UnboundedSender<Order>>,
}

/// What a connection is told to do.
pub(super) enum Order {
    Send(Value),
    /// For what the bot did wrong.
    Close(u16, &'static str),
    End(End),
}

impl Discord {
    /// Serves one connection to its end.
    pub(crate) async fn serve(self, mut socket: WebSocket, cut: Cut) {
        let (orders, mut receiver) = mpsc::unbounded_channel();
        let hello = json!({ "op": 10, "d": { "heartbeat_interval": HEARTBEAT.as_millis(), "_trace": [] }, "s": null, "t": null });
        if socket.send(text(&hello)).await.is_err() {
            return;
        }
        let mut connection =
            Connection { discord: self, orders, session: None, beat: Instant::now(), sent: VecDeque::new() };
        loop {
            let patience = (HEARTBEAT * 2).saturating_sub(connection.beat.elapsed());
            let order = tokio::select! {
                order = receiver.recv() => order,
                frame = socket.recv() => match frame {
                    Some(Ok(Frame::Text(payload))) => connection.receive(&payload),
                    Some(Ok(Frame::Binary(_))) => Some(Order::Close(4002, "Decode error")),
                    Some(Ok(Frame::Close(frame))) => {
                        connection.left(frame.map(|frame| frame.code));
                        break;
                    }
                    Some(Err(_)) | None => break,
                    Some(Ok(_)) => continue,
                },
                () = tokio::time::sleep(patience) => Some(Order::Close(4009, "Session timed out")),
            };
            match order {
                Some(Order::Send(payload)) if socket.send(text(&payload)).await.is_err() => break,
                Some(Order::Send(_)) | None => {}
                Some(Order::Close(code, reason)) => {
                    ends::close(&mut socket, Some((code, reason))).await;
                    break;
                }
                Some(Order::End(end)) => {
                    if end.bring(&mut socket, &cut).await {
                        break;
                    }
                    if end.ends_session() {
                        connection.session = None;
                    }
                }
            }
        }
        connection.end();
    }

    /// How many gateway connections have a session.
    #[must_use]
    pub fn open_connections(&self) -> usize {
        self.lock().sessions.values().filter(|session| session.connection.is_some()).count()
    }

    /// Whether a bot is connected and identified.
    pub(crate) fn is_connected(&self) -> bool {
        self.lock().sessions.values().any(|session| session.connection.is_some())
    }
}

impl State {
    /// Which privileged intents the application has.
    pub(super) fn application_flags(&self) -> u64 {
        if self.members_intent { MEMBERS_LIMITED } else { 0 }
    }

    /// An event as it is sent: one that is to be odd has a field of another type.
    fn form_of(&self, name: &str, mut data: Value) -> Value {
        if self.odd_events.contains(name) {
            let field = if name == "INTERACTION_CREATE" { "version" } else { "roles" };
            data[field] = json!("of another type");
        }
        data
    }

    /// Sends an event to the session whose shard has the server. Whether one is connected.
    pub(super) fn dispatch(&mut self, name: &str, data: &Value, guild: Option<u64>) -> bool {
        let (mut delivered, data) = (false, &self.form_of(name, data.clone()));
        for session in self.sessions.values_mut() {
            let (shard, shards) = session.shard;
            let is_its = guild.map_or(shard == 0, |guild| (guild >> 22) % shards == shard);
            if is_its && session.wants(name) {
                session.dispatch(name, data);
                delivered |= session.connection.is_some();
            }
        }
        delivered
    }
}

impl Session {
    /// Whether its intents let an event through.
    fn wants(&self, name: &str) -> bool {
        let needed = if name.starts_with("GUILD_MEMBER_") {
            GUILD_MEMBERS
        } else if ["GUILD_", "CHANNEL_", "THREAD_"].iter().any(|kind| name.starts_with(kind)) {
            GUILDS
        } else {
            0
        };
        self.intents & needed == needed
    }

    fn dispatch(&mut self, name: &str, data: &Value) {
        self.sequence += 1;
        let payload = json!({ "op": 0, "t": name, "s": self.sequence, "d": data });
        self.backlog.push_back((self.sequence, payload.clone()));
        if self.backlog.len() > BACKLOG {
            self.backlog.pop_front();
        }
        self.order(Order::Send(payload));
    }

    pub(super) fn order(&self, order: Order) {
        if let Some(connection) = &self.connection {
            // A connection that is just ending takes no orders.
            let _ = connection.send(order);
        }
    }
}

/// One connection, while it lasts.
struct Connection {
    discord: Discord,
    orders: mpsc::UnboundedSender<Order>,
    session: Option<String>,
    beat: Instant,
    sent: VecDeque<Instant>,
}

impl Connection {
    /// What a payload of the bot's leads to.
    fn receive(&mut self, payload: &str) -> Option<Order> {
        let now = Instant::now();
        self.sent.push_back(now);
        while self.sent.front().is_some_and(|sent| now.duration_since(*sent) > Duration::from_mins(1)) {
            self.sent.pop_front();
        }
        if self.sent.len() > SENT_A_MINUTE {
            return Some(Order::Close(4008, "Rate limited"));
        }
        let Ok(payload) = serde_json::from_str::<Value>(payload) else {
            return Some(Order::Close(4002, "Decode error"));
        };
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.beat = now;
                Some(Order::Send(json!({ "op": 11, "d": null, "s": null, "t": null })))
            }
            Some(2) if self.session.is_some() => Some(Order::Close(4005, "Already authenticated")),
            Some(2) => self.identify(data),
            Some(6) => self.resume(data),
            Some(3 | 4 | 8 | 31) if self.session.is_some() => None,
            Some(3 | 4 | 8 | 31) => Some(Order::Close(4003, "Not authenticated")),
            _ => Some(Order::Close(4001, "Unknown opcode")),
        }
    }

    fn identify(&mut self, data: &Value) -> Option<Order> {
        if data["token"].as_str().map(bare) != Some(&self.discord.0.token) {
            return Some(Order::Close(4004, "Authentication failed"));
        }
        let Some(intents) = data["intents"].as_u64().filter(|intents| intents & !INTENTS == 0) else {
            return Some(Order::Close(4013, "Invalid intent(s)"));
        };
        let granted = if self.discord.lock().members_intent { GUILD_MEMBERS } else { 0 };
        if intents & PRIVILEGED & !granted != 0 {
            return Some(Order::Close(4014, "Disallowed intent(s)"));
        }
        if ["os", "browser", "device"].iter().any(|property| !data["properties"][*property].is_string()) {
            return Some(Order::Close(4002, "Decode error"));
        }
        let shard = &data["shard"];
        let shard =
            if shard.is_null() { (0, 1) } else { (shard[0].as_u64().unwrap_or(1), shard[1].as_u64().unwrap_or(0)) };
        if shard.0 >= shard.1 {
            return Some(Order::Close(4010, "Invalid shard"));
        }
        let mut state = self.discord.lock();
        state.identifies += 1;
        if !state.starts.take() {
            // Discord gives the bot another token.
            return Some(Order::Close(4004, "Authentication failed"));
        }
        if let Some(end) = state.ends_new {
            return Some(Order::End(end));
        }
        let id = format!("{:032x}", state.id(self.discord.now_ms()));
        let mut session =
            Session { sequence: 0, backlog: VecDeque::new(), intents, shard, connection: Some(self.orders.clone()) };
        let its = |guild: &&world::Guild| guild.has_bot && (guild.id >> 22) % shard.1 == shard.0;
        let guilds: Vec<Value> = state
            .guilds
            .iter()
            .filter(its)
            .map(|guild| json!({ "id": guild.id.to_string(), "unavailable": true }))
            .collect();
        session.dispatch(
            "READY",
            &json!({
                "v": 10, "user": world::bot(), "guilds": guilds, "session_id": id, "session_type": "normal",
                "resume_gateway_url": self.discord.0.gateway_url, "shard": [shard.0, shard.1], "user_settings": {},
                "relationships": [], "private_channels": [], "presences": [], "geo_ordered_rtc_regions": [], "_trace": [],
                "application": { "id": world::BOT.to_string(), "flags": state.application_flags() },
            }),
        );
        if intents & GUILDS != 0 {
            for guild in state.guilds.iter().filter(its) {
                session.dispatch("GUILD_CREATE", &state.form_of("GUILD_CREATE", guild.created()));
            }
        }
        state.sessions.insert(id.clone(), session);
        state.connections += 1;
        drop(state);
        self.session = Some(id);
        self.discord.tell("ready", json!({ "bot": world::bot() }));
        None
    }

    fn resume(&mut self, data: &Value) -> Option<Order> {
        if data["token"].as_str().map(bare) != Some(&self.discord.0.token) {
            return Some(Order::Close(4004, "Authentication failed"));
        }
        let (Some(id), Some(seen)) = (data["session_id"].as_str(), data["seq"].as_u64()) else {
            return Some(Order::Close(4002, "Decode error"));
        };
        let mut state = self.discord.lock();
        if let Some(end) = state.ends_new {
            return Some(Order::End(end));
        }
        let Some(session) = state.sessions.get_mut(id) else {
            return Some(Order::Send(json!({ "op": 9, "d": false, "s": null, "t": null })));
        };
        if seen > session.sequence {
            return Some(Order::Close(4007, "Invalid seq"));
        }
        session.connection = Some(self.orders.clone());
        for (_, payload) in session.backlog.iter().filter(|(sequence, _)| *sequence > seen) {
            session.order(Order::Send(payload.clone()));
        }
        session.dispatch("RESUMED", &json!({ "_trace": [] }));
        state.connections += 1;
        drop(state);
        self.session = Some(id.to_owned());
        self.discord.tell("ready", json!({ "bot": world::bot() }));
        None
    }

    /// The bot closed the connection: with these codes it gives its session up.
    fn left(&mut self, code: Option<u16>) {
        if let (Some(1000 | 1001), Some(id)) = (code, &self.session) {
            self.discord.lock().sessions.remove(id);
        }
    }

    /// Takes the connection off its session, unless a newer one has it.
    fn end(self) {
        let Some(id) = self.session else { return };
        let mut state = self.discord.lock();
        if let Some(session) = state.sessions.get_mut(&id)
            && session.connection.as_ref().is_some_and(|connection| connection.same_channel(&self.orders))
        {
            session.connection = None;
        }
        drop(state);
        if !self.discord.is_connected() {
            self.discord.tell("ready", json!({ "bot": null }));
        }
    }
}

pub(super) fn text(payload: &Value) -> Frame {
    Frame::Text(payload.to_string().into())
}

/// A token without the word that REST wants before it.
pub(super) fn bare(token: &str) -> &str {
    token.strip_prefix("Bot ").unwrap_or(token)
}
