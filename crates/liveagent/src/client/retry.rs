//! When a look-up is tried again, and how long to wait before. Writes are never tried again.

use std::{
    hash::{BuildHasher as _, RandomState},
    time::Duration,
};

use jiff::Timestamp;

/// How often a look-up is tried at most, the first time included.
pub(super) const MAX_TRIES: u32 = 4;
/// The wait before the second try; each later one doubles it.
const RETRY_DELAY: Duration = Duration::from_millis(150);
/// The longest wait that a server may ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(1);
/// How long background work stands still after a 429 that does not say.
pub(super) const HOLD_TIME: Duration = Duration::from_secs(5);

/// Whether a status is worth another try: the server, or something in front of it, is overrun or away for a moment.
/// 500 is not: it is LiveAgent's usual answer to a wrong request.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

/// How long to wait after the `tries`-th try: twice as long each time, less a random part up to a half, so that those who
/// failed together do not come back together; what the server asks for if that is longer.
pub(super) fn wait(tries: u32, asked: Option<Duration>) -> Duration {
    let whole = RETRY_DELAY * 2_u32.saturating_pow(tries.saturating_sub(1).min(10));
    whole.mul_f64(1.0 - 0.5 * random()).max(asked.unwrap_or_default())
}

/// Reads a `Retry-After`: seconds, or a date, which `now` makes a wait of. An hour at most: what a server asks for must not
/// overflow a clock.
pub(super) fn retry_after(header: &str, now: Timestamp) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse() {
        return Some(Duration::from_secs(seconds).min(MAX_RETRY_AFTER));
    }
    let at = jiff::fmt::rfc2822::parse(header).ok()?.timestamp();
    Some(Duration::try_from(at.duration_since(now)).unwrap_or_default().min(MAX_RETRY_AFTER))
}

/// Something from 0 to 1, from the random keys of the standard library's hash maps.
fn random() -> f64 {
    let bits = RandomState::new().hash_one(0_u8);
    f64::from(u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_vary() {
        for tries in 1..MAX_TRIES {
            let whole = RETRY_DELAY * 2_u32.pow(tries - 1);
            let waits: Vec<Duration> = (0..200).map(|_| wait(tries, None)).collect();
            assert!(waits.iter().all(|wait| (whole / 2..=whole).contains(wait)), "{tries}: {waits:?}");
            assert!(waits.iter().any(|wait| *wait != waits[0]), "all alike");
        }
        assert!(wait(u32::MAX, None) < Duration::from_mins(10), "no overflow");
    }

    #[test]
    fn the_server_may_ask_for_more_but_not_for_less() {
        assert_eq!(wait(1, Some(Duration::from_secs(3))), Duration::from_secs(3));
        assert!(wait(1, Some(Duration::ZERO)) >= RETRY_DELAY / 2);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now: Timestamp = "2026-10-21T07:28:00Z".parse().unwrap();
        let table = [
            ("3", Some(3)),
            (" 120 ", Some(120)),
            ("Wed, 21 Oct 2026 07:28:05 GMT", Some(5)),
            ("Wed, 21 Oct 2026 07:00:00 GMT", Some(0)),
            ("18446744073709551615", Some(3600)),
            ("Wed, 21 Oct 2099 07:00:00 GMT", Some(3600)),
            ("-1", None),
            ("soon", None),
            ("", None),
        ];
        for (header, seconds) in table {
            assert_eq!(retry_after(header, now), seconds.map(Duration::from_secs), "{header:?}");
        }
    }

    #[test]
    fn only_passing_troubles_are_tried_again() {
        for status in [429, 502, 503, 504] {
            assert!(is_passing(status), "{status}");
        }
        for status in [200, 301, 400, 401, 403, 404, 500, 501, 520] {
            assert!(!is_passing(status), "{status}");
        }
    }
}
