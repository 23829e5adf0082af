//! Drafts of replies.

use jiff::SignedDuration;
use store::{DRAFT_KEPT, DraftEnd, DraftState, SENDING_LIMIT, Store};

use crate::{
    fresh::{Fresh, at, options},
    members::by,
};

async fn write(store: &Store, user: u64) -> i64 {
    store.write_draft((1, user), "c1", "Dear Jane", "m1", at(0)).await.unwrap()
}

async fn state(store: &Store, draft: i64) -> Option<DraftState> {
    store.draft(1, draft, at(0)).await.unwrap().map(|draft| draft.state)
}

pub(crate) async fn are_written_changed_and_sent(fresh: Fresh) {
    let store = &fresh.store;
    let draft = write(store, 10).await;
    let read = store.draft(1, draft, at(0)).await.unwrap().unwrap();
    assert_eq!((read.user, read.conversation.as_str(), read.content.as_str()), (10, "c1", "Dear Jane"));
    assert_eq!((read.seen.as_str(), read.state, read.claimed), ("m1", DraftState::Draft, None));
    assert!(!format!("{read:?}").contains("Jane"), "its words are not printed");
    assert_eq!(store.draft(2, draft, at(0)).await.unwrap(), None, "another server has its own");
    assert!(store.rewrite_draft(draft, "Dear \u{1f600} Jane", "m2", at(1)).await.unwrap());
    assert!(store.see_draft(draft, "m3").await.unwrap());
    let read = store.draft(1, draft, at(1)).await.unwrap().unwrap();
    assert_eq!((read.content.as_str(), read.seen.as_str()), ("Dear \u{1f600} Jane", "m3"));

    assert!(store.claim_draft(draft, at(1)).await.unwrap());
    assert!(!store.claim_draft(draft, at(1)).await.unwrap(), "once");
    assert!(!store.rewrite_draft(draft, "x", "m", at(1)).await.unwrap() && !store.see_draft(draft, "m").await.unwrap());
    assert!(!store.discard_draft(draft).await.unwrap(), "it is on its way");
    store.end_draft(draft, DraftEnd::Sent).await.unwrap();
    let read = store.draft(1, draft, at(1)).await.unwrap().unwrap();
    assert_eq!((read.state, read.content.as_str(), read.seen.as_str()), (DraftState::Sent, "", ""));
    assert!(!store.claim_draft(draft, at(1)).await.unwrap());
    store.end_draft(draft, DraftEnd::Failed).await.unwrap();
    assert_eq!(state(store, draft).await, Some(DraftState::Sent), "what was sent stays so");

    let other = write(store, 11).await;
    assert!(store.discard_draft(other).await.unwrap());
    assert_eq!(state(store, other).await, None);
}

pub(crate) async fn that_failed_can_be_sent_again_and_unclear_ones_never(fresh: Fresh) {
    let store = &fresh.store;
    let (failed, unclear) = (write(store, 10).await, write(store, 10).await);
    for draft in [failed, unclear] {
        assert!(store.claim_draft(draft, at(0)).await.unwrap());
    }
    store.end_draft(failed, DraftEnd::Failed).await.unwrap();
    assert!(store.claim_draft(failed, at(0)).await.unwrap(), "again");
    store.end_draft(unclear, DraftEnd::Perhaps).await.unwrap();
    assert!(!store.claim_draft(unclear, at(0)).await.unwrap());
    store.end_draft(unclear, DraftEnd::Failed).await.unwrap();
    assert_eq!(state(store, unclear).await, Some(DraftState::Perhaps), "it is no draft any more");
    let read = store.draft(1, unclear, at(0)).await.unwrap().unwrap();
    assert_eq!(read.content, "Dear Jane", "its words are needed to find it");
    store.end_draft(unclear, DraftEnd::Sent).await.unwrap();
    assert_eq!(state(store, unclear).await, Some(DraftState::Sent), "it was found");
}

pub(crate) async fn of_a_process_that_is_gone_are_unclear(fresh: Fresh) {
    let store = &fresh.store;
    let draft = write(store, 10).await;
    store.claim_draft(draft, at(0)).await.unwrap();
    assert_eq!(store.settle_drafts(at(0) + SENDING_LIMIT).await.unwrap(), 0, "it may still be sent");
    let late = at(0) + SENDING_LIMIT + SignedDuration::from_millis(1);
    assert_eq!(store.settle_drafts(late).await.unwrap(), 1);
    assert_eq!(state(store, draft).await, Some(DraftState::Perhaps));
    assert_eq!(store.settle_drafts(late).await.unwrap(), 0);
}

pub(crate) async fn are_deleted_after_half_an_hour_and_with_their_member(fresh: Fresh) {
    let store = &fresh.store;
    let (old, late) = (write(store, 10).await, at(0) + DRAFT_KEPT + SignedDuration::from_millis(1));
    assert!(store.draft(1, old, at(0) + DRAFT_KEPT).await.unwrap().is_some());
    assert_eq!(store.draft(1, old, late).await.unwrap(), None);
    assert!(!store.claim_draft(old, late).await.unwrap() && !store.rewrite_draft(old, "x", "m", late).await.unwrap());
    store.settle_drafts(late).await.unwrap();
    assert_eq!(state(store, old).await, None);

    let draft = write(store, 10).await;
    assert_eq!(store.kept_of(10).await.unwrap().drafts, 1);
    store.forget_member(10, &by(11)).await.unwrap();
    assert_eq!(state(store, draft).await, None);
}

pub(crate) async fn are_claimed_by_one_of_many(fresh: Fresh) {
    let draft = write(&fresh.store, 10).await;
    let mut stores = vec![fresh.store.clone()];
    // SQLite keeps a second process out.
    if fresh.folder.is_none() {
        stores.push(Store::open_with(&fresh.address, &options()).await.unwrap());
    }
    let claims = (0..16).map(|n| {
        let store = stores[n % stores.len()].clone();
        tokio::spawn(async move { store.claim_draft(draft, at(0)).await.unwrap() })
    });
    let mut won = 0;
    for claim in claims.collect::<Vec<_>>() {
        won += u32::from(claim.await.unwrap());
    }
    assert_eq!(won, 1);
}
