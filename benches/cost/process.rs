//! Bots as processes, and what the kernel says of them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use sandbox::Sandbox;
use tempfile::TempDir;

/// Which bot is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Which {
    Switchboard,
    /// The bare bot with our release profile.
    BareAsOurs,
    /// The bare bot with Cargo's own.
    Bare,
}

impl Which {
    /// The program.
    pub(crate) fn path(self) -> PathBuf {
        let ours = Path::new(env!("CARGO_BIN_EXE_switchboard"));
        match self {
            Self::Switchboard => ours.to_owned(),
            Self::BareAsOurs => ours.with_file_name("bare_bot"),
            // The folder above has one for each profile.
            Self::Bare => ours.ancestors().nth(2).unwrap().join("bare").join("bare_bot"),
        }
    }
}

/// Builds the bare bots. They are a package of their own: they need nothing that only ours needs.
pub(crate) fn build() {
    for profile in ["release", "bare"] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--locked", "--package", "bare_bot", "--profile", profile]);
        assert!(cargo.status().unwrap().success(), "the bare bot was not built");
    }
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
        Self::by(Command::new(which.path()), which, sandbox, database)
    }

    /// Starts one by this command.
    pub(crate) fn by(mut command: Command, which: Which, sandbox: &Sandbox, database: &str) -> Self {
        // Far more is asked than an account allows.
        sandbox.liveagent().keep_limits(false);
        let settings = HashMap::from([
            ("DISCORD_TOKEN", sandbox.token().to_owned()),
            (
                "DISCORD_GUILD_IDS",
                if which == Which::Switchboard { all(sandbox) } else { sandbox.guild_id().to_string() },
            ),
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

    /// Ends it as an operator does, and waits until it has.
    pub(crate) fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.child.wait().unwrap();
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
