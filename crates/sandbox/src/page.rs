//! The demo's page: its files, and the JSON routes below `/sandbox` that it speaks.
//!
//! Deliberately lacks behaviour: a route reads its request and hands it to the half that knows.

mod assets;
mod controls;
mod routes;
pub(crate) mod wire;

use axum::Router;
use serde_json::{Value, json};

use crate::{clock::Clock, discord::Discord, liveagent::HelpDesk};

/// What the page shows and moves.
#[derive(Clone)]
pub(crate) struct Halves {
    /// The Discord half.
    pub(crate) discord: Discord,
    /// The LiveAgent half.
    pub(crate) desk: HelpDesk,
    /// The time that both live in.
    pub(crate) clock: Clock,
}

impl Halves {
    fn clock(&self) -> Value {
        json!({ "now_ms": self.clock.now_ms(), "speed": self.clock.speed() })
    }

    fn desk(&self) -> Value {
        self.desk.queue_state()
    }

    fn faults(&self) -> Value {
        json!({ "liveagent": self.desk.faults().active(), "discord": self.discord.faults().active() })
    }
}

/// The page at `/`, its files below `/assets`, its routes below `/sandbox`.
pub(crate) fn router(halves: Halves) -> Router {
    Router::new().merge(assets::routes()).merge(routes::routes()).merge(controls::routes()).with_state(halves)
}
