//! Samples, notices and outages.

use jiff::{SignedDuration, Timestamp};
use sqlx::Connection as _;
use store::Notice;

use crate::fresh::{Fresh, at, who};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// A full five minutes.
fn start() -> Timestamp {
    Timestamp::from_second(1_780_000_200).unwrap()
}

pub(crate) async fn become_means_and_are_forgotten(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    for (minute, value) in [(0, 4.0), (1, 6.0), (2, 11.0), (5, 1.0)] {
        let now = start() + SignedDuration::from_mins(minute);
        store.keep_samples(fence, now, &[("chats", value), ("calls", 0.0)]).await.unwrap();
        store.keep_samples(fence, now, &[("chats", 99.0)]).await.unwrap();
    }
    let end = start() + HOUR;
    let raw = store.history("chats", start(), end, end).await.unwrap();
    assert_eq!(raw.iter().map(|point| point.value).collect::<Vec<_>>(), [4.0, 6.0, 11.0, 1.0]);
    let now = start() + HOUR * 24 * 3;
    let means = store.history("chats", start(), end, now).await.unwrap();
    let found: Vec<_> = means.iter().map(|point| (point.at, point.value, point.low, point.high)).collect();
    assert_eq!(found, [(start(), 7.0, 4.0, 11.0), (start() + SignedDuration::from_mins(5), 1.0, 1.0, 1.0)]);
    assert!(store.history("unheard of", start(), end, now).await.unwrap().is_empty());

    assert!(!store.prune(fence, now).await.unwrap());
    assert!(store.history("chats", start(), end, end).await.unwrap().is_empty(), "each sample for two days");
    assert_eq!(store.history("chats", start(), end, now).await.unwrap().len(), 2);
    store.prune(fence, start() + HOUR * 24 * 91).await.unwrap();
    assert!(store.history("chats", start(), end, now).await.unwrap().is_empty(), "means for ninety");
}

pub(crate) async fn notices_are_told_once(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    for text in ["first", "second"] {
        let made = fresh.digest(at(0)).await;
        store.refuse(fence, made.id, (made.channel, "gone"), text, at(0)).await.unwrap();
    }
    let (member, texts) =
        (who().user, |notices: &[Notice]| notices.iter().map(|each| each.text.clone()).collect::<Vec<_>>());
    let waiting = store.notices_to_send(10).await.unwrap();
    assert_eq!(texts(&waiting), ["first", "second"]);
    assert!(store.notices_for(member, 1).await.unwrap().is_empty(), "they get a direct message first");
    let ids: Vec<i64> = waiting.iter().map(|each| each.id).collect();
    store.notices_not_sent(fence, &ids).await.unwrap();
    assert!(store.notices_to_send(10).await.unwrap().is_empty());
    assert!(store.notices_for(member, 2).await.unwrap().is_empty());
    assert!(store.notices_for(member + 1, 1).await.unwrap().is_empty());
    assert_eq!(texts(&store.notices_for(member, 1).await.unwrap()), ["first", "second"]);
    store.notices_told(&ids[..1]).await.unwrap();
    assert_eq!(texts(&store.notices_for(member, 1).await.unwrap()), ["second"]);
    store.notices_told(&ids[1..]).await.unwrap();
    assert!(store.notices_for(member, 1).await.unwrap().is_empty());
    // Now it is known that none are left.
    let made = fresh.digest(at(0)).await;
    store.refuse(fence, made.id, (made.channel, "gone"), "third", at(0)).await.unwrap();
    assert!(store.notices_for(member, 1).await.unwrap().is_empty(), "a direct message first, again");
    let ids: Vec<i64> = store.notices_to_send(10).await.unwrap().iter().map(|each| each.id).collect();
    store.notices_not_sent(fence, &ids).await.unwrap();
    assert!(store.notices_for(member, 2).await.unwrap().is_empty());
    assert_eq!(texts(&store.notices_for(member, 1).await.unwrap()), ["third"]);
}

