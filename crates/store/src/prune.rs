//! Forgetting: what is too old goes, a bite at a time, and a file of SQLite gives its room back.
//!
//! A clock that is wrong must not make anybody forget what is young, so it is also kept here since when the clock has run steadily.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Fence, Store,
    links::PROPOSAL_KEPT,
    pool::{Pool, write_fenced},
    samples::RAW_RETENTION,
    time::{instant, ms},
};

/// For how long means, deliveries, incidents, outages, notices and announcements are kept.
const RETENTION: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How many rows are deleted in one go, so that nobody waits for long.
const BATCH_SIZE: i64 = 5_000;

/// After a pause of this length the clock may be wrong.
const MAX_GAP: SignedDuration = SignedDuration::from_hours(1);

const STATEMENTS: [(&str, SignedDuration); 11] = [
    (
        "DELETE FROM samples WHERE (series, at) IN (SELECT series, at FROM samples WHERE at < $1 LIMIT $2)",
        RAW_RETENTION,
    ),
    ("DELETE FROM means WHERE (series, at) IN (SELECT series, at FROM means WHERE at < $1 LIMIT $2)", RETENTION),
    ("DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE ended < $1 LIMIT $2)", RETENTION),
    // Claimed for something that was removed before it was posted.
    (
        "DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE state = 'claimed' AND due < $1
         AND NOT EXISTS (SELECT 1 FROM subscriptions WHERE subscriptions.id = subscription) LIMIT $2)",
        RETENTION,
    ),
    ("DELETE FROM incident_members WHERE incident IN (SELECT id FROM incidents WHERE closed < $1 LIMIT $2)", RETENTION),
    ("DELETE FROM incidents WHERE id IN (SELECT id FROM incidents WHERE closed < $1 LIMIT $2)", RETENTION),
    ("DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE at < $1 LIMIT $2)", RETENTION),
    (
        "DELETE FROM announcements_told WHERE announcement IN (SELECT id FROM announcements WHERE closed < $1 LIMIT $2)",
        RETENTION,
    ),
    ("DELETE FROM announcements WHERE id IN (SELECT id FROM announcements WHERE closed < $1 LIMIT $2)", RETENTION),
    ("DELETE FROM proposals WHERE id IN (SELECT id FROM proposals WHERE at < $1 LIMIT $2)", PROPOSAL_KEPT),
    ("DELETE FROM outages WHERE id IN (SELECT id FROM outages WHERE ended < $1 LIMIT $2)", RETENTION),
];

impl Store {
    /// Forgets what is too old. Whether there is more.
    pub async fn prune(&self, fence: Fence, now: Timestamp) -> Result<bool, Error> {
        let mut more = false;
        for (sql, kept) in STATEMENTS {
            let before = ms(now) - ms(Timestamp::UNIX_EPOCH + kept);
            let gone = write_fenced!(self, fence, tx => {
                sqlx::query(sql).bind(before).bind(BATCH_SIZE).execute(&mut *tx).await?.rows_affected()
            });
            more |= gone >= BATCH_SIZE.unsigned_abs();
        }
        if let Pool::Sqlite(pool) = self.pool() {
            // It gives back a page a row that is read.
            sqlx::query("PRAGMA incremental_vacuum").fetch_all(pool).await?;
        }
        Ok(more)
    }

    /// Since when the clock of who leads has run steadily, over restarts that are short. `steadily` is whether it has since this
    /// was last asked, as far as this process knows.
    pub async fn steady_since(&self, fence: Fence, now: Timestamp, steadily: bool) -> Result<Timestamp, Error> {
        let since: i64 = write_fenced!(self, fence, tx => {
            sqlx::query_scalar(
                "INSERT INTO steady (name, since, seen) VALUES ('leader', $1, $1)
                 ON CONFLICT (name) DO UPDATE SET seen = excluded.seen, since = CASE
                     WHEN $2 AND excluded.seen - steady.seen BETWEEN 0 AND $3 THEN steady.since ELSE excluded.since END
                 RETURNING since",
            )
            .bind(ms(now))
            .bind(steadily)
            .bind(ms(Timestamp::UNIX_EPOCH + MAX_GAP))
            .fetch_one(&mut *tx)
            .await?
        });
        Ok(instant(since))
    }
}
