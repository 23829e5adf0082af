//! Subscriptions whose creator may no longer have them: since when, and taking them over.
//!
//! Whether a member may have them is for the caller to say. Finding it out takes a while, so each change names the creator in
//! question: a subscription that was taken over since is left alone.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store, Who,
    audit::audit,
    members::member,
    pool::{read, write, write_fenced},
    row::row,
    time::{id, instant, ms, snowflake},
};

/// A subscription, as far as its creator is concerned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Created {
    /// Its number.
    pub id: i64,
    /// The server it belongs to.
    pub guild: u64,
    /// Who made it or took it over; 0 where that member was forgotten.
    pub creator: u64,
    /// When it was last changed.
    pub changed: Timestamp,
    /// Since when its creator may no longer have it.
    pub orphaned: Option<Timestamp>,
}

row! {
    struct Row {
        id: i64,
        guild: i64,
        creator: i64,
        changed: i64,
        orphaned: Option<i64>,
    }
}

impl From<Row> for Created {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            guild: snowflake(row.guild),
            creator: snowflake(row.creator),
            changed: instant(row.changed),
            orphaned: row.orphaned.map(instant),
        }
    }
}

impl Store {
    /// All subscriptions, at work or not, by their servers and creators.
    pub async fn created(&self) -> Result<Vec<Created>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT id, guild, creator, changed, orphaned FROM subscriptions ORDER BY guild, creator, id",
        )
        .fetch_all(db));
        Ok(rows.into_iter().map(Created::from).collect())
    }

    /// Records that a creator may not have these subscriptions since `at`, unless they are orphaned already, or with `None` that the
    /// creator may have them again. What is orphaned is announced, once. Fails with [`Error::Lost`] where another process leads.
    pub async fn set_orphaned(
        &self,
        fence: Fence,
        creator: u64,
        subscriptions: &[i64],
        at: Option<Timestamp>,
    ) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            for subscription in subscriptions {
                sqlx::query(
                    "UPDATE subscriptions SET orphaned = CASE WHEN $3 IS NULL THEN NULL ELSE COALESCE(orphaned, $3) END,
                         announcement = CASE WHEN $3 IS NULL OR orphaned IS NULL THEN NULL ELSE announcement END
                     WHERE id = $1 AND creator = $2",
                )
                .bind(*subscription)
                .bind(id(creator))
                .bind(at.map(ms))
                .execute(&mut *tx)
                .await?;
            }
        });
        Ok(())
    }

    /// Pauses a digest or board at work whose creator may no longer have it, and records both. Whether it was at work and still
    /// that creator's. An alert is never paused so.
    pub async fn pause_orphaned(
        &self,
        fence: Fence,
        creator: u64,
        subscription: i64,
        reason: &str,
        at: Timestamp,
    ) -> Result<bool, Error> {
        Ok(write_fenced!(self, fence, tx => {
            let paused = sqlx::query(
                "UPDATE subscriptions SET state = 'paused', reason = $3, next_due = NULL, changed = $4,
                     orphaned = COALESCE(orphaned, $4),
                     announcement = CASE WHEN orphaned IS NULL THEN NULL ELSE announcement END, version = version + 1, trouble = NULL, trouble_told = FALSE
                 WHERE id = $1 AND creator = $2 AND state = 'active' AND kind IN ('digest', 'board')",
            )
            .bind(subscription)
            .bind(id(creator))
            .bind(reason)
            .bind(ms(at))
            .execute(&mut *tx)
            .await?;
            paused.rows_affected() > 0
        }))
    }

    /// Makes a member the creator of an orphaned subscription of their server. One that was paused for that is at work again, a digest
    /// due at `next_due`; one that was paused or stopped otherwise stays so. Whether it was still orphaned: of two calls at once, one takes
    /// it over.
    pub async fn take_over(&self, subscription: i64, next_due: Option<Timestamp>, by: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, by.user);
            // Somebody who pauses it gives no reason.
            let kind: Option<String> = sqlx::query_scalar(
                "UPDATE subscriptions SET creator = $3, orphaned = NULL, changed = $4, version = version + 1,
                     state = CASE WHEN state = 'paused' AND reason IS NOT NULL THEN 'active' ELSE state END,
                     next_due = CASE WHEN state = 'paused' AND reason IS NOT NULL THEN $5 ELSE next_due END,
                     reason = CASE WHEN state = 'paused' THEN NULL ELSE reason END
                 WHERE id = $1 AND guild = $2 AND orphaned IS NOT NULL RETURNING kind",
            )
            .bind(subscription)
            .bind(id(by.guild))
            .bind(id(by.user))
            .bind(ms(by.at))
            .bind(next_due.map(ms))
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(kind) = &kind {
                audit!(tx, by, format!("take over {kind}"), format!("{kind} {subscription}"), "");
            }
            kind.is_some()
        }))
    }
}
