//! Times at which LiveAgent was away.

use jiff::Timestamp;

use crate::{
    DeliveryState, Error, Fence, Store,
    pool::{read, write_fenced},
    time::{instant, ms, snowflake},
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
    /// The newest outage, ongoing or over.
    pub async fn last_outage(&self) -> Result<Option<Outage>, Error> {
        let row: Option<(i64, i64, Option<i64>)> = read!(self, db => sqlx::query_as("SELECT id, began, ended FROM outages ORDER BY id DESC LIMIT 1").fetch_optional(db));
        Ok(row.map(|(id, began, ended)| Outage { id, began: instant(began), ended: ended.map(instant) }))
    }

    /// Records that an outage began, unless one is ongoing. Returns the ongoing one.
    pub async fn outage_began(&self, fence: Fence, at: Timestamp) -> Result<Outage, Error> {
        let (id, began): (i64, i64) = write_fenced!(self, fence, tx => {
            // Only one can be open; whoever comes second waits here for the first, and then finds its row.
            sqlx::query("INSERT INTO outages (began) VALUES ($1) ON CONFLICT DO NOTHING")
                .bind(ms(at))
                .execute(&mut *tx)
                .await?;
            sqlx::query_as("SELECT id, began FROM outages WHERE ended IS NULL").fetch_one(&mut *tx).await?
        });
        Ok(Outage { id, began: instant(began), ended: None })
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

    /// The channels that were told of an outage: those with a posted delivery whose key is of this letter and outage.
    pub async fn channels_told(&self, letter: char, outage: i64) -> Result<Vec<(u64, Option<u64>)>, Error> {
        // `o12c` and what follows it, up to `o12d`: a range of the index, whatever the order of the database's language.
        let (from, to) = (format!("{letter}{outage}c"), format!("{letter}{outage}d"));
        // The state is looked at here: for it the database would take another index, and read all that was ever posted.
        let rows: Vec<(i64, String, Option<i64>)> = read!(self, db => sqlx::query_as(
            "SELECT channel, state, message FROM deliveries WHERE key > $1 AND key < $2 ORDER BY channel",
        )
        .bind(from)
        .bind(to)
        .fetch_all(db));
        let posted = rows.into_iter().filter(|(_, state, _)| state == DeliveryState::Posted.name());
        Ok(posted.map(|(channel, _, message)| (snowflake(channel), message.map(snowflake))).collect())
    }
}
