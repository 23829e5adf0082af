//! The JSON routes below `/sandbox`: each reads its request, hands it to the half that knows, and passes the answer on.
//!
//! Deliberately lacks checks of its own: what may be sent is for the halves to say.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderMap, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::{get, post},
};
use futures_util::{Stream, stream};
use serde_json::{Value, json};
use tokio::sync::broadcast::Receiver;

use super::{
    Halves,
    assets::guards,
    wire::{PageClick, PageCommand, PageError, PageEvent, PageGift, PageMenu, PageSubmit, PageText},
};
use crate::discord::{LARGEST, Upload};

/// How often a quiet event stream says that it is alive.
const ALIVE: Duration = Duration::from_secs(15);

type Answer = Result<Json<Value>, PageError>;

pub(super) fn routes() -> Router<Halves> {
    Router::new()
        .route("/sandbox/state", get(state))
        .route("/sandbox/events", get(events))
        .route("/sandbox/command", post(command))
        .route("/sandbox/autocomplete", post(autocomplete))
        .route("/sandbox/menu", post(menu))
        .route("/sandbox/click", post(click))
        .route("/sandbox/submit", post(submit))
        .route("/sandbox/message", post(message))
        // Large enough to say what is wrong with a file that is too large.
        .route("/sandbox/files", post(give).layer(DefaultBodyLimit::max(4 * LARGEST)))
        .route("/sandbox/attachments/{id}/{filename}", get(attachment))
}

async fn state(State(halves): State<Halves>) -> Json<Value> {
    let mut state = halves.discord.page_state();
    state["clock"] = halves.clock();
    state["desk"] = halves.desk();
    state["faults"] = halves.faults();
    Json(state)
}

async fn events(State(halves): State<Halves>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(told(halves.discord.subscribe())).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// Events until the sandbox ends, or until the page fell so far behind that some are lost: then it connects and reads the state
/// anew.
fn told(receiver: Receiver<PageEvent>) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(receiver, async |mut receiver| {
        let event = receiver.recv().await.ok()?;
        let text = serde_json::to_string(&event).ok()?;
        Some((Ok(Event::default().data(text)), receiver))
    })
}

async fn command(State(halves): State<Halves>, Json(command): Json<PageCommand>) -> Answer {
    halves.discord.invoke(command).map(|id| interaction(&id))
}

async fn autocomplete(State(halves): State<Halves>, Json(command): Json<PageCommand>) -> Answer {
    let choices = halves.discord.autocomplete(command).await?;
    Ok(Json(json!({ "choices": choices })))
}

async fn menu(State(halves): State<Halves>, Json(menu): Json<PageMenu>) -> Answer {
    halves.discord.menu(&menu).map(|id| interaction(&id))
}

async fn click(State(halves): State<Halves>, Json(click): Json<PageClick>) -> Answer {
    halves.discord.click(&click).map(|id| interaction(&id))
}

async fn submit(State(halves): State<Halves>, Json(submit): Json<PageSubmit>) -> Answer {
    halves.discord.submit(&submit).map(|id| interaction(&id))
}

async fn message(State(halves): State<Halves>, Json(text): Json<PageText>) -> Answer {
    halves.discord.post(&text).map(|id| Json(json!({ "id": id })))
}

/// A file that a member picks for an option of a command: the body is the file.
async fn give(
    State(halves): State<Halves>,
    Query(gift): Query<PageGift>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, PageError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let upload = Upload { name: gift.name, content_type: content_type.to_owned(), bytes: body };
    let id = halves.discord.take_file(gift.member_id, gift.channel_id, upload)?;
    Ok(Json(json!({ "id": id.to_string() })))
}

fn interaction(id: &str) -> Json<Value> {
    Json(json!({ "interaction_id": id }))
}

/// A file that the bot sent. Only pictures are shown by the browser itself.
async fn attachment(
    State(halves): State<Halves>,
    Path((id, _)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let (kind, bytes) = halves.discord.attachment(&id).ok_or_else(|| PageError::new(404, "there is no such file"))?;
    let place = if kind.starts_with("image/") { "inline" } else { "attachment" };
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, place.to_owned())], guards(), bytes)
        .into_response())
}
