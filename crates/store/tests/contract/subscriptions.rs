//! Digests, boards and alerts.

use store::{Change, Claim, Kind, NewSubscription, NextDue, State, Trouble, Who};

use crate::fresh::{Fresh, at, who};

pub(crate) async fn are_made_listed_changed_and_removed(fresh: Fresh) {
    let store = &fresh.store;
    let made = fresh.digest(at(60)).await;
    assert_eq!((made.kind, made.guild, made.channel, made.creator), (Kind::Digest, 1, 5, u64::MAX - 7));
    assert_eq!((made.state, made.next_due, made.created), (State::Active, Some(at(60)), at(0)));
    assert_eq!(store.subscription(made.id).await.unwrap(), Some(made.clone()));
    let second = fresh.digest(at(30)).await;
    let ids = |list: Vec<store::Subscription>| list.iter().map(|each| each.id).collect::<Vec<_>>();
    assert_eq!(ids(store.subscriptions(1, Kind::Digest).await.unwrap()), [made.id, second.id]);
    assert!(store.subscriptions(1, Kind::Alert).await.unwrap().is_empty());
    assert_eq!(ids(store.due(at(59), 10).await.unwrap()), [second.id]);
    assert_eq!(ids(store.due(at(60), 10).await.unwrap()), [second.id, made.id]);

    let later = Who { at: at(9), ..who() };
    let change = Change { channel: 6, spec: "{\"a\":1}", due: NextDue::At(Some(at(90))), resume: false };
    assert!(store.change(&made, &change, &later).await.unwrap());
    let changed = store.subscription(made.id).await.unwrap().unwrap();
    assert_eq!((changed.channel, changed.spec.as_str(), changed.changed), (6, "{\"a\":1}", at(9)));

    assert!(store.pause(made.id, &who()).await.unwrap());
    assert!(!store.pause(made.id, &who()).await.unwrap());
    assert_eq!(ids(store.active(Kind::Digest).await.unwrap()), [second.id]);
    assert_eq!(store.subscription(made.id).await.unwrap().unwrap().next_due, None);
    let paused = store.subscription(made.id).await.unwrap().unwrap();
    assert!(store.resume(&paused, Some(at(120)), &who()).await.unwrap());
    assert!(!store.resume(&paused, Some(at(130)), &who()).await.unwrap());
    assert_eq!(store.subscription(made.id).await.unwrap().unwrap().next_due, Some(at(120)));

    assert!(store.remove(made.id, &who()).await.unwrap());
    assert!(!store.remove(made.id, &who()).await.unwrap());
    assert_eq!(store.subscription(made.id).await.unwrap(), None);
}

pub(crate) async fn belong_to_their_server(fresh: Fresh) {
    let made = fresh.digest(at(0)).await;
    let stranger = Who { guild: 2, ..who() };
    assert!(fresh.store.subscriptions(2, Kind::Digest).await.unwrap().is_empty());
    let change = Change { channel: 5, spec: "", due: NextDue::AsBefore, resume: false };
    assert!(!fresh.store.change(&made, &change, &stranger).await.unwrap());
    assert!(!fresh.store.pause(made.id, &stranger).await.unwrap());
    assert!(!fresh.store.remove(made.id, &stranger).await.unwrap());
    assert_eq!(fresh.store.subscription(made.id).await.unwrap(), Some(made));
}

