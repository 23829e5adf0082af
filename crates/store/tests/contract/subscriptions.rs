//! Digests, boards and alerts.

use store::{Kind, NewSubscription, State, Who};

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
    assert!(store.change(made.id, 6, "{\"a\":1}", Some(at(90)), &later).await.unwrap());
    let changed = store.subscription(made.id).await.unwrap().unwrap();
    assert_eq!((changed.channel, changed.spec.as_str(), changed.changed), (6, "{\"a\":1}", at(9)));

    assert!(store.pause(made.id, &who()).await.unwrap());
    assert!(!store.pause(made.id, &who()).await.unwrap());
    assert_eq!(ids(store.active(Kind::Digest).await.unwrap()), [second.id]);
    assert_eq!(store.subscription(made.id).await.unwrap().unwrap().next_due, None);
    assert!(store.resume(made.id, Some(at(120)), &who()).await.unwrap());
    assert_eq!(store.subscription(made.id).await.unwrap().unwrap().next_due, Some(at(120)));

    assert!(store.remove(made.id, &who()).await.unwrap());
    assert!(!store.remove(made.id, &who()).await.unwrap());
    assert_eq!(store.subscription(made.id).await.unwrap(), None);
}

pub(crate) async fn belong_to_their_server(fresh: Fresh) {
    let made = fresh.digest(at(0)).await;
    let stranger = Who { guild: 2, ..who() };
    assert!(fresh.store.subscriptions(2, Kind::Digest).await.unwrap().is_empty());
    assert!(!fresh.store.change(made.id, 5, "", None, &stranger).await.unwrap());
    assert!(!fresh.store.pause(made.id, &stranger).await.unwrap());
    assert!(!fresh.store.remove(made.id, &stranger).await.unwrap());
    assert_eq!(fresh.store.subscription(made.id).await.unwrap(), Some(made));
}

pub(crate) async fn are_refused_once(fresh: Fresh) {
    let (fence, made) = (fresh.fence().await, fresh.digest(at(0)).await);
    assert!(fresh.store.refuse(fence, made.id, "Missing Access", at(1)).await.unwrap());
    assert!(!fresh.store.refuse(fence, made.id, "Missing Access", at(2)).await.unwrap());
    let refused = fresh.store.subscription(made.id).await.unwrap().unwrap();
    assert_eq!((refused.state, refused.reason.as_deref()), (State::Refused, Some("Missing Access")));
    assert!(fresh.store.resume(made.id, Some(at(5)), &who()).await.unwrap());
    assert_eq!(fresh.store.subscription(made.id).await.unwrap().unwrap().reason, None);
}

pub(crate) async fn hold_any_text(fresh: Fresh) {
    for spec in ["", "'; DROP TABLE subscriptions; --", "{\"título\":\"日本 🎧\"}", &"x".repeat(100_000)] {
        let new = NewSubscription { kind: Kind::Alert, channel: u64::MAX, spec: spec.to_owned(), next_due: None };
        let made = fresh.store.subscribe(&new, &who()).await.unwrap();
        let kept = fresh.store.subscription(made.id).await.unwrap().unwrap();
        assert_eq!((kept.spec.as_str(), kept.channel), (spec, u64::MAX));
    }
}
