//! The worst at once: people read what was written to break the bot, others type without an end, notes take large files along. Everybody
//! else is answered within Discord's time, which the sandbox counts, and the bot stays small.

use std::{
    ops::Not as _,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use futures_util::{
    FutureExt as _,
    future::{join, join_all},
};
use sandbox::{Answer, Member, Sandbox};
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::{
    hostile,
    running::{Running, mib},
    uploads::{MEMORY, add_notes, with_files},
};

/// How long the longest chat is.
const CHAT: usize = 20_000;
const TAGS: usize = 2_000;
/// How much Discord lets anybody type.
const TYPED: usize = 6_000;

/// What everybody else does.
const COMMANDS: [&str; 6] =
    ["/help", "/about", "/tag list", "/department list", "/overview chats", "/conversation list status:Open"];
const PACE: Duration = Duration::from_millis(100);

/// How long an answer may take: 12 s by the bot's own promise, and what a machine at its limit adds.
const ANSWER: Duration = Duration::from_secs(20);
/// The longest duration of the test, whatever its outcome.
const STORM: Duration = Duration::from_mins(2);

/// What came of the commands or keystrokes of some people.
#[derive(Debug, Default)]
struct Seen {
    all: usize,
    /// Those without a first response within 3 s, without an answer, or with one that says that the bot broke.
    failed: Vec<String>,
    slowest: Duration,
}

impl Seen {
    fn count(&mut self, what: &str, failed: bool, took: Duration) {
        self.all += 1;
        self.slowest = self.slowest.max(took);
        if failed {
            self.failed.push(what.chars().take(60).collect());
        }
    }

    fn of_all(all: Vec<Self>) -> Self {
        all.into_iter().fold(Self::default(), |mut sum, seen| {
            sum.all += seen.all;
            sum.failed.extend(seen.failed);
            sum.slowest = sum.slowest.max(seen.slowest);
            sum
        })
    }

    fn tell(&self, who: &str) -> String {
        format!(
            "{who}: {} asked, {} not answered, slowest {} ms",
            self.all,
            self.failed.len(),
            self.slowest.as_millis()
        )
    }
}

/// Runs commands one after the other.
async fn run(member: Member, commands: impl Iterator<Item = String>) -> Seen {
    let mut seen = Seen::default();
    for command in commands {
        let asked = Instant::now();
        let is_good =
            |answer: Answer| !answer.failed() && !answer.text().contains("Something went wrong in Switchboard");
        let failed = timeout(ANSWER, member.run(&command)).await.is_ok_and(is_good).not();
        seen.count(&command, failed, asked.elapsed());
        sleep(PACE).await;
    }
    seen
}

/// Types options one after the other, and reads what is offered.
async fn complete(member: Member, options: impl Iterator<Item = String>) -> Seen {
    let mut seen = Seen::default();
    for option in options {
        let asked = Instant::now();
        let failed = timeout(ANSWER, member.try_complete(&option)).await.is_ok_and(|offered| offered.is_ok()).not();
        seen.count(&option, failed, asked.elapsed());
        sleep(PACE).await;
    }
    seen
}

/// A help desk with the worst in it, and the codes of the conversations that have it.
async fn worst() -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let desk = sandbox.liveagent();
    let codes: Vec<String> = desk.conversations().into_iter().map(|conversation| conversation.code).collect();
    let mails = hostile::mails();
    let (chat, rest) = codes.split_first().unwrap();
    desk.add_chat(chat, CHAT);
    for (code, mail) in rest.iter().zip(&mails) {
        desk.add_mail(code, mail);
    }
    let tag =
        |number| json!({ "id": format!("t{number}"), "name": format!("Reclamation {number} of a lamp that flickers") });
    let tags: Vec<_> = (0..TAGS).map(tag).collect();
    desk.faults().on("GET", "/api/tags").body(200, &json!({ "response": { "tags": tags } }));
    (sandbox, codes.into_iter().take(mails.len() + 1).collect())
}

/// What is typed into options, as long as Discord lets anybody type.
fn typed() -> [String; 4] {
    let long = |text: &str| text.repeat(TYPED / text.len());
    let zeros = vec!["0"; 1_490].join(",");
    [
        format!("/tag assign conversation:x tag:{}", long("Reklamation of lamps ")),
        format!("/digest subscribe channel:#support schedule:{zeros} {zeros} * * *"),
        format!("/digest subscribe channel:#support departments:{}", long("Sales, ")),
        format!("/conversation show conversation:{}", long("https://acme.ladesk.com/")),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_worst_at_once_holds_nobody_up() {
    let _alone = crate::ALONE.lock().await;
    let (sandbox, codes) = worst().await;
    let bot = Running::start(&sandbox).await;
    let (owner, idle, over) = (with_files(sandbox.owner()), bot.peak(), AtomicBool::new(false));
    let last = sandbox.liveagent().conversations().last().unwrap().code.clone();
    let began = Instant::now();
    let goes_on = || std::iter::from_fn(|| (!over.load(Ordering::Relaxed)).then_some(()));

    let views = ["Ada", "Bob", "Chloe"].into_iter().enumerate().map(|(number, name)| {
        // Each begins elsewhere.
        let from = codes.len() * number / 3;
        let mine: Vec<&String> = codes.iter().cycle().skip(from).take(codes.len()).collect();
        let line = |code| format!("/conversation messages conversation:{code}");
        run(sandbox.member(name), mine.into_iter().map(line).take_while(|_| began.elapsed() < STORM))
    });
    let notes = timeout(STORM, AssertUnwindSafe(add_notes(&sandbox, &owner, &last)).catch_unwind());
    let storm = async {
        let ended = join(join_all(views), notes).await;
        over.store(true, Ordering::Relaxed);
        ended
    };
    let typists = typed().map(|typed| complete(sandbox.owner(), goes_on().map(move |()| typed.clone())));
    let others =
        run(sandbox.member("Bob"), COMMANDS.iter().cycle().zip(goes_on()).map(|(command, ())| (*command).to_owned()));
    let ((viewed, came), typed, others) = tokio::join!(storm, join_all(typists), others);

    let (viewed, typed, peak) = (Seen::of_all(viewed), Seen::of_all(typed), bot.peak());
    println!("{}\n{}\n{}", others.tell("everybody else"), viewed.tell("viewers"), typed.tell("typists"));
    println!("{} s; {} MiB idle, {} MiB at most", began.elapsed().as_secs(), mib(idle), mib(peak));
    for seen in [others, typed, viewed] {
        assert!(
            seen.failed.is_empty(),
            "not answered within Discord's time: {:?}…",
            &seen.failed[..seen.failed.len().min(5)]
        );
    }
    assert!(peak < MEMORY, "{} MiB", mib(peak));
    let rounds = came.expect("the notes were not there in time").unwrap_or_else(|panic| resume_unwind(panic));
    println!("the notes came in rounds of {rounds:?}");
}
