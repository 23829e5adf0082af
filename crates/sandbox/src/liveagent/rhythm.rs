//! A day's rhythm: the activity at each hour, as a smooth function of the time.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use super::tables::mixed;

/// How busy each hour of a working day is, 0 to 1.
const DAY: [f64; 24] = [
    0.04, 0.03, 0.02, 0.02, 0.03, 0.06, 0.15, 0.38, 0.72, 0.95, 1.00, 0.92, 0.70, 0.78, 0.90, 0.86, 0.72, 0.55, 0.40,
    0.34, 0.30, 0.22, 0.12, 0.07,
];

/// How busy each weekday is, Monday first.
const WEEK: [f64; 7] = [1.0, 0.92, 0.88, 0.86, 0.8, 0.42, 0.34];

/// How busy it is at an instant, 0 to 1.
pub(super) fn busy(instant: Timestamp, zone: &TimeZone) -> f64 {
    let local: Zoned = instant.to_zoned(zone.clone());
    let weekday = WEEK[usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or(0)];
    let hour = usize::try_from(local.hour()).unwrap_or(0);
    let part = f64::from(local.minute()) / 60.0;
    weekday * (DAY[hour] * (1.0 - part) + DAY[(hour + 1) % 24] * part)
}

/// Something between 0 and 1 that follows from two numbers alone.
pub(super) fn chance(a: u64, b: u64) -> f64 {
    // 53 bits are what a float holds exactly.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let fraction = (mixed(a ^ mixed(b)) >> 11) as f64 / 9_007_199_254_740_992.0;
    fraction
}

/// Noise that changes smoothly: between the values of this quarter of an hour and the next.
pub(super) fn noise(instant: Timestamp, seed: u64) -> f64 {
    const QUARTER: i64 = 15 * 60;
    let seconds = instant.as_second();
    let step = u64::try_from(seconds.div_euclid(QUARTER)).unwrap_or(0);
    #[expect(clippy::cast_precision_loss, reason = "it is below 900")]
    let part = seconds.rem_euclid(QUARTER) as f64 / QUARTER as f64;
    chance(step, seed) * (1.0 - part) + chance(step + 1, seed) * part
}

/// A whole number from a share of a most.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "both are small and not negative")]
pub(super) fn whole(share: f64, most: f64) -> u64 {
    (share * most).round().max(0.0) as u64
}
