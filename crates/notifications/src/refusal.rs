//! What a refusal by Discord means for a subscription. If the channel is gone, it stops. Otherwise it waits, an alert longest, and its
//! creator is told once.
//!
//! What they are to be told is kept together with the stop, so that no kill in between loses it. It is sent when no more has come
//! for a moment: who is shut out of a server with two hundred digests gets one message, not two hundred.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use store::{Fence, Kind, Notice, Trouble};
use tokio_util::sync::CancellationToken;

use crate::{
    context::{Context, rest},
    deliver::Told,
};

/// How often it is looked whom to tell.
const LOOK_INTERVAL: Duration = Duration::from_secs(2);

/// A member is told when nothing new has come for them for so long: digests of one channel are refused five in five seconds.
const NOTICE_DELAY: Duration = Duration::from_secs(8);

/// How many notices are looked at in one go.
const MAX_NOTICES: u32 = 1_000;

/// How long it has waited when its creator is told. Passing refusals are over by then.
const TELL_AFTER: SignedDuration = SignedDuration::from_mins(2);

/// How long a board and an alert wait before they stop. A silent alert is worse than an outdated board.
const BOARD_TIMEOUT: SignedDuration = SignedDuration::from_hours(12);
const ALERT_TIMEOUT: SignedDuration = SignedDuration::from_hours(24);

/// A refusal this long after the last one is not the same block: nothing was tried in between, for instance in quiet hours.
const MAX_GAP: SignedDuration = SignedDuration::from_hours(2);

/// Whether something is still waiting for access.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Waits {
    Yes,
    /// It has stopped, or was paused or removed.
    No,
}

/// What came of showing something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Shown {
    /// Discord took it, or never will.
    Done,
    /// It is tried again later.
    Later,
}

impl From<Waits> for Shown {
    fn from(waits: Waits) -> Self {
        match waits {
            Waits::Yes => Self::Later,
            Waits::No => Self::Done,
        }
    }
}

impl Context {
    /// Discord refused a post or an edit of a board or an alert for now.
    pub(crate) async fn blocked(
        &self,
        fence: Fence,
        subscription: i64,
        channel: u64,
        reason: &str,
    ) -> Result<Waits, store::Error> {
        let now = self.clock.now();
        let Some(trouble) = self.record_block(fence, subscription, channel, reason).await? else {
            return Ok(Waits::No);
        };
        let lasts = now.duration_since(trouble.since);
        if trouble.told && lasts < BOARD_TIMEOUT || lasts < TELL_AFTER {
            return Ok(Waits::Yes);
        }
        let Some(found) = self.store.subscription(subscription).await? else { return Ok(Waits::No) };
        let patience = if found.kind == Kind::Alert { ALERT_TIMEOUT } else { BOARD_TIMEOUT };
        if lasts >= patience {
            self.refuse(fence, subscription, channel, reason).await?;
            return Ok(Waits::No);
        }
        if !trouble.told {
            let until = trouble.since + patience;
            let notice = views::subscriptions::waits(found.kind.name(), found.id, channel, reason, until);
            self.store.tell_trouble(fence, subscription, &notice, now).await?;
        }
        Ok(Waits::Yes)
    }

    /// Records that a subscription is blocked, for the lists.
    pub(crate) async fn record_block(
        &self,
        fence: Fence,
        subscription: i64,
        channel: u64,
        reason: &str,
    ) -> Result<Option<Trouble>, store::Error> {
        self.troubled().insert(subscription);
        let now = self.clock.now();
        self.store.troubled(fence, subscription, (channel, reason), (now - MAX_GAP, now)).await
    }

    /// A run of a digest was not posted in time. Its creator is told once, until another run is posted.
    pub(crate) async fn run_was_lost(
        &self,
        fence: Fence,
        digest: i64,
        channel: u64,
        reason: &str,
    ) -> Result<(), store::Error> {
        let notice = views::subscriptions::missed(digest, channel, reason);
        self.troubled().insert(digest);
        self.store.tell_trouble(fence, digest, &notice, self.clock.now()).await
    }

    /// A post or an edit of a subscription succeeded.
    pub(crate) async fn unblocked(&self, fence: Fence, subscription: i64) -> Result<(), store::Error> {
        if self.troubled().remove(&subscription) {
            self.store.untroubled(fence, subscription).await?;
        }
        Ok(())
    }

    fn troubled(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.troubled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads which subscriptions are blocked, for a new leader.
    pub(crate) async fn learn_troubled(&self) -> Result<(), store::Error> {
        let all = self.store.all_troubled().await?;
        *self.troubled() = all;
        Ok(())
    }

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
                "stopped: Discord refuses it"
            );
        }
        Ok(())
    }

    /// Tells members what was stopped, until `stop`. Whom no direct message reaches hears it at their next command.
    pub(crate) async fn tell_refusals(&self, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
        // The newest notice of each member, and since when it is that.
        let mut newest: HashMap<u64, (i64, Instant)> = HashMap::new();
        while !stop.is_cancelled() {
            rest(stop, LOOK_INTERVAL).await;
            let found = self.store.notices_to_send(MAX_NOTICES).await;
            let mut waiting: BTreeMap<u64, Vec<Notice>> = BTreeMap::new();
            for notice in self.trouble.steady(found, "looking for notices to send")?.unwrap_or_default() {
                waiting.entry(notice.member).or_default().push(notice);
            }
            newest.retain(|member, _| waiting.contains_key(member));
            for (member, notices) in waiting {
                let last = notices.last().map_or(0, |notice| notice.id);
                let seen = newest.entry(member).or_insert((last, Instant::now()));
                if seen.0 != last {
                    *seen = (last, Instant::now());
                } else if seen.1.elapsed() >= NOTICE_DELAY {
                    self.trouble.steady(self.tell_notices(fence, member, last, &notices).await, "sending notices")?;
                }
            }
        }
        Ok(())
    }

    async fn tell_notices(&self, fence: Fence, member: u64, last: i64, notices: &[Notice]) -> Result<(), store::Error> {
        let (ids, texts): (Vec<i64>, Vec<&str>) =
            notices.iter().map(|notice| (notice.id, notice.text.as_str())).unzip();
        let message = views::subscriptions::notices(&texts);
        match self.deliverer.tell(member, &format!("n{last}"), &message).await {
            Told::Yes => self.store.notices_told(&ids).await,
            Told::No => self.store.notices_not_sent(fence, &ids).await,
            // It is sent again in the next round.
            Told::Later => Ok(()),
        }
    }
}
