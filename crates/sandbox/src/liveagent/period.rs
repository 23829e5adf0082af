//! The time that a report is about, from its parameters: two dates, or one of the words for a range.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::{Env, Params, refusal::Refusal};

/// The longest time that is looked at, in hours: a year.
const LONGEST: usize = 366 * 24;

/// From one second to another, both included; nothing of the time to come.
pub(super) struct Period {
    from: Timestamp,
    to: Timestamp,
}

impl Period {
    /// `date_from` and `date_to`, or else what `datetime` says: the last thirty days where it says nothing.
    pub(super) fn of(env: &Env<'_>, params: &Params) -> Result<Self, Refusal> {
        let now = env.now.to_zoned(env.zone.clone()).datetime();
        let (from, to) = match (params.get("date_from"), params.get("date_to")) {
            (None, None) => constraint(params.get("datetime").unwrap_or("L30D"), now)?,
            (from, to) => {
                let to = to.map_or(Ok(now), |to| time(to, Time::new(23, 59, 59, 0).unwrap_or_default()))?;
                let from = from.map_or(Ok(days_before(to, 30)), |from| time(from, Time::midnight()))?;
                (from, to)
            }
        };
        let instant = |time: DateTime| time.to_zoned(env.zone.clone()).map(|zoned| zoned.timestamp());
        let unknown = |_| Refusal::wrong("date_from is not a date");
        Ok(Self { from: instant(from).map_err(unknown)?, to: instant(to).map_err(unknown)?.min(env.now) })
    }

    /// Whether an instant is in it.
    pub(super) fn has(&self, instant: Timestamp) -> bool {
        (self.from..=self.to).contains(&instant)
    }

    /// The beginnings of all hours that it touches, as the clocks of the zone show them.
    pub(super) fn hours(&self, zone: &TimeZone) -> impl Iterator<Item = Timestamp> {
        let local = self.from.to_zoned(zone.clone());
        let past = i64::from(local.minute()) * 60 + i64::from(local.second());
        let first = self.from.checked_sub(SignedDuration::from_secs(past)).unwrap_or(self.from);
        let next = |at: &Timestamp| at.checked_add(SignedDuration::from_hours(1)).ok();
        std::iter::successors(Some(first), next).take(LONGEST).take_while(|at| *at <= self.to)
    }
}

/// A time, or a day with this time of it.
fn time(text: &str, otherwise: Time) -> Result<DateTime, Refusal> {
    let day = |text: &str| Date::strptime("%Y-%m-%d", text).map(|day| day.to_datetime(otherwise));
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).or_else(|_| day(text));
    time.map_err(|_| Refusal::wrong(format!("{text:?} is not a date")))
}

fn days_before(time: DateTime, days: i64) -> DateTime {
    time.saturating_sub(SignedDuration::from_hours(24 * days))
}

/// `L30D`, `TM`, `LM`, or a month such as `2014-06`.
fn constraint(word: &str, now: DateTime) -> Result<(DateTime, DateTime), Refusal> {
    let month = |day: Date| {
        let end = day.last_of_month().to_datetime(Time::new(23, 59, 59, 0).unwrap_or_default());
        (day.first_of_month().to_datetime(Time::midnight()), end)
    };
    match word {
        "L30D" => Ok((days_before(now, 30), now)),
        "TM" => Ok(month(now.date())),
        "LM" => Ok(month(now.date().first_of_month().saturating_sub(SignedDuration::from_hours(24)))),
        named => Date::strptime("%Y-%m-%d", format!("{named}-01"))
            .map(month)
            .map_err(|_| Refusal::wrong("parameter datetime is not one of the allowed values")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_ranges() {
        let now = "2026-03-10T12:00:00".parse().unwrap();
        for (word, from, to) in [
            ("L30D", "2026-02-08 12:00:00", "2026-03-10 12:00:00"),
            ("TM", "2026-03-01 00:00:00", "2026-03-31 23:59:59"),
            ("LM", "2026-02-01 00:00:00", "2026-02-28 23:59:59"),
            ("2024-02", "2024-02-01 00:00:00", "2024-02-29 23:59:59"),
        ] {
            let written = |time: DateTime| time.strftime("%Y-%m-%d %H:%M:%S").to_string();
            let (found_from, found_to) = constraint(word, now).unwrap();
            assert_eq!((written(found_from).as_str(), written(found_to).as_str()), (from, to), "{word}");
        }
        assert!(constraint("L7D", now).is_err() && constraint("2024-13", now).is_err());
    }
}
