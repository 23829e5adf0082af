//! The sandbox as tests and the demo hold it, in sentences: start it, type as a member, click, read what is shown.

mod answer;
mod builder;
mod member;
mod room;
mod roster;
mod typed;

use std::net::SocketAddr;

use tokio::task::JoinHandle;

pub use self::{
    answer::Answer,
    builder::Builder,
    member::{Choice, Member},
};
use crate::{clock::Clock, discord::Discord, liveagent::HelpDesk};

/// Both services, running on one address of this machine until it is dropped.
///
/// A request to a route that the sandbox does not have makes the drop panic: the bot asks for something that nobody checks.
pub struct Sandbox {
    pub(crate) number: u32,
    pub(crate) address: SocketAddr,
    pub(crate) discord: Discord,
    pub(crate) desk: HelpDesk,
    pub(crate) clock: Clock,
    pub(crate) token: String,
    pub(crate) server: JoinHandle<()>,
}

impl Sandbox {
    /// How it shall be.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Which of this process's sandboxes it is: a port may be another's later.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The page's address, which is Discord's too: `DISCORD_API_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The help desk's address: `LIVEAGENT_URL`.
    #[must_use]
    pub fn liveagent_url(&self) -> String {
        format!("http://{}/liveagent", self.address)
    }

    /// The bot's token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The help desk's key.
    #[must_use]
    pub fn api_key(&self) -> &str {
        self.desk.api_key()
    }

    /// The first server, which the bot is to serve.
    #[must_use]
    pub fn guild_id(&self) -> u64 {
        self.guild_ids()[0]
    }

    /// All servers.
    #[must_use]
    pub fn guild_ids(&self) -> Vec<u64> {
        self.discord.guild_ids()
    }

    /// The Discord half: its faults, its requests, its gateway.
    #[must_use]
    pub fn discord(&self) -> &Discord {
        &self.discord
    }

    /// The help desk: its faults, its requests, and what is in it.
    #[must_use]
    pub fn liveagent(&self) -> &HelpDesk {
        &self.desk
    }

    /// The time of both services.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Somebody with Manage Server, in #support.
    #[must_use]
    pub fn owner(&self) -> Member {
        self.member("Ada")
    }

    /// A member by name, in #support. Panics when there is none.
    #[must_use]
    pub fn member(&self, name: &str) -> Member {
        Member::new(&self.discord, self.guild_id(), name)
    }

    /// The same person in another server.
    #[must_use]
    pub fn member_of(&self, guild: u64, name: &str) -> Member {
        Member::new(&self.discord, guild, name)
    }

    /// Waits until a bot is connected, and every server that it is in has its commands.
    pub async fn bot_ready(&self) {
        self.discord.until(|discord| (discord.is_connected() && discord.has_commands()).then_some(())).await;
    }

    /// Waits until a bot has identified or resumed more than `before` times, and is connected.
    pub async fn bot_back(&self, before: usize) {
        self.discord.until(|discord| (discord.connections() > before && discord.is_connected()).then_some(())).await;
    }

    /// Waits until no bot is connected.
    pub async fn bot_gone(&self) {
        self.discord.until(|discord| (!discord.is_connected()).then_some(())).await;
    }

    /// Waits until the bot has left a server.
    pub async fn bot_left(&self, guild: u64) {
        self.discord.until(|discord| discord.has_left(guild).then_some(())).await;
    }

    /// The messages of a channel that everybody sees, oldest first, as Discord has them.
    #[must_use]
    pub fn messages_in(&self, channel: &str) -> Vec<serde_json::Value> {
        self.discord.messages_in(self.guild_id(), channel)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
        let unknown = self.discord.unknown_routes();
        assert!(
            unknown.is_empty() || std::thread::panicking(),
            "the bot asked for what the sandbox does not have: {}",
            unknown.join(", ")
        );
    }
}
