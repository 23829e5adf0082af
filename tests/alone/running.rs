//! A bot that runs as a process of its own, and what the kernel says of its memory.

use sandbox::Sandbox;
use tokio::process::Child;

use crate::{process::program, support::database};

/// A bot that runs until this is dropped.
pub(crate) struct Running(Child);

impl Running {
    /// Starts it, and waits until it is connected and its commands are registered.
    pub(crate) async fn start(sandbox: &Sandbox) -> Self {
        let child = program(sandbox, &database(sandbox)).spawn().unwrap();
        sandbox.bot_ready().await;
        Self(child)
    }

    /// The most memory that it ever had resident, in bytes.
    pub(crate) fn peak(&self) -> u64 {
        let id = self.0.id().expect("it runs");
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }
}

/// For people.
pub(crate) fn mib(bytes: u64) -> u64 {
    bytes >> 20
}
