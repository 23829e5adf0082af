//! The settings, read from variables (the environment, `.env`) and checked all at once.
//!
//! Pure: [`Config::read`] takes a look-up function, so it reads no environment and no file but those that `NAME_FILE`
//! variables name. It asks no service whether a setting is right; `switchboard check` does.

use std::fmt;

use jiff::tz::TimeZone;
use liveagent::ApiKey;

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
    /// What is wrong and what to do, never with the value of a secret.
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
        let mut read = Reader { variable, problems: Vec::new() };
        let token = read.required("DISCORD_TOKEN", "the bot's token, from the Bot page of discord.com/developers");
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
            text.parse().map_err(|_| format!("{text:?} is not a whole number; 120 is usual, 0 lifts the limit"))
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
        if !read.problems.is_empty() {
            return Err(ConfigError(read.problems));
        }
        Ok(Self {
            discord_token: Secret::new(token.unwrap_or_default()),
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

/// Reads variables and gathers what is wrong with them.
struct Reader<F> {
    variable: F,
    problems: Vec<Problem>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    /// The value of `NAME`, or what the file holds that `NAME_FILE` names; blank counts as not set.
    fn optional(&mut self, setting: &'static str) -> Option<String> {
        let filled = |value: String| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        let value = (self.variable)(setting).and_then(filled);
        let path = (self.variable)(&format!("{setting}_FILE")).and_then(filled);
        match (value, path) {
            (Some(_), Some(_)) => {
                self.problem(setting, format!("{setting} and {setting}_FILE are both set; keep one"));
                None
            }
            (None, Some(path)) => match std::fs::read_to_string(&path) {
                Ok(text) => filled(text).or_else(|| {
                    self.problem(setting, format!("the file {path} of {setting}_FILE is empty"));
                    None
                }),
                Err(error) => {
                    self.problem(setting, format!("can't read the file {path} of {setting}_FILE: {error}"));
                    None
                }
            },
            (value, None) => value,
        }
    }

    fn required(&mut self, setting: &'static str, what: &str) -> Option<String> {
        let before = self.problems.len();
        let value = self.optional(setting);
        if value.is_none() && self.problems.len() == before {
            self.problem(setting, format!("not set; {what}"));
        }
        value
    }

    fn parse<T>(
        &mut self,
        setting: &'static str,
        value: Option<String>,
        parse: impl Fn(String) -> Result<T, String>,
    ) -> Option<T> {
        match parse(value?) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(setting, problem);
                None
            }
        }
    }

    fn problem(&mut self, setting: &'static str, problem: String) {
        self.problems.push(Problem { setting, problem });
    }
}

fn number(text: &str, range: std::ops::RangeInclusive<u32>, usual: &str) -> Result<u32, String> {
    let found = text.parse().ok().filter(|number| range.contains(number));
    found.ok_or_else(|| format!("{text:?} is not a whole number from {} to {}; {usual}", range.start(), range.end()))
}

fn shards_of(text: &str) -> Result<Shards, String> {
    let wrong = || format!("{text:?} is not a range of shards; write it as `first-last/total`, such as `0-3/16`");
    let (range, total) = text.split_once('/').ok_or_else(wrong)?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let read = |part: &str| part.trim().parse::<u32>().map_err(|_| wrong());
    let shards = Shards { first: read(first)?, last: read(last)?, total: read(total)? };
    if shards.first <= shards.last && shards.last < shards.total { Ok(shards) } else { Err(wrong()) }
}

fn guild_list(text: &str) -> Result<Vec<u64>, String> {
    let id = |part: &str| {
        part.parse().ok().filter(|id| *id > 0).ok_or_else(|| {
            format!("{part:?} is not a server's id; turn on Developer Mode in Discord and use Copy Server ID")
        })
    };
    let ids: Vec<u64> = text.split([',', ' ']).filter(|part| !part.is_empty()).map(id).collect::<Result<_, _>>()?;
    if ids.is_empty() { Err("holds no server's id".to_owned()) } else { Ok(ids) }
}

/// An absolute http(s) address without its trailing slash; plain http only on loopback.
fn base_url(text: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(text)
        .map_err(|error| format!("{text:?} is not an address such as https://example.com ({error})"))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("has a user, a query or a fragment; give the plain address".to_owned());
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => {}
        ("http", Some(_)) if is_loopback(text) => {}
        ("http", _) => return Err(format!("{text:?} is not encrypted; use https (http only on this machine)")),
        _ => return Err(format!("{text:?} does not begin with https://")),
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Whether an address is this machine's own.
pub(crate) fn is_loopback(url: &str) -> bool {
    let url = reqwest::Url::parse(url).ok();
    let host = url.as_ref().and_then(reqwest::Url::host_str).unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn time_zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| format!("{name:?} is not an IANA time zone such as Europe/Bratislava"))
}

fn database_url(text: String) -> Result<Secret, String> {
    const SCHEMES: [&str; 3] = ["sqlite:", "postgres://", "postgresql://"];
    if SCHEMES.iter().any(|scheme| text.starts_with(scheme)) {
        Ok(Secret::new(text))
    } else {
        Err("does not begin with sqlite:, postgres:// or postgresql://".to_owned())
    }
}

fn log_filter(text: String) -> Result<String, String> {
    match text.parse::<tracing_subscriber::filter::Targets>() {
        Ok(_) => Ok(text),
        Err(error) => Err(format!("{text:?} is not a filter such as info or info,liveagent=debug ({error})")),
    }
}

fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(format!("{text:?} is neither text nor json")),
    }
}
