//! Who leads.

use store::{AuditFeed, Claim, Error, Plan, Process, Store, Turn};

use crate::fresh::{Fresh, at, options};

pub(crate) async fn is_held_by_one_and_guards_every_write(fresh: Fresh) {
    let store = &fresh.store;
    let first = store.lead("a").await.unwrap().unwrap();
    assert_eq!(store.lead("a").await.unwrap(), Some(first), "renewing changes nothing");
    let (second, follower);
    if store.is_shared() {
        follower = Store::open_with(&fresh.address, &options()).await.unwrap();
        assert_eq!(follower.lead("b").await.unwrap(), None);
        // As if the leader had been paused for longer than its lease.
        fresh.raw("UPDATE lease SET expires = 0").await.unwrap();
        assert_eq!(refused(store, first).await, Error::Lost, "an expired lease is none");
        second = follower.lead("b").await.unwrap().unwrap();
        assert_eq!(store.lead("a").await.unwrap(), None, "the paused one wakes and is refused");
    } else {
        assert!(matches!(Store::open_with(&fresh.address, &options()).await, Err(Error::InUse(_))));
        follower = store.clone();
        fresh.raw("UPDATE lease SET fence = fence + 1").await.unwrap();
        second = first;
    }
    assert!(!store.is_shared() || second > first);
    assert_eq!(refused(store, first).await, Error::Lost);
    let digest = fresh.digest(at(0)).await;
    let plan = Plan { subscription: digest.id, expected: at(0), channel: 5, slots: Vec::new(), next_due: None };
    let claim = Claim { key: "k", subscription: None, channel: 1, due: at(0) };
    let feed = AuditFeed { guild: 1, channel: 1, posted: 0, claimed: None, trouble: None };
    let lost = [
        store.plan(first, &[plan], at(0)).await.map(drop),
        store.claim(first, &claim).await.map(drop),
        store.refuse(first, 1, (1, ""), "", at(0)).await.map(drop),
        store.turn(first, &Turn::default(), at(0)).await.map(drop),
        store.incident_shown(first, 1, 1, 1, None).await,
        store.repost_incident(first, 1, 1).await,
        store.keep_samples(first, at(0), &[("a", 1.0)]).await,
        store.prune(first, at(0)).await.map(drop),
        store.notices_not_sent(first, &[1]).await,
        store.postpone(first, 1, at(0)).await,
        store.forget_the_future(first, at(0)).await,
        store.due_earlier(first, &[]).await,
        store.keep_figures(first, 1, "").await,
        store.steady_since(first, at(0), true).await.map(drop),
        store.outage_began(first, at(0)).await.map(drop),
        store.outage_ended(first, 1, at(0)).await,
        store.incident_tidied(first, 1).await,
        store.set_audit_posted(first, 1, 1).await,
        store.claim_audit(first, &feed, 1).await.map(drop),
        store.audit_blocked(first, &feed, "", at(0)).await.map(drop),
        store.tell_audit_blocked(first, 1, "", at(0)).await,
        store.set_orphaned(first, 1, &[1], Some(at(0))).await,
        store.pause_orphaned(first, 1, 1, "", at(0)).await.map(drop),
        store.still_leads(first).await,
    ];
    assert!(lost.iter().all(|each| *each == Err(Error::Lost)), "{lost:?}");
    assert_eq!(store.delivery("k").await.unwrap(), None);
    if store.is_shared() {
        follower.attempt(second, 1, at(0)).await.unwrap();
        follower.resign(second).await.unwrap();
        assert_eq!(follower.attempt(second, 1, at(0)).await, Err(Error::Lost));
        let third = store.lead("a").await.unwrap().unwrap();
        assert!(third > second, "whoever resigns is followed at once");
    }
}

pub(crate) async fn processes_are_known_while_they_renew(fresh: Fresh) {
    let store = &fresh.store;
    let process = |id, shards: &str| Process { id, shards: shards.to_owned() };
    let (first, second, third) = (process(u64::MAX, ""), process(2, "0-1/4"), process(3, ""));
    assert_eq!(store.renew_process(&first).await, Ok(vec![first.clone()]));
    let others = store.renew_process(&second).await.unwrap();
    if !store.is_shared() {
        // One process has a file, so there are no others.
        return assert_eq!(others, [second]);
    }
    assert_eq!(others, [first.clone(), second.clone()]);
    store.renew_process(&third).await.unwrap();
    assert_eq!(store.renew_process(&second).await.unwrap().len(), 3, "renewing makes no new one");
    store.remove_process(third.id).await.unwrap();
    assert_eq!(store.renew_process(&second).await.unwrap(), [first.clone(), second.clone()]);
    // As if the first had been killed: its row runs out, and goes.
    fresh.raw("UPDATE processes SET expires = 0 WHERE id = -1").await.unwrap();
    assert_eq!(store.renew_process(&second).await.unwrap(), vec![second.clone()]);
    // Paused, it wakes; and has other shards now.
    let first = process(first.id, "2-3/4");
    assert_eq!(store.renew_process(&first).await.unwrap(), [first.clone(), second.clone()]);
    // All at once, after all of them had run out.
    fresh.raw("UPDATE processes SET expires = 0").await.unwrap();
    let all = (10..30).map(|id| {
        let store = store.clone();
        tokio::spawn(async move { store.renew_process(&process(id, "")).await.map(drop) })
    });
    for renewed in all.collect::<Vec<_>>() {
        renewed.await.unwrap().unwrap();
    }
    assert_eq!(store.renew_process(&process(10, "")).await.unwrap().len(), 20);
}

async fn refused(store: &Store, fence: store::Fence) -> Error {
    store.attempt(fence, 1, at(0)).await.unwrap_err()
}

/// With SQLite each process has its own fence.
#[tokio::test]
async fn a_file_that_is_opened_again_has_a_higher_fence() {
    let Fresh { store, address, .. } = &crate::fresh::sqlite().await;
    let first = store.lead("a").await.unwrap().unwrap();
    let other = tempfile::tempdir().unwrap();
    let copy = format!("sqlite://{}/copy.sqlite", other.path().display());
    std::fs::copy(address.trim_start_matches("sqlite://"), copy.trim_start_matches("sqlite://")).unwrap();
    let opened = Store::open(&copy).await.unwrap();
    let _ = opened.lead("a").await.unwrap().unwrap();
    drop(opened);
    let again = Store::open(&copy).await.unwrap().lead("a").await.unwrap().unwrap();
    assert!(again > first);
}
