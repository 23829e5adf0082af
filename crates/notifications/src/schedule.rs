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

mod words;

/// The shortest time between two runs: a channel is no ticker.
pub const SHORTEST: SignedDuration = SignedDuration::from_mins(15);

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
        let mut at = now;
        let mut before = None;
        for _ in 0..LOOK_AHEAD {
            match plain.next(at) {
                Some(next) => at = next,
                None if before.is_none() => return Err(ScheduleError::Never(text.to_owned())),
                None => break,
            }
            if before.is_some_and(|before| at.duration_since(before) < SHORTEST) {
                return Err(ScheduleError::TooOften(text.to_owned()));
            }
            before = Some(at);
        }
        Ok(schedule)
    }

    /// Reads a schedule that was checked when it was written.
    pub fn read(text: &str, zone: &str) -> Result<Self, ScheduleError> {
        let found = TimeZone::get(zone).map_err(|_| ScheduleError::Zone(zone.to_owned()))?;
        let text = text.trim();
        let lines = match words::to_cron(text) {
            Some(lines) => lines,
            None if text.split_whitespace().count() == 5 => {
                times(&text.split_whitespace().collect::<Vec<_>>().join(" "))
            }
            None => return Err(ScheduleError::Unknown(text.to_owned())),
        };
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let lines = lines.iter().map(|line| parser.parse(line)).collect::<Result<_, _>>();
        let lines = lines.map_err(|error| ScheduleError::Cron { line: text.to_owned(), problem: error.to_string() })?;
        let zone_name = found.iana_name().unwrap_or(zone).to_owned();
        Ok(Self { text: text.to_owned(), lines, zone: found, zone_name })
    }

    /// The first run after `after`; `None` when there is none any more.
    #[must_use]
    pub fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let after = after.to_zoned(self.zone.clone());
        let next = |line: &Cron| Some(line.find_next_occurrence(&after, false).ok()?.timestamp());
        self.lines.iter().filter_map(next).min()
    }

    /// The runs after `after`, in order.
    pub fn runs(&self, after: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
        std::iter::successors(self.next(after), |run| self.next(*run))
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

/// The line, or, where its minutes and hours are lists of numbers, a line for each time of day in them.
fn times(line: &str) -> Vec<String> {
    let mut fields = line.splitn(3, ' ');
    let (Some(minutes), Some(hours), Some(days)) = (fields.next(), fields.next(), fields.next()) else {
        return vec![line.to_owned()];
    };
    if ![minutes, hours].iter().all(|list| list.chars().all(|char| char.is_ascii_digit() || char == ',')) {
        return vec![line.to_owned()];
    }
    let time = |hour| minutes.split(',').map(move |minute| format!("{minute} {hour} {days}"));
    hours.split(',').flat_map(time).collect()
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

/// A day's minutes, such as quiet hours from 22:00 to 07:00, in a zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hours {
    /// The minute of the day at which they begin.
    pub from: u16,
    /// The minute of the day at which they end; before `from` when they go over midnight.
    pub to: u16,
}

impl Hours {
    /// Whether a local time of day is within.
    #[must_use]
    pub fn hold(self, at: Timestamp, zone: &TimeZone) -> bool {
        let time = at.to_zoned(zone.clone()).time();
        let minute = u16::try_from(time.hour()).unwrap_or(0) * 60 + u16::try_from(time.minute()).unwrap_or(0);
        if self.from <= self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

impl std::str::FromStr for Hours {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} are not hours of a day; write them as 22:00-07:00");
        let (from, to) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        let minute = |part: &str| words::time(part.trim()).map(|(hour, minute)| hour * 60 + minute).ok_or_else(wrong);
        let (from, to) = (minute(from)?, minute(to)?);
        if from == to { Err(wrong()) } else { Ok(Self { from, to }) }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)
    }
}

#[cfg(test)]
mod tests;
