//! How much a key may ask: in any minute of real time so many requests, of which so many searches of the knowledgebase.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use super::refusal::Refusal;

const MINUTE: Duration = Duration::from_mins(1);
const REQUESTS: usize = 180;
const SEARCHES: usize = 100;
/// The operation that searches.
const SEARCH: u8 = 38;

/// What was asked within the last minute.
#[derive(Default)]
pub(super) struct Limits {
    lifted: AtomicBool,
    refused: AtomicUsize,
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    requests: VecDeque<Instant>,
    searches: VecDeque<Instant>,
}

impl Limits {
    /// Whether from now on what is too much is refused.
    pub(super) fn keep(&self, kept: bool) {
        self.lifted.store(!kept, Ordering::Relaxed);
    }

    /// How many requests were refused.
    pub(super) fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// Counts a request for the operation of this number, or refuses it.
    pub(super) fn count(&self, operation: u8, now: Instant) -> Result<(), Refusal> {
        if self.lifted.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let Asked { requests, searches } = &mut *asked;
        for list in [&mut *requests, &mut *searches] {
            while list.front().is_some_and(|at| now.duration_since(*at) >= MINUTE) {
                list.pop_front();
            }
        }
        let is_search = operation == SEARCH;
        if requests.len() >= REQUESTS || (is_search && searches.len() >= SEARCHES) {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return Err(Refusal::too_many());
        }
        requests.push_back(now);
        if is_search {
            searches.push_back(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_has_180_requests_and_100_searches() {
        let (limits, start) = (Limits::default(), Instant::now());
        let allowed = |operation, second| {
            let now = start + Duration::from_secs(second);
            (0..300).take_while(|_| limits.count(operation, now).is_ok()).count()
        };
        assert_eq!((allowed(SEARCH, 0), allowed(9, 30), allowed(9, 59)), (100, 80, 0));
        assert_eq!((allowed(9, 60), allowed(SEARCH, 90), limits.refused()), (100, 80, 5));
        limits.keep(false);
        assert_eq!(allowed(9, 90), 300);
    }
}
