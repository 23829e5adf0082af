//! What is posted to the audit channels of servers.

use store::{AuditFeed, Entry, Outcome, Store, Who};

use crate::{
    fresh::{Fresh, at, who},
    members::by,
};

async fn add(store: &Store, guild: u64, outcome: Outcome) {
    let (action, target, detail) = ("note".to_owned(), "conversation a1".to_owned(), String::new());
    let who = Who { guild, ..who() };
    store.record(&Entry { who, action, target, detail, outcome }).await.unwrap();
}

/// The only channel that rows are missing in.
async fn feed(store: &Store) -> AuditFeed {
    let mut feeds = store.audit_feeds().await.unwrap();
    assert_eq!(feeds.len(), 1, "{feeds:?}");
    feeds.remove(0)
}

pub(crate) async fn posts_each_row_in_one_message(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    add(store, 1, Outcome::Done).await;
    add(store, 2, Outcome::Done).await;
    assert!(store.audit_feeds().await.unwrap().is_empty(), "no server has a channel");
    store.set_audit_channel(Some(7), &who()).await.unwrap();
    let first = feed(store).await;
    assert_eq!((first.guild, first.channel, first.claimed, first.trouble.as_ref()), (1, 7, None, None));
    let (rows, total) = store.audit_between(1, first.posted, None, 10).await.unwrap();
    assert_eq!((rows.len(), total), (1, 1), "the row of the change");
    let last = rows[0].id;
    assert!(store.claim_audit(fence, &first, last).await.unwrap());
    assert!(!store.claim_audit(fence, &first, last).await.unwrap(), "it is claimed");
    // What comes now is for the next message; an intent and another server's rows are for none.
    add(store, 1, Outcome::Intent).await;
    add(store, 1, Outcome::Refused).await;
    add(store, 2, Outcome::Done).await;
    let claimed = feed(store).await;
    assert_eq!(claimed, AuditFeed { claimed: Some(last), ..first });
    let (rows, total) = store.audit_between(1, claimed.posted, claimed.claimed, 10).await.unwrap();
    assert_eq!((rows.len(), rows[0].id, total), (1, last, 1));
    store.set_audit_posted(fence, 1, last).await.unwrap();
    let second = feed(store).await;
    assert_eq!((second.posted, second.claimed), (last, None));
    for _ in 0..5 {
        add(store, 1, Outcome::Done).await;
    }
    let (rows, total) = store.audit_between(1, second.posted, None, 3).await.unwrap();
    assert_eq!((rows.len(), total), (3, 6), "the last ones");
    assert!(rows.is_sorted_by_key(|row| row.id));
    assert!(!store.claim_audit(fence, &claimed, rows[0].id).await.unwrap(), "it has moved on");
    // Another channel has none of its messages.
    assert!(store.claim_audit(fence, &second, rows[0].id).await.unwrap());
    store.set_audit_channel(Some(8), &who()).await.unwrap();
    let moved = feed(store).await;
    assert_eq!((moved.channel, moved.posted, moved.claimed), (8, last, None));
    assert!(!store.claim_audit(fence, &second, rows[0].id).await.unwrap());
    store.set_audit_channel(None, &who()).await.unwrap();
    assert!(store.audit_feeds().await.unwrap().is_empty());
}

pub(crate) async fn keeps_its_place_while_discord_blocks_it(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    store.set_audit_channel(Some(7), &who()).await.unwrap();
    let open = feed(store).await;
    let last = store.audit_between(1, open.posted, None, 1).await.unwrap().0[0].id;
    assert!(store.claim_audit(fence, &open, last).await.unwrap());
    let blocked = async |reason, second| store.audit_blocked(fence, &open, reason, at(second)).await.unwrap().unwrap();
    assert_eq!((blocked("gone", 5).await.since, blocked("still gone", 9).await.since), (at(5), at(5)));
    assert_eq!(store.audit_trouble(1).await.unwrap().as_deref(), Some("still gone"));
    assert_eq!(store.audit_trouble(2).await.unwrap(), None);
    let trouble = Some("still gone".to_owned());
    assert_eq!(feed(store).await, AuditFeed { claimed: Some(last), trouble, ..open.clone() });
    let elsewhere = AuditFeed { channel: 8, ..open.clone() };
    assert_eq!(store.audit_blocked(fence, &elsewhere, "gone", at(9)).await.unwrap(), None);
    store.set_audit_posted(fence, 1, last).await.unwrap();
    assert_eq!(store.audit_trouble(1).await.unwrap(), None, "it works again");
    assert_eq!(blocked("once more", 20).await.since, at(20));
    store.set_audit_channel(Some(7), &who()).await.unwrap();
    assert_eq!(store.audit_trouble(1).await.unwrap(), None, "somebody has seen to it");
}

pub(crate) async fn tells_who_chose_it_once(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    store.set_audit_channel(Some(7), &by(10)).await.unwrap();
    let open = feed(store).await;
    store.tell_audit_blocked(fence, 1, "it works", at(0)).await.unwrap();
    for (second, told) in [(1, false), (2, true)] {
        assert_eq!(store.audit_blocked(fence, &open, "gone", at(second)).await.unwrap().unwrap().told, told);
        store.tell_audit_blocked(fence, 1, "it is blocked", at(second)).await.unwrap();
    }
    let notices: Vec<_> = store.notices_to_send(10).await.unwrap();
    let told: Vec<_> = notices.iter().map(|notice| (notice.member, notice.text.as_str())).collect();
    assert_eq!(told, [(10, "it is blocked")]);
    // Nobody is left to tell.
    store.set_audit_channel(Some(8), &by(10)).await.unwrap();
    let open = feed(store).await;
    store.forget_member(10, &by(11)).await.unwrap();
    store.audit_blocked(fence, &open, "gone", at(3)).await.unwrap();
    store.tell_audit_blocked(fence, 1, "it is blocked", at(3)).await.unwrap();
    assert!(store.notices_to_send(10).await.unwrap().is_empty());
}
