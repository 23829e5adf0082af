//! What tells a server's managers that subscriptions have no owner.

use jiff::SignedDuration;
use store::{Announcement, AnnouncementState, Kind, NewSubscription, Subscription, Who};

use crate::{
    fresh::{Fresh, at, who},
    members::by,
};

async fn alert(fresh: &Fresh, user: u64, guild: u64) -> Subscription {
    let new = NewSubscription { kind: Kind::Alert, channel: 5, spec: String::new(), next_due: None };
    fresh.store.subscribe(&new, &Who { user, guild, ..who() }).await.unwrap()
}

/// The open announcements, and the subscriptions of each.
async fn open(fresh: &Fresh) -> Vec<(Announcement, Vec<i64>)> {
    let mut all = Vec::new();
    for announcement in fresh.store.open_announcements().await.unwrap() {
        let of = fresh.store.announced(announcement.id).await.unwrap();
        all.push((announcement, of.into_iter().map(|each| each.id).collect()));
    }
    all
}

pub(crate) async fn tell_of_each_creator_once(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let mut ids = Vec::new();
    for (user, guild) in [(10, 1), (10, 1), (10, 2), (11, 1), (12, 1)] {
        ids.push(alert(&fresh, user, guild).await.id);
    }
    store.announce_orphans(fence, at(1)).await.unwrap();
    assert!(open(&fresh).await.is_empty(), "all have an owner");
    store.set_orphaned(fence, 10, &ids[..3], Some(at(1))).await.unwrap();
    store.set_orphaned(fence, 11, &ids[3..4], Some(at(1))).await.unwrap();
    for _ in 0..2 {
        store.announce_orphans(fence, at(2)).await.unwrap();
    }
    let mut told = open(&fresh).await;
    told.sort_by_key(|(_, of)| of[0]);
    assert_eq!(
        told.iter().map(|(each, of)| (each.guild, of.clone())).collect::<Vec<_>>(),
        [(1, ids[..2].to_vec()), (2, vec![ids[2]]), (1, vec![ids[3]])]
    );
    for (each, _) in &told {
        let expected = (at(2), AnnouncementState::New, None, "", None);
        assert_eq!((each.at, each.state, each.message, each.shown.as_str(), each.closed), expected);
        assert_eq!(store.announcement(each.guild, each.id).await.unwrap().as_ref(), Some(each));
        assert_eq!(store.announcement(each.guild + 1, each.id).await.unwrap(), None, "it is another server's");
    }
    let kept = Announcement {
        state: AnnouncementState::Posted,
        message: Some((u64::MAX, 7)),
        shown: "a word".to_owned(),
        ..told[0].0.clone()
    };
    store.keep_announcement(fence, &kept).await.unwrap();
    assert_eq!(store.announcement(1, kept.id).await.unwrap(), Some(kept.clone()));
    store.keep_announcement(fence, &Announcement { closed: Some(at(3)), ..kept.clone() }).await.unwrap();
    assert!(!open(&fresh).await.iter().any(|(each, _)| each.id == kept.id), "it is over");
}

pub(crate) async fn follow_what_becomes_of_it(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (one, two) = (alert(&fresh, 10, 1).await.id, alert(&fresh, 10, 1).await.id);
    let digest = fresh.digest(at(60)).await;
    let orphan = async |creator, subscription| {
        store.set_orphaned(fence, creator, &[subscription], Some(at(1))).await.unwrap();
        store.announce_orphans(fence, at(1)).await.unwrap();
    };
    store.set_orphaned(fence, 10, &[one, two], Some(at(1))).await.unwrap();
    store.announce_orphans(fence, at(1)).await.unwrap();
    let first = open(&fresh).await[0].0.id;
    assert!(store.take_over(one, None, &by(20)).await.unwrap());
    assert_eq!(open(&fresh).await[0].1, [one, two], "who took it over is told");
    store.set_orphaned(fence, 10, &[two], None).await.unwrap();
    assert_eq!(open(&fresh).await[0].1, [one], "it has its owner again");
    // Each time is another one.
    orphan(10, two).await;
    orphan(20, one).await;
    let told = open(&fresh).await;
    assert_eq!(told.iter().map(|(_, of)| of.clone()).collect::<Vec<_>>(), [vec![], vec![two], vec![one]]);
    assert_eq!(told[0].0.id, first);
    // One that is paused at once, too.
    assert!(store.pause_orphaned(fence, digest.creator, digest.id, "gone", at(2)).await.unwrap());
    store.announce_orphans(fence, at(2)).await.unwrap();
    assert_eq!(open(&fresh).await[3].1, [digest.id]);
    assert!(store.take_over(digest.id, None, &by(21)).await.unwrap());
    assert!(store.pause_orphaned(fence, 21, digest.id, "gone", at(3)).await.unwrap());
    store.announce_orphans(fence, at(3)).await.unwrap();
    assert_eq!(open(&fresh).await[4].1, [digest.id]);
}

