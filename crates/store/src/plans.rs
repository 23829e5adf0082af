//! Digests that are due: each of their runs becomes a row, with its outcome or claimed, and the digest is due again later.
//!
//! What a clock that is wrong for a while has made of them is set right here, too.

use jiff::Timestamp;
use sqlx::QueryBuilder;

use crate::{
    DeliveryState, Error, Fence, Store,
    pool::write_fenced,
    time::{id, ms},
};

/// A run of a digest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Slot {
    /// When it is due.
    pub due: Timestamp,
    /// Its name.
    pub key: String,
    /// What becomes of it.
    pub outcome: SlotOutcome,
}

/// What becomes of a run.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum SlotOutcome {
    /// It is to be posted.
    Claimed,
    /// It is not, for this reason.
    Skipped(String),
}

/// The runs of a digest that are due, and when it is due next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Plan {
    /// The digest.
    pub subscription: i64,
    /// When it was due when this was planned: if somebody has changed it since, nothing is planned.
    pub expected: Timestamp,
    /// The channel.
    pub channel: u64,
    /// The runs.
    pub slots: Vec<Slot>,
    /// When it is due next.
    pub next_due: Option<Timestamp>,
}

impl Store {
    /// Writes down what becomes of the runs of digests that are due, all together. Which plans held: those whose digest
    /// nobody has changed meanwhile.
    pub async fn plan(&self, fence: Fence, plans: &[Plan], now: Timestamp) -> Result<Vec<bool>, Error> {
        Ok(write_fenced!(self, fence, tx => {
            let mut held = Vec::with_capacity(plans.len());
            for plan in plans {
                let moved = sqlx::query(
                    "UPDATE subscriptions SET next_due = $3 WHERE id = $1 AND next_due = $2 AND state = 'active'",
                )
                .bind(plan.subscription)
                .bind(ms(plan.expected))
                .bind(plan.next_due.map(ms))
                .execute(&mut *tx)
                .await?;
                held.push(moved.rows_affected() > 0);
                if moved.rows_affected() == 0 || plan.slots.is_empty() {
                    continue;
                }
                let mut insert = QueryBuilder::new(
                    "INSERT INTO deliveries (key, subscription, channel, due, not_before, state, attempts, ended, reason) ",
                );
                insert.push_values(&plan.slots, |mut row, slot| {
                    let (state, ended, reason) = match &slot.outcome {
                        SlotOutcome::Claimed => (DeliveryState::Claimed, None, None),
                        SlotOutcome::Skipped(reason) => (DeliveryState::Skipped, Some(ms(now)), Some(reason.as_str())),
                    };
                    row.push_bind(slot.key.as_str()).push_bind(plan.subscription).push_bind(id(plan.channel));
                    row.push_bind(ms(slot.due)).push_bind(ms(slot.due)).push_bind(state.name()).push_bind(0_i64);
                    row.push_bind(ended).push_bind(reason);
                });
                // A run that is there already (the clock was put back) keeps its outcome.
                insert.push(" ON CONFLICT (key) DO NOTHING");
                insert.build().execute(&mut *tx).await?;
            }
            held
        }))
    }

    /// After a clock was ahead and is right again: what it had skipped of times to come is planned anew, and what it had put off is
    /// looked at when it is due.
    pub async fn forget_the_future(&self, fence: Fence, now: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            for sql in [
                "DELETE FROM deliveries WHERE state = 'skipped' AND ended > $1 AND due > $1 AND key LIKE 'd%'",
                "UPDATE deliveries SET not_before = due WHERE state = 'claimed' AND not_before > $1 AND not_before <> due",
            ] {
                sqlx::query(sql).bind(ms(now)).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }

    /// Has digests be due earlier than they were: their numbers, what was expected, and when instead. What somebody has changed
    /// meanwhile stays.
    pub async fn due_earlier(&self, fence: Fence, digests: &[(i64, Timestamp, Timestamp)]) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            for (digest, expected, due) in digests {
                sqlx::query("UPDATE subscriptions SET next_due = $3 WHERE id = $1 AND next_due = $2")
                    .bind(*digest)
                    .bind(ms(*expected))
                    .bind(ms(*due))
                    .execute(&mut *tx)
                    .await?;
            }
        });
        Ok(())
    }
}
