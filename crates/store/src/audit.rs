//! Who did what: a list that is only added to. The database refuses to change it.

use jiff::Timestamp;

use crate::{
    Error, Store,
    pool::{read, write},
    time::{id, instant, ms, snowflake},
};

/// A member of a server who does something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Who {
    /// The member's id.
    pub user: u64,
    /// The server's id.
    pub guild: u64,
    /// When.
    pub at: Timestamp,
}

/// One line of the audit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Who, where and when.
    pub who: Who,
    /// What was done, such as `create alert`.
    pub action: String,
    /// To what, such as `alert 12`.
    pub target: String,
    /// What it was changed to.
    pub detail: String,
}

type Row = (i64, i64, i64, String, String, String);

/// Adds a line, in the transaction of what it tells of.
macro_rules! audit {
    ($tx:ident, $who:expr, $action:expr, $target:expr, $detail:expr) => {
        sqlx::query("INSERT INTO audit (at, guild, member, action, target, detail) VALUES ($1, $2, $3, $4, $5, $6)")
            .bind($crate::time::ms($who.at))
            .bind($crate::time::id($who.guild))
            .bind($crate::time::id($who.user))
            .bind($action)
            .bind($target)
            .bind($detail)
            .execute(&mut *$tx)
            .await?
    };
}

pub(crate) use audit;

impl Store {
    /// Adds a line.
    pub async fn record(&self, entry: &Entry) -> Result<(), Error> {
        let Entry { who, action, target, detail } = entry;
        write!(self, tx => {
            audit!(tx, who, action, target, detail);
        });
        Ok(())
    }

    /// The newest lines of a server, newest first.
    pub async fn audit(&self, guild: u64, limit: u32) -> Result<Vec<Entry>, Error> {
        let rows: Vec<Row> = read!(self, db => sqlx::query_as(
            "SELECT at, guild, member, action, target, detail FROM audit WHERE guild = $1 ORDER BY id DESC LIMIT $2",
        )
        .bind(id(guild))
        .bind(i64::from(limit))
        .fetch_all(db));
        let entry = |(at, guild, member, action, target, detail): Row| {
            debug_assert!(ms(instant(at)) == at);
            let who = Who { user: snowflake(member), guild: snowflake(guild), at: instant(at) };
            Entry { who, action, target, detail }
        };
        Ok(rows.into_iter().map(entry).collect())
    }
}
