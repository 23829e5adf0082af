//! Whatever is posted exactly once: a row before it is posted, and one outcome in the end.
//!
//! A delivery is claimed, then posted, skipped or failed, and after that it is never changed. Its key is unique, and its nonce with
//! Discord.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store, Who,
    audit::audit,
    pool::{read, write, write_fenced},
    row::row,
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
    /// While it is claimed: it is not attempted before.
    pub not_before: Timestamp,
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

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Posted => "posted",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

row! {
    struct Row {
        id: i64,
        key: String,
        subscription: Option<i64>,
        channel: i64,
        due: i64,
        not_before: i64,
        state: String,
        attempts: i64,
        message: Option<i64>,
        began: Option<i64>,
        ended: Option<i64>,
        reason: Option<String>,
    }
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
            not_before: instant(self.not_before),
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
    /// Claims what is no run of a digest, or gives what was claimed before under this key.
    pub async fn claim(&self, fence: Fence, claim: &Claim<'_>) -> Result<Delivery, Error> {
        let row: Row = write_fenced!(self, fence, tx => {
            sqlx::query(
                "INSERT INTO deliveries (key, subscription, channel, due, not_before, state, attempts)
                 VALUES ($1, $2, $3, $4, $4, 'claimed', 0) ON CONFLICT (key) DO NOTHING",
            )
            .bind(claim.key)
            .bind(claim.subscription)
            .bind(id(claim.channel))
            .bind(ms(claim.due))
            .execute(&mut *tx)
            .await?;
            sqlx::query_as("SELECT * FROM deliveries WHERE key = $1").bind(claim.key).fetch_one(&mut *tx).await?
        });
        row.read()
    }

    /// Asks for a run of a digest now, whoever leads. Whether it was not asked for under this key before.
    pub async fn ask_for_run(&self, key: &str, subscription: i64, channel: u64, by: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            let made = sqlx::query(
                "INSERT INTO deliveries (key, subscription, channel, due, not_before, state, attempts)
                 VALUES ($1, $2, $3, $4, $4, 'claimed', 0) ON CONFLICT (key) DO NOTHING",
            )
            .bind(key)
            .bind(subscription)
            .bind(id(channel))
            .bind(ms(by.at))
            .execute(&mut *tx)
            .await?;
            let is_new = made.rows_affected() > 0;
            if is_new {
                audit!(tx, by, "run digest", format!("digest {subscription}"), format!("channel {channel}"));
            }
            is_new
        }))
    }

    /// A delivery by its key.
    pub async fn delivery(&self, key: &str) -> Result<Option<Delivery>, Error> {
        let row: Option<Row> =
            read!(self, db => sqlx::query_as("SELECT * FROM deliveries WHERE key = $1").bind(key).fetch_optional(db));
        row.map(Row::read).transpose()
    }

    /// Runs of digests that are claimed, have no outcome yet and may be looked at: at most `each` of a channel, so that a full
    /// channel keeps none of the others waiting. The first of each channel first.
    pub async fn unfinished(&self, now: Timestamp, each: u32, limit: u32) -> Result<Vec<Delivery>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT * FROM deliveries JOIN (
                 SELECT id AS ready, ROW_NUMBER() OVER (PARTITION BY channel ORDER BY due, id) AS place FROM deliveries
                 WHERE state = 'claimed' AND key LIKE 'd%' AND not_before <= $1
             ) AS waiting ON ready = id WHERE place <= $2 ORDER BY place, due, id LIMIT $3",
        )
        .bind(ms(now))
        .bind(i64::from(each))
        .bind(i64::from(limit))
        .fetch_all(db)))
    }

    /// A claimed delivery is not looked at before `until`.
    pub async fn postpone(&self, fence: Fence, delivery: i64, until: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE deliveries SET not_before = $2 WHERE id = $1 AND state = 'claimed'")
                .bind(delivery)
                .bind(ms(until))
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
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

    /// Discord refused the only attempts so far, so the message is not in the channel.
    pub async fn attempt_refused(&self, fence: Fence, delivery: i64) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE deliveries SET began = NULL WHERE id = $1 AND state = 'claimed'")
                .bind(delivery)
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// It stands in the channel. Truth needs no lease; of two outcomes the first is kept. The message that is kept: another one, or
    /// none, where it had an outcome before.
    pub async fn posted(&self, delivery: i64, message: u64, at: Timestamp) -> Result<Option<u64>, Error> {
        self.end(delivery, DeliveryState::Posted, Some(message), None, at).await
    }

    /// It was given up.
    pub async fn failed(&self, delivery: i64, reason: &str, at: Timestamp) -> Result<(), Error> {
        self.end(delivery, DeliveryState::Failed, None, Some(reason), at).await.map(drop)
    }

    /// It is not wanted any more.
    pub async fn skipped(&self, delivery: i64, reason: &str, at: Timestamp) -> Result<(), Error> {
        self.end(delivery, DeliveryState::Skipped, None, Some(reason), at).await.map(drop)
    }

    async fn end(
        &self,
        delivery: i64,
        state: DeliveryState,
        message: Option<u64>,
        reason: Option<&str>,
        at: Timestamp,
    ) -> Result<Option<u64>, Error> {
        let kept: Option<Option<i64>> = write!(self, tx => {
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
            sqlx::query_scalar("SELECT message FROM deliveries WHERE id = $1").bind(delivery).fetch_optional(&mut *tx).await?
        });
        Ok(kept.flatten().map(snowflake))
    }

    /// What became of the last run of each digest of a server that has an outcome.
    pub async fn last_runs(&self, guild: u64) -> Result<Vec<Delivery>, Error> {
        all(read!(self, db => sqlx::query_as(
            "SELECT deliveries.* FROM subscriptions JOIN deliveries ON deliveries.id =
                 (SELECT runs.id FROM deliveries AS runs WHERE runs.subscription = subscriptions.id
                     AND runs.state <> 'claimed' ORDER BY runs.due DESC, runs.id DESC LIMIT 1)
             WHERE guild = $1 AND kind = 'digest'",
        )
        .bind(id(guild))
        .fetch_all(db)))
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
