//! Three processes on one PostgreSQL: one leads, all answer. Whoever is killed, suspended or cut off from the database, every run of a
//! digest has one outcome and one message, every incident one message and one ping, every command one answer.

use std::{
    process::Stdio,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{Connection as _, Executor as _, PgConnection};
use store::Store;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::sleep,
};

use super::{ledger::Ledger, postgres::Postgres};
use crate::support::PATIENCE;

/// Within this time another process leads.
const TAKE_OVER: Duration = Duration::from_secs(45);

const LEADS: &str = ": leading the background work";
const LEADS_NO_MORE: &str = "no longer leading";

/// One process, and what it logs.
pub(super) struct Replica {
    pub(super) child: Child,
    log: Arc<Mutex<String>>,
    suspended: bool,
}

impl Replica {
    async fn start(ledger: &Ledger) -> Self {
        Self::of(ledger.program()).await
    }

    /// Starts the program, and waits until it is connected.
    pub(super) async fn of(mut program: Command) -> Self {
        program.env("LIVEAGENT_POLL_SECONDS", "15").stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let kept = Arc::clone(&log);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                let mut log = kept.lock().unwrap_or_else(PoisonError::into_inner);
                log.push_str(&line);
                log.push('\n');
            }
        });
        let replica = Self { child, log, suspended: false };
        until("it connects", PATIENCE, async || replica.count("connected to Discord") > 0).await;
        replica
    }

    pub(super) fn count(&self, words: &str) -> usize {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).matches(words).count()
    }

    fn leads(&self) -> bool {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        !self.suspended && log.rfind(LEADS) > log.rfind(LEADS_NO_MORE)
    }

    pub(super) fn signal(&self, signal: &str) {
        let id = self.child.id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
    }

    fn suspend(&mut self) {
        self.suspended = true;
        self.signal("-STOP");
    }

    fn wake(&mut self) {
        self.signal("-CONT");
        self.suspended = false;
    }
}

pub(super) async fn until(what: &str, patience: Duration, mut holds: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !holds().await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(patience, wait).await.is_ok(), "{what}: not within {patience:?}");
}

/// Which one leads, once one does.
async fn leader(replicas: &[Replica]) -> usize {
    until("another leads", TAKE_OVER, async || replicas.iter().any(Replica::leads)).await;
    replicas.iter().position(Replica::leads).unwrap()
}

async fn until_all_is_posted(store: &Store) {
    until("all is posted", PATIENCE, async || {
        store.unfinished(jiff::Timestamp::MAX, 100, 100).await.is_ok_and(|waiting| waiting.is_empty())
            && store.due(jiff::Timestamp::now(), 100).await.is_ok_and(|due| due.is_empty())
    })
    .await;
}

/// Makes a run of each digest due, in a second of its own.
async fn make_due(ledger: &mut Ledger, store: &Store) {
    while ledger.next(store).await.unwrap() == 0 {
        sleep(Duration::from_millis(100)).await;
    }
}

/// A command has one answer, and a change is made once, however many hear of it.
async fn ask(ledger: &Ledger, number: usize) {
    let owner = ledger.sandbox.owner();
    let answer = owner.run("/department status").await;
    assert!(answer.text().contains("Support"), "{}", answer.text());
    let code = ledger.sandbox.liveagent().conversations().remove(number).code;
    let notes = || ledger.sandbox.liveagent().requests().count("POST", "/api/conversations/*/messages");
    let before = notes();
    let answer = owner.run(&format!("/conversation note conversation:{code} text:number {number}")).await;
    assert!(answer.text().contains("number"), "{}", answer.text());
    assert_eq!(notes(), before + 1, "written once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_processes_survive_a_kill_pauses_and_a_restart_of_the_database() {
    let Some(postgres) = Postgres::start() else { return };
    let mut ledger = Ledger::new(|_| postgres.url()).await;
    let store = ledger.store().await;
    let post = ledger.sandbox.discord().faults().clone();
    let slow = || post.on("POST", "/channels/*/messages").delay(Duration::from_secs(1));
    let mut replicas = Vec::new();
    for _ in 0..3 {
        replicas.push(Replica::start(&ledger).await);
    }
    let began = async |store: &Store| {
        until("a post is under way", PATIENCE, async || {
            store
                .unfinished(jiff::Timestamp::MAX, 100, 100)
                .await
                .unwrap()
                .iter()
                .any(|delivery| delivery.began.is_some())
        })
        .await;
    };
    let first = leader(&replicas).await;
    assert_eq!(replicas.iter().filter(|replica| replica.leads()).count(), 1);
    ask(&ledger, 1).await;
    make_due(&mut ledger, &store).await;
    until_all_is_posted(&store).await;

    // Killed while it posts.
    let rule = slow();
    make_due(&mut ledger, &store).await;
    began(&store).await;
    replicas.remove(first).child.kill().await.unwrap();
    rule.remove();
    ask(&ledger, 2).await;
    let second = leader(&replicas).await;
    until_all_is_posted(&store).await;
    replicas.push(Replica::start(&ledger).await);

    // Suspended while it posts: it wakes when another has done its work, and does nothing.
    let rule = slow();
    make_due(&mut ledger, &store).await;
    began(&store).await;
    replicas[second].suspend();
    rule.remove();
    ask(&ledger, 3).await;
    assert_ne!(leader(&replicas).await, second);
    until_all_is_posted(&store).await;
    replicas[second].wake();
    until("it knows", PATIENCE, async || replicas[second].count(LEADS_NO_MORE) > 0).await;

    // The database crashes and comes back while they post.
    let rule = slow();
    make_due(&mut ledger, &store).await;
    began(&store).await;
    postgres.restart();
    rule.remove();
    ask(&ledger, 4).await;
    until_all_is_posted(&store).await;

    // Suspended in the middle of a transaction that holds the lease: its lock ends with the transaction.
    let leading = leader(&replicas).await;
    let mut blocker = PgConnection::connect(&postgres.url()).await.unwrap();
    blocker.execute("BEGIN; LOCK TABLE deliveries IN SHARE ROW EXCLUSIVE MODE").await.unwrap();
    make_due(&mut ledger, &store).await;
    until("a transaction waits for us", PATIENCE, async || {
        let waiting: i64 =
            sqlx::query_scalar("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'deliveries'::regclass")
                .fetch_one(&mut blocker)
                .await
                .unwrap();
        waiting > 0
    })
    .await;
    replicas[leading].suspend();
    blocker.execute("ROLLBACK").await.unwrap();
    let fifth = leader(&replicas).await;
    assert_ne!(fifth, leading);
    until_all_is_posted(&store).await;
    replicas[leading].wake();
    ask(&ledger, 5).await;

    until("it is noticed", PATIENCE, async || ledger.is_noticed(&store).await).await;
    ledger.waiting(1);
    until("it is quiet", PATIENCE, async || ledger.is_quiet(&store).await).await;
    for replica in &mut replicas {
        replica.signal("-TERM");
        let ended = tokio::time::timeout(PATIENCE, replica.child.wait()).await.unwrap().unwrap();
        assert_eq!(ended.code(), Some(0));
    }
    ledger.count().await;
    assert!(ledger.raised > 1, "{} incidents", ledger.raised);
    assert!(ledger.due.len() >= 5 * ledger.digests.len(), "{} runs", ledger.due.len());
}
