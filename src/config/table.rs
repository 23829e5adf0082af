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
        unset: Unset::Refused { hint: "the ids of the servers to serve, separated by commas", sample: "" },
        is_secret: false,
        checked_with: Some(Service::Discord),
        text: "The IDs of the servers to serve, separated by commas. The bot refuses and leaves any other server that it is \
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
            hint: "the address of the account, such as https://acme.ladesk.com",
            sample: "https://acme.ladesk.com",
        },
        is_secret: false,
        checked_with: Some(Service::LiveAgent),
        text: "The address of your LiveAgent account. It must be https; plain http is accepted for this machine only.",
    },
    Setting {
        name: "LIVEAGENT_API_KEY",
        group: Group::Required,
        kind: Kind::Text {
            what: "an API key",
            read: |config, text| put(&mut config.liveagent_api_key, Ok(ApiKey::new(text))),
        },
        unset: Unset::Refused { hint: "the key of API v1, from Configuration > System > API in LiveAgent", sample: "" },
        is_secret: true,
        checked_with: Some(Service::LiveAgent),
        text: "The key of LiveAgent's API v1: Configuration > System > API. Keep it secret.",
    },
    Setting {
        name: "LIVEAGENT_TIMEZONE",
        group: Group::LiveAgent,
        kind: Kind::Text {
            what: "an IANA time zone",
            read: |config, text| put(&mut config.liveagent_time_zone, time_zone(&text).map(Some)),
        },
        unset: Unset::None("measured"),
        is_secret: false,
        checked_with: Some(Service::LiveAgent),
        text: "The account's time zone, an IANA name such as Europe/Bratislava: LiveAgent's times come without one. Left \
               empty, it is measured from LiveAgent's clock at the start and every hour, to 15 minutes.",
    },
    Setting {
        name: "LIVEAGENT_REQUESTS_PER_MINUTE",
        group: Group::LiveAgent,
        kind: Kind::Number {
            range: 0..=u32::MAX,
            hint: "120 is usual, 0 lifts the limit",
            field: |config| &mut config.liveagent_requests_per_minute,
        },
        // Two thirds of what LiveAgent allows one key.
        unset: Unset::Default("120"),
        is_secret: false,
        checked_with: None,
        text: "The most requests a minute that are sent to LiveAgent, which allows 180 for one key; 0 lifts the limit. \
               Searches of the knowledgebase get half of it, 60 at most. Commands take precedence over background work. Processes that \
               share a PostgreSQL database divide it between them: give each the same number.",
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
        text: "The address of Discord's API; the gateway's address is asked of it, too. Change it only to use a REST proxy, \
               or the sandbox of this project.",
    },
    Setting {
        name: "MEMBER_COMMANDS_PER_MINUTE",
        group: Group::Discord,
        kind: Kind::Number {
            range: 0..=1_000,
            hint: "60 is usual, 0 lifts the limit",
            field: |config| &mut config.member_commands_per_minute,
        },
        unset: Unset::Default("60"),
        is_secret: false,
        checked_with: None,
        text: "The most commands, buttons and forms that one member may use in a minute. Suggestions are given for ten \
               times as many keystrokes. 0 lifts both limits.",
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
            hint: "30 is usual, 15 the least",
            field: |config| &mut config.liveagent_poll_seconds,
        },
        unset: Unset::Default("30"),
        is_secret: false,
        checked_with: None,
        text: "How often the figures of alerts and boards are read, in seconds; 15 is the minimum. Each figure is one \
               request, however many alerts and boards show it.",
    },
    Setting {
        name: "DIGEST_CATCH_UP_MINUTES",
        group: Group::Notifications,
        kind: Kind::Number {
            range: 0..=1_440,
            hint: "60 is usual, 0 posts nothing late",
            field: |config| &mut config.digest_catch_up_minutes,
        },
        unset: Unset::Default("60"),
        is_secret: false,
        checked_with: None,
        text: "How late a missed digest is still posted, in minutes, marked as late. Older ones are skipped.",
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
        text: "Where Switchboard keeps what must survive a restart: a file (sqlite://PATH, for one process) or PostgreSQL \
               (postgres://USER:PASSWORD@HOST/NAME). With PostgreSQL any number of processes may share it: each command is \
               answered by one of them, and one does the background work. If the database is on another machine, add \
               ?sslmode=verify-full (or ?sslmode=require), so that the password and the data are encrypted on the way.",
    },
    Setting {
        name: "LOG_FORMAT",
        group: Group::Logs,
        kind: Kind::Text { what: "text or json", read: |config, text| put(&mut config.log_format, log_format(&text)) },
        unset: Unset::Default("text"),
        is_secret: false,
        checked_with: None,
        text: "How log lines look: text, or json (one object a line).",
    },
    Setting {
        name: "RUST_LOG",
        group: Group::Logs,
        kind: Kind::Text { what: "a log filter", read: |config, text| put(&mut config.log_filter, log_filter(text)) },
        unset: Unset::Default("info"),
        is_secret: false,
        checked_with: None,
        text: "What is logged: error, warn, info, debug, or a filter such as info,liveagent=debug. Secrets are never \
               logged, nor are customers' words. At debug, LiveAgent's own explanation of a refusal (its debugmessage) is \
               logged, and that may quote what was sent to it.",
    },
];

fn put<T>(field: &mut T, value: Result<T, String>) -> Result<(), String> {
    *field = value?;
    Ok(())
}
