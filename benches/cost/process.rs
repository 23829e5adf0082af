//! Bots as processes, and what the kernel says of them.

use std::{
    collections::HashMap,
    process::{Child, Command, Stdio},
    time::Duration,
};

use sandbox::Sandbox;
use tempfile::TempDir;

use crate::bare_bot;

/// Which bot is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Which {
    Switchboard,
    Bare,
}

/// A bot as a process, ended when it is dropped.
pub(crate) struct Running {
    child: Child,
    /// The database goes with it.
    folder: Option<TempDir>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts one on a database of its own.
    pub(crate) fn start(which: Which, sandbox: &Sandbox) -> Self {
        let folder = TempDir::new().unwrap();
        let mut running = Self::on(which, sandbox, &database_in(&folder));
        running.folder = Some(folder);
        running
    }

    /// Starts one on this database.
    pub(crate) fn on(which: Which, sandbox: &Sandbox, database: &str) -> Self {
        let mut command = match which {
            Which::Switchboard => Command::new(env!("CARGO_BIN_EXE_switchboard")),
            Which::Bare => {
                let mut command = Command::new(std::env::current_exe().unwrap());
                command.arg(bare_bot::ARGUMENT);
                command
            }
        };
        // Far more is asked than an account allows.
        sandbox.liveagent().keep_limits(false);
        let settings = HashMap::from([
            ("DISCORD_TOKEN", sandbox.token().to_owned()),
            ("DISCORD_GUILD_IDS", if which == Which::Bare { sandbox.guild_id().to_string() } else { all(sandbox) }),
            ("DISCORD_API_URL", sandbox.url()),
            ("LIVEAGENT_URL", sandbox.liveagent_url()),
            ("LIVEAGENT_API_KEY", sandbox.api_key().to_owned()),
            ("LIVEAGENT_REQUESTS_PER_MINUTE", "0".to_owned()),
            ("MEMBER_COMMANDS_PER_MINUTE", "0".to_owned()),
            ("DATABASE_URL", database.to_owned()),
            ("RUST_LOG", "warn".to_owned()),
        ]);
        command.env_clear().envs(settings).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
        Self { child: command.spawn().unwrap(), folder: None }
    }

    /// Resident memory, from the kernel's own account of the process.
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Time on a processor, of all threads that live.
    pub(crate) fn cpu(&self) -> Duration {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).unwrap();
        let nanoseconds = |task: std::io::Result<std::fs::DirEntry>| {
            let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<u64>().ok()
        };
        Duration::from_nanos(tasks.filter_map(nanoseconds).sum())
    }
}

/// A database of its own.
pub(crate) fn database_in(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("bench.sqlite").display())
}

/// All servers of the sandbox, as the setting has them.
fn all(sandbox: &Sandbox) -> String {
    sandbox.guild_ids().iter().map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// The one in the middle.
pub(crate) fn median<T: Ord + Copy>(values: &mut [T]) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

/// For people.
pub(crate) fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / (1024.0 * 1024.0))
}

/// How much more.
pub(crate) fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}
