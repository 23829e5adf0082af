//! The servers that the bot is in: commands are registered in those that are served, however late the bot is invited; the
//! others are left.

use notifications::discord::Rest;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serenity::all::{ApplicationId, GuildId, Ready};
use tokio::{sync::Notify, time::timeout};

use crate::{
    Bot,
    discord::register::{Registered, register},
};

/// How soon it is tried again to register commands, and how long that grows to at most.
const RETRY_DELAY: Duration = Duration::from_secs(10);
const MAX_RETRY_DELAY: Duration = Duration::from_mins(10);

/// Discord's code for a server where the bot may not have commands.
const MISSING_ACCESS: u64 = 50_001;

/// Between two servers: a registration is two requests, and Discord takes 50 a second in all, of which digests and boards may take 40.
const SERVER_INTERVAL: Duration = Duration::from_millis(250);

/// The address that invites the bot: its commands need the scope, digests and boards the permission to post.
#[must_use]
pub fn invite(application: ApplicationId) -> String {
    // View Channels, Send Messages, Embed Links, Attach Files, Read Message History, Send Messages in Threads.
    const PERMISSIONS: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38;
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={PERMISSIONS}"
    )
}

/// Connected: registers the commands in the served servers that the bot is in, and logs those it isn't in. It doesn't wait for `GUILD_CREATE`:
/// serenity may not be able to read that event.
pub(crate) fn connected(bot: &Bot, ready: &Ready) {
    tracing::info!(discord.guilds = ready.guilds.len(), "connected to Discord");
    let total = ready.shard.map_or(1, |shard| u64::from(shard.total.max(1)));
    let own = ready.shard.map_or(0, |shard| u64::from(shard.id.0));
    for guild in bot.guilds.iter().filter(|guild| (guild.get() >> 22) % total == own) {
        if ready.guilds.iter().any(|joined| joined.id == *guild) {
            register_soon(bot, *guild);
        } else {
            let invite = invite(ready.application.id);
            tracing::warn!(guild.id = guild.get(), "the bot is not in this server; invite it: {invite}");
        }
    }
}

/// The bot is in a server, since now or since before it connected. Remembers no more than that: hundreds come at once.
pub(crate) async fn joined(bot: &Bot, guild: GuildId) {
    if !bot.guilds.contains(&guild) {
        tracing::warn!(guild.id = guild.get(), "leaving a server that DISCORD_GUILD_IDS does not list");
        if let Err(error) = bot.rest.leave(guild.get()).await {
            tracing::warn!(guild.id = guild.get(), error = %error, "can't leave the server");
        }
        return;
    }
    // READY has usually added it already.
    if !bot.registering.is_known(guild) {
        register_soon(bot, guild);
    }
}

fn register_soon(bot: &Bot, guild: GuildId) {
    if bot.registering.begin(guild) {
        tokio::spawn(register_all(Arc::clone(&bot.registering), Arc::clone(&bot.rest)));
    }
}

/// The servers whose commands are to be registered, and whether somebody is at it.
#[derive(Debug, Default)]
pub(crate) struct Registering {
    waiting: Mutex<Waiting>,
    /// Ends a wait when there is a new server.
    added: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    guilds: BTreeSet<GuildId>,
    /// All servers that were added, until the bot leaves them.
    known: BTreeSet<GuildId>,
    at_work: bool,
}

impl Registering {
    /// Adds a server. Whether nobody is at work yet.
    fn begin(&self, guild: GuildId) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.guilds.insert(guild);
        waiting.known.insert(guild);
        self.added.notify_one();
        !std::mem::replace(&mut waiting.at_work, true)
    }

    /// Whether it was added and the bot hasn't left it since.
    fn is_known(&self, guild: GuildId) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).known.contains(&guild)
    }

    /// The bot has left a server, which removes its commands.
    pub(crate) fn forget(&self, guild: GuildId) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).known.remove(&guild);
    }

    /// The servers that have come since; work ends when there are none and nothing is `left` to be tried again.
    fn take(&self, left: bool) -> Option<BTreeSet<GuildId>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = std::mem::take(&mut waiting.guilds);
        waiting.at_work = left || !taken.is_empty();
        waiting.at_work.then_some(taken)
    }
}

/// Registers the commands in one server after the other, again and again while Discord is away.
async fn register_all(registering: Arc<Registering>, rest: Arc<Rest>) {
    let mut again = RETRY_DELAY;
    let mut left = BTreeSet::new();
    while let Some(new) = registering.take(!left.is_empty()) {
        if new.is_empty() {
            // Ends early for a new server.
            if timeout(again, registering.added.notified()).await.is_err() {
                again = (again * 2).min(MAX_RETRY_DELAY);
            }
            // Those that the bot has left are not retried.
            left.retain(|guild| registering.is_known(*guild));
        } else {
            again = RETRY_DELAY;
        }
        let wanted: BTreeSet<GuildId> = std::mem::take(&mut left).into_iter().chain(new).collect();
        for guild in wanted {
            if !register_one(&rest, guild).await {
                left.insert(guild);
            }
            tokio::time::sleep(SERVER_INTERVAL).await;
        }
    }
}

/// Whether it is done, or was refused in a way that only another version can change.
async fn register_one(rest: &Rest, guild: GuildId) -> bool {
    let outcome = register(rest, guild).await;
    let guild = guild.get();
    match outcome {
        Ok(Registered::Unchanged) => tracing::info!(guild.id = guild, "commands are up to date"),
        Ok(Registered::Written) => tracing::info!(guild.id = guild, "commands registered"),
        Err(error) => {
            // Invited without the scope for commands. It may be added later, and Discord sends no event for that.
            let is_closed = error.code() == Some(MISSING_ACCESS);
            if is_closed || error.is_passing() || matches!(error.status(), Some(401 | 403)) {
                let how = if is_closed { "invite the bot again with the scope applications.commands; " } else { "" };
                tracing::warn!(guild.id = guild, error = %error, "can't register the commands; {how}trying again");
                return false;
            }
            tracing::error!(guild.id = guild, error = %error, "can't register the commands");
        }
    }
    true
}
