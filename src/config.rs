//! The settings, read from variables (the environment, `.env`) and checked all at once.
//!
//! Pure: [`Config::read`] takes a look-up function, so it reads no environment and no file but those that `NAME_FILE`
//! variables name. It asks no service whether a setting is right; `switchboard check` does.
//!
//! No problem quotes what is set: a key may stand where an address belongs, a token where a server's id does.

mod reader;
mod values;

use std::fmt;

use jiff::tz::TimeZone;
use liveagent::ApiKey;

pub(crate) use self::values::is_loopback;
use self::{
    reader::Reader,
    values::{base_url, database_url, guild_list, log_filter, log_format, number, shards_of, time_zone, token},
};

/// Discord's own API, where nothing else is set.
pub const DISCORD: &str = "https://discord.com";

/// What `LIVEAGENT_REQUESTS_PER_MINUTE` is when it is not set: two thirds of what LiveAgent allows one key.
pub const REQUESTS_PER_MINUTE: u32 = 120;

/// What `LIVEAGENT_POLL_SECONDS` is when it is not set, and at least.
pub const POLL_SECONDS: u32 = 30;
const POLL_SECONDS_LEAST: u32 = 15;

/// What `DIGEST_CATCH_UP_MINUTES` is when it is not set.
pub const CATCH_UP_MINUTES: u32 = 60;

/// What `MEMBER_COMMANDS_PER_MINUTE` is when it is not set.
pub const MEMBER_COMMANDS: u32 = 60;

/// Where data is kept when `DATABASE_URL` is not set.
pub const DATABASE: &str = "sqlite://switchboard.sqlite";

/// Every setting, as `.env.example` explains them.
#[derive(Clone, Debug)]
pub struct Config {
    /// `DISCORD_TOKEN`: the bot's token.
    pub discord_token: Secret,
    /// `DISCORD_GUILD_IDS`: the servers that are served; all others are refused and left.
    pub guild_ids: Vec<u64>,
    /// `DISCORD_API_URL`: the base of Discord's API, without a trailing slash.
    pub discord_api_url: String,
    /// `LIVEAGENT_URL`: the base of the account, without a trailing slash.
    pub liveagent_url: String,
    /// `LIVEAGENT_API_KEY`: the key of the account's API v1.
    pub liveagent_api_key: ApiKey,
    /// `LIVEAGENT_TIMEZONE`: the account's zone; measured when it is not set.
    pub liveagent_time_zone: Option<TimeZone>,
    /// `LIVEAGENT_REQUESTS_PER_MINUTE`: the budget of requests; 0 lifts it.
    pub liveagent_requests_per_minute: u32,
    /// `LIVEAGENT_POLL_SECONDS`: how often the figures of alerts and boards are asked for.
    pub liveagent_poll_seconds: u32,
    /// `DIGEST_CATCH_UP_MINUTES`: how late a digest may come after a time in which nobody was there to post it.
    pub digest_catch_up_minutes: u32,
    /// `MEMBER_COMMANDS_PER_MINUTE`: how much one member may ask; 0 lifts it.
    pub member_commands_per_minute: u32,
    /// `SHARDS`: which shards of the gateway this process has; all, as Discord advises, if `None`.
    pub shards: Option<Shards>,
    /// `DATABASE_URL`: where data is kept, SQLite or PostgreSQL.
    pub database_url: Secret,
    /// `LOG_FORMAT`: how log lines look.
    pub log_format: LogFormat,
    /// `RUST_LOG`: what is logged.
    pub log_filter: String,
}

/// Some of the gateway's shards: `0-3/16` are the first four of sixteen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Shards {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// How many there are in all processes together.
    pub total: u32,
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}/{}", self.first, self.last, self.total)
    }
}

/// How log lines look.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// A string that no log and no error may show.
#[derive(Clone, Eq, PartialEq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    /// The secret itself, for the one place that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Everything that is wrong with the settings, in one message.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{}", describe(.0))]
pub struct ConfigError(pub Vec<Problem>);

/// What is wrong with one setting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    /// The variable's name.
    pub setting: &'static str,
    /// What is wrong and what to do, never with what is set.
    pub problem: String,
}

