//! Which runs of a digest are due, and what becomes of each: posted, or skipped because it comes too late.
//!
//! Pure. Every run has exactly one outcome. After a time in which nobody was there, the newest run is caught up when it is not too old;
//! all before it are skipped.

use jiff::{SignedDuration, Timestamp};
use store::{Slot, SlotOutcome};

use crate::schedule::Schedule;

/// A run that is posted this long after its time is on time: a loop is not a clock.
const MAX_DELAY: SignedDuration = SignedDuration::from_mins(2);

/// The most runs that are looked at in one go; the rest follows in the next.
const MAX_SLOTS: usize = 1000;

/// Whether a run that is posted at this time is late, so that it says so.
#[must_use]
pub fn is_late(due: Timestamp, at: Timestamp) -> bool {
    at.duration_since(due) > MAX_DELAY
}

/// Whether a run that would be posted at this time is not posted any more.
pub(super) fn is_too_late(due: Timestamp, at: Timestamp, catch_up: SignedDuration) -> bool {
    at.duration_since(due) > catch_up.max(MAX_DELAY)
}

/// The runs from `due` on until `now`, and when the next one is.
pub(super) fn slots(
    schedule: &Schedule,
    subscription: i64,
    due: Timestamp,
    now: Timestamp,
    catch_up: SignedDuration,
) -> (Vec<Slot>, Option<Timestamp>) {
    let mut runs: Vec<Timestamp> = Vec::new();
    let mut next = Some(due);
    while let Some(run) = next.filter(|run| *run <= now)
        && runs.len() < MAX_SLOTS
    {
        runs.push(run);
        next = schedule.next(run);
    }
    // More are due: those looked at are not the newest.
    let more = next.is_some_and(|run| run <= now);
    let last = runs.len().saturating_sub(1);
    let slot = |(index, due): (usize, Timestamp)| {
        let newest = index == last && !more;
        let outcome = if newest && !is_too_late(due, now, catch_up) {
            SlotOutcome::Claimed
        } else {
            SlotOutcome::Skipped(if newest { "too late" } else { "a newer run was due" }.to_owned())
        };
        Slot { due, key: key(subscription, due), outcome }
    };
    (runs.into_iter().enumerate().map(slot).collect(), next)
}

/// The name of a run: the nonce of its message, so 25 characters at most.
pub(super) fn key(subscription: i64, due: Timestamp) -> String {
    format!("d{subscription}-{}", due.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: SignedDuration = SignedDuration::from_hours(1);

    fn at(text: &str) -> Timestamp {
        format!("2026-11-{text}Z").parse().unwrap()
    }

    /// What becomes of the runs of an hourly digest: `p`osted, `l`ate, `s`kipped.
    fn outcomes(due: &str, now: &str, catch_up: SignedDuration) -> String {
        let schedule = Schedule::read("hourly", "UTC").unwrap();
        let (slots, next) = slots(&schedule, 7, at(due), at(now), catch_up);
        assert!(next.unwrap() > at(now));
        let letter = |slot: &Slot| match (&slot.outcome, is_late(slot.due, at(now))) {
            (SlotOutcome::Claimed, false) => 'p',
            (SlotOutcome::Claimed, true) => 'l',
            (SlotOutcome::Skipped(_), _) => 's',
        };
        slots.iter().map(letter).collect()
    }

    #[test]
    fn a_run_is_on_time_late_or_skipped() {
        let table = [
            ("23T09:00", "23T08:59", ""),
            ("23T09:00", "23T09:00", "p"),
            ("23T09:00", "23T09:02", "p"),
            ("23T09:00", "23T09:10", "l"),
            ("23T09:00", "23T09:59", "l"),
            ("23T09:00", "23T10:00", "sp"),
            ("23T09:00", "23T12:30", "sssl"),
        ];
        for (due, now, expected) in table {
            assert_eq!(outcomes(due, now, HOUR), expected, "{due} at {now}");
        }
        assert_eq!(outcomes("23T09:00", "23T09:10", SignedDuration::from_mins(5)), "s");
        assert_eq!(outcomes("23T09:00", "23T09:01", SignedDuration::ZERO), "p");
    }

    #[test]
    fn a_very_long_time_is_taken_in_bites() {
        let schedule = Schedule::read("*/15 * * * *", "UTC").unwrap();
        let (from, now) = (at("01T00:00"), at("23T09:05"));
        let (first, next) = slots(&schedule, 7, from, now, HOUR);
        assert_eq!(first.len(), MAX_SLOTS);
        assert!(first.iter().all(|slot| matches!(slot.outcome, SlotOutcome::Skipped(_))));
        let (mut due, mut all) = (next, first);
        while let Some(from) = due.filter(|due| *due <= now) {
            let (more, next) = slots(&schedule, 7, from, now, HOUR);
            all.extend(more);
            due = next;
        }
        assert_eq!(all.len(), 22 * 96 + 9 * 4 + 1);
        assert_eq!(all.iter().filter(|slot| slot.outcome == SlotOutcome::Claimed).count(), 1);
        assert!(all.windows(2).all(|pair| pair[0].due < pair[1].due));
    }

    #[test]
    fn a_key_fits_a_nonce() {
        assert!(key(i64::from(u32::MAX), Timestamp::from_second(99_999_999_999).unwrap()).len() <= 25);
    }
}
