//! One address for everything: the page, Discord and the help desk.

use axum::{
    Router,
    extract::{ConnectInfo, State, WebSocketUpgrade},
    response::Response,
    routing::get,
};

use crate::{
    discord::{self, Discord},
    line::Cut,
    liveagent::HelpDesk,
};

/// All routes. What none of them knows is noted: it fails the test that asked for it.
pub(crate) fn router(discord: &Discord, desk: &HelpDesk, page: Router) -> Router {
    Router::new()
        .route("/gateway/", get(gateway))
        .route("/gateway", get(gateway))
        .fallback(discord::unknown)
        .with_state(discord.clone())
        .nest("/api/v10", discord::router(discord.clone()))
        .merge(discord::cdn(discord.clone()))
        .nest("/liveagent", desk.router())
        .merge(page)
}

async fn gateway(
    State(discord): State<Discord>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    upgrade: WebSocketUpgrade,
) -> Response {
    if let Some(stalled) = discord.stalls() {
        stalled.await;
    }
    upgrade.on_upgrade(|socket| discord.serve(socket, cut))
}
