//! Who leads the background work.
//!
//! With PostgreSQL one row says who, and until when by the database's own clock: whoever stops renewing it (killed, paused, cut off)
//! is followed by another. Each holder has a higher fence than the one before. With SQLite the process that has the file leads.

use crate::{
    Error, Store,
    pool::{Pool, read, write},
};

/// What a leader's writes are checked by. A higher one belongs to a later leader.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Fence(pub(crate) i64);

/// For how long a lease holds, in milliseconds. It is renewed three times as often.
const LEASE_TIME: i64 = 30_000;

impl Store {
    /// Takes the lease, or renews it. `None` while another holds it.
    pub async fn lead(&self, holder: &str) -> Result<Option<Fence>, Error> {
        if let Some(fence) = self.own_fence() {
            self.check_file()?;
            return Ok(Some(Fence(fence)));
        }
        let Pool::Postgres(pool) = self.pool() else { return Ok(None) };
        let fence = sqlx::query_scalar(
            "INSERT INTO lease (name, holder, fence, expires)
             VALUES ('leader', $1, 1, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $2)
             ON CONFLICT (name) DO UPDATE SET
                 fence = CASE WHEN lease.holder = excluded.holder THEN lease.fence ELSE lease.fence + 1 END,
                 holder = excluded.holder,
                 expires = excluded.expires
             WHERE lease.holder = excluded.holder
                OR lease.expires < (extract(epoch FROM clock_timestamp()) * 1000)::bigint
             RETURNING fence",
        )
        .bind(holder)
        .bind(LEASE_TIME)
        .fetch_optional(pool)
        .await?;
        Ok(fence.map(Fence))
    }

    /// Refused unless the fence still leads. For what is done outside the database: ask right before.
    pub async fn still_leads(&self, fence: Fence) -> Result<(), Error> {
        let sql = self.fence_sql();
        let held: Option<i64> = read!(self, db => sqlx::query_scalar(sql).bind(fence.0).fetch_optional(db));
        held.map(drop).ok_or(Error::Lost)
    }

    /// Gives the lease up, so that another need not wait for its end.
    pub async fn resign(&self, fence: Fence) -> Result<(), Error> {
        if self.is_shared() {
            write!(self, tx => {
                sqlx::query("UPDATE lease SET holder = '', expires = 0 WHERE name = 'leader' AND fence = $1")
                    .bind(fence.0)
                    .execute(&mut *tx)
                    .await?;
            });
        }
        Ok(())
    }

    /// Finds the lease if it is still that of a fence, and keeps it from changing hands before the transaction ends.
    pub(crate) fn fence_sql(&self) -> &'static str {
        match self.pool() {
            Pool::Sqlite(_) => "SELECT fence FROM lease WHERE name = 'leader' AND fence = $1",
            Pool::Postgres(_) => {
                "SELECT fence FROM lease WHERE name = 'leader' AND fence = $1
                 AND expires > (extract(epoch FROM clock_timestamp()) * 1000)::bigint FOR SHARE"
            }
        }
    }
}
