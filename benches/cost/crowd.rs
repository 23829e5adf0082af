//! Everybody at once: 10,000 digests due in one minute, 1,000 alerts and 200 boards, most of them on the same figures, in 50 servers,
//! while people ask. Discord's rate limits are on. Counted: what was posted, refusals for being too fast, how often LiveAgent was
//! asked a figure, memory, and how long people waited, against the same bot with nothing to do. A tenth of it goes before: by how much
//! the memory of the two differs is what a subscription takes.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use jiff::{SignedDuration, Timestamp};
use sandbox::{Queue, Sandbox};
use store::{Kind, NewSubscription, Store, Who};
use tempfile::TempDir;

use crate::process::{Running, Which, median, mib};

const GUILDS: usize = 50;

/// How many of each.
#[derive(Clone, Copy)]
struct Size {
    digests: usize,
    alerts: usize,
    boards: usize,
}

const TENTH: Size = Size { digests: 1_000, alerts: 100, boards: 20 };
const WHOLE: Size = Size { digests: 10_000, alerts: 1_000, boards: 200 };

impl Size {
    fn all(self) -> usize {
        self.digests + self.alerts + self.boards
    }
}
const CHANNELS: [&str; 3] = ["support", "support-leads", "random"];

/// What people ask meanwhile, and how often.
const COMMAND: &str = "/tag list";
const PACE: Duration = Duration::from_millis(250);

/// The interval of `LIVEAGENT_POLL_SECONDS`.
const INTERVAL: Duration = Duration::from_secs(30);

/// It ends here, whatever came of it.
const PATIENCE: Duration = Duration::from_mins(15);

/// What was seen from outside.
#[derive(Default)]
struct Seen {
    posted: usize,
    edited: usize,
    too_fast: usize,
    asked: BTreeMap<&'static str, usize>,
    answers: Vec<Duration>,
    failed: usize,
    peak: u64,
}

/// Memory, in bytes: with nothing to do, at rest with all, at most.
struct Memory {
    idle: u64,
    resting: u64,
    peak: u64,
}

/// Measures, and prints the tables.
pub(crate) async fn crowd() {
    let tenth = measure(TENTH).await;
    let whole = measure(WHOLE).await;
    let more = (WHOLE.all() - TENTH.all()) as u64;
    println!(
        "\nEach subscription more adds {} B at rest and {} B at most.",
        whole.resting.saturating_sub(tenth.resting) / more,
        whole.peak.saturating_sub(tenth.peak) / more
    );
}

async fn measure(size: Size) -> Memory {
    let sandbox = Sandbox::builder().guilds(GUILDS).start().await;
    let folder = TempDir::new().unwrap();
    let database = format!("sqlite://{}", folder.path().join("crowd.sqlite").display());
    // With nothing to do, but all servers known and registered.
    let (idle, mut quiet) = {
        let bot = Running::on(Which::Switchboard, &sandbox, &database);
        sandbox.bot_ready().await;
        let mut answers = Vec::new();
        for _ in 0..40 {
            answers.push(ask(&sandbox).await.0);
            tokio::time::sleep(PACE).await;
        }
        (bot.memory(), answers)
    };
    sandbox.bot_gone().await;
    let due = subscribe(size, &sandbox, &database).await;
    let before = calls(&sandbox);
    let bot = Running::on(Which::Switchboard, &sandbox, &database);
    sandbox.bot_ready().await;
    let _ = sandbox.discord().requests().take();
    let wait = due.duration_since(Timestamp::now()).max(SignedDuration::ZERO).unsigned_abs();
    let resting = {
        tokio::time::sleep(wait.saturating_sub(Duration::from_secs(1))).await;
        bot.memory()
    };
    let began = Instant::now();
    let mut seen = Seen::default();
    let mut raised = false;
    while seen.posted < size.digests && began.elapsed() < PATIENCE {
        let (answer, failed) = ask(&sandbox).await;
        seen.answers.push(answer);
        seen.failed += usize::from(failed);
        for request in sandbox.discord().requests().take() {
            let is_message = request.path.starts_with("/channels/");
            seen.posted += usize::from(is_message && request.method == "POST" && request.status == 200);
            seen.edited += usize::from(is_message && request.method == "PATCH" && request.status == 200);
            seen.too_fast += usize::from(request.status == 429);
        }
        seen.peak = seen.peak.max(bot.memory());
        if !raised && began.elapsed() > INTERVAL {
            // Every alert on it fires.
            raised = true;
            sandbox.liveagent().set_queue("Support", Queue { waiting: 40, ..Queue::default() });
        }
        tokio::time::sleep(PACE).await;
    }
    let took = began.elapsed();
    for (what, calls) in calls(&sandbox) {
        seen.asked.insert(what, calls - before.get(what).copied().unwrap_or_default());
    }
    let memory = Memory { idle, resting, peak: seen.peak };
    report(size, &mut seen, (took + wait, took), &memory, &mut quiet);
    memory
}

