//! What the audit says of changes: before and after each, of those that are refused, and of one that a crash cut off.

use std::time::Duration;

use sandbox::Sandbox;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use store::{AuditRow, Outcome};

use crate::{
    at_length::{ledger, process::program},
    startup::{started, terminate},
    support::{SETUP, World, button_id, database, variables},
};

const NOTES: &str = "/api/conversations/*/messages";

/// The rows, once there are so many: oldest interaction first, and its rows in the order in which they were added.
async fn rows(sandbox: &Sandbox, count: usize) -> Vec<AuditRow> {
    let store = ledger::open(&database(sandbox)).await;
    for _ in 0..300 {
        let mut rows = store.audit(sandbox.guild_id(), 100).await.unwrap();
        rows.retain(|row| row.who.interaction != SETUP);
        if rows.len() >= count {
            rows.reverse();
            rows.sort_by_key(|row| row.who.interaction);
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("there are never {count} rows: {:?}", told(&store.audit(sandbox.guild_id(), 100).await.unwrap()));
}

fn told(rows: &[AuditRow]) -> Vec<(&str, Outcome)> {
    rows.iter().map(|row| (row.action.as_str(), row.outcome)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_keeps_it_as_long_as_the_setting_says() {
    let world = World::with_settings(Sandbox::builder().start().await, &[("AUDIT_RETENTION_DAYS", "2")]).await;
    let mut database = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    let add = "INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
         SELECT (unixepoch() - $1) * 1000, 1, 1, id, $1, 'x', '', '', 'done' FROM members LIMIT 1";
    for (age, may_go) in [(86_400, false), (259_200, true)] {
        let added = sqlx::query(add).bind(age).execute(&mut database).await.unwrap();
        assert_eq!(added.rows_affected(), 1);
        let deleted = sqlx::query("DELETE FROM audit WHERE interaction = $1").bind(age).execute(&mut database).await;
        assert_eq!(deleted.is_ok(), may_go, "{age} s old: {deleted:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_changes_something_is_in_it() {
    let mut world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:daily 09:00 timezone:UTC title:secret").await;
    owner.run("/digest run digest:1").await;
    owner.run("/alert create metric:Chats waiting channel:#support fire:5").await;
    owner.run("/alert test alert:2").await;
    let list = owner.run("/tag list").await;
    owner.click(&list, "Share").await;
    world.stop_bot().await;
    let rows = rows(&world.sandbox, 7).await;
    assert_eq!(
        told(&rows),
        [
            ("create digest", Outcome::Done),
            ("run digest", Outcome::Done),
            ("create alert", Outcome::Done),
            ("test alert", Outcome::Intent),
            ("test alert", Outcome::Done),
            ("share", Outcome::Intent),
            ("share", Outcome::Done),
        ]
    );
    let channel = world.sandbox.channel_id("support");
    assert!(rows.iter().all(|row| row.who.channel == channel && row.who.interaction > 1), "{rows:?}");
    assert!(rows.iter().all(|row| !format!("{row:?}").contains("secret")), "no words: {rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_attempts_are_one_row_a_minute() {
    let mut world = World::start().await;
    let code = world.sandbox.liveagent().conversations().remove(0).code;
    let bob = world.sandbox.member("Bob");
    let show = format!("/conversation show conversation:{code}");
    let (shown, full) = (bob.run(&show).await, world.sandbox.owner().run(&show).await);
    let over = if full.text().contains("[Resolve]") { "Resolve" } else { "Reopen" };
    for _ in 0..3 {
        bob.run(&format!("/conversation note conversation:{code} text:hello")).await;
        for button in ["Note", over] {
            bob.press_forged(&shown, &button_id(&full, button)).await;
        }
    }
    world.stop_bot().await;
    let mut rows = rows(&world.sandbox, 3).await;
    rows.sort_by(|one, other| one.action.cmp(&other.action));
    let expected = ["ask for a note", "note", "status"].map(|action| (action, Outcome::Refused));
    assert_eq!(told(&rows), expected);
    assert!(rows.iter().all(|row| row.detail == "needs agent"), "{rows:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_a_crash_cut_off_is_perhaps() {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let mut child = program(&sandbox, &database(&sandbox)).spawn().unwrap();
    sandbox.bot_ready().await;
    let desk = sandbox.liveagent();
    let slow = desk.faults().on("POST", NOTES).delay(Duration::from_secs(30));
    let code = desk.conversations().remove(0).code;
    let owner = sandbox.owner();
    let asked =
        tokio::spawn(async move { owner.run(&format!("/conversation note conversation:{code} text:hello")).await });
    while desk.requests().count("GET", "/api/conversations/*") == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    // By then the note is on its way.
    tokio::time::sleep(Duration::from_millis(500)).await;
    child.kill().await.unwrap();
    slow.remove();
    sandbox.bot_gone().await;
    let mut child = program(&sandbox, &database(&sandbox)).spawn().unwrap();
    sandbox.bot_ready().await;
    child.kill().await.unwrap();
    let rows = rows(&sandbox, 2).await;
    assert_eq!(told(&rows), [("note", Outcome::Intent), ("note", Outcome::Perhaps)]);
    assert_eq!(rows[0].who.interaction, rows[1].who.interaction);
    asked.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_tried_again_and_kept_in_order() {
    let mut world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/tag list").await;
    let mut database = SqliteConnection::connect(&database(&world.sandbox)).await.unwrap();
    database.execute("ALTER TABLE audit RENAME TO hidden").await.unwrap();
    let created = owner.run("/tag create name:Later").await;
    assert!(created.text().contains("Tag created"), "the audit must not stop a change: {}", created.text());
    database.execute("ALTER TABLE hidden RENAME TO audit").await.unwrap();
    world.stop_bot().await;
    let rows = rows(&world.sandbox, 2).await;
    assert_eq!(told(&rows), [("create tag", Outcome::Intent), ("create tag", Outcome::Done)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_lost_is_in_the_log_with_all_its_fields() {
    let sandbox = Sandbox::builder().start().await;
    let url = database(&sandbox);
    let mut settings = variables(&sandbox);
    settings.insert("DATABASE_URL", url.clone());
    let (child, log) = started(&settings).await;
    sandbox.bot_ready().await;
    let mut database = SqliteConnection::connect(&url).await.unwrap();
    database.execute("DROP TABLE audit").await.unwrap();
    let owner = sandbox.owner();
    owner.run("/tag create name:Secretive").await;
    // It is tried for 8 s.
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(terminate(child).await, Some(0));
    let log = log.await.unwrap();
    let lost: Vec<&str> = log.lines().filter(|line| line.contains("can't write a row of the audit")).collect();
    assert_eq!(lost.len(), 2, "intent and outcome: {log}");
    for (line, outcome) in lost.iter().zip(["intent", "done"]) {
        let channel = sandbox.channel_id("support");
        for field in [
            format!("audit.guild={}", sandbox.guild_id()),
            format!("audit.channel={channel}"),
            "audit.member=".to_owned(),
            "audit.interaction=".to_owned(),
            "audit.action=\"create tag\"".to_owned(),
            "audit.target=".to_owned(),
            "audit.detail=".to_owned(),
            format!("audit.outcome=\"{outcome}\""),
        ] {
            assert!(line.contains(&field), "{field} in {line}");
        }
        assert!(!line.contains("Secretive"), "no words: {line}");
    }
}
