//! Logs LiveAgent failures that people don't see because an older answer is shown, at most once a minute per kind.

use tokio::time::Instant;

use crate::LogLimit;

/// When each kind of failure was last logged.
#[derive(Debug, Default)]
pub struct Troubles(LogLimit);

impl Troubles {
    /// Logs a failure and how it was handled, unless the same kind was just logged. LiveAgent's own message is left out, because it
    /// may quote a customer.
    pub fn warn(&self, kind: &'static str, operation: Option<&'static str>, instead: &'static str) {
        if self.0.allows(kind, Instant::now()) {
            tracing::warn!(error.kind = kind, liveagent.operation = operation, instead, "LiveAgent failed");
        }
    }
}
