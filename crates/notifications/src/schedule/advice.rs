//! What would be right instead of what is no schedule. Each phrase between backticks is a schedule, or a command.

use std::collections::BTreeSet;

use super::{
    days::{month, weekday},
    plan::{Days, MONTHS, WEEKDAYS, clock, listed_months},
    tokens::{Kind, Token, tokens},
    words::{Cadence, Parts, Reader, understand},
};

pub(super) const USUAL: &str = "write it in English, such as `weekdays 09:00`, `Mondays 8:30`, `daily 17:00`, `hourly`, `monthly`, or as a cron line such as `30 9 * * 1-5`";
pub(super) const HALVES: &str =
    "mark each time as am or pm, or use 24-hour times: `daily 9am and 5pm`, `daily 09:00, 17:00`";
pub(super) const WHICH_HOUR: &str = "add the time of day: `daily 08:00`, `Mondays 18:30`";
pub(super) const STEPS: &str = "an interval must divide the day evenly: `every 15 minutes`, 20 or 30, `hourly`, or `every 2 hours`, 3, 4, 6, 8 or 12; `daily 09:00` is once a day";
pub(super) const STEP_AND_TIMES: &str =
    "use either an interval or times of day: `every 2 hours from 9:00 to 17:00`, `hourly at :30`, `daily 9:00, 13:00`";
pub(super) const CONTRADICTION: &str = "its days contradict each other; use only one kind: `weekdays 09:00`, `Mon, Thu 09:00`, `daily except Sunday 09:00`, `the 1st and 15th 09:00`";
const ONCE: &str = "a digest repeats, and this is a single time; `/digest run` posts one now, `weekdays 09:00` posts one every day from Monday to Friday";
const OTHER_WEEK: &str = "a schedule is the same every week or month, so it can't skip every other one; use `Mondays 09:00` for every week, or `the first and third Monday of the month 09:00`";
const OTHER_DAY: &str =
    "a schedule can't count days across weeks or months; use `Mon, Wed, Fri 09:00` or `daily 09:00`";
const BIMONTHLY: &str =
    "that can mean twice a month or every two months; use `the 1st and 15th 09:00` or `every 2 months 09:00`";
const ZONE: &str =
    "set the time zone in the `timezone` option and leave it out of the schedule, such as `weekdays 09:00`";
const NIGHT: &str = "add the time of night: `daily 23:00`, `daily 02:00`";
const OFFICE: &str = "add the hours: `hourly from 9:00 to 17:00 on weekdays`";
const HALF_EIGHT: &str = "that can mean half an hour before or after the hour; use `daily 07:30` or `daily 08:30`";
const SECONDS: &str = "the minimum interval is 15 minutes: `every 15 minutes`; use a board for live figures";

const SECOND: &str =
    "a digest has one set of days, all with the same times; add another with `/digest subscribe` for the rest";
const MIDNIGHT: &str = "for midnight, use `daily 00:00`";
const MINUTES: &str = "write times with two-digit minutes: `daily 09:00`";
const NUMBER: &str = "mark each number as a day or a time: `the 9th 08:00`, `daily 09:00`";

const ZONES: &[&str] = &[
    "utc", "gmt", "cet", "cest", "bst", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "ist", "jst", "aest",
    "aedt", "eet", "eest", "msk", "timezone", "local",
];

