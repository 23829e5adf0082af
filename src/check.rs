//! `switchboard check`: every setting against the services, and how to mend what is wrong.

use std::fmt;

use liveagent::{ErrorKind, ShowApplicationStatus};
use notifications::discord::Rest;
use store::Found;

use crate::{
    config::{Config, Setting},
    discord,
};

const DISCORD_TOKEN: &Setting = Setting::named("DISCORD_TOKEN");
const DISCORD_GUILD_IDS: &Setting = Setting::named("DISCORD_GUILD_IDS");
const DISCORD_API_URL: &Setting = Setting::named("DISCORD_API_URL");
const LIVEAGENT_URL: &Setting = Setting::named("LIVEAGENT_URL");
const LIVEAGENT_API_KEY: &Setting = Setting::named("LIVEAGENT_API_KEY");
const LIVEAGENT_TIMEZONE: &Setting = Setting::named("LIVEAGENT_TIMEZONE");
const DATABASE_URL: &Setting = Setting::named("DATABASE_URL");

/// What was found, a line each, and how to invite the bot.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Findings {
    lines: Vec<Finding>,
    invite: Option<String>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Finding {
    grade: Grade,
    setting: &'static str,
    text: String,
}

/// How it is with a setting.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Grade {
    Fine,
    /// It works, and somebody should look at it.
    Doubtful,
    Wrong,
}

impl Findings {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        self.lines.iter().all(|finding| finding.grade != Grade::Wrong)
    }

    fn fine(&mut self, setting: &Setting, text: impl Into<String>) {
        self.lines.push(Finding { grade: Grade::Fine, setting: setting.name, text: text.into() });
    }

    fn warn(&mut self, setting: &Setting, text: impl Into<String>) {
        self.lines.push(Finding { grade: Grade::Doubtful, setting: setting.name, text: text.into() });
    }

    fn wrong(&mut self, setting: &Setting, text: impl Into<String>) {
        self.lines.push(Finding { grade: Grade::Wrong, setting: setting.name, text: text.into() });
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { grade, setting, text } in &self.lines {
            let word = match grade {
                Grade::Fine => "ok   ",
                Grade::Doubtful => "warn ",
                Grade::Wrong => "WRONG",
            };
            writeln!(f, "{word}  {setting}: {text}")?;
        }
        if let Some(invite) = &self.invite {
            writeln!(f, "To invite the bot to a server, open {invite}")?;
        }
        f.write_str(if self.is_fine() { "All checks passed." } else { "Fix the problems and check again." })
    }
}

/// Asks both services whether the settings are right. Changes nothing.
pub async fn check(config: &Config) -> Findings {
    let mut findings = Findings::default();
    check_discord(config, &mut findings).await;
    check_liveagent(config, &mut findings).await;
    check_database(config, &mut findings).await;
    findings
}

async fn check_database(config: &Config, findings: &mut Findings) {
    let found = match store::inspect(config.database_url.expose()).await {
        Ok(found) => found,
        Err(error) => return findings.wrong(DATABASE_URL, error.to_string()),
    };
    let text = match found {
        Found::New => "will be created on first run",
        Found::Older => {
            "is from an older version and will be updated at startup; keep a copy in case you want to go back"
        }
        Found::Current => "is up to date",
        Found::InUse => "is in use by a running Switchboard",
    };
    findings.fine(DATABASE_URL, text);
    if let Some(set_up) = servers_set_up(config, found).await {
        for guild in discord::guilds(config).filter(|guild| !set_up.contains(&guild.get())) {
            let text = format!(
                "{guild} isn't set up: only members with Manage Server can use Switchboard there. Choose roles with /setup roles"
            );
            findings.warn(DISCORD_GUILD_IDS, text);
        }
    }
    if store::is_exposed(config.database_url.expose()) {
        findings.warn(DATABASE_URL, crate::EXPOSED);
    }
}

/// The servers whose roles have levels; `None` if the database can't be read now.
async fn servers_set_up(config: &Config, found: Found) -> Option<Vec<u64>> {
    match found {
        Found::New => Some(Vec::new()),
        // A running Switchboard may keep the file to itself.
        Found::Current | Found::InUse => store::servers_set_up(config.database_url.expose()).await.ok(),
        Found::Older => None,
    }
}

