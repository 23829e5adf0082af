//! Samples, notices and outages.

use jiff::{SignedDuration, Timestamp};

use crate::fresh::{Fresh, at};

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

pub(crate) async fn notices_are_read_once(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    assert!(!store.has_notices().await.unwrap());
    for text in ["first", "second"] {
        store.notice(fence, 7, 1, text, at(0)).await.unwrap();
    }
    assert!(store.take_notices(7, 2).await.unwrap().is_empty());
    assert!(store.has_notices().await.unwrap());
    assert_eq!(store.take_notices(7, 1).await.unwrap(), ["first", "second"]);
    assert!(store.take_notices(7, 1).await.unwrap().is_empty());
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
    assert_eq!(store.posted_channels("o1c").await.unwrap(), [5]);
}
