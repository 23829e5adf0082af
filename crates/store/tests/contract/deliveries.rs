//! Whatever is posted exactly once.

use store::{Claim, DeliveryState, Kind, Plan, Slot, SlotOutcome};

use crate::fresh::{Fresh, at, who};

fn slot(key: &str, second: i64, outcome: SlotOutcome) -> Slot {
    Slot { due: at(second), key: key.to_owned(), outcome, late: false }
}

pub(crate) async fn have_one_outcome_each(fresh: Fresh) {
    let (store, fence, digest) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    let slots = vec![
        slot("d1-0", 0, SlotOutcome::Skipped("came too late".to_owned())),
        slot("d1-60", 60, SlotOutcome::Claimed),
    ];
    let plan = Plan { subscription: digest.id, expected: at(0), channel: 5, slots, next_due: Some(at(120)) };
    assert_eq!(store.plan(fence, std::slice::from_ref(&plan), at(61)).await.unwrap(), [true]);
    // The same again, as if the clock had been put back: what has an outcome keeps it.
    let again = Plan { expected: at(120), ..plan };
    assert_eq!(store.plan(fence, &[again], at(61)).await.unwrap(), [true]);

    let claimed = store.unfinished(10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].key.as_str(), claimed[0].attempts, claimed[0].began), ("d1-60", 0, None));
    store.attempt(fence, claimed[0].id, at(62)).await.unwrap();
    store.attempt(fence, claimed[0].id, at(63)).await.unwrap();
    let tried = &store.unfinished(10).await.unwrap()[0];
    assert_eq!((tried.attempts, tried.began), (2, Some(at(62))));
    store.posted(tried.id, 77, at(64)).await.unwrap();
    store.failed(tried.id, "too late to fail", at(65)).await.unwrap();
    assert!(store.unfinished(10).await.unwrap().is_empty());
    let ended = store.deliveries_of(digest.id, 10).await.unwrap();
    assert_eq!(
        ended.iter().map(|each| each.state).collect::<Vec<_>>(),
        [DeliveryState::Posted, DeliveryState::Skipped]
    );
    assert_eq!((ended[0].message, ended[0].ended), (Some(77), Some(at(64))));
    assert_eq!(ended[1].reason.as_deref(), Some("came too late"));
}

pub(crate) async fn are_planned_only_for_what_nobody_has_changed(fresh: Fresh) {
    let (store, fence, digest) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    store.change(digest.id, 5, "{}", Some(at(30)), &who()).await.unwrap();
    let slots = vec![slot("d1-0", 0, SlotOutcome::Claimed)];
    let plan = Plan { subscription: digest.id, expected: at(0), channel: 5, slots, next_due: Some(at(120)) };
    assert_eq!(store.plan(fence, std::slice::from_ref(&plan), at(1)).await.unwrap(), [false]);
    assert!(store.unfinished(10).await.unwrap().is_empty());
    store.pause(digest.id, &who()).await.unwrap();
    let paused = Plan { expected: at(30), ..plan };
    assert_eq!(store.plan(fence, &[paused], at(31)).await.unwrap(), [false]);
}

pub(crate) async fn of_ten_thousand_are_planned_in_bites(fresh: Fresh) {
    const DIGESTS: usize = 2_000;
    let (store, fence) = (&fresh.store, fresh.fence().await);
    for _ in 0..DIGESTS {
        fresh.digest(at(0)).await;
    }
    let mut bites = 0;
    loop {
        let due = store.due(at(1), 500).await.unwrap();
        if due.is_empty() {
            break;
        }
        bites += 1;
        let plan = |digest: &store::Subscription| Plan {
            subscription: digest.id,
            expected: at(0),
            channel: 5,
            slots: vec![slot(&format!("d{}-0", digest.id), 0, SlotOutcome::Claimed)],
            next_due: Some(at(600)),
        };
        let plans: Vec<Plan> = due.iter().map(plan).collect();
        assert!(store.plan(fence, &plans, at(1)).await.unwrap().iter().all(|held| *held));
    }
    assert_eq!(bites, DIGESTS / 500);
    assert_eq!(store.unfinished(100_000).await.unwrap().len(), DIGESTS);
    assert_eq!(store.active(Kind::Digest).await.unwrap().len(), DIGESTS);
}

pub(crate) async fn are_claimed_by_one_of_many(fresh: Fresh) {
    let fence = fresh.fence().await;
    let claims = (0..8).map(|_| {
        let store = fresh.store.clone();
        tokio::spawn(async move {
            let claim = Claim { key: "b7p1", subscription: Some(7), channel: 5, due: at(0) };
            store.claim(fence, &claim).await.unwrap().id
        })
    });
    let mut ids = Vec::new();
    for claim in claims.collect::<Vec<_>>() {
        ids.push(claim.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "all have the same delivery");
    let found = fresh.store.delivery("b7p1").await.unwrap().unwrap();
    assert_eq!((found.id, found.state), (ids[0], DeliveryState::Claimed));
    assert_eq!(fresh.store.delivery("b7p2").await.unwrap(), None);
}

pub(crate) async fn unfinished_are_those_of_digests(fresh: Fresh) {
    let fence = fresh.fence().await;
    for key in ["b1p1", "i4p2", "o1c5"] {
        fresh.store.claim(fence, &Claim { key, subscription: None, channel: 5, due: at(0) }).await.unwrap();
    }
    assert!(fresh.store.unfinished(10).await.unwrap().is_empty());
}
