//! Discord's two doors, REST and gateway, opened as the settings say.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use native_tls::TlsConnector;
use notifications::discord::Rest;
use serenity::all::{ApplicationId, GatewayIntents, GuildId, Http, HttpBuilder};

use crate::config::{Config, DISCORD, is_loopback};

/// The fewest intents: the servers the bot is in, so that it can leave those it does not serve. Interactions need none.
pub const INTENTS: GatewayIntents = GatewayIntents::GUILDS;

/// How long one request to Discord may take; serenity itself sets no limit.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(15);

/// A client of Discord's REST API at `DISCORD_API_URL`.
///
/// Without serenity's rate limiter: it waits out every 429 without end, also one that means that a message is too old to be edited once
/// more, keeps everybody else of its channel waiting meanwhile, and remembers something of each interaction for ever. What we post is
/// paced by us (`notifications`), and a proxy is spoken to as Discord is.
pub fn rest(config: &Config) -> anyhow::Result<Rest> {
    Ok(rest_with(config, connections(config, &crate::tls()?)?))
}

/// The same over these connections.
#[must_use]
pub fn rest_with(config: &Config, connections: reqwest::Client) -> Rest {
    Rest::new(Arc::new(http_with(config, &connections)), connections)
}

/// The connections to Discord: two clients of its API may share them.
///
/// A redirect is not followed, and no address is told to whom it leads: an interaction's token stands in it.
pub fn connections(config: &Config, tls: &TlsConnector) -> anyhow::Result<reqwest::Client> {
    let builder = reqwest::Client::builder();
    // A proxy of the environment is not for this machine's own addresses.
    let builder = if is_loopback(&config.discord_api_url) { builder.no_proxy() } else { builder };
    builder
        .tls_backend_preconfigured(tls.clone())
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .user_agent(concat!(
            "DiscordBot (https://github.com/switchboard-bot/switchboard, ",
            env!("CARGO_PKG_VERSION"),
            ")"
        ))
        .connect_timeout(Duration::from_secs(5))
        .timeout(REQUEST_TIMEOUT)
        .build()
        .context("can't start the HTTP client")
}

/// A client of Discord's REST API over these connections.
#[must_use]
pub fn http_with(config: &Config, connections: &reqwest::Client) -> Http {
    let builder =
        HttpBuilder::new(config.discord_token.expose()).client(connections.clone()).ratelimiter_disabled(true);
    if config.discord_api_url == DISCORD { builder.build() } else { builder.proxy(&config.discord_api_url).build() }
}

/// Who the token belongs to, and where the gateway is.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The application, under which commands are registered.
    pub application: ApplicationId,
    /// The bot's name.
    pub name: String,
    /// The address of the gateway, as the REST API names it.
    pub gateway: String,
    /// How long Discord takes no new session from the bot, if that is so: it takes 1,000 a day.
    pub pause: Option<Duration>,
}

/// Asks Discord who we are and where the gateway is. Tells a refused token from an unreachable Discord.
pub async fn identify(rest: &Rest) -> Result<Identity, IdentifyError> {
    let ((application, name), gateway) =
        tokio::try_join!(rest.application(), rest.gateway()).map_err(|error| match error.status() {
            Some(401) => IdentifyError::Token,
            _ => IdentifyError::Unreachable(error.to_string()),
        })?;
    let application = ApplicationId::new(application);
    rest.http().set_application_id(application);
    let pause = (gateway.starts_left == 0).then_some(gateway.starts_again);
    Ok(Identity { application, name, gateway: gateway.url, pause })
}

/// Why Discord did not say who we are.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum IdentifyError {
    /// The token is not a bot's.
    #[error("Discord rejected DISCORD_TOKEN; copy it again from the Bot page of discord.com/developers")]
    Token,
    /// Discord did not answer as Discord does.
    #[error("Discord can't be reached: {0}")]
    Unreachable(String),
}

/// The servers to serve, as serenity's ids.
pub fn guilds(config: &Config) -> impl Iterator<Item = GuildId> + '_ {
    config.guild_ids.iter().map(|id| GuildId::new(*id))
}
