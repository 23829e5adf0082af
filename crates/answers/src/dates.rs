//! Dates as people type them, in the account's zone: `2026-11-20`, `2026-11-20 14:30`, `today`, `last week`, `monday`, `3 days ago`, `2h`.

use jiff::{
    Span, Timestamp, ToSpan as _,
    civil::{Date, DateTime, Time, Weekday},
    tz::TimeZone,
};

use crate::{UserError, quote};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

/// Which end of a day a date without a time means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Edge {
    /// Its first second.
    Start,
    /// Its last second.
    End,
}

/// A time with a beginning and an end, to the second. Without one of them it is open there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Period {
    /// Its first second.
    pub from: Option<Timestamp>,
    /// Its last second.
    pub to: Option<Timestamp>,
}

impl Period {
    /// Whether it is all of time.
    #[must_use]
    pub fn is_all(self) -> bool {
        self == Self::default()
    }

    /// The time in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let both = |one: Option<Timestamp>, other: Option<Timestamp>, pick: fn(Timestamp, Timestamp) -> Timestamp| {
            one.zip(other).map(|(one, other)| pick(one, other)).or(one).or(other)
        };
        Self { from: both(self.from, other.from, Ord::max), to: both(self.to, other.to, Ord::min) }
    }

    /// The time from the beginning of the first to the end of the second, where neither is open at both: "monday" and "wednesday".
    pub(crate) fn through(self, other: Self) -> Self {
        if self.from.is_some() && other.from.is_some() {
            let to = self.to.zip(other.to).map(|(one, other)| one.max(other));
            Self { from: self.from.min(other.from), to }
        } else {
            self.and(other)
        }
    }

    /// Whether an instant is in it.
    #[must_use]
    pub fn has(self, instant: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= instant) && self.to.is_none_or(|to| instant <= to)
    }
}

/// The range that `from` and `to` name in `zone`, unless it ends before it begins.
pub fn range(
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

/// The period that these words name, such as `last week`, `2 days ago`, `since friday` or `until 2026-11-20`; `None` if they name none. A
/// day is all of it, and what isn't over yet is open at its end.
#[must_use]
pub fn period(words: &str, now: Timestamp, zone: &TimeZone) -> Option<Period> {
    let words = words.to_lowercase();
    if let Some(words) = words.strip_prefix("since ") {
        return Some(Period { to: None, ..closed(words, now, zone)? });
    }
    if let Some(words) = words.strip_prefix("until ") {
        return Some(Period { from: None, to: Some(closed(words, now, zone)?.to?) });
    }
    closed(&words, now, zone)
}

fn closed(words: &str, now: Timestamp, zone: &TimeZone) -> Option<Period> {
    let today = now.to_zoned(zone.clone()).date();
    let (first, last) = match days(words, today) {
        Some(days) => days,
        None => match ago(words)? {
            (count, "day") => {
                let day = today.checked_sub(count.days()).ok()?;
                (day, day)
            }
            (count, "week") => week(today.checked_sub(count.weeks()).ok()?)?,
            (count, "month") => month(today.checked_sub(count.months()).ok()?),
            (count, "hour") => return Some(Period { from: now.checked_sub(count.hours()).ok(), to: None }),
            (count, "minute") => return Some(Period { from: now.checked_sub(count.minutes()).ok(), to: None }),
            _ => return None,
        },
    };
    let to = if last < today { Some(edge_of(last, Edge::End, zone)?) } else { None };
    Some(Period { from: Some(edge_of(first, Edge::Start, zone)?), to })
}

/// The first and the last of the days that these small letters name.
fn days(words: &str, today: Date) -> Option<(Date, Date)> {
    let one = |day: Date| (day, day);
    if let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| *name == words) {
        return today.checked_sub(i64::from(today.weekday().since(*weekday)).days()).ok().map(one);
    }
    if let Some((_, weekday)) = WEEKDAYS.iter().find(|(name, _)| words.strip_prefix("last ") == Some(*name)) {
        let yesterday = today.yesterday().ok()?;
        return yesterday.checked_sub(i64::from(yesterday.weekday().since(*weekday)).days()).ok().map(one);
    }
    match words {
        "today" => Some(one(today)),
        "yesterday" => today.yesterday().ok().map(one),
        "this week" => week(today),
        "last week" => week(today.checked_sub(1.week()).ok()?),
        "this month" => Some(month(today)),
        "last month" => Some(month(today.checked_sub(1.month()).ok()?)),
        _ => Date::strptime("%Y-%m-%d", words).ok().map(one),
    }
}

