//! Feeds the audit channels of servers: which rows are missing there, one message at a time, and whether Discord blocks a channel.
//!
//! A message is claimed by its last row, so that its rows are the same whichever process posts it in the end. The position moves once it
//! is posted, and no row is left out.

use jiff::Timestamp;

use crate::{
    AuditRow, Error, Fence, Store, Trouble,
    audit_list::{all, rows_where},
    notices::notice,
    pool::{read, write_fenced},
    row::row,
    time::{id, instant, ms, snowflake},
};

/// An audit channel with rows to post.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuditFeed {
    /// The server's id.
    pub guild: u64,
    /// The channel's id.
    pub channel: u64,
    /// The last row that is in the channel.
    pub posted: i64,
    /// The last row of the message that is being posted.
    pub claimed: Option<i64>,
    /// Discord's reason while it blocks the channel.
    pub trouble: Option<String>,
}

row! {
    struct Row {
        guild: i64,
        audit_channel: i64,
        audit_posted: i64,
        audit_claimed: Option<i64>,
        audit_trouble: Option<String>,
    }
}

impl From<Row> for AuditFeed {
    fn from(row: Row) -> Self {
        Self {
            guild: snowflake(row.guild),
            channel: snowflake(row.audit_channel),
            posted: row.audit_posted,
            claimed: row.audit_claimed,
            trouble: row.audit_trouble,
        }
    }
}

