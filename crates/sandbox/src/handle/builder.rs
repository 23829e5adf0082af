//! How a sandbox shall be, and its start.

use std::{
    net::Ipv4Addr,
    sync::atomic::{AtomicU32, Ordering},
};

use jiff::tz::TimeZone;
use tokio::net::TcpListener;

use super::Sandbox;
use crate::{
    clock::Clock,
    discord::Discord,
    line::{Cut, Lines},
    liveagent::HelpDesk,
    page, server,
};

/// The number of the next one.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// The sandbox to come.
#[derive(Clone, Debug)]
pub struct Builder {
    api_key: String,
    token: String,
    guilds: usize,
    port: u16,
    limited: bool,
    zone: &'static str,
    clock: Option<Clock>,
    version: Option<String>,
    members_intent: bool,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            api_key: "sandbox-api-key".to_owned(),
            // Three parts, as Discord's have; the first is the application's id in base64.
            token: "MTI5MDAwMDAwMDAwMDAwMDAwMQ.Sandbx.not-a-real-token-but-as-long-as-one-is".to_owned(),
            guilds: 1,
            port: 0,
            limited: true,
            zone: "Europe/Bratislava",
            clock: None,
            version: None,
            members_intent: false,
        }
    }
}

impl Builder {
    /// The help desk's key.
    #[must_use]
    pub fn api_key(self, key: &str) -> Self {
        Self { api_key: key.to_owned(), ..self }
    }

    /// The bot's token.
    #[must_use]
    pub fn token(self, token: &str) -> Self {
        Self { token: token.to_owned(), ..self }
    }

    /// How many servers the bot is in.
    #[must_use]
    pub fn guilds(self, guilds: usize) -> Self {
        Self { guilds: guilds.max(1), ..self }
    }

    /// The port; 0 takes any that is free.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        Self { port, ..self }
    }

    /// Whether Discord's rate limits are kept. They are unless said otherwise.
    #[must_use]
    pub fn rate_limits(self, limited: bool) -> Self {
        Self { limited, ..self }
    }

    /// The help desk's time zone.
    #[must_use]
    pub fn zone(self, zone: &'static str) -> Self {
        Self { zone, ..self }
    }

    /// The version of the help desk's account, such as `4.20`: it has no operation that came later. The newest unless said
    /// otherwise; [`HelpDesk::set_version`] changes it on the way.
    #[must_use]
    pub fn liveagent_version(self, version: &str) -> Self {
        Self { version: Some(version.to_owned()), ..self }
    }

    /// Whether the bot may identify with the privileged intent for members, and so be told of their roles. It may not unless
    /// said otherwise.
    #[must_use]
    pub fn members_intent(self, granted: bool) -> Self {
        Self { members_intent: granted, ..self }
    }

    /// The clock of both services.
    #[must_use]
    pub fn clock(self, clock: Clock) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// Starts it. Panics when the port is taken.
    pub async fn start(self) -> Sandbox {
        let port = self.port;
        self.try_start().await.unwrap_or_else(|error| panic!("can't listen on port {port}: {error}"))
    }

    /// Starts it, unless the port is taken.
    pub async fn try_start(self) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let address = listener.local_addr()?;
        let clock = self.clock.unwrap_or_else(Clock::real);
        let zone = TimeZone::get(self.zone).unwrap_or(TimeZone::UTC);
        let desk = HelpDesk::new(&self.api_key, clock.clone(), zone);
        if let Some(version) = &self.version {
            desk.set_version(version);
        }
        let discord = Discord::new(self.token.clone(), self.guilds, &address.to_string(), clock.clone(), self.limited);
        if self.members_intent {
            discord.grant_members_intent();
        }
        let halves = page::Halves { discord: discord.clone(), desk: desk.clone(), clock: clock.clone() };
        let router = server::router(&discord, &desk, page::router(halves));
        let server = tokio::spawn(async move {
            // Serving ends only with the task.
            let _ = axum::serve(Lines(listener), router.into_make_service_with_connect_info::<Cut>()).await;
        });
        Ok(Sandbox {
            number: NEXT.fetch_add(1, Ordering::Relaxed),
            address,
            discord,
            desk,
            clock,
            token: self.token,
            server,
        })
    }
}
