//! What a schedule comes to, however it was written: days, months and times, as cron lines and in words.
//!
//! The words are ours to read again: `words.rs` makes the same plan of them, and a test holds it to that.

use std::{collections::BTreeSet, fmt};

/// The weekdays as cron counts them.
pub(super) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// The months, from the first.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Which of a month's five Mondays: `LAST` is the last, be it the fourth or the fifth.
pub(super) const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "last"];
pub(super) const LAST: u8 = 6;

/// A minute of the day.
pub(super) type Minute = u16;

/// Days, months and times.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Plan {
    pub(super) days: Days,
    /// 1 to 12, all of them where none is named.
    pub(super) months: BTreeSet<u8>,
    pub(super) times: Times,
}

/// The days on which it comes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Days {
    /// Weekdays, 0 is Sunday; all seven are every day.
    Weekly(BTreeSet<u8>),
    /// Days of the month, and whether its last one.
    Monthly { days: BTreeSet<u8>, last: bool },
    /// The first Monday of the month: which ones ([`ORDINALS`], from 1) of which weekdays.
    Nth { which: BTreeSet<u8>, weekdays: BTreeSet<u8> },
    /// The first or the last of a month's days from Monday to Friday.
    Working { last: bool },
}

/// The times of such a day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Times {
    /// At these minutes of every `hours`th hour, real hours: the one that the clocks repeat counts twice.
    Each { hours: u8, minutes: BTreeSet<u8> },
    /// At these times of day, each once a day.
    At(BTreeSet<Minute>),
}

/// Every month.
pub(super) fn every_month() -> BTreeSet<u8> {
    (1..=12).collect()
}

/// Every day.
pub(super) fn every_day() -> BTreeSet<u8> {
    (0..7).collect()
}

impl Plan {
    /// How many times of day count against the limit. On every hour there are none: minutes are an hour's, and have their distance.
    pub(super) fn times_of_day(&self) -> usize {
        match &self.times {
            Times::Each { hours: 1, .. } => 0,
            Times::Each { hours, minutes } => minutes.len() * usize::from(24 / hours),
            Times::At(times) => times.len(),
        }
    }

    /// As cron lines, one for each time of day.
    pub(super) fn lines(&self) -> Vec<String> {
        let (day, weekday) = self.days.fields();
        let months = if self.months.len() == 12 { "*".to_owned() } else { joined(&self.months, ",") };
        let line = |minute: String, hour: String| format!("{minute} {hour} {day} {months} {weekday}");
        match &self.times {
            Times::Each { hours: 1, minutes } => vec![line(joined(minutes, ","), "*".to_owned())],
            Times::Each { hours, minutes } => vec![line(joined(minutes, ","), format!("*/{hours}"))],
            Times::At(times) => times.iter().map(|at| line((at % 60).to_string(), (at / 60).to_string())).collect(),
        }
    }

    /// What somebody may not expect of it.
    pub(super) fn note(&self) -> Option<String> {
        match &self.days {
            Days::Monthly { days, last: false } => days.iter().rev().find_map(|day| self.skipped(*day)),
            Days::Nth { which, weekdays } if which.contains(&5) && !which.contains(&LAST) => {
                let day = name(&WEEKDAYS, *weekdays.first()?);
                let skipped = format!("Months without a fifth {day} are skipped");
                Some(format!("{skipped}; `last {day} of the month` occurs every month"))
            }
            _ => None,
        }
    }

    /// The months that have no such day.
    fn skipped(&self, day: u8) -> Option<String> {
        let short: &[u8] = match day {
            31 => &[2, 4, 6, 9, 11],
            29 | 30 => &[2],
            _ => return None,
        };
        let names = short.iter().filter(|month| self.months.contains(month)).map(|month| name(&MONTHS, month - 1));
        let names = listed(&names.collect::<Vec<_>>());
        let leap = if day == 29 { ", except in leap years" } else { "" };
        let skipped =
            format!("The {} is skipped in {names}{leap}; `last day of the month` occurs every month", nth(day));
        (!names.is_empty()).then_some(skipped)
    }
}

impl Days {
    /// The fields for the day of the month and the weekday.
    fn fields(&self) -> (String, String) {
        let any = || "*".to_owned();
        match self {
            Self::Weekly(days) if days.len() == 7 => (any(), any()),
            Self::Weekly(days) => (any(), joined(days, ",")),
            Self::Monthly { days, last } => {
                let last = last.then(|| "L".to_owned());
                (days.iter().map(u8::to_string).chain(last).collect::<Vec<_>>().join(","), any())
            }
            Self::Nth { which, weekdays } => {
                let which = |day: &u8| {
                    let day = *day;
                    let mark = |nth: &u8| if *nth == LAST { "L".to_owned() } else { nth.to_string() };
                    which.iter().map(move |nth| format!("{day}#{}", mark(nth)))
                };
                (any(), weekdays.iter().flat_map(which).collect::<Vec<_>>().join(","))
            }
            Self::Working { last: false } => ("1W".to_owned(), any()),
            Self::Working { last: true } => ("LW".to_owned(), any()),
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, month) = self.days.words();
        let months = listed_months(&self.months);
        let all = self.months.len() == 12;
        let once = matches!(&self.days, Days::Monthly { days, last } if days.len() + usize::from(*last) == 1);
        let days = match (all, self.months.len()) {
            (true, _) => format!("{days}{month}"),
            (_, 1) if once => format!("yearly on {days} of {months}"),
            _ if matches!(self.days, Days::Weekly(_)) => format!("{days} in {months}"),
            _ => format!("{days} of {months}"),
        };
        match &self.times {
            Times::At(times) => match stretch(times) {
                Some(words) if days == "daily" => f.write_str(&words),
                Some(words) => write!(f, "{words} on {days}"),
                None => write!(f, "{days} {}", times.iter().map(|at| clock(*at)).collect::<Vec<_>>().join(", ")),
            },
            Times::Each { hours, minutes } => {
                let words = each(*hours, minutes);
                if days == "daily" { f.write_str(&words) } else { write!(f, "{words} on {days}") }
            }
        }
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, month) = self.words();
        write!(f, "{days}{month}")
    }
}

