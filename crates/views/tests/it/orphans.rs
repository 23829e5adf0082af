//! Subscriptions without an owner: in their announcement, and in lists.

use insta::assert_json_snapshot;
use jiff::Timestamp;
use proptest::prelude::*;
use views::{
    Message,
    orphans::{self, AnnouncementView, Orphan, OrphanState},
    subscriptions::{self, Line, LineState, Subscribed},
};

use crate::{fixtures::desk, hostile, judge};

const STATES: [OrphanState; 5] = [
    OrphanState::Paused,
    OrphanState::Pauses,
    OrphanState::Stopped,
    OrphanState::FiguresOnly,
    OrphanState::TakenOver(43),
];

fn at() -> Timestamp {
    desk().now
}

fn orphan(id: i64, state: OrphanState) -> Orphan {
    Orphan { id, what: "digest", name: Some("Morning".to_owned()), channel: 55, state }
}

fn view(orphans: Vec<Orphan>) -> AnnouncementView {
    AnnouncementView { id: 2, at: at(), creator: Some(42), orphans }
}

fn text(message: &Message) -> String {
    message.embeds().iter().filter_map(|embed| embed.description.clone()).collect()
}

fn labels(message: &Message) -> Vec<String> {
    let json = serde_json::to_value(message).unwrap();
    let rows = json["components"].as_array().unwrap().iter();
    let buttons = rows.flat_map(|row| row["components"].as_array().unwrap());
    buttons.map(|button| button["label"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn announcements() {
    let all = view((1..).zip(STATES).map(|(id, state)| orphan(id, state)).collect());
    let message = orphans::announcement(&all);
    judge::accepts(&message);
    assert_json_snapshot!("announcement", message);
    assert_eq!(labels(&message), ["Take over all", "Take over #1", "Take over #2", "Take over #3", "Take over #4"]);

    let only = Orphan { name: None, what: "board", ..orphan(1, OrphanState::Paused) };
    let message = orphans::announcement(&AnnouncementView { creator: None, ..view(vec![only]) });
    judge::accepts(&message);
    assert!(text(&message).contains("⏸️ **Board #1** · <#55> · paused"), "{}", text(&message));
    assert!(text(&message).contains("data of the member who created these was deleted"), "{}", text(&message));
    assert_eq!(labels(&message), ["Take over"]);

    let over = view(vec![orphan(1, OrphanState::TakenOver(43))]);
    assert!(over.is_over() && view(Vec::new()).is_over() && !all.is_over());
    let message = orphans::announcement(&over);
    judge::accepts(&message);
    assert!(text(&message).contains("taken over by <@43>") && !text(&message).contains("<@42>"), "{}", text(&message));
    assert!(labels(&message).is_empty());

    let many = view((1..=600).map(|id| orphan(id, STATES[usize::try_from(id % 5).unwrap()])).collect());
    let message = orphans::announcement(&many);
    judge::accepts(&message);
    assert!(text(&message).contains("and 581 more"), "{}", text(&message));
    assert_eq!(labels(&message).len(), 20);
    assert!(!text(&message).contains("taken over by"), "what is left to take over comes first");
}

#[test]
fn an_announcement_changes_with_what_it_says() {
    let known = view(vec![orphan(1, OrphanState::Paused)]);
    let shown = orphans::shown(&known);
    assert_eq!(shown, orphans::shown(&known.clone()));
    for other in [
        AnnouncementView { creator: None, ..known.clone() },
        view(vec![orphan(1, OrphanState::TakenOver(42))]),
        view(vec![orphan(1, OrphanState::Paused), orphan(2, OrphanState::Paused)]),
        view(Vec::new()),
    ] {
        assert_ne!(shown, orphans::shown(&other), "{other:?}");
    }
}

#[test]
fn lists_offer_what_has_no_owner_first() {
    let line = |id, orphaned| Line {
        id,
        name: "Morning".to_owned(),
        channel: 55,
        when: "hourly".to_owned(),
        state: if orphaned { LineState::PausedFor(orphans::reason("digest")) } else { LineState::Active },
        next: None,
        last: None,
        orphaned,
    };
    let list = subscriptions::list(Subscribed::Digests, vec![line(1, false), line(2, true)], 0);
    judge::accepts(&list);
    assert_json_snapshot!("subscriptions_without_an_owner", list);
    let all = subscriptions::list(Subscribed::Digests, (1..=25).map(|id| line(id, true)).collect(), 1);
    judge::accepts(&all);
    assert_eq!(labels(&all).iter().filter(|label| label.starts_with("Take over")).count(), 10);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_names(names in prop::collection::vec(hostile::text(), 1..40)) {
        let named = |name: &String| Orphan { name: Some(name.clone()), ..orphan(1, OrphanState::Paused) };
        judge::accepts(&orphans::announcement(&view(names.iter().map(named).collect())));
    }
}
