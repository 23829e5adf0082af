//! Tells a server's managers which digests, boards and alerts have no owner: once, in the audit channel. Where that takes no message, each
//! manager hears it at their next command instead (`commands`).
//!
//! All that a creator had in a server is one announcement. Its message is edited as they are taken over, wherever that was done.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures_util::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use store::{Announcement, AnnouncementState, Claim, DeliveryState, Fence, Kind, State, Subscription};
use tokio_util::sync::CancellationToken;
use views::{
    Message,
    orphans::{AnnouncementView, Orphan, OrphanState},
};

use crate::{
    alerts,
    context::{Context, rest},
    deliver::{Edited, Outcome},
    notifier::Notifier,
};

/// How often it is looked what is to be told.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);

/// The delay after Discord took no message, or no edit, for now.
const RETRY_DELAY: SignedDuration = SignedDuration::from_mins(5);

/// The name of an announcement's delivery, and the nonce of its message.
fn key(announcement: i64) -> String {
    format!("u{announcement}")
}

/// Since when announcements rest that Discord did not take.
#[derive(Debug, Default)]
struct Rests(Mutex<HashMap<i64, Timestamp>>);

impl Rests {
    fn is_resting(&self, announcement: i64, now: Timestamp) -> bool {
        let rests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rests.get(&announcement).is_some_and(|since| now.duration_since(*since).abs() < RETRY_DELAY)
    }

    fn rest(&self, announcement: i64, now: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(announcement, now);
    }

    /// Forgets those that are over.
    fn keep(&self, open: &[Announcement]) {
        let mut rests = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rests.retain(|id, _| open.iter().any(|announcement| announcement.id == *id));
    }
}

impl Context {
    /// Tells what has no owner until `stop`.
    pub(crate) async fn tell_orphans(&self, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
        let rests = Rests::default();
        while !stop.is_cancelled() {
            let told = self.tell_orphans_once(fence, &rests).await;
            self.trouble.steady(told, "telling what has no owner")?;
            rest(stop, LOOK_INTERVAL).await;
        }
        Ok(())
    }

    async fn tell_orphans_once(&self, fence: Fence, rests: &Rests) -> Result<(), store::Error> {
        self.store.announce_orphans(fence, self.clock.now()).await?;
        let open = self.store.open_announcements().await?;
        rests.keep(&open);
        let telling = open.into_iter().map(|each| self.tell_announcement(fence, each, rests).boxed());
        for told in crate::all_at_once(telling.collect()).await {
            told?;
        }
        Ok(())
    }

    /// Brings the audit channel to what is kept of an announcement.
    async fn tell_announcement(
        &self,
        fence: Fence,
        announcement: Announcement,
        rests: &Rests,
    ) -> Result<(), store::Error> {
        let view = self.announcement_view(&announcement).await?;
        let shown = views::orphans::shown(&view);
        let closed = view.is_over().then(|| self.clock.now());
        match announcement.message {
            Some(_) if announcement.shown == shown && closed.is_none() => Ok(()),
            Some(_) => {
                self.edit_announcement(fence, Announcement { closed, shown, ..announcement }, &view, rests).await
            }
            None if closed.is_some() && !self.may_be_posted(&announcement).await? => {
                self.store.keep_announcement(fence, &Announcement { closed, ..announcement }).await
            }
            None => self.post_announcement(fence, Announcement { shown, ..announcement }, &view, rests).await,
        }
    }

    /// Whether its message may be in the channel, unknown to us: an answer of Discord was lost. Then it is found, and says that it is over.
    async fn may_be_posted(&self, announcement: &Announcement) -> Result<bool, store::Error> {
        let has_channel = self.servers.server(announcement.guild).audit_channel.is_some();
        if !has_channel || announcement.state == AnnouncementState::Lost {
            return Ok(false);
        }
        Ok(self.store.delivery(&key(announcement.id)).await?.is_some_and(|delivery| delivery.began.is_some()))
    }

