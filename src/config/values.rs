//! What each setting may be. What is wrong with a value is said without the value.

use std::ops::RangeInclusive;

use jiff::tz::TimeZone;

use super::{LogFormat, Secret, Shards};

pub(super) fn number(text: &str, range: &RangeInclusive<u32>, hint: &str) -> Result<u32, String> {
    let found = text.parse().ok().filter(|number| range.contains(number));
    found.ok_or_else(|| format!("is not {}; {hint}", numbers(range)))
}

/// What the numbers of a range are called.
pub(super) fn numbers(range: &RangeInclusive<u32>) -> String {
    match range.end() {
        &u32::MAX => "a whole number".to_owned(),
        end => format!("a whole number from {} to {end}", range.start()),
    }
}

pub(super) fn shards_of(text: &str) -> Result<Shards, String> {
    let wrong = || "is not a range of shards; use `first-last/total`, such as `0-3/16`".to_owned();
    let (range, total) = text.split_once('/').ok_or_else(wrong)?;
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let read = |part: &str| part.trim().parse::<u32>().map_err(|_| wrong());
    let shards = Shards { first: read(first)?, last: read(last)?, total: read(total)? };
    if shards.first <= shards.last && shards.last < shards.total { Ok(shards) } else { Err(wrong()) }
}

pub(super) fn guild_list(text: &str) -> Result<Vec<u64>, String> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let id = |(place, part): (usize, &str)| {
        part.parse().ok().filter(|id| *id > 0).ok_or_else(|| {
            format!("entry {} isn't a server ID; turn on Developer Mode in Discord and use Copy Server ID", place + 1)
        })
    };
    let ids: Vec<u64> = parts.enumerate().map(id).collect::<Result<_, _>>()?;
    if ids.is_empty() { Err("has no server ID".to_owned()) } else { Ok(ids) }
}

/// An absolute http(s) address without its trailing slash; plain http only on loopback.
pub(super) fn base_url(text: &str) -> Result<String, String> {
    let url = reqwest::Url::parse(text)
        .map_err(|error| format!("is not an address such as https://example.com ({error})"))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("has a user, a query or a fragment; use the plain address".to_owned());
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => {}
        ("http", Some(_)) if is_loopback(text) => {}
        ("http", _) => return Err("is not encrypted; use https (http only on this machine)".to_owned()),
        _ => return Err("does not begin with https://".to_owned()),
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

pub(super) fn time_zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|_| "is not an IANA time zone such as Europe/Bratislava".to_owned())
}

pub(super) fn database_url(text: String) -> Result<Secret, String> {
    const SCHEMES: [&str; 3] = ["sqlite:", "postgres://", "postgresql://"];
    if SCHEMES.iter().any(|scheme| text.starts_with(scheme)) {
        Ok(Secret::new(text))
    } else {
        Err("does not begin with sqlite:, postgres:// or postgresql://".to_owned())
    }
}

pub(super) fn log_filter(text: String) -> Result<String, String> {
    match text.parse::<tracing_subscriber::filter::Targets>() {
        Ok(_) => Ok(text),
        Err(_) => Err("is not a filter such as info or info,liveagent=debug".to_owned()),
    }
}

pub(super) fn log_format(text: &str) -> Result<LogFormat, String> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("is neither text nor json".to_owned()),
    }
}

/// A token goes into a header, which takes no more than these.
pub(super) fn token(text: String) -> Result<String, String> {
    if text.chars().all(|c| (' '..='~').contains(&c)) {
        Ok(text)
    } else {
        Err("has a character that tokens never have; copy it from the Bot page of discord.com/developers".to_owned())
    }
}
