//! The table of cases, and what holds for any samples.

use proptest::prelude::*;

use super::*;

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const GAP: SignedDuration = SignedDuration::from_mins(5);

/// Chats that wait: fires at 10 after 2 min, is over at 4 after 3 min.
fn waiting() -> Rule {
    Rule {
        bad: Bad::High,
        fire: 10.0,
        clear: 4.0,
        fire_hold: MINUTE * 2,
        clear_hold: MINUTE * 3,
        repeat: None,
        gap: GAP,
    }
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + minute * 60).unwrap()
}

/// What is said of samples a minute apart; `_` stands for none.
fn said(rule: &Rule, samples: &str) -> String {
    let samples = samples.split_whitespace().map(|word| word.parse().ok()).collect::<Vec<Option<f64>>>();
    run(rule, Standing::default(), 0, &samples).1
}

fn run(rule: &Rule, standing: Standing, start: i64, samples: &[Option<f64>]) -> (Standing, String) {
    run_held(rule, standing, start, samples, start)
}

/// The same, held back until a minute.
fn run_held(
    rule: &Rule,
    mut standing: Standing,
    start: i64,
    samples: &[Option<f64>],
    until: i64,
) -> (Standing, String) {
    let mut said = String::new();
    for (minute, value) in (start..).zip(samples) {
        // Each state survives being written down and read again: a restart in any of them changes nothing.
        standing = serde_json::from_str(&serde_json::to_string(&standing).unwrap()).unwrap();
        let (next, say) = decide(rule, &standing, Sample { at: at(minute), value: *value }, minute < until);
        standing = next;
        said.push(match say {
            Say::Nothing => '.',
            Say::Begun => 'B',
            Say::Changed => 'c',
            Say::Worse => 'W',
            Say::Again => 'A',
            Say::Over => 'O',
        });
    }
    (standing, said)
}

#[test]
fn a_table_of_cases() {
    let table = [
        ("all is well", "0 3 9 9.9 4", "....."),
        ("beyond for less than the hold", "10 12 9 10 12 3", "......"),
        ("beyond for the hold", "10 10 10 10", "..B."),
        ("the values move while it is firing", "10 10 10 11 11 12", "..Bc.c"),
        ("over after the other hold", "10 10 10 4 4 3 2", "..Bc.cO"),
        ("a dip into the band while pending starts anew", "10 10 9 10 10 10", ".....B"),
        ("a flap beyond while clearing starts that anew", "10 10 10 4 4 10 4 4 4 4", "..Bc.cc..O"),
        ("a tremble in the band says only what it is now", "10 10 10 7 7 8 7", "..Bc.cc"),
        ("over, and again", "10 10 10 4 4 4 4 10 10 10", "..Bc..O..B"),
        ("worse, but not so soon", "10 10 10 20 20 20 20 20 20", "..Bc...W."),
        ("worse twice", "10 10 10 10 10 10 10 20 30 30 30 30 40", "..B....Wc...W"),
        ("late in the band, no news is no change", "10 10 10 7 _ _ 7 7", "..Bc...."),
        ("a short gap while pending", "10 _ 10 10", "..B."),
        ("a long gap while pending starts anew", "10 _ _ _ _ _ _ 10 10 10", ".........B"),
        ("a long gap while it is firing", "10 10 10 _ _ _ _ _ _ _ 10 11", "..B........c"),
        ("a long gap while clearing starts that anew", "10 10 10 4 4 _ _ _ _ _ _ 4 4 4 4", "..Bc..........O"),
        ("no number", "10 NaN 10 inf 10", "..B.."),
    ];
    for (name, samples, expected) in table {
        assert_eq!(said(&waiting(), samples), expected, "{name}: {samples}");
    }
}

#[test]
fn without_holds_it_goes_at_once() {
    let rule = Rule { fire_hold: SignedDuration::ZERO, clear_hold: SignedDuration::ZERO, ..waiting() };
    assert_eq!(said(&rule, "9 10 4 10 5 4"), ".BOBcO");
}

#[test]
fn little_can_be_bad_too() {
    let rule =
        Rule { bad: Bad::Low, fire: 2.0, clear: 4.0, fire_hold: MINUTE, clear_hold: MINUTE, repeat: None, gap: GAP };
    assert_eq!(said(&rule, "5 3 2 2 3 4 4"), "...BccO");
    assert_eq!(said(&rule, "2 2 2 2 2 2 1"), ".B....W");
}