pub(crate) async fn are_told_to_each_manager_once(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let made = alert(&fresh, 10, 1).await.id;
    store.set_orphaned(fence, 10, &[made], Some(at(1))).await.unwrap();
    store.announce_orphans(fence, at(1)).await.unwrap();
    let announcement = open(&fresh).await.remove(0).0;
    let waiting = async |guild, member| store.announcements_for(guild, member).await.unwrap().len();
    for (state, expected) in [
        (AnnouncementState::New, 0),
        (AnnouncementState::Posted, 0),
        (AnnouncementState::Unposted, 1),
        (AnnouncementState::Lost, 1),
    ] {
        store.keep_announcement(fence, &Announcement { state, ..announcement.clone() }).await.unwrap();
        assert_eq!((waiting(1, 20).await, waiting(2, 20).await), (expected, 0), "{state:?}");
    }
    for _ in 0..2 {
        store.announcement_told(announcement.id, 20).await.unwrap();
    }
    assert_eq!((waiting(1, 20).await, waiting(1, 21).await), (0, 1));
    store.set_orphaned(fence, 10, &[made], None).await.unwrap();
    assert_eq!(waiting(1, 21).await, 0, "it has its owner again");
    let over = Announcement { state: AnnouncementState::Lost, closed: Some(at(2)), ..announcement };
    store.keep_announcement(fence, &over).await.unwrap();
    assert_eq!(waiting(1, 21).await, 0, "it is over");
}

pub(crate) async fn forget_who_is_forgotten(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let (old, new) = (alert(&fresh, 10, 1).await.id, alert(&fresh, 10, 1).await.id);
    store.set_orphaned(fence, 10, &[old], Some(at(1))).await.unwrap();
    store.announce_orphans(fence, at(1)).await.unwrap();
    let told = open(&fresh).await.remove(0).0;
    store.announcement_told(told.id, 20).await.unwrap();
    store.forget_member(10, &by(30)).await.unwrap();
    store.forget_member(20, &by(30)).await.unwrap();
    store.announce_orphans(fence, at(2)).await.unwrap();
    let all = open(&fresh).await;
    assert_eq!(all.iter().map(|(_, of)| of.clone()).collect::<Vec<_>>(), [vec![old], vec![new]]);
    for each in store.announced(told.id).await.unwrap() {
        assert_eq!(each.creator, 0);
    }
    let unposted = Announcement { state: AnnouncementState::Unposted, ..told };
    store.keep_announcement(fence, &unposted).await.unwrap();
    assert_eq!(store.announcements_for(1, 20).await.unwrap().len(), 1, "nobody knows that they were told");
}

pub(crate) async fn are_forgotten_when_they_are_old(fresh: Fresh) {
    let (store, fence) = (&fresh.store, fresh.fence().await);
    let made = alert(&fresh, 10, 1).await.id;
    store.set_orphaned(fence, 10, &[made], Some(at(1))).await.unwrap();
    store.announce_orphans(fence, at(1)).await.unwrap();
    let announcement = open(&fresh).await.remove(0).0;
    store.announcement_told(announcement.id, 20).await.unwrap();
    let later = at(1) + SignedDuration::from_hours(91 * 24);
    store.prune(fence, later).await.unwrap();
    assert_eq!(open(&fresh).await.len(), 1, "it is open");
    store.keep_announcement(fence, &Announcement { closed: Some(at(2)), ..announcement.clone() }).await.unwrap();
    store.prune(fence, at(3)).await.unwrap();
    assert!(store.announcement(1, announcement.id).await.unwrap().is_some());
    store.prune(fence, later).await.unwrap();
    assert_eq!(store.announcement(1, announcement.id).await.unwrap(), None);
}
