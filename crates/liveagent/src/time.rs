//! LiveAgent's times: in the account's zone and without an offset, so worth nothing before the zone is known.
//!
//! No time is read from a clock here, and no zone is assumed.

use std::{borrow::Cow, fmt};

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::temporal::Pieces,
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::wire;

/// What times are called where they are read, so that the reader knows which texts are times.
pub(crate) const NAME: &str = "LocalTime";

/// A time as LiveAgent writes it, `2012-03-02 11:21:04`, in the account's zone. To the second.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LocalTime(pub DateTime);

impl LocalTime {
    /// The instant that this time is in the account's `zone`. A time that the clocks skipped is moved on by the gap, of a
    /// time that they showed twice the first is meant.
    #[must_use]
    pub fn at(self, zone: &TimeZone) -> Timestamp {
        // Only the first and last hours of year -9999 and 9999 have no instant; no account has a time there.
        zone.to_ambiguous_timestamp(self.0).compatible().unwrap_or(if self.0.year() < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }

    /// What the account's clock, which is in `zone`, shows at an instant, to the second.
    #[must_use]
    pub fn from_timestamp(instant: Timestamp, zone: &TimeZone) -> Self {
        let time = zone.to_datetime(instant);
        Self(time.with().subsec_nanosecond(0).build().unwrap_or(time))
    }

    /// Reads `2012-03-02 11:21:04`, with `T` between day and time too, or a day alone, which is its midnight. A time with an offset from
    /// GMT is none in the account's zone.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let time: DateTime = text.trim().parse().ok()?;
        if instant(text).is_some() {
            return None;
        }
        Some(Self(time.with().subsec_nanosecond(0).build().unwrap_or(time)))
    }
}

/// The instant of a time that says how far it is from GMT: `2012-03-02T11:21:04Z`, `2012-03-02 11:21:04 +01:00`.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let (time, offset) = text.rsplit_once(' ')?;
        offset.starts_with(['+', '-', 'Z']).then(|| format!("{time}{offset}").parse().ok()).flatten()
    })
}

/// The time of LiveAgent's own clock, with its offset from GMT where LiveAgent writes one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ServerTime {
    /// What the clock shows.
    pub time: LocalTime,
    /// How far it is from GMT.
    pub offset: Option<Offset>,
}

impl ServerTime {
    /// Reads a time, with an offset or without. The offset is kept, because the zone of the account is not yet known where this is read.
    fn from_text(text: &str) -> Option<Self> {
        let Some(instant) = instant(text) else {
            return LocalTime::from_text(text).map(|time| Self { time, offset: None });
        };
        let compact = text.replace(" +", "+").replace(" -", "-").replace(" Z", "Z");
        let offset = Pieces::parse(compact.trim()).ok()?.to_numeric_offset()?;
        Some(Self { time: LocalTime::from_timestamp(instant, &TimeZone::fixed(offset)), offset: Some(offset) })
    }

    /// The instant of this time; where it has no offset, in `zone`.
    #[must_use]
    pub fn at(self, zone: &TimeZone) -> Timestamp {
        match self.offset {
            Some(offset) => self.time.at(&TimeZone::fixed(offset)),
            None => self.time.at(zone),
        }
    }
}

impl Serialize for ServerTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.offset {
            Some(offset) => serializer.collect_str(&format_args!("{}{offset}", self.time)),
            None => self.time.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for ServerTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| D::Error::custom("expected a time such as 2012-03-02 11:21:04"))
    }
}

/// A time with an offset as the clock in `zone` shows it; all else as it is.
pub(crate) fn in_zone<'a>(text: Cow<'a, str>, zone: &TimeZone) -> Cow<'a, str> {
    match instant(&text) {
        Some(instant) => LocalTime::from_timestamp(instant, zone).to_string().into(),
        None => text,
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.0.date(), self.0.time());
        write!(f, "{date} {:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = wire::named(deserializer, NAME)?;
        Self::from_text(&text).ok_or_else(|| D::Error::custom("expected a time such as 2012-03-02 11:21:04"))
    }
}

/// The end of a span that may not be over yet.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Until {
    /// It has not ended: the word `now` on the wire.
    Now,
    /// When it ended.
    At(LocalTime),
}

impl Serialize for Until {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Now => serializer.serialize_str("now"),
            Self::At(time) => time.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Until {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = wire::named(deserializer, NAME)?;
        if text.trim().eq_ignore_ascii_case("now") {
            return Ok(Self::Now);
        }
        LocalTime::from_text(&text).map(Self::At).ok_or_else(|| D::Error::custom("expected a time, or `now`"))
    }
}

