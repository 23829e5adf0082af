//! What Switchboard costs against a bare poise bot that defers, makes the same call to LiveAgent and edits: time from
//! command to answer, CPU per command, idle memory, start, and growth with the number of servers. Both are processes of
//! their own against the same sandbox, in turn, round after round, so that a noisy machine is noisy for both.
//!
//! `cargo bench` prints the table that BENCHMARKS.md quotes. Figures of one run compare with each other, not with another
//! machine's.
#![expect(clippy::cast_precision_loss, reason = "bytes of memory fit")]
#![expect(clippy::print_stdout, reason = "the table is what it is for")]
#![expect(clippy::unwrap_used, reason = "a benchmark that can't measure should stop")]

mod bare_bot;

use std::{
    collections::HashMap,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use sandbox::Sandbox;

/// Commands measured of each bot in one round, and rounds.
const COMMANDS: usize = 200;
const ROUNDS: usize = 5;
/// The command that both bots answer.
const COMMAND: &str = "/overview chats";

fn main() {
    // The bare bot is this program again, as a process of its own.
    if std::env::args().any(|argument| argument == bare_bot::ARGUMENT) {
        return bare_bot::run();
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(compare());
}

/// Which bot is measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Which {
    Switchboard,
    Bare,
}

/// A bot as a process, ended when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn start(which: Which, sandbox: &Sandbox) -> Self {
        let mut command = match which {
            Which::Switchboard => Command::new(env!("CARGO_BIN_EXE_switchboard")),
            Which::Bare => {
                let mut command = Command::new(std::env::current_exe().unwrap());
                command.arg(bare_bot::ARGUMENT);
                command
            }
        };
        let settings = HashMap::from([
            ("DISCORD_TOKEN", sandbox.token().to_owned()),
            ("DISCORD_GUILD_IDS", if which == Which::Bare { sandbox.guild_id().to_string() } else { all(sandbox) }),
            ("DISCORD_API_URL", sandbox.url()),
            ("LIVEAGENT_URL", sandbox.liveagent_url()),
            ("LIVEAGENT_API_KEY", sandbox.api_key().to_owned()),
            ("LIVEAGENT_REQUESTS_PER_MINUTE", "0".to_owned()),
            ("RUST_LOG", "warn".to_owned()),
        ]);
        command.env_clear().envs(settings).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit());
        Self(command.spawn().unwrap())
    }

    /// Resident memory, from the kernel's own account of the process.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }

    /// Time on a processor, of all threads that live.
    fn cpu(&self) -> Duration {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.0.id())).unwrap();
        let nanoseconds = |task: std::io::Result<std::fs::DirEntry>| {
            let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
            text.split_whitespace().next()?.parse::<u64>().ok()
        };
        Duration::from_nanos(tasks.filter_map(nanoseconds).sum())
    }
}

/// What was measured of one bot.
#[derive(Default)]
struct Measured {
    answers: Vec<Duration>,
    cpu: Vec<Duration>,
    starts: Vec<Duration>,
    memory: Vec<u64>,
}

async fn compare() {
    let (mut ours, mut bare) = (Measured::default(), Measured::default());
    for _ in 0..ROUNDS {
        round(Which::Bare, &mut bare).await;
        round(Which::Switchboard, &mut ours).await;
    }
    let one = memory_with_guilds(1).await;
    let many = memory_with_guilds(1_000).await;
    println!("\n| figure | switchboard | bare poise bot | ratio |\n|---|---|---|---|");
    row("command to answer, median", median(&mut ours.answers), median(&mut bare.answers));
    row("CPU per command", median(&mut ours.cpu), median(&mut bare.cpu));
    row("start to ready, median", median(&mut ours.starts), median(&mut bare.starts));
    let (ours, bare) = (median(&mut ours.memory), median(&mut bare.memory));
    println!("| idle memory | {} | {} | {:.2} |", mib(ours), mib(bare), ratio(ours, bare));
    println!(
        "| idle memory, ours in 1,000 servers and in 1 | {} | {} | {:.2} |",
        mib(many),
        mib(one),
        ratio(many, one)
    );
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

/// All servers of the sandbox, as the setting has them.
fn all(sandbox: &Sandbox) -> String {
    sandbox.guild_ids().iter().map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// Idle memory of ours in so many servers, all of them served.
async fn memory_with_guilds(guilds: usize) -> u64 {
    let sandbox = Sandbox::builder().rate_limits(false).guilds(guilds).start().await;
    let bot = Running::start(Which::Switchboard, &sandbox);
    sandbox.bot_ready().await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    bot.memory()
}

fn median<T: Ord + Copy>(values: &mut [T]) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}

fn row(figure: &str, ours: Duration, bare: Duration) {
    let ms = |duration: Duration| format!("{:.2} ms", duration.as_secs_f64() * 1e3);
    println!("| {figure} | {} | {} | {:.2} |", ms(ours), ms(bare), ours.as_secs_f64() / bare.as_secs_f64());
}

fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / (1024.0 * 1024.0))
}

fn ratio(a: u64, b: u64) -> f64 {
    a as f64 / b as f64
}