/// What is right instead of the phrase that the reader stands at, if it is one of those that people write and no schedule can hold.
pub(super) fn at(reader: &Reader) -> Option<String> {
    let skipped = usize::from(matches!(reader.word(0), "on" | "in" | "at" | "during" | "for"));
    let word = |ahead: usize| reader.word(skipped + ahead);
    let number = |ahead: usize| reader.number_ahead(skipped + ahead);
    let is_alternate = match (word(0), word(1)) {
        ("every" | "each", "other" | "second" | "third" | "fourth" | "alternate") => 2,
        ("alternate" | "alternating", _) => 1,
        ("every" | "each", _) if number(1) && !matches!(word(2), "st" | "nd" | "rd" | "th") => 2,
        ("every", _) if number(1) && !matches!(word(3), "of" | "in") => 3,
        _ => 0,
    };
    let is_of_the_month = reader.tokens[reader.at..].iter().any(|token| token.text == "month");
    let advice = match (word(0), word(1), word(is_alternate)) {
        ("biweekly" | "fortnightly" | "fortnight", ..) | ("every" | "each", "fortnight", _) | ("bi", _, _)
            if word(2) != "monthly" =>
        {
            OTHER_WEEK
        }
        ("bimonthly" | "semimonthly" | "bi" | "semi", ..) => BIMONTHLY,
        (.., "week" | "weeks") if is_alternate > 0 => OTHER_WEEK,
        (.., "day" | "days" | "weekday" | "weekdays") if is_alternate > 0 => OTHER_DAY,
        (.., "second" | "seconds" | "sec" | "secs") if is_alternate > 0 => SECONDS,
        (.., day) if is_alternate > 0 && weekday(day).is_some() && !is_of_the_month => OTHER_WEEK,
        ("every" | "each", "second", "") => SECONDS,
        ("today" | "tonight" | "tomorrow" | "next" | "now" | "asap" | "immediately" | "this", ..) => ONCE,
        ("once", after, _)
            if !matches!(after, "a" | "an" | "per" | "each" | "every" | "daily" | "weekly" | "monthly" | "hourly") =>
        {
            ONCE
        }
        (_, "hour" | "hours" | "minutes" | "days" | "minute" | "min" | "day", _) if reader.word(0) == "in" => ONCE,
        ("nightly" | "night" | "nights" | "overnight", ..) | ("every" | "each", "night", _) => NIGHT,
        ("office" | "business" | "working" | "work" | "opening", "hours", _) => OFFICE,
        ("half", after, _) if reader.number_ahead(skipped + 1) && after != "past" => HALF_EIGHT,
        (zone, ..)
            if ZONES.contains(&zone)
                || (word(1) == "time" && reader.at > 0 && reader.kind(skipped) == Some(Kind::Word)) =>
        {
            ZONE
        }
        _ if is_date(&reader.tokens[reader.at..], reader) => ONCE,
        ("monthly", ..) => return monthly(reader),
        (day, ..)
            if reader.parts.days.is_some() && (weekday(day).is_some() || matches!(day, "weekdays" | "weekends")) =>
        {
            SECOND
        }
        (":", ..) => MINUTES,
        _ => return number_alone(reader, skipped),
    };
    Some(advice.to_owned())
}

/// "24:00", or a number that is marked as neither an hour nor a day.
fn number_alone(reader: &Reader, skipped: usize) -> Option<String> {
    let has_day = matches!(reader.parts.days, Some(Days::Monthly { .. })) && reader.parts.times.is_empty();
    let advice = match reader.kind(skipped)? {
        Kind::Number(_) if skipped == 0 && !reader.parts.times.is_empty() => MINUTES,
        Kind::Number(24) | Kind::Clock(24, 0) if reader.at > 0 => MIDNIGHT,
        Kind::Past(_) => MINUTES,
        Kind::Number(_)
            if skipped == 0 && (reader.tokens.len() == 1 || has_day) && reader.at + 1 == reader.tokens.len() =>
        {
            NUMBER
        }
        _ => return None,
    };
    Some(advice.to_owned())
}

/// "monthly 9": a day or an hour.
fn monthly(reader: &Reader) -> Option<String> {
    let Some(Kind::Number(number @ 1..=31)) = reader.kind(1) else { return None };
    let has_mark = matches!(reader.word(2), "am" | "pm" | "h" | "st" | "nd" | "rd" | "th") || reader.word(1).len() > 2;
    let nth = super::plan::nth(u8::try_from(number).ok()?);
    let hour = if number < 24 { format!("`monthly at {number}:00` or ") } else { String::new() };
    (!has_mark).then(|| format!("that can be a time or a day; use {hour}`the {nth} of the month 09:00`"))
}

/// A year, "24/12", "24.12.", "2026-12-24", "24 December".
fn is_date(rest: &[Token], reader: &Reader) -> bool {
    let rest = if rest.first().is_some_and(|token| token.text == "on") { &rest[1..] } else { rest };
    let is_year = |token: &Token| matches!(token.kind, Kind::Number(1900..=2100)) && token.text.len() == 4;
    let is_slash = |token: &Token| token.text == "/" || token.text == ".";
    let is_number = |token: &Token| matches!(token.kind, Kind::Number(_) | Kind::Clock(..));
    let is_day = match rest {
        [day, between, ..] if is_number(day) && (is_slash(between) || month(&between.text).is_some()) => true,
        [name, day, ..] => reader.parts.days.is_none() && month(&name.text).is_some() && is_number(day),
        _ => false,
    };
    is_day || rest.first().is_some_and(is_year)
}

