//! Audit channels: each change of a server is posted in the channel that its owners chose, in order and once.
//!
//! A message holds what has come since the last one. It is claimed before it is posted, and the position moves once it is in the channel. While
//! Discord blocks a channel, the next message waits and later changes stay in the audit. Posting resumes by itself; after a long break only
//! the last changes are posted, with the number of earlier ones.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::SignedDuration;
use store::{AuditFeed, Claim, Delivery, DeliveryState, Fence};
use tokio::{
    task::{Id, JoinSet},
    time::sleep,
};
use tokio_util::sync::CancellationToken;
use views::audit::MAX_LINES;

use crate::{
    context::{Context, rest},
    deliver::Outcome,
};

/// How often it is looked what is to be posted.
const LOOK_INTERVAL: Duration = Duration::from_secs(1);

/// The shortest time between two messages of one server.
const POST_INTERVAL: Duration = Duration::from_secs(3);

/// How many of the changes that are missing in a channel are posted. Those before them are counted.
const MAX_MISSED: u32 = 200;

/// How many servers' channels are posted to at once.
const MAX_CONCURRENT: usize = 16;

/// The delay before a retry, doubled with each attempt up to the second.
const RETRY_DELAY: SignedDuration = SignedDuration::from_secs(15);
const MAX_RETRY_DELAY: SignedDuration = SignedDuration::from_mins(30);

/// How long a channel has been blocked when the member who chose it is told. Passing refusals are over by then.
const TELL_AFTER: SignedDuration = SignedDuration::from_mins(2);

/// Once the bot is to end, it waits this long for the next message that is under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(2);

/// Posts changes to audit channels until `stop`, then finishes what is under way.
pub(crate) async fn run(context: &Arc<Context>, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
    let mut working: JoinSet<Result<(), store::Error>> = JoinSet::new();
    let mut taken: HashMap<Id, u64> = HashMap::new();
    // When a server's last message was dealt with.
    let mut last: HashMap<u64, Instant> = HashMap::new();
    loop {
        if !stop.is_cancelled() {
            last.retain(|_, at| at.elapsed() < POST_INTERVAL);
            let feeds = context.trouble.steady(context.store.audit_feeds().await, "looking for audit rows to post")?;
            for feed in feeds.unwrap_or_default() {
                let guild = feed.guild;
                let is_taken = taken.values().any(|taken| *taken == guild) || last.contains_key(&guild);
                if working.len() < MAX_CONCURRENT && !is_taken {
                    let context = Arc::clone(context);
                    let id = working.spawn(async move { context.feed_audit(fence, &feed).await }).id();
                    taken.insert(id, guild);
                }
            }
        }
        let look = rest(stop, LOOK_INTERVAL);
        tokio::pin!(look);
        loop {
            tokio::select! {
                Some(done) = working.join_next_with_id() => {
                    let (id, done) = match done {
                        Ok((id, done)) => (id, done),
                        // It panicked, and said where.
                        Err(error) => (error.id(), Ok(())),
                    };
                    last.extend(taken.remove(&id).map(|guild| (guild, Instant::now())));
                    context.trouble.steady(done, "posting to an audit channel")?;
                }
                () = &mut look, if !stop.is_cancelled() => break,
                // The next leader finds what is not done.
                () = sleep(STOP_TIMEOUT), if stop.is_cancelled() => return Ok(()),
                else => break,
            }
            if stop.is_cancelled() && working.is_empty() {
                return Ok(());
            }
        }
    }
}

impl Context {
    /// Posts the next message of an audit channel, if its time has come.
    async fn feed_audit(&self, fence: Fence, feed: &AuditFeed) -> Result<(), store::Error> {
        let last = match feed.claimed {
            Some(last) => last,
            None => match self.next_audit_message(feed).await? {
                Some(last) if self.store.claim_audit(fence, feed, last).await? => last,
                _ => return Ok(()),
            },
        };
        let (key, now) = (key(last, feed.channel), self.clock.now());
        let claim = Claim { key: &key, subscription: None, channel: feed.channel, due: now };
        let delivery = self.store.claim(fence, &claim).await?;
        if delivery.state == DeliveryState::Claimed {
            let wait = delivery.not_before.duration_since(now);
            // A longer one is of a clock that was ahead.
            if wait.is_positive() && wait <= MAX_RETRY_DELAY {
                return Ok(());
            }
            let (rows, total) = self.store.audit_between(feed.guild, feed.posted, Some(last), MAX_LINES).await?;
            // Without rows they were older than the audit is kept.
            if !rows.is_empty() {
                let entries = answers::audit::entries(&self.store, rows).await?;
                let message = views::audit::feed(last, &entries, total);
                match self.deliverer.post_or_wait(fence, &delivery, &message).await? {
                    Outcome::Posted(_) => {}
                    Outcome::Gone(reason)
                    | Outcome::Wrong(reason)
                    | Outcome::Failed(reason)
                    | Outcome::Closed(reason)
                    | Outcome::Later(reason) => return self.audit_waits(fence, feed, &delivery, &reason).await,
                }
            }
        }
        self.store.set_audit_posted(fence, feed.guild, last).await?;
        if feed.trouble.is_some() {
            tracing::info!(discord.guild = feed.guild, channel.id = feed.channel, "the audit channel works again");
        }
        Ok(())
    }

    /// The last row of the next message: as many as fit. If too many are missing, the first ones are left out.
    async fn next_audit_message(&self, feed: &AuditFeed) -> Result<Option<i64>, store::Error> {
        let (rows, _) = self.store.audit_between(feed.guild, feed.posted, None, MAX_MISSED).await?;
        let ids: Vec<i64> = rows.iter().map(|row| row.id).take(MAX_LINES as usize).collect();
        let entries = answers::audit::entries(&self.store, rows.into_iter().take(ids.len()).collect()).await?;
        let last = views::audit::fitting(&entries).checked_sub(1).and_then(|place| ids.get(place));
        Ok(last.copied())
    }

    /// Discord takes no message in an audit channel now: it is tried again later, and the member who chose the channel is told once.
    async fn audit_waits(
        &self,
        fence: Fence,
        feed: &AuditFeed,
        delivery: &Delivery,
        reason: &str,
    ) -> Result<(), store::Error> {
        let now = self.clock.now();
        let delay = RETRY_DELAY.saturating_mul(1 << delivery.attempts.clamp(0, 8)).min(MAX_RETRY_DELAY);
        self.store.postpone(fence, delivery.id, now + delay).await?;
        let Some(trouble) = self.store.audit_blocked(fence, feed, reason, now).await? else { return Ok(()) };
        if feed.trouble.is_none() {
            tracing::warn!(
                discord.guild = feed.guild,
                channel.id = feed.channel,
                reason,
                "can't post in the audit channel; will retry"
            );
        }
        if !trouble.told && now.duration_since(trouble.since) >= TELL_AFTER {
            let notice = views::audit::blocked(feed.channel, reason);
            self.store.tell_audit_blocked(fence, feed.guild, &notice, now).await?;
        }
        Ok(())
    }
}

/// The key of a message: 25 characters at most, as Discord takes them for a nonce.
fn key(last: i64, channel: u64) -> String {
    format!("a{last:x}{channel:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_nonce_and_of_one_message() {
        assert_eq!(key(i64::from(u32::MAX), u64::MAX).len(), 25);
        assert_ne!(key(0x11, 1), key(0x1, 1));
    }
}
