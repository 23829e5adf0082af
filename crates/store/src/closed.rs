//! Subscriptions that Discord blocks: since when, why, and whether their creators were told.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
    notices::notice,
    pool::{read, write_fenced},
    time::{id, instant, ms},
};

/// How long a subscription has been blocked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trouble {
    /// Since when.
    pub since: Timestamp,
    /// Whether its creator was told.
    pub told: bool,
}

impl Store {
    /// Records that a subscription is blocked in its channel. It is another block if the last refusal was before `recent`. `None` if the
    /// subscription is not active there any more.
    pub async fn troubled(
        &self,
        fence: Fence,
        subscription: i64,
        (channel, reason): (u64, &str),
        (recent, at): (Timestamp, Timestamp),
    ) -> Result<Option<Trouble>, Error> {
        let row: Option<(i64, bool)> = write_fenced!(self, fence, tx => {
            sqlx::query_as(
                "UPDATE subscriptions SET trouble = $3, trouble_seen = $4,
                     trouble_since = CASE WHEN trouble IS NULL OR trouble_seen < $5 THEN $4 ELSE trouble_since END,
                     trouble_told = trouble_told AND (trouble IS NULL OR trouble_seen >= $5)
                 WHERE id = $1 AND channel = $2 AND state = 'active' RETURNING trouble_since, trouble_told",
            )
            .bind(subscription)
            .bind(id(channel))
            .bind(reason)
            .bind(ms(at))
            .bind(ms(recent))
            .fetch_optional(&mut *tx)
            .await?
        });
        Ok(row.map(|(since, told)| Trouble { since: instant(since), told }))
    }

    /// Adds a notice for its creator, once for as long as the block lasts.
    pub async fn tell_trouble(
        &self,
        fence: Fence,
        subscription: i64,
        notice: &str,
        at: Timestamp,
    ) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            let of: Option<(i64, i64)> = sqlx::query_as(
                "UPDATE subscriptions SET trouble_told = TRUE
                 WHERE id = $1 AND state = 'active' AND NOT trouble_told RETURNING creator, guild",
            )
            .bind(subscription)
            .fetch_optional(&mut *tx)
            .await?;
            if let Some((creator, guild)) = of {
                notice!(tx, creator, guild, notice, at);
            }
        });
        Ok(())
    }

    /// Records that a subscription is not blocked any more.
    pub async fn untroubled(&self, fence: Fence, subscription: i64) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE subscriptions SET trouble = NULL, trouble_told = FALSE WHERE id = $1")
                .bind(subscription)
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// The ids of all that are blocked or whose creators were told so.
    pub async fn all_troubled(&self) -> Result<HashSet<i64>, Error> {
        let rows: Vec<(i64,)> = read!(self, db => sqlx::query_as(
            "SELECT id FROM subscriptions WHERE trouble IS NOT NULL OR trouble_told",
        )
        .fetch_all(db));
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Makes claimed deliveries to these channels due now.
    pub async fn hasten(&self, fence: Fence, channels: &HashSet<u64>, now: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            for channel in channels {
                sqlx::query(
                    "UPDATE deliveries SET not_before = $2 WHERE state = 'claimed' AND channel = $1 AND not_before > $2",
                )
                .bind(id(*channel))
                .bind(ms(now))
                .execute(&mut *tx)
                .await?;
            }
        });
        Ok(())
    }
}
