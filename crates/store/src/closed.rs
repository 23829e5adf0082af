//! Channels that Discord does not let the bot into: which digests, boards and alerts wait for one, since when, and whether their makers know.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
    notices::notice,
    pool::{read, write_fenced},
    time::{id, instant, ms},
};

/// How one that waits stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Trouble {
    /// Since when it waits.
    pub since: Timestamp,
    /// Whether its maker was told.
    pub told: bool,
}

impl Store {
    /// Discord does not let the bot into a channel. Since when that is so; none where it is not at work there any more.
    pub async fn troubled(
        &self,
        fence: Fence,
        subscription: i64,
        (channel, reason): (u64, &str),
        at: Timestamp,
    ) -> Result<Option<Trouble>, Error> {
        let row: Option<(i64, bool)> = write_fenced!(self, fence, tx => {
            sqlx::query_as(
                "UPDATE subscriptions SET trouble = $3,
                     trouble_since = CASE WHEN trouble IS NULL THEN $4 ELSE trouble_since END
                 WHERE id = $1 AND channel = $2 AND state = 'active' RETURNING trouble_since, trouble_told",
            )
            .bind(subscription)
            .bind(id(channel))
            .bind(reason)
            .bind(ms(at))
            .fetch_optional(&mut *tx)
            .await?
        });
        Ok(row.map(|(since, told)| Trouble { since: instant(since), told }))
    }

    /// Keeps what its maker is to be told of it, once for as long as it lasts.
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

    /// Something got through for it.
    pub async fn untroubled(&self, fence: Fence, subscription: i64) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE subscriptions SET trouble = NULL, trouble_told = FALSE WHERE id = $1")
                .bind(subscription)
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// Those that wait, or whose makers were told that they did.
    pub async fn all_troubled(&self) -> Result<HashSet<i64>, Error> {
        let rows: Vec<(i64,)> = read!(self, db => sqlx::query_as(
            "SELECT id FROM subscriptions WHERE trouble IS NOT NULL OR trouble_told",
        )
        .fetch_all(db));
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// What is claimed for these channels is looked at now.
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
