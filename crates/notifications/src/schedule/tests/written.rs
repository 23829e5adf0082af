//! How people write schedules, each with what becomes of it: `written.txt` has a line for each.
//!
//! `typed => our words => the next three runs => what may come unexpected`, or `typed =! what is said instead`.

use proptest::prelude::*;

use super::{
    super::{
        plan::{Days, LAST, Plan, Times, every_day, every_month},
        words,
    },
    *,
};

const TABLE: &str = include_str!("written.txt");

/// What becomes of a text, as a line of the table.
fn line(text: &str) -> String {
    let schedule = match Schedule::parse(text, "Europe/Berlin", now()) {
        Ok(schedule) => schedule,
        Err(error) => return format!("{text} =! {error}"),
    };
    let runs = schedule.runs(now()).take(3).map(|run| run.to_zoned(schedule.zone().clone()));
    let runs: Vec<String> = runs.map(|run| run.strftime("%a %-d %b %Y %H:%M").to_string()).collect();
    let note = schedule.note().map(|note| format!(" => {note}")).unwrap_or_default();
    format!("{text} => {} => {}{note}", schedule.words(), runs.join(", "))
}

/// What was typed in each line of the table that is understood.
fn understood() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(|line| Some(line.split_once(" => ")?.0))
}

#[test]
fn each_way_to_write_one_is_right_or_refused() {
    let typed: Vec<&str> = TABLE.lines().filter_map(|line| line.split(['=']).next()).map(str::trim_end).collect();
    let found: Vec<String> = typed.iter().map(|typed| line(typed)).collect();
    // To look at what a change makes of them: INSTA_UPDATE has the same meaning for drawings.
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/schedule/tests/written.txt");
        std::fs::write(file, found.join("\n") + "\n").unwrap();
    }
    for (expected, found) in TABLE.lines().zip(&found) {
        assert_eq!(found, expected);
    }
    let unique: std::collections::HashSet<&str> = typed.iter().copied().collect();
    assert!(unique.len() == typed.len() && typed.len() >= 200, "{} different lines", unique.len());
}

#[test]
fn our_words_are_read_as_what_they_say() {
    for typed in understood() {
        let schedule = Schedule::parse(typed, "Europe/Berlin", now()).unwrap();
        let again = Schedule::parse(schedule.words(), "Europe/Berlin", now()).unwrap();
        assert_eq!(again.words(), schedule.words(), "{typed}");
        assert!(schedule.runs(now()).take(100).eq(again.runs(now()).take(100)), "{typed}: {}", schedule.words());
    }
}

#[test]
fn no_word_is_ignored() {
    for typed in understood() {
        let words: Vec<&str> = typed.split_whitespace().collect();
        for at in 0..=words.len() {
            for end in [at, (at + 1).min(words.len())] {
                let changed = [&words[..at], &["zebra"], &words[end..]].concat().join(" ");
                assert!(Schedule::read(&changed, "UTC").is_err(), "{changed}");
            }
        }
    }
}

#[test]
fn what_is_suggested_is_a_schedule() {
    let mut suggestions = 0;
    for refused in TABLE.lines().filter_map(|line| Some(line.split_once(" =! ")?.1)) {
        for suggestion in
            refused.split('`').skip(1).step_by(2).filter(|each| !each.starts_with('/') && *each != "timezone")
        {
            assert!(Schedule::parse(suggestion, "UTC", now()).is_ok(), "{suggestion}: {refused}");
            suggestions += 1;
        }
    }
    assert!(suggestions > 100, "{suggestions}");
}

fn some<T: Ord + std::fmt::Debug>(
    of: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = std::collections::BTreeSet<T>> {
    prop::collection::btree_set(of, 1..=most)
}

fn plans() -> impl Strategy<Value = Plan> {
    let days = prop_oneof![
        some(0_u8..7, 7).prop_map(Days::Weekly),
        Just(Days::Weekly(every_day())),
        (some(1_u8..=31, 6), any::<bool>()).prop_map(|(days, last)| Days::Monthly { days, last }),
        (some(1_u8..=LAST, 3), some(0_u8..7, 3)).prop_map(|(which, weekdays)| Days::Nth { which, weekdays }),
        any::<bool>().prop_map(|last| Days::Working { last }),
    ];
    let months = prop_oneof![3 => Just(every_month()), 1 => some(1_u8..=12, 6)];
    let stretch = (0_u16..1440, 15_u16..200, 1_u16..24);
    let times = prop_oneof![
        some(0_u16..1440, MAX_TIMES).prop_map(Times::At),
        stretch
            .prop_map(|(from, step, count)| Times::At((from..1440).step_by(step.into()).take(count.into()).collect())),
        (prop::sample::select(vec![1_u8, 2, 3, 4, 6, 8, 12]), some(0_u8..60, 4))
            .prop_map(|(hours, minutes)| Times::Each { hours, minutes }),
        prop::sample::select(vec![15_usize, 20, 30])
            .prop_map(|step| Times::Each { hours: 1, minutes: (0..60).step_by(step).collect() }),
    ];
    (days, months, times).prop_map(|(days, months, times)| Plan { days, months, times })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_plan_is_read_from_its_words(plan in plans()) {
        let text = plan.to_string();
        prop_assert_eq!(words::read(&text), Ok(plan.clone()), "{}", text);
        // So are its cron lines, where one says it all.
        if let [line] = plan.lines().as_slice()
            && plan.times_of_day() <= MAX_TIMES
        {
            let read = Schedule::read(line, "UTC").unwrap();
            prop_assert_eq!(read.words(), text);
        }
    }

    #[test]
    fn whatever_is_understood_is_read_again_from_our_words(text in typed()) {
        if let Ok(schedule) = Schedule::read(&text, "Europe/Berlin") {
            let again = Schedule::read(schedule.words(), "Europe/Berlin");
            prop_assert!(again.is_ok(), "{}: {}", text, schedule.words());
            prop_assert!(schedule.runs(now()).take(20).eq(again.unwrap().runs(now()).take(20)), "{}: {}", text, schedule.words());
            prop_assert!(Schedule::read(&format!("{text} zebra"), "UTC").is_err(), "{}", text);
        }
    }
}

/// A few of the words that schedules are made of.
fn typed() -> impl Strategy<Value = String> {
    let words = "daily|every|weekdays|mon|fri-sun|monday|at|on|the|of|month|and|,|[1-9]|1?[0-9]:[0-5]0|[0-9]pm|hours|hourly|from|to|1st|15th|31st\
        |last|first|day|monthly|weekly|twice|a|noon|except|in|june|yearly|half past|morning|every 2|:30|-|minutes|between";
    prop::collection::vec(words, 1..6).prop_map(|words| words.join(" "))
}
