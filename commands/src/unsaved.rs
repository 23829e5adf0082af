//! Drafts that members have written and not saved yet: articles, and changes of widgets. In memory only. A preview shows one, and its buttons name it by a number. The number is
//! the id of an interaction, so a button from before a restart can't save another draft.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use lru::LruCache;
use serenity::all::UserId;
use views::widgets::WidgetFile;

/// How long a draft is kept.
pub(crate) const KEEP_TIME: SignedDuration = SignedDuration::from_mins(30);

/// How many drafts are kept: two megabytes of texts at most.
const CACHE_CAPACITY: NonZeroUsize = NonZeroUsize::new(100).expect("more than none");

/// A change of a widget that was shown and not applied yet.
#[derive(Clone, Debug)]
pub(crate) struct WidgetEdit {
    /// The widget's id.
    pub(crate) widget: String,
    /// The new settings.
    pub(crate) changes: WidgetFile,
    /// A digest of the widget at the time of the preview.
    pub(crate) seen: u64,
}

/// Drafts by number.
pub(crate) struct Unsaved<T>(Mutex<LruCache<u64, Kept<T>>>);

struct Kept<T> {
    writer: UserId,
    until: Timestamp,
    draft: T,
}

impl<T> Default for Unsaved<T> {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CACHE_CAPACITY)))
    }
}

impl<T> fmt::Debug for Unsaved<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unsaved").finish_non_exhaustive()
    }
}

impl<T: Clone> Unsaved<T> {
    /// Keeps a draft. Returns the end of its time.
    pub(crate) fn keep(&self, number: u64, writer: UserId, now: Timestamp, draft: T) -> Timestamp {
        let until = now.saturating_add(KEEP_TIME).unwrap_or(Timestamp::MAX);
        self.lock().put(number, Kept { writer, until, draft });
        until
    }

    /// Returns a draft of `writer`'s, if it is still kept.
    pub(crate) fn get(&self, number: u64, writer: UserId, now: Timestamp) -> Option<T> {
        let mut kept = self.lock();
        let kept = kept.get(&number).filter(|kept| kept.writer == writer && now <= kept.until)?;
        Some(kept.draft.clone())
    }

    /// Removes and returns it. Only one of two presses gets it.
    pub(crate) fn take(&self, number: u64, writer: UserId, now: Timestamp) -> Option<T> {
        let mut kept = self.lock();
        kept.peek(&number).filter(|kept| kept.writer == writer && now <= kept.until)?;
        kept.pop(&number).map(|kept| kept.draft)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<u64, Kept<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: UserId = UserId::new(1);
    const BOB: UserId = UserId::new(2);

    #[test]
    fn a_draft_is_its_writers_for_a_while_and_taken_once() {
        let unsaved = Unsaved::default();
        let now = Timestamp::UNIX_EPOCH;
        let until = unsaved.keep(7, ADA, now, "words");
        assert_eq!(until, now + KEEP_TIME);
        assert_eq!(unsaved.get(7, ADA, until), Some("words"));
        for (number, writer, at) in [(8, ADA, now), (7, BOB, now), (7, ADA, until + SignedDuration::from_secs(1))] {
            assert_eq!((unsaved.get(number, writer, at), unsaved.take(number, writer, at)), (None, None), "{number}");
        }
        assert_eq!(unsaved.take(7, ADA, now), Some("words"));
        assert_eq!(unsaved.take(7, ADA, now), None);
    }

    #[test]
    fn the_oldest_draft_is_forgotten() {
        let unsaved = Unsaved::default();
        for number in 0..=CACHE_CAPACITY.get() as u64 {
            unsaved.keep(number, ADA, Timestamp::UNIX_EPOCH, number);
        }
        assert_eq!(unsaved.get(0, ADA, Timestamp::UNIX_EPOCH), None);
        assert_eq!(unsaved.get(1, ADA, Timestamp::UNIX_EPOCH), Some(1));
    }
}
