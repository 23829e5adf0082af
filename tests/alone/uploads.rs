//! Many notes with large files at once: the bot stays small, and every file arrives whole.

use std::time::Duration;

use futures_util::future::join_all;
use sandbox::{Member, Sandbox};

use super::running::{Running, mib};
use crate::support::World;

pub(crate) const NOTES: usize = 12;
pub(crate) const FILES: usize = 3;
/// What compose.yaml allows is 256 MiB.
pub(crate) const MEMORY: u64 = 200 << 20;

/// As large as a file may be.
const SIZE: usize = 10 << 20;

/// How often a note is sent that is told to be sent again.
const ROUNDS: usize = 8;

/// What is in a file of a note: no two are alike, and no part of one stands at the same place of a chunk twice.
fn content(note: usize, file: usize) -> Vec<u8> {
    let step = 2 * (note * FILES + file) + 1;
    let block: Vec<u8> = (0..100_003_usize).map(|at| (at.wrapping_mul(step) >> 3).to_le_bytes()[0]).collect();
    let mut content = block.repeat(SIZE / block.len() + 1);
    content.truncate(SIZE);
    content
}

fn name(note: usize, file: usize) -> String {
    format!("note{note}-{file}.bin")
}

/// The words of a note, which are in no other's.
fn said(note: usize) -> String {
    format!("This is note {note}.")
}

/// Somebody with all the files at hand.
pub(crate) fn with_files(member: Member) -> Member {
    let all = (0..NOTES).flat_map(|note| (0..FILES).map(move |file| (note, file)));
    all.fold(member, |member, (note, file)| {
        member.with_file(&name(note, file), "application/octet-stream", content(note, file))
    })
}

/// Adds all notes at once, and those again that were not added for lack of time. How many came in each round.
pub(crate) async fn add_notes(sandbox: &Sandbox, member: &Member, code: &str) -> Vec<usize> {
    let (mut left, mut came): (Vec<usize>, _) = ((0..NOTES).collect(), Vec::new());
    for _ in 0..ROUNDS {
        let before = left.len();
        let answers = join_all(left.iter().map(async |note| {
            let files = (0..FILES).map(|file| match file {
                0 => format!("attachment:{}", name(*note, file)),
                _ => format!("attachment{}:{}", file + 1, name(*note, file)),
            });
            let files = files.collect::<Vec<_>>().join(" ");
            let line = format!("/conversation note conversation:{code} text:{} {files}", said(*note));
            (*note, member.run(&line).await.text())
        }))
        .await;
        let thread = sandbox.liveagent().messages(code).to_string();
        let others = answers.into_iter().filter(|(_, text)| !text.contains("Internal note added"));
        left = others
            .filter(|(note, text)| {
                let why = ["Too many files", "too long", "isn't available", "I couldn't get "];
                assert!(why.iter().any(|why| text.contains(why)) && text.contains(&said(*note)), "{text}");
                // It may be there all the same only where it says so.
                !text.contains("may still have been made") || !thread.contains(&said(*note))
            })
            .map(|(note, _)| note)
            .collect();
        came.push(before - left.len());
        if left.is_empty() {
            assert_whole(sandbox, code);
            return came;
        }
    }
    panic!("{left:?} were never added");
}

fn assert_whole(sandbox: &Sandbox, code: &str) {
    let (desk, thread) = (sandbox.liveagent(), sandbox.liveagent().messages(code).to_string());
    for note in 0..NOTES {
        assert_eq!(thread.matches(&said(note)).count(), 1, "note {note} is there once");
        for file in 0..FILES {
            let used = desk.used_files(&name(note, file));
            // Compared, not printed.
            assert!(used == [content(note, file)], "{} is not there whole, once", name(note, file));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn notes_with_many_large_files_take_little_memory() {
    let _alone = crate::ALONE.lock().await;
    let sandbox = Sandbox::builder().start().await;
    let bot = Running::start(&sandbox).await;
    let member = with_files(sandbox.owner());
    let code = sandbox.liveagent().conversations()[0].code.clone();
    let idle = bot.peak();
    let came = add_notes(&sandbox, &member, &code).await;
    let peak = bot.peak();
    println!(
        "{NOTES} notes with {FILES} files came in rounds of {came:?}: {} MiB idle, {} MiB at most",
        mib(idle),
        mib(peak)
    );
    assert!(peak < MEMORY, "{} MiB", mib(peak));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_too_long_for_a_turn_is_told() {
    let _alone = crate::ALONE.lock().await;
    let world = World::start().await;
    world.sandbox.discord().faults().on("GET", "/attachments/*").delay(Duration::from_secs(30));
    let code = world.sandbox.liveagent().conversations()[0].code.clone();
    let member = world.sandbox.owner().with_file("slow.txt", "text/plain", b"slow".to_vec());
    let line = format!("/conversation note conversation:{code} text:As written attachment:slow.txt");
    let answers = join_all((0..6).map(|_| member.run(&line))).await;
    let told = |why: &str| answers.iter().filter(|answer| answer.text().contains(why)).count();
    assert_eq!((told("I couldn't get slow.txt"), told("Too many files")), (4, 2));
    assert_eq!(told("As written"), 6, "nobody's words are lost");
    assert_eq!(world.sandbox.liveagent().requests().count("POST", "/api/*"), 0);
}
