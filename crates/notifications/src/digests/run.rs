//! One run of a digest: rendered, posted, recorded; or let go, because it comes too late or nobody wants it any more.

use jiff::{SignedDuration, Timestamp};
use liveagent::ErrorKind;
use store::{Delivery, Fence, Subscription};

use super::{
    figures::Drawn,
    slots::{is_late, is_too_late, key},
};
use crate::{
    collector::is_outage,
    deliver::{Mark, Outcome, Unknown},
    metric::Metric,
    notifier::Notifier,
    outage::HOLD,
};

/// After LiveAgent did not answer, a run is tried again this much later.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// After Discord did not take it, it rests for so long; twice as long after each attempt, up to the second.
const AFTER_REFUSAL: SignedDuration = SignedDuration::from_secs(5);
const LONGEST: SignedDuration = SignedDuration::from_mins(10);

/// Whether figures may be there a little later: LiveAgent is away, or too much is asked of it.
fn may_pass(error: &liveagent::Error) -> bool {
    is_outage(error) || *error.kind() == ErrorKind::Busy
}

/// How a run ends that is not posted.
#[derive(Clone, Copy)]
enum Ending<'a> {
    Skipped(&'a str),
    Failed(&'a str),
}

impl Notifier {
    /// Renders, posts and records one run.
    pub(super) async fn deliver_run(&self, fence: Fence, delivery: &Delivery) -> Result<(), store::Error> {
        let now = self.clock.now();
        let digest = match delivery.subscription {
            Some(subscription) => self.store.subscription(subscription).await?,
            None => None,
        };
        let Some(digest) = digest.filter(|digest| digest.state == store::State::Active) else {
            return self.let_go(fence, delivery, Ending::Skipped("it was paused or removed")).await;
        };
        let Ok(spec) = self.read_digest(&digest) else {
            return self.let_go(fence, delivery, Ending::Failed("its settings can't be read")).await;
        };
        // By now, not as it was when it was planned: it may have waited for a leader, for LiveAgent, or for its turn.
        if is_too_late(delivery.due, now, self.settings.catch_up) {
            // What was begun and refused says why; what was not waited for somebody to lead, or for its turn.
            let refused = digest.trouble.as_ref().filter(|_| delivery.attempts > 0);
            let (ending, reason) = match refused {
                Some((reason, _)) => (Ending::Failed(reason), reason.as_str()),
                None => (Ending::Skipped("came too late"), "it came too late"),
            };
            self.let_go(fence, delivery, ending).await?;
            return self.run_was_lost(fence, digest.id, delivery.channel, reason).await;
        }
        // After an outage several runs wait: only the newest is caught up. What was begun may stand in the channel, and what somebody
        // has asked for is no run of the schedule.
        let is_planned = delivery.key == key(digest.id, delivery.due);
        if is_planned && delivery.began.is_none() && spec.next(delivery.due).is_some_and(|next| next <= now) {
            return self.let_go(fence, delivery, Ending::Skipped("a newer one was due")).await;
        }
        let late = is_late(delivery.due, delivery.began.unwrap_or(now));
        match self.draw_digest(&digest, &spec, (delivery.due, late)).await {
            // Figures that may be there in a moment are waited for as long as it may be late; then it says that they are missing, and why.
            Ok(Drawn { missing: Some(error), .. })
                if may_pass(&error) && !is_too_late(delivery.due, now + AGAIN, self.settings.catch_up) =>
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
                self.let_through(fence, digest.id).await?;
                self.store.keep_figures(fence, digest.id, &drawn.kept).await
            }
            Outcome::Wrong(reason) | Outcome::Failed(reason) => {
                self.run_was_lost(fence, digest.id, delivery.channel, &reason).await
            }
            Outcome::Gone(reason) => self.refuse(fence, digest.id, delivery.channel, &reason).await,
            Outcome::Closed(reason) | Outcome::Later(reason) => {
                let now = self.clock.now();
                let rest = AFTER_REFUSAL.saturating_mul(1 << delivery.attempts.clamp(0, 6)).min(LONGEST);
                if is_too_late(delivery.due, now + rest, self.settings.catch_up) {
                    self.let_go(fence, delivery, Ending::Failed(&reason)).await?;
                    return self.run_was_lost(fence, digest.id, delivery.channel, &reason).await;
                }
                self.keep_trouble(fence, digest.id, delivery.channel, &reason).await?;
                self.store.postpone(fence, delivery.id, now + rest).await
            }
        }
    }

    /// It is not posted any more. What was begun may stand in the channel all the same.
    async fn let_go(&self, fence: Fence, delivery: &Delivery, ending: Ending<'_>) -> Result<(), store::Error> {
        if let (Some(began), Some(digest)) = (delivery.began, delivery.subscription) {
            match self.deliverer.find(delivery.channel, &Mark::of_digest(digest, delivery.due), began).await {
                Ok(Some(id)) => return self.deliverer.stands(delivery, id).await.map(drop),
                Ok(None) | Err(Unknown::Gone(_) | Unknown::Closed(_) | Unknown::Unread) => {}
                Err(Unknown::Passing(_)) => return self.put_off(fence, delivery.id).await,
            }
        }
        let now = self.clock.now();
        match ending {
            Ending::Skipped(reason) => self.store.skipped(delivery.id, reason, now).await,
            Ending::Failed(reason) => self.store.failed(delivery.id, reason, now).await,
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
        if is_too_late(delivery.due, now + AGAIN, self.settings.catch_up) {
            let reason = if is_outage(error) { "LiveAgent did not answer".to_owned() } else { error.to_string() };
            self.let_go(fence, delivery, Ending::Failed(&reason)).await?;
            return match delivery.subscription {
                Some(digest) => self.run_was_lost(fence, digest, delivery.channel, &reason).await,
                None => Ok(()),
            };
        }
        // Busy, or a key that it does not take: that is no outage, and may pass.
        if is_outage(error) {
            let outage = match self.store.last_outage().await?.filter(|outage| outage.ended.is_none()) {
                Some(outage) => outage,
                None => self.store.outage_began(fence, now).await?,
            };
            if now.duration_since(outage.began) >= HOLD && !self.alert_tells(delivery.channel).await? {
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
        let until: Timestamp = self.clock.now() + AGAIN;
        self.store.postpone(fence, delivery, until).await
    }
}
