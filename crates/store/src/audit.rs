//! Records who did what: a list that is only added to. The database refuses to change it. No row has words or names of people, only ids,
//! and a member only as the key of a row in `members`.

use jiff::Timestamp;

use crate::{Error, Store, pool::write, time::ms};

/// A member of a server who does something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Who {
    /// The member's id.
    pub user: u64,
    /// The server's id.
    pub guild: u64,
    /// The id of the channel in which it was asked for.
    pub channel: u64,
    /// The id of the interaction by which it was asked for.
    pub interaction: u64,
    /// When.
    pub at: Timestamp,
}

/// What came of a change.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is about to be made. Another row follows.
    Intent,
    /// It was made.
    Done,
    /// It was not made.
    NotDone,
    /// Nobody knows whether it was made.
    Perhaps,
    /// The member may not do this.
    Refused,
}

impl Outcome {
    const ALL: [(&'static str, Self); 5] = [
        ("intent", Self::Intent),
        ("done", Self::Done),
        ("not done", Self::NotDone),
        ("perhaps", Self::Perhaps),
        ("refused", Self::Refused),
    ];

    /// Its name, which stands in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, outcome)| *outcome == self).map_or("", |(name, _)| name)
    }

    pub(crate) fn of(name: &str) -> Result<Self, Error> {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, outcome)| outcome).ok_or_else(|| Error::Other(format!("an outcome {name:?} in the audit")))
    }
}

/// A row to add to the audit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Who, where and when.
    pub who: Who,
    /// What was done, such as `create alert`.
    pub action: String,
    /// To what, such as `alert 12`.
    pub target: String,
    /// More of it, in ids and codes.
    pub detail: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Adds a row, in the transaction of the change that it tells of, and after it: rows wait for one another, and hold nobody up then.
macro_rules! audit {
    ($tx:ident, $who:expr, $action:expr, $target:expr, $detail:expr) => {
        crate::audit::audit!($tx, $who, $action, $target, $detail, crate::audit::Outcome::Done)
    };
    ($tx:ident, $who:expr, $action:expr, $target:expr, $detail:expr, $outcome:expr) => {{
        let key = crate::members::member!($tx, $who.user);
        crate::audit::audit!($tx, $who, key, $action, $target, $detail, $outcome)
    }};
    // With the key of the member.
    ($tx:ident, $who:expr, $key:expr, $action:expr, $target:expr, $detail:expr, $outcome:expr) => {
        sqlx::query(
            "INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(crate::time::ms($who.at))
        .bind(crate::time::id($who.guild))
        .bind(crate::time::id($who.channel))
        .bind($key)
        .bind(crate::time::id($who.interaction))
        .bind($action)
        .bind($target)
        .bind($detail)
        .bind($outcome.name())
        .execute(&mut *$tx)
        .await?
    };
}

pub(crate) use audit;

impl Store {
    /// Adds a row.
    pub async fn record(&self, entry: &Entry) -> Result<(), Error> {
        let Entry { who, action, target, detail, outcome } = entry;
        write!(self, tx => {
            audit!(tx, who, action, target, detail, outcome);
        });
        Ok(())
    }

    /// Adds the outcome `perhaps` to each change that was begun before an instant and has none: the process that made it has ended. How
    /// many there were.
    pub async fn settle(&self, begun_before: Timestamp, now: Timestamp) -> Result<u64, Error> {
        Ok(write!(self, tx => {
            sqlx::query(
                "INSERT INTO audit (at, guild, channel, member, interaction, action, target, detail, outcome)
                 SELECT $2, guild, channel, member, interaction, action, target, '', 'perhaps' FROM audit
                 WHERE id IN (SELECT intent FROM audit_open) AND at < $1",
            )
            .bind(ms(begun_before))
            .bind(ms(now))
            .execute(&mut *tx)
            .await?
            .rows_affected()
        }))
    }
}