pub(crate) async fn wait_for_a_closed_channel(fresh: Fresh) {
    let (store, fence, made) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    let wait = async |channel, reason, seconds| {
        store.troubled(fence, made.id, (channel, reason), (at(seconds - 60), at(seconds))).await.unwrap()
    };
    assert_eq!(wait(6, "No", 1).await, None, "it posts to another channel");
    assert_eq!(wait(5, "No", 1).await, Some(Trouble { since: at(1), told: false }));
    assert_eq!(wait(5, "Still no", 9).await, Some(Trouble { since: at(1), told: false }));
    let kept = store.subscription(made.id).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.trouble), (State::Active, Some(("Still no".to_owned(), at(1)))));
    for _ in 0..2 {
        store.tell_trouble(fence, made.id, "it waits", at(9)).await.unwrap();
    }
    assert_eq!(store.notices_to_send(10).await.unwrap().len(), 1, "its maker is told once");
    assert_eq!(wait(5, "No", 10).await, Some(Trouble { since: at(1), told: true }));
    assert_eq!(store.all_troubled().await.unwrap(), [made.id].into());
    store.untroubled(fence, made.id).await.unwrap();
    assert!(store.all_troubled().await.unwrap().is_empty());
    assert_eq!(wait(5, "No", 20).await, Some(Trouble { since: at(20), told: false }), "it begins anew");
    assert_eq!(wait(5, "No", 300).await, Some(Trouble { since: at(300), told: false }), "nothing was tried for long");
    assert!(store.pause(made.id, &who()).await.unwrap());
    assert_eq!(wait(5, "No", 301).await, None, "nobody wants it any more");
    let paused = store.subscription(made.id).await.unwrap().unwrap();
    assert!(store.resume(&paused, None, &who()).await.unwrap());
    assert_eq!(store.subscription(made.id).await.unwrap().unwrap().trouble, None);
    // What is claimed for the channel is looked at at once.
    let claim = Claim { key: "d1-9", subscription: Some(made.id), channel: 5, due: at(0) };
    let delivery = store.claim(fence, &claim).await.unwrap();
    store.postpone(fence, delivery.id, at(500)).await.unwrap();
    store.hasten(fence, &[6].into(), at(30)).await.unwrap();
    assert!(store.unfinished(at(30), 5, 5).await.unwrap().is_empty());
    store.hasten(fence, &[5].into(), at(30)).await.unwrap();
    assert_eq!(store.unfinished(at(30), 5, 5).await.unwrap().len(), 1);
}

pub(crate) async fn are_refused_once(fresh: Fresh) {
    let (store, fence, made) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    let refuse =
        async |channel| store.refuse(fence, made.id, (channel, "Missing Access"), "it is stopped", at(1)).await;
    assert!(!refuse(6).await.unwrap(), "it posts to another channel");
    assert!(store.notices_to_send(10).await.unwrap().is_empty());
    assert!(refuse(5).await.unwrap());
    assert!(!refuse(5).await.unwrap());
    let refused = store.subscription(made.id).await.unwrap().unwrap();
    assert_eq!((refused.state, refused.reason.as_deref()), (State::Refused, Some("Missing Access")));
    let told = store.notices_to_send(10).await.unwrap();
    assert_eq!(
        told.iter().map(|each| (each.member, each.text.as_str())).collect::<Vec<_>>(),
        [(made.creator, "it is stopped")]
    );
    assert!(store.resume(&refused, Some(at(5)), &who()).await.unwrap());
    assert_eq!(store.subscription(made.id).await.unwrap().unwrap().reason, None);
}

pub(crate) async fn are_changed_by_who_has_seen_them(fresh: Fresh) {
    let (store, seen) = (&fresh.store, fresh.digest(at(60)).await);
    let change = |spec, resume| Change { channel: 5, spec, due: NextDue::At(Some(at(90))), resume };
    assert!(store.change(&seen, &change("first", false), &who()).await.unwrap());
    assert!(!store.change(&seen, &change("second", false), &who()).await.unwrap(), "it is not what was seen");
    assert_eq!(store.subscription(seen.id).await.unwrap().unwrap().spec, "first");
    store.pause(seen.id, &who()).await.unwrap();
    let paused = store.subscription(seen.id).await.unwrap().unwrap();
    assert!(store.change(&paused, &change("third", true), &who()).await.unwrap());
    assert!(!store.resume(&paused, None, &who()).await.unwrap());
    let now = store.subscription(seen.id).await.unwrap().unwrap();
    assert_eq!((now.state, now.next_due, now.spec.as_str()), (State::Active, Some(at(90)), "third"));
}

pub(crate) async fn keep_a_run_that_is_due(fresh: Fresh) {
    let (store, seen) = (&fresh.store, fresh.digest(at(60)).await);
    let due = async || store.subscription(seen.id).await.unwrap().unwrap();
    let change = |due| Change { channel: 5, spec: "", due, resume: false };
    let by = |second| Who { at: at(second), ..who() };
    store.change(&seen, &change(NextDue::AsBefore), &by(0)).await.unwrap();
    assert_eq!(due().await.next_due, Some(at(60)));
    store.change(&due().await, &change(NextDue::At(Some(at(90)))), &by(59)).await.unwrap();
    assert_eq!(due().await.next_due, Some(at(90)));
    store.change(&due().await, &change(NextDue::At(Some(at(200)))), &by(90)).await.unwrap();
    assert_eq!(due().await.next_due, Some(at(90)), "nobody has planned it yet");
}