#[test]
fn it_repeats_until_somebody_has_seen_it() {
    let rule = Rule { repeat: Some(MINUTE * 3), ..waiting() };
    let (standing, text) = run(&rule, Standing::default(), 0, &[Some(10.0); 7]);
    assert_eq!(text, "..B..A.");
    let seen = standing.acknowledged(42, at(7));
    assert_eq!(seen.state(false), State::Acknowledged);
    let (seen, text) = run(&rule, seen, 7, &[Some(10.0); 6]);
    assert_eq!(text, "......");
    let (over, text) = run(&rule, seen, 13, &[Some(1.0); 4]);
    assert_eq!(text, "c..O");
    assert_eq!(over.state(false), State::Resolved);
}

#[test]
fn a_muted_one_goes_on_without_a_new_message() {
    let rule = Rule { repeat: Some(MINUTE), ..waiting() };
    let (standing, _) = run(&rule, Standing::default(), 0, &[Some(10.0); 3]);
    assert_eq!((standing.state(true), standing.state(false)), (State::Muted, State::Firing));
    assert_eq!(run_held(&rule, standing, 3, &[Some(30.0); 7], 8).1, "c....WA");
}

#[test]
fn what_begins_while_muted_is_recorded() {
    assert_eq!(run_held(&waiting(), Standing::default(), 0, &[Some(10.0); 4], 60).1, "..B.");
}

#[test]
fn a_late_sample_changes_nothing() {
    let (standing, _) = run(&waiting(), Standing::default(), 0, &[Some(10.0); 3]);
    let late = Sample { at: at(1), value: Some(0.0) };
    assert_eq!(decide(&waiting(), &standing, late, false), (standing, Say::Nothing));
}

/// The table's third sample fires. Then the clock, which was `ahead` minutes ahead, is put back.
fn said_after_a_jump(rule: &Rule, before: &str, ahead: i64, after: &str) -> String {
    let samples = |text: &str| text.split_whitespace().map(|word| word.parse().ok()).collect::<Vec<Option<f64>>>();
    let (standing, said) = run(rule, Standing::default(), ahead, &samples(before));
    said + "|" + &run(rule, standing, 0, &samples(after)).1
}

#[test]
fn a_clock_that_is_put_back_is_a_gap() {
    let repeating = Rule { repeat: Some(MINUTE * 3), ..waiting() };
    let table = [
        ("it is firing, and resolved after its hold", waiting(), "10 10 10", 600, "10 4 4 4 4", "..B|.c..O"),
        ("pending begins anew", waiting(), "10 10", 600, "10 10 10", "..|..B"),
        ("clearing begins anew", waiting(), "10 10 10 4 4", 600, "4 4 4 4", "..Bc.|...O"),
        ("well, then beyond", waiting(), "3", 600, "10 10 10", ".|..B"),
        ("over, then beyond", waiting(), "10 10 10 4 4 4 4", 600, "10 10 10", "..Bc..O|..B"),
        ("worse is told in time", waiting(), "10 10 10", 600, "20 20 20 20 20 20", "..B|c....W"),
        ("repeats come in time", repeating, "10 10 10", 600, "10 10 10 10", "..B|...A"),
        ("a little is no jump: late samples say nothing", waiting(), "10 10 10", 2, "4 4 4 4 10", "..B|....."),
    ];
    for (name, rule, before, ahead, after, expected) in table {
        assert_eq!(said_after_a_jump(&rule, before, ahead, after), expected, "{name}");
    }
}

#[test]
fn slow_samples_are_no_gap_and_a_long_hold_needs_samples_all_along() {
    let every = |minutes: i32, rule: Rule, times: i64| {
        let mut standing = Standing::default();
        (0..times)
            .map(|turn| {
                let sample = Sample { at: at(turn * i64::from(minutes)), value: Some(10.0) };
                let (next, say) = decide(&rule, &standing, sample, false);
                standing = next;
                say == Say::Begun
            })
            .position(|begun| begun)
    };
    let slow = Rule { gap: MINUTE * 30, fire_hold: MINUTE * 20, ..waiting() };
    assert_eq!(every(10, slow, 5), Some(2));
    let hour = Rule { fire_hold: MINUTE * 60, ..waiting() };
    assert_eq!(every(59, hour, 5), None, "two samples an hour apart are not an hour");
    assert_eq!(every(5, hour, 20), Some(12));
}

