//! Messages in channels, and the making and changing of messages that interactions share with them.

use axum::{
    Json,
    extract::{Path, Query, Request, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, upload};
use crate::discord::{
    error::ApiError,
    state::{Discord, Message, State as Held, iso},
    validate, world,
};

/// How long a nonce is remembered.
const NONCE_MS: i64 = 5 * 60 * 1000;
/// From which age on edits are counted, and how many are then allowed an hour.
const OLD_MS: i64 = 60 * 60 * 1000;
const LATE_EDITS: usize = 30;

/// What a new message is made of.
pub(super) struct Post {
    pub(super) channel: u64,
    pub(super) sent: Value,
    pub(super) attachments: Vec<Value>,
    pub(super) visible_to: Option<u64>,
    /// Fields that only answers to interactions have.
    pub(super) extra: Value,
}

/// Puts a message of the bot's into a channel.
pub(super) fn put(state: &mut Held, now: i64, post: Post) -> u64 {
    let id = state.id(now);
    let Post { channel, sent, attachments, visible_to, extra } = post;
    let flags = sent["flags"].as_u64().unwrap_or(0) | extra["flags"].as_u64().unwrap_or(0);
    let mut value = json!({
        "id": id.to_string(), "channel_id": channel.to_string(), "type": 0, "author": world::bot(),
        "application_id": world::BOT.to_string(), "timestamp": iso(now), "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": [], "mention_roles": [], "pinned": false, "attachments": attachments,
        "content": "", "embeds": [], "components": [],
    });
    for (field, extra) in extra.as_object().into_iter().flatten() {
        value[field] = extra.clone();
    }
    value["flags"] = json!(flags);
    write(&mut value, &sent);
    let mut channels = state.guilds.iter_mut().flat_map(|guild| &mut guild.channels);
    if visible_to.is_none()
        && let Some(found) = channels.find(|found| found.id == channel)
    {
        found.last_message = Some(id);
        // A new message opens a thread that is asleep.
        found.archived = found.archived.map(|_| false);
    }
    let message = Message { pings: pings(&sent), value, channel, visible_to, created_ms: now, late_edits: Vec::new() };
    state.messages.insert(id, message);
    id
}

/// Writes what was sent over a message: what it has not is left as it is.
fn write(value: &mut Value, sent: &Value) {
    for field in ["content", "embeds", "components"] {
        if let Some(new) = sent.get(field) {
            value[field] = if new.is_null() { empty(field) } else { new.clone() };
        }
    }
    for embed in value["embeds"].as_array_mut().into_iter().flatten() {
        embed["type"] = json!("rich");
    }
    // Discord numbers components.
    let mut number = 0;
    for row in value["components"].as_array_mut().into_iter().flatten() {
        number += 1;
        row["id"] = json!(number);
        for component in row["components"].as_array_mut().into_iter().flatten() {
            number += 1;
            component["id"] = json!(number);
            // It says how many may be chosen, also where that was left out.
            for limit in ["min_values", "max_values"] {
                if matches!(component["type"].as_u64(), Some(3 | 6)) && component[limit].is_null() {
                    component[limit] = json!(1);
                }
            }
        }
    }
}

fn empty(field: &str) -> Value {
    if field == "content" { json!("") } else { json!([]) }
}

/// How many mentions of a text would ping: those that `allowed_mentions` lets through.
fn pings(sent: &Value) -> usize {
    let content = sent["content"].as_str().unwrap_or_default();
    let parse = sent["allowed_mentions"]["parse"].as_array();
    let allows = |kind: &str| {
        sent["allowed_mentions"].is_null() || parse.is_some_and(|parse| parse.iter().any(|each| each == kind))
    };
    let mut count = 0;
    if allows("everyone") {
        count += content.matches("@everyone").count() + content.matches("@here").count();
    }
    if allows("users") {
        count += content.matches("<@").count() - content.matches("<@&").count();
    }
    if allows("roles") {
        count += content.matches("<@&").count();
    }
    let named = sent["allowed_mentions"]["roles"].as_array().into_iter().flatten().filter_map(Value::as_str);
    count + named.filter(|role| content.contains(&format!("<@&{role}>"))).count()
}

/// Changes a message.
pub(super) fn rewrite(state: &mut Held, now: i64, id: u64, sent: &Value, new: Vec<Value>) -> Result<Value, ApiError> {
    let message = state.messages.get_mut(&id).ok_or_else(|| ApiError::unknown(10008))?;
    if now - message.created_ms > OLD_MS {
        message.late_edits.retain(|edit| now - edit < OLD_MS);
        if message.late_edits.len() >= LATE_EDITS {
            return Err(ApiError::too_many_edits());
        }
        message.late_edits.push(now);
    }
    write(&mut message.value, sent);
    // Attachments stay unless a list says which of them do.
    if let Some(kept) = sent["attachments"].as_array() {
        let kept: Vec<&Value> = kept.iter().map(|kept| &kept["id"]).collect();
        if let Some(attachments) = message.value["attachments"].as_array_mut() {
            attachments.retain(|attachment| kept.contains(&&attachment["id"]));
        }
    }
    if let Some(attachments) = message.value["attachments"].as_array_mut() {
        attachments.extend(new);
    }
    message.value["edited_timestamp"] = json!(iso(now));
    message.pings += pings(sent);
    Ok(message.value.clone())
}

/// The channel must be there, and the bot see it; to write it must be allowed to.
fn access(state: &Held, channel: u64, writing: bool) -> Result<(), ApiError> {
    if let Some((user, _)) = state.direct.iter().find(|(_, direct)| **direct == channel) {
        return if writing && state.closed.contains(user) { Err(ApiError::closed_to_messages()) } else { Ok(()) };
    }
    let guild = state.guild_of(channel).ok_or_else(|| ApiError::unknown(10003))?;
    let found = guild.channel(channel).ok_or_else(|| ApiError::unknown(10003))?;
    match (guild.has_bot && found.bot_sees, found.bot_writes) {
        (false, _) => Err(ApiError::missing_access()),
        (true, false) if writing => Err(ApiError::missing_permissions()),
        _ => Ok(()),
    }
}

/// Refuses a change in a thread that is asleep.
fn awake(state: &Held, channel: u64) -> Result<(), ApiError> {
    let asleep = state.guild_of(channel).and_then(|guild| guild.channel(channel)).and_then(|found| found.archived);
    if asleep == Some(true) { Err(ApiError::archived()) } else { Ok(()) }
}

/// Which messages of a channel: the newest 50 where nothing is said.
#[derive(Deserialize)]
pub(super) struct Wanted {
    limit: Option<usize>,
    before: Option<u64>,
    after: Option<u64>,
}

pub(super) async fn list(
    State(discord): State<Discord>,
    Path(channel): Path<u64>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let state = discord.lock();
    access(&state, channel, false)?;
    // No error: who may not read what was written before is shown an empty channel.
    if state.guild_of(channel).and_then(|guild| guild.channel(channel)).is_some_and(|found| !found.bot_reads_history) {
        return Ok(Json(json!([])));
    }
    let limit = wanted.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        return Err(ApiError::field(&["limit"], "NUMBER_TYPE_MAX", "int value should be between 1 and 100."));
    }
    let its = |(id, message): &(&u64, &Message)| {
        let within = wanted.before.is_none_or(|before| **id < before) && wanted.after.is_none_or(|after| **id > after);
        message.channel == channel && message.visible_to.is_none() && within
    };
    let now = discord.now_ms();
    let value = |(_, message): (&u64, &Message)| state.fresh(now, message.value.clone());
    // Those that are next to what was named, the newest first either way.
    if wanted.after.is_some() {
        let mut next: Vec<Value> = state.messages.iter().filter(its).take(limit).map(value).collect();
        next.reverse();
        return Ok(Json(next.into()));
    }
    Ok(Json(state.messages.iter().rev().filter(its).take(limit).map(value).collect()))
}

