//! Members, and forgetting them.

use store::{
    AgentIdentity, Entry, IncidentChange, Kept, Kind, LinkOutcome, NewIncident, NewSubscription, Outcome,
    ProposeOutcome, Turn, Who,
};

use crate::fresh::{Fresh, at, raw, who};

pub(crate) fn agent(id: &str) -> AgentIdentity {
    AgentIdentity { id: id.to_owned(), email: format!("{id}@example.com"), name: "Ada".to_owned() }
}

pub(crate) fn by(user: u64) -> Who {
    Who { user, ..who() }
}

pub(crate) async fn are_forgotten_but_not_their_audit(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (ada, owner) = (by(10), by(11));
    let new = NewSubscription { kind: Kind::Alert, channel: 5, spec: String::new(), next_due: None };
    let alert = store.subscribe(&new, &ada).await.unwrap();
    store.refuse(fence, alert.id, (5, "gone"), "it is stopped", at(0)).await.unwrap();
    let other = store.subscribe(&new, &owner).await.unwrap();
    assert!(matches!(store.link_member(10, &agent("a1"), &owner).await.unwrap(), LinkOutcome::Linked(_)));
    let elsewhere = Who { guild: 2, ..ada };
    assert!(matches!(store.propose_link(&agent("a1"), &elsewhere).await.unwrap(), ProposeOutcome::Open(_)));
    let kept = Kept { audit_rows: 2, links: 1, proposals: 1, notices: 1, drafts: 0, incidents: 0, subscriptions: 1 };
    assert_eq!(store.kept_of(10).await.unwrap(), kept);
    let before = store.audit(1, 10).await.unwrap();
    let key: i64 = before[0].target.strip_prefix("member ").unwrap().parse().unwrap();
    assert_eq!(store.members(&[key, 99]).await.unwrap(), [(key, 10)].into());

    assert_eq!(store.forget_member(10, &owner).await.unwrap(), kept);
    assert_eq!(store.kept_of(10).await.unwrap(), Kept::default());
    assert_eq!(store.link_of(1, 10).await.unwrap(), None);
    assert!(store.proposals(2, at(0)).await.unwrap().is_empty());
    assert!(store.notices_to_send(10).await.unwrap().is_empty());
    let orphan = store.subscription(alert.id).await.unwrap().unwrap();
    assert_eq!((orphan.creator, orphan.orphaned), (0, Some(at(0))));
    assert_eq!(store.subscription(other.id).await.unwrap().unwrap(), other);
    let after = store.audit(1, 10).await.unwrap();
    assert_eq!((after[0].action.as_str(), after[0].who.user), ("forget member", Some(11)));
    assert_eq!(after[0].target, format!("member {key}"));
    let mut nameless = before;
    for row in nameless.iter_mut().filter(|row| row.who.user == Some(10)) {
        row.who.user = None;
    }
    assert_eq!(after[1..], nameless, "its rows name nobody, and are otherwise what they were");
    assert!(store.members(&[key]).await.unwrap().is_empty());

    // Who comes back is somebody else.
    store.subscribe(&new, &ada).await.unwrap();
    assert_eq!(store.kept_of(10).await.unwrap(), Kept { audit_rows: 1, subscriptions: 1, ..Kept::default() });
    let rows = store.audit(1, 100).await.unwrap();
    assert_eq!(store.forget_member(99, &owner).await.unwrap(), Kept::default(), "nobody knows them");
    assert_eq!(store.audit(1, 100).await.unwrap(), rows, "what changes nothing is no row");
}

pub(crate) async fn have_no_creator_s_notices(fresh: Fresh) {
    let (store, fence, digest) = (&fresh.store, fresh.fence().await, fresh.digest(at(0)).await);
    store.forget_member(digest.creator, &by(11)).await.unwrap();
    store.tell_trouble(fence, digest.id, "it waits", at(0)).await.unwrap();
    assert!(store.refuse(fence, digest.id, (5, "gone"), "it is stopped", at(0)).await.unwrap());
    assert!(store.notices_to_send(10).await.unwrap().is_empty(), "there is nobody to tell");
}

