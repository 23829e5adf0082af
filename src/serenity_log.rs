//! What serenity 0.12.5 tells to its log alone, and the watchdog must know.
//!
//! After the close codes 4004, 4013 and 4014 it returns an error. After 4010 and 4011 it reads on in the stream that has ended, and after 4012
//! it connects again at once, and again. Sessions that are invalid it begins again without end. It is one log for the process, so only a process
//! that is the bot's alone listens.

use std::{
    fmt,
    sync::atomic::{AtomicU64, AtomicUsize, Ordering},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, filter::Targets, layer::Context, registry::LookupSpan};

/// What serenity says of a code, and what that means.
const REFUSALS: [(&str, &str); 3] = [
    ("Sent invalid shard data.", "Discord has no such shard (4010): correct SHARDS"),
    ("Shard has too many guilds.", "the bot is in too many servers for so few shards (4011): set SHARDS to more"),
    ("Unknown unclean close 4012", "Discord no longer speaks this version of its gateway (4012): update Switchboard"),
];

/// The last of [`REFUSALS`] that came, counted from 1.
static LAST: AtomicUsize = AtomicUsize::new(0);

/// How it begins when a session is to be started, for the first time or once more.
const STARTS: &str = "Telling shard queuer to start shard";
/// How it begins when a connection could not be made; it is tried again then.
const FAILS: &str = "[Shard Queuer] Err starting shard";

static STARTED: AtomicU64 = AtomicU64::new(0);
static FAILED: AtomicU64 = AtomicU64::new(0);

/// Why Discord lets nobody in, if it said so.
pub(crate) fn refusal() -> Option<&'static str> {
    let last = LAST.swap(0, Ordering::Relaxed);
    REFUSALS.get(last.checked_sub(1)?).map(|(_, text)| *text)
}

/// How many connections could not be made so far.
pub(crate) fn failed_connections() -> u64 {
    FAILED.load(Ordering::Relaxed)
}

/// How many sessions were to be started so far.
pub(crate) fn started_sessions() -> u64 {
    STARTED.load(Ordering::Relaxed)
}

/// Listens for what serenity says.
pub(crate) fn layer<S>() -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    Listener.with_filter(Targets::new().with_targets([
        ("serenity::gateway::shard", Level::WARN),
        ("serenity::gateway::bridge::shard_manager", Level::INFO),
        ("serenity::gateway::bridge::shard_queuer", Level::WARN),
    ]))
}

struct Listener;

impl<S: Subscriber> Layer<S> for Listener {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        event.record(&mut Words);
    }
}

struct Words;

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() != "message" {
            return;
        }
        let words = format!("{value:?}");
        if words.starts_with(STARTS) {
            STARTED.fetch_add(1, Ordering::Relaxed);
        }
        if words.starts_with(FAILS) {
            FAILED.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(found) = REFUSALS.iter().position(|(said, _)| words.contains(said)) {
            LAST.store(found + 1, Ordering::Relaxed);
        }
    }
}
