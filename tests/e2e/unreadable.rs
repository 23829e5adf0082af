//! What is kept and can't be read: it is said in the log and in the lists, stays as it is, and is never taken for something empty.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, liveagent::Queue};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};

use crate::{
    startup::{started, terminate},
    support::{World, database, variables},
};

/// A look of the watch, at figures half a minute older.
async fn rounds(world: &World, times: usize) {
    for _ in 0..times {
        world.sandbox.clock().advance(SignedDuration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

async fn connection(world: &World) -> SqliteConnection {
    SqliteConnection::connect(&database(&world.sandbox)).await.unwrap()
}

async fn run(world: &World, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection(world).await).await.unwrap();
}

async fn read(world: &World, sql: &str) -> String {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection(world).await).await.unwrap()
}

fn incidents(world: &World) -> Vec<Answer> {
    let mut all = world.sandbox.answers_in("support");
    all.retain(|message| message.text().contains("Incident ") || message.embeds().is_empty());
    all
}

fn waiting(world: &World, chats: u64) {
    world.sandbox.liveagent().set_queue("Support", Queue { waiting: chats, agents: 2, ..Queue::default() });
}

/// An alert that fires, alert 1, and one that does not, alert 2.
async fn firing() -> (World, Answer) {
    let world = World::monday(0.0).await;
    waiting(&world, 12);
    let owner = world.sandbox.owner();
    for (fire, channel) in [(10, "support"), (100, "random")] {
        let line = format!(
            "/alert create metric:Chats waiting channel:#{channel} fire:{fire} for:0 clear_for:0 department:Support"
        );
        let made = owner.run(&line).await.text();
        assert!(made.contains("Alert #") && made.contains(" saved"), "{made}");
    }
    let message = world.sandbox.until_message("support", |message| message.text().contains("**12** now")).await;
    world.until(|world| !incidents(world).is_empty()).await;
    (world, message)
}

#[tokio::test]
async fn an_alert_that_can_not_be_read_is_listed_so_and_its_incident_goes_on() {
    for (column, table, key) in [("spec", "subscriptions", "id"), ("standing", "alerts", "subscription")] {
        let (world, _) = firing().await;
        let before = read(&world, &format!("SELECT {column} FROM {table} WHERE {key} = 1")).await;
        for garbage in ["{}", "", "[]", "null", "{\"metric\":\"tides\"}", &before[..before.len() / 2]] {
            if column == "standing" && garbage.is_empty() {
                // So is one that was muted before it stood anywhere.
                continue;
            }
            run(&world, &format!("UPDATE {table} SET {column} = '{garbage}' WHERE {key} = 1")).await;
            waiting(&world, 0);
            rounds(&world, 2).await;
            let list = world.sandbox.owner().run("/alert list").await.text();
            let lines: Vec<&str> = list.lines().filter(|line| line.contains("<#")).collect();
            assert_eq!(lines.len(), 2, "{garbage:?}: {list}");
            assert!(lines[0].contains("**#1**") && lines[0].contains("can't be read"), "{garbage:?}: {list}");
            assert!(lines[1].contains("**#2**") && !lines[1].contains("can't be read"), "{garbage:?}: {list}");
            let kept = read(&world, &format!("SELECT {column} FROM {table} WHERE {key} = 1")).await;
            assert_eq!(kept, garbage, "it stays as it is");
            let [incident] = &incidents(&world)[..] else { panic!("one incident") };
            assert!(!incident.text().contains("Lasted "), "{garbage:?}: {}", incident.text());
        }
        let edited = world.sandbox.owner().run("/alert edit alert:1 fire:11").await.text();
        assert_eq!(edited.contains("can't read its data for"), column == "spec", "{edited}");
        // Repaired, it continues from where it was.
        run(&world, &format!("UPDATE {table} SET {column} = '{before}' WHERE {key} = 1")).await;
        rounds(&world, 2).await;
        world.until(|world| incidents(world)[0].text().contains("Lasted ")).await;
        assert_eq!(incidents(&world).len(), 1);
    }
}

#[tokio::test]
async fn an_incident_that_can_not_be_read_stays_and_its_alert_starts_another() {
    for column in ["story", "pressed"] {
        let (world, message) = firing().await;
        run(&world, &format!("UPDATE incidents SET {column} = '[', version = version + 1 WHERE id = 1")).await;
        let pressed = world.sandbox.owner().click(&message, "Acknowledge").await.text();
        assert!(pressed.contains("can't read its data for") && pressed.contains("so nothing was changed"), "{pressed}");
        rounds(&world, 3).await;
        world.until(|world| incidents(world).len() == 2).await;
        let another = incidents(&world).pop().unwrap();
        assert!(another.text().contains("Incident 2") && another.text().contains("**12** now"), "{}", another.text());
        assert_eq!(read(&world, &format!("SELECT {column} FROM incidents WHERE id = 1")).await, "[");
        let history = world.sandbox.owner().run("/alert history alert:1").await.text();
        assert!(history.contains("incident #1 can't be read") && history.contains("**#2**"), "{history}");
    }
}

#[tokio::test]
async fn a_board_and_a_digest_that_can_not_be_read_are_listed_so() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/board create channel:#support department:Support").await;
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    for garbage in ["[1]", "", "{\"schedule\":\"whenever\",\"zone\":\"UTC\",\"sections\":[]}", "{\"department\":7}"] {
        run(&world, &format!("UPDATE subscriptions SET spec = '{garbage}'")).await;
        let digests = owner.run("/digest list").await.text();
        assert!(digests.contains("its saved data can't be read"), "{garbage:?}: {digests}");
        let preview = owner.run("/digest preview digest:2").await.text();
        assert!(preview.contains("can't read its data for digest 2"), "{garbage:?}: {preview}");
        if !garbage.contains("schedule") {
            let boards = owner.run("/board list").await.text();
            let said = boards.contains("its saved data can't be read") && !boards.contains("All departments");
            assert!(said, "{garbage:?}: {boards}");
        }
    }
    // Nothing comes of it, and what is removed is gone.
    world.sandbox.clock().advance(SignedDuration::from_hours(2));
    rounds(&world, 1).await;
    assert!(world.sandbox.answers_in("support").iter().all(|message| !message.text().contains("📰")));
    let question = owner.run("/digest remove digest:2").await;
    assert!(owner.click(&question, "Remove").await.text().contains(" removed."));
}

