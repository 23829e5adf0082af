//! Whatever is posted exactly once.

use store::{Change, Claim, Delivery, DeliveryState, Kind, NextDue, Plan, Slot, SlotOutcome, Store, Who};

use crate::fresh::{Fresh, at, who};

fn slot(key: &str, second: i64, outcome: SlotOutcome) -> Slot {
    Slot { due: at(second), key: key.to_owned(), outcome }
}

pub(crate) async fn have_one_outcome_each(fresh: Fresh) {
    let (store, fence, digest) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    let slots =
        vec![slot("d1-0", 0, SlotOutcome::Skipped("too late".to_owned())), slot("d1-60", 60, SlotOutcome::Claimed)];
    let plan = Plan { subscription: digest.id, expected: at(0), channel: 5, slots, next_due: Some(at(120)) };
    assert_eq!(store.plan(fence, std::slice::from_ref(&plan), at(61)).await.unwrap(), [true]);
    // The same again, as if the clock had been put back: what has an outcome keeps it.
    let again = Plan { expected: at(120), ..plan };
    assert_eq!(store.plan(fence, &[again], at(61)).await.unwrap(), [true]);

    let claimed = store.unfinished(at(100), 10, 10).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].key.as_str(), claimed[0].attempts, claimed[0].began), ("d1-60", 0, None));
    store.attempt(fence, claimed[0].id, at(62)).await.unwrap();
    store.attempt(fence, claimed[0].id, at(63)).await.unwrap();
    let tried = &store.unfinished(at(100), 10, 10).await.unwrap()[0];
    assert_eq!((tried.attempts, tried.began), (2, Some(at(62))));
    assert_eq!(store.posted(tried.id, 77, at(64)).await.unwrap(), Some(77));
    store.failed(tried.id, "too late to fail", at(65)).await.unwrap();
    assert_eq!(store.posted(tried.id, 78, at(65)).await.unwrap(), Some(77), "the first is kept");
    assert_eq!(store.posted(ended_first(store, digest.id).await, 79, at(65)).await.unwrap(), None, "it was skipped");
    assert!(store.unfinished(at(100), 10, 10).await.unwrap().is_empty());
    let ended = store.deliveries_of(digest.id, 10).await.unwrap();
    assert_eq!(
        ended.iter().map(|each| each.state).collect::<Vec<_>>(),
        [DeliveryState::Posted, DeliveryState::Skipped]
    );
    assert_eq!((ended[0].message, ended[0].ended), (Some(77), Some(at(64))));
    assert_eq!(ended[1].reason.as_deref(), Some("too late"));
}

/// The number of the run that was skipped.
async fn ended_first(store: &Store, digest: i64) -> i64 {
    store.deliveries_of(digest, 10).await.unwrap().iter().find(|each| each.state == DeliveryState::Skipped).unwrap().id
}

pub(crate) async fn of_a_full_channel_keep_no_other_waiting(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    for (number, channel) in [1, 1, 1, 1, 1, 2, 3].into_iter().enumerate() {
        let key = format!("d{number}");
        let claim = Claim { key: &key, subscription: Some(1), channel, due: at(i64::try_from(number).unwrap()) };
        store.claim(fence, &claim).await.unwrap();
    }
    let channels = async |now, each, limit| -> Vec<u64> {
        store.unfinished(now, each, limit).await.unwrap().iter().map(|each| each.channel).collect()
    };
    assert_eq!(channels(at(10), 2, 10).await, [1, 2, 3, 1]);
    assert_eq!(channels(at(10), 5, 3).await, [1, 2, 3]);
    assert_eq!(channels(at(5), 1, 10).await, [1, 2], "what is not due yet waits");
    let first = store.unfinished(at(10), 1, 1).await.unwrap().remove(0);
    store.postpone(fence, first.id, at(70)).await.unwrap();
    let next = store.unfinished(at(10), 1, 1).await.unwrap().remove(0);
    assert_eq!((first.key.as_str(), next.key.as_str()), ("d0", "d1"));
    assert_eq!(store.unfinished(at(70), 1, 1).await.unwrap(), [Delivery { not_before: at(70), ..first }]);
}