async fn check_discord(config: &Config, findings: &mut Findings) {
    let rest = match discord::rest(config) {
        Ok(rest) => rest,
        Err(error) => return findings.wrong(DISCORD_API_URL, format!("{error:#}")),
    };
    match discord::identify(&rest).await {
        Ok(identity) => {
            findings.fine(DISCORD_TOKEN, format!("accepted; the bot is {}", identity.name));
            findings.fine(DISCORD_API_URL, format!("responds; the gateway is {}", identity.gateway));
            findings.invite = Some(commands::invite(identity.application));
            for guild in discord::guilds(config) {
                check_guild(&rest, guild, findings).await;
            }
        }
        Err(error @ discord::IdentifyError::Token) => findings.wrong(DISCORD_TOKEN, error.to_string()),
        Err(error @ discord::IdentifyError::Unreachable(_)) => findings.wrong(DISCORD_API_URL, error.to_string()),
    }
}

async fn check_guild(rest: &Rest, guild: serenity::all::GuildId, findings: &mut Findings) {
    let setting = DISCORD_GUILD_IDS;
    match rest.guild(guild.get()).await {
        Ok(found) => match rest.commands(guild.get()).await {
            Ok(_) => {
                let name = found["name"].as_str().unwrap_or_default();
                findings.fine(setting, format!("{guild} is {name:?}; the bot can add commands there"));
            }
            Err(error) => findings.wrong(
                setting,
                format!("the bot can't add commands in {guild} ({error}); invite it again with the link below"),
            ),
        },
        Err(error) => match error.status() {
            Some(403 | 404) => {
                findings.wrong(setting, format!("the bot is not in {guild}; invite it with the link below"));
            }
            _ => findings.wrong(setting, format!("can't read {guild}: {error}")),
        },
    }
}

async fn check_liveagent(config: &Config, findings: &mut Findings) {
    let clock = crate::Clock::new(jiff::Timestamp::now);
    let client = match crate::tls().and_then(|tls| crate::liveagent(config, &tls, clock)) {
        Ok(client) => client,
        Err(error) => return findings.wrong(LIVEAGENT_URL, format!("{error:#}")),
    };
    match client.send(&ShowApplicationStatus {}).await {
        Ok(status) => {
            let version = status.liveagent_version;
            findings.fine(LIVEAGENT_URL, format!("LiveAgent {version} responds"));
            findings.fine(LIVEAGENT_API_KEY, "accepted");
            check_zone(config, &client, findings).await;
        }
        Err(error) => match error.kind() {
            ErrorKind::WrongKey => findings.wrong(
                LIVEAGENT_API_KEY,
                "rejected by LiveAgent; copy the API v1 key from Configuration > System > API",
            ),
            ErrorKind::Unreadable(_) => findings.wrong(
                LIVEAGENT_URL,
                format!("{} responds, but the response can't be read: {error}", config.liveagent_url),
            ),
            ErrorKind::NotLiveAgent(_) | ErrorKind::NotFound | ErrorKind::NeedsNewer { .. } => findings.wrong(
                LIVEAGENT_URL,
                format!("{} isn't LiveAgent's API ({error}); use the address of your account", config.liveagent_url),
            ),
            _ => findings.wrong(LIVEAGENT_URL, format!("no usable response from {}: {error}", config.liveagent_url)),
        },
    }
}

/// Whether the configured zone is the one that LiveAgent's clock is in.
async fn check_zone(config: &Config, client: &liveagent::Client, findings: &mut Findings) {
    let measured = match client.measure_time_zone().await {
        Ok(measured) => measured,
        Err(error) => return findings.wrong(LIVEAGENT_TIMEZONE, format!("can't be detected: {error}")),
    };
    let now = jiff::Timestamp::now();
    let offset = |zone: &jiff::tz::TimeZone| zone.to_offset(now);
    match &config.liveagent_time_zone {
        None => findings.fine(
            LIVEAGENT_TIMEZONE,
            format!("not set; LiveAgent's clock is at UTC{} and is checked every hour", offset(&measured)),
        ),
        Some(zone) if offset(zone) == offset(&measured) => {
            findings.fine(LIVEAGENT_TIMEZONE, "matches LiveAgent's clock");
        }
        Some(zone) => findings.wrong(
            LIVEAGENT_TIMEZONE,
            format!(
                "is at UTC{} now, but LiveAgent's clock is at UTC{}; leave it empty to detect it",
                offset(zone),
                offset(&measured)
            ),
        ),
    }
}
