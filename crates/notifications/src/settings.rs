//! How the background work is done.

use jiff::SignedDuration;

/// How the background work is done.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How often figures are asked for.
    pub interval: SignedDuration,
    /// How late a digest may be posted after downtime.
    pub catch_up: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self { interval: SignedDuration::from_secs(30), catch_up: SignedDuration::from_hours(1) }
    }
}
