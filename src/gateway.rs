//! Keeps the bot connected to the gateway, with one client after the other.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use commands::{Bot, EventCounts, Events};
use notifications::discord::Rest;
use serenity::{
    Client,
    all::{ClientBuilder, Http, ShardId, ShardManager},
};

use crate::{
    config::{Config, Shards},
    discord::{self, IdentifyError, Identity},
    watchdog::{Renewal, Watchdog, say_goodbye},
};

/// How long after Discord did not answer at the start it is asked again.
const RETRY_DELAY: Duration = Duration::from_secs(10);

/// The connection to Discord's gateway.
pub(crate) struct Gateway<'a> {
    config: &'a Config,
    connections: &'a reqwest::Client,
    rest: &'a Rest,
    bot: Arc<Bot>,
    watchdog: &'a Watchdog,
    /// The client that is connected, or about to be.
    current: Mutex<Option<Arc<ShardManager>>>,
}

impl<'a> Gateway<'a> {
    pub(crate) fn new(
        config: &'a Config,
        connections: &'a reqwest::Client,
        rest: &'a Rest,
        bot: Arc<Bot>,
        watchdog: &'a Watchdog,
    ) -> Self {
        Self { config, connections, rest, bot, watchdog, current: Mutex::default() }
    }

    /// Stays connected until `shutdown` is ready, whatever it is waiting for. Fails when Discord closes the gateway for good.
    pub(crate) async fn keep_connected(&self, shutdown: impl Future<Output = ()> + Unpin) -> anyhow::Result<()> {
        let ended = tokio::select! {
            ended = self.connect() => ended,
            () = shutdown => {
                tracing::info!("stopping");
                Ok(())
            }
        };
        self.watchdog.rest();
        ended
    }

    /// Ends the connection.
    pub(crate) async fn say_goodbye(&self) {
        let manager = self.current().take();
        if let Some(manager) = manager {
            say_goodbye(&manager).await;
        }
    }

    async fn connect(&self) -> anyhow::Result<()> {
        loop {
            let http = discord::http_with(self.config, self.connections);
            let identity = may_start(self.rest).await?;
            http.set_application_id(identity.application);
            let mut client = client(http, identity, Arc::clone(&self.bot), self.watchdog.events()).await?;
            *self.current() = Some(Arc::clone(&client.shard_manager));
            self.watchdog.watch(Arc::clone(&client.shard_manager), shards(self.config));
            let renewal = tokio::select! {
                ended = start(&mut client, self.config) => return ended,
                renewal = self.watchdog.renewal() => renewal,
            };
            *self.current() = None;
            give_up(client).await;
            match renewal {
                Renewal::Never(why) => anyhow::bail!("the gateway has closed permanently: {why}"),
                Renewal::After(wait, why) => {
                    tracing::warn!(why, "reconnecting to the gateway in {} s", wait.as_secs());
                    tokio::time::sleep(wait).await;
                }
            }
        }
    }

    fn current(&self) -> MutexGuard<'_, Option<Arc<ShardManager>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn client(http: Http, identity: Identity, bot: Arc<Bot>, events: Arc<EventCounts>) -> anyhow::Result<Client> {
    let events = Events::new(bot, events);
    let client = ClientBuilder::new_with_http(http, discord::INTENTS).raw_event_handler(events.clone()).await?;
    events.come_from(Arc::clone(&client.shard_manager));
    // serenity falls back on Discord's own gateway when it can't ask for the address; ours was asked for already.
    *client.ws_url.lock().await = identity.gateway;
    Ok(client)
}

/// Runs the client until Discord closes the gateway for good.
async fn start(client: &mut Client, config: &Config) -> anyhow::Result<()> {
    let ended = match config.shards {
        // serenity starts the end of this range, too.
        Some(Shards { first, last, total }) => client.start_shard_range(first..last, total).await,
        None => client.start().await,
    };
    ended.map_err(|error| anyhow::anyhow!("the gateway has closed permanently: {error}"))
}

fn shards(config: &Config) -> Vec<ShardId> {
    config.shards.map_or_else(|| vec![ShardId(0)], |shards| (shards.first..=shards.last).map(ShardId).collect())
}

/// Ends a client for another one.
async fn give_up(client: Client) {
    // Whatever of it still wants to connect waits for this address, for ever: two clients would hear everything twice.
    std::mem::forget(client.ws_url.lock_owned().await);
    // It may hang, which is why it is given up.
    tokio::spawn(async move { say_goodbye(&client.shard_manager).await });
}

/// Asks Discord who we are until it answers, and may be connected to: it may be away when the machine starts.
async fn may_start(rest: &Rest) -> Result<Identity, IdentifyError> {
    loop {
        match discord::identify(rest).await {
            Err(error @ IdentifyError::Unreachable(_)) => {
                tracing::warn!(error = %error, "trying again in {} s", RETRY_DELAY.as_secs());
                tokio::time::sleep(RETRY_DELAY).await;
            }
            Ok(Identity { pause: Some(pause), .. }) => {
                tracing::warn!("Discord allows no new session for {} s; waiting", pause.as_secs());
                tokio::time::sleep(pause).await;
            }
            outcome => return outcome,
        }
    }
}
