//! The audit.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{Actor, AuditRow, Entry, Options, Outcome, Store, Who};

use crate::fresh::{Fresh, at, options, who};

/// A row that was read, as the one that was added.
fn entry(row: &AuditRow) -> Entry {
    let Actor { user, guild, channel, interaction, at } = row.who;
    let who = Who { user: user.unwrap(), guild, channel, interaction, at };
    let AuditRow { action, target, detail, outcome, .. } = row.clone();
    Entry { who, action, target, detail, outcome }
}

pub(crate) async fn tells_who_did_what(fresh: Fresh) {
    let made = fresh.digest(at(0)).await;
    let later = Who { user: 9, at: at(5), ..who() };
    fresh.store.pause(made.id, &later).await.unwrap();
    fresh.store.pause(made.id, &later).await.unwrap();
    fresh.store.remove(made.id, &later).await.unwrap();
    let muted = Entry {
        who: later,
        action: "mute".to_owned(),
        target: "alert 1".to_owned(),
        detail: "1 h".to_owned(),
        outcome: Outcome::NotDone,
    };
    fresh.store.record(&muted).await.unwrap();
    let entries: Vec<Entry> = fresh.store.audit(1, 10).await.unwrap().iter().map(entry).collect();
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["mute", "remove digest", "pause digest", "create digest"]);
    assert_eq!(entries[0], muted);
    assert_eq!((entries[3].who, entries[3].target.clone()), (who(), format!("digest {}", made.id)));
    assert!(entries[1..].iter().all(|entry| entry.outcome == Outcome::Done && !entry.detail.contains('{')));
    assert!(fresh.store.audit(2, 10).await.unwrap().is_empty());
}

pub(crate) async fn what_was_begun_and_not_ended_is_perhaps(fresh: Fresh) {
    let row = |interaction, second, outcome| Entry {
        who: Who { interaction, at: at(second), ..who() },
        action: "note".to_owned(),
        target: format!("conversation {interaction}"),
        detail: String::new(),
        outcome,
    };
    for (interaction, second, outcome) in [
        (1, 0, Outcome::Intent),
        (2, 1, Outcome::Intent),
        (2, 2, Outcome::Done),
        (3, 3, Outcome::Intent),
        (3, 4, Outcome::NotDone),
        (4, 90, Outcome::Intent),
    ] {
        fresh.store.record(&row(interaction, second, outcome)).await.unwrap();
    }
    assert_eq!(fresh.store.settle(at(60), at(100)).await.unwrap(), 1, "the fourth may be under way");
    assert_eq!(entry(&fresh.store.audit(1, 1).await.unwrap()[0]), row(1, 100, Outcome::Perhaps));
    assert_eq!(fresh.store.settle(at(60), at(101)).await.unwrap(), 0);
    assert_eq!(fresh.store.settle(at(102), at(102)).await.unwrap(), 1);
}

pub(crate) async fn is_only_added_to(fresh: Fresh) {
    fresh.digest(at(0)).await;
    let mut tries = vec!["UPDATE audit SET member = 1", "DELETE FROM audit"];
    if fresh.store.is_shared() {
        tries.push("TRUNCATE audit");
    } else {
        tries.push("INSERT OR REPLACE INTO audit SELECT id, at, guild, channel, 1, interaction, action, target, detail, outcome FROM audit");
    }
    for sql in tries {
        let refusal = fresh.raw(sql).await.expect_err(sql).to_string();
        assert!(refusal.contains("only added to"), "{refusal}");
    }
    assert_eq!(fresh.store.audit(1, 10).await.unwrap().len(), 1);
}

/// A change as long ago, by the clock of this machine, which is the database's.
async fn add(fresh: &Fresh, ago: SignedDuration) {
    let who = Who { at: Timestamp::now() - ago, ..who() };
    let (action, target, detail) = ("note".to_owned(), "conversation 1".to_owned(), String::new());
    fresh.store.record(&Entry { who, action, target, detail, outcome: Outcome::Intent }).await.unwrap();
}

pub(crate) async fn is_deleted_when_it_is_old(fresh: Fresh) {
    let (store, day) = (&fresh.store, SignedDuration::from_hours(24));
    for days in [400, 366, 364, 2, 0] {
        add(&fresh, day * days).await;
    }
    let rows = async || store.audit(1, 10).await.unwrap().len();
    assert_eq!((store.prune_audit().await.unwrap(), rows().await), (2, 3));
    store.set_audit_retention(1).await.unwrap();
    assert_eq!((store.prune_audit().await.unwrap(), rows().await), (2, 1));
    assert_eq!(store.settle(Timestamp::MAX, Timestamp::now()).await.unwrap(), 1, "what is gone is not under way");
    store.set_audit_retention(u32::MAX).await.unwrap();
    assert_eq!((store.prune_audit().await.unwrap(), rows().await), (0, 2));
    assert!(store.set_audit_retention(0).await.is_err());
}

