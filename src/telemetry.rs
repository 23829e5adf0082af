//! Logging: one line per event on standard error, as text or JSON, and nothing in it that is secret.
//!
//! Two walls. Libraries are heard from `info` upward only, and serenity from `warn` or `error`, whatever `RUST_LOG` says: below that
//! they print frames and requests, with tokens and customers' words in them. And every line passes [`Redacted`], which blanks the
//! secrets of this process should one get through. A panic is logged by its place alone: its message may quote text.

use std::io::{self, Write};

use tracing::{Level, level_filters::LevelFilter};
use tracing_subscriber::{
    Layer, Registry,
    filter::{FilterExt as _, Targets},
    fmt::MakeWriter,
    layer::{Identity, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

use crate::config::{Config, LogFormat};

/// The crates of ours; theirs are the targets that may be heard below `info`.
const OURS: [&str; 6] = ["switchboard", "commands", "liveagent", "notifications", "store", "views"];

/// Starts logging for the process. Fails when `RUST_LOG` is not a filter, or when logging was started before.
pub fn start(config: &Config) -> anyhow::Result<()> {
    let writer = Redacted::new(&[config.discord_token.expose(), config.liveagent_api_key.expose()]);
    start_with(config, writer, Some(crate::serenity_log::layer()))
}

/// The same to another writer, with the first wall alone: the tests look for secrets in what comes out.
pub fn start_to<W>(config: &Config, writer: W) -> anyhow::Result<()>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    start_with(config, writer, None::<Identity>)
}

fn start_with<W, L>(config: &Config, writer: W, listener: Option<L>) -> anyhow::Result<()>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
    L: Layer<Registry> + Send + Sync,
{
    let wanted: Targets = config.log_filter.parse().map_err(|_| anyhow::anyhow!("RUST_LOG is not a filter"))?;
    let libraries = Targets::new()
        .with_default(LevelFilter::INFO)
        .with_target("serenity", Level::WARN)
        // It warns when a connection that is replaced does not answer, which is why it is (`watchdog`).
        .with_target("serenity::gateway::bridge::shard_manager", Level::ERROR)
        .with_target("serenity::gateway::bridge::shard_queuer", Level::ERROR)
        // Each process but one is told that what somebody types has its choices already.
        .with_target("poise::dispatch::slash", Level::ERROR)
        // These two warn with the route of a request, in which an interaction's token stands, and with whole payloads.
        .with_target("serenity::http::client", Level::ERROR)
        .with_target("serenity::gateway::ws", Level::ERROR);
    let allowed = OURS.iter().fold(libraries, |targets, name| targets.with_target(*name, Level::TRACE));
    let lines = tracing_subscriber::fmt::layer().with_writer(writer);
    let layer = match config.log_format {
        LogFormat::Text => lines.with_ansi(io::IsTerminal::is_terminal(&io::stderr())).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).boxed(),
    };
    let lines = layer.with_filter(wanted.and(allowed));
    tracing_subscriber::registry().with(listener).with(lines).try_init()?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(panic.place = %place, "a bug: please report this location");
    }));
    Ok(())
}

/// Standard error, with the secrets of this process blanked.
#[derive(Clone, Debug)]
pub struct Redacted<W = fn() -> io::Stderr> {
    secrets: Vec<String>,
    writer: W,
}

impl Redacted {
    /// Blanks `secrets`, and what they look like inside a URL, in all that is written to standard error.
    #[must_use]
    pub fn new(secrets: &[&str]) -> Self {
        Self::to(secrets, io::stderr)
    }
}

impl<W> Redacted<W> {
    /// The same before another writer.
    pub fn to(secrets: &[&str], writer: W) -> Self {
        let encoded = |secret: &&str| reqwest::Url::parse_with_params("x:", [("", secret)]).ok();
        let encoded = secrets.iter().filter_map(encoded).filter_map(|url| Some(url.query()?.get(1..)?.to_owned()));
        let mut secrets: Vec<String> = secrets.iter().map(|&secret| secret.to_owned()).chain(encoded).collect();
        secrets.retain(|secret| !secret.is_empty());
        secrets.dedup();
        Self { secrets, writer }
    }

    fn clean(&self, line: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(line);
        let found = self.secrets.iter().any(|secret| text.contains(secret));
        found.then(|| self.secrets.iter().fold(text.into_owned(), |text, secret| text.replace(secret, "[secret]")))
    }
}

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Redacted<W>
where
    Self: 'a,
{
    type Writer = Lines<'a, W, W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Lines { redacted: self, inner: self.writer.make_writer() }
    }
}

/// One event's writer: the subscriber hands over whole lines.
#[derive(Debug)]
pub struct Lines<'a, M, W> {
    redacted: &'a Redacted<M>,
    inner: W,
}

impl<M, W: Write> Write for Lines<'_, M, W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        match self.redacted.clean(line) {
            Some(cleaned) => self.inner.write_all(cleaned.as_bytes())?,
            None => self.inner.write_all(line)?,
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