/// The week of a day, from Monday to Sunday.
fn week(day: Date) -> Option<(Date, Date)> {
    let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
    Some((monday, monday.checked_add(6.days()).ok()?))
}

fn month(day: Date) -> (Date, Date) {
    (day.first_of_month(), day.last_of_month())
}

/// `3 days ago` as 3 and `day`.
fn ago(words: &str) -> Option<(i64, &str)> {
    let (count, unit) = words.strip_suffix(" ago")?.split_once(' ')?;
    let count = if matches!(count, "a" | "an" | "one") { 1 } else { i64::from(count.parse::<u16>().ok()?) };
    Some((count, unit.strip_suffix('s').unwrap_or(unit)))
}

fn edge_of(day: Date, edge: Edge, zone: &TimeZone) -> Option<Timestamp> {
    let time = if edge == Edge::Start { Time::midnight() } else { Time::constant(23, 59, 59, 0) };
    Some(day.to_datetime(time).to_zoned(zone.clone()).ok()?.timestamp())
}

/// The instant that `typed` names in `zone`.
fn instant(typed: &str, edge: Edge, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, UserError> {
    let typed = typed.trim();
    parse(typed, edge, now, zone).ok_or_else(|| {
        UserError::new(format!(
            "{} isn't a date. Use `2026-11-20`, `2026-11-20 14:30`, `yesterday`, `monday`, `last week` or `3 days ago`.",
            quote(typed)
        ))
    })
}

fn parse(typed: &str, edge: Edge, now: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let words = typed.to_lowercase();
    let words = words.strip_prefix(if edge == Edge::Start { "since " } else { "until " }).unwrap_or(&words);
    if words == "now" {
        return Some(now);
    }
    if let Some((first, last)) = days(words, now.to_zoned(zone.clone()).date()) {
        return edge_of(if edge == Edge::Start { first } else { last }, edge, zone);
    }
    for format in ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dt%H:%M"] {
        if let Ok(time) = DateTime::strptime(format, words) {
            return Some(time.to_zoned(zone.clone()).ok()?.timestamp());
        }
    }
    let span: Span = words.trim_end_matches(" ago").parse().ok()?;
    let back = now.to_zoned(zone.clone()).checked_sub(span.abs()).ok()?;
    (span.is_negative() || !span.is_zero()).then(|| back.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Friday in Bratislava, 11:00 there.
    fn friday() -> (Timestamp, TimeZone) {
        ("2026-11-20T10:00:00Z".parse().unwrap(), TimeZone::get("Europe/Bratislava").unwrap())
    }

    #[test]
    fn dates_are_read_in_the_accounts_zone() {
        let (now, zone) = friday();
        let table = [
            ("2026-11-18", Edge::Start, "2026-11-17T23:00:00Z"),
            ("2026-11-18", Edge::End, "2026-11-18T22:59:59Z"),
            ("2026-11-18 14:30", Edge::Start, "2026-11-18T13:30:00Z"),
            ("2026-11-18T14:30", Edge::Start, "2026-11-18T13:30:00Z"),
            ("2026-07-18 14:30", Edge::Start, "2026-07-18T12:30:00Z"),
            ("today", Edge::Start, "2026-11-19T23:00:00Z"),
            ("Yesterday", Edge::Start, "2026-11-18T23:00:00Z"),
            ("now", Edge::End, "2026-11-20T10:00:00Z"),
            ("3 days ago", Edge::Start, "2026-11-17T10:00:00Z"),
            ("2h", Edge::End, "2026-11-20T08:00:00Z"),
            ("90m", Edge::End, "2026-11-20T08:30:00Z"),
            ("last week", Edge::Start, "2026-11-08T23:00:00Z"),
            ("last week", Edge::End, "2026-11-15T22:59:59Z"),
            ("this week", Edge::Start, "2026-11-15T23:00:00Z"),
            ("this week", Edge::End, "2026-11-22T22:59:59Z"),
            ("last month", Edge::Start, "2026-09-30T22:00:00Z"),
            ("last month", Edge::End, "2026-10-31T22:59:59Z"),
            ("Monday", Edge::Start, "2026-11-15T23:00:00Z"),
            ("monday", Edge::End, "2026-11-16T22:59:59Z"),
            ("friday", Edge::Start, "2026-11-19T23:00:00Z"),
            ("last friday", Edge::Start, "2026-11-12T23:00:00Z"),
            ("saturday", Edge::Start, "2026-11-13T23:00:00Z"),
            ("since friday", Edge::Start, "2026-11-19T23:00:00Z"),
            ("until yesterday", Edge::End, "2026-11-19T22:59:59Z"),
        ];
        for (typed, edge, expected) in table {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(instant(typed, edge, now, &zone), Ok(expected), "{typed} {edge:?}");
        }
    }

    #[test]
    fn anything_else_is_refused_with_an_example() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        for typed in ["", "soon", "2026-13-01", "20.11.2026", "99999999999 years ago", "until friday", "last year"] {
            let error = instant(typed, Edge::Start, now, &TimeZone::UTC).unwrap_err();
            assert!(error.sentence().contains("2026-11-20"), "{typed}");
        }
    }

    #[test]
    fn words_are_periods_of_whole_days() {
        let (now, zone) = friday();
        let open = "";
        let table = [
            ("today", "2026-11-19T23:00:00Z", open),
            ("yesterday", "2026-11-18T23:00:00Z", "2026-11-19T22:59:59Z"),
            ("2026-11-18", "2026-11-17T23:00:00Z", "2026-11-18T22:59:59Z"),
            ("Last Week", "2026-11-08T23:00:00Z", "2026-11-15T22:59:59Z"),
            ("this week", "2026-11-15T23:00:00Z", open),
            ("this month", "2026-10-31T23:00:00Z", open),
            ("last month", "2026-09-30T22:00:00Z", "2026-10-31T22:59:59Z"),
            ("monday", "2026-11-15T23:00:00Z", "2026-11-16T22:59:59Z"),
            ("friday", "2026-11-19T23:00:00Z", open),
            ("last friday", "2026-11-12T23:00:00Z", "2026-11-13T22:59:59Z"),
            ("2 days ago", "2026-11-17T23:00:00Z", "2026-11-18T22:59:59Z"),
            ("a week ago", "2026-11-08T23:00:00Z", "2026-11-15T22:59:59Z"),
            ("one month ago", "2026-09-30T22:00:00Z", "2026-10-31T22:59:59Z"),
            ("3 hours ago", "2026-11-20T07:00:00Z", open),
            ("since monday", "2026-11-15T23:00:00Z", open),
            ("since 2 days ago", "2026-11-17T23:00:00Z", open),
            ("until yesterday", open, "2026-11-19T22:59:59Z"),
        ];
        let instant = |text: &str| (text != open).then(|| text.parse::<Timestamp>().unwrap());
        for (words, from, to) in table {
            assert_eq!(period(words, now, &zone), Some(Period { from: instant(from), to: instant(to) }), "{words}");
        }
        for words in ["", "parcel", "week", "mon", "last", "2 parcels ago", "99999 days ago", "until today"] {
            assert_eq!(period(words, now, &zone), None, "{words}");
        }
    }

    #[test]
    fn two_periods_make_one() {
        let (now, zone) = friday();
        let of = |words: &str| period(words, now, &zone).unwrap();
        let to_wednesday = of("monday").through(of("wednesday"));
        assert_eq!(to_wednesday, Period { from: of("monday").from, to: of("wednesday").to });
        assert_eq!(of("monday").through(of("today")), of("since monday"));
        assert_eq!(of("until wednesday").through(of("since monday")), to_wednesday);
        assert_eq!(of("last week").and(Period::default()), of("last week"));
        assert!(of("monday").has("2026-11-16T12:00:00Z".parse().unwrap()) && !of("monday").has(now));
    }
}
