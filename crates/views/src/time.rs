//! Instants and lengths of time as people read them. Discord shows an instant in each reader's own zone and language.

use jiff::Timestamp;

/// Date and time of day: "23 November 2026 18:30".
#[must_use]
pub fn at(instant: Timestamp) -> String {
    format!("<t:{}:f>", instant.as_second())
}

/// How long ago, or how soon: "2 hours ago".
#[must_use]
pub fn ago(instant: Timestamp) -> String {
    format!("<t:{}:R>", instant.as_second())
}

/// The day: "23/11/2026".
#[must_use]
pub fn day(instant: Timestamp) -> String {
    format!("<t:{}:d>", instant.as_second())
}

/// Date and time, and below it how long ago that is.
#[must_use]
pub fn at_and_ago(instant: Timestamp) -> String {
    format!("{}\n{}", at(instant), ago(instant))
}

/// A length of time in its two largest units: "2 h 5 min", "3 d", "40 s".
#[must_use]
pub fn length(seconds: u64) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    let Some(first) = units.iter().position(|(_, unit)| seconds >= *unit) else { return "0 s".to_owned() };
    let mut left = seconds;
    let mut parts = Vec::new();
    for (name, unit) in units.iter().skip(first).take(2) {
        if left / unit > 0 {
            parts.push(format!("{} {name}", left / unit));
        }
        left %= unit;
    }
    parts.join(" ")
}

/// How long ago an instant was, where Discord shows no times: "2 h ago".
#[must_use]
pub fn age(instant: Timestamp, now: Timestamp) -> String {
    let seconds = u64::try_from(now.duration_since(instant).as_secs()).unwrap_or_default();
    let units = [("y", 365 * 86_400), ("d", 86_400), ("h", 3_600), ("min", 60)];
    let unit = units.iter().find(|(_, unit)| seconds >= *unit);
    unit.map_or_else(|| "just now".to_owned(), |(name, unit)| format!("{} {name} ago", seconds / unit))
}

#[cfg(test)]
mod tests {
    use super::{age, length};

    #[test]
    fn an_age_has_one_unit() {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        for (instant, expected) in [
            ("2026-11-23T12:00:01Z", "just now"),
            ("2026-11-23T11:59:01Z", "just now"),
            ("2026-11-23T11:59:00Z", "1 min ago"),
            ("2026-11-23T09:00:01Z", "2 h ago"),
            ("2025-11-24T12:00:00Z", "364 d ago"),
            ("2024-11-23T12:00:00Z", "2 y ago"),
        ] {
            assert_eq!(age(instant.parse().unwrap(), now), expected);
        }
    }

    #[test]
    fn a_length_has_two_units_at_most() {
        for (seconds, expected) in [
            (0, "0 s"),
            (40, "40 s"),
            (60, "1 min"),
            (7_500, "2 h 5 min"),
            (7_205, "2 h"),
            (259_200, "3 d"),
            (90_061, "1 d 1 h"),
        ] {
            assert_eq!(length(seconds), expected);
        }
    }
}
