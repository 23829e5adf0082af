//! Every setting, a row each: what it may hold, what it is when it is not set, and how it is explained.
//!
//! Reading, `check`, `.env.example` and docs/SETTINGS.md all come from these rows. How a value is read stands in `values.rs`.

use liveagent::ApiKey;

use super::{
    DISCORD, Secret,
    setting::{Group, Kind, Service, Setting, Unset},
    values::{base_url, database_url, guild_list, log_filter, log_format, shards_of, time_zone, token},
};

/// Every setting, in the order of the documents.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "DISCORD_TOKEN",
        group: Group::Required,
        kind: Kind::Text {
            what: "a bot token",
            read: |config, text| put(&mut config.discord_token, token(text).map(Secret::new)),
        },
        unset: Unset::Refused { hint: "the bot's token, from the Bot page of discord.com/developers", sample: "" },
        is_secret: true,
        checked_with: Some(Service::Discord),
        text: "The bot's token: discord.com/developers > your application > Bot > Reset Token. Keep it secret.",
    },
    Setting {
        name: "DISCORD_GUILD_IDS",
        group: Group::Required,
        kind: Kind::Text {
            what: "server IDs, separated by commas",
            read: |config, text| put(&mut config.guild_ids, guild_list(&text)),
        },
        unset: Unset::Refused { hint: "the IDs of the servers to serve, separated by commas", sample: "" },
        is_secret: false,
        checked_with: Some(Service::Discord),
        text: "The IDs of the servers to serve, separated by commas. The bot leaves any other server that it is \
               invited to. To see a server's ID in Discord, turn on User Settings > Advanced > Developer Mode, then \
               right-click the server > Copy Server ID.",
    },
    Setting {
        name: "LIVEAGENT_URL",
        group: Group::Required,
        kind: Kind::Text {
            what: "an https address",
            read: |config, text| put(&mut config.liveagent_url, base_url(&text)),
        },
        unset: Unset::Refused {
            hint: "the address of your account, such as https://acme.ladesk.com",
            sample: "https://acme.ladesk.com",
        },
        is_secret: false,
        checked_with: Some(Service::LiveAgent),
        text: "The address of your LiveAgent account. It must use https; plain http works for this machine only.",
    },
    Setting {
        name: "LIVEAGENT_API_KEY",
        group: Group::Required,
        kind: Kind::Text {
            what: "an API key",
            read: |config, text| put(&mut config.liveagent_api_key, Ok(ApiKey::new(text))),
        },
        unset: Unset::Refused { hint: "the API v1 key, from Configuration > System > API in LiveAgent", sample: "" },
        is_secret: true,
        checked_with: Some(Service::LiveAgent),
        text: "The LiveAgent API v1 key: Configuration > System > API. Keep it secret.",
    },
    Setting {
        name: "LIVEAGENT_TIMEZONE",
        group: Group::LiveAgent,
        kind: Kind::Text {
            what: "an IANA time zone",
            read: |config, text| put(&mut config.liveagent_time_zone, time_zone(&text).map(Some)),
        },
        unset: Unset::None("auto-detected"),
        is_secret: false,
        checked_with: Some(Service::LiveAgent),
        text: "The account's time zone, an IANA name such as Europe/Bratislava. LiveAgent sends times without a zone. If \
               empty, it is detected from LiveAgent's clock at startup and every hour, to within 15 minutes.",
    },
    Setting {
        name: "LIVEAGENT_REQUESTS_PER_MINUTE",
        group: Group::LiveAgent,
        kind: Kind::Number {
            range: 0..=u32::MAX,
            hint: "the default is 120; 0 removes the limit",
            field: |config| &mut config.liveagent_requests_per_minute,
        },
        // Two thirds of what LiveAgent allows one key.
        unset: Unset::Default("120"),
        is_secret: false,
        checked_with: None,
        text: "The maximum number of requests per minute to LiveAgent, which allows 180 per key; 0 removes the limit. \
               Knowledge base searches get half of it, at most 60. Commands take precedence over background work. Processes that \
               share a PostgreSQL database share it: give each the same number.",
    },
    Setting {
        name: "DISCORD_API_URL",
        group: Group::Discord,
        kind: Kind::Text {
            what: "an https address",
            read: |config, text| put(&mut config.discord_api_url, base_url(&text)),
        },
        unset: Unset::Default(DISCORD),
        is_secret: false,
        checked_with: Some(Service::Discord),
        text: "The address of Discord's API, which also provides the gateway's address. Change it only to use a REST proxy \
               or this project's sandbox.",
    },
    Setting {
        name: "MEMBER_COMMANDS_PER_MINUTE",
        group: Group::Discord,
        kind: Kind::Number {
            range: 0..=1_000,
            hint: "the default is 60; 0 removes the limit",
            field: |config| &mut config.member_commands_per_minute,
        },
        unset: Unset::Default("60"),
        is_secret: false,
        checked_with: None,
        text: "Requests per member per minute: commands, buttons and forms. Autocomplete allows ten \
               times as many keystrokes. 0 removes both limits.",
    },
    Setting {
        name: "SHARDS",
        group: Group::Discord,
        kind: Kind::Text {
            what: "first-last/total",
            read: |config, text| put(&mut config.shards, shards_of(&text).map(Some)),
        },
        unset: Unset::None("all"),
        is_secret: false,
        checked_with: None,
        text: "The shards of Discord's gateway that this process serves, for a bot with more than one connection: \
               first-last/total, such as 0-3/16.",
    },
    Setting {
        name: "LIVEAGENT_POLL_SECONDS",
        group: Group::Notifications,
        kind: Kind::Number {
            range: 15..=3_600,
            hint: "the default is 30, the minimum 15",
            field: |config| &mut config.liveagent_poll_seconds,
        },
        unset: Unset::Default("30"),
        is_secret: false,
        checked_with: None,
        text: "How often to read the figures for alerts and boards, in seconds (minimum 15). Each figure takes one \
               request, no matter how many alerts and boards use it.",
    },
    Setting {
        name: "DIGEST_CATCH_UP_MINUTES",
        group: Group::Notifications,
        kind: Kind::Number {
            range: 0..=1_440,
            hint: "the default is 60; 0 posts nothing late",
            field: |config| &mut config.digest_catch_up_minutes,
        },
        unset: Unset::Default("60"),
        is_secret: false,
        checked_with: None,
        text: "How late a missed digest can still be posted, in minutes; it is marked as late. Older ones are skipped.",
    },
    Setting {
        name: "DATABASE_URL",
        group: Group::Storage,
        kind: Kind::Text {
            what: "a SQLite or PostgreSQL address",
            read: |config, text| put(&mut config.database_url, database_url(text)),
        },
        unset: Unset::Default("sqlite://switchboard.sqlite"),
        is_secret: true,
        checked_with: Some(Service::Database),
        text: "Where Switchboard stores its data: a file (sqlite://PATH, for one process) or PostgreSQL \
               (postgres://USER:PASSWORD@HOST/NAME). With PostgreSQL, any number of processes can share it: one of them answers \
               each command, and one does the background work. If the database is on another machine, add \
               ?sslmode=verify-full (or ?sslmode=require), to encrypt the connection.",
    },
    Setting {
        name: "AUDIT_RETENTION_DAYS",
        group: Group::Storage,
        kind: Kind::Number {
            range: 1..=36_500,
            hint: "the default is 365, the minimum 1",
            field: |config| &mut config.audit_retention_days,
        },
        unset: Unset::Default("365"),
        is_secret: false,
        checked_with: None,
        text: "How long to keep the audit, in days (minimum 1). The database refuses to change a row, or to delete one that is \
               younger.",
    },
    Setting {
        name: "LOG_FORMAT",
        group: Group::Logs,
        kind: Kind::Text { what: "text or json", read: |config, text| put(&mut config.log_format, log_format(&text)) },
        unset: Unset::Default("text"),
        is_secret: false,
        checked_with: None,
        text: "The log format: text or json (one object per line).",
    },
    Setting {
        name: "RUST_LOG",
        group: Group::Logs,
        kind: Kind::Text { what: "a log filter", read: |config, text| put(&mut config.log_filter, log_filter(text)) },
        unset: Unset::Default("info"),
        is_secret: false,
        checked_with: None,
        text: "The log level: error, warn, info or debug, or a filter such as info,liveagent=debug. Secrets and \
               customers' messages are never logged. At debug, LiveAgent's own explanation of a refusal (its debugmessage) is \
               logged, and it may quote what was sent to it.",
    },
];

fn put<T>(field: &mut T, value: Result<T, String>) -> Result<(), String> {
    *field = value?;
    Ok(())
}
