//! What Discord refuses for good: a subscription stops at the first refusal, and who made it is told, once.
//!
//! What they are to be told is kept together with the stop, so that no kill in between loses it. It is sent when no more has come
//! for a moment: who is shut out of a server with two hundred digests gets one message, not two hundred.

use std::{
    collections::{BTreeMap, HashMap},
    time::{Duration, Instant},
};

use store::{Fence, Notice};
use tokio_util::sync::CancellationToken;

use crate::notifier::{Notifier, rest};

/// How often it is looked whom to tell.
const LOOK: Duration = Duration::from_secs(2);

/// A member is told when nothing new has come for them for so long: digests of one channel are refused five in five seconds.
const QUIET: Duration = Duration::from_secs(8);

/// How many notices are looked at in one go.
const MOST: u32 = 1_000;

impl Notifier {
    /// Stops a subscription whose channel is closed to us, unless it posts to another one by now.
    pub(crate) async fn refuse(
        &self,
        fence: Fence,
        subscription: i64,
        channel: u64,
        reason: &str,
    ) -> Result<(), store::Error> {
        let Some(refused) = self.store.subscription(subscription).await? else { return Ok(()) };
        let kind = refused.kind.name();
        let notice = views::subscriptions::refused(kind, refused.id, channel, reason);
        if self.store.refuse(fence, subscription, (channel, reason), &notice, self.clock.now()).await? {
            tracing::warn!(
                subscription.id = subscription,
                subscription.kind = kind,
                reason,
                "paused: Discord refuses it"
            );
        }
        Ok(())
    }

    /// Tells members what was stopped, until `stop`. Whom no direct message reaches hears it at their next command.
    pub(crate) async fn tell_refusals(&self, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
        // The newest notice of each member, and since when it is that.
        let mut newest: HashMap<u64, (i64, Instant)> = HashMap::new();
        while !stop.is_cancelled() {
            rest(stop, LOOK).await;
            let found = self.store.notices_to_send(MOST).await;
            let mut waiting: BTreeMap<u64, Vec<Notice>> = BTreeMap::new();
            for notice in self.trouble.steady(found, "looking whom to tell")?.unwrap_or_default() {
                waiting.entry(notice.member).or_default().push(notice);
            }
            newest.retain(|member, _| waiting.contains_key(member));
            for (member, notices) in waiting {
                let last = notices.last().map_or(0, |notice| notice.id);
                let seen = newest.entry(member).or_insert((last, Instant::now()));
                if seen.0 != last {
                    *seen = (last, Instant::now());
                } else if seen.1.elapsed() >= QUIET {
                    self.trouble
                        .steady(self.tell_notices(fence, member, last, &notices).await, "telling what was stopped")?;
                }
            }
        }
        Ok(())
    }

    async fn tell_notices(&self, fence: Fence, member: u64, last: i64, notices: &[Notice]) -> Result<(), store::Error> {
        let (ids, texts): (Vec<i64>, Vec<&str>) =
            notices.iter().map(|notice| (notice.id, notice.text.as_str())).unzip();
        let message = views::subscriptions::notices(&texts);
        if self.deliverer.tell(member, &format!("n{last}"), &message).await {
            self.store.notices_told(&ids).await
        } else {
            self.store.notices_not_sent(fence, &ids).await
        }
    }
}
