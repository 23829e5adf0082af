//! Dates as people type them: `2026-11-20`, `2026-11-20 14:30`, `today`, `yesterday`, `3 days ago`, `2h`.

use answers::quote;
use jiff::{
    Span, Timestamp, ToSpan as _,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use crate::{choice::choices, error::UserError};

/// Which end of a day a date without a time means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Edge {
    /// Its first second.
    Start,
    /// Its last second.
    End,
}

/// The instant that `typed` names in `zone`, the account's own.
fn instant(typed: &str, edge: Edge, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, UserError> {
    let typed = typed.trim();
    parse(typed, edge, now, zone).ok_or_else(|| {
        UserError::new(format!(
            "{} isn't a date. Use `2026-11-20`, `2026-11-20 14:30`, `today`, `yesterday` or `3 days ago`.",
            quote(typed)
        ))
    })
}

/// The range that `from` and `to` name in `zone`, unless it ends before it begins.
pub(crate) fn range(
    from: Option<&str>,
    to: Option<&str>,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<(Option<Timestamp>, Option<Timestamp>), UserError> {
    let instant = |typed: Option<&str>, edge| typed.map(|typed| instant(typed, edge, now, zone)).transpose();
    match (instant(from, Edge::Start)?, instant(to, Edge::End)?) {
        (Some(from), Some(to)) if from > to => Err(UserError::new("`from` is after `to`. Swap them.")),
        range => Ok(range),
    }
}

fn parse(typed: &str, edge: Edge, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let today = now.to_zoned(zone.clone()).date();
    let day = |date: Date| {
        let time = if edge == Edge::Start { Time::midnight() } else { Time::constant(23, 59, 59, 0) };
        let zoned = date.to_datetime(time).to_zoned(zone.clone()).ok()?;
        Some(zoned.timestamp())
    };
    match typed.to_ascii_lowercase().as_str() {
        "now" => return Some(now),
        "today" => return day(today),
        "yesterday" => return day(today.yesterday().ok()?),
        _ => {}
    }
    if let Ok(date) = Date::strptime("%Y-%m-%d", typed) {
        return day(date);
    }
    for format in ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"] {
        if let Ok(time) = DateTime::strptime(format, typed) {
            return Some(time.to_zoned(zone.clone()).ok()?.timestamp());
        }
    }
    let span: Span = typed.to_ascii_lowercase().trim_end_matches(" ago").parse().ok()?;
    let back = now.to_zoned(zone.clone()).checked_sub(span.abs()).ok()?;
    (span.is_negative() || !span.is_zero()).then(|| back.timestamp())
}

choices! {
    /// How far back "changed" reaches, in minutes.
    Changed: i64 = [
        ("in the last 15 minutes", 15),
        ("in the last hour", 60),
        ("in the last 4 hours", 4 * 60),
        ("in the last 24 hours", 24 * 60),
        ("in the last 3 days", 3 * 24 * 60),
        ("in the last 7 days", 7 * 24 * 60),
        ("in the last 30 days", 30 * 24 * 60),
    ]
}

/// The instant so many minutes ago.
pub(crate) fn since(minutes: i64, now: Timestamp) -> Timestamp {
    now.checked_sub(minutes.minutes()).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_accounts_zone() {
        let zone = TimeZone::get("Europe/Bratislava").unwrap();
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let table = [
            ("2026-11-18", Edge::Start, "2026-11-17T23:00:00Z"),
            ("2026-11-18", Edge::End, "2026-11-18T22:59:59Z"),
            ("2026-11-18 14:30", Edge::Start, "2026-11-18T13:30:00Z"),
            ("2026-07-18 14:30", Edge::Start, "2026-07-18T12:30:00Z"),
            ("today", Edge::Start, "2026-11-19T23:00:00Z"),
            ("Yesterday", Edge::Start, "2026-11-18T23:00:00Z"),
            ("now", Edge::End, "2026-11-20T10:00:00Z"),
            ("3 days ago", Edge::Start, "2026-11-17T10:00:00Z"),
            ("2h", Edge::End, "2026-11-20T08:00:00Z"),
            ("90m", Edge::End, "2026-11-20T08:30:00Z"),
        ];
        for (typed, edge, expected) in table {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(instant(typed, edge, now, &zone), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        for typed in ["", "soon", "2026-13-01", "20.11.2026", "99999999999 years ago"] {
            let error = instant(typed, Edge::Start, now, &TimeZone::UTC).unwrap_err();
            assert!(error.sentence().contains("2026-11-20"), "{typed}");
        }
    }
}
