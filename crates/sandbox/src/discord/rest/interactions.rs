//! Answers to interactions: the first response, which decides what is private, and the webhook messages that follow.

use axum::{
    Json,
    extract::{Path, Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    Answer,
    messages::{Post, put, rewrite},
    upload::{self, Body},
};
use crate::{
    clock::Clock,
    discord::{
        error::ApiError,
        interaction::{Interaction, Kind},
        state::{Discord, State as Held},
        validate, world,
    },
};

const EPHEMERAL: u64 = 1 << 6;
const LOADING: u64 = 1 << 7;

/// Which types of first response each kind of interaction may have.
fn allowed(interaction: &Interaction) -> &'static [u64] {
    match interaction.kind {
        Kind::Command => &[4, 5, 9],
        Kind::Component => &[4, 5, 6, 7, 9],
        Kind::Autocomplete => &[8],
        Kind::Modal if interaction.source.is_some() => &[4, 5, 6, 7],
        Kind::Modal => &[4, 5],
    }
}

/// `POST /interactions/{id}/{token}/callback`
pub(super) async fn callback(
    State(discord): State<Discord>,
    Path((id, token)): Path<(u64, String)>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let body = upload::read(request).await?;
    let outcome = first_response(&discord, id, &token, body);
    if let Err(refusal) = &outcome {
        note(&discord, id, refusal);
    }
    outcome.map(|()| StatusCode::NO_CONTENT)
}

/// Notes a refusal where the test can see it.
fn note(discord: &Discord, id: u64, refusal: &ApiError) {
    if let Some(interaction) = discord.lock().interactions.get_mut(&id) {
        interaction.refusals.push(json!(format!("{refusal:?}")));
    }
}

fn first_response(discord: &Discord, id: u64, token: &str, body: Body) -> Result<(), ApiError> {
    let now = discord.now_ms();
    let mut state = discord.lock();
    let interaction = state.unanswered(id, token)?.clone();
    let kind = body.json["type"].as_u64().filter(|kind| allowed(&interaction).contains(kind)).ok_or_else(|| {
        let message = "Interaction callback type is not valid for this interaction.";
        ApiError::field(&["type"], "INTERACTION_APPLICATION_INVALID_CALLBACK_TYPE", message)
    })?;
    let body = Body { json: body.json["data"].clone(), files: body.files };
    match kind {
        4 | 7 => validate::message(&body.json, kind == 7 || !body.files.is_empty())?,
        8 => validate::autocomplete(&body.json)?,
        9 => validate::modal(&body.json)?,
        _ => {}
    }
    let flags = body.json["flags"].as_u64().unwrap_or(0);
    let (mut told, mut shown) = ("message_create", None);
    let (mut modal, mut choices) = (None, None);
    match kind {
        4 | 5 => {
            let (mut sent, attachments) = upload::attach(&mut state, now, interaction.channel, body);
            if kind == 5 {
                sent = json!({ "flags": flags | LOADING });
                told = "thinking";
            }
            shown = Some(answer(&mut state, now, &interaction, sent, attachments, flags & EPHEMERAL != 0));
        }
        6 => {}
        7 => {
            let source = interaction.source.ok_or_else(|| ApiError::unknown(10008))?;
            let (sent, attachments) = upload::attach(&mut state, now, interaction.channel, body);
            rewrite(&mut state, now, source, &sent, attachments)?;
            (told, shown) = ("message_update", Some(source));
        }
        8 => choices = Some(body.json["choices"].clone()),
        _ => modal = Some(body.json),
    }
    let page = shown.map(|shown| state.page_message(shown));
    let Some(interaction) = state.interactions.get_mut(&id) else { return Err(ApiError::unknown(10062)) };
    interaction.response = Some(kind);
    interaction.ephemeral = flags & EPHEMERAL != 0;
    interaction.pending = matches!(kind, 5 | 6);
    interaction.original = shown.or(interaction.source);
    (interaction.choices, interaction.modal) = (choices.clone(), modal.clone());
    let (user, source) = (interaction.user.to_string(), interaction.source.map(|source| source.to_string()));
    drop(state);
    if let Some(page) = page {
        discord.tell(told, page);
    }
    let id = id.to_string();
    discord.tell("acknowledged", json!({ "interaction_id": id, "visible_to": user, "message_id": source }));
    if let Some(choices) = choices {
        discord.tell("autocomplete", json!({ "interaction_id": id, "visible_to": user, "choices": choices }));
    }
    if let Some(mut modal) = modal {
        (modal["interaction_id"], modal["visible_to"]) = (json!(id), json!(user));
        discord.tell("modal", modal);
    }
    Ok(())
}

/// A new message that answers an interaction.
fn answer(
    state: &mut Held,
    now: i64,
    interaction: &Interaction,
    sent: Value,
    attachments: Vec<Value>,
    private: bool,
) -> u64 {
    let member = state.guild(interaction.guild).and_then(|guild| guild.member(interaction.user));
    let user = member.map(|member| world::user(member.id, &member.name)).unwrap_or_default();
    let mut metadata = json!({
        "id": interaction.id.to_string(), "type": interaction.kind as u8, "user": user, "name": interaction.name,
        "authorizing_integration_owners": { "0": interaction.guild.to_string() },
    });
    match (interaction.kind, interaction.source) {
        (Kind::Component, Some(source)) => metadata["interacted_message_id"] = json!(source.to_string()),
        (Kind::Modal, source) => {
            // What opened the form: a component's message, or a command.
            let mut opener = metadata.clone();
            opener["type"] = json!(if source.is_some() { Kind::Component as u8 } else { Kind::Command as u8 });
            if let Some(source) = source {
                opener["interacted_message_id"] = json!(source.to_string());
            }
            metadata["triggering_interaction_metadata"] = opener;
        }
        _ => {}
    }
    let mut extra = json!({
        "type": if interaction.kind == Kind::Command { 20 } else { 0 }, "interaction_metadata": metadata,
        "webhook_id": world::BOT.to_string(), "flags": if private { EPHEMERAL } else { 0 },
    });
    if let Some(source) = interaction.source {
        extra["type"] = json!(19);
        extra["message_reference"] =
            json!({ "message_id": source.to_string(), "channel_id": interaction.channel.to_string() });
    }
    let visible_to = private.then_some(interaction.user);
    put(state, now, Post { channel: interaction.channel, sent, attachments, visible_to, extra })
}

