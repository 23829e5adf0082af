//! Servers, channels, roles, members and people.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use super::Answer;
use crate::discord::{
    error::ApiError,
    state::{Discord, snowflake},
    world::{self, Guild},
};

/// A server that the bot is in; of others it knows nothing.
fn guild(discord: &Discord, id: u64) -> Result<Guild, ApiError> {
    let state = discord.lock();
    let found = state.guild(id).filter(|guild| guild.has_bot).cloned();
    found.ok_or_else(|| ApiError::unknown(10004))
}

pub(super) async fn mine(State(discord): State<Discord>) -> Json<Value> {
    let state = discord.lock();
    let brief = |guild: &Guild| {
        json!({
            "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null, "owner": false,
            "permissions": world::BOT_PERMISSIONS.to_string(), "features": [],
        })
    };
    Json(state.guilds.iter().filter(|guild| guild.has_bot).map(brief).collect())
}

pub(super) async fn leave(State(discord): State<Discord>, Path(id): Path<u64>) -> Result<StatusCode, ApiError> {
    guild(&discord, id)?;
    discord.kick_bot(id);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn show(State(discord): State<Discord>, Path(id): Path<u64>) -> Answer {
    Ok(Json(guild(&discord, id)?.json()))
}

pub(super) async fn channels(State(discord): State<Discord>, Path(id): Path<u64>) -> Answer {
    let guild = guild(&discord, id)?;
    Ok(Json(guild.channels.iter().map(|channel| channel.json(guild.id)).collect()))
}

pub(super) async fn roles(State(discord): State<Discord>, Path(id): Path<u64>) -> Answer {
    Ok(Json(guild(&discord, id)?.roles.iter().map(world::Role::json).collect()))
}

pub(super) async fn member(State(discord): State<Discord>, Path((id, user)): Path<(u64, String)>) -> Answer {
    let guild = guild(&discord, id)?;
    if user == world::BOT.to_string() {
        return Ok(Json(Guild::bot_member()));
    }
    let not_an_id = format!("Value \"{user}\" is not snowflake.");
    let user: u64 = user.parse().map_err(|_| ApiError::field(&["user_id"], "NUMBER_TYPE_COERCE", &not_an_id))?;
    if let Some(member) = guild.member(user) {
        return Ok(Json(guild.plain_member(member)));
    }
    // Somebody who left, or who is in other servers only, is still known.
    let exists = discord.lock().people().any(|person| person.id == user);
    Err(ApiError::unknown(if exists { 10007 } else { 10013 }))
}

pub(super) async fn channel(State(discord): State<Discord>, Path(id): Path<u64>) -> Answer {
    let state = discord.lock();
    let guild = state.guild_of(id).ok_or_else(|| ApiError::unknown(10003))?;
    let channel = guild.channel(id).ok_or_else(|| ApiError::unknown(10003))?;
    if !channel.bot_sees || !guild.has_bot {
        return Err(ApiError::missing_access());
    }
    Ok(Json(channel.json(guild.id)))
}

/// Opens a thread that is asleep; nothing else is changed by a bot that only posts.
pub(super) async fn change_channel(State(discord): State<Discord>, Path(id): Path<u64>, body: String) -> Answer {
    let body: Value = serde_json::from_str(&body).map_err(|_| ApiError::not_json())?;
    let mut state = discord.lock();
    let guild = state.guilds.iter_mut().find(|guild| guild.channel(id).is_some());
    let guild = guild.ok_or_else(|| ApiError::unknown(10003))?;
    let (guild_id, has_bot) = (guild.id, guild.has_bot);
    let found = guild.channels.iter_mut().find(|channel| channel.id == id);
    let found = found.ok_or_else(|| ApiError::unknown(10003))?;
    match (found.archived, body == json!({ "archived": false })) {
        _ if !found.bot_sees || !has_bot => Err(ApiError::missing_access()),
        (Some(_), true) if found.bot_writes => {
            found.archived = Some(false);
            Ok(Json(found.json(guild_id)))
        }
        _ => Err(ApiError::missing_permissions()),
    }
}

pub(super) async fn user(State(discord): State<Discord>, Path(id): Path<String>) -> Answer {
    if id == world::BOT.to_string() {
        return Ok(Json(world::bot()));
    }
    let state = discord.lock();
    let known = state.people().find(|person| person.id.to_string() == id);
    known.map(|member| Json(world::user(member.id, &member.name))).ok_or_else(|| ApiError::unknown(10013))
}

pub(super) async fn open_direct(State(discord): State<Discord>, body: String) -> Answer {
    let body: Value = serde_json::from_str(&body).map_err(|_| ApiError::not_json())?;
    let user = snowflake(&body["recipient_id"])
        .ok_or_else(|| ApiError::field(&["recipient_id"], "BASE_TYPE_REQUIRED", "This field is required"))?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let known = state.people().find(|person| person.id == user).cloned();
    let member = known.ok_or_else(|| ApiError::unknown(10013))?;
    let fresh = state.id(now);
    let id = *state.direct.entry(user).or_insert(fresh);
    let recipients = [world::user(member.id, &member.name)];
    Ok(Json(json!({ "id": id.to_string(), "type": 1, "last_message_id": null, "flags": 0, "recipients": recipients })))
}
