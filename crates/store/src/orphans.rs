//! Subscriptions whose creator may no longer have them: since when, and taking them over.
//!
//! Whether a member may have them is for the caller to say. Finding it out takes a while, so each change names the creator in
//! question: a subscription that was taken over since is left alone.

use jiff::Timestamp;

use crate::{
    Error, Fence, Store, Who,
    audit::audit,
    members::member,
    pool::{write, write_fenced},
    time::{id, ms},
};

impl Store {
    /// Records that a creator may not have these subscriptions since `at`, unless they are orphaned already, or with `None` that the
    /// creator may have them again. Fails with [`Error::Lost`] where another process leads.
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
                    "UPDATE subscriptions SET orphaned = CASE WHEN $3 IS NULL THEN NULL ELSE COALESCE(orphaned, $3) END
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
                     orphaned = COALESCE(orphaned, $4), version = version + 1, trouble = NULL, trouble_told = FALSE
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

    /// Makes a member the creator of an orphaned subscription of their server, at work or not as before. Whether it was still orphaned:
    /// of two calls at once, one takes it over.
    pub async fn take_over(&self, subscription: i64, by: &Who) -> Result<bool, Error> {
        Ok(write!(self, tx => {
            member!(tx, by.user);
            let kind: Option<String> = sqlx::query_scalar(
                "UPDATE subscriptions SET creator = $3, orphaned = NULL, changed = $4, version = version + 1
                 WHERE id = $1 AND guild = $2 AND orphaned IS NOT NULL RETURNING kind",
            )
            .bind(subscription)
            .bind(id(by.guild))
            .bind(id(by.user))
            .bind(ms(by.at))
            .fetch_optional(&mut *tx)
            .await?;
            if let Some(kind) = &kind {
                audit!(tx, by, format!("take over {kind}"), format!("{kind} {subscription}"), "");
            }
            kind.is_some()
        }))
    }
}