/// Each once, however often it is looked at, and without a word of what is kept.
#[tokio::test]
async fn the_log_has_what_can_not_be_read() {
    let (mut world, _) = firing().await;
    let owner = world.sandbox.owner();
    owner.run("/board create channel:#random").await;
    owner.run("/digest subscribe channel:#random schedule:hourly timezone:UTC").await;
    world.stop_bot().await;
    run(&world, "UPDATE subscriptions SET spec = '{\"metric\":\"canary\",\"department\":7}' WHERE id <> 1").await;
    run(&world, "UPDATE subscriptions SET next_due = 1 WHERE kind = 'digest'").await;
    run(&world, "UPDATE alerts SET standing = '{\"canary' WHERE subscription = 1").await;
    run(&world, "UPDATE incidents SET story = 'canary', version = version + 1").await;
    let mut settings = variables(&world.sandbox);
    settings.insert("DATABASE_URL", database(&world.sandbox));
    let (child, log) = started(&settings).await;
    world.sandbox.bot_ready().await;
    for _ in 0..3 {
        for list in ["/alert list", "/board list", "/digest list"] {
            assert!(owner.run(list).await.text().contains("can't be read"), "{list}");
        }
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(terminate(child).await, Some(0));
    let log = log.await.unwrap();
    for (what, id) in [("alert", 2), ("board", 3), ("digest", 4), ("the state of alert", 1), ("incident", 1)] {
        let said = format!("kept.what=\"{what}\" kept.id={id} ");
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(&said)).collect();
        assert!(lines.len() == 1 && lines[0].contains("ERROR"), "{what} {id}: {lines:?}");
    }
    assert!(!log.contains("canary"), "{log}");
}
