//! Charts: they look as they should, and draw whatever they are given.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::prelude::*;
use views::chart::{Chart, Series};

fn now() -> Timestamp {
    "2026-11-23T13:00:00Z".parse().unwrap()
}

/// A day of a queue with its rhythm: quiet at night, a gap after midnight, a rush before noon.
fn day() -> Chart {
    let at = |minute: i64| now() - SignedDuration::from_mins(1440 - minute);
    let rush = |minute: i64, middle: f64, width: f64, height: f64| {
        let minute = f64::from(i32::try_from(minute).unwrap());
        (height * (-((minute - middle) / width).powi(2)).exp()).round()
    };
    let waiting = |minute| rush(minute, 1290.0, 80.0, 17.0) + rush(minute, 180.0, 120.0, 8.0);
    let calls = |minute| rush(minute, 1230.0, 100.0, 6.0) + rush(minute, 90.0, 60.0, 3.0);
    let line = |figure: &dyn Fn(i64) -> f64| {
        (0..=1440)
            .step_by(5)
            .filter(|minute| !(660..720).contains(minute))
            .map(|minute| (at(minute), figure(minute)))
            .collect()
    };
    Chart {
        title: "Waiting · last 24 h".to_owned(),
        subtitle: "Support · Europe/Berlin".to_owned(),
        series: vec![
            Series { name: "Chats".to_owned(), points: line(&waiting) },
            Series { name: "Calls".to_owned(), points: line(&calls) },
        ],
        threshold: Some((12.0, "threshold 12".to_owned())),
        from: now() - SignedDuration::from_hours(24),
        to: now(),
        zone: TimeZone::get("Europe/Berlin").unwrap(),
    }
}

#[test]
fn a_day_of_a_queue() {
    let chart = day();
    insta::assert_snapshot!(chart.alt());
    insta::assert_snapshot!(chart.svg().replace("><", ">\n<"));
    let png = chart.png().expect("a picture");
    assert!(png.len() < 80_000, "{} bytes", png.len());
    if let Some(folder) = std::env::var_os("SCREENSHOTS") {
        std::fs::write(std::path::Path::new(&folder).join("chart.png"), png).unwrap();
    }
}

#[test]
fn nothing_to_show_is_said() {
    let chart =
        Chart { series: vec![Series { name: "Chats".to_owned(), points: Vec::new() }], threshold: None, ..day() };
    assert!(chart.svg().contains("No data yet"));
    assert!(chart.alt().contains("Chats: no data."));
    assert!(chart.png().is_some());
}

fn any_series() -> impl Strategy<Value = Series> {
    let value = prop_oneof![any::<f64>(), 0.0..100.0_f64, Just(f64::NAN), Just(f64::INFINITY), Just(f64::MAX)];
    let point = (-1_000_000_i64..1_000_000, value);
    ("\\PC{0,40}", proptest::collection::vec(point, 0..200)).prop_map(|(name, points)| Series {
        name,
        points: points.into_iter().map(|(second, value)| (now() + SignedDuration::from_secs(second), value)).collect(),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn anything_is_drawn(
        title in any::<String>(),
        subtitle in "[<>&\"'\u{0}-\u{20}\u{202e}]{0,60}",
        series in proptest::collection::vec(any_series(), 0..6),
        threshold in proptest::option::of((any::<f64>(), any::<String>())),
        length in 0_i64..10_000_000,
    ) {
        let chart = Chart { title, subtitle, series, threshold, from: now() - SignedDuration::from_secs(length), ..day() };
        let png = chart.png();
        prop_assert!(png.is_some(), "{}", chart.svg());
        prop_assert!(png.is_some_and(|png| png.len() < 400_000));
        prop_assert!(chart.alt().chars().count() <= 1000);
    }
}
