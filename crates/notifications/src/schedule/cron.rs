//! Cron lines, as they are typed and as plans.

use std::collections::{BTreeMap, BTreeSet};

use croner::{
    Cron, CronComponent,
    parser::{CronParser, Seconds, Year},
};

use super::{
    ScheduleError,
    days::{month, weekday},
    plan::{Days, LAST, Plan, Times},
};

/// What stands for a cron line.
const NICKNAMES: [(&str, &str); 7] = [
    ("@hourly", "0 * * * *"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@weekly", "0 0 * * 0"),
    ("@monthly", "0 0 1 * *"),
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
];

/// The cron line that somebody typed; `None` if it is words.
pub(super) fn typed(text: &str) -> Option<String> {
    if let Some((_, line)) = NICKNAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some((*line).to_owned());
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    let is_cron = fields.iter().all(|field| is_field(field)) && (fields.len() == 5 || text.contains('*'));
    is_cron.then(|| fields.join(" "))
}

/// Whether only a cron line has such a field, or a number.
fn is_field(field: &str) -> bool {
    let is_sign = |char: char| char.is_ascii_digit() || matches!(char, '*' | '/' | '-' | ',' | '#' | '?' | '+');
    let mut words = field.split(is_sign).filter(|word| !word.is_empty());
    words.all(|word| {
        let word = word.trim_end_matches(['L', 'W']).to_lowercase();
        word.is_empty()
            || word == "l"
            || word == "w"
            || (word.len() == 3 && (weekday(&word).is_some() || month(&word).is_some()))
    })
}

/// What croner makes of the lines.
pub(super) fn parsed(text: &str, lines: &[String]) -> Result<Vec<Cron>, ScheduleError> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let lines = lines.iter().map(|line| parser.parse(line)).collect::<Result<_, _>>();
    lines.map_err(|error| {
        let fields = text.split_whitespace().count();
        let problem = if fields == 5 { error.to_string() } else { format!("it has {fields}") };
        ScheduleError::Cron { line: text.to_owned(), problem }
    })
}

/// How many times of day the line has; on every hour there are none, minutes are an hour's and have their distance.
pub(super) fn times_of_day(line: &Cron) -> usize {
    let hours = line.pattern.hours.values();
    if field(line, 1) == "*" { 0 } else { line.pattern.minutes.values().len() * hours.len() }
}

/// The line as a plan, where it is one that words can say.
pub(super) fn plan(line: &Cron) -> Option<Plan> {
    Some(Plan { days: days(line)?, months: small(&line.pattern.months), times: times(line)? })
}

/// What somebody may not expect of a line that is no plan.
pub(super) fn note(line: &Cron) -> Option<String> {
    let pattern = &line.pattern;
    let is_either = !pattern.is_dom_wildcard() && !pattern.is_dow_wildcard() && !pattern.matches_dom_and_dow();
    is_either.then(|| {
        "It runs when either the day of the month or the weekday matches; put `+` before the weekday to require both".to_owned()
    })
}

fn field(line: &Cron, at: usize) -> &str {
    line.pattern.as_str().split_whitespace().nth(at).unwrap_or_default()
}

fn small(field: &CronComponent) -> BTreeSet<u8> {
    field.values().into_iter().filter_map(|value| u8::try_from(value).ok()).collect()
}

/// Times of day, unless the hours have a star: that means real hours.
fn times(line: &Cron) -> Option<Times> {
    let (hours, minutes) = (field(line, 1), small(&line.pattern.minutes));
    if hours.contains('*') {
        let step = if hours == "*" { 1 } else { hours.strip_prefix("*/")?.parse().ok()? };
        return matches!(step, 1 | 2 | 3 | 4 | 6 | 8 | 12).then_some(Times::Each { hours: step, minutes });
    }
    let time = |hour| line.pattern.minutes.values().into_iter().map(move |minute| hour * 60 + minute);
    Some(Times::At(line.pattern.hours.values().into_iter().flat_map(time).collect()))
}

fn days(line: &Cron) -> Option<Days> {
    let pattern = &line.pattern;
    let (any_day, any_weekday) = (pattern.is_dom_wildcard(), pattern.is_dow_wildcard());
    if any_weekday && !any_day {
        return match field(line, 2) {
            "1W" => Some(Days::Working { last: false }),
            "LW" => Some(Days::Working { last: true }),
            field if field.contains('W') => None,
            field => Some(Days::Monthly { days: small(&pattern.days), last: field.to_uppercase().contains('L') }),
        };
    }
    if !any_day {
        return None;
    }
    if !pattern.days_of_week.has_modifiers() {
        return Some(Days::Weekly(small(&pattern.days_of_week).into_iter().map(|day| day % 7).collect()));
    }
    // croner marks the nth of a weekday, and its last, with a bit each.
    let mut which: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
    for nth in 1..=LAST {
        for day in pattern.days_of_week.get_set_values(1 << nth) {
            which.entry(u8::try_from(day % 7).ok()?).or_default().insert(nth);
        }
    }
    let first = which.values().next()?.clone();
    let is_product = pattern.days_of_week.values().is_empty() && which.values().all(|each| *each == first);
    is_product.then(|| Days::Nth { which: first, weekdays: which.keys().copied().collect() })
}
