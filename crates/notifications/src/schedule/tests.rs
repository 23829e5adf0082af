//! What people write, and what becomes of it.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

mod written;

/// The longest text that Discord lets anybody type.
const TYPED: usize = 6_000;

/// Monday, 23 November 2026, noon in UTC.
fn now() -> Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// Every quarter of an hour, in the order of a day.
static QUARTERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let quarter = |number| format!("{:02}:{:02}", number / 4, number % 4 * 15);
    (0..96).map(quarter).collect()
});

fn first_two(text: &str) -> String {
    let schedule = Schedule::parse(text, "Europe/Berlin", now()).unwrap_or_else(|error| panic!("{text}: {error}"));
    let runs = schedule.runs(now()).take(2).map(|run| run.to_zoned(schedule.zone().clone()));
    runs.map(|run| run.strftime("%a %d %H:%M").to_string()).collect::<Vec<_>>().join(", ")
}

#[test]
fn people_write_it_in_many_ways() {
    let table = [
        ("weekdays 09:00", "Tue 24 09:00, Wed 25 09:00"),
        ("Weekdays at 9am", "Tue 24 09:00, Wed 25 09:00"),
        ("daily", "Tue 24 09:00, Wed 25 09:00"),
        ("17:30", "Mon 23 17:30, Tue 24 17:30"),
        ("daily 5:30pm", "Mon 23 17:30, Tue 24 17:30"),
        ("12am", "Tue 24 00:00, Wed 25 00:00"),
        ("12pm", "Tue 24 12:00, Wed 25 12:00"),
        ("Mondays", "Mon 30 09:00, Mon 07 09:00"),
        ("monday 14:00", "Mon 23 14:00, Mon 30 14:00"),
        ("every Friday 16:00", "Fri 27 16:00, Fri 04 16:00"),
        ("Tue, Thu 8:00", "Tue 24 08:00, Thu 26 08:00"),
        ("mon-fri 08:15", "Tue 24 08:15, Wed 25 08:15"),
        ("Mondays and Wednesdays", "Wed 25 09:00, Mon 30 09:00"),
        ("weekends 10:00", "Sat 28 10:00, Sun 29 10:00"),
        ("daily 9:00, 13:00 and 17:00", "Mon 23 17:00, Tue 24 09:00"),
        ("weekdays 09:00, 14:30", "Mon 23 14:30, Tue 24 09:00"),
        ("weekdays 8", "Tue 24 08:00, Wed 25 08:00"),
        ("every monday and friday at 9", "Fri 27 09:00, Mon 30 09:00"),
        ("weekdays at 9:00 am", "Tue 24 09:00, Wed 25 09:00"),
        ("every weekend 10:00", "Sat 28 10:00, Sun 29 10:00"),
        ("sat-sun 10:00", "Sat 28 10:00, Sun 29 10:00"),
        ("fri-mon 10:00", "Fri 27 10:00, Sat 28 10:00"),
        ("mon-sun 9:00", "Tue 24 09:00, Wed 25 09:00"),
        ("monthly on day 5", "Sat 05 09:00, Tue 05 09:00"),
        ("hourly", "Mon 23 14:00, Mon 23 15:00"),
        ("every 6 hours", "Mon 23 18:00, Tue 24 00:00"),
        ("weekly", "Mon 30 09:00, Mon 07 09:00"),
        ("monthly", "Tue 01 09:00, Fri 01 09:00"),
        ("day 15 10:00", "Tue 15 10:00, Fri 15 10:00"),
        ("30 9 * * 1-5", "Tue 24 09:30, Wed 25 09:30"),
        ("0 9 * * MON#1", "Mon 07 09:00, Mon 04 09:00"),
        ("0 18 L * *", "Mon 30 18:00, Thu 31 18:00"),
        ("0,0 9,9,9 * * *", "Tue 24 09:00, Wed 25 09:00"),
        ("0 0-23 * * *", "Mon 23 14:00, Mon 23 15:00"),
        ("0,15,30,45 9-14 * * *", "Mon 23 13:15, Mon 23 13:30"),
        ("*/15 */4 * * *", "Mon 23 16:00, Mon 23 16:15"),
    ];
    for (text, expected) in table {
        assert_eq!(first_two(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_schedule_is_told_why() {
    let zeros = |times| vec!["0"; times].join(",");
    let table = [
        ("", "isn't a schedule"),
        ("whenever", "isn't a schedule"),
        ("daily 25:00", "isn't a schedule"),
        ("daily 13pm", "isn't a schedule"),
        ("daily 9:00 9:05", "is too frequent: 15 minutes is the minimum"),
        ("weekdays 24", "isn't a schedule"),
        ("0 9 * * 9", "isn't a cron line"),
        ("61 9 * * *", "isn't a cron line"),
        ("0 0 30 2 *", "never occurs"),
        ("* * * * *", "is too frequent: 15 minutes is the minimum"),
        ("0,5 9 * * *", "is too frequent: 15 minutes is the minimum"),
        ("*/10 * * * *", "is too frequent: 15 minutes is the minimum"),
        ("0,20,40 1,3,5,7,9,11,13,15,17 * * *", "has 27 times of day, and 24 is the maximum"),
        ("0,20,40 6-14 * * *", "has 27 times of day, and 24 is the maximum"),
        ("0-59/15 */3 * * *", "has 32 times of day, and 24 is the maximum"),
        ("* 9 * * *", "has 60 times of day, and 24 is the maximum"),
        (&format!("daily {}", QUARTERS[..25].join(", ")), "has 25 times of day, and 24 is the maximum"),
        (&format!("{} {} * * *", zeros(150), zeros(150)), "at most 300 characters and 24 times of day"),
        (&format!("{} {} * * *", zeros(1_495), zeros(1_495)), "at most 300 characters"),
        (&"daily ".repeat(1_000), "at most 300 characters"),
    ];
    for (text, expected) in table {
        let error = Schedule::parse(text, "UTC", now()).expect_err(text).to_string();
        assert!(error.contains(expected), "{text}: {error}");
    }
    let error = Schedule::parse("daily", "Mars/Phobos", now()).expect_err("no zone").to_string();
    assert!(error.contains("Europe/Berlin"), "{error}");
}

#[test]
fn as_many_times_of_day_as_an_hourly_one_has_are_read() {
    let most = format!("weekdays at {}", QUARTERS[..MAX_TIMES].join(", "));
    assert_eq!(Schedule::parse(&most, "UTC", now()).unwrap().lines.len(), MAX_TIMES);
    let twice =
        format!("weekdays at {}, {}", QUARTERS[..MAX_TIMES / 2].join(", "), QUARTERS[..MAX_TIMES / 2].join(", "));
    assert_eq!(Schedule::parse(&twice, "UTC", now()).unwrap().lines.len(), MAX_TIMES / 2);
}

#[test]
fn a_line_is_asked_no_more_than_it_must_be() {
    let mut asked = 0;
    let never = merged(MAX_TIMES, now(), |_, _| {
        asked += 1;
        None
    });
    assert_eq!((never.count(), asked), (0, 1), "none comes where the first never does");

    // Two lines at six hours each, together each at the same time.
    let mut asked = 0;
    let runs = merged(4, now(), |line, after| {
        asked += 1;
        let (hour, day) = (if line < 2 { 1 } else { 7 }, 24 * 3600);
        let midnight = after.as_second() - after.as_second().rem_euclid(day);
        let today = midnight + hour * 3600;
        Some(Timestamp::from_second(if today > after.as_second() { today } else { today + day }).unwrap())
    });
    let hours: Vec<i64> = runs.take(200).map(|run| run.as_second().rem_euclid(24 * 3600) / 3600).collect();
    assert_eq!(hours, [1, 7].repeat(100));
    assert!((400..=404).contains(&asked), "{asked}");
}

#[test]
fn a_quarter_of_an_hour_is_often_enough() {
    assert!(Schedule::parse("*/15 * * * *", "UTC", now()).is_ok());
}

#[test]
fn hours_go_over_midnight() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let hours: Hours = "22:00-7am".parse().unwrap();
    assert_eq!(hours.to_string(), "22:00-07:00");
    for (at, expected) in [("20:59", false), ("21:00", true), ("02:00", true), ("05:59", true), ("06:00", false)] {
        let at = format!("2026-11-23T{at}Z").parse().unwrap();
        assert_eq!(hours.hold(at, &berlin), expected, "{at}");
    }
    let day: Hours = "12:00-13:00".parse().unwrap();
    assert!(day.hold("2026-11-23T11:30Z".parse().unwrap(), &berlin));
    assert!(!day.hold(now(), &berlin));
    for wrong in ["", "22", "22:00", "22:00-22:00", "22:00-25:00"] {
        assert!(wrong.parse::<Hours>().is_err(), "{wrong}");
    }
}

/// Texts as long as Discord lets anybody type them: of anything, of cron fields, of words.
fn text() -> impl Strategy<Value = String> {
    let item = "[0-9]|[1-5][0-9]|\\*/[1-9]|[0-9]-1[0-9]|0-59/[1-9]|\\*";
    let word = "daily|every|weekdays|mon|fri-mon|at|and|,|[0-9]|1?[0-9]:[0-5][05]|[0-9]pm|hours";
    let many = |of: &'static str, between: &'static str| {
        let few = prop::collection::vec(of, 1..12);
        let times = prop_oneof![1_usize..12, 1_usize..TYPED];
        (few, times).prop_map(|(few, times)| few.into_iter().cycle().take(times).collect::<Vec<_>>().join(between))
    };
    let texts = prop_oneof![
        many("\\PC{1,9}", " "),
        many(word, " "),
        (many(item, ","), many(item, ","), "\\*|1-5|L").prop_map(|(m, h, days)| format!("{m} {h} {days} * *")),
        (many("[1-5]?[0-9]", ","), many("1?[0-9]", ",")).prop_map(|(m, h)| format!("{m} {h} * * *")),
    ];
    texts.prop_map(|text| text.chars().take(TYPED).collect())
}

proptest! {
    #[test]
    fn anything_is_read_or_refused_in_little_memory(text in text()) {
        let mut lines = 0;
        let memory = allocation_counter::measure(|| {
            lines = Schedule::read(&text, "UTC").map_or(0, |schedule| schedule.lines.len());
            let _ = text.parse::<Hours>();
        });
        prop_assert!(lines <= MAX_TIMES, "{lines} lines");
        prop_assert!(memory.count_total < 5_000 && memory.bytes_max < 1 << 20, "{memory:?}");
    }
}
