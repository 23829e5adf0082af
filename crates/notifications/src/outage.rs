//! LiveAgent is away: each channel that depends on it hears so once, and once that it is back.

use jiff::SignedDuration;
use store::{Claim, DeliveryState, Fence, Outage};

use crate::{alerts::Alert, boards::BoardAt, deliver::Outcome, metric::Metric, notifier::Notifier, watch::Reading};

/// How long it must be away before anybody is told: a restart is no outage.
pub(crate) const HOLD: SignedDuration = SignedDuration::from_mins(2);

impl Notifier {
    /// Tells the channels of alerts and boards when it begins, and those that heard of it when it is over.
    pub(crate) async fn tell_outage(
        &self,
        fence: Fence,
        reading: &Reading,
        alerts: &[Alert],
        boards: &[BoardAt],
    ) -> Result<(), store::Error> {
        let last = self.store.last_outage().await?;
        let going_on = last.filter(|outage| outage.ended.is_none());
        match (reading.down, going_on) {
            (true, None) => {
                self.store.outage_began(fence, reading.at).await?;
                tracing::warn!("LiveAgent is away");
            }
            (true, Some(outage)) if reading.at.duration_since(outage.began) >= HOLD => {
                // Where an alert tells the same, it tells it alone.
                let told = |channel: u64| {
                    let mut down = alerts.iter().filter(|alert| alert.spec.metric == Metric::LiveagentDown);
                    down.any(|alert| alert.channel == channel)
                };
                let mut channels: Vec<u64> = alerts.iter().map(|alert| alert.channel).collect();
                channels.extend(boards.iter().map(|board| board.channel));
                channels.sort_unstable();
                channels.dedup();
                for channel in channels.into_iter().filter(|channel| !told(*channel)) {
                    self.tell_channel_of_outage(fence, &outage, channel).await?;
                }
            }
            (false, Some(outage)) if !reading.answered.is_empty() => {
                self.store.outage_ended(fence, outage.id, reading.at).await?;
                tracing::info!("LiveAgent is back");
                self.tell_it_is_over(fence, &Outage { ended: Some(reading.at), ..outage }).await?;
            }
            // Somebody may not have heard that the last one is over: it crashed in between.
            (false, None) => {
                let recent = |outage: &Outage| {
                    outage.ended.is_some_and(|ended| reading.at.duration_since(ended) < SignedDuration::from_hours(1))
                };
                if let Some(outage) = last.filter(recent) {
                    self.tell_it_is_over(fence, &outage).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Tells one channel, once.
    pub(crate) async fn tell_channel_of_outage(
        &self,
        fence: Fence,
        outage: &Outage,
        channel: u64,
    ) -> Result<(), store::Error> {
        let message = views::outages::began(outage.id, outage.began, &self.desk());
        self.say_once(fence, &format!("o{}c{channel}", outage.id), channel, &message).await
    }

    async fn tell_it_is_over(&self, fence: Fence, outage: &Outage) -> Result<(), store::Error> {
        let Some(ended) = outage.ended else { return Ok(()) };
        for channel in self.store.channels_told('o', outage.id).await? {
            let message = views::outages::over(outage.id, outage.began, ended, &self.desk());
            self.say_once(fence, &format!("p{}c{channel}", outage.id), channel, &message).await?;
        }
        Ok(())
    }

    /// Posts what has no subscription, unless it was posted before, or can't be.
    async fn say_once(
        &self,
        fence: Fence,
        key: &str,
        channel: u64,
        message: &views::Message,
    ) -> Result<(), store::Error> {
        if self.store.delivery(key).await?.is_some_and(|delivery| delivery.state != DeliveryState::Claimed) {
            return Ok(());
        }
        let claim = Claim { key, subscription: None, channel, due: self.clock.now() };
        let delivery = self.store.claim(fence, &claim).await?;
        if delivery.state == DeliveryState::Claimed
            && let Outcome::Refused(reason) | Outcome::Wrong(reason) | Outcome::Failed(reason) =
                self.deliverer.post(fence, &delivery, message).await?
        {
            tracing::warn!(channel.id = channel, reason, "a channel can't be told of an outage");
        }
        Ok(())
    }
}
