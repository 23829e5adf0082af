//! Digests: figures in a channel, at times.
//!
//! What is due is planned (a row for each run, with its outcome or claimed), and what is claimed is rendered, posted and recorded
//! (`run.rs`). Both go by rows alone, so that it does not matter which process planned and which one posts.

mod figures;
mod run;
mod slots;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use store::{Fence, Plan, Subscription};
use tokio::task::{Id, JoinSet};
use tokio_util::sync::CancellationToken;

pub use self::slots::is_late;
use crate::context::{Context, TICK_INTERVAL, rest};

/// Once the bot is to end, it waits this long for the next digest that is under way.
const STOP_TIMEOUT: Duration = Duration::from_secs(2);

/// How many digests are looked at in one go, and about how many of their runs are written in one transaction.
const BATCH_SIZE: u32 = 500;
const MAX_ROWS: usize = 2_000;

/// How many are rendered and posted at once, in all and to one channel: more than Discord lets through would only wait.
const MAX_CONCURRENT: usize = 64;
const MAX_PER_CHANNEL: u32 = 5;

/// After the database did not answer, a run rests this long in its place, so that not all of them ask again at once.
const RETRY_DELAY: Duration = Duration::from_secs(5);

/// How often it is looked whether digests are due when they should be.
const CHECK_INTERVAL: Duration = Duration::from_hours(1);

/// Plans and posts digests until `stop`, then finishes those that are under way.
pub(crate) async fn run(context: &Arc<Context>, fence: Fence, stop: &CancellationToken) -> Result<(), store::Error> {
    // Tasks, not futures polled by this loop: one that holds a database connection must make progress while the loop waits for another.
    let mut working = JoinSet::new();
    let mut taken: HashMap<Id, i64> = HashMap::new();
    let mut seen = context.clock.now();
    let mut checked: Option<Instant> = None;
    let mut looked: Option<Instant> = None;
    loop {
        // Not after each post: to find whose turn it is takes a look at all that wait.
        if !stop.is_cancelled() && looked.is_none_or(|at| at.elapsed() >= TICK_INTERVAL) {
            looked = Some(Instant::now());
            let now = context.clock.now();
            if now < seen || checked.is_none_or(|at| at.elapsed() >= CHECK_INTERVAL) {
                let right = context.set_right(fence, now).await;
                checked = context.trouble.steady(right, "checking when digests are due")?.map(|()| Instant::now());
            }
            seen = now;
            let planned = context.trouble.steady(context.plan_due(fence).await, "planning digests")?.unwrap_or(0);
            if working.len() < MAX_CONCURRENT {
                // Those under way are among them, so there are more than have room.
                let limit = u32::try_from(taken.len() + MAX_CONCURRENT).unwrap_or(u32::MAX);
                let claimed = context.store.unfinished(now, MAX_PER_CHANNEL, limit).await;
                for delivery in context.trouble.steady(claimed, "looking for due digests")?.unwrap_or_default() {
                    if working.len() < MAX_CONCURRENT && !taken.values().any(|id| *id == delivery.id) {
                        let (context, id) = (Arc::clone(context), delivery.id);
                        let work = working.spawn(async move {
                            let done = context.deliver_run(fence, &delivery).await;
                            if !matches!(done, Ok(()) | Err(store::Error::Lost)) {
                                tokio::time::sleep(RETRY_DELAY).await;
                            }
                            done
                        });
                        taken.insert(work.id(), id);
                    }
                }
            }
            if planned > 0 && working.len() < MAX_CONCURRENT {
                looked = None;
                continue;
            }
        }
        if working.is_empty() {
            if stop.is_cancelled() {
                return Ok(());
            }
            rest(stop, TICK_INTERVAL).await;
            continue;
        }
        tokio::select! {
            Some(done) = working.join_next_with_id() => {
                let (task, done) = match done {
                    Ok((task, done)) => (task, Some(done)),
                    // It panicked, and said where.
                    Err(error) => (error.id(), None),
                };
                let Some(id) = taken.remove(&task) else { continue };
                match done {
                    Some(done) => _ = context.trouble.steady(done, "posting a digest")?,
                    None => _ = context.trouble.steady(context.put_off(fence, id).await, "postponing a digest")?,
                }
            }
            () = rest(stop, TICK_INTERVAL), if !stop.is_cancelled() => {}
            // Runs that are still waiting stay claimed and continue after the next start.
            () = tokio::time::sleep(STOP_TIMEOUT), if stop.is_cancelled() => return Ok(()),
        }
    }
}

impl Context {
    /// Writes down what becomes of the runs that are due. How many digests had any.
    async fn plan_due(&self, fence: Fence) -> Result<usize, store::Error> {
        let now = self.clock.now();
        let (mut plans, mut rows) = (Vec::new(), 0);
        for digest in self.store.due(now, BATCH_SIZE).await? {
            let Some(plan) = self.plan(&digest, now) else { continue };
            rows += plan.slots.len();
            plans.push(plan);
            // Somebody whose lease waits for the end of the transaction waits for no more than this.
            if rows >= MAX_ROWS {
                break;
            }
            // A long downtime has many runs: others need the thread, too.
            tokio::task::yield_now().await;
        }
        if plans.is_empty() {
            return Ok(0);
        }
        let held = self.store.plan(fence, &plans, now).await?;
        Ok(held.into_iter().filter(|held| *held).count())
    }

    fn plan(&self, digest: &Subscription, now: Timestamp) -> Option<Plan> {
        let expected = digest.next_due?;
        let schedule = self.kept.digest(digest).ok().and_then(|spec| spec.schedule().ok());
        let Some(schedule) = schedule else {
            // It must not be looked at for ever. The list says what is wrong; a change makes it due again.
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

    /// No digest is due later than its schedule says: a clock that was ahead for a while has moved them on.
    async fn set_right(&self, fence: Fence, now: Timestamp) -> Result<(), store::Error> {
        self.store.forget_the_future(fence, now).await?;
        let mut from = 0;
        loop {
            let digests = self.store.digests_from(from, BATCH_SIZE).await?;
            let Some(last) = digests.last() else { return Ok(()) };
            from = last.id + 1;
            let mut earlier = Vec::new();
            for digest in &digests {
                let next = self.kept.digest(digest).ok().and_then(|spec| spec.next(now));
                earlier.extend(
                    digest
                        .next_due
                        .zip(next)
                        .filter(|(due, next)| next < due)
                        .map(|(due, next)| (digest.id, due, next)),
                );
                tokio::task::yield_now().await;
            }
            if !earlier.is_empty() {
                tracing::warn!(digests = earlier.len(), "moved earlier: the clock was ahead");
                self.store.due_earlier(fence, &earlier).await?;
            }
        }
    }
}
