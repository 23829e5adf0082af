//! The bot as a process of its own, as the person who hosts it starts it.

use std::process::Stdio;

use sandbox::Sandbox;
use tokio::process::Command;

use crate::support::variables;

/// The program, ready to be started.
pub(crate) fn program(sandbox: &Sandbox, database: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.env_clear().envs(variables(sandbox)).env("DATABASE_URL", database);
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