/// "mondays of the month".
pub(super) fn which_of_the_month(days: &BTreeSet<u8>) -> String {
    let day = days.first().and_then(|day| WEEKDAYS.get(usize::from(*day))).unwrap_or(&"Monday");
    format!(
        "say which one in the month: `the first {day} of the month`, `the last {day} of the month`; `{day}s 09:00` is every week"
    )
}

/// A day of one month, without "yearly".
pub(super) fn once_a_year(days: &Days, months: &BTreeSet<u8>) -> String {
    let day = days.to_string().replace(" of the month", "");
    format!("use `yearly on {day} of {}` if it repeats every year; `/digest run` posts one now", listed_months(months))
}

/// From when to when, but not how often; or back to front.
pub(super) fn window(parts: &Parts) -> String {
    let Some((from, to)) = parts.window else { return USUAL.to_owned() };
    let is_back = to.at <= from.at;
    let end = if is_back && from.at < 720 && to.at < 720 { to.at + 720 } else { to.at };
    let (from, to) = (clock(from.at), clock(end));
    if is_back && end <= parts.window.map_or(0, |(from, _)| from.at) {
        return format!(
            "it ends before it starts, and times of day end at midnight; use `daily {to}, {from}`, or `hourly`"
        );
    }
    let why = if is_back { "it ends before it starts (use 24-hour times)" } else { "that is a time range" };
    format!("{why}: add an interval, `hourly from {from} to {to}`, or list the times, `daily {from}, {to}`")
}

/// "twice a day" without two times.
pub(super) fn counted(parts: &Parts, count: usize) -> String {
    match (parts.cadence, count) {
        (Some(Cadence::Day), 2) => "add the two times: `daily 9:00 and 17:00`".to_owned(),
        (Some(Cadence::Day), 3) => "add the three times: `daily 9:00, 13:00 and 17:00`".to_owned(),
        (Some(Cadence::Day), _) => {
            format!("add the {count} times, such as `daily 9:00 and 17:00`, or an interval: `every 4 hours`")
        }
        (Some(Cadence::Week), 2) => "add the two days: `Mon, Thu 09:00`".to_owned(),
        (Some(Cadence::Week), _) => format!("add the {count} days, such as `Mon, Wed, Fri 09:00`"),
        (Some(Cadence::Months(1)), _) => format!("add the {count} days, such as `the 1st and 15th 09:00`"),
        _ => format!(
            "say how often: `every {} months`, `monthly`, `yearly on the 1st of Jul`",
            if count == 4 { 3 } else { 6 }
        ),
    }
}

/// How many words of a text may be misspelt to be guessed.
const MAX_TYPOS: usize = 3;
/// How alike a misspelt word must be (Jaro-Winkler, 0 to 1).
const MIN_LIKENESS: f64 = 0.86;

/// Words of a schedule that are likely to be misspelt.
const SPELT: &[&str] = &[
    "daily",
    "weekly",
    "monthly",
    "hourly",
    "quarterly",
    "yearly",
    "every",
    "weekdays",
    "weekday",
    "weekends",
    "weekend",
    "hours",
    "minutes",
    "hour",
    "month",
    "noon",
    "midnight",
    "first",
    "second",
    "third",
    "fourth",
    "last",
    "except",
    "between",
    "from",
    "morning",
    "evening",
    "week",
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
    "days",
    "each",
    "past",
    "quarter",
    "half",
];

/// The schedule that is meant if some words are misspelt.
pub(super) fn corrected(text: &str) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..MAX_TYPOS {
        let words = tokens(&text);
        let typo = words.iter().find(|token| token.kind == Kind::Word && !is_known(&token.text))?;
        text.replace_range(typo.start..typo.end, nearest(&typo.text)?);
        if let Ok(plan) = understand(&text) {
            return Some(format!("did you mean `{plan}`?"));
        }
    }
    None
}

fn is_known(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "at", "on", "of", "the", "in", "to", "day", "am", "pm", "st", "nd", "rd", "th", "h", "a", "an", "per", "times",
        "twice", "once", "other", "min", "mins", "hrs", "but", "not", "through", "until", "year",
    ];
    SPELT.contains(&word) || SMALL.contains(&word) || weekday(word).is_some() || month(word).is_some()
}

fn nearest(word: &str) -> Option<&'static str> {
    let names = WEEKDAYS
        .iter()
        .chain(&MONTHS)
        .chain(SPELT)
        .map(|name| (strsim::jaro_winkler(&name.to_lowercase(), word), *name));
    names
        .filter(|(alike, _)| *alike >= MIN_LIKENESS)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}