fn describe(problems: &[Problem]) -> String {
    use fmt::Write as _;
    let mut text = match problems.len() {
        1 => "1 setting is missing or wrong:".to_owned(),
        n => format!("{n} settings are missing or wrong:"),
    };
    for Problem { setting, problem } in problems {
        let _ = write!(text, "\n  {setting}: {problem}");
    }
    text.push_str("\nSet them in the environment or in .env; .env.example explains each.");
    text
}

impl Config {
    /// Reads all settings through `variable`, which gives a variable's value by its name.
    ///
    /// Fails with every problem there is, not just the first.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut read = Reader::new(variable);
        let discord = read.required("DISCORD_TOKEN", "the bot's token, from the Bot page of discord.com/developers");
        let discord_token = read.parse("DISCORD_TOKEN", discord, token).unwrap_or_default();
        let guild_ids = read.required("DISCORD_GUILD_IDS", "the ids of the servers to serve, separated by commas");
        let guild_ids = read.parse("DISCORD_GUILD_IDS", guild_ids, |text| guild_list(&text)).unwrap_or_default();
        let api_url = read.optional("DISCORD_API_URL").unwrap_or_else(|| DISCORD.to_owned());
        let discord_api_url = read.parse("DISCORD_API_URL", Some(api_url), |url| base_url(&url)).unwrap_or_default();
        let url = read.required("LIVEAGENT_URL", "the address of the account, such as https://acme.ladesk.com");
        let liveagent_url = read.parse("LIVEAGENT_URL", url, |url| base_url(&url)).unwrap_or_default();
        let key =
            read.required("LIVEAGENT_API_KEY", "the key of API v1, from Configuration > System > API in LiveAgent");
        let zone = read.optional("LIVEAGENT_TIMEZONE");
        let liveagent_time_zone = read.parse("LIVEAGENT_TIMEZONE", zone, |name| time_zone(&name));
        let pace = read.optional("LIVEAGENT_REQUESTS_PER_MINUTE");
        let pace = read.parse("LIVEAGENT_REQUESTS_PER_MINUTE", pace, |text| {
            text.parse().map_err(|_| "is not a whole number; 120 is usual, 0 lifts the limit".to_owned())
        });
        let poll = read.optional("LIVEAGENT_POLL_SECONDS");
        let poll = read.parse("LIVEAGENT_POLL_SECONDS", poll, |text| {
            number(&text, POLL_SECONDS_LEAST..=3_600, "30 is usual, 15 the least")
        });
        let catch_up = read.optional("DIGEST_CATCH_UP_MINUTES");
        let catch_up = read.parse("DIGEST_CATCH_UP_MINUTES", catch_up, |text| {
            number(&text, 0..=1_440, "60 is usual, 0 posts nothing late")
        });
        let member = read.optional("MEMBER_COMMANDS_PER_MINUTE");
        let member = read.parse("MEMBER_COMMANDS_PER_MINUTE", member, |text| {
            number(&text, 0..=1_000, "60 is usual, 0 lifts the limit")
        });
        let shards = read.optional("SHARDS");
        let shards = read.parse("SHARDS", shards, |text| shards_of(&text));
        let database = read.optional("DATABASE_URL").unwrap_or_else(|| DATABASE.to_owned());
        let database_url = read.parse("DATABASE_URL", Some(database), database_url);
        let format = read.optional("LOG_FORMAT");
        let log_format = read.parse("LOG_FORMAT", format, |text| log_format(&text)).unwrap_or(LogFormat::Text);
        let filter = read.optional("RUST_LOG").unwrap_or_else(|| "info".to_owned());
        let log_filter = read.parse("RUST_LOG", Some(filter), log_filter).unwrap_or_default();
        read.end()?;
        Ok(Self {
            discord_token: Secret::new(discord_token),
            guild_ids,
            discord_api_url,
            liveagent_url,
            liveagent_api_key: ApiKey::new(key.unwrap_or_default()),
            liveagent_time_zone,
            liveagent_requests_per_minute: pace.unwrap_or(REQUESTS_PER_MINUTE),
            liveagent_poll_seconds: poll.unwrap_or(POLL_SECONDS),
            digest_catch_up_minutes: catch_up.unwrap_or(CATCH_UP_MINUTES),
            member_commands_per_minute: member.unwrap_or(MEMBER_COMMANDS),
            shards,
            database_url: database_url.unwrap_or_else(|| Secret::new(DATABASE)),
            log_format,
            log_filter,
        })
    }
}

#[cfg(test)]
mod tests;
