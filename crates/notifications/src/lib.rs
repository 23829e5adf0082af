//! Switchboard speaking up: scheduled digests, boards that keep themselves up to date, alerts on the queues.
//!
//! One way for all: decide, render, deliver, record.

mod alerts;
mod announcements;
mod ask;
mod audit_feed;
mod boards;
mod context;
mod creators;
pub mod decide;
mod deliver;
mod digests;
pub mod discord;
pub mod figure;
mod figures;
mod incident;
mod kept;
pub mod levels;
pub mod metric;
mod notifier;
mod outage;
mod pace;
mod parents;
pub mod poll;
mod portion;
mod pruning;
mod readers;
mod reading;
mod refusal;
pub mod schedule;
mod settings;
mod shows;
pub mod spec;
mod trouble;
mod wakeups;
mod watch;

use futures_util::{StreamExt as _, future::BoxFuture, stream};

pub use answers::Clock;

pub use self::{
    alerts::{title, unit},
    ask::{IncidentPress, Pressing, Stands},
    digests::is_late,
    kept::{Kept, Unreadable},
    notifier::{Notifier, Parts},
    settings::Settings,
};

/// How many things are done at once that wait for LiveAgent or Discord.
const MAX_CONCURRENT: usize = 64;

/// The outcomes of futures, some of which run at a time. In no order.
async fn all_at_once<T>(futures: Vec<BoxFuture<'_, T>>) -> Vec<T> {
    stream::iter(futures).buffer_unordered(MAX_CONCURRENT).collect().await
}
