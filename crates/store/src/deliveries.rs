//! Whatever is posted exactly once: a row before it is posted, and one outcome in the end.
//!
//! A delivery is claimed, then posted, skipped or failed, and after that it is never changed. Its key is unique, and its nonce with
//! Discord.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
    pool::{read, write, write_fenced},
    time::{id, instant, ms, snowflake},
};

/// Something to post.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Delivery {
    /// Its number.
    pub id: i64,
    /// Its name: what it is, and which one.
    pub key: String,
    /// The digest, board or alert that it is of.
    pub subscription: Option<i64>,
    /// The channel.
    pub channel: u64,
    /// When it was due.
    pub due: Timestamp,
    /// Whether it comes later than it should.
    pub late: bool,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was attempted.
    pub attempts: i64,
    /// The message, once it is posted.
    pub message: Option<u64>,
    /// When it was attempted first.
    pub began: Option<Timestamp>,
    /// When it was posted, skipped, or given up.
    pub ended: Option<Timestamp>,
    /// Why it was skipped or given up.
    pub reason: Option<String>,
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeliveryState {
    /// Nothing yet.
    Claimed,
    /// It stands in the channel.
    Posted,
    /// It came too late, or nobody wanted it any more.
    Skipped,
    /// Discord did not take it.
    Failed,
}

/// A run of a digest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Slot {
    /// When it is due.
    pub due: Timestamp,
    /// Its name.
    pub key: String,
    /// What becomes of it.
    pub outcome: SlotOutcome,
    /// Whether it comes later than it should.
    pub late: bool,
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

/// Something to post that is no run of a digest.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim<'a> {
    /// Its name.
    pub key: &'a str,
    /// The board or alert that it is of.
    pub subscription: Option<i64>,
    /// The channel.
    pub channel: u64,
    /// When it is due.
    pub due: Timestamp,
}

impl DeliveryState {
    const ALL: [Self; 4] = [Self::Claimed, Self::Posted, Self::Skipped, Self::Failed];

