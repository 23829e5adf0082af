//! How much work drawing one answer may be.
//!
//! What customers write has any length and any shape. Everything that walks over it counts each byte that it reads or writes here,
//! and what gathers text stops when the count is spent, so that no mail can hold a thread for longer than the ordinary ones do.
//! The tests count with the same counter, so a loop that is not in proportion to its text shows there.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A count of steps, and where it ends. A step is a byte that was read or written once.
#[derive(Debug)]
pub struct Steps {
    limit: u64,
    taken: AtomicU64,
}

impl Steps {
    /// What one answer may take: about a fifth of a second on a slow machine.
    pub const ONE_ANSWER: u64 = 16_000_000;

    /// A count that ends at `limit`.
    #[must_use]
    pub fn new(limit: u64) -> Self {
        Self { limit, taken: AtomicU64::new(0) }
    }

    /// Counts `bytes` more.
    pub(crate) fn count(&self, bytes: usize) {
        self.taken.fetch_add(u64::try_from(bytes).unwrap_or(u64::MAX), Relaxed);
    }

    /// Whether all steps are taken: what is not read by now is left out.
    #[must_use]
    pub fn are_spent(&self) -> bool {
        self.taken() >= self.limit
    }

    /// How many were taken. A little more than the limit where the last text was long.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken.load(Relaxed)
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::new(Self::ONE_ANSWER)
    }
}
