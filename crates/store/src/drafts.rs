//! Replies to customers, from the moment they are written until they are sent. A reply is sent once: the row says whether it still may be.
//!
//! *draft* can be sent and changed. *sending* was claimed by one process, before the request left. *sent* was accepted by LiveAgent; its words are
//! gone. *perhaps* has an unclear outcome: it is never sent again, and the conversation itself says whether it is there.

use jiff::{SignedDuration, Timestamp};

use crate::{
    Error, Store,
    members::member,
    pool::{read, write},
    row::row,
    time::{id, instant, ms, snowflake},
};

/// How long a draft can be sent, and is kept.
pub const DRAFT_KEPT: SignedDuration = SignedDuration::from_mins(30);

/// How long sending may take. The outcome of a draft that is claimed for longer is unclear: its process is gone.
pub const SENDING_LIMIT: SignedDuration = SignedDuration::from_secs(30);

/// What has become of a draft.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DraftState {
    /// It can be sent.
    Draft,
    /// It is being sent.
    Sending,
    /// It was sent.
    Sent,
    /// It was perhaps sent.
    Perhaps,
}

/// How sending ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DraftEnd {
    /// LiveAgent has it. Its words are deleted.
    Sent,
    /// LiveAgent certainly doesn't have it: it can be sent again.
    Failed,
    /// The outcome is unclear.
    Perhaps,
}

/// A reply.
#[derive(Clone, Eq, PartialEq)]
pub struct Draft {
    /// Its number.
    pub id: i64,
    /// The member who wrote it.
    pub user: u64,
    /// The conversation's id.
    pub conversation: String,
    /// Its words, files and options, as the caller writes them. Empty once it was sent.
    pub content: String,
    /// A mark of the last message that the writer has seen.
    pub seen: String,
    /// What has become of it.
    pub state: DraftState,
    /// When it was written.
    pub written: Timestamp,
    /// When it was claimed for sending.
    pub claimed: Option<Timestamp>,
}

/// Without its words.
impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

row! {
    struct DraftRow {
        id: i64,
        discord: i64,
        conversation: String,
        content: String,
        seen: String,
        state: String,
        written: i64,
        claimed: Option<i64>,
    }
}

impl DraftRow {
    fn read(self) -> Result<Draft, Error> {
        let state = match self.state.as_str() {
            "draft" => DraftState::Draft,
            "sending" => DraftState::Sending,
            "sent" => DraftState::Sent,
            "perhaps" => DraftState::Perhaps,
            other => return Err(Error::Other(format!("a draft has the state {other:?}"))),
        };
        Ok(Draft {
            id: self.id,
            user: snowflake(self.discord),
            conversation: self.conversation,
            content: self.content,
            seen: self.seen,
            state,
            written: instant(self.written),
            claimed: self.claimed.map(instant),
        })
    }
}

impl Store {
    /// Writes a draft of `user` in a server. Returns its number.
    pub async fn write_draft(
        &self,
        (guild, user): (u64, u64),
        conversation: &str,
        content: &str,
        seen: &str,
        at: Timestamp,
    ) -> Result<i64, Error> {
        Ok(write!(self, tx => {
            let key = member!(tx, user);
            let draft: i64 = sqlx::query_scalar(
                "INSERT INTO drafts (guild, member, conversation, content, seen, state, written)
                 VALUES ($1, $2, $3, $4, $5, 'draft', $6) RETURNING id",
            )
            .bind(id(guild))
            .bind(key)
            .bind(conversation)
            .bind(content)
            .bind(seen)
            .bind(ms(at))
            .fetch_one(&mut *tx)
            .await?;
            draft
        }))
    }

    /// The draft of this number in a server, unless it is older than [`DRAFT_KEPT`].
    pub async fn draft(&self, guild: u64, draft: i64, now: Timestamp) -> Result<Option<Draft>, Error> {
        let row: Option<DraftRow> = read!(self, db => sqlx::query_as(
                "SELECT drafts.id, discord, conversation, content, seen, state, written, claimed
                 FROM drafts JOIN members ON members.id = member WHERE drafts.id = $1 AND guild = $2 AND written >= $3",
            )
            .bind(draft)
            .bind(id(guild))
            .bind(ms(now - DRAFT_KEPT))
            .fetch_optional(db));
        row.map(DraftRow::read).transpose()
    }

