//! The servers that the bot is in: commands are registered in those that are served, however late the bot is invited; the
//! others are left.

use std::time::Duration;

use serenity::all::{ApplicationId, GuildId, Http, Ready};

use crate::{
    Bot, discord,
    register::{Registered, register},
};

/// How soon it is tried again to register commands, and how long that grows to at most.
const AGAIN: Duration = Duration::from_secs(10);
const AGAIN_MOST: Duration = Duration::from_mins(10);

/// The address that invites the bot: its commands need the scope, digests and boards the permission to post.
#[must_use]
pub fn invite(application: ApplicationId) -> String {
    // View Channels, Send Messages, Embed Links, Attach Files, Read Message History, Send Messages in Threads.
    const PERMISSIONS: u64 = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38;
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={PERMISSIONS}"
    )
}

/// Connected: says which of the servers to serve the bot is not in.
pub(crate) fn connected(bot: &Bot, ready: &Ready) {
    tracing::info!(discord.guilds = ready.guilds.len(), "connected to Discord");
    let total = ready.shard.map_or(1, |shard| u64::from(shard.total.max(1)));
    let own = ready.shard.map_or(0, |shard| u64::from(shard.id.0));
    for guild in bot.guilds.iter().filter(|guild| (guild.get() >> 22) % total == own) {
        if ready.guilds.iter().all(|joined| joined.id != *guild) {
            let invite = invite(ready.application.id);
            tracing::warn!(guild.id = guild.get(), "the bot is not in this server; invite it: {invite}");
        }
    }
}

/// The bot is in a server, since now or since before it connected.
pub(crate) async fn joined(bot: &Bot, http: &Http, guild: GuildId) {
    if bot.guilds.contains(&guild) {
        return register_until_done(bot, http, guild).await;
    }
    tracing::warn!(guild.id = guild.get(), "leaving a server that DISCORD_GUILD_IDS does not list");
    if let Err(error) = guild.leave(http).await {
        tracing::warn!(guild.id = guild.get(), error = discord::say(&error), "can't leave it");
    }
}

/// Registers the commands, again and again while Discord is away. A refusal is the operator's to mend.
async fn register_until_done(bot: &Bot, http: &Http, guild: GuildId) {
    let mut again = AGAIN;
    loop {
        // One at a time: hundreds of servers come at once.
        let turn = bot.registering.lock().await;
        let outcome = register(http, guild).await;
        drop(turn);
        let guild = guild.get();
        match outcome {
            Ok(Registered::Unchanged) => return tracing::info!(guild.id = guild, "commands are up to date"),
            Ok(Registered::Written) => return tracing::info!(guild.id = guild, "commands registered"),
            Err(error) => {
                let passes =
                    discord::status(&error).is_none_or(|status| status.as_u16() == 429 || status.is_server_error());
                let reason = discord::say(&error);
                if !passes {
                    return tracing::error!(guild.id = guild, error = reason, "can't register the commands");
                }
                tracing::warn!(
                    guild.id = guild,
                    error = reason,
                    "can't register the commands; trying again in {} s",
                    again.as_secs()
                );
            }
        }
        tokio::time::sleep(again).await;
        again = (again * 2).min(AGAIN_MOST);
    }
}