pub(crate) async fn are_orphaned_and_taken_over(fresh: Fresh) {
    let (store, fence, made) = (&fresh.store, fresh.fence().await, fresh.digest(at(60)).await);
    let now = async || store.subscription(made.id).await.unwrap().unwrap();
    let heir = |user| Who { user, at: at(30), ..who() };
    let due = Some(at(90));
    assert!(!store.take_over(made.id, due, &heir(7)).await.unwrap(), "it has a creator");
    store.set_orphaned(fence, 1, &[made.id], Some(at(1))).await.unwrap();
    assert_eq!(now().await, made, "it is not that creator's");
    for second in [1, 2] {
        store.set_orphaned(fence, made.creator, &[made.id], Some(at(second))).await.unwrap();
    }
    assert_eq!(now().await.orphaned, Some(at(1)));
    store.set_orphaned(fence, made.creator, &[made.id], None).await.unwrap();
    assert_eq!(now().await, made, "as if nothing had been");

    assert!(!store.pause_orphaned(fence, 1, made.id, "gone", at(3)).await.unwrap());
    assert!(store.pause_orphaned(fence, made.creator, made.id, "gone", at(3)).await.unwrap());
    assert!(!store.pause_orphaned(fence, made.creator, made.id, "gone", at(4)).await.unwrap());
    let paused = now().await;
    assert_eq!((paused.state, paused.reason.as_deref(), paused.orphaned), (State::Paused, Some("gone"), Some(at(3))));
    assert_eq!(paused.next_due, None);
    assert!(!store.take_over(made.id, due, &Who { guild: 2, ..heir(7) }).await.unwrap());
    let (one, other) = (heir(7), heir(8));
    let (one, other) = tokio::join!(store.take_over(made.id, due, &one), store.take_over(made.id, due, &other));
    assert_ne!(one, other, "one of them");
    let taken = now().await;
    assert_eq!((taken.creator, taken.orphaned), (if one.unwrap() { 7 } else { 8 }, None));
    assert_eq!((taken.state, taken.reason.as_deref(), taken.next_due), (State::Active, None, due), "it works again");
    let audit = store.audit(1, 1).await.unwrap().remove(0);
    assert_eq!((audit.who.user, audit.action.as_str()), (Some(taken.creator), "take over digest"));

    let alert = NewSubscription { kind: Kind::Alert, channel: 5, spec: String::new(), next_due: None };
    let alert = store.subscribe(&alert, &who()).await.unwrap();
    assert!(
        !store.pause_orphaned(fence, alert.creator, alert.id, "gone", at(3)).await.unwrap(),
        "an alert stays at work"
    );
}

pub(crate) async fn stay_as_they_were_when_taken_over(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (working, paused, refused) =
        (fresh.digest(at(60)).await, fresh.digest(at(60)).await, fresh.digest(at(60)).await);
    store.pause(paused.id, &who()).await.unwrap();
    store.refuse(fence, refused.id, (5, "Missing Access"), "it is stopped", at(1)).await.unwrap();
    store.set_orphaned(fence, who().user, &[working.id, paused.id, refused.id], Some(at(1))).await.unwrap();
    let created = store.created().await.unwrap();
    let ids: Vec<i64> = created.iter().map(|each| each.id).collect();
    assert_eq!(ids, [working.id, paused.id, refused.id]);
    assert!(created.iter().all(|each| (each.guild, each.creator) == (1, who().user) && each.orphaned == Some(at(1))));
    for (digest, state, reason, due) in [
        (working.id, State::Active, None, Some(at(60))),
        (paused.id, State::Paused, None, None),
        (refused.id, State::Refused, Some("Missing Access"), None),
    ] {
        assert!(store.take_over(digest, Some(at(90)), &Who { user: 7, ..who() }).await.unwrap());
        let taken = store.subscription(digest).await.unwrap().unwrap();
        assert_eq!((taken.state, taken.reason.as_deref(), taken.next_due), (state, reason, due));
    }
}

pub(crate) async fn hold_any_text(fresh: Fresh) {
    for spec in ["", "'; DROP TABLE subscriptions; --", "{\"título\":\"日本 🎧\"}", &"x".repeat(100_000)] {
        let new = NewSubscription { kind: Kind::Alert, channel: u64::MAX, spec: spec.to_owned(), next_due: None };
        let made = fresh.store.subscribe(&new, &who()).await.unwrap();
        let kept = fresh.store.subscription(made.id).await.unwrap().unwrap();
        assert_eq!((kept.spec.as_str(), kept.channel), (spec, u64::MAX));
    }
}
