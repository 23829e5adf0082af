//! Round numbers on the left, human times below.

use jiff::{SignedDuration, Timestamp, ToSpan as _, Unit, Zoned, ZonedRound, tz::TimeZone};

/// The values at which lines are drawn: from 0 to at least `top`, round, four or five of them.
pub(super) fn values(top: f64) -> Vec<f64> {
    let top = if top.is_finite() { top.clamp(1.0, 1e15) } else { 1.0 };
    let rough = top / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|step| step * power).find(|step| *step >= rough);
    // Things are counted: there is no half of one.
    let step = step.unwrap_or(rough).max(1.0).ceil();
    let mut values = vec![0.0];
    while let Some(last) = values.last().copied().filter(|last| *last < top) {
        values.push(last + step);
    }
    values
}

/// The instants at which a time is written, with the time.
pub(super) fn times(from: Timestamp, to: Timestamp, zone: &TimeZone) -> Vec<(Timestamp, String)> {
    let minutes = (to.duration_since(from).as_mins() / 7).max(1);
    let steps = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440, 2880, 10_080, 20_160, 43_200];
    let step = steps.into_iter().find(|step| *step >= minutes).unwrap_or(43_200);
    let days = step >= 1440;
    let start = from.to_zoned(zone.clone());
    let Some(mut at) = first(&start, step) else { return Vec::new() };
    let mut times = Vec::new();
    while at.timestamp() <= to && times.len() < 12 {
        if at.timestamp() >= from {
            let label = if days { at.strftime("%a %-d %b") } else { at.strftime("%H:%M") };
            times.push((at.timestamp(), label.to_string()));
        }
        let next =
            if days { at.checked_add((step / 1440).days()) } else { at.checked_add(SignedDuration::from_mins(step)) };
        let Ok(next) = next else { break };
        at = next;
    }
    times
}

/// The last full step of the local day at or before `start`.
fn first(start: &Zoned, step: i64) -> Option<Zoned> {
    if step >= 60 {
        let midnight = start.start_of_day().ok()?;
        let since = start.duration_since(&midnight).as_mins();
        return midnight
            .checked_add(SignedDuration::from_mins(if step >= 1440 { 0 } else { since - since % step }))
            .ok();
    }
    let hour = start.round(ZonedRound::new().smallest(Unit::Hour).mode(jiff::RoundMode::Trunc)).ok()?;
    let since = start.duration_since(&hour).as_mins();
    hour.checked_add(SignedDuration::from_mins(since - since % step)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_round_and_reach_the_top() {
        for (top, expected) in [
            (0.0, vec![0.0, 1.0]),
            (3.0, vec![0.0, 1.0, 2.0, 3.0]),
            (26.0, vec![0.0, 10.0, 20.0, 30.0]),
            (100.0, vec![0.0, 25.0, 50.0, 75.0, 100.0]),
            (1_234.0, vec![0.0, 500.0, 1_000.0, 1_500.0]),
        ] {
            assert_eq!(values(top), expected, "{top}");
        }
    }

    #[test]
    fn times_are_full_and_local() {
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let (from, to): (Timestamp, Timestamp) =
            ("2026-11-23T00:10Z".parse().unwrap(), "2026-11-23T06:10Z".parse().unwrap());
        let labels: Vec<String> = times(from, to, &zone).into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["06:00", "07:00", "08:00", "09:00", "10:00", "11:00"]);
        let labels: Vec<String> =
            times(from, from + SignedDuration::from_hours(24 * 7), &zone).into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels.len(), 7, "{labels:?}");
        assert_eq!(labels[0], "Tue 24 Nov");
    }
}