pub(crate) async fn who_forget_themselves_leave_nothing(fresh: Fresh) {
    fresh.digest(at(0)).await;
    fresh.store.forget_member(who().user, &who()).await.unwrap();
    assert_eq!(fresh.store.kept_of(who().user).await.unwrap(), Kept::default());
    let users: Vec<Option<u64>> = fresh.store.audit(1, 10).await.unwrap().iter().map(|row| row.who.user).collect();
    assert_eq!(users, [None, None]);
    let check = "SELECT 1 / (CASE WHEN EXISTS (SELECT 1 FROM members) THEN 0 ELSE 1 END)";
    if fresh.store.is_shared() {
        raw(&fresh.address, check).await.unwrap();
    }
}

fn entry(user: u64) -> Entry {
    let (action, target, detail) = ("note".to_owned(), String::new(), String::new());
    Entry { who: by(user), action, target, detail, outcome: Outcome::Done }
}

pub(crate) async fn are_added_once_by_many(fresh: Fresh) {
    let writers = (0..16_u64).map(|writer| {
        let store = fresh.store.clone();
        tokio::spawn(async move { store.record(&entry(10 + writer % 2)).await })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    for user in [10, 11] {
        assert_eq!(fresh.store.kept_of(user).await.unwrap().audit_rows, 8);
    }
}

/// Nothing fails, and nothing is left of the members that names their old keys.
pub(crate) async fn are_forgotten_while_they_act(fresh: Fresh) {
    let new = NewSubscription { kind: Kind::Board, channel: 5, spec: String::new(), next_due: None };
    // Two transactions that wait for one another are told so after a second: longer than the tests have patience.
    let fresh = fresh.patient().await;
    let store = &fresh.store;
    let acts = async {
        for round in 0..20 {
            let made = store.subscribe(&new, &by(10)).await.unwrap();
            store.propose_link(&agent("a1"), &by(10)).await.unwrap();
            store.link_member(10, &agent("a1"), &by(11)).await.unwrap();
            store.pause(made.id, &by(10)).await.unwrap();
            store.link_member(11, &agent("a2"), &by(10)).await.unwrap();
            store.remove_link(if round % 2 == 0 { 10 } else { 11 }, &by(12)).await.unwrap();
        }
    };
    let forget = async |user, owner| {
        for _ in 0..20 {
            store.forget_member(user, &by(owner)).await.unwrap();
        }
    };
    tokio::join!(acts, forget(10, 11), forget(11, 10), forget(10, 12));
    store.forget_member(10, &by(12)).await.unwrap();
    assert_eq!(store.kept_of(10).await.unwrap(), Kept::default());
}

pub(crate) async fn are_forgotten_by_incidents_too(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let incident =
        NewIncident { guild: 1, channel: 5, cause: "queues".to_owned(), story: "{}".to_owned(), members: vec![7] };
    let opened = vec![incident.clone(), incident];
    let ids = store.turn(fence, &Turn { opened, ..Turn::default() }, at(0)).await.unwrap();
    let [open, over] = ids[..] else { panic!("two incidents") };
    let pressed = r#"{"acknowledged":[12,"2026-01-01T00:00:00Z"],"muted":[112,"2026-01-01T12:00:00Z"]}"#;
    for id in [open, over] {
        assert!(store.press((id, 1), pressed, None, "acknowledge incident", &by(12)).await.unwrap());
    }
    let change = IncidentChange { id: over, story: "{}".to_owned(), joined: Vec::new(), repost: false, over: true };
    store.turn(fence, &Turn { changed: vec![change], ..Turn::default() }, at(1)).await.unwrap();
    let before = [store.incident(open).await.unwrap().unwrap(), store.incident(over).await.unwrap().unwrap()];
    assert_eq!(store.kept_of(12).await.unwrap().incidents, 2);
    assert_eq!(store.kept_of(2).await.unwrap(), Kept::default(), "a part of an id is nobody's");
    assert_eq!(store.forget_member(12, &by(11)).await.unwrap().incidents, 2);
    assert_eq!(store.kept_of(12).await.unwrap(), Kept::default());
    for (id, before, shown_again) in [(open, &before[0], 1), (over, &before[1], 0)] {
        let after = store.incident(id).await.unwrap().unwrap();
        assert_eq!(after.pressed, pressed.replace("[12,", "[0,"), "the other member stays");
        assert_eq!(after.version, before.version + shown_again);
    }
    // Somebody who had read the incident before must look again.
    let late = (open, before[0].version);
    assert!(!store.press(late, pressed, None, "mute incident", &by(13)).await.unwrap());
}
