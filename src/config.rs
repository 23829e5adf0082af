//! The settings, read from variables (the environment, `.env`) and checked all at once.
//!
//! Pure: [`Config::read`] takes a look-up function, so it reads no environment and no file but those that `NAME_FILE`
//! variables name. It asks no service whether a setting is right; `switchboard check` does.
//!
//! No problem quotes what is set: a key may stand where an address belongs, a token where a server's id does.

mod reader;
mod setting;
mod table;
mod values;

use std::fmt;

use jiff::tz::TimeZone;
use liveagent::ApiKey;

pub(crate) use self::values::is_loopback;
pub use self::{
    setting::{Group, Kind, Service, Setting, Unset},
    table::SETTINGS,
};

/// Discord's own API, where nothing else is set.
pub const DISCORD: &str = "https://discord.com";

/// Every setting, as [`SETTINGS`] explains them.
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
    /// `AUDIT_RETENTION_DAYS`: how long rows of the audit are kept, in days.
    pub audit_retention_days: u32,
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
        1 => "1 setting is missing or invalid:".to_owned(),
        n => format!("{n} settings are missing or invalid:"),
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
        let (mut config, mut problems) = (Self::blank(), Vec::new());
        for setting in SETTINGS {
            if let Err(problem) = setting.read(&variable, &mut config) {
                problems.push(Problem { setting: setting.name, problem });
            }
        }
        if problems.is_empty() { Ok(config) } else { Err(ConfigError(problems)) }
    }

    /// Blank, until the settings and their defaults are read into it.
    fn blank() -> Self {
        Self {
            discord_token: Secret::new(""),
            guild_ids: Vec::new(),
            discord_api_url: String::new(),
            liveagent_url: String::new(),
            liveagent_api_key: ApiKey::new(""),
            liveagent_time_zone: None,
            liveagent_requests_per_minute: 0,
            liveagent_poll_seconds: 0,
            digest_catch_up_minutes: 0,
            audit_retention_days: 0,
            member_commands_per_minute: 0,
            shards: None,
            database_url: Secret::new(""),
            log_format: LogFormat::Text,
            log_filter: String::new(),
        }
    }
}

#[cfg(test)]
mod documents;
#[cfg(test)]
mod tests;
