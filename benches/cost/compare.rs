//! Switchboard against a bare poise bot that defers, makes the same call to LiveAgent and edits: time from command to answer, CPU per
//! command, memory idle and after many commands, start, and growth with the number of servers. The bare bot is built twice: as ours is, and as
//! Cargo builds by itself. All are processes of their own against the same sandbox, in turn, round after round, so that a noisy machine is noisy
//! for all.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use sandbox::{Member, Sandbox};
use tempfile::TempDir;

use crate::process::{self, Running, Which, median, mib, ratio};

/// Commands measured of each bot in one round, and rounds.
const COMMANDS: usize = 500;
const ROUNDS: usize = 5;
/// The command that all bots answer.
pub(crate) const COMMAND: &str = "/overview chats";
/// Numbers of servers in which ours is measured: what the first one costs, and whether more cost more.
const GUILDS: [usize; 3] = [1, 10, 200];
/// Starts in so many servers. Each takes a second for four of them: that is the pace of registration.
const STARTS: usize = 3;
/// A day of a large team in a minute: so many commands, and so many at once.
const LOAD: usize = 20_000;
const AT_ONCE: usize = 64;
/// How long after its last command a bot is idle.
const REST: Duration = Duration::from_secs(1);

const BOTS: [Which; 3] = [Which::Bare, Which::BareAsOurs, Which::Switchboard];

/// What was measured of one bot.
#[derive(Default)]
struct Measured {
    answers: Vec<Duration>,
    cpu: Vec<Duration>,
    starts: Vec<Duration>,
    memory: Vec<u64>,
    loaded: Vec<u64>,
}

/// Measures, and prints the tables.
pub(crate) async fn compare() {
    process::build();
    let mut all = [Measured::default(), Measured::default(), Measured::default()];
    for _ in 0..ROUNDS {
        for (which, measured) in BOTS.into_iter().zip(&mut all) {
            round(which, measured).await;
        }
    }
    for (which, measured) in BOTS.into_iter().zip(&mut all) {
        load(which, measured).await;
    }
    println!("\n| figure | Switchboard | bare bot, Cargo's profile | ratio | bare bot, our profile | ratio |");
    println!("|---|---|---|---|---|---|");
    let ms = |nanoseconds: u64| format!("{:.3} ms", nanoseconds as f64 / 1e6);
    let time = |times: &mut [Duration]| u64::try_from(median(times).as_nanos()).unwrap();
    row("command to answer, median", all.each_mut().map(|bot| time(&mut bot.answers)), ms);
    row("CPU per command", all.each_mut().map(|bot| time(&mut bot.cpu)), ms);
    row("start to ready, median", all.each_mut().map(|bot| time(&mut bot.starts)), ms);
    row("idle memory", all.each_mut().map(|bot| median(&mut bot.memory)), mib);
    row("memory after many commands", all.each_mut().map(|bot| median(&mut bot.loaded)), mib);
    row("program", BOTS.map(|which| std::fs::metadata(which.path()).unwrap().len()), mib);
    println!("\n{COMMANDS} commands a round, {ROUNDS} rounds each, in turn; `{COMMAND}`; all on loopback.");
    println!("Many commands: {LOAD}, {AT_ONCE} at once.");
    let mut in_guilds = Vec::new();
    for guilds in GUILDS {
        in_guilds.push(memory_with_guilds(guilds).await);
    }
    println!("\n| servers | {} |", GUILDS.map(|guilds| guilds.to_string()).join(" | "));
    println!("|---|{}", "---|".repeat(GUILDS.len()));
    println!("| idle memory | {} |", in_guilds.into_iter().map(mib).collect::<Vec<_>>().join(" | "));
}

/// Starts a bot that has registered its commands before: what is measured is the start of every day.
pub(crate) async fn registered(which: Which, sandbox: &Sandbox) {
    let first = Running::start(which, sandbox);
    sandbox.bot_ready().await;
    drop(first);
    sandbox.bot_gone().await;
}

async fn round(which: Which, measured: &mut Measured) {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    registered(which, &sandbox).await;
    let started = Instant::now();
    let bot = Running::start(which, &sandbox);
    sandbox.bot_ready().await;
    measured.starts.push(started.elapsed());
    let owner = sandbox.owner();
    ask(&owner, 20).await;
    let before = bot.cpu();
    for _ in 0..COMMANDS {
        let asked = Instant::now();
        ask(&owner, 1).await;
        measured.answers.push(asked.elapsed());
    }
    measured.cpu.push(bot.cpu().saturating_sub(before) / u32::try_from(COMMANDS).unwrap());
    tokio::time::sleep(REST).await;
    measured.memory.push(bot.memory());
}

/// Memory after a lot of work.
async fn load(which: Which, measured: &mut Measured) {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    registered(which, &sandbox).await;
    let bot = Running::start(which, &sandbox);
    sandbox.bot_ready().await;
    let owner = sandbox.owner();
    join_all((0..AT_ONCE).map(|_| ask(&owner, LOAD / AT_ONCE))).await;
    tokio::time::sleep(REST).await;
    measured.loaded.push(bot.memory());
}

/// Types the command so many times, one after the other.
pub(crate) async fn ask(owner: &Member, times: usize) {
    for _ in 0..times {
        let answer = owner.run(COMMAND).await;
        assert!(!answer.failed() && !answer.embeds().is_empty(), "{}", answer.text());
    }
}

/// Idle memory of ours in so many servers, all of them served: the median of some starts, after the first has registered the commands.
async fn memory_with_guilds(guilds: usize) -> u64 {
    let sandbox = Sandbox::builder().rate_limits(false).guilds(guilds).start().await;
    let folder = TempDir::new().unwrap();
    let database = process::database_in(&folder);
    let mut memory = Vec::new();
    for start in 0..=STARTS {
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

fn row(figure: &str, [bare, as_ours, ours]: [u64; 3], text: impl Fn(u64) -> String) {
    let against = |other| format!("{} | {:.2}", text(other), ratio(ours, other));
    println!("| {figure} | {} | {} | {} |", text(ours), against(bare), against(as_ours));
}
