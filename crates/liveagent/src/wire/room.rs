//! What everything that reads one answer shares: how much memory its rows may still take, and what could not be read so far.

use std::cell::{Cell, RefCell};

use jiff::tz::TimeZone;

use super::{
    WireError,
    unread::{Found, Unread},
    way::Way,
};

/// How much memory the rows of one answer may take, in bytes, without the texts in them (those are as long as the answer at most). A row is
/// 50 to 800 bytes: a conversation of 20,000 messages takes 3 MiB, 10,000 articles take 6. Without it `[{},{},...]` of the
/// size that the client reads, 8 MiB, would become a gigabyte.
const MAX_ROWS_SIZE: usize = 16 << 20;

/// The room that is left for the rows of an answer, and how it is read.
pub(super) struct Room {
    left: Cell<usize>,
    /// For an answer of LiveAgent's, in whose zone its times are. What is not one must be right in all its parts.
    zone: Option<TimeZone>,
    unread: RefCell<Unread>,
}

impl Room {
    /// For what must be right in all its parts.
    pub(super) fn strict() -> Self {
        Self::of(MAX_ROWS_SIZE)
    }

    /// For an answer, of which what can be read is read. Its times are in `zone`.
    pub(super) fn answer(zone: TimeZone) -> Self {
        Self { zone: Some(zone), ..Self::of(MAX_ROWS_SIZE) }
    }

    pub(super) fn of(bytes: usize) -> Self {
        Self { left: Cell::new(bytes), zone: None, unread: RefCell::default() }
    }

    /// Takes `bytes` for an item of a list, or says that the answer has too many.
    pub(super) fn take(&self, bytes: usize) -> Result<(), WireError> {
        let left = self.left.get().checked_sub(bytes).ok_or_else(WireError::too_large)?;
        self.left.set(left);
        Ok(())
    }

    /// Whether what can't be read is unknown, rather than an error.
    pub(super) fn is_lenient(&self) -> bool {
        self.zone.is_some()
    }

    /// The zone of its times, where it is known.
    pub(super) fn zone(&self) -> Option<&TimeZone> {
        self.zone.as_ref()
    }

    /// Remembers what was not what it should be.
    pub(super) fn note(&self, way: Option<&Way<'_>>, found: Found) {
        if self.is_lenient() {
            self.unread.borrow_mut().note(way.map(Way::to_string).unwrap_or_default(), found);
        }
    }

    /// What could not be read.
    pub(super) fn into_unread(self) -> Unread {
        self.unread.into_inner()
    }
}
