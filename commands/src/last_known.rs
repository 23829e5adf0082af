//! The last answers, shown with their age when LiveAgent is not there to give new ones.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use lru::LruCache;
use views::{Link, Message};

/// How many answers are kept: a few hundred kilobytes.
const CACHE_CAPACITY: NonZeroUsize = NonZeroUsize::new(100).expect("more than none");

/// The newest answers, each under what was asked.
#[derive(Debug)]
pub(crate) struct LastKnown(Mutex<LruCache<Link, (Timestamp, Message)>>);

impl Default for LastKnown {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CACHE_CAPACITY)))
    }
}

impl LastKnown {
    /// Keeps an answer.
    pub(crate) fn keep(&self, link: &Link, at: Timestamp, answer: &Message) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.put(link.clone(), (at, answer.clone()));
    }

    /// The last answer to the same question, and when it was given.
    pub(crate) fn get(&self, link: &Link) -> Option<(Timestamp, Message)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).peek(link).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_answer_to_each_question_is_kept_and_the_oldest_question_is_forgotten() {
        let (known, answer) = (LastKnown::default(), views::errors::failure("an answer", None));
        let question = |page| Link::from(&views::tags::List {}).at_page(page);
        let at = |second| Timestamp::from_second(second).unwrap();
        let count = u32::try_from(CACHE_CAPACITY.get()).unwrap();
        for page in 0..count {
            known.keep(&question(page), at(page.into()), &answer);
        }
        known.keep(&question(0), at(1_000), &answer);
        known.keep(&question(count), at(1_001), &answer);
        assert_eq!(known.0.lock().unwrap().len(), CACHE_CAPACITY.get());
        for (page, second) in [(0, Some(1_000)), (1, None), (2, Some(2)), (count, Some(1_001))] {
            assert_eq!(known.get(&question(page)), second.map(|second| (at(second), answer.clone())), "page {page}");
        }
    }
}
