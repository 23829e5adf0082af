//! Which processes share the database. Each has a row that it renews; one that stops (killed, paused, cut off) is soon not among them.
//!
//! With SQLite there is one, and nothing is written.

use crate::{
    Error, Store,
    pool::Pool,
    time::{id, snowflake},
};

/// How long after its last renewal a row expires, in milliseconds, as the lease does. It is renewed three times as often.
const EXPIRES_AFTER: i64 = 30_000;

/// A process that is alive.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Process {
    /// What tells it from all others.
    pub id: u64,
    /// Which shards of the gateway it has: as its settings have them, and nothing for all.
    pub shards: String,
}

impl Store {
    /// Renews the row of a process. All that are alive, it among them, by their numbers.
    pub async fn renew_process(&self, process: &Process) -> Result<Vec<Process>, Error> {
        let Pool::Postgres(pool) = self.pool() else { return Ok(vec![process.clone()]) };
        // Each statement by itself: two that forget each other's rows and renew their own can't wait for one another.
        sqlx::query(
            "INSERT INTO processes (id, shards, expires)
             VALUES ($1, $2, (extract(epoch FROM clock_timestamp()) * 1000)::bigint + $3)
             ON CONFLICT (id) DO UPDATE SET shards = excluded.shards, expires = excluded.expires",
        )
        .bind(id(process.id))
        .bind(&process.shards)
        .bind(EXPIRES_AFTER)
        .execute(pool)
        .await?;
        sqlx::query(
            "DELETE FROM processes WHERE id IN (
                 SELECT id FROM processes WHERE expires < (extract(epoch FROM clock_timestamp()) * 1000)::bigint
                 FOR UPDATE SKIP LOCKED
             )",
        )
        .execute(pool)
        .await?;
        let rows: Vec<(i64, String)> = sqlx::query_as(
            "SELECT id, shards FROM processes
             WHERE id = $1 OR expires >= (extract(epoch FROM clock_timestamp()) * 1000)::bigint ORDER BY id",
        )
        .bind(id(process.id))
        .fetch_all(pool)
        .await?;
        Ok(rows.into_iter().map(|(id, shards)| Process { id: snowflake(id), shards }).collect())
    }

    /// Takes the row of a process away, so that the others need not wait for its end.
    pub async fn remove_process(&self, process: u64) -> Result<(), Error> {
        if let Pool::Postgres(pool) = self.pool() {
            sqlx::query("DELETE FROM processes WHERE id = $1").bind(id(process)).execute(pool).await?;
        }
        Ok(())
    }
}
