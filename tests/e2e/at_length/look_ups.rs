//! Three processes on one PostgreSQL receive every question. Each question costs LiveAgent one request and is answered in time, also while
//! one process is killed.

use std::{
    process::Stdio,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_util::{StreamExt as _, stream};
use sandbox::Sandbox;
use tokio::{process::Command, time::sleep};

use super::{
    postgres::Postgres,
    replicas::{Replica, until},
};
use crate::support::{PATIENCE, at_length, variables};

const SEARCH: &str = "/api/knowledgebase/search";

/// How many people ask at once.
const PEOPLE: usize = 4;

/// A process that is new leaves all to the others for so long.
const SETTLE: Duration = Duration::from_secs(13);

fn program(sandbox: &Sandbox, postgres: &Postgres) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.env_clear().envs(variables(sandbox)).env("DATABASE_URL", postgres.url());
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Asks so many questions, of which no two are the same. How many requests they cost LiveAgent.
async fn ask(sandbox: &Sandbox, questions: usize, asked: &AtomicUsize) -> usize {
    let before = sandbox.liveagent().requests().count("GET", SEARCH);
    let first = asked.load(Ordering::Relaxed);
    let owner = sandbox.owner();
    let one = |number: usize| {
        let owner = owner.clone();
        async move {
            let answer = owner.run(&format!("/kb search query:password {number}")).await;
            asked.fetch_add(1, Ordering::Relaxed);
            assert!(!answer.failed(), "question {number} was not answered in time");
            assert!(answer.text().contains("password") && !answer.text().contains('⚠'), "{}", answer.text());
        }
    };
    stream::iter((first..first + questions).map(one)).buffer_unordered(PEOPLE).collect::<Vec<()>>().await;
    sandbox.liveagent().requests().count("GET", SEARCH) - before
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_to_three_processes_is_one_request() {
    let Some(postgres) = Postgres::start() else { return };
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let questions = at_length(300, 2_000);
    let mut replicas = Vec::new();
    for _ in 0..3 {
        replicas.push(Replica::of(program(&sandbox, &postgres)).await);
    }
    sandbox.bot_ready().await;
    for replica in &replicas {
        until("it knows of all", PATIENCE, async || replica.count("processes=3") > 0).await;
    }
    sleep(SETTLE).await;
    let asked = AtomicUsize::new(0);
    let requests = ask(&sandbox, questions, &asked).await;
    assert_eq!(requests, questions, "each once");
    let answered = || replicas.iter().map(|replica| replica.count(": answered ")).collect::<Vec<usize>>();
    until("each is in the log", PATIENCE, async || answered().iter().sum::<usize>() == questions).await;
    let answered = answered();
    assert!(answered.iter().all(|count| *count > questions / 6), "all take part: {answered:?}");

    // One is killed in the middle, and the others do its part.
    let half = asked.load(Ordering::Relaxed) + questions / 2;
    let kill = async {
        until("half is answered", PATIENCE * 5, async || asked.load(Ordering::Relaxed) >= half).await;
        replicas[0].child.start_kill().unwrap();
    };
    let (requests, ()) = tokio::join!(ask(&sandbox, questions, &asked), kill);
    println!("{questions} questions, {requests} requests while one was killed; before, of each: {answered:?}");
    assert!((questions..=questions + questions.div_ceil(50)).contains(&requests), "{requests} for {questions}");
    for replica in &mut replicas[1..] {
        until("it knows that one is gone", PATIENCE * 2, async || replica.count("processes=2") > 0).await;
        replica.signal("-TERM");
        assert_eq!(replica.child.wait().await.unwrap().code(), Some(0));
    }
}

/// Whatever it is that belongs to a process that was killed, another one does it, once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_belongs_to_a_process_that_is_gone_is_answered_by_another() {
    let Some(postgres) = Postgres::start() else { return };
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let budgeted = || {
        let mut program = program(&sandbox, &postgres);
        program.env("LIVEAGENT_REQUESTS_PER_MINUTE", "90000");
        program
    };
    let mut replicas = [Replica::of(budgeted()).await, Replica::of(budgeted()).await];
    sandbox.bot_ready().await;
    for replica in &replicas {
        let words = "processes=2 liveagent.requests_per_minute=45000";
        until("it has half of the budget", PATIENCE, async || replica.count(words) > 0).await;
    }
    sleep(SETTLE).await;
    let owner = sandbox.owner();
    assert!(!owner.complete("/tag assign tag:").await.is_empty(), "the lists are there");
    replicas[0].child.kill().await.unwrap();
    let code = sandbox.liveagent().conversations().remove(0).code;
    for number in 0..5 {
        let list = owner.run("/conversation list status:Open").await;
        let next = owner.click(&list, "Next").await;
        assert!(next.text().contains("11–20"), "{}", next.text());
        assert!(!owner.complete("/tag assign tag:").await.is_empty(), "choices {number}");
        let form = owner.click(&owner.run(&format!("/conversation show conversation:{code}")).await, "Note").await;
        let noted = owner.submit(&form, &[("text", &format!("number {number}"))]).await;
        assert!(noted.text().contains(&format!("number {number}")), "{}", noted.text());
    }
    let notes = sandbox.liveagent().requests().count("POST", "/api/conversations/*/messages");
    assert_eq!(notes, 5, "each is written once");

    // Without the database what was known counts, and nothing waits for it.
    let learned = || replicas[1].count("sharing the work");
    let before = learned();
    postgres.stop();
    for number in 0..8 {
        let answer = owner.run(&format!("/kb search query:password {number}")).await;
        assert!(!answer.failed() && answer.text().contains("password"), "{}", answer.text());
    }
    until("it is said", PATIENCE, async || replicas[1].count("using the last known ones") == 1).await;
    assert_eq!(learned(), before);
    postgres.restart();
    until("it has all of the budget", PATIENCE, async || {
        replicas[1].count("processes=1 liveagent.requests_per_minute=90000") > 0
    })
    .await;
    replicas[1].signal("-TERM");
    assert_eq!(replicas[1].child.wait().await.unwrap().code(), Some(0));
}
