//! Application commands, global and of one server, checked as Discord checks them.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use super::Answer;
use crate::discord::{
    error::ApiError,
    state::{Discord, State as Held},
    validate, world,
};

/// The application must be the bot's, the server one it is in.
fn scope(state: &Held, application: u64, guild: Option<u64>) -> Result<(), ApiError> {
    if application != world::BOT {
        return Err(ApiError::missing_access());
    }
    match guild {
        Some(guild) if state.guild(guild).is_none_or(|guild| !guild.has_bot) => Err(ApiError::missing_access()),
        _ => Ok(()),
    }
}

fn parse(body: &str) -> Result<Value, ApiError> {
    serde_json::from_str(body).map_err(|_| ApiError::not_json())
}

/// A command as it is kept: what was sent, and what Discord adds.
fn registered(state: &mut Held, now: i64, guild: Option<u64>, sent: &Value, id: Option<&Value>) -> Value {
    let fresh = state.id(now).to_string();
    let mut command = json!({
        "id": id.cloned().unwrap_or_else(|| json!(fresh)), "application_id": world::BOT.to_string(), "version": fresh,
        "default_member_permissions": null, "type": 1, "nsfw": false, "description": "", "dm_permission": guild.is_none(),
        "contexts": null, "integration_types": [0],
    });
    for (field, value) in sent.as_object().into_iter().flatten() {
        command[field] = value.clone();
    }
    if let Some(guild) = guild {
        command["guild_id"] = json!(guild.to_string());
    }
    clean(&mut command);
    command
}

/// Discord gives back no empty lists of options and choices, no limits that are unset, and no flags that are off.
fn clean(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, value| match name.as_str() {
                "options" | "choices" | "channel_types" => value.as_array().is_some_and(|list| !list.is_empty()),
                "required" | "autocomplete" => value == &json!(true),
                "min_length" | "max_length" | "min_value" | "max_value" => !value.is_null(),
                "name_localizations" | "description_localizations" => {
                    value.as_object().is_some_and(|localized| !localized.is_empty())
                }
                _ => true,
            });
            fields.values_mut().for_each(clean);
        }
        Value::Array(list) => list.iter_mut().for_each(clean),
        _ => {}
    }
}

/// Whether they are one command: a name is unique among those of its type.
fn same(one: &Value, other: &Value) -> bool {
    let kind = |command: &Value| command["type"].as_u64().unwrap_or(1);
    one["name"] == other["name"] && kind(one) == kind(other)
}

fn replace(discord: &Discord, application: u64, guild: Option<u64>, body: &str) -> Answer {
    scope(&discord.lock(), application, guild)?;
    let sent = parse(body)?;
    validate::commands(&sent)?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let before = state.commands.get(&guild).cloned().unwrap_or_default();
    let list: Vec<Value> = sent
        .as_array()
        .into_iter()
        .flatten()
        .map(|command| {
            let known = before.iter().find(|known| same(known, command));
            registered(&mut state, now, guild, command, known.map(|known| &known["id"]))
        })
        .collect();
    state.commands.insert(guild, list.clone());
    state.registrations += 1;
    drop(state);
    discord.tell("commands", json!(list));
    Ok(Json(json!(list)))
}

pub(super) async fn overwrite(
    State(discord): State<Discord>,
    Path((application, guild)): Path<(u64, u64)>,
    body: String,
) -> Answer {
    replace(&discord, application, Some(guild), &body)
}

pub(super) async fn overwrite_global(
    State(discord): State<Discord>,
    Path(application): Path<u64>,
    body: String,
) -> Answer {
    replace(&discord, application, None, &body)
}

pub(super) async fn list(State(discord): State<Discord>, Path((application, guild)): Path<(u64, u64)>) -> Answer {
    let state = discord.lock();
    scope(&state, application, Some(guild))?;
    Ok(Json(json!(state.commands.get(&Some(guild)).cloned().unwrap_or_default())))
}

pub(super) async fn list_global(State(discord): State<Discord>, Path(application): Path<u64>) -> Answer {
    let state = discord.lock();
    scope(&state, application, None)?;
    Ok(Json(json!(state.commands.get(&None).cloned().unwrap_or_default())))
}

pub(super) async fn create(
    State(discord): State<Discord>,
    Path((application, guild)): Path<(u64, u64)>,
    body: String,
) -> Answer {
    scope(&discord.lock(), application, Some(guild))?;
    let sent = parse(&body)?;
    validate::commands(&json!([sent]))?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let command = registered(&mut state, now, Some(guild), &sent, None);
    let list = state.commands.entry(Some(guild)).or_default();
    list.retain(|known| !same(known, &sent));
    list.push(command.clone());
    let all = json!(list);
    drop(state);
    discord.tell("commands", all);
    Ok(Json(command))
}

type One = Path<(u64, u64, String)>;

pub(super) async fn show(State(discord): State<Discord>, Path((application, guild, id)): One) -> Answer {
    let state = discord.lock();
    scope(&state, application, Some(guild))?;
    let found = state.commands.get(&Some(guild)).into_iter().flatten().find(|command| command["id"] == id.as_str());
    found.cloned().map(Json).ok_or_else(|| ApiError::unknown(10063))
}

pub(super) async fn edit(State(discord): State<Discord>, Path((application, guild, id)): One, body: String) -> Answer {
    let sent = parse(&body)?;
    let mut state = discord.lock();
    scope(&state, application, Some(guild))?;
    let list = state.commands.entry(Some(guild)).or_default();
    let known = list.iter_mut().find(|command| command["id"] == id.as_str()).ok_or_else(|| ApiError::unknown(10063))?;
    let mut edited = known.clone();
    for (field, value) in sent.as_object().into_iter().flatten() {
        edited[field] = value.clone();
    }
    validate::commands(&json!([edited]))?;
    known.clone_from(&edited);
    let all = json!(list);
    drop(state);
    discord.tell("commands", all);
    Ok(Json(edited))
}

pub(super) async fn delete(
    State(discord): State<Discord>,
    Path((application, guild, id)): One,
) -> Result<StatusCode, ApiError> {
    let mut state = discord.lock();
    scope(&state, application, Some(guild))?;
    let list = state.commands.entry(Some(guild)).or_default();
    let before = list.len();
    list.retain(|command| command["id"] != id.as_str());
    if list.len() == before {
        return Err(ApiError::unknown(10063));
    }
    let all = json!(list);
    drop(state);
    discord.tell("commands", all);
    Ok(StatusCode::NO_CONTENT)
}