/// A condition on a time (the reference's `opdatetime`).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum OpDateTime {
    /// `eq:`
    Exactly(LocalTime),
    /// `neq:`
    Not(LocalTime),
    /// `gt:`
    After(LocalTime),
    /// `gte:`
    AtLeast(LocalTime),
    /// `lt:`
    Before(LocalTime),
    /// `lte:`
    AtMost(LocalTime),
    /// `btw:`, both ends included.
    Between(LocalTime, LocalTime),
    /// `lk:`, a pattern with `%` for any number of characters and `?` for one.
    Like(String),
}

impl OpDateTime {
    /// Reads a condition; without an operator it means equality.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        // A time has colons too: an operator is letters alone.
        let (operator, operand) = match text.split_once(':') {
            Some((operator, operand)) if operator.bytes().all(|byte| byte.is_ascii_lowercase()) => (operator, operand),
            _ => ("eq", text),
        };
        let time = || LocalTime::from_text(operand);
        Some(match operator {
            "eq" => Self::Exactly(time()?),
            "neq" => Self::Not(time()?),
            "gt" => Self::After(time()?),
            "gte" => Self::AtLeast(time()?),
            "lt" => Self::Before(time()?),
            "lte" => Self::AtMost(time()?),
            "btw" => {
                let (from, to) = operand.split_once(',')?;
                Self::Between(LocalTime::from_text(from)?, LocalTime::from_text(to)?)
            }
            "lk" => Self::Like(operand.to_owned()),
            _ => return None,
        })
    }
}

impl fmt::Display for OpDateTime {
    /// As on the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exactly(time) => write!(f, "eq:{time}"),
            Self::Not(time) => write!(f, "neq:{time}"),
            Self::After(time) => write!(f, "gt:{time}"),
            Self::AtLeast(time) => write!(f, "gte:{time}"),
            Self::Before(time) => write!(f, "lt:{time}"),
            Self::AtMost(time) => write!(f, "lte:{time}"),
            Self::Between(from, to) => write!(f, "btw:{from},{to}"),
            Self::Like(pattern) => write!(f, "lk:{pattern}"),
        }
    }
}

impl Serialize for OpDateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OpDateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| D::Error::custom("expected a condition such as gt:2012-03-02 11:21:04"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_keeps_the_offset_that_it_states() {
        let table = [
            ("2026-11-20 10:00:00", "2026-11-20 10:00:00", None),
            ("2026-11-20T10:00:00Z", "2026-11-20 10:00:00", Some(0)),
            ("2026-11-20T10:00:00.5+01:00", "2026-11-20 10:00:00", Some(3_600)),
            ("2026-11-20 10:00:00 -0330", "2026-11-20 10:00:00", Some(-12_600)),
        ];
        for (text, time, offset) in table {
            let read: ServerTime = serde_json::from_value(text.into()).unwrap();
            assert_eq!((read.time.to_string().as_str(), read.offset.map(Offset::seconds)), (time, offset), "{text:?}");
            assert_eq!(serde_json::from_value::<ServerTime>(serde_json::to_value(read).unwrap()).unwrap(), read);
        }
        assert_eq!(ServerTime::from_text("10 o'clock"), None);
    }

    #[test]
    fn times_are_read_in_the_ways_that_accounts_write_them() {
        let zone = TimeZone::get("Europe/Bratislava").unwrap();
        let table = [
            ("2026-11-20 10:00:00", Some("2026-11-20 10:00:00")),
            ("2026-11-20T10:00:00", Some("2026-11-20 10:00:00")),
            ("2026-11-20T10:00:00.987", Some("2026-11-20 10:00:00")),
            (" 2026-11-20 10:00 ", Some("2026-11-20 10:00:00")),
            ("2026-11-20", Some("2026-11-20 00:00:00")),
            ("2026-11-20T10:00:00Z", Some("2026-11-20 11:00:00")),
            ("2026-11-20 10:00:00Z", Some("2026-11-20 11:00:00")),
            ("2026-11-20T10:00:00+01:00", Some("2026-11-20 10:00:00")),
            ("2026-07-20T10:00:00+0000", Some("2026-07-20 12:00:00")),
            ("2026-11-20T23:30:00.5-05:00", Some("2026-11-21 05:30:00")),
            ("2026-11-20 10:00:00 +02:00", Some("2026-11-20 09:00:00")),
            ("2026-11-20 10:00:00 -0100", Some("2026-11-20 12:00:00")),
            ("20.11.2026 10:00", None),
            ("11/20/2026 10:00 AM", None),
            ("2026-11-20 25:00:00", None),
            ("2026-02-30", None),
            ("1763632800", None),
            ("now", None),
            ("", None),
        ];
        for (text, expected) in table {
            let read = LocalTime::from_text(&in_zone(text.into(), &zone)).map(|time| time.to_string());
            assert_eq!(read.as_deref(), expected, "{text:?}");
        }
        assert_eq!(
            LocalTime::from_text("2026-11-20T10:00:00+05:00"),
            None,
            "without a zone it is not known when that is"
        );
    }
}
