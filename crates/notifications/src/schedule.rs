//! When a digest is due: "weekdays 09:00", "hourly", "Mondays", or a cron line, in a time zone.
//!
//! Every schedule is a cron line in the end, and croner finds its runs. A time that the clocks skip runs at the next valid
//! instant, a time that they repeat runs once, at its first; what runs every hour runs every real hour. croner does the former for
//! one time of day alone, so a list of times is a line for each. Nothing here knows what is due.

use std::fmt;

use croner::{
    Cron,
    parser::{CronParser, Seconds, Year},
};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

mod hours;
mod words;

pub use hours::Hours;

/// The shortest time between two runs: a channel is no ticker.
pub const SHORTEST: SignedDuration = SignedDuration::from_mins(15);

/// The longest text that is read, in characters: days and as many times as there may be fit in.
pub const LONGEST: usize = 300;

/// The most times of day. Each is a line of its own, of some kilobytes, and looked at for each run.
pub const TIMES: usize = 24;

/// How many runs ahead are looked at for two that are too close.
const LOOK_AHEAD: usize = 200;

/// A schedule in a time zone.
#[derive(Clone)]
pub struct Schedule {
    text: String,
    /// Its lines: more than one for a list of times.
    lines: Vec<Cron>,
    zone: TimeZone,
    zone_name: String,
}

/// What is wrong with a schedule, in a sentence for whoever wrote it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// It is longer than any that makes sense.
    #[error("a schedule has at most {LONGEST} characters and {TIMES} times of day, and this one is longer")]
    TooLong,
    /// It has too many times of day.
    #[error("{line:?} has {times} times of day, and {TIMES} are the limit; a board shows figures as they change")]
    TooMany {
        /// What was written.
        line: String,
        /// How many it has, each counted once.
        times: usize,
    },
    /// It is neither words that we know nor a cron line.
    #[error(
        "{0:?} is not a schedule; try `weekdays 09:00`, `Mondays 8:30`, `daily 17:00`, `hourly`, `monthly`, or a cron line such as `30 9 * * 1-5`"
    )]
    Unknown(String),
    /// A cron line with a mistake in it.
    #[error("{line:?} is not a cron line of five fields (minute, hour, day, month, weekday): {problem}")]
    Cron {
        /// What was written.
        line: String,
        /// What croner says of it.
        problem: String,
    },
    /// It never comes, such as 30 February.
    #[error("{0:?} never comes")]
    Never(String),
    /// It comes too often.
    #[error("{0:?} comes more often than every 15 minutes; a board shows figures as they change")]
    TooOften(String),
    /// There is no such time zone.
    #[error("{0:?} is not a time zone; pick one such as `Europe/Berlin` from the list")]
    Zone(String),
}

impl Schedule {
    /// Reads what a person wrote. `now` is when it begins to be looked ahead.
    pub fn parse(text: &str, zone: &str, now: Timestamp) -> Result<Self, ScheduleError> {
        let schedule = Self::read(text, zone)?;
        // Two times that are far enough from each other may come close on the day on which the clocks jump: that is looked over.
        let plain = Self::read(text, "UTC")?;
        let mut before: Option<Timestamp> = None;
        for run in plain.runs(now).take(LOOK_AHEAD) {
            if before.is_some_and(|before| run.duration_since(before) < SHORTEST) {
                return Err(ScheduleError::TooOften(text.to_owned()));
            }
            before = Some(run);
        }
        if before.is_none() {
            return Err(ScheduleError::Never(text.to_owned()));
        }
        Ok(schedule)
    }

