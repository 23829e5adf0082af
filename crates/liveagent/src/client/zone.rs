//! The account's time zone: configured, or measured from what LiveAgent's clock shows.

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use super::Client;
use crate::{Error, ErrorKind, LocalTime, Operation as _, ShowApplicationStatus, wire::WireError};

/// To what a measured offset is rounded: all zones on earth are multiples of it.
const QUARTER_HOUR: i64 = 15 * 60;
/// No zone is further from GMT (14 hours, on Kiritimati), with an hour for a clock that is wrong.
const MAX_OFFSET: i64 = 15 * 3600;

impl Client {
    /// The account's zone: the configured one, else as last measured, else GMT, which is LiveAgent's default.
    #[must_use]
    pub fn time_zone(&self) -> TimeZone {
        let shared = &self.shared;
        shared
            .configured_zone
            .clone()
            .unwrap_or_else(|| shared.measured_zone.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone())
    }

    /// Measures the zone anew, unless it is configured, and learns the account's version either way: without it a wrong address
    /// can't be told from an old account. To be called at the start, and every hour for summer time.
    pub async fn refresh_time_zone(&self) -> Result<(), Error> {
        if self.shared.configured_zone.is_some() {
            return self.send(&ShowApplicationStatus {}).await.map(drop);
        }
        let zone = self.measure_time_zone().await?;
        *self.shared.measured_zone.write().unwrap_or_else(std::sync::PoisonError::into_inner) = zone;
        Ok(())
    }

    /// Measures the zone, whatever is configured, and keeps nothing: the offset that LiveAgent's clock states, else how far the clock is
    /// from now, to the quarter of an hour.
    pub async fn measure_time_zone(&self) -> Result<TimeZone, Error> {
        let status = self.send(&ShowApplicationStatus {}).await?;
        let wrong = |what: &str| {
            let unreadable = ErrorKind::Unreadable(<WireError as serde::de::Error>::custom(what));
            Error::new(ShowApplicationStatus::NAME, unreadable, false)
        };
        let clock = status.current_server_time.ok_or_else(|| wrong("current_server_time: no time"))?;
        clock
            .offset
            .or_else(|| offset(clock.time, (self.shared.now)()))
            .map(TimeZone::fixed)
            .ok_or_else(|| wrong("current_server_time: not the time anywhere on earth"))
    }
}

/// How far a clock is from `now`, to the quarter of an hour; none if no zone is that far.
fn offset(clock: LocalTime, now: Timestamp) -> Option<Offset> {
    let seconds = clock.at(&TimeZone::UTC).as_second() - now.as_second();
    let rounded = (seconds + QUARTER_HOUR / 2).div_euclid(QUARTER_HOUR) * QUARTER_HOUR;
    if rounded.abs() > MAX_OFFSET {
        return None;
    }
    Offset::from_seconds(i32::try_from(rounded).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offset_is_rounded_to_the_quarter_of_an_hour() {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let table = [
            ("2026-03-01 12:00:00", Some(0)),
            ("2026-03-01 12:00:07", Some(0)),
            ("2026-03-01 11:59:50", Some(0)),
            ("2026-03-01 14:00:02", Some(2 * 3600)),
            ("2026-03-01 17:46:00", Some(5 * 3600 + 45 * 60)),
            ("2026-03-01 04:59:58", Some(-7 * 3600)),
            ("2026-03-02 02:00:00", Some(14 * 3600)),
            ("2026-03-03 12:00:00", None),
            ("1970-01-01 00:00:00", None),
        ];
        for (clock, seconds) in table {
            let measured = offset(LocalTime::from_text(clock).unwrap(), now).map(Offset::seconds);
            assert_eq!(measured, seconds, "{clock}");
        }
    }
}
