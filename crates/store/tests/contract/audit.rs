//! The audit.

use store::{Entry, Outcome, Who};

use crate::fresh::{Fresh, at, who};

pub(crate) async fn tells_who_did_what(fresh: Fresh) {
    let made = fresh.digest(at(0)).await;
    let later = Who { user: 9, at: at(5), ..who() };
    fresh.store.pause(made.id, &later).await.unwrap();
    fresh.store.pause(made.id, &later).await.unwrap();
    fresh.store.remove(made.id, &later).await.unwrap();
    let entry = Entry {
        who: later,
        action: "mute".to_owned(),
        target: "alert 1".to_owned(),
        detail: "1 h".to_owned(),
        outcome: Outcome::NotDone,
    };
    fresh.store.record(&entry).await.unwrap();
    let entries = fresh.store.audit(1, 10).await.unwrap();
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["mute", "remove digest", "pause digest", "create digest"]);
    assert_eq!(entries[0], entry);
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
    assert_eq!(fresh.store.audit(1, 1).await.unwrap(), [row(1, 100, Outcome::Perhaps)]);
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