#[test]
fn thresholds_may_be_edited_while_it_goes_on() {
    let (standing, _) = run(&waiting(), Standing::default(), 0, &[Some(10.0); 3]);
    let higher = Rule { fire: 50.0, clear: 20.0, ..waiting() };
    assert_eq!(run(&higher, standing.clone(), 3, &[Some(10.0); 4]).1, "...O");
    let lower = Rule { fire: 5.0, clear: 1.0, ..waiting() };
    assert_eq!(run(&lower, standing.clone(), 3, &[Some(4.0); 4]).1, "c...");
    let turned = Rule { bad: Bad::Low, fire: 2.0, clear: 4.0, ..waiting() };
    assert_eq!(run(&turned, standing, 3, &[Some(10.0); 4]).1, "...O");
}

#[test]
fn the_peak_is_the_worst_of_all() {
    let values = [10.0, 10.0, 10.0, 17.0, 12.0];
    let (standing, _) = run(&waiting(), Standing::default(), 0, &values.map(Some));
    let Phase::Firing(firing) = standing.phase else { panic!("{standing:?}") };
    assert!((firing.peak - 17.0).abs() < f64::EPSILON);
    assert_eq!(firing.since, at(0));
}

/// A rule, with the band between its thresholds.
fn rules() -> impl Strategy<Value = Rule> {
    let holds = (0_i64..10, 0_i64..10, proptest::option::of(1_i64..30));
    (proptest::bool::ANY, -50.0..50.0_f64, 0.5..50.0_f64, holds).prop_map(|(high, fire, band, (hold, back, repeat))| {
        Rule {
            bad: if high { Bad::High } else { Bad::Low },
            fire,
            clear: if high { fire - band } else { fire + band },
            fire_hold: MINUTE * i32::try_from(hold).unwrap(),
            clear_hold: MINUTE * i32::try_from(back).unwrap(),
            repeat: repeat.map(|every| MINUTE * i32::try_from(every).unwrap()),
            gap: GAP,
        }
    })
}

proptest! {
    #[test]
    fn inside_the_band_nothing_is_ever_posted(
        rule in rules(),
        before in proptest::collection::vec((-100.0..100.0_f64, 1_i64..20), 0..40),
        band in proptest::collection::vec((0.001..0.999_f64, 1_i64..20), 1..40),
    ) {
        let mut standing = Standing::default();
        let mut minute = 0;
        for (value, step) in before {
            minute += step;
            standing = decide(&rule, &standing, Sample { at: at(minute), value: Some(value) }, false).0;
        }
        for (part, step) in band {
            minute += step;
            let value = rule.fire + (rule.clear - rule.fire) * part;
            let (next, say) = decide(&rule, &standing, Sample { at: at(minute), value: Some(value) }, false);
            prop_assert!(matches!(say, Say::Nothing | Say::Changed), "{say:?}");
            prop_assert!(say == Say::Nothing || matches!(standing.phase, Phase::Firing(_)));
            standing = next;
        }
    }

    #[test]
    fn every_beginning_has_one_end_and_messages_keep_their_distance(
        rule in rules(),
        samples in proptest::collection::vec((proptest::option::of(-100.0..100.0_f64), 0_i64..20), 0..200),
    ) {
        let (mut standing, mut minute, mut open, mut last) = (Standing::default(), 0, false, None);
        for (value, step) in samples {
            minute += step;
            let (next, say) = decide(&rule, &standing, Sample { at: at(minute), value }, false);
            match say {
                Say::Begun => prop_assert!(!open),
                Say::Nothing => {}
                _ => prop_assert!(open),
            }
            if matches!(say, Say::Worse | Say::Again) {
                let since: i64 = last.map_or(i64::MAX, |last| minute - last);
                let least = rule.repeat.map_or(5, |every| every.as_mins().min(5));
                prop_assert!(since >= least, "{say:?} after {since} min");
            }
            if matches!(say, Say::Begun | Say::Worse | Say::Again) {
                last = Some(minute);
            }
            open = matches!(next.phase, Phase::Firing(_));
            prop_assert_eq!(say == Say::Over, matches!(standing.phase, Phase::Firing(_)) && !open);
            standing = next;
        }
    }
}
