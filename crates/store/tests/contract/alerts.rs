//! Turns of alerts, incidents and boards.

use store::{Board, Claim, IncidentChange, Kind, NewIncident, NewSubscription, Of, StateChange, Turn};

use crate::fresh::{Fresh, at, who};

async fn alert(fresh: &Fresh) -> i64 {
    let new = NewSubscription { kind: Kind::Alert, channel: 5, spec: "{}".to_owned(), next_due: None };
    fresh.store.subscribe(&new, &who()).await.unwrap().id
}

fn incident(members: Vec<i64>) -> NewIncident {
    NewIncident { guild: 1, channel: 5, cause: "chats".to_owned(), story: "begun".to_owned(), members }
}

fn state(subscription: i64, incident: Option<Of>) -> StateChange {
    StateChange { subscription, standing: "firing".to_owned(), incident }
}

pub(crate) async fn take_a_turn_together_or_not_at_all(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (a, b) = (alert(&fresh).await, alert(&fresh).await);
    let opened = vec![incident(vec![a]), incident(vec![b])];
    let states = vec![state(a, Some(Of::New(0))), state(b, Some(Of::New(1))), state(999, None)];
    let ids = store.turn(fence, &Turn { states, opened, changed: Vec::new() }, at(0)).await.unwrap();
    let mut states = store.alert_states().await.unwrap();
    states.sort_by_key(|state| state.subscription);
    assert_eq!(states.iter().map(|state| state.incident).collect::<Vec<_>>(), [Some(ids[0]), Some(ids[1])]);
    assert_eq!(store.open_incidents().await.unwrap().len(), 2);
    let first = store.incident(ids[0]).await.unwrap().unwrap();
    assert_eq!((first.version, first.shown, first.ordinal, first.posted, first.message), (1, 0, 1, 0, None));

    // A turn that breaks in the middle leaves nothing: no incident, no state.
    let broken = match store.name() {
        "SQLite" => "CREATE TRIGGER broken BEFORE UPDATE ON alerts BEGIN SELECT RAISE(ABORT, 'broken'); END",
        _ => {
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END; $$;
             CREATE TRIGGER broken BEFORE UPDATE ON alerts FOR EACH ROW EXECUTE FUNCTION broken()"
        }
    };
    fresh.raw(broken).await.unwrap();
    let turn = Turn { states: vec![state(a, Some(Of::New(0)))], opened: vec![incident(vec![a])], changed: Vec::new() };
    assert!(store.turn(fence, &turn, at(1)).await.is_err());
    assert_eq!(store.open_incidents().await.unwrap().len(), 2);

    let change = IncidentChange { id: ids[0], story: "over".to_owned(), joined: vec![b], repost: false, over: true };
    store.turn(fence, &Turn { changed: vec![change], ..Turn::default() }, at(60)).await.unwrap();
    let over = store.incident(ids[0]).await.unwrap().unwrap();
    assert_eq!((over.closed, over.story.as_str(), over.version), (Some(at(60)), "over", 2));
    let of_b: Vec<i64> = store.incidents_of(b, 10).await.unwrap().iter().map(|each| each.id).collect();
    assert_eq!(of_b, [ids[1], ids[0]]);
}