pub(crate) async fn of_a_future_that_did_not_come_are_planned_anew(fresh: Fresh) {
    let (store, fence, digest) = (&fresh.store, fresh.fence().await, fresh.digest(at(60)).await);
    // A clock that is two minutes ahead finds two runs due, and puts one off.
    let skipped = || SlotOutcome::Skipped("a newer run was due".to_owned());
    let slots = vec![slot("d1-60", 60, skipped()), slot("d1-120", 120, SlotOutcome::Claimed)];
    let plan = Plan { subscription: digest.id, expected: at(60), channel: 5, slots, next_due: Some(at(180)) };
    store.plan(fence, &[plan], at(125)).await.unwrap();
    let ahead = store.unfinished(at(125), 5, 10).await.unwrap().remove(0);
    store.postpone(fence, ahead.id, at(185)).await.unwrap();
    // It is put back: nothing of that was due.
    store.forget_the_future(fence, at(5)).await.unwrap();
    store.due_earlier(fence, &[(digest.id, at(180), at(60)), (digest.id, at(999), at(1))]).await.unwrap();
    assert_eq!(store.subscription(digest.id).await.unwrap().unwrap().next_due, Some(at(60)));
    assert!(store.unfinished(at(119), 5, 10).await.unwrap().is_empty());
    assert_eq!(store.unfinished(at(120), 5, 10).await.unwrap().len(), 1, "it is looked at when it is due");
    let slots = vec![slot("d1-60", 60, SlotOutcome::Claimed)];
    let plan = Plan { subscription: digest.id, expected: at(60), channel: 5, slots, next_due: Some(at(120)) };
    store.plan(fence, &[plan], at(61)).await.unwrap();
    assert_eq!(store.unfinished(at(61), 5, 10).await.unwrap()[0].key, "d1-60");
    // What was skipped of times that are over stays so.
    store.skipped(store.delivery("d1-60").await.unwrap().unwrap().id, "paused", at(300)).await.unwrap();
    store.forget_the_future(fence, at(200)).await.unwrap();
    assert!(store.delivery("d1-60").await.unwrap().is_some());
}

pub(crate) async fn last_of_each_digest_are_listed(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (first, second) = (fresh.digest(at(0)).await, fresh.digest(at(0)).await);
    for (digest, ends) in [(&first, [Some("old"), Some("new"), None]), (&second, [Some("only"), None, None])] {
        for (second, reason) in [0, 60, 120].into_iter().zip(ends) {
            let key = format!("d{}-{second}", digest.id);
            let claim = Claim { key: &key, subscription: Some(digest.id), channel: 5, due: at(second) };
            let run = store.claim(fence, &claim).await.unwrap();
            if let Some(reason) = reason {
                store.skipped(run.id, reason, at(second)).await.unwrap();
            }
        }
    }
    let mut last = store.last_runs(1).await.unwrap();
    last.sort_by_key(|run| run.subscription);
    assert_eq!(last.iter().filter_map(|run| run.reason.as_deref()).collect::<Vec<_>>(), ["new", "only"]);
    assert!(store.last_runs(2).await.unwrap().is_empty());
}

pub(crate) async fn are_planned_only_for_what_nobody_has_changed(fresh: Fresh) {
    let (store, fence, digest) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    let change = Change { channel: 5, spec: "{}", due: NextDue::At(Some(at(30))), resume: false };
    assert!(store.change(&digest, &change, &Who { at: at(-1), ..who() }).await.unwrap());
    let slots = vec![slot("d1-0", 0, SlotOutcome::Claimed)];
    let plan = Plan { subscription: digest.id, expected: at(0), channel: 5, slots, next_due: Some(at(120)) };
    assert_eq!(store.plan(fence, std::slice::from_ref(&plan), at(1)).await.unwrap(), [false]);
    assert!(store.unfinished(at(100), 10, 10).await.unwrap().is_empty());
    store.pause(digest.id, &who()).await.unwrap();
    let paused = Plan { expected: at(30), ..plan };
    assert_eq!(store.plan(fence, &[paused], at(31)).await.unwrap(), [false]);
}

pub(crate) async fn of_ten_thousand_are_planned_in_bites(fresh: Fresh) {
    const DIGESTS: usize = 2_000;
    let store = &fresh.store;
    for _ in 0..DIGESTS {
        fresh.digest(at(0)).await;
    }
    // Only now: on a busy machine making them takes longer than the lease.
    let fence = fresh.fence().await;
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
    assert_eq!(store.unfinished(at(100), 100_000, 100_000).await.unwrap().len(), DIGESTS);
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
    assert!(fresh.store.unfinished(at(100), 10, 10).await.unwrap().is_empty());
}
