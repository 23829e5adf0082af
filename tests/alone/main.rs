//! End to end, one test at a time: what is asked of the bot here is more than a machine of two cores does beside other tests, and
//! whether it answers in time, and in how much memory, would be theirs to spoil. Cargo runs one test program after the other.
#![expect(clippy::unwrap_used, reason = "tests")]

mod hostile;
#[path = "../e2e/at_length/process.rs"]
mod process;
mod running;
#[expect(dead_code, reason = "end-to-end tests use the rest")]
#[path = "../e2e/support.rs"]
mod support;
mod uploads;
mod worst;

/// Held by the test that runs.
pub(crate) static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
