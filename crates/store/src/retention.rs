//! For how long the audit is kept: the database itself refuses to delete younger rows, by its own clock.

use crate::{
    Error, Store,
    pool::{Pool, read, write},
};

/// How many rows are deleted in one go, so that nobody waits for long.
const BITE: i64 = 5_000;

impl Store {
    /// Sets for how many days the audit is kept, 1 at least. A shorter time lets the next [`Store::prune_audit`] delete more.
    pub async fn set_audit_retention(&self, days: u32) -> Result<(), Error> {
        if days == 0 {
            return Err(Error::Other("the audit is kept for a day at least".to_owned()));
        }
        write!(self, tx => {
            sqlx::query(
                "INSERT INTO audit_retention (one, days) VALUES (1, $1) ON CONFLICT (one) DO UPDATE SET days = excluded.days",
            )
            .bind(i64::from(days))
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }

    /// Deletes rows that are older than the retention, by the database's clock, a few thousand rows at a time. How many rows there were.
    /// Does nothing while no retention is set.
    pub async fn prune_audit(&self) -> Result<u64, Error> {
        let sql = match self.pool() {
            Pool::Sqlite(_) => {
                "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) - days * 86400000 FROM audit_retention"
            }
            Pool::Postgres(_) => {
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint - days * 86400000 FROM audit_retention"
            }
        };
        let Some(before): Option<i64> = read!(self, db => sqlx::query_scalar(sql).fetch_optional(db)) else {
            return Ok(0);
        };
        let mut total = 0;
        loop {
            // The oldest first: no outcome goes before its intent.
            let gone = write!(self, tx => {
                let gone = sqlx::query(
                    "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < $1 ORDER BY at, id LIMIT $2)",
                )
                .bind(before)
                .bind(BITE)
                .execute(&mut *tx)
                .await?;
                sqlx::query(
                    "DELETE FROM audit_open WHERE NOT EXISTS (SELECT 1 FROM audit WHERE audit.id = audit_open.intent)",
                )
                .execute(&mut *tx)
                .await?;
                gone.rows_affected()
            });
            total += gone;
            if gone < BITE.unsigned_abs() {
                return Ok(total);
            }
        }
    }
}