    /// Reads a schedule that was checked when it was written.
    pub fn read(text: &str, zone: &str) -> Result<Self, ScheduleError> {
        let found = TimeZone::get(zone).map_err(|_| ScheduleError::Zone(zone.to_owned()))?;
        let text = text.trim();
        if text.chars().nth(LONGEST).is_some() {
            return Err(ScheduleError::TooLong);
        }
        let lines = match words::to_cron(text) {
            Some(lines) => {
                limit(text, lines.len())?;
                parsed(text, &lines)?
            }
            None if text.split_whitespace().count() == 5 => cron_lines(text)?,
            None => return Err(ScheduleError::Unknown(text.to_owned())),
        };
        let zone_name = found.iana_name().unwrap_or(zone).to_owned();
        Ok(Self { text: text.to_owned(), lines, zone: found, zone_name })
    }

    /// The first run after `after`; `None` when there is none any more.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        self.runs(after).next()
    }

    /// The runs after `after`, in order.
    pub fn runs(&self, after: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
        merged(self.lines.len(), after, |line, after| {
            let after = after.to_zoned(self.zone.clone());
            Some(self.lines[line].find_next_occurrence(&after, false).ok()?.timestamp())
        })
    }

    /// What a person wrote.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The zone that its times are in.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The zone's IANA name.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }
}

/// The runs of all lines in order, by the next one of a line after an instant. A line is asked again only when its run was taken.
fn merged(
    lines: usize,
    after: Timestamp,
    mut next: impl FnMut(usize, Timestamp) -> Option<Timestamp>,
) -> impl Iterator<Item = Timestamp> {
    // Lines differ in the time of day alone: where the first never comes, none does, and that takes croner long to find out.
    let first = (lines > 0).then(|| next(0, after)).flatten();
    let mut runs: Vec<Option<Timestamp>> =
        (0..lines).map(|line| if line == 0 { first } else { first.and_then(|_| next(line, after)) }).collect();
    let mut last = None;
    std::iter::from_fn(move || {
        if let Some(last) = last {
            for (line, run) in runs.iter_mut().enumerate().filter(|(_, run)| **run == Some(last)) {
                *run = next(line, last);
            }
        }
        last = runs.iter().flatten().min().copied();
        last
    })
}

/// A cron line as it is or, where its minutes and hours are lists of numbers, as a line for each time of day in them.
///
/// croner reads the fields: it knows what lists, ranges and steps come to, and counts what stands twice once. On every hour there are no
/// times of day to count: minutes are an hour's, and have their distance.
fn cron_lines(text: &str) -> Result<Vec<Cron>, ScheduleError> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let mut lines = parsed(text, &[fields.join(" ")])?;
    let ([minutes, hours, days @ ..], [line]) = (fields.as_slice(), lines.as_slice()) else { return Ok(lines) };
    let (minute_values, hour_values) = (line.pattern.minutes.values(), line.pattern.hours.values());
    if *hours != "*" {
        limit(text, minute_values.len() * hour_values.len())?;
    }
    let is_list = |field: &&str| field.chars().all(|char| char.is_ascii_digit() || char == ',');
    if [minutes, hours].into_iter().all(is_list) {
        let days = days.join(" ");
        let time = |hour| minute_values.iter().map(move |minute| (minute, hour));
        let times = hour_values.iter().flat_map(time).map(|(minute, hour)| format!("{minute} {hour} {days}"));
        lines = parsed(text, &times.collect::<Vec<_>>())?;
    }
    Ok(lines)
}

/// Refuses too many times of day.
fn limit(text: &str, times: usize) -> Result<(), ScheduleError> {
    if times > TIMES { Err(ScheduleError::TooMany { line: text.to_owned(), times }) } else { Ok(()) }
}

/// What croner makes of the lines.
fn parsed(text: &str, lines: &[String]) -> Result<Vec<Cron>, ScheduleError> {
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    let lines = lines.iter().map(|line| parser.parse(line)).collect::<Result<_, _>>();
    lines.map_err(|error| ScheduleError::Cron { line: text.to_owned(), problem: error.to_string() })
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule({self})")
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, zone_name, .. } = self;
        write!(f, "{text}, {}", zone_name.replace('_', " "))
    }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.zone == other.zone
    }
}

#[cfg(test)]
mod tests;
