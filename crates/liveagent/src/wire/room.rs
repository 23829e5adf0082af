//! How much memory the rows of one answer may take.

use std::cell::Cell;

use super::WireError;

/// How much memory the rows of one answer may take, in bytes, without the texts in them (those are as long as the answer at most). A row is
/// 50 to 800 bytes: a conversation of 20,000 messages takes 3 MiB, 10,000 articles take 6. Without it `[{},{},...]` of the
/// size that the client reads, 8 MiB, would become a gigabyte.
const ROWS: usize = 16 << 20;

/// The room that is left for the rows of an answer, shared by everything that reads it.
pub(super) struct Room(Cell<usize>);

impl Room {
    pub(super) fn new() -> Self {
        Self::of(ROWS)
    }

    pub(super) fn of(bytes: usize) -> Self {
        Self(Cell::new(bytes))
    }

    /// Takes `bytes` for an item of a list, or says that the answer has too many.
    pub(super) fn take(&self, bytes: usize) -> Result<(), WireError> {
        let left = self.0.get().checked_sub(bytes).ok_or_else(WireError::too_large)?;
        self.0.set(left);
        Ok(())
    }
}
