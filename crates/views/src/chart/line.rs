//! From figures to the path of a line: what is no figure is left out, too many are thinned, and a gap stays a gap.

use jiff::Timestamp;

/// The most points that a line has: more than the picture has places for.
const MAX_POINTS: usize = 400;

/// The figures between two instants that are figures, in the order of time.
pub(super) fn clean(points: &[(Timestamp, f64)], from: Timestamp, to: Timestamp) -> Vec<(Timestamp, f64)> {
    let within = |(at, value): &&(Timestamp, f64)| *at >= from && *at <= to && value.is_finite();
    let mut points: Vec<_> = points.iter().filter(within).map(|(at, value)| (*at, value.clamp(0.0, 1e15))).collect();
    points.sort_by_key(|(at, _)| *at);
    points.dedup_by_key(|(at, _)| *at);
    points
}

/// At most so many that each has its place. Of several in one place the highest stays: a peak must not vanish.
pub(super) fn thin(points: &[(Timestamp, f64)]) -> Vec<(Timestamp, f64)> {
    let size = points.len().div_ceil(MAX_POINTS).max(1);
    let highest = |some: &[(Timestamp, f64)]| some.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
    points.chunks(size).filter_map(highest).collect()
}

/// A wait of this many seconds is no gap, whatever is usual.
const MIN_GAP: i64 = 10 * 60;

/// How many waits before and after one tell what is usual there: figures of long ago are further apart than those of now.
const AROUND: usize = 4;

/// The stretches between gaps: a gap is a wait of more than three times those around it.
pub(super) fn stretches(points: &[(Timestamp, f64)]) -> Vec<&[(Timestamp, f64)]> {
    let waits: Vec<i64> = points.windows(2).map(|pair| pair[1].0.duration_since(pair[0].0).as_secs()).collect();
    let usual = |index: usize| {
        let mut around = waits[index.saturating_sub(AROUND)..waits.len().min(index + AROUND + 1)].to_vec();
        around.sort_unstable();
        around[around.len() / 2]
    };
    let mut stretches = Vec::new();
    let mut start = 0;
    for (index, wait) in waits.iter().enumerate() {
        if *wait > MIN_GAP && *wait > usual(index) * 3 {
            stretches.push(&points[start..=index]);
            start = index + 1;
        }
    }
    if start < points.len() {
        stretches.push(&points[start..]);
    }
    stretches
}

/// The path through places, smooth, and never beyond what the figures say (Fritsch and Carlson's monotone curves).
pub(super) fn path(places: &[(f64, f64)]) -> String {
    use std::fmt::Write as _;
    let Some((x, y)) = places.first() else { return String::new() };
    let mut path = format!("M{x:.1} {y:.1}");
    let slopes: Vec<f64> =
        places.windows(2).map(|pair| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0).max(1e-9)).collect();
    let tangent = |index: usize| match (index.checked_sub(1).and_then(|before| slopes.get(before)), slopes.get(index)) {
        (Some(before), Some(after)) if before * after > 0.0 => 2.0 * before * after / (before + after),
        (Some(only), None) | (None, Some(only)) => *only,
        _ => 0.0,
    };
    for (index, pair) in places.windows(2).enumerate() {
        let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
        let third = (x1 - x0) / 3.0;
        let (y2, y3) = (y0 + tangent(index) * third, y1 - tangent(index + 1) * third);
        let _ = write!(path, "C{:.1} {y2:.1} {:.1} {y3:.1} {x1:.1} {y1:.1}", x0 + third, x1 - third);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    #[test]
    fn what_is_no_figure_is_left_out() {
        let points = [(at(3), 1.0), (at(1), f64::NAN), (at(2), -4.0), (at(9), 5.0), (at(3), 7.0)];
        assert_eq!(clean(&points, at(0), at(5)), [(at(2), 0.0), (at(3), 1.0)]);
    }

    #[test]
    fn a_peak_among_many_stays() {
        let points: Vec<_> = (0..10_000).map(|minute| (at(minute), if minute == 4_711 { 99.0 } else { 1.0 })).collect();
        let thinned = thin(&points);
        assert!(thinned.len() <= MAX_POINTS);
        assert!(thinned.contains(&(at(4_711), 99.0)));
    }

    #[test]
    fn a_gap_stays_a_gap() {
        let points: Vec<_> = [0, 1, 2, 3, 60, 61, 62].map(|minute| (at(minute), 1.0)).to_vec();
        assert_eq!(stretches(&points).iter().map(|stretch| stretch.len()).collect::<Vec<_>>(), [4, 3]);
        assert!(stretches(&[]).is_empty());
    }

    #[test]
    fn figures_of_long_ago_are_further_apart_and_no_gap() {
        let minutes = (0..30).map(|five| five * 5).chain(146..300).chain(360..400);
        let points: Vec<_> = minutes.map(|minute| (at(minute), 1.0)).collect();
        assert_eq!(stretches(&points).iter().map(|stretch| stretch.len()).collect::<Vec<_>>(), [184, 40]);
    }

    #[test]
    fn a_path_stays_between_its_points() {
        assert_eq!(path(&[]), "");
        assert_eq!(path(&[(1.0, 2.0)]), "M1.0 2.0");
        assert_eq!(path(&[(0.0, 0.0), (3.0, 3.0)]), "M0.0 0.0C1.0 1.0 2.0 2.0 3.0 3.0");
    }
}