fn report(size: Size, seen: &mut Seen, (ran, took): (Duration, Duration), memory: &Memory, quiet: &mut [Duration]) {
    let intervals = ran.as_secs_f64() / INTERVAL.as_secs_f64();
    let (busy, quiet) = (median(&mut seen.answers), median(quiet));
    let slowest = seen.answers.iter().max().unwrap();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
    let Size { digests, alerts, boards } = size;
    println!("\n| {digests} digests in one minute, {alerts} alerts, {boards} boards | |\n|---|---|");
    println!("| messages posted | {} in {} s |", seen.posted, took.as_secs());
    println!("| messages edited | {} |", seen.edited);
    println!("| refusals for being too fast (429) | {} |", seen.too_fast);
    for (what, calls) in &seen.asked {
        println!("| {what}: calls a figure and interval | {:.2} |", *calls as f64 / FIGURES as f64 / intervals);
    }
    println!(
        "| memory with nothing to do, at rest with all, at most | {}, {}, {} |",
        mib(memory.idle),
        mib(memory.resting),
        mib(memory.peak)
    );
    println!("| commands meanwhile, failed | {}, {} |", seen.answers.len(), seen.failed);
    println!(
        "| command to answer meanwhile, median and slowest | {}, {} ({:.2} of the median with nothing to do) |",
        ms(busy),
        ms(*slowest),
        busy.as_secs_f64() / quiet.as_secs_f64()
    );
}

/// One command of somebody, and whether it failed.
async fn ask(sandbox: &Sandbox) -> (Duration, bool) {
    let asked = Instant::now();
    let answer = sandbox.owner().run(COMMAND).await;
    (asked.elapsed(), answer.failed() || answer.embeds().is_empty())
}

/// The queues of all departments and of one: what all boards and most alerts read.
const FIGURES: usize = 2;

/// How often LiveAgent was asked for the queues.
fn calls(sandbox: &Sandbox) -> BTreeMap<&'static str, usize> {
    let count = |path| sandbox.liveagent().requests().count("GET", path);
    BTreeMap::from([("chats", count("/api/chats/overview")), ("calls", count("/api/calls/overview"))])
}

/// Makes all of it, as the commands would, and says when the digests are due.
async fn subscribe(size: Size, sandbox: &Sandbox, database: &str) -> Timestamp {
    let store = Store::open(database).await.unwrap();
    let now = Timestamp::now();
    let due = Timestamp::from_second(now.as_second() + 60).unwrap();
    let support = sandbox.liveagent().department_id("Support");
    // Chats and calls, what waits, who is online.
    let sections = r#"["ov[\"a\"]","cl[\"NC\"]","as"]"#;
    let digest = format!(r#"{{"schedule":"0 9 1 1 *","zone":"UTC","sections":{sections},"departments":[]}}"#);
    let board = |number: usize| match number % 2 {
        0 => r#"{"department":null,"parts":["ov[\"a\"]","do","as"]}"#.to_owned(),
        _ => format!(r#"{{"department":"{support}","parts":["ov[\"a\",\"{support}\"]","do"]}}"#),
    };
    let alert = |number: usize| {
        let metric = ["chats-waiting", "calls-waiting", "oldest-waiting", "conversations-new"][number % 4];
        let target = if number.is_multiple_of(3) { "null".to_owned() } else { format!("\"{support}\"") };
        format!(
            r#"{{"metric":"{metric}","target":{target},"target_name":null,"fire":{},"clear":1.0,"fire_hold":0,"clear_hold":60,
                "role":null,"severity":"warning","quiet":null,"repeat":null,"muted":null}}"#,
            20 + number % 10
        )
    };
    let mut made = BTreeMap::new();
    for (kind, all) in [(Kind::Digest, size.digests), (Kind::Alert, size.alerts), (Kind::Board, size.boards)] {
        for number in 0..all {
            let guild = sandbox.guild_ids()[number % GUILDS];
            let channel = sandbox.channel_of(guild, CHANNELS[number / GUILDS % CHANNELS.len()]);
            let (spec, next_due) = match kind {
                Kind::Digest => (digest.clone(), Some(due)),
                Kind::Alert => (alert(number), None),
                Kind::Board => (board(number), None),
            };
            let by = Who { user: 1_200_000_000_000_000_001, guild, channel: 1, interaction: 1, at: now };
            store.subscribe(&NewSubscription { kind, channel, spec, next_due }, &by).await.unwrap();
            *made.entry(kind.name()).or_insert(0) += 1;
        }
    }
    println!("made {made:?} in {:.1} s", Timestamp::now().duration_since(now).as_secs_f64());
    due
}