    /// Changes the words of a draft that is not being sent. Returns whether it did.
    pub async fn rewrite_draft(&self, draft: i64, content: &str, seen: &str, at: Timestamp) -> Result<bool, Error> {
        let changed = write!(self, tx => {
            sqlx::query(
                "UPDATE drafts SET content = $2, seen = $3, written = $4 WHERE id = $1 AND state = 'draft' AND written >= $5",
            )
            .bind(draft)
            .bind(content)
            .bind(seen)
            .bind(ms(at))
            .bind(ms(at - DRAFT_KEPT))
            .execute(&mut *tx)
            .await?
            .rows_affected()
        });
        Ok(changed == 1)
    }

    /// Notes that the writer has seen the conversation's last message. Returns whether the draft is not being sent.
    pub async fn see_draft(&self, draft: i64, seen: &str) -> Result<bool, Error> {
        let changed = write!(self, tx => {
            sqlx::query("UPDATE drafts SET seen = $2 WHERE id = $1 AND state = 'draft'")
                .bind(draft)
                .bind(seen)
                .execute(&mut *tx)
                .await?
                .rows_affected()
        });
        Ok(changed == 1)
    }

    /// Claims a draft for sending, in one statement. Of several processes and presses one gets `true`.
    pub async fn claim_draft(&self, draft: i64, now: Timestamp) -> Result<bool, Error> {
        let claimed = write!(self, tx => {
            sqlx::query(
                "UPDATE drafts SET state = 'sending', claimed = $2 WHERE id = $1 AND state = 'draft' AND written >= $3",
            )
            .bind(draft)
            .bind(ms(now))
            .bind(ms(now - DRAFT_KEPT))
            .execute(&mut *tx)
            .await?
            .rows_affected()
        });
        Ok(claimed == 1)
    }

    /// Records how sending ended. A draft that was given up as unclear before can still turn out to be sent.
    pub async fn end_draft(&self, draft: i64, end: DraftEnd) -> Result<(), Error> {
        let sql = match end {
            DraftEnd::Sent => {
                "UPDATE drafts SET state = 'sent', content = '', seen = '' WHERE id = $1 AND state IN ('sending', 'perhaps')"
            }
            DraftEnd::Failed => "UPDATE drafts SET state = 'draft', claimed = NULL WHERE id = $1 AND state = 'sending'",
            DraftEnd::Perhaps => "UPDATE drafts SET state = 'perhaps' WHERE id = $1 AND state = 'sending'",
        };
        write!(self, tx => {
            sqlx::query(sql).bind(draft).execute(&mut *tx).await?;
        });
        Ok(())
    }

    /// Deletes a draft that was not sent. Returns whether it was there.
    pub async fn discard_draft(&self, draft: i64) -> Result<bool, Error> {
        let gone = write!(self, tx => {
            sqlx::query("DELETE FROM drafts WHERE id = $1 AND state = 'draft'")
                .bind(draft)
                .execute(&mut *tx)
                .await?
                .rows_affected()
        });
        Ok(gone == 1)
    }

    /// Gives up on drafts that were claimed more than [`SENDING_LIMIT`] ago, and deletes those older than [`DRAFT_KEPT`]. Returns how many
    /// were given up: their outcome is unclear.
    pub async fn settle_drafts(&self, now: Timestamp) -> Result<u64, Error> {
        Ok(write!(self, tx => {
            let unclear =
                sqlx::query("UPDATE drafts SET state = 'perhaps' WHERE state = 'sending' AND claimed < $1")
                    .bind(ms(now - SENDING_LIMIT))
                    .execute(&mut *tx)
                    .await?
                    .rows_affected();
            sqlx::query("DELETE FROM drafts WHERE written < $1").bind(ms(now - DRAFT_KEPT)).execute(&mut *tx).await?;
            unclear
        }))
    }
}
