//! Changes of widgets that were shown and not applied yet. A file is too large for a button's id, which has the preview's key instead.
//!
//! They are in memory only: after a restart a preview has to be asked for again.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use lru::LruCache;
use views::widgets::WidgetFile;

/// How many are kept, each with a file of 256 KiB at most.
const PREVIEW_CAPACITY: NonZeroUsize = NonZeroUsize::new(32).expect("more than none");

/// A change that was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Preview {
    /// The widget's id.
    pub(crate) widget: String,
    /// The new settings.
    pub(crate) changes: WidgetFile,
    /// A digest of the widget at the time of the preview.
    pub(crate) seen: u64,
    /// Until when it can be applied.
    pub(crate) until: Timestamp,
}

/// The newest previews, by the interactions that they answered.
#[derive(Debug)]
pub(crate) struct Previews(Mutex<LruCache<u64, Preview>>);

impl Default for Previews {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(PREVIEW_CAPACITY)))
    }
}

impl Previews {
    /// Keeps a preview, and drops those that have expired by `now`.
    pub(crate) fn keep(&self, key: u64, preview: Preview, now: Timestamp) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, preview| preview.until >= now);
        kept.put(key, preview);
    }

    /// Takes a preview, so that it is applied once.
    pub(crate) fn take(&self, key: u64) -> Option<Preview> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop(&key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn preview(until: i64) -> Preview {
        Preview { widget: "w1".to_owned(), changes: WidgetFile::default(), seen: 7, until: at(until) }
    }

    #[test]
    fn each_is_taken_once_and_the_expired_and_the_oldest_are_dropped() {
        let previews = Previews::default();
        previews.keep(1, preview(10), at(0));
        assert_eq!((previews.take(1), previews.take(1)), (Some(preview(10)), None));
        previews.keep(2, preview(10), at(0));
        previews.keep(3, preview(30), at(11));
        assert_eq!((previews.take(2), previews.take(3)), (None, Some(preview(30))));
        let count = PREVIEW_CAPACITY.get() as u64;
        for key in 0..=count {
            previews.keep(key, preview(100), at(12));
        }
        assert_eq!((previews.take(0), previews.take(count)), (None, Some(preview(100))));
    }
}
