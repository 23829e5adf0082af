//! Switchboard speaking up: scheduled digests, boards that keep themselves up to date, alerts on the queues.
//!
//! One way for all: decide, render, deliver, record.

pub mod decide;
pub mod schedule;
