//! LiveAgent is not responding: each channel that depends on it hears so once, and once that it is back.

use futures_util::FutureExt as _;
use jiff::SignedDuration;
use store::{Claim, Delivery, DeliveryState, Fence, Outage};

use crate::{
    context::Context,
    deliver::{Edited, Outcome},
    metric::Metric,
    reading::Reading,
    refusal::Shown,
    watch::Round,
};

/// How long it must be away before anybody is told: a restart is no outage.
pub(crate) const NOTICE_DELAY: SignedDuration = SignedDuration::from_mins(2);

/// For how long channels are told that it is back which could not be told at once.
const NOTICE_TIMEOUT: SignedDuration = SignedDuration::from_hours(1);

impl Context {
    /// Keeps when it begins and ends.
    pub(crate) async fn keep_outage(&self, fence: Fence, reading: &Reading) -> Result<(), store::Error> {
        let going_on = self.store.last_outage().await?.filter(|outage| outage.ended.is_none());
        match going_on {
            None if reading.is_down() => {
                self.store.outage_began(fence, reading.at).await?;
                tracing::warn!(error.kind = ?reading.trouble, "LiveAgent is not responding");
            }
            Some(outage) if reading.is_heard_since(outage.began) => {
                self.store.outage_ended(fence, outage.id, reading.at).await?;
                tracing::info!("LiveAgent is back");
            }
            _ => {}
        }
        Ok(())
    }

    /// Posts an ongoing outage in the channels of alerts and boards, and its end in the channels that have its notice.
    pub(crate) async fn tell_outage(&self, fence: Fence, round: &Round) -> Result<Shown, store::Error> {
        let now = self.clock.now();
        let Some(outage) = self.store.last_outage().await? else { return Ok(Shown::Done) };
        match outage.ended {
            None if round.reading.is_down() && now.duration_since(outage.began) >= NOTICE_DELAY => {
                // Where an alert tells the same, it tells it alone.
                let told = |channel: u64| {
                    let mut down = round.alerts.iter().filter(|alert| alert.spec.metric == Metric::LiveagentDown);
                    down.any(|alert| alert.channel == channel)
                };
                let mut channels: Vec<u64> = round.alerts.iter().map(|alert| alert.channel).collect();
                channels.extend(round.boards.iter().map(|board| board.channel));
                channels.sort_unstable();
                channels.dedup();
                let channels = channels.into_iter().filter(|channel| !told(*channel));
                let telling = channels.map(|channel| self.tell_channel_of_outage(fence, &outage, channel).boxed());
                for told in crate::all_at_once(telling.collect()).await {
                    told?;
                }
            }
            // Somebody may not have heard it: it crashed in between.
            Some(ended) if now.duration_since(ended) < NOTICE_TIMEOUT => self.tell_it_is_over(fence, &outage).await?,
            _ => {}
        }
        Ok(Shown::Done)
    }

    /// Tells one channel, once.
    pub(crate) async fn tell_channel_of_outage(
        &self,
        fence: Fence,
        outage: &Outage,
        channel: u64,
    ) -> Result<(), store::Error> {
        let why = self.collector.trouble().as_ref().and_then(views::outages::why);
        let message = views::outages::began(outage.id, outage.began, why, &self.desk());
        self.say_once(fence, &format!("o{}c{channel}", outage.id), channel, &message).await
    }

    async fn tell_it_is_over(&self, fence: Fence, outage: &Outage) -> Result<(), store::Error> {
        let Some(ended) = outage.ended else { return Ok(()) };
        let message = views::outages::over(outage.id, outage.began, ended, &self.desk());
        let message = &message;
        let channels = self.store.channels_told('o', outage.id).await?.into_iter();
        let telling = channels.map(|(channel, told)| {
            async move {
                let key = format!("p{}c{channel}", outage.id);
                match told {
                    Some(told) => self.change_once(fence, &key, (channel, told), message).await,
                    None => self.say_once(fence, &key, channel, message).await,
                }
            }
            .boxed()
        });
        for told in crate::all_at_once(telling.collect()).await {
            told?;
        }
        Ok(())
    }

    /// Edits a notice, once. Where it can't be edited, another one is posted.
    async fn change_once(
        &self,
        fence: Fence,
        key: &str,
        (channel, said): (u64, u64),
        message: &views::Message,
    ) -> Result<(), store::Error> {
        let Some(delivery) = self.claim_once(fence, key, channel).await? else { return Ok(()) };
        // A new notice was attempted already, and may be in the channel.
        if delivery.began.is_some() {
            return self.say_once(fence, key, channel, message).await;
        }
        match self.deliverer.edit(fence, channel, said, message).await? {
            Edited::Done => self.store.posted(delivery.id, said, self.clock.now()).await.map(drop),
            Edited::Repost | Edited::TooOld => self.say_once(fence, key, channel, message).await,
            Edited::Gone(reason) | Edited::Wrong(reason) => {
                self.store.failed(delivery.id, &reason, self.clock.now()).await
            }
            Edited::Closed(reason) | Edited::Failed(reason) => {
                tracing::warn!(channel.id = channel, reason, "can't tell a channel that an outage is over");
                Ok(())
            }
        }
    }

    /// A delivery without a subscription; none if it has ended.
    async fn claim_once(&self, fence: Fence, key: &str, channel: u64) -> Result<Option<Delivery>, store::Error> {
        let claimed = |delivery: &Delivery| delivery.state == DeliveryState::Claimed;
        // Most have ended, and reading needs no lease.
        if let Some(delivery) = self.store.delivery(key).await? {
            return Ok(Some(delivery).filter(claimed));
        }
        let claim = Claim { key, subscription: None, channel, due: self.clock.now() };
        Ok(Some(self.store.claim(fence, &claim).await?).filter(claimed))
    }

    /// Posts what has no subscription, unless it was posted before, or can't be.
    async fn say_once(
        &self,
        fence: Fence,
        key: &str,
        channel: u64,
        message: &views::Message,
    ) -> Result<(), store::Error> {
        let Some(delivery) = self.claim_once(fence, key, channel).await? else { return Ok(()) };
        if let Outcome::Gone(reason) | Outcome::Wrong(reason) | Outcome::Failed(reason) =
            self.deliverer.post(fence, &delivery, message).await?
        {
            tracing::warn!(channel.id = channel, reason, "can't tell a channel about an outage");
        }
        Ok(())
    }
}
