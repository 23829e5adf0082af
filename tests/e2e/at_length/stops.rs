//! Told to stop in the middle of its work: the database file alone, without what SQLite keeps beside it, holds all that was said to be
//! saved.

use std::{
    collections::BTreeSet,
    fs,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};

use notifications::spec::DigestSpec;
use sandbox::Sandbox;
use store::{Kind, Store};
use tokio::{
    process::Command,
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::support::{PATIENCE, at_length, database, variables};

const AT_ONCE: usize = 4;

/// The titles of digests that somebody was told are saved.
type Saved = Arc<Mutex<BTreeSet<String>>>;

/// Starts a bot on a new database, has people make digests all the time, and stops it. How much was said to be saved.
async fn stop_after(number: usize) -> usize {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.env_clear().envs(variables(&sandbox)).current_dir(env!("CARGO_TARGET_TMPDIR"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().unwrap();
    sandbox.bot_ready().await;
    let saved = Saved::default();
    let mut people = JoinSet::new();
    for person in 0..3 {
        let (owner, saved) = (sandbox.owner(), Arc::clone(&saved));
        people.spawn(async move {
            for digest in 0..8 {
                let title = format!("{person}-{digest}");
                let line = format!("/digest subscribe channel:#support schedule:hourly timezone:UTC title:{title}");
                if owner.run(&line).await.text().contains("📰 Digest #") {
                    saved.lock().unwrap().insert(title);
                }
            }
        });
    }
    sleep(Duration::from_millis(number as u64 * 97 % 1_500)).await;
    let id = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let ended = timeout(PATIENCE, child.wait()).await.unwrap().unwrap();
    assert_eq!(ended.code(), Some(0), "stop {number}");
    people.shutdown().await;

    let path = database(&sandbox);
    let alone = tempfile::tempdir().unwrap();
    let copy = alone.path().join("bot.sqlite");
    fs::copy(path.trim_start_matches("sqlite://"), &copy).unwrap();
    let store = Store::open(&format!("sqlite://{}", copy.display())).await.unwrap();
    let kept = store.subscriptions(sandbox.guild_id(), Kind::Digest).await.unwrap();
    let title = |spec: &str| serde_json::from_str::<DigestSpec>(spec).unwrap().title.unwrap();
    let kept: BTreeSet<String> = kept.iter().map(|digest| title(&digest.spec)).collect();
    let said = saved.lock().unwrap().clone();
    assert_eq!(said.difference(&kept).collect::<Vec<_>>(), Vec::<&String>::new(), "stop {number}: said to be saved");
    let audit = store.audit(sandbox.guild_id(), 1000).await.unwrap();
    assert_eq!(audit.len(), kept.len(), "stop {number}: each has its line in the audit");
    said.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_under_load_leaves_a_file_that_is_whole_alone() {
    let stops = at_length(20, 200);
    let (mut running, mut saved) = (JoinSet::new(), Vec::new());
    for number in 0..stops {
        if running.len() >= AT_ONCE {
            saved.push(running.join_next().await.unwrap().unwrap());
        }
        running.spawn(stop_after(number));
    }
    saved.extend(running.join_all().await);
    println!("said to be saved before each stop: {saved:?}");
    let before_any = saved.iter().filter(|count| **count == 0).count();
    assert!(before_any * 2 < stops, "too few were under way: {saved:?}");
}
