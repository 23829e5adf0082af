//! Hours of the day in which nothing new is posted.

use std::fmt;

use jiff::{Timestamp, tz::TimeZone};

use super::times;

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
        let wrong = || format!("{text:?} isn't a time range; use a format like 22:00-07:00");
        let (from, to) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        let minute = |part: &str| times::only(part).ok_or_else(wrong);
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