pub(crate) async fn outages_begin_once_at_a_time(fresh: Fresh) {
    let fence = fresh.fence().await;
    let open = |second| {
        let store = fresh.store.clone();
        tokio::spawn(async move { store.outage_began(fence, at(second)).await.unwrap() })
    };
    let mut begun = Vec::new();
    for each in (0..8).map(open).collect::<Vec<_>>() {
        begun.push(each.await.unwrap());
    }
    assert!(begun.iter().all(|outage| *outage == begun[0]), "{begun:?}");
    fresh.store.outage_ended(fence, begun[0].id, at(60)).await.unwrap();
    assert_ne!(fresh.store.outage_began(fence, at(61)).await.unwrap().id, begun[0].id);
}

pub(crate) async fn steadiness_outlives_short_restarts(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let since = async |minute: i64, steadily| {
        (store.steady_since(fence, at(minute * 60), steadily).await.unwrap() - at(0)).get_seconds() / 60
    };
    assert_eq!(since(0, true).await, 0);
    assert_eq!(since(30, true).await, 0);
    assert_eq!(since(90, true).await, 0, "an hour away");
    assert_eq!(since(151, true).await, 151, "longer: who knows");
    assert_eq!(since(160, true).await, 151);
    assert_eq!(since(161, false).await, 161, "it jumped");
    assert_eq!(since(150, true).await, 150, "it was put back");
}

pub(crate) async fn pruning_takes_what_nobody_needs(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let digest = fresh.digest(at(0)).await;
    let outage = store.outage_began(fence, at(0)).await.unwrap();
    store.outage_ended(fence, outage.id, at(60)).await.unwrap();
    let now = at(0) + HOUR * 24 * 91;
    for (key, subscription, due) in
        [("b99p1", Some(99), at(0)), ("o1c5", None, at(0)), ("i99p1", Some(99), now), ("i7p1", Some(digest.id), at(0))]
    {
        store.claim(fence, &store::Claim { key, subscription, channel: 5, due }).await.unwrap();
    }
    for minute in 0..2_000 {
        store.keep_samples(fence, at(minute * 60), &[("chats", 1.0)]).await.unwrap();
    }
    store.prune(fence, now).await.unwrap();
    assert_eq!(store.last_outage().await.unwrap(), None);
    let mut left = Vec::new();
    for key in ["b99p1", "o1c5", "i99p1", "i7p1"] {
        left.extend(store.delivery(key).await.unwrap().map(|delivery| delivery.key));
    }
    assert_eq!(left, ["i99p1", "i7p1"], "of what was removed, and old");
    if let Some(path) = fresh.address.strip_prefix("sqlite://") {
        let mut connection = sqlx::SqliteConnection::connect(path).await.unwrap();
        let free: i64 = sqlx::query_scalar("PRAGMA freelist_count").fetch_one(&mut connection).await.unwrap();
        assert_eq!(free, 0, "pages that are kept for nothing");
    }
}

pub(crate) async fn outages_begin_and_end(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    assert_eq!(store.last_outage().await.unwrap(), None);
    let outage = store.outage_began(fence, at(0)).await.unwrap();
    assert_eq!(store.last_outage().await.unwrap(), Some(outage));
    store.outage_ended(fence, outage.id, at(60)).await.unwrap();
    store.outage_ended(fence, outage.id, at(90)).await.unwrap();
    assert_eq!(store.last_outage().await.unwrap().unwrap().ended, Some(at(60)));
    for (key, channel) in [("o1c5", 5), ("o1c6", 6), ("o10c7", 7)] {
        let claim = store::Claim { key, subscription: None, channel, due: at(0) };
        let delivery = store.claim(fence, &claim).await.unwrap();
        if channel != 6 {
            store.posted(delivery.id, 1, at(0)).await.unwrap();
        }
    }
    assert_eq!(store.channels_told('o', 1).await.unwrap(), [(5, Some(1))]);
}
