//! What a member is to be told. It is kept with what it tells of, and goes when they have heard it: in a direct message, or, where
//! that did not reach them, at their next command.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::{
    Error, Fence, Store,
    pool::{read, write, write_fenced},
    time::{id, snowflake},
};

/// Something to tell a member.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// The member.
    pub member: u64,
    /// What.
    pub text: String,
}

/// Whether notices wait for their members' next commands, so that not each command asks the database. With SQLite this process alone
/// adds any.
#[derive(Debug)]
pub(crate) struct Waiting {
    /// How often some were added. What an earlier process left counts as once.
    added: AtomicU64,
    /// What that was when there were none.
    none: AtomicU64,
}

impl Default for Waiting {
    fn default() -> Self {
        Self { added: AtomicU64::new(1), none: AtomicU64::new(0) }
    }
}

impl Waiting {
    fn added(&self) -> u64 {
        self.added.load(Ordering::SeqCst)
    }

    fn are_none(&self) -> bool {
        self.none.load(Ordering::SeqCst) == self.added()
    }

    fn were_none(&self, added: u64) {
        self.none.store(added, Ordering::SeqCst);
    }

    /// Some are added, until what this gives is dropped. Also after an error, which may hide that they were.
    fn adding(&self) -> Adding<'_> {
        Adding(self)
    }
}

struct Adding<'a>(&'a Waiting);

impl Drop for Adding<'_> {
    fn drop(&mut self) {
        self.0.added.fetch_add(1, Ordering::SeqCst);
    }
}

type Row = (i64, i64, String);

/// Keeps something to tell a member of a server, in the transaction of what it tells of. Nothing where the member was forgotten (0).
macro_rules! notice {
    ($tx:ident, $member:expr, $guild:expr, $text:expr, $at:expr) => {
        if $member != 0 {
            sqlx::query("INSERT INTO notices (member, guild, text, at, tried) VALUES ($1, $2, $3, $4, FALSE)")
                .bind($member)
                .bind($guild)
                .bind($text)
                .bind($crate::time::ms($at))
                .execute(&mut *$tx)
                .await?;
        }
    };
}

pub(crate) use notice;

fn all(rows: Vec<Row>) -> Vec<Notice> {
    rows.into_iter().map(|(id, member, text)| Notice { id, member: snowflake(member), text }).collect()
}

impl Store {
    /// What members are to be told in direct messages, oldest first.
    pub async fn notices_to_send(&self, limit: u32) -> Result<Vec<Notice>, Error> {
        Ok(all(read!(self, db => sqlx::query_as(
            "SELECT id, member, text FROM notices WHERE tried = FALSE ORDER BY id LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(db))))
    }

    /// A direct message did not reach the member: they are told at their next command.
    pub async fn notices_not_sent(&self, fence: Fence, notices: &[i64]) -> Result<(), Error> {
        let _adding = self.waiting().adding();
        write_fenced!(self, fence, tx => {
            for notice in notices {
                sqlx::query("UPDATE notices SET tried = TRUE WHERE id = $1").bind(*notice).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }

    /// What a member is to be told at a command in a server, oldest first.
    pub async fn notices_for(&self, member: u64, guild: u64) -> Result<Vec<Notice>, Error> {
        if !self.is_shared() && self.waiting().are_none() {
            return Ok(Vec::new());
        }
        let added = self.waiting().added();
        let found = all(read!(self, db => sqlx::query_as(
            "SELECT id, member, text FROM notices WHERE member = $1 AND guild = $2 AND tried = TRUE ORDER BY id",
        )
        .bind(id(member))
        .bind(id(guild))
        .fetch_all(db)));
        if !self.is_shared() && found.is_empty() {
            let any = "SELECT id FROM notices WHERE tried = TRUE LIMIT 1";
            let other: Option<(i64,)> = read!(self, db => sqlx::query_as(any).fetch_optional(db));
            if other.is_none() {
                self.waiting().were_none(added);
            }
        }
        Ok(found)
    }

    /// They have heard it.
    pub async fn notices_told(&self, notices: &[i64]) -> Result<(), Error> {
        write!(self, tx => {
            for notice in notices {
                sqlx::query("DELETE FROM notices WHERE id = $1").bind(*notice).execute(&mut *tx).await?;
            }
        });
        Ok(())
    }
}
