//! Times at which LiveAgent was away.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store,
    pool::{read, write_fenced},
    time::{instant, ms},
};

/// A time at which LiveAgent was away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Outage {
    /// Its number.
    pub id: i64,
    /// Since when.
    pub began: Timestamp,
    /// Until when.
    pub ended: Option<Timestamp>,
}

impl Store {
    /// The newest outage, whether it goes on or not.
    pub async fn last_outage(&self) -> Result<Option<Outage>, Error> {
        let row: Option<(i64, i64, Option<i64>)> = read!(self, db => sqlx::query_as("SELECT id, began, ended FROM outages ORDER BY id DESC LIMIT 1").fetch_optional(db));
        Ok(row.map(|(id, began, ended)| Outage { id, began: instant(began), ended: ended.map(instant) }))
    }

    /// An outage began.
    pub async fn outage_began(&self, fence: Fence, at: Timestamp) -> Result<Outage, Error> {
        let id = write_fenced!(self, fence, tx => {
            sqlx::query_scalar("INSERT INTO outages (began) VALUES ($1) RETURNING id")
                .bind(ms(at))
                .fetch_one(&mut *tx)
                .await?
        });
        Ok(Outage { id, began: at, ended: None })
    }

    /// It is over.
    pub async fn outage_ended(&self, fence: Fence, outage: i64, at: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query("UPDATE outages SET ended = $2 WHERE id = $1 AND ended IS NULL")
                .bind(outage)
                .bind(ms(at))
                .execute(&mut *tx)
                .await?;
        });
        Ok(())
    }

    /// The channels that were told of it: those with a posted delivery whose key begins so.
    pub async fn posted_channels(&self, prefix: &str) -> Result<Vec<u64>, Error> {
        let rows: Vec<(i64,)> = read!(self, db => sqlx::query_as(
            "SELECT channel FROM deliveries WHERE state = 'posted' AND substr(key, 1, $2) = $1 ORDER BY channel",
        )
        .bind(prefix)
        .bind(i32::try_from(prefix.len()).unwrap_or(i32::MAX))
        .fetch_all(db));
        Ok(rows.into_iter().map(|(channel,)| crate::time::snowflake(channel)).collect())
    }
}
