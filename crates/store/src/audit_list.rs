//! Reads the audit: stable pages while rows are added.
//!
//! A change has two rows. A page shows it once, as it stood when the first page was read: as its outcome, or as the intent while there
//! was none. Rows become visible in the order of their ids, also with several processes, so that nothing appears behind a reader.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::{
    Error, Outcome, Store,
    pool::read,
    row::row,
    time::{id, instant, ms, snowflake},
};

/// The member behind a row of the audit, and where and when.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Actor {
    /// The member's id; `None` where the member was forgotten.
    pub user: Option<u64>,
    /// The server's id.
    pub guild: u64,
    /// The id of the channel in which it was asked for.
    pub channel: u64,
    /// The id of the interaction by which it was asked for.
    pub interaction: u64,
    /// When.
    pub at: Timestamp,
}

/// A row of the audit as it is read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuditRow {
    /// Its number: a higher one was added later.
    pub id: i64,
    /// Who, where and when.
    pub who: Actor,
    /// What was done, such as `create alert`.
    pub action: String,
    /// To what, such as `alert 12`, or `member 3` by the key of the member (see [`Store::members`]).
    pub target: String,
    /// More of it, in ids and codes.
    pub detail: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// Which rows of a server's audit to read. A field that is `None` or empty restricts nothing.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct AuditFilter {
    /// The server's id.
    pub guild: u64,
    /// Only rows of this member. Nothing where the member was forgotten.
    pub member: Option<u64>,
    /// Only these actions, by their whole names.
    pub actions: Vec<String>,
    /// Only rows of this instant or later.
    pub from: Option<Timestamp>,
    /// Only rows before this instant.
    pub to: Option<Timestamp>,
    /// Only changes with this outcome.
    pub outcome: Option<Outcome>,
    /// [`AuditPage::up_to`] of the page that was read first; `None` for that page.
    pub up_to: Option<i64>,
}

/// A page of the audit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuditPage {
    /// Its rows, newest first.
    pub rows: Vec<AuditRow>,
    /// How many rows all pages have together.
    pub total: u64,
    /// The newest row of all servers when the first page was read, for the filter of the other pages.
    pub up_to: i64,
}

row! {
    pub(crate) struct Row {
        id: i64,
        at: i64,
        guild: i64,
        channel: i64,
        discord: Option<i64>,
        interaction: i64,
        action: String,
        target: String,
        detail: String,
        outcome: String,
    }
}

impl Row {
    fn read(self) -> Result<AuditRow, Error> {
        let who = Actor {
            user: self.discord.map(snowflake),
            guild: snowflake(self.guild),
            channel: snowflake(self.channel),
            interaction: snowflake(self.interaction),
            at: instant(self.at),
        };
        let outcome = Outcome::of(&self.outcome)?;
        Ok(AuditRow { id: self.id, who, action: self.action, target: self.target, detail: self.detail, outcome })
    }
}

pub(crate) fn all(rows: Vec<Row>) -> Result<Vec<AuditRow>, Error> {
    rows.into_iter().map(Row::read).collect()
}

/// The columns of [`Row`].
const ROWS: &str = "SELECT audit.id, at, guild, channel, discord, interaction, action, target, detail, outcome
    FROM audit LEFT JOIN members ON members.id = audit.member";

pub(crate) fn rows_where(condition: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!("{ROWS} WHERE {condition}"))
}

/// All outcomes up to `$2`, but a `perhaps` that another outcome has corrected.
const OUTCOMES: &str = "SELECT id FROM audit
    WHERE guild = $1 AND id <= $2 AND outcome <> 'intent' AND id NOT IN (
        SELECT lost.id FROM audit AS lost JOIN audit AS newer ON newer.interaction = lost.interaction
        WHERE lost.guild = $1 AND lost.outcome = 'perhaps' AND newer.outcome <> 'intent'
            AND newer.id > lost.id AND newer.id <= $2)";

/// The intents up to `$2` that had no outcome then: they have none yet, or a newer one. They are few, so no intent is asked for its outcome.
const INTENTS: &str = "SELECT id FROM audit
    WHERE guild = $1 AND id <= $2 AND outcome = 'intent' AND id IN (
        SELECT intent FROM audit_open
        UNION ALL
        SELECT begun.id FROM audit AS newer JOIN audit AS begun ON begun.interaction = newer.interaction
        WHERE newer.guild = $1 AND newer.id > $2 AND newer.outcome <> 'intent'
            AND begun.outcome = 'intent' AND begun.id <= $2
            AND NOT EXISTS (
                SELECT 1 FROM audit AS older
                WHERE older.interaction = newer.interaction AND older.outcome <> 'intent' AND older.id <= $2))";