/// `POST /webhooks/{application}/{token}`: another message. The first after a deferral takes the deferral's place.
pub(super) async fn follow_up(
    State(discord): State<Discord>,
    Path((application, token)): Path<(u64, String)>,
    request: Request,
) -> Answer {
    let body = upload::read(request).await?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let interaction = state.answered(&discord.0.clock, &token)?.clone();
    if application != world::BOT {
        return Err(ApiError::unknown(10015));
    }
    let checked = validate::message(&body.json, !body.files.is_empty()).map_err(ApiError::from);
    if let Err(refusal) = checked {
        drop(state);
        note(&discord, interaction.id, &refusal);
        return Err(refusal);
    }
    let private = body.json["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
    let (sent, attachments) = upload::attach(&mut state, now, interaction.channel, body);
    let waits = interaction.pending && interaction.response == Some(5);
    let id = match interaction.original {
        Some(original) if waits => {
            settle(&mut state, original);
            rewrite(&mut state, now, original, &sent, attachments)?;
            original
        }
        _ => answer(&mut state, now, &interaction, sent, attachments, private),
    };
    if let Some(interaction) = state.interactions.get_mut(&interaction.id) {
        interaction.pending = false;
        interaction.followups.push(id);
    }
    let (value, page) = (state.messages[&id].value.clone(), state.page_message(id));
    drop(state);
    discord.tell(if waits { "message_update" } else { "message_create" }, page);
    Ok(Json(value))
}

/// Takes the mark off a message that the bot is thinking.
fn settle(state: &mut Held, id: u64) {
    if let Some(message) = state.messages.get_mut(&id) {
        let flags = message.value["flags"].as_u64().unwrap_or(0);
        message.value["flags"] = json!(flags & !LOADING);
    }
}

/// The message that a webhook's path names: `@original`, or one of the follow-ups.
fn named(state: &mut Held, clock: &Clock, token: &str, message: &str) -> Result<(u64, u64), ApiError> {
    let interaction = state.answered(clock, token)?;
    let id = if message == "@original" { interaction.original } else { message.parse().ok() };
    let own = |id: &u64| interaction.original == Some(*id) || interaction.followups.contains(id);
    let id = id.filter(own).ok_or_else(|| ApiError::unknown(10008))?;
    let interaction = interaction.id;
    if state.messages.contains_key(&id) { Ok((interaction, id)) } else { Err(ApiError::unknown(10008)) }
}

type Named = Path<(u64, String, String)>;

/// `PATCH /webhooks/{application}/{token}/messages/{message}`
pub(super) async fn edit(State(discord): State<Discord>, Path((_, token, message)): Named, request: Request) -> Answer {
    let body = upload::read(request).await?;
    let now = discord.now_ms();
    let mut state = discord.lock();
    let (interaction, id) = named(&mut state, &discord.0.clock, &token, &message)?;
    if let Err(invalid) = validate::message(&body.json, true) {
        drop(state);
        let refusal = ApiError::from(invalid);
        note(&discord, interaction, &refusal);
        return Err(refusal);
    }
    let channel = state.messages[&id].channel;
    let (sent, attachments) = upload::attach(&mut state, now, channel, body);
    settle(&mut state, id);
    let value = rewrite(&mut state, now, id, &sent, attachments)?;
    if let Some(interaction) = state.interactions.get_mut(&interaction) {
        interaction.pending = false;
    }
    let page = state.page_message(id);
    drop(state);
    discord.tell("message_update", page);
    Ok(Json(value))
}

/// `GET /webhooks/{application}/{token}/messages/{message}`
pub(super) async fn show(State(discord): State<Discord>, Path((_, token, message)): Named) -> Answer {
    let mut state = discord.lock();
    let (_, id) = named(&mut state, &discord.0.clock, &token, &message)?;
    Ok(Json(state.fresh(discord.now_ms(), state.messages[&id].value.clone())))
}

/// `DELETE /webhooks/{application}/{token}/messages/{message}`
pub(super) async fn delete(
    State(discord): State<Discord>,
    Path((_, token, message)): Named,
) -> Result<Response, ApiError> {
    let mut state = discord.lock();
    let (interaction, id) = named(&mut state, &discord.0.clock, &token, &message)?;
    if let Some(interaction) = state.interactions.get_mut(&interaction)
        && interaction.original == Some(id)
    {
        // A follow-up can't take the place of a deleted deferral.
        interaction.pending = false;
    }
    let channel = state.messages.remove(&id).map(|message| message.channel.to_string());
    drop(state);
    discord.tell("message_delete", json!({ "id": id.to_string(), "channel_id": channel }));
    Ok(StatusCode::NO_CONTENT.into_response())
}