    fn name(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Posted => "posted",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    key: String,
    subscription: Option<i64>,
    channel: i64,
    due: i64,
    late: bool,
    state: String,
    attempts: i64,
    message: Option<i64>,
    began: Option<i64>,
    ended: Option<i64>,
    reason: Option<String>,
}

impl Row {
    fn read(self) -> Result<Delivery, Error> {
        let state = DeliveryState::ALL.into_iter().find(|state| state.name() == self.state);
        Ok(Delivery {
            id: self.id,
            key: self.key,
            subscription: self.subscription,
            channel: snowflake(self.channel),
            due: instant(self.due),
            late: self.late,
            state: state.ok_or_else(|| Error::Other(format!("{} is not of this version", self.state)))?,
            attempts: self.attempts,
            message: self.message.map(snowflake),
            began: self.began.map(instant),
            ended: self.ended.map(instant),
            reason: self.reason,
        })
    }
}

fn all(rows: Vec<Row>) -> Result<Vec<Delivery>, Error> {
    rows.into_iter().map(Row::read).collect()
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
                if moved.rows_affected() == 0 {
                    continue;
                }
                for slot in &plan.slots {
                    let (state, reason) = match &slot.outcome {
                        SlotOutcome::Claimed => (DeliveryState::Claimed, None),
                        SlotOutcome::Skipped(reason) => (DeliveryState::Skipped, Some(reason)),
                    };
                    // A run that is there already (the clock was put back) keeps its outcome.
                    sqlx::query(
                        "INSERT INTO deliveries (key, subscription, channel, due, late, state, attempts, ended, reason)
                         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8) ON CONFLICT (key) DO NOTHING",
                    )
                    .bind(&slot.key)
                    .bind(plan.subscription)
                    .bind(id(plan.channel))
                    .bind(ms(slot.due))
                    .bind(slot.late)
                    .bind(state.name())
                    .bind((state == DeliveryState::Skipped).then(|| ms(now)))
                    .bind(reason)
                    .execute(&mut *tx)
                    .await?;
                }
            }
            held
        }))
    }

    /// Claims what is no run of a digest, or gives what was claimed before under this key.
    pub async fn claim(&self, fence: Fence, claim: &Claim<'_>) -> Result<Delivery, Error> {
        let row: Row = write_fenced!(self, fence, tx => {
            sqlx::query(
                "INSERT INTO deliveries (key, subscription, channel, due, late, state, attempts)
                 VALUES ($1, $2, $3, $4, $5, 'claimed', 0) ON CONFLICT (key) DO NOTHING",
            )
            .bind(claim.key)
            .bind(claim.subscription)
            .bind(id(claim.channel))
            .bind(ms(claim.due))
            .bind(false)
            .execute(&mut *tx)
            .await?;
            sqlx::query_as("SELECT * FROM deliveries WHERE key = $1").bind(claim.key).fetch_one(&mut *tx).await?
        });
        row.read()
    }

    /// Asks for a run of a digest now, whoever leads. Whether it was not asked for under this key before.
    pub async fn ask_for_run(&self, key: &str, subscription: i64, channel: u64, at: Timestamp) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            let made = sqlx::query(
                "INSERT INTO deliveries (key, subscription, channel, due, late, state, attempts)
                 VALUES ($1, $2, $3, $4, $5, 'claimed', 0) ON CONFLICT (key) DO NOTHING",
            )
            .bind(key)
            .bind(subscription)
            .bind(id(channel))
            .bind(ms(at))
            .bind(false)
            .execute(&mut *tx)
            .await?;
            made.rows_affected() > 0
        }))
    }

    /// A delivery by its key.
    pub async fn delivery(&self, key: &str) -> Result<Option<Delivery>, Error> {
        let row: Option<Row> =
            read!(self, db => sqlx::query_as("SELECT * FROM deliveries WHERE key = $1").bind(key).fetch_optional(db));
        row.map(Row::read).transpose()
    }

    /// Runs of digests that are claimed and have no outcome yet, the longest due first.
    pub async fn unfinished(&self, limit: u32) -> Result<Vec<Delivery>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM deliveries WHERE state = 'claimed' AND key LIKE 'd%' ORDER BY due, id LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(db)))
    }

    /// Writes down that an attempt is made now. Refused unless the fence still leads, so call it right before.
    pub async fn attempt(&self, fence: Fence, delivery: i64, at: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "UPDATE deliveries SET attempts = attempts + 1, began = COALESCE(began, $2)
                 WHERE id = $1 AND state = 'claimed'",
            )
            .bind(delivery)
            .bind(ms(at))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }

    /// It stands in the channel. Truth needs no lease; of two outcomes the first is kept.
    pub async fn posted(&self, delivery: i64, message: u64, at: Timestamp) -> Result<(), Error> {
        self.end(delivery, DeliveryState::Posted, Some(message), None, at).await
    }

    /// It was given up.
    pub async fn failed(&self, delivery: i64, reason: &str, at: Timestamp) -> Result<(), Error> {
        self.end(delivery, DeliveryState::Failed, None, Some(reason), at).await
    }

    /// It is not wanted any more.
    pub async fn skipped(&self, delivery: i64, reason: &str, at: Timestamp) -> Result<(), Error> {
        self.end(delivery, DeliveryState::Skipped, None, Some(reason), at).await
    }

    async fn end(
        &self,
        delivery: i64,
        state: DeliveryState,
        message: Option<u64>,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<(), Error> {
        write!(self, tx => {
            sqlx::query(
                "UPDATE deliveries SET state = $2, message = $3, reason = $4, ended = $5
                 WHERE id = $1 AND state = 'claimed'",
            )
            .bind(delivery)
            .bind(state.name())
            .bind(message.map(id))
            .bind(reason)
            .bind(ms(at))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }

    /// What became of the runs of a digest, newest first.
    pub async fn deliveries_of(&self, subscription: i64, limit: u32) -> Result<Vec<Delivery>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM deliveries WHERE subscription = $1 ORDER BY due DESC, id DESC LIMIT $2",
        )
        .bind(subscription)
        .bind(i64::from(limit))
        .fetch_all(db)))
    }
}
