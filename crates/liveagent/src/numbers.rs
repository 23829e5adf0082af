//! Figures that know their unit. On the wire they are numbers or texts of numbers, which [`wire`](crate::wire) reads; here
//! they get a type, so that seconds can't be drawn as a percentage, and a way to be shown.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Declares a figure over a primitive.
macro_rules! figure {
    ($(#[$meta:meta])* $name:ident($inner:ty): $($derive:ident),*) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, PartialOrd, Serialize, $($derive),*)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl $name {
            /// The bare figure.
            #[must_use]
            pub const fn get(self) -> $inner {
                self.0
            }
        }
    };
}

figure! {
    /// How many. Shown with commas: `1,244`.
    Count(u64): Eq, Ord, Hash
}
figure! {
    /// How many on average. Shown with at most two decimals: `0.5`.
    Average(f64):
}
figure! {
    /// How many each hour. Shown with at most two decimals: `1.25/h`.
    PerHour(f64):
}
figure! {
    /// Hundredths of a whole: 98.3333 is nearly all. Shown with at most one decimal: `98.3%`.
    Percent(f64):
}
figure! {
    /// Whole minutes. Shown as [`Seconds`] are.
    Minutes(u64): Eq, Ord, Hash
}
figure! {
    /// A size in bytes. Shown in binary units: `12.2 KiB`.
    Bytes(u64): Eq, Ord, Hash
}

/// A span of whole seconds, which may be negative (an SLA that was missed). LiveAgent gives a number, or
/// `[-]HH:MM:SS`. Shown with its two largest units: `1h 02m`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Seconds(pub i64);

impl Seconds {
    /// The bare figure.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads whole seconds (`75`, `75.4`) or a clock (`00:01:15`, `-1:56:53`, `128:00:00`).
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.contains(':') {
            return crate::wire::whole(text).or_else(|| text.parse().ok().and_then(truncate)).map(Self);
        }
        let (sign, clock) = text.strip_prefix('-').map_or((1, text), |clock| (-1, clock));
        let mut seconds = 0_i64;
        let mut parts = 0;
        for part in clock.split(':') {
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let part: i64 = part.parse().ok()?;
            if parts > 0 && part > 59 {
                return None;
            }
            seconds = seconds.checked_mul(60)?.checked_add(part)?;
            parts += 1;
        }
        (parts == 2 || parts == 3).then_some(()).map(|()| {
            // HH:MM without seconds is counted in minutes.
            let seconds = if parts == 2 { seconds.saturating_mul(60) } else { seconds };
            Self(sign * seconds)
        })
    }
}

/// The whole part of a decimal, if it is a span that there can be: numbers of more than 53 bits are not exact.
fn truncate(decimal: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and what comes near is refused")]
    let whole = decimal.trunc() as i64;
    (decimal.is_finite() && whole.unsigned_abs() < 1 << 53).then_some(whole)
}

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| serde::de::Error::custom("expected seconds or HH:MM:SS"))
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = self.0.unsigned_abs();
        let (days, hours, minutes, seconds) = (all / 86_400, all / 3_600 % 24, all / 60 % 60, all % 60);
        f.pad(&match (days, hours, minutes) {
            (0, 0, 0) => format!("{sign}{seconds}s"),
            (0, 0, _) => format!("{sign}{minutes}m {seconds:02}s"),
            (0, ..) => format!("{sign}{hours}h {minutes:02}m"),
            _ => format!("{sign}{days}d {hours:02}h"),
        })
    }
}

impl Minutes {
    /// The same span in seconds.
    #[must_use]
    pub fn seconds(self) -> Seconds {
        Seconds(i64::try_from(self.0).unwrap_or(i64::MAX).saturating_mul(60))
    }
}

impl fmt::Display for Minutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.seconds().fmt(f)
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        f.pad(&shown)
    }
}

/// A decimal with at most `places` places and no needless zeros.
fn decimal(value: f64, places: usize) -> String {
    let text = format!("{value:.places$}");
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl fmt::Display for Average {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&decimal(self.0, 2))
    }
}

impl fmt::Display for PerHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/h", decimal(self.0, 2)))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}%", decimal(self.0, 1)))
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut size, mut unit) = (self.0, "B");
        let mut tenths = 0;
        for larger in ["KiB", "MiB", "GiB", "TiB"] {
            if size < 1024 {
                break;
            }
            (tenths, size, unit) = (size % 1024 * 10 / 1024, size / 1024, larger);
        }
        f.pad(&if tenths == 0 { format!("{size} {unit}") } else { format!("{size}.{tenths} {unit}") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_from_numbers_and_clocks() {
        let table = [
            ("0", Some(0)),
            ("75", Some(75)),
            ("75.9", Some(75)),
            ("00:08:31", Some(511)),
            ("-01:56:53", Some(-7013)),
            ("128:00:00", Some(460_800)),
            ("01:30", Some(5400)),
            ("", None),
            ("soon", None),
            ("inf", None),
            ("1e30", None),
            ("-1e300", None),
            ("NaN", None),
            ("1:2:3:4", None),
            ("00:99:00", None),
            ("::", None),
            ("99999999999999999999:00:00", None),
        ];
        for (text, expected) in table {
            assert_eq!(Seconds::from_text(text).map(Seconds::get), expected, "{text:?}");
        }
    }

    #[test]
    fn figures_are_shown_with_their_unit() {
        let table = [
            (Count(0).to_string(), "0"),
            (Count(1_244).to_string(), "1,244"),
            (Count(1_234_567).to_string(), "1,234,567"),
            (Seconds(42).to_string(), "42s"),
            (Seconds(75).to_string(), "1m 15s"),
            (Seconds(-7013).to_string(), "-1h 56m"),
            (Minutes(1500).to_string(), "1d 01h"),
            (Average(0.5).to_string(), "0.5"),
            (Average(10.0).to_string(), "10"),
            (PerHour(1.25).to_string(), "1.25/h"),
            (Percent(98.3333).to_string(), "98.3%"),
            (Percent(100.0).to_string(), "100%"),
            (Bytes(999).to_string(), "999 B"),
            (Bytes(12_456).to_string(), "12.1 KiB"),
            (Bytes(8 << 20).to_string(), "8 MiB"),
        ];
        for (shown, expected) in table {
            assert_eq!(shown, expected);
        }
    }
}