pub(crate) async fn are_pressed_by_one_of_two(fresh: Fresh) {
    let (store, fence, a) = (&fresh.store, fresh.fence().await, alert(&fresh).await);
    let turn = Turn { opened: vec![incident(vec![a])], states: vec![state(a, Some(Of::New(0)))], ..Turn::default() };
    let id = store.turn(fence, &turn, at(0)).await.unwrap()[0];
    assert!(store.press((id, 1), "by me", None, "acknowledge", &who()).await.unwrap());
    assert!(!store.press((id, 1), "by you", Some(at(9)), "acknowledge", &who()).await.unwrap(), "it has moved on");
    let stranger = store::Who { guild: 2, ..who() };
    assert!(!store.press((id, 2), "by a stranger", Some(at(9)), "mute", &stranger).await.unwrap());
    // The leader's story does not overwrite what was pressed.
    let change = IncidentChange { id, story: "worse".to_owned(), joined: Vec::new(), repost: true, over: false };
    store.turn(fence, &Turn { changed: vec![change], ..Turn::default() }, at(1)).await.unwrap();
    let found = store.incident(id).await.unwrap().unwrap();
    assert_eq!((found.pressed.as_str(), found.story.as_str()), ("by me", "worse"));
    assert_eq!((found.version, found.ordinal), (3, 2));
    assert_eq!(store.audit(1, 1).await.unwrap()[0].action, "acknowledge");

    // A mute is of the alerts, and outlasts the incident and the leader's turns.
    let muted = async || store.alert_states().await.unwrap()[0].muted;
    assert_eq!(muted().await, None, "what was not kept mutes nothing");
    assert!(store.press((id, 3), "muted", Some(at(60)), "mute", &who()).await.unwrap());
    store.turn(fence, &Turn { states: vec![state(a, None)], ..Turn::default() }, at(2)).await.unwrap();
    assert_eq!(muted().await, Some(at(60)));
    assert!(store.press((id, 4), "muted", Some(at(30)), "mute", &who()).await.unwrap());
    assert_eq!(muted().await, Some(at(60)), "a mute does not shorten a longer one");
    assert!(store.press((id, 5), "", Some(at(0)), "unmute", &who()).await.unwrap());
    assert_eq!(muted().await, Some(at(0)), "an end of it does");
    store.mute(a, None, "0 min", &who()).await.unwrap();
    assert_eq!(muted().await, None);
    let unseen = alert(&fresh).await;
    store.mute(unseen, Some(at(90)), "90 min", &who()).await.unwrap();
    assert!(
        store
            .alert_states()
            .await
            .unwrap()
            .iter()
            .any(|each| each.subscription == unseen && each.muted == Some(at(90)))
    );
    assert_eq!(store.audit(1, 1).await.unwrap()[0].action, "mute alert");
}

pub(crate) async fn keep_their_message(fresh: Fresh) {
    let (store, fence, a) = (&fresh.store, fresh.fence().await, alert(&fresh).await);
    let id = store.turn(fence, &Turn { opened: vec![incident(vec![a])], ..Turn::default() }, at(0)).await.unwrap()[0];
    let waiting = async |after| store.incidents_to_show(after, 10).await.unwrap();
    assert_eq!((waiting(0).await.len(), waiting(id).await.len()), (1, 0));
    store.incident_shown(fence, id, 1, 1, Some(77)).await.unwrap();
    assert!(waiting(0).await.is_empty());
    store.repost_incident(fence, id, 1).await.unwrap();
    store.repost_incident(fence, id, 1).await.unwrap();
    let found = &waiting(0).await[0];
    assert_eq!((found.ordinal, found.posted, found.message), (2, 1, Some(77)), "once, and the old one is known");
    // The old message is known until it is gone.
    store.incident_shown(fence, id, 2, 2, Some(78)).await.unwrap();
    let found = &waiting(0).await[0];
    assert_eq!((found.message, found.stale, found.shown), (Some(78), Some(77), found.version));
    store.incident_tidied(fence, id).await.unwrap();
    assert!(waiting(0).await.is_empty());
    store.show_incident_again(id).await.unwrap();
    assert_eq!(waiting(0).await[0].stale, None);
    store.incident_shown(fence, id, 3, 2, Some(78)).await.unwrap();
    assert!(waiting(0).await.is_empty(), "the same message is not stale");
}

pub(crate) async fn boards_are_kept(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let board = Board {
        subscription: 3,
        message: Some(u64::MAX),
        stale: None,
        ordinal: 1,
        shown: "a".to_owned(),
        edited: at(0),
    };
    store.keep_board(fence, &board).await.unwrap();
    let gone = Board { message: None, stale: board.message, ordinal: 2, ..board.clone() };
    store.keep_board(fence, &gone).await.unwrap();
    assert_eq!(store.boards().await.unwrap(), [gone]);
}

pub(crate) async fn failures_are_known_until_it_goes_better(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (a, b) = (alert(&fresh).await, alert(&fresh).await);
    let claim = async |key: &str, alert: i64| {
        let claim = Claim { key, subscription: Some(alert), channel: 5, due: at(0) };
        store.claim(fence, &claim).await.unwrap().id
    };
    let (first, other) = (claim("i1p1", a).await, claim("i2p1", b).await);
    store.failed(first, "no response in time", at(1)).await.unwrap();
    store.posted(other, 7, at(1)).await.unwrap();
    let second = claim("i1p2", a).await;
    let failures = store.failures(1, Kind::Alert).await.unwrap();
    assert_eq!(failures.into_iter().collect::<Vec<_>>(), [(a, ("no response in time".to_owned(), at(1)))]);
    assert!(store.failures(1, Kind::Board).await.unwrap().is_empty());
    assert!(store.failures(2, Kind::Alert).await.unwrap().is_empty());
    store.posted(second, 8, at(2)).await.unwrap();
    assert!(store.failures(1, Kind::Alert).await.unwrap().is_empty());
}
