//! Switchboard: a LiveAgent help desk in a support team's Discord.
//!
//! This crate starts and stops the bot: settings, logging, the connection. What the bot says is in `commands` (what is
//! asked and changed), `views` (how it looks) and `liveagent` (the help desk's API).

pub mod check;
pub mod config;
pub mod discord;
pub mod dotenv;
mod gateway;
mod pulse;
mod serenity_log;
pub mod telemetry;
mod watchdog;

use std::{
    future::Future,
    hash::{BuildHasher as _, RandomState},
    sync::Arc,
    time::Duration,
};

use anyhow::Context as _;
use commands::Parts;
use jiff::SignedDuration;
use liveagent::Client;
use native_tls::TlsConnector;
pub use notifications::Clock;
use notifications::Notifier;
use store::Store;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::{
    config::Config,
    discord::IdentifyError,
    gateway::Gateway,
    watchdog::{Exit, Watchdog},
};

/// Switchboard's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How long a shutdown waits for what is being answered.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a shutdown takes at most, unless something holds up the runtime; that is the watchdog's.
const STOP_TIMEOUT: Duration = Duration::from_secs(11);
/// How long it is waited until the database is closed.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(4);
/// For how long another process on the same database file is waited for, and how often it is looked whether it has ended.
const HANDOVER_TIMEOUT: Duration = Duration::from_secs(5);
const HANDOVER_INTERVAL: Duration = Duration::from_millis(100);
/// How long after the database was away at the start it is tried again.
const RETRY_DELAY: Duration = Duration::from_secs(10);

/// What is said of a `DATABASE_URL` that asks for no encryption.
const EXPOSED: &str = "connects to another machine without encryption, so the password and all data can be read on the way; add \
     ?sslmode=verify-full, or ?sslmode=require where the server's certificate can't be checked";

/// What all HTTP clients encrypt with: the system's certificates are in memory once.
pub fn tls() -> anyhow::Result<TlsConnector> {
    TlsConnector::new().context("can't set up TLS")
}

/// The client of LiveAgent that the settings describe.
pub fn liveagent(config: &Config, tls: &TlsConnector, clock: Clock) -> anyhow::Result<Client> {
    Client::builder(&config.liveagent_url, config.liveagent_api_key.clone())
        .requests_per_minute(config.liveagent_requests_per_minute)
        .time_zone(config.liveagent_time_zone.clone())
        .tls(tls.clone())
        .clock(move || clock.now())
        .build()
        .context("can't set up the LiveAgent client")
}

/// Whether a bot that ended, or never began, did so for a setting.
#[must_use]
pub fn is_of_the_settings(error: &anyhow::Error) -> bool {
    error.downcast_ref() == Some(&IdentifyError::Token)
        || error.downcast_ref().is_some_and(store::Error::is_of_the_address)
}

/// Runs the bot until `shutdown` is ready, then lets it finish what it is answering.
///
/// Fails when Discord refuses the token, or closes the gateway for good, and when the database can't be used. Ends the process when the bot
/// stands still, or a shutdown does not end.
pub async fn run(config: Config, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
    run_with(Clock::new(jiff::Timestamp::now), config, |code| std::process::exit(code), shutdown).await
}

/// [`run`], by another clock than the machine's, in a process that is not the bot's alone: it is not ended.
pub async fn run_by(clock: Clock, config: Config, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
    run_with(clock, config, |_| (), shutdown).await
}