pub(crate) async fn is_not_deleted_by_a_trick(fresh: Fresh) {
    add(&fresh, SignedDuration::from_hours(24 * 300)).await;
    let rows = async || fresh.store.audit(1, 10).await.unwrap().len();
    let delete = "; DELETE FROM audit";
    let sqlite = [
        "UPDATE audit_retention SET days = 0",
        "PRAGMA ignore_check_constraints = ON; UPDATE audit_retention SET days = 0",
        "PRAGMA ignore_check_constraints = ON; UPDATE audit_retention SET days = -1000",
        "PRAGMA ignore_check_constraints = ON; UPDATE audit_retention SET days = 'many'",
        "PRAGMA ignore_check_constraints = ON; UPDATE audit_retention SET days = 0.001",
        "CREATE TEMP TABLE audit_retention AS SELECT 1 AS one, 1 AS days",
        "DELETE FROM audit_retention",
    ];
    let postgres = [
        "UPDATE audit_retention SET days = 0",
        "ALTER TABLE audit_retention DROP CONSTRAINT audit_retention_days_check; UPDATE audit_retention SET days = 0",
        "UPDATE audit_retention SET days = -1000",
        "UPDATE audit_retention SET days = 9223372036854775807",
        "CREATE TEMP TABLE audit_retention AS SELECT 1 AS one, 1 AS days",
        "SET search_path = pg_temp; CREATE TEMP TABLE audit_retention AS SELECT 1 AS one, 1 AS days",
        "DELETE FROM audit_retention",
    ];
    for trick in if fresh.store.is_shared() { postgres } else { sqlite } {
        let delete = if trick.contains("search_path") { "; DELETE FROM public.audit" } else { delete };
        fresh.raw_text(format!("{trick}{delete}")).await.expect_err(trick);
        assert_eq!(rows().await, 1, "{trick}");
        // The trick alone, if it is one, and then what the store itself does.
        let _ = fresh.raw_text(trick.to_owned()).await;
        let refusal = fresh.raw("DELETE FROM audit").await.expect_err(trick).to_string();
        assert!(refusal.contains("only added to"), "{trick}: {refusal}");
    }
    assert_eq!(fresh.store.prune_audit().await, Ok(0), "no retention, so nothing is old");
    fresh.store.set_audit_retention(299).await.unwrap();
    assert_eq!(fresh.store.prune_audit().await, Ok(1));
}

/// A row that is added while another transaction has a lower number waits for it, so that no reader passes it by.
pub(crate) async fn is_read_in_the_order_of_its_numbers(fresh: Fresh) {
    if !fresh.store.is_shared() {
        return;
    }
    let mut slow = fresh.postgres().await;
    sqlx::raw_sql(
        "BEGIN; INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
         VALUES (0, 1, 1, 1, 1, 'slow', '', '', 'done')",
    )
    .execute(&mut slow)
    .await
    .unwrap();
    let patient = Options { patience: Duration::from_secs(5), ..options() };
    let fast = Store::open_with(&fresh.address, &patient).await.unwrap();
    let added = tokio::spawn(async move {
        fast.set_audit_channel(Some(5), &who()).await.unwrap();
    });
    let mut added = std::pin::pin!(added);
    let early = tokio::time::timeout(Duration::from_millis(300), &mut added).await;
    let seen = fresh.store.audit_after(1, 0, 10).await.unwrap();
    let last = seen.last().map_or(0, |row| row.id);
    sqlx::raw_sql("COMMIT").execute(&mut slow).await.unwrap();
    if early.is_err() {
        added.await.unwrap();
    }
    let mut actions: Vec<String> = seen.into_iter().map(|row| row.action).collect();
    actions.extend(fresh.store.audit_after(1, last, 10).await.unwrap().into_iter().map(|row| row.action));
    assert_eq!(actions, ["slow", "set audit channel"]);
}

pub(crate) async fn an_interaction_is_claimed_once(fresh: Fresh) {
    let claim = |id, second| fresh.store.claim_interaction(id, at(second));
    let (a, b, c, d) = tokio::join!(claim(7, 0), claim(7, 0), claim(7, 0), claim(7, 0));
    assert_eq!([a, b, c, d].into_iter().filter(|claimed| *claimed == Ok(true)).count(), 1);
    assert!(claim(u64::MAX - 7, 3_599).await.unwrap());
    assert!(!claim(7, 3_600).await.unwrap());
    assert!(claim(8, 3_601).await.unwrap());
    assert!(claim(7, 3_602).await.unwrap(), "it was an hour old, and forgotten");
    assert!(!claim(u64::MAX - 7, 3_602).await.unwrap());
}
