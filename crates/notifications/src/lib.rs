//! Switchboard speaking up: scheduled digests, boards that keep themselves up to date, alerts on the queues.
//!
//! One way for all: decide, render, deliver, record.

mod alerts;
pub mod clock;
pub mod collector;
pub mod decide;
pub mod metric;
pub mod question;
pub mod schedule;
pub mod spec;