async fn run_with(clock: Clock, config: Config, exit: Exit, shutdown: impl Future<Output = ()>) -> anyhow::Result<()> {
    let mut shutdown = std::pin::pin!(shutdown);
    let tls = tls()?;
    let connections = discord::connections(&config, &tls)?;
    let rest = Arc::new(discord::rest_with(&config, connections.clone()));
    let liveagent = liveagent(&config, &tls, clock.clone())?;
    let mut opening = Box::pin(open(&config));
    let store = tokio::select! {
        store = &mut opening => store?,
        () = &mut shutdown => {
            // What is being opened may hold what a kill left beside the file.
            if let Ok(Ok(store)) = timeout(CLOSE_TIMEOUT, opening).await {
                close(&store, CLOSE_TIMEOUT).await;
            }
            return Ok(());
        }
    };
    let prepared = tokio::select! {
        prepared = prepare(&store, &config) => prepared.map(Some),
        () = &mut shutdown => Ok(None),
    };
    let servers = match prepared {
        Ok(Some(servers)) => servers,
        ended => {
            close(&store, CLOSE_TIMEOUT).await;
            return Ok(ended.map(drop)?);
        }
    };
    // What tells this process from every other, also from one with the same number in another container.
    let random = RandomState::new().hash_one(());
    let notifier = Notifier::new(notifications::Parts {
        random,
        store: store.clone(),
        servers: servers.clone(),
        liveagent: liveagent.clone(),
        rest: Arc::clone(&rest),
        clock: clock.clone(),
        panel: config.liveagent_url.clone(),
        settings: notifications::Settings {
            interval: SignedDuration::from_secs(i64::from(config.liveagent_poll_seconds)),
            catch_up: SignedDuration::from_mins(i64::from(config.digest_catch_up_minutes)),
        },
    });
    let bot = commands::bot(Parts {
        liveagent,
        rest: Arc::clone(&rest),
        http: connections.clone(),
        store: store.clone(),
        settings: servers.clone(),
        notifier: Arc::clone(&notifier),
        panel: config.liveagent_url.clone(),
        guilds: discord::guilds(&config).collect(),
        member_commands_per_minute: config.member_commands_per_minute,
        process: store::Process {
            id: random,
            shards: config.shards.map(|shards| shards.to_string()).unwrap_or_default(),
        },
        version: VERSION,
        clock,
    });
    tracing::info!(
        version = VERSION,
        liveagent.url = config.liveagent_url,
        liveagent.requests_per_minute = config.liveagent_requests_per_minute,
        discord.api = config.discord_api_url,
        discord.served = config.guild_ids.len(),
        database = store.name(),
        "starting"
    );
    if store::is_exposed(config.database_url.expose()) {
        tracing::warn!("DATABASE_URL {EXPOSED}");
    }
    // Before the first interaction arrives, so that those of other processes are left to them. Errors are retried later.
    if let Err(error) = bot.renew().await {
        tracing::debug!(error = %error, "can't read which processes are alive yet");
    }
    let upkeep = tokio::spawn(commands::keep_up(Arc::clone(&bot)));
    let renewing = tokio::spawn({
        let bot = Arc::clone(&bot);
        async move { bot.keep_renewing().await }
    });
    let stop = CancellationToken::new();
    let background = tokio::spawn({
        let (notifier, stop) = (Arc::clone(&notifier), stop.clone());
        async move { notifier.run(stop).await }
    });
    let is_idle = Box::new({
        let bot = Arc::clone(&bot);
        move || bot.is_idle()
    });
    let watchdog = Watchdog::start(is_idle, exit).context("can't start a thread")?;
    let gateway = Gateway::new(&config, &connections, &rest, Arc::clone(&bot), &watchdog);
    let outcome = gateway.keep_connected(shutdown).await;
    let end = Instant::now() + STOP_TIMEOUT;
    watchdog.stopping();
    upkeep.abort();
    renewing.abort();
    stop.cancel();
    let (answered, posted, _, ()) = tokio::join!(
        bot.drain(DRAIN_TIMEOUT),
        timeout(DRAIN_TIMEOUT, background),
        timeout(DRAIN_TIMEOUT, bot.leave()),
        gateway.say_goodbye(),
    );
    if !answered || posted.is_err() {
        tracing::warn!("some work was not finished within {} s", DRAIN_TIMEOUT.as_secs());
    }
    servers.stop().await;
    close(&store, CLOSE_TIMEOUT.min(end.saturating_duration_since(Instant::now()))).await;
    tracing::info!("stopped");
    outcome?;
    anyhow::ensure!(answered, "the bot was stopped before everything was answered");
    Ok(())
}

/// Closes the database, so that its file can be copied alone.
async fn close(store: &Store, limit: Duration) {
    let why = match timeout(limit, store.close()).await {
        Ok(Ok(())) => return,
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it is still in use".to_owned(),
    };
    tracing::warn!(why, "the database was not closed cleanly; when copying its file, copy the -wal file too");
}

/// Saves the audit's retention and loads the servers' settings, retrying while the database is unavailable.
async fn prepare(store: &Store, config: &Config) -> Result<store::Servers, store::Error> {
    loop {
        let prepared = async {
            store.set_audit_retention(config.audit_retention_days).await?;
            store::Servers::start(store).await
        };
        match prepared.await {
            Err(error) if error.is_unavailable() => {
                tracing::warn!(error = %error, "trying again in {} s", RETRY_DELAY.as_secs());
                tokio::time::sleep(RETRY_DELAY).await;
            }
            prepared => return prepared,
        }
    }
}

/// Opens the database. One that is away when the machine starts is waited for; one that is another's, or newer, is not.
async fn open(config: &Config) -> anyhow::Result<Store> {
    let mut left = HANDOVER_TIMEOUT;
    loop {
        match Store::open(config.database_url.expose()).await {
            Err(error) if error.is_unavailable() => {
                tracing::warn!(error = %error, "trying again in {} s", RETRY_DELAY.as_secs());
                tokio::time::sleep(RETRY_DELAY).await;
            }
            // The one before may be about to end: an update starts the next one while it stops.
            Err(store::Error::InUse(_)) if !left.is_zero() => {
                left = left.saturating_sub(HANDOVER_INTERVAL);
                tokio::time::sleep(HANDOVER_INTERVAL).await;
            }
            opened => return opened.context("DATABASE_URL"),
        }
    }
}
