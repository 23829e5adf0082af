//! When a digest is due: "weekdays 09:00", "hourly", "Mondays", or a cron line, in a time zone.
//!
//! Words are read in whole or refused (`words.rs`); they and most cron lines are a plan (`plan.rs`), which says itself in words. Every
//! schedule is a cron line in the end, and croner finds its runs. A time that the clocks skip runs at the next valid
//! instant, a time that they repeat runs once, at its first; what runs every hour runs every real hour. croner does the former for
//! one time of day alone, so a list of times is a line for each. Nothing here knows what is due.

use std::fmt;

use croner::Cron;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};

mod advice;
mod cron;
mod days;
mod hours;
mod month_days;
mod plan;
mod times;
mod tokens;
mod whole;
mod words;

pub use hours::Hours;

/// The shortest time between two runs: a channel is no ticker.
pub const MIN_INTERVAL: SignedDuration = SignedDuration::from_mins(15);

/// The longest text that is read, in characters: days and as many times as there may be fit in.
pub const MAX_LENGTH: usize = 300;

/// The most times of day. Each is a line of its own, of some kilobytes, and looked at for each run.
pub const MAX_TIMES: usize = 24;

/// How many runs ahead are looked at for two that are too close.
const LOOK_AHEAD: usize = 200;

/// A schedule in a time zone.
#[derive(Clone)]
pub struct Schedule {
    text: String,
    /// What it was understood as: `text` in our words.
    words: String,
    note: Option<String>,
    /// Its lines: more than one for a list of times.
    lines: Vec<Cron>,
    zone: TimeZone,
    zone_name: String,
}

/// What is wrong with a schedule, in a sentence for whoever wrote it.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ScheduleError {
    /// It is longer than any that makes sense.
    #[error("a schedule can have at most {MAX_LENGTH} characters and {MAX_TIMES} times of day")]
    TooLong,
    /// It has too many times of day.
    #[error(
        "{line:?} has {times} times of day, and {MAX_TIMES} is the maximum; use a longer interval, such as `hourly from 9:00 to 17:00`, or a board for live figures"
    )]
    TooMany {
        /// What was written.
        line: String,
        /// How many it has, each counted once.
        times: usize,
    },
    /// It is no cron line, and not all of it are words that we know.
    #[error("{text:?} isn't a schedule{}; {advice}", part(understood.as_deref(), rest.as_deref()))]
    Unknown {
        /// What was written.
        text: String,
        /// What of it was understood, in our words.
        understood: Option<String>,
        /// What of it was not.
        rest: Option<String>,
        /// What would be right.
        advice: String,
    },
    /// A cron line with a mistake in it.
    #[error("{line:?} isn't a cron line of five fields (minute, hour, day, month, weekday): {problem}")]
    Cron {
        /// What was written.
        line: String,
        /// What croner says of it.
        problem: String,
    },
    /// It never comes, such as 30 February.
    #[error("{0:?} never occurs")]
    Never(String),
    /// It comes too often.
    #[error("{0:?} is too frequent: 15 minutes is the minimum. Use a board for live figures")]
    TooOften(String),
    /// There is no such time zone.
    #[error("{0:?} isn't a time zone; pick one from the list, such as `Europe/Berlin`")]
    Zone(String),
}

impl ScheduleError {
    /// What is wrong, without what was written.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Unknown { understood, rest, advice, .. } => {
                let part = part(understood.as_deref(), rest.as_deref());
                let part = part.trim_start_matches([':', ' ']);
                if part.is_empty() { advice.clone() } else { format!("{part}; {advice}") }
            }
            other => other.to_string(),
        }
    }

    /// The schedules that it says would be right.
    #[must_use]
    pub fn suggestions(&self) -> Vec<String> {
        let Self::Unknown { advice, .. } = self else { return Vec::new() };
        let quoted = advice.split('`').skip(1).step_by(2);
        quoted.filter_map(|quoted| Schedule::read(quoted, "UTC").ok()).map(|schedule| schedule.words).collect()
    }
}

impl Schedule {
    /// Reads what a person wrote. `now` is when it begins to be looked ahead.
    pub fn parse(text: &str, zone: &str, now: Timestamp) -> Result<Self, ScheduleError> {
        let schedule = Self::read(text, zone)?;
        // Two times that are far enough from each other may come close on the day on which the clocks jump: that is looked over.
        let plain = Self::read(text, "UTC")?;
        let mut before: Option<Timestamp> = None;
        for run in plain.runs(now).take(LOOK_AHEAD) {
            if before.is_some_and(|before| run.duration_since(before) < MIN_INTERVAL) {
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
        if text.chars().nth(MAX_LENGTH).is_some() {
            return Err(ScheduleError::TooLong);
        }
        let Understood { lines, words, note } = understood(text)?;
        let zone_name = found.iana_name().unwrap_or(zone).to_owned();
        Ok(Self { text: text.to_owned(), words, note, lines, zone: found, zone_name })
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

    /// What it was understood as, in words that are read as the same; a cron line where words can't say it.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// What may come unexpected, such as the months that a 31st skips: a sentence without its full stop.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
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

/// What a text comes to.
struct Understood {
    lines: Vec<Cron>,
    words: String,
    note: Option<String>,
}

/// What a text comes to: a plan, one line for each time of day, or a cron line that is none as it is.
///
/// croner reads the fields: it knows what lists, ranges and steps come to, and counts what stands twice once.
fn understood(text: &str) -> Result<Understood, ScheduleError> {
    // Examples are copied with their marks.
    let bare = text.trim_matches(['`', '"']).trim();
    let plan =
        match cron::typed(bare) {
            Some(line) => {
                let lines = cron::parsed(text, std::slice::from_ref(&line))?;
                limit(text, lines.first().map_or(0, cron::times_of_day))?;
                match lines.first().and_then(cron::plan) {
                    Some(plan) => plan,
                    None => return Ok(Understood { note: lines.first().and_then(cron::note), words: line, lines }),
                }
            }
            None => words::read(bare).map_err(|words::Refusal { understood, rest, advice }| {
                ScheduleError::Unknown { text: text.to_owned(), understood, rest, advice }
            })?,
        };
    limit(text, plan.times_of_day())?;
    let words = plan.to_string();
    // What we say must be short enough to be read again.
    let words = if words.len() <= MAX_LENGTH { words } else { bare.to_owned() };
    Ok(Understood { lines: cron::parsed(text, &plan.lines())?, words, note: plan.note() })
}

/// Refuses too many times of day.
fn limit(text: &str, times: usize) -> Result<(), ScheduleError> {
    if times > MAX_TIMES { Err(ScheduleError::TooMany { line: text.to_owned(), times }) } else { Ok(()) }
}

/// What was understood of a text, and what was not.
fn part(understood: Option<&str>, rest: Option<&str>) -> String {
    match (understood, rest) {
        (Some(understood), Some(rest)) if !rest.is_empty() => {
            format!(": I understood {understood:?} but not {rest:?}")
        }
        (Some(understood), _) => format!(": I understood {understood:?}"),
        _ => String::new(),
    }
}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule({self})")
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { words, zone_name, .. } = self;
        write!(f, "{words}, {}", zone_name.replace('_', " "))
    }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.zone == other.zone
    }
}

#[cfg(test)]
mod tests;
