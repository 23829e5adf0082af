//! One run of a digest: rendered, posted, recorded; or let go, because it comes too late or nobody wants it any more.

use answers::collector::is_outage;
use jiff::{SignedDuration, Timestamp};
use store::{Delivery, Fence, Subscription};

use super::{
    figures::Drawn,
    slots::{is_late, is_too_late, key},
};
use crate::{
    context::Context,
    deliver::{Mark, Outcome, Unknown},
    metric::Metric,
    outage::NOTICE_DELAY,
};

/// After LiveAgent did not answer, a run is tried again this much later.
const LIVEAGENT_RETRY_DELAY: SignedDuration = SignedDuration::from_secs(60);

/// The delay before a retry in Discord; doubled with each attempt, up to the second.
const RETRY_DELAY: SignedDuration = SignedDuration::from_secs(5);
const MAX_RETRY_DELAY: SignedDuration = SignedDuration::from_mins(10);

/// How a run ends that is not posted.
#[derive(Clone, Copy)]
enum Ending<'a> {
    Skipped(&'a str),
    Failed(&'a str),
}

impl Context {
    /// Renders, posts and records one run.
    pub(super) async fn deliver_run(&self, fence: Fence, delivery: &Delivery) -> Result<(), store::Error> {
        let now = self.clock.now();
        let digest = match delivery.subscription {
            Some(subscription) => self.store.subscription(subscription).await?,
            None => None,
        };
        let Some(digest) = digest.filter(|digest| digest.state == store::State::Active) else {
            return self.let_go(fence, delivery, Ending::Skipped("paused or removed")).await.map(drop);
        };
        let Ok(spec) = self.kept.digest(&digest) else {
            return self.let_go(fence, delivery, Ending::Failed("its settings can't be read")).await.map(drop);
        };
        if self.is_orphaned(fence, &digest).await? {
            let reason = views::orphans::reason("digest");
            if !self.store.pause_orphaned(fence, digest.creator, digest.id, &reason, now).await? {
                // It was taken over or paused in the meantime.
                return self.put_off(fence, delivery.id).await;
            }
            return self.let_go(fence, delivery, Ending::Skipped(&reason)).await.map(drop);
        }
        // By now, not as it was when it was planned: it may have waited for a leader, for LiveAgent, or for its turn.
        // After an outage several runs wait: only the newest is caught up. One that a member has asked for is no run of the schedule.
        let is_planned = delivery.key == key(digest.id, delivery.due);
        let too_late = is_too_late(delivery.due, now, self.settings.catch_up);
        if too_late || is_planned && spec.next(delivery.due).is_some_and(|next| next <= now) {
            // A run that Discord refused has a reason. Others waited for a leader, for LiveAgent or for their turn.
            let refused = digest.trouble.as_ref().filter(|_| delivery.attempts > 0);
            return match refused {
                Some((reason, _)) => self.lose(fence, delivery, Ending::Failed(reason), reason).await,
                None if too_late => {
                    self.lose(fence, delivery, Ending::Skipped("too late"), "the run was overdue").await
                }
                None => self.let_go(fence, delivery, Ending::Skipped("a newer run was due")).await.map(drop),
            };
        }
        let late = is_late(delivery.due, delivery.began.unwrap_or(now));
        match self.draw_digest(&digest, &spec, (delivery.due, late)).await {
            // It waits for missing figures as long as it may be late, then says which are missing and why.
            Ok(Drawn { may_come: Some(error), .. })
                if !is_too_late(delivery.due, now + LIVEAGENT_RETRY_DELAY, self.settings.catch_up) =>
            {
                self.wait_for_liveagent(fence, delivery, &error).await
            }
            Ok(drawn) => self.post_run(fence, delivery, &digest, &drawn).await,
            Err(error) => self.wait_for_liveagent(fence, delivery, &error).await,
        }
    }

    async fn post_run(
        &self,
        fence: Fence,
        delivery: &Delivery,
        digest: &Subscription,
        drawn: &Drawn,
    ) -> Result<(), store::Error> {
        let mark = Mark::of_digest(digest.id, delivery.due);
        match self.deliverer.post_as(fence, delivery, &drawn.message, Some(&mark)).await? {
            Outcome::Posted(_) => {
                self.unblocked(fence, digest.id).await?;
                self.store.keep_figures(fence, digest.id, &drawn.kept).await
            }
            Outcome::Wrong(reason) | Outcome::Failed(reason) => {
                self.run_was_lost(fence, digest.id, delivery.channel, &reason).await
            }
            Outcome::Gone(reason) => self.refuse(fence, digest.id, delivery.channel, &reason).await,
            Outcome::Closed(reason) | Outcome::Later(reason) => {
                let now = self.clock.now();
                let rest = RETRY_DELAY.saturating_mul(1 << delivery.attempts.clamp(0, 7)).min(MAX_RETRY_DELAY);
                if is_too_late(delivery.due, now + rest, self.settings.catch_up) {
                    return self.lose(fence, delivery, Ending::Failed(&reason), &reason).await;
                }
                self.record_block(fence, digest.id, delivery.channel, &reason).await?;
                self.store.postpone(fence, delivery.id, now + rest).await
            }
        }
    }

    /// Ends a run that is not posted any more, unless it is in the channel: an earlier attempt may have succeeded unnoticed. Returns
    /// whether it has ended without a message.
    async fn let_go(&self, fence: Fence, delivery: &Delivery, ending: Ending<'_>) -> Result<bool, store::Error> {
        if let (Some(began), Some(digest)) = (delivery.began, delivery.subscription) {
            match self.deliverer.find(delivery.channel, &Mark::of_digest(digest, delivery.due), began).await {
                Ok(Some(id)) => {
                    self.deliverer.stands(delivery, id).await?;
                    self.unblocked(fence, digest).await?;
                    return Ok(false);
                }
                Ok(None) | Err(Unknown::Gone(_) | Unknown::Closed(_) | Unknown::Unread) => {}
                Err(Unknown::Passing(_)) => return self.put_off(fence, delivery.id).await.map(|()| false),
            }
        }
        let now = self.clock.now();
        match ending {
            Ending::Skipped(reason) => self.store.skipped(delivery.id, reason, now).await?,
            Ending::Failed(reason) => self.store.failed(delivery.id, reason, now).await?,
        }
        Ok(true)
    }

    /// [`Context::let_go`], and tells the creator if there was no message.
    async fn lose(
        &self,
        fence: Fence,
        delivery: &Delivery,
        ending: Ending<'_>,
        reason: &str,
    ) -> Result<(), store::Error> {
        match delivery.subscription {
            Some(digest) if self.let_go(fence, delivery, ending).await? => {
                self.run_was_lost(fence, digest, delivery.channel, reason).await
            }
            _ => Ok(()),
        }
    }

    /// LiveAgent answers nothing of it: the run waits as long as it may be late. Of an outage the channel hears once.
    async fn wait_for_liveagent(
        &self,
        fence: Fence,
        delivery: &Delivery,
        error: &liveagent::Error,
    ) -> Result<(), store::Error> {
        let now = self.clock.now();
        if is_too_late(delivery.due, now + LIVEAGENT_RETRY_DELAY, self.settings.catch_up) {
            let reason = if is_outage(error) { "LiveAgent didn't respond".to_owned() } else { error.to_string() };
            return self.lose(fence, delivery, Ending::Failed(&reason), &reason).await;
        }
        // Busy, or a key that it does not take: that is no outage, and may pass.
        if is_outage(error) {
            let outage = match self.store.last_outage().await?.filter(|outage| outage.ended.is_none()) {
                Some(outage) => outage,
                None => self.store.outage_began(fence, now).await?,
            };
            if now.duration_since(outage.began) >= NOTICE_DELAY && !self.alert_tells(delivery.channel).await? {
                self.tell_channel_of_outage(fence, &outage, delivery.channel).await?;
            }
        }
        self.put_off(fence, delivery.id).await
    }

    /// Whether an alert of this channel tells that LiveAgent is away: then it tells it alone.
    async fn alert_tells(&self, channel: u64) -> Result<bool, store::Error> {
        let alerts = self.alerts().await?;
        Ok(alerts.known.iter().any(|alert| alert.channel == channel && alert.spec.metric == Metric::LiveagentDown))
    }

    /// A run is looked at again in a while.
    pub(super) async fn put_off(&self, fence: Fence, delivery: i64) -> Result<(), store::Error> {
        let until: Timestamp = self.clock.now() + LIVEAGENT_RETRY_DELAY;
        self.store.postpone(fence, delivery, until).await
    }
}
