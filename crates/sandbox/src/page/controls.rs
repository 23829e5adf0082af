//! The demo's controls below `/sandbox`: queues, faults, time. Each answers with the state after the change and tells every open page.

use axum::{Json, Router, extract::State, routing::get};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Halves,
    wire::{PageError, PageMove},
};

/// The page lets time run at most this many times as fast.
const FASTEST: f64 = 3_600.0;
/// The page skips at most a month at once.
const FARTHEST: i64 = 31 * 86_400;

pub(super) fn routes() -> Router<Halves> {
    Router::new()
        .route("/sandbox/desk", get(desk).post(move_desk))
        .route("/sandbox/faults", get(faults).post(set_faults))
        .route("/sandbox/clock", get(clock).post(move_clock))
}

async fn desk(State(halves): State<Halves>) -> Json<Value> {
    Json(halves.desk())
}

async fn faults(State(halves): State<Halves>) -> Json<Value> {
    Json(halves.faults())
}

async fn clock(State(halves): State<Halves>) -> Json<Value> {
    Json(halves.clock())
}

async fn move_desk(State(halves): State<Halves>, Json(wanted): Json<PageMove>) -> Result<Json<Value>, PageError> {
    let now = halves.desk.move_queue(wanted)?;
    halves.discord.tell("desk", now.clone());
    Ok(Json(now))
}

/// Breaks one of the two services, or mends it.
#[derive(Deserialize)]
struct Break {
    service: String,
    preset: String,
}

async fn set_faults(State(halves): State<Halves>, Json(wanted): Json<Break>) -> Result<Json<Value>, PageError> {
    let faults = match wanted.service.as_str() {
        "liveagent" => halves.desk.faults(),
        "discord" => halves.discord.faults(),
        _ => return Err(PageError::new(400, "there are two services: liveagent and discord")),
    };
    if !faults.preset(&wanted.preset) {
        return Err(PageError::new(400, "there is no such fault"));
    }
    let now = halves.faults();
    halves.discord.tell("faults", now.clone());
    Ok(Json(now))
}

/// Skips some time, or changes how fast it runs.
#[derive(Deserialize)]
struct Run {
    advance_seconds: Option<i64>,
    speed: Option<f64>,
}

async fn move_clock(State(halves): State<Halves>, Json(wanted): Json<Run>) -> Result<Json<Value>, PageError> {
    if let Some(seconds) = wanted.advance_seconds {
        if !(0..=FARTHEST).contains(&seconds) {
            return Err(PageError::new(400, "time goes forward, by 31 days at most"));
        }
        halves.clock.advance(SignedDuration::from_secs(seconds));
    }
    if let Some(speed) = wanted.speed {
        if !(0.0..=FASTEST).contains(&speed) {
            return Err(PageError::new(400, "time runs at 0 to 3600 times its speed"));
        }
        halves.clock.set_speed(speed);
    }
    let now = halves.clock();
    halves.discord.tell("clock", now.clone());
    Ok(Json(now))
}