impl Days {
    /// The days, and what stands behind them where no month is named.
    fn words(&self) -> (String, &'static str) {
        const MONTH: &str = " of the month";
        match self {
            Self::Weekly(days) => (weekly(days), ""),
            Self::Monthly { days, last } => {
                let days: Vec<String> = days.iter().map(|day| nth(*day)).collect();
                let last = last.then(|| "last day".to_owned());
                (format!("the {}", days.into_iter().chain(last).collect::<Vec<_>>().join(", ")), MONTH)
            }
            Self::Nth { which, weekdays } => {
                let which: Vec<&str> = which.iter().map(|nth| name(&ORDINALS, nth - 1)).collect();
                (format!("the {} {}", which.join(", "), short(weekdays, "")), MONTH)
            }
            Self::Working { last } => (format!("the {} weekday", if *last { "last" } else { "first" }), MONTH),
        }
    }
}

/// "Jan, Jul".
pub(super) fn listed_months(months: &BTreeSet<u8>) -> String {
    months.iter().map(|month| &name(&MONTHS, month - 1)[..3]).collect::<Vec<_>>().join(", ")
}

fn weekly(days: &BTreeSet<u8>) -> String {
    match days.iter().copied().collect::<Vec<_>>().as_slice() {
        [0, 1, 2, 3, 4, 5, 6] => "daily".to_owned(),
        [1, 2, 3, 4, 5] => "weekdays".to_owned(),
        [0, 6] => "weekends".to_owned(),
        _ => short(days, "s"),
    }
}

/// One weekday in full, several short, from Monday on.
fn short(days: &BTreeSet<u8>, plural: &str) -> String {
    if let (Some(day), 1) = (days.first(), days.len()) {
        return format!("{}{plural}", name(&WEEKDAYS, *day));
    }
    let mut days: Vec<u8> = days.iter().copied().collect();
    days.sort_by_key(|day| (day + 6) % 7);
    days.iter().map(|day| &name(&WEEKDAYS, *day)[..3]).collect::<Vec<_>>().join(", ")
}

/// Several times at one distance, such as each hour of the office.
fn stretch(times: &BTreeSet<Minute>) -> Option<String> {
    let (from, to) = (times.first()?, times.last()?);
    let steps: BTreeSet<Minute> = times.iter().zip(times.iter().skip(1)).map(|(one, next)| next - one).collect();
    let step = steps.first().filter(|_| steps.len() == 1 && times.len() > 3)?;
    let every = match step {
        60 => "hourly".to_owned(),
        step if step % 60 == 0 => format!("every {} hours", step / 60),
        step => format!("every {step} minutes"),
    };
    Some(format!("{every} from {} to {}", clock(*from), clock(*to)))
}

pub(super) fn each(hours: u8, minutes: &BTreeSet<u8>) -> String {
    let past = minutes.iter().map(|minute| format!(":{minute:02}")).collect::<Vec<_>>().join(", ");
    let count = u8::try_from(minutes.len()).unwrap_or(u8::MAX);
    let step = 60_u8
        .checked_div(count)
        .filter(|step| 60 % count == 0 && (0..60).step_by(usize::from(*step)).eq(minutes.iter().copied()));
    match (hours, step) {
        (1, Some(60)) => "hourly".to_owned(),
        (1, Some(step)) => format!("every {step} minutes"),
        (1, None) => format!("hourly at {past}"),
        (_, Some(60)) => format!("every {hours} hours"),
        _ => format!("every {hours} hours at {past}"),
    }
}

pub(super) fn clock(at: Minute) -> String {
    format!("{:02}:{:02}", at / 60, at % 60)
}

/// "1st", "22nd", "31st".
pub(super) fn nth(day: u8) -> String {
    let ending = match (day / 10, day % 10) {
        (1, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn name<'a>(names: &[&'a str], at: u8) -> &'a str {
    names.get(usize::from(at)).copied().unwrap_or_default()
}

fn joined(values: &BTreeSet<u8>, between: &str) -> String {
    values.iter().map(u8::to_string).collect::<Vec<_>>().join(between)
}

/// "April, June and November".
fn listed(names: &[&str]) -> String {
    match names {
        [many @ .., last] if !many.is_empty() => format!("{} and {last}", many.join(", ")),
        names => names.concat(),
    }
}
