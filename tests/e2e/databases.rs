//! What is promised of posting when the database is locked, full or gone: no post without a record, one message in the end, and
//! commands go on.

use std::{process::Stdio, time::Duration};

use sqlx::{Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio::process::{Child, Command};

use crate::{
    at_length::postgres::Postgres,
    posting::{HOUR, HOURLY, POST, hourly, posts},
    support::{PATIENCE, World, database, digests, is_digest, listed, variables},
};

/// How many attempts were written down.
const BEGAN: &str = "SELECT count(*) FROM deliveries WHERE began IS NOT NULL";

/// Somebody asks something that needs no database.
async fn ask(world: &World) {
    let answer = world.sandbox.owner().run("/overview chats").await;
    assert!(answer.text().contains("Chats"), "{}", answer.text());
}

async fn rest() {
    tokio::time::sleep(Duration::from_millis(5)).await;
}

/// Until as many posts are under way: written down, and Discord takes its time.
async fn until_it_posts(world: &World, count: i64) {
    let mut other = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    while sqlx::query_scalar::<_, i64>(BEGAN).fetch_one(&mut other).await.unwrap() < count {
        rest().await;
    }
}

#[tokio::test]
async fn a_locked_database_is_waited_for_and_commands_go_on() {
    let world = hourly().await;
    let path = database(&world.sandbox);
    let mut other = SqliteConnection::connect(&path).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    world.sandbox.clock().advance(HOUR);
    ask(&world).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(posts(&world), 0, "nothing is posted that can't be recorded");
    other.execute("ROLLBACK").await.unwrap();
    world.sandbox.until_message("support", is_digest).await;
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!(digests(&world), 1);
}

/// Planned, and being drawn: LiveAgent takes its time, and meanwhile nothing can be written down.
#[tokio::test]
async fn what_can_not_be_written_down_is_not_posted() {
    let world = hourly().await;
    let slow = world.sandbox.liveagent().faults().on("*", "*").delay(Duration::from_millis(1_500));
    world.sandbox.clock().advance(HOUR);
    let mut other = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    let claimed = "SELECT count(*) FROM deliveries WHERE state = 'claimed'";
    while sqlx::query_scalar::<_, i64>(claimed).fetch_one(&mut other).await.unwrap() == 0 {
        rest().await;
    }
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    slow.remove();
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(sqlx::query_scalar::<_, i64>(BEGAN).fetch_one(&mut other).await.unwrap(), 0);
    assert_eq!(posts(&world), 0);
    other.execute("ROLLBACK").await.unwrap();
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!((digests(&world), posts(&world)), (1, 1));
}

#[tokio::test]
async fn a_database_that_locks_while_it_posts_has_one_message_in_the_end() {
    let world = hourly().await;
    let rule = world.sandbox.discord().faults().on("POST", POST).delay(Duration::from_millis(700));
    world.sandbox.clock().advance(HOUR);
    until_it_posts(&world, 1).await;
    let mut other = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    world.sandbox.until_message("support", is_digest).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    other.execute("ROLLBACK").await.unwrap();
    rule.remove();
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!(digests(&world), 1);
}

/// The bot as a process whose files can't grow any more once [`fill`] was called.
fn limited(world: &World) -> Child {
    let mut shell = Command::new("sh");
    // Whoever writes is told that there is no room, rather than ended.
    shell.args(["-c", "trap '' XFSZ; exec \"$0\""]).arg(env!("CARGO_BIN_EXE_switchboard"));
    shell.env_clear().envs(variables(&world.sandbox)).current_dir(env!("CARGO_TARGET_TMPDIR"));
    shell.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    shell.spawn().unwrap()
}

/// No file of the process may be larger than this.
fn fill(process: &Child, bytes: &str) {
    let id = process.id().unwrap().to_string();
    let limit = format!("--fsize={bytes}:");
    assert!(std::process::Command::new("prlimit").args(["--pid", &id, &limit]).status().unwrap().success());
}

#[tokio::test]
async fn a_disk_that_fills_up_while_it_posts_has_one_message_in_the_end() {
    // By the time of the machine, as a process goes by it.
    let sandbox = sandbox::Sandbox::builder().rate_limits(false).start().await;
    let world = World::idle(sandbox);
    let process = limited(&world);
    world.sandbox.bot_ready().await;
    let owner = world.sandbox.owner();
    // None that comes due while this runs.
    owner.run(&HOURLY.replace("hourly", "monthly")).await;
    let slow = world.sandbox.discord().faults().on("POST", POST).delay(Duration::from_secs(1));
    owner.run("/digest run digest:1").await;
    until_it_posts(&world, 1).await;
    fill(&process, "4096");
    world.sandbox.until_message("support", is_digest).await;
    slow.remove();
    ask(&world).await;
    // What can't be written down is not begun.
    let refused = owner.run("/digest run digest:1").await;
    assert!(!refused.failed() && refused.text().contains("database"), "{}", refused.text());
    tokio::time::sleep(Duration::from_secs(6)).await;
    ask(&world).await;
    assert_eq!(posts(&world), 1);
    let mut other = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    let recorded = "SELECT count(*) FROM deliveries WHERE message IS NOT NULL";
    assert_eq!(
        sqlx::query_scalar::<_, i64>(recorded).fetch_one(&mut other).await.unwrap(),
        0,
        "there is no room for it"
    );
    fill(&process, "unlimited");
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!(digests(&world), 1);
    owner.run("/digest run digest:1").await;
    world.until(|world| digests(world) == 2).await;
}

#[tokio::test]
async fn postgresql_that_goes_while_it_posts_has_one_message_in_the_end() {
    let Some(postgres) = Postgres::start() else { return };
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(0.0);
    let world = World::with(sandbox::Sandbox::builder().clock(clock).start().await, postgres.url()).await;
    let owner = world.sandbox.owner();
    owner.run(HOURLY).await;
    let mut other = PgConnection::connect(&postgres.url()).await.unwrap();
    let slow = world.sandbox.discord().faults().on("POST", POST).delay(Duration::from_secs(1));
    // Not before somebody leads.
    world.sandbox.clock().advance(HOUR);
    while sqlx::query_scalar::<_, i64>(BEGAN).fetch_one(&mut other).await.unwrap() == 0 {
        rest().await;
    }
    postgres.stop();
    world.sandbox.until_message("support", is_digest).await;
    slow.remove();
    // Another run comes due meanwhile.
    world.sandbox.clock().advance(HOUR);
    ask(&world).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    ask(&world).await;
    assert_eq!(digests(&world), 1, "nothing is posted that can't be recorded");
    postgres.restart();
    world.until(|world| digests(world) == 2).await;
    let mut other = PgConnection::connect(&postgres.url()).await.unwrap();
    let recorded = "SELECT count(DISTINCT message) FROM deliveries WHERE state = 'posted'";
    let both = async {
        while sqlx::query_scalar::<_, i64>(recorded).fetch_one(&mut other).await.unwrap() < 2 {
            rest().await;
        }
    };
    tokio::time::timeout(PATIENCE, both).await.expect("each run has its message");
    assert_eq!(digests(&world), 2);
}