impl Store {
    /// The audit channels that rows are missing in.
    pub async fn audit_feeds(&self) -> Result<Vec<AuditFeed>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT guild, audit_channel, audit_posted, audit_claimed, audit_trouble FROM servers
             WHERE audit_channel IS NOT NULL AND EXISTS (
                 SELECT 1 FROM audit
                 WHERE audit.guild = servers.guild AND audit.id > audit_posted AND outcome <> 'intent')
             ORDER BY guild",
        )
        .fetch_all(db));
        Ok(rows.into_iter().map(AuditFeed::from).collect())
    }

    /// The outcomes of changes in a server after the row `after`, oldest first, refused ones among them: all rows but intents.
    pub async fn audit_after(&self, guild: u64, after: i64, limit: u32) -> Result<Vec<AuditRow>, Error> {
        let sql = rows_where("guild = $1 AND audit.id > $2 AND outcome <> 'intent' ORDER BY audit.id LIMIT $3");
        all(read!(self, db => sqlx::query_as(sql)
            .bind(id(guild))
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(db)))
    }

    /// The last rows of those that [`Store::audit_after`] gives up to the row `up_to` (`None` for all), oldest first, and how many rows
    /// there are up to there.
    pub async fn audit_between(
        &self,
        guild: u64,
        after: i64,
        up_to: Option<i64>,
        limit: u32,
    ) -> Result<(Vec<AuditRow>, u64), Error> {
        let up_to = match up_to {
            Some(up_to) => up_to,
            // What is added in between must not be counted alone.
            None => read!(self, db => sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM audit").fetch_one(db)),
        };
        let total: i64 = read!(self, db => sqlx::query_scalar(
            "SELECT COUNT(*) FROM audit WHERE guild = $1 AND id > $2 AND id <= $3 AND outcome <> 'intent'",
        )
        .bind(id(guild))
        .bind(after)
        .bind(up_to)
        .fetch_one(db));
        let sql = rows_where(
            "guild = $1 AND audit.id > $2 AND audit.id <= $3 AND outcome <> 'intent' ORDER BY audit.id DESC LIMIT $4",
        );
        let mut rows = all(read!(self, db => sqlx::query_as(sql)
            .bind(id(guild))
            .bind(after)
            .bind(up_to)
            .bind(i64::from(limit))
            .fetch_all(db)))?;
        rows.reverse();
        Ok((rows, total.unsigned_abs()))
    }

    /// The last row of the audit that is in the server's audit channel; 0 where none is.
    pub async fn audit_posted(&self, guild: u64) -> Result<i64, Error> {
        let posted: Option<i64> = read!(self, db => sqlx::query_scalar("SELECT audit_posted FROM servers WHERE guild = $1")
            .bind(id(guild))
            .fetch_optional(db));
        Ok(posted.unwrap_or_default())
    }

    /// Claims the next message of an audit channel: its rows up to `last`. Whether the channel is still as it was read. Fails with
    /// [`Error::Lost`] where another process leads.
    pub async fn claim_audit(&self, fence: Fence, feed: &AuditFeed, last: i64) -> Result<bool, Error> {
        Ok(write_fenced!(self, fence, tx => {
            let claimed = sqlx::query(
                "UPDATE servers SET audit_claimed = $4
                 WHERE guild = $1 AND audit_channel = $2 AND audit_posted = $3 AND audit_claimed IS NULL",
            )
            .bind(id(feed.guild))
            .bind(id(feed.channel))
            .bind(feed.posted)
            .bind(last)
            .execute(&mut *tx)
            .await?;
            claimed.rows_affected() > 0
        }))
    }

    /// Records that the rows up to one are in the server's audit channel, which is therefore not blocked; a lower one than before changes
    /// nothing. Fails with [`Error::Lost`] where another process leads.
    pub async fn set_audit_posted(&self, fence: Fence, guild: u64, row: i64) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            sqlx::query(
                "UPDATE servers SET audit_posted = $2, audit_claimed = NULL, audit_trouble = NULL, audit_trouble_told = FALSE
                 WHERE guild = $1 AND audit_posted < $2",
            )
            .bind(id(guild))
            .bind(row)
            .execute(&mut *tx)
            .await?;
        });
        Ok(())
    }

    /// Records that Discord blocks an audit channel. `None` if the server has another one by now.
    pub async fn audit_blocked(
        &self,
        fence: Fence,
        feed: &AuditFeed,
        reason: &str,
        at: Timestamp,
    ) -> Result<Option<Trouble>, Error> {
        let row: Option<(i64, bool)> = write_fenced!(self, fence, tx => {
            sqlx::query_as(
                "UPDATE servers SET audit_trouble = $3,
                     audit_trouble_since = CASE WHEN audit_trouble IS NULL THEN $4 ELSE audit_trouble_since END
                 WHERE guild = $1 AND audit_channel = $2 RETURNING audit_trouble_since, audit_trouble_told",
            )
            .bind(id(feed.guild))
            .bind(id(feed.channel))
            .bind(reason)
            .bind(ms(at))
            .fetch_optional(&mut *tx)
            .await?
        });
        Ok(row.map(|(since, told)| Trouble { since: instant(since), told }))
    }

    /// Adds a notice for the member who chose the audit channel, once for as long as it is blocked. Nobody is told where the member was
    /// forgotten.
    pub async fn tell_audit_blocked(&self, fence: Fence, guild: u64, notice: &str, at: Timestamp) -> Result<(), Error> {
        write_fenced!(self, fence, tx => {
            let chooser: Option<Option<i64>> = sqlx::query_scalar(
                "UPDATE servers SET audit_trouble_told = TRUE
                 WHERE guild = $1 AND audit_trouble IS NOT NULL AND NOT audit_trouble_told RETURNING audit_chooser",
            )
            .bind(id(guild))
            .fetch_optional(&mut *tx)
            .await?;
            let chooser: Option<i64> = sqlx::query_scalar("SELECT discord FROM members WHERE id = $1")
                .bind(chooser.flatten())
                .fetch_optional(&mut *tx)
                .await?;
            if let Some(chooser) = chooser {
                notice!(tx, chooser, id(guild), notice, at);
            }
        });
        Ok(())
    }

    /// Discord's reason while it blocks a server's audit channel.
    pub async fn audit_trouble(&self, guild: u64) -> Result<Option<String>, Error> {
        let trouble: Option<Option<String>> = read!(self, db => sqlx::query_scalar(
            "SELECT audit_trouble FROM servers WHERE guild = $1 AND audit_channel IS NOT NULL",
        )
        .bind(id(guild))
        .fetch_optional(db));
        Ok(trouble.flatten())
    }
}