impl AuditFilter {
    /// The ids of one row a change, in SQL: `newest` of the outcomes and of the intents, or all. The arguments are bound by [`bound`], in
    /// the same order.
    fn ids(&self, newest: Option<u64>) -> String {
        let condition = self.condition();
        // Each by itself, so that a database that has an index reads no more than it needs.
        let newest = newest.map(|newest| format!(" ORDER BY id DESC LIMIT {newest}")).unwrap_or_default();
        format!(
            "SELECT id FROM ({OUTCOMES}{condition}{newest}) AS outcomes
             UNION ALL SELECT id FROM ({INTENTS}{condition}{newest}) AS intents"
        )
    }

    /// The rest of the filter, in SQL.
    fn condition(&self) -> String {
        let mut sql = String::new();
        let mut argument = 2;
        let mut next = || {
            argument += 1;
            argument
        };
        let mut and = |condition: String| {
            sql.push_str(" AND ");
            sql.push_str(&condition);
        };
        if self.member.is_some() {
            and(format!("member = (SELECT members.id FROM members WHERE discord = ${})", next()));
        }
        if self.from.is_some() {
            and(format!("at >= ${}", next()));
        }
        if self.to.is_some() {
            and(format!("at < ${}", next()));
        }
        if self.outcome.is_some() {
            and(format!("outcome = ${}", next()));
        }
        if !self.actions.is_empty() {
            let any: Vec<String> = self.actions.iter().map(|_| format!("${}", next())).collect();
            and(format!("action IN ({})", any.join(", ")));
        }
        sql
    }
}

/// Binds the arguments of [`AuditFilter::ids`].
macro_rules! bound {
    ($query:expr, $filter:expr, $up_to:expr) => {{
        let mut query = $query.bind(id($filter.guild)).bind($up_to);
        for number in [$filter.member.map(id), $filter.from.map(ms), $filter.to.map(ms)].into_iter().flatten() {
            query = query.bind(number);
        }
        if let Some(outcome) = $filter.outcome {
            query = query.bind(outcome.name());
        }
        for action in &$filter.actions {
            query = query.bind(action);
        }
        query
    }};
}

impl Store {
    /// A page of a server's audit, newest first: `limit` rows after the first `offset`. Pages with the same `up_to` have no gaps or
    /// duplicates, even while rows are added.
    pub async fn audit_page(&self, filter: &AuditFilter, offset: u64, limit: u32) -> Result<AuditPage, Error> {
        let up_to = match filter.up_to {
            Some(up_to) => up_to,
            None => {
                read!(self, db => sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM audit").fetch_one(db))
            }
        };
        let count = format!("SELECT COUNT(*) FROM ({}) AS shown", filter.ids(None));
        let total: i64 = read!(self, db => {
            bound!(sqlx::query_scalar(AssertSqlSafe(count)), filter, up_to).fetch_one(db)
        });
        // No audit has more rows than that.
        let offset = offset.min(u64::from(u32::MAX));
        let ids = filter.ids(Some(offset + u64::from(limit)));
        let page = format!(
            "{ROWS} WHERE audit.id IN (SELECT id FROM ({ids} ORDER BY id DESC LIMIT {limit} OFFSET {offset}) AS shown)
             ORDER BY audit.id DESC"
        );
        let rows = read!(self, db => bound!(sqlx::query_as(AssertSqlSafe(page)), filter, up_to).fetch_all(db));
        Ok(AuditPage { rows: all(rows)?, total: total.unsigned_abs(), up_to })
    }

    /// The newest rows of a server, newest first: intents and outcomes both.
    pub async fn audit(&self, guild: u64, limit: u32) -> Result<Vec<AuditRow>, Error> {
        let sql = rows_where("guild = $1 ORDER BY audit.id DESC LIMIT $2");
        all(read!(self, db => sqlx::query_as(sql).bind(id(guild)).bind(i64::from(limit)).fetch_all(db)))
    }
}
