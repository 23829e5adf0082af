//! The REST API, version 10, as far as the bot uses it. A route that is not here is refused, and noted: it fails the test.

mod commands;
mod guilds;
mod interactions;
mod messages;
mod upload;

use std::time::Duration;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, patch, post},
};
use serde_json::{Value, json};

use super::{error::ApiError, files, gateway, limits::Limit, starts, state::Discord, world};

type Answer = Result<Json<Value>, ApiError>;

/// Everything below `/api/v10`.
pub(crate) fn router(discord: Discord) -> Router {
    let faults = (discord.faults().clone(), discord.requests().clone());
    Router::new()
        .route("/gateway", get(gateway_address))
        .route("/gateway/bot", get(gateway_of_bot))
        .route("/applications/@me", get(application))
        .route("/oauth2/applications/@me", get(application))
        .route("/users/@me", get(me))
        .route("/users/@me/guilds", get(guilds::mine))
        .route("/users/@me/guilds/{guild}", axum::routing::delete(guilds::leave))
        .route("/users/@me/channels", post(guilds::open_direct))
        .route("/users/{user}", get(guilds::user))
        .route("/guilds/{guild}", get(guilds::show))
        .route("/guilds/{guild}/channels", get(guilds::channels))
        .route("/guilds/{guild}/roles", get(guilds::roles))
        .route("/guilds/{guild}/members/{user}", get(guilds::member))
        .route("/channels/{channel}", get(guilds::channel).patch(guilds::change_channel))
        .route("/channels/{channel}/messages", get(messages::list).post(messages::create))
        .route(
            "/channels/{channel}/messages/{message}",
            get(messages::show).patch(messages::edit).delete(messages::delete),
        )
        .route("/applications/{application}/commands", get(commands::list_global).put(commands::overwrite_global))
        .route(
            "/applications/{application}/guilds/{guild}/commands",
            get(commands::list).put(commands::overwrite).post(commands::create),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands/{command}",
            get(commands::show).patch(commands::edit).delete(commands::delete),
        )
        .route("/interactions/{id}/{token}/callback", post(interactions::callback))
        .route("/webhooks/{application}/{token}", post(interactions::follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/{message}",
            patch(interactions::edit).get(interactions::show).delete(interactions::delete),
        )
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(DefaultBodyLimit::max(upload::LARGEST_BODY))
        .layer(middleware::from_fn_with_state(discord.clone(), guard))
        .layer(middleware::from_fn_with_state(faults, crate::faults::layer))
        .with_state(discord)
}

/// The addresses of files, which Discord has on another host; they ask for no token.
pub(crate) fn cdn(discord: Discord) -> Router {
    let faults = (discord.faults().clone(), discord.requests().clone());
    Router::new()
        .route("/attachments/{channel}/{id}/{name}", get(files::serve))
        .layer(middleware::from_fn_with_state(faults, crate::faults::layer))
        .with_state(discord)
}

/// A route that the sandbox does not have.
pub(crate) async fn unknown(State(discord): State<Discord>, request: Request) -> ApiError {
    let route = format!("{} {}", request.method(), request.uri().path());
    discord.lock().unknown_routes.push(route);
    ApiError::unknown_route()
}

/// Checks who asks, and how often.
async fn guard(State(discord): State<Discord>, request: Request, next: Next) -> Response {
    let limit = limit(request.method(), request.uri().path());
    if !limit.interaction && !is_bot(request.headers(), &discord.0.token) {
        return ApiError::unauthorized().into_response();
    }
    match discord.0.limits.take(&limit) {
        Ok(headers) => {
            let mut response = next.run(request).await;
            response.headers_mut().extend(headers);
            response
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn is_bot(headers: &HeaderMap, token: &str) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    given.is_some_and(|given| given.starts_with("Bot ") && gateway::bare(given) == token)
}

/// The bucket of a route: ids other than those of channels, servers and webhooks don't matter.
fn limit(method: &Method, path: &str) -> Limit {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let seconds = Duration::from_secs;
    let (name, size, window, interaction) = match parts.as_slice() {
        ["interactions", id, ..] => (format!("callback {id}"), 5, seconds(1), true),
        ["webhooks", _, token, ..] => (format!("webhook {token}"), 5, seconds(2), true),
        ["channels", channel, "messages", ..] => (format!("{method} messages {channel}"), 5, seconds(5), false),
        ["applications", _, "guilds", guild, ..] => (format!("{method} commands {guild}"), 5, seconds(20), false),
        ["guilds", guild, ..] => (format!("{method} guild {guild}"), 10, seconds(10), false),
        ["users", "@me", "channels"] => ("direct".to_owned(), 10, seconds(10), false),
        _ => (format!("{method} {}", parts.first().unwrap_or(&"")), 30, seconds(30), false),
    };
    Limit { name, size, window, interaction }
}

async fn gateway_address(State(discord): State<Discord>) -> Json<Value> {
    Json(json!({ "url": discord.0.gateway_url }))
}

async fn gateway_of_bot(State(discord): State<Discord>) -> Json<Value> {
    let (remaining, reset) = discord.lock().starts.left();
    let reset = u64::try_from(reset.as_millis()).unwrap_or(u64::MAX);
    let limit = json!({ "total": starts::DAILY, "remaining": remaining, "reset_after": reset, "max_concurrency": 1 });
    Json(json!({ "url": discord.0.gateway_url, "shards": 1, "session_start_limit": limit }))
}

async fn application(State(discord): State<Discord>) -> Json<Value> {
    let state = discord.lock();
    let servers = state.guilds.iter().filter(|guild| guild.has_bot).count();
    Json(json!({
        "id": world::BOT.to_string(), "name": "Switchboard", "icon": null, "description": "A help desk in Discord", "type": null,
        "bot": world::bot(), "summary": "", "bot_public": false, "bot_require_code_grant": false, "verify_key": "0".repeat(64),
        "flags": state.application_flags(), "owner": world::user(1_200_000_000_000_000_001, "Ada"), "team": null, "rpc_origins": [], "redirect_uris": [],
        "interactions_endpoint_url": null, "role_connections_verification_url": null, "tags": [], "hook": true,
        "integration_types_config": { "0": {} }, "approximate_guild_count": servers, "approximate_user_install_count": 0,
    }))
}

async fn me() -> Json<Value> {
    Json(world::bot())
}
