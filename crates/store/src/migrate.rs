//! Bringing a database up to date: forward only, in one transaction, and by one process at a time.

use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

use crate::Error;

/// A step: what both databases take, with `@id@` for a growing key, and what each takes besides.
pub(crate) struct Step {
    both: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// All steps; a database's version is how many of them it has taken. A step that was released is never changed.
const STEPS: [Step; 1] = [Step {
    both: include_str!("../migrations/0001.sql"),
    sqlite: include_str!("../migrations/0001.sqlite.sql"),
    postgres: include_str!("../migrations/0001.postgres.sql"),
}];

/// The newest version.
const KNOWN: i64 = 1;
const _: () = assert!(KNOWN.unsigned_abs() == STEPS.len() as u64, "a step has a version");

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)";
pub(crate) const READ: &str = "SELECT version FROM schema_version";

/// What it still has to take.
pub(crate) fn missing(version: Option<i64>) -> Result<impl Iterator<Item = &'static Step>, Error> {
    let found = version.unwrap_or(0);
    match usize::try_from(found) {
        Ok(taken) if found <= KNOWN => Ok(STEPS.iter().skip(taken)),
        _ => Err(Error::TooNew { found, known: KNOWN }),
    }
}

/// Migrates, and gives this process its fence.
pub(crate) async fn sqlite(pool: &SqlitePool) -> Result<i64, Error> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(TABLE).execute(&mut *tx).await?;
    let version: Option<i64> = sqlx::query_scalar(READ).fetch_optional(&mut *tx).await?;
    for step in missing(version)? {
        let both = step.both.replace("@id@", "INTEGER PRIMARY KEY AUTOINCREMENT");
        sqlx::raw_sql(AssertSqlSafe(both)).execute(&mut *tx).await?;
        sqlx::raw_sql(step.sqlite).execute(&mut *tx).await?;
    }
    set_version(version, |sql| sqlx::query(sql).bind(KNOWN)).execute(&mut *tx).await?;
    let fence = sqlx::query_scalar(
        "INSERT INTO lease (name, holder, fence, expires) VALUES ('leader', '', 1, 0)
         ON CONFLICT (name) DO UPDATE SET fence = lease.fence + 1 RETURNING fence",
    )
    .fetch_one(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(fence)
}

/// Migrates. Others that open the same database wait for it.
pub(crate) async fn postgres(pool: &PgPool) -> Result<(), Error> {
    /// "switchbo" as a number: whom the lock belongs to.
    const LOCK: i64 = 0x7377_6974_6368_626f;
    let mut tx = pool.begin().await?;
    // A step over a large table takes its time; questions do not.
    sqlx::query("SET LOCAL statement_timeout = 0").execute(&mut *tx).await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *tx).await?;
    sqlx::query(TABLE).execute(&mut *tx).await?;
    let version: Option<i64> = sqlx::query_scalar(READ).fetch_optional(&mut *tx).await?;
    for step in missing(version)? {
        let both = step.both.replace("@id@", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
        sqlx::raw_sql(AssertSqlSafe(both)).execute(&mut *tx).await?;
        sqlx::raw_sql(step.postgres).execute(&mut *tx).await?;
    }
    set_version(version, |sql| sqlx::query(sql).bind(KNOWN)).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}

fn set_version<Q>(version: Option<i64>, query: impl FnOnce(&'static str) -> Q) -> Q {
    query(if version.is_none() {
        "INSERT INTO schema_version (version) VALUES ($1)"
    } else {
        "UPDATE schema_version SET version = $1"
    })
}
