//! Either database behind one text of SQL. The body of a query is compiled once for each.

use sqlx::{PgPool, SqlitePool};

/// The connections.
#[derive(Clone, Debug)]
pub(crate) enum Pool {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// Reads: `read!(self, db => query.fetch_all(db))`, where `db` is the pool.
macro_rules! read {
    ($store:expr, $db:ident => $query:expr) => {
        match $store.pool() {
            $crate::pool::Pool::Sqlite($db) => $query.await?,
            $crate::pool::Pool::Postgres($db) => $query.await?,
        }
    };
}

/// Writes in one transaction: `write!(self, tx => { ... })`. An error or an early return leaves nothing behind.
macro_rules! write {
    ($store:expr, $tx:ident => $body:block) => {
        match $store.pool() {
            $crate::pool::Pool::Sqlite(pool) => {
                $store.check_file()?;
                // A transaction that will write says so at once: otherwise two that have read would block each other.
                let mut $tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                let done = $body;
                $tx.commit().await?;
                done
            }
            $crate::pool::Pool::Postgres(pool) => {
                let mut $tx = pool.begin().await?;
                let done = $body;
                $tx.commit().await?;
                done
            }
        }
    };
}

/// Reads several tables as they are at one instant: `read_together!(self, tx => { ... })`.
macro_rules! read_together {
    ($store:expr, $tx:ident => $body:block) => {
        match $store.pool() {
            $crate::pool::Pool::Sqlite(pool) => {
                let mut $tx = pool.begin().await?;
                let done = $body;
                $tx.commit().await?;
                done
            }
            $crate::pool::Pool::Postgres(pool) => {
                let mut $tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                let done = $body;
                $tx.commit().await?;
                done
            }
        }
    };
}

/// Writes settings of servers: the version grows in the same transaction, after all else, and the snapshots of this process have the
/// change when it returns.
macro_rules! write_servers {
    ($store:expr, $tx:ident => $body:block) => {{
        let done = $crate::pool::write!($store, $tx => {
            let done = $body;
            sqlx::query($store.touch_sql()).execute(&mut *$tx).await?;
            done
        });
        $store.reload_servers().await;
        done
    }};
}

/// Writes as who leads: refused when the lease is another's by now.
macro_rules! write_fenced {
    ($store:expr, $fence:expr, $tx:ident => $body:block) => {
        $crate::pool::write!($store, $tx => {
            let held = sqlx::query($store.fence_sql()).bind($fence.0).fetch_optional(&mut *$tx).await?;
            if held.is_none() {
                return Err($crate::Error::Lost);
            }
            $body
        })
    };
}

pub(crate) use {read, read_together, write, write_fenced, write_servers};
