//! How many instructions a command takes: callgrind counts those of the program (not the kernel's), and counts the same on a busy machine.
//! Wants valgrind. `cargo bench -- instructions`; it is no part of the whole.

use std::process::Command;

use sandbox::Sandbox;
use tempfile::TempDir;

use crate::{
    compare::{ask, registered},
    process::{self, Running, Which, database_in, ratio},
};

/// Of the second measurement, what the first one had, too, is taken off: the start and the end.
const COMMANDS: [usize; 2] = [100, 400];

/// Measures, and prints the table. Where `CALLGRIND_OUT` names a folder, the profiles of the second measurement are left there.
pub(crate) async fn instructions() {
    process::build();
    let mut counted = Vec::new();
    for which in [Which::Switchboard, Which::Bare, Which::BareAsOurs] {
        let [less, more] = [count(which, COMMANDS[0]).await, count(which, COMMANDS[1]).await];
        counted.push((more - less) / (COMMANDS[1] - COMMANDS[0]) as u64);
    }
    let [ours, bare, as_ours] = counted[..] else { return };
    println!("\n| figure | Switchboard | bare bot, Cargo's profile | ratio | bare bot, our profile | ratio |");
    println!("|---|---|---|---|---|---|");
    let (first, second) = (ratio(ours, bare), ratio(ours, as_ours));
    println!("| instructions per command | {ours} | {bare} | {first:.2} | {as_ours} | {second:.2} |");
}

async fn count(which: Which, commands: usize) -> u64 {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    registered(which, &sandbox).await;
    let folder = TempDir::new().unwrap();
    let kept = std::env::var("CALLGRIND_OUT").unwrap_or_else(|_| folder.path().display().to_string());
    let file = format!("{kept}/callgrind.{which:?}.{commands}");
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--tool=callgrind", &format!("--callgrind-out-file={file}")]).arg(which.path());
    let bot = Running::by(command, which, &sandbox, &database_in(&folder));
    sandbox.bot_ready().await;
    ask(&sandbox.owner(), commands).await;
    bot.stop();
    let profile = std::fs::read_to_string(file).unwrap();
    let total = profile.lines().find_map(|line| line.strip_prefix("totals: ")).unwrap();
    total.trim().parse().unwrap()
}