    async fn post_announcement(
        &self,
        fence: Fence,
        announcement: Announcement,
        view: &AnnouncementView,
        rests: &Rests,
    ) -> Result<(), store::Error> {
        let (id, now) = (announcement.id, self.clock.now());
        let channel = self.servers.server(announcement.guild).audit_channel;
        let channel = channel.filter(|_| announcement.state != AnnouncementState::Lost);
        let Some(channel) = channel else {
            return self.tell_managers(fence, announcement, AnnouncementState::Unposted).await;
        };
        if rests.is_resting(id, now) {
            return Ok(());
        }
        let claim = Claim { key: &key(id), subscription: None, channel, due: now };
        let delivery = self.store.claim(fence, &claim).await?;
        let outcome = match (delivery.state, delivery.message) {
            (DeliveryState::Posted, Some(message)) => Outcome::Posted(message),
            (DeliveryState::Claimed, _) => {
                self.deliverer.post(fence, &delivery, &views::orphans::announcement(view)).await?
            }
            _ => Outcome::Failed("an earlier attempt failed".to_owned()),
        };
        match outcome {
            Outcome::Posted(message) => {
                // Begun before the bot ended: it may say what was so then, and is edited.
                let is_new = delivery.state == DeliveryState::Claimed && delivery.began.is_none();
                let shown = if is_new { announcement.shown } else { String::new() };
                let message = Some((delivery.channel, message));
                let posted = Announcement { state: AnnouncementState::Posted, message, shown, ..announcement };
                self.store.keep_announcement(fence, &posted).await
            }
            Outcome::Gone(_) | Outcome::Wrong(_) | Outcome::Failed(_) => {
                self.tell_managers(fence, announcement, AnnouncementState::Lost).await
            }
            Outcome::Closed(_) | Outcome::Later(_) => {
                rests.rest(id, now);
                self.tell_managers(fence, announcement, AnnouncementState::Unposted).await
            }
        }
    }

    async fn edit_announcement(
        &self,
        fence: Fence,
        announcement: Announcement,
        view: &AnnouncementView,
        rests: &Rests,
    ) -> Result<(), store::Error> {
        let (id, now) = (announcement.id, self.clock.now());
        let Some((channel, message)) = announcement.message.filter(|_| !rests.is_resting(id, now)) else {
            return Ok(());
        };
        match self.deliverer.edit(fence, channel, message, &views::orphans::announcement(view)).await? {
            Edited::Done => self.store.keep_announcement(fence, &announcement).await,
            Edited::Repost | Edited::TooOld | Edited::Gone(_) | Edited::Wrong(_) => {
                // Somebody has deleted it: it was told, and is not posted again.
                self.tell_managers(fence, announcement, AnnouncementState::Lost).await
            }
            Edited::Closed(_) | Edited::Failed(_) => {
                rests.rest(id, now);
                Ok(())
            }
        }
    }

    /// Has managers told at their commands.
    async fn tell_managers(
        &self,
        fence: Fence,
        announcement: Announcement,
        state: AnnouncementState,
    ) -> Result<(), store::Error> {
        if announcement.state == state {
            return Ok(());
        }
        let told = Announcement { state, message: None, shown: String::new(), ..announcement };
        self.store.keep_announcement(fence, &told).await
    }

    async fn announcement_view(&self, announcement: &Announcement) -> Result<AnnouncementView, store::Error> {
        let all = self.store.announced(announcement.id).await?;
        let creators = all.iter().filter(|each| each.orphaned.is_some()).map(|each| each.creator);
        Ok(AnnouncementView {
            id: announcement.id,
            at: announcement.at,
            creator: creators.clone().next().filter(|creator| *creator != 0),
            orphans: all.iter().map(|each| self.orphan(each)).collect(),
        })
    }

    fn orphan(&self, found: &Subscription) -> Orphan {
        let name = match found.kind {
            Kind::Digest => self.kept.digest(found).ok().and_then(|spec| spec.title),
            Kind::Board => None,
            Kind::Alert => {
                self.kept.alert(found).ok().map(|spec| alerts::title(spec.metric, spec.target_name.as_deref()))
            }
        };
        let state = match (found.orphaned, found.kind, found.state) {
            (None, ..) => OrphanState::TakenOver(found.creator),
            (Some(_), _, State::Paused) => OrphanState::Paused,
            (Some(_), _, State::Refused) => OrphanState::Stopped,
            (Some(_), Kind::Alert, State::Active) => OrphanState::FiguresOnly,
            (Some(_), Kind::Digest | Kind::Board, State::Active) => OrphanState::Pauses,
        };
        Orphan { id: found.id, what: found.kind.name(), name, channel: found.channel, state }
    }
}

impl Notifier {
    /// What an announcement of a server says now. `None` where there is none of this number.
    pub async fn announcement(&self, guild: u64, announcement: i64) -> Result<Option<Message>, store::Error> {
        let Some(found) = self.context.store.announcement(guild, announcement).await? else { return Ok(None) };
        Ok(Some(views::orphans::announcement(&self.context.announcement_view(&found).await?)))
    }
}