pub(super) async fn create(State(discord): State<Discord>, Path(channel): Path<u64>, request: Request) -> Answer {
    access(&discord.lock(), channel, true)?;
    let body = upload::read(request).await?;
    validate::message(&body.json, !body.files.is_empty())?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let nonce = &body.json["nonce"];
    let nonce = nonce.as_str().map(str::to_owned).or_else(|| nonce.as_i64().map(|nonce| nonce.to_string()));
    let enforced = nonce.clone().filter(|_| body.json["enforce_nonce"] == true).map(|nonce| (channel, nonce));
    if let Some((made, id)) = enforced.as_ref().and_then(|key| state.nonces.get(key))
        && now - made < NONCE_MS
        && let Some(message) = state.messages.get(id)
    {
        return Ok(Json(state.fresh(now, message.value.clone())));
    }
    let (sent, attachments) = upload::attach(&mut state, now, channel, body);
    let extra = nonce.map_or(json!({}), |nonce| json!({ "nonce": nonce }));
    let id = put(&mut state, now, Post { channel, sent, attachments, visible_to: None, extra });
    if let Some(key) = enforced {
        state.nonces.insert(key, (now, id));
    }
    let (value, page) = (state.messages[&id].value.clone(), state.page_message(id));
    drop(state);
    discord.tell("message_create", page);
    Ok(Json(value))
}

/// A message of this channel.
fn of_channel(state: &Held, channel: u64, id: u64) -> Result<&Message, ApiError> {
    access(state, channel, false)?;
    let found = state.messages.get(&id).filter(|message| message.channel == channel && message.visible_to.is_none());
    found.ok_or_else(|| ApiError::unknown(10008))
}

pub(super) async fn show(State(discord): State<Discord>, Path((channel, id)): Path<(u64, u64)>) -> Answer {
    let state = discord.lock();
    let message = of_channel(&state, channel, id)?.value.clone();
    Ok(Json(state.fresh(discord.now_ms(), message)))
}

pub(super) async fn edit(
    State(discord): State<Discord>,
    Path((channel, id)): Path<(u64, u64)>,
    request: Request,
) -> Answer {
    if of_channel(&discord.lock(), channel, id)?.value["author"]["id"] != world::BOT.to_string().as_str() {
        return Err(ApiError::not_the_author());
    }
    awake(&discord.lock(), channel)?;
    let body = upload::read(request).await?;
    validate::message(&body.json, true)?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let (sent, attachments) = upload::attach(&mut state, now, channel, body);
    let value = rewrite(&mut state, now, id, &sent, attachments)?;
    let page = state.page_message(id);
    drop(state);
    discord.tell("message_update", page);
    Ok(Json(value))
}

pub(super) async fn delete(
    State(discord): State<Discord>,
    Path((channel, id)): Path<(u64, u64)>,
) -> Result<StatusCode, ApiError> {
    let mut state = discord.lock();
    let own = of_channel(&state, channel, id)?.value["author"]["id"] == world::BOT.to_string().as_str();
    if !own {
        return Err(ApiError::missing_permissions());
    }
    awake(&state, channel)?;
    state.messages.remove(&id);
    drop(state);
    discord.tell("message_delete", json!({ "id": id.to_string(), "channel_id": channel.to_string() }));
    Ok(StatusCode::NO_CONTENT)
}
