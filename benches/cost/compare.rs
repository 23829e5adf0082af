//! Switchboard against a bare poise bot that defers, makes the same call to LiveAgent and edits: time from command to answer, CPU per
//! command, idle memory, start, and growth with the number of servers. Both are processes of their own against the same sandbox, in
//! turn, round after round, so that a noisy machine is noisy for both.

use std::time::{Duration, Instant};

use sandbox::Sandbox;
use tempfile::TempDir;

use crate::process::{self, Running, Which, median, mib, ratio};

/// Commands measured of each bot in one round, and rounds.
const COMMANDS: usize = 200;
const ROUNDS: usize = 5;
/// The command that both bots answer.
const COMMAND: &str = "/overview chats";
/// Numbers of servers in which ours is measured: what the first one costs, and whether more cost more.
const GUILDS: [usize; 4] = [1, 10, 100, 1_000];

/// What was measured of one bot.
#[derive(Default)]
struct Measured {
    answers: Vec<Duration>,
    cpu: Vec<Duration>,
    starts: Vec<Duration>,
    memory: Vec<u64>,
}

/// Measures, and prints the table.
pub(crate) async fn compare() {
    let (mut ours, mut bare) = (Measured::default(), Measured::default());
    for _ in 0..ROUNDS {
        round(Which::Bare, &mut bare).await;
        round(Which::Switchboard, &mut ours).await;
    }
    let mut in_guilds = Vec::new();
    for guilds in GUILDS {
        in_guilds.push(memory_with_guilds(guilds).await);
    }
    println!("\n| figure | switchboard | bare poise bot | ratio |\n|---|---|---|---|");
    row("command to answer, median", median(&mut ours.answers), median(&mut bare.answers));
    row("CPU per command", median(&mut ours.cpu), median(&mut bare.cpu));
    row("start to ready, median", median(&mut ours.starts), median(&mut bare.starts));
    let (ours, bare) = (median(&mut ours.memory), median(&mut bare.memory));
    println!("| idle memory | {} | {} | {:.2} |", mib(ours), mib(bare), ratio(ours, bare));
    println!("\n| servers | {} |", GUILDS.map(|guilds| guilds.to_string()).join(" | "));
    println!("|---|{}", "---|".repeat(GUILDS.len()));
    println!("| idle memory | {} |", in_guilds.into_iter().map(mib).collect::<Vec<_>>().join(" | "));
    println!("\n{COMMANDS} commands a round, {ROUNDS} rounds each, in turn; `{COMMAND}`; all on loopback.");
}

async fn round(which: Which, measured: &mut Measured) {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    {
        // The first start registers the commands; what is measured is the start of every day.
        let first = Running::start(which, &sandbox);
        sandbox.bot_ready().await;
        drop(first);
        sandbox.bot_gone().await;
    }
    let started = Instant::now();
    let bot = Running::start(which, &sandbox);
    sandbox.bot_ready().await;
    measured.starts.push(started.elapsed());
    let owner = sandbox.owner();
    for _ in 0..20 {
        owner.run(COMMAND).await;
    }
    let before = bot.cpu();
    for _ in 0..COMMANDS {
        let asked = Instant::now();
        let answer = owner.run(COMMAND).await;
        measured.answers.push(asked.elapsed());
        assert!(!answer.failed() && !answer.embeds().is_empty(), "{}", answer.text());
    }
    measured.cpu.push(bot.cpu().saturating_sub(before) / u32::try_from(COMMANDS).unwrap());
    tokio::time::sleep(Duration::from_secs(1)).await;
    measured.memory.push(bot.memory());
}

/// Idle memory of ours in so many servers, all of them served: the median of some starts, after the first has registered the commands.
async fn memory_with_guilds(guilds: usize) -> u64 {
    let sandbox = Sandbox::builder().rate_limits(false).guilds(guilds).start().await;
    let folder = TempDir::new().unwrap();
    let database = process::database_in(&folder);
    let mut memory = Vec::new();
    for start in 0..=ROUNDS {
        let bot = Running::on(Which::Switchboard, &sandbox, &database);
        sandbox.bot_ready().await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        if start > 0 {
            memory.push(bot.memory());
        }
        drop(bot);
        sandbox.bot_gone().await;
    }
    median(&mut memory)
}

fn row(figure: &str, ours: Duration, bare: Duration) {
    let ms = |duration: Duration| format!("{:.2} ms", duration.as_secs_f64() * 1e3);
    println!("| {figure} | {} | {} | {:.2} |", ms(ours), ms(bare), ours.as_secs_f64() / bare.as_secs_f64());
}
