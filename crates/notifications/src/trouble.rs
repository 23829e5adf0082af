//! The background work in a database that is busy, full or away: it waits, and says so once a minute.

use answers::LogLimit;
use tokio::time::Instant;

/// What failed, and when that was last logged: it is retried twice a second.
#[derive(Debug, Default)]
pub(crate) struct Trouble(LogLimit);

impl Trouble {
    /// A database that is away is waited for; only the loss of the lease ends the work.
    pub(crate) fn steady<T>(
        &self,
        outcome: Result<T, store::Error>,
        what: &'static str,
    ) -> Result<Option<T>, store::Error> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(store::Error::Lost) => Err(store::Error::Lost),
            Err(error) => {
                self.say(&error, what);
                Ok(None)
            }
        }
    }

    /// Says that something failed and is tried again, unless that was said within a minute.
    pub(crate) fn say(&self, error: &store::Error, what: &'static str) {
        if !self.0.allows(what, Instant::now()) {
            return;
        }
        if let store::Error::Gone(_) = error {
            // It does not pass by itself.
            tracing::error!(error = %error, "{what} failed; trying again");
        } else {
            tracing::warn!(error = %error, "{what} failed; trying again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_loss_of_the_lease_ends_the_work() {
        let trouble = Trouble::default();
        assert_eq!(trouble.steady(Ok(1), "a"), Ok(Some(1)));
        assert_eq!(trouble.steady::<()>(Err(store::Error::Unavailable("full".to_owned())), "a"), Ok(None));
        assert_eq!(trouble.steady::<()>(Err(store::Error::Lost), "a"), Err(store::Error::Lost));
    }
}
