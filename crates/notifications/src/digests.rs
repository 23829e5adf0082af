//! Digests: figures in a channel, at times.
//!
//! What is due is planned (a row for each run, with its outcome or claimed), and what is claimed is rendered, posted and recorded. Both
//! go by rows alone, so that it does not matter which process planned and which one posts.

mod figures;
mod slots;

use std::{collections::HashMap, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use store::{Delivery, Fence, Plan, Subscription};
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::{
    deliver::Outcome,
    notifier::{DUE, Notifier, rest, steady},
    spec::DigestSpec,
};

/// Once the bot is to end, it waits this long for the next digest that is under way.
const LAST: Duration = Duration::from_secs(2);

/// How many digests are planned in one transaction.
const BITE: u32 = 500;

/// How many are rendered and posted at once.
const AT_ONCE: usize = 128;

/// After LiveAgent did not answer, a run is tried again this much later.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);

impl Notifier {
    /// Plans and posts digests until `stop`, then finishes those that are under way.
    pub(crate) async fn run_digests(
        self: &Arc<Self>,
        fence: Fence,
        stop: &CancellationToken,
    ) -> Result<(), store::Error> {
        // Tasks, not futures of this loop: what holds a connection must go on while the loop waits for one.
        let mut working = JoinSet::new();
        let mut taken: HashMap<Id, i64> = HashMap::new();
        let mut waiting: HashMap<i64, Timestamp> = HashMap::new();
        loop {
            if !stop.is_cancelled() {
                let planned = steady(self.plan_due(fence).await, "planning digests")?.unwrap_or(0);
                let room = AT_ONCE.saturating_sub(working.len());
                let limit = u32::try_from(taken.len() + waiting.len() + room).unwrap_or(u32::MAX);
                let now = self.clock.now();
                waiting.retain(|_, until| now < *until && until.duration_since(now) <= AGAIN);
                if room > 0 {
                    let claimed =
                        steady(self.store.unfinished(limit).await, "looking for digests")?.unwrap_or_default();
                    for delivery in claimed.into_iter().filter(|each| !waiting.contains_key(&each.id)) {
                        if working.len() < AT_ONCE && !taken.values().any(|id| *id == delivery.id) {
                            let (notifier, id) = (Arc::clone(self), delivery.id);
                            let work = working.spawn(async move { notifier.deliver_run(fence, &delivery).await });
                            taken.insert(work.id(), id);
                        }
                    }
                }
                if planned > 0 && working.len() < AT_ONCE {
                    continue;
                }
            }
            if working.is_empty() {
                if stop.is_cancelled() {
                    return Ok(());
                }
                rest(stop, DUE).await;
                continue;
            }
            tokio::select! {
                Some(done) = working.join_next_with_id() => {
                    let (task, done) = match done {
                        Ok((task, done)) => (task, done),
                        // It panicked, and said where.
                        Err(error) => (error.id(), Ok(Done::Later)),
                    };
                    let Some(id) = taken.remove(&task) else { continue };
                    match done {
                        Ok(Done::Ended) => {}
                        Ok(Done::Later) | Err(store::Error::Unavailable(_) | store::Error::Other(_)) => {
                            waiting.insert(id, self.clock.now() + AGAIN);
                            if let Err(error) = done {
                                tracing::warn!(error = %error, "a digest waits");
                            }
                        }
                        Err(error) => return Err(error),
                    }
                }
                () = rest(stop, DUE), if !stop.is_cancelled() => {}
                // What still waits for its turn is claimed, and goes on after the next start.
                () = tokio::time::sleep(LAST), if stop.is_cancelled() => return Ok(()),
            }
        }
    }

    /// Writes down what becomes of the runs that are due. How many digests had any.
    async fn plan_due(&self, fence: Fence) -> Result<usize, store::Error> {
        let now = self.clock.now();
        let due = self.store.due(now, BITE).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let plans: Vec<Plan> = due.iter().filter_map(|digest| self.plan(digest, now)).collect();
        let held = self.store.plan(fence, &plans, now).await?;
        Ok(held.into_iter().filter(|held| *held).count())
    }

    fn plan(&self, digest: &Subscription, now: Timestamp) -> Option<Plan> {
        let expected = digest.next_due?;
        let schedule = serde_json::from_str::<DigestSpec>(&digest.spec).ok().and_then(|spec| spec.schedule().ok());
        let Some(schedule) = schedule else {
            // It can't come from a command; it must not be looked at for ever.
            tracing::error!(digest.id = digest.id, "can't read a digest; it is not due any more");
            return Some(Plan {
                subscription: digest.id,
                expected,
                channel: digest.channel,
                slots: Vec::new(),
                next_due: None,
            });
        };
        let (slots, next_due) = slots::slots(&schedule, digest.id, expected, now, self.settings.catch_up);
        Some(Plan { subscription: digest.id, expected, channel: digest.channel, slots, next_due })
    }

    /// Renders, posts and records one run.
    async fn deliver_run(&self, fence: Fence, delivery: &Delivery) -> Result<Done, store::Error> {
        let now = self.clock.now();
        let digest = match delivery.subscription {
            Some(subscription) => self.store.subscription(subscription).await?,
            None => None,
        };
        let Some(digest) = digest.filter(|digest| digest.state == store::State::Active) else {
            self.store.skipped(delivery.id, "it was paused or removed", now).await?;
            return Ok(Done::Ended);
        };
        let Ok(spec) = serde_json::from_str::<DigestSpec>(&digest.spec) else {
            self.store.failed(delivery.id, "its settings can't be read", now).await?;
            return Ok(Done::Ended);
        };
        let Some(message) = self.draw_digest(digest.id, &spec, (delivery.due, delivery.late), Some(fence)).await else {
            return self.wait_for_liveagent(fence, delivery, now).await;
        };
        if let Outcome::Refused(reason) = self.deliverer.post(fence, delivery, &message).await? {
            self.refuse(fence, digest.id, &reason).await?;
        }
        Ok(Done::Ended)
    }

    /// LiveAgent answers nothing: the channel hears so once, and the run waits as long as it may be late.
    async fn wait_for_liveagent(
        &self,
        fence: Fence,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<Done, store::Error> {
        if now.duration_since(delivery.due) > self.settings.catch_up {
            self.store.failed(delivery.id, "LiveAgent did not answer", now).await?;
            return Ok(Done::Ended);
        }
        let outage = match self.store.last_outage().await?.filter(|outage| outage.ended.is_none()) {
            Some(outage) => outage,
            None => self.store.outage_began(fence, now).await?,
        };
        self.tell_channel_of_outage(fence, &outage, delivery.channel).await?;
        Ok(Done::Later)
    }
}

/// What came of a run.
#[derive(Debug)]
enum Done {
    /// It has its outcome.
    Ended,
    /// It is tried again.
    Later,
}
