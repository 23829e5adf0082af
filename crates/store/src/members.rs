//! The members who have done something, each under a key of the database: rows with the key name nobody once the member is forgotten.
//!
//! A member who comes back gets another key. Discord, LiveAgent and backups keep theirs.

use std::collections::HashMap;

use crate::{
    Error, Store, Who,
    audit::audit,
    pool::{read, write_servers},
    presses::named,
    time::{id, ms, snowflake},
};

/// How much the database keeps of a member.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Kept {
    /// Rows of the audit that name the member. They stay, and then name nobody.
    pub audit_rows: u64,
    /// Links to agents, one a server.
    pub links: u64,
    /// Links that the member proposed and that are open.
    pub proposals: u64,
    /// Notices that the member has not read.
    pub notices: u64,
    /// Replies that the member has written lately, sent or not.
    pub drafts: u64,
    /// Incidents that the member acknowledged or muted. They stay, and then say it was a forgotten member.
    pub incidents: u64,
    /// Digests, boards and alerts that the member made. They stay, and then have no creator.
    pub subscriptions: u64,
}

/// The key of a member, who is added where missing. Until the transaction ends nobody else can forget the member.
///
/// Each change of a row that names a member locks the acting member first, and so does forgetting: two transactions can't wait for one
/// another.
macro_rules! member {
    ($tx:ident, $user:expr) => {{
        let key: i64 = sqlx::query_scalar(
            "INSERT INTO members (discord) VALUES ($1)
             ON CONFLICT (discord) DO UPDATE SET discord = excluded.discord RETURNING id",
        )
        .bind(crate::time::id($user))
        .fetch_one(&mut *$tx)
        .await?;
        key
    }};
}

/// The keys of two members, as [`member`]. Always in the same order: two transactions can't wait for one another.
macro_rules! two_members {
    ($tx:ident, $one:expr, $other:expr) => {{
        let (one, other) = ($one, $other);
        if one <= other {
            let first = crate::members::member!($tx, one);
            (first, crate::members::member!($tx, other))
        } else {
            let first = crate::members::member!($tx, other);
            (crate::members::member!($tx, one), first)
        }
    }};
}

pub(crate) use {member, two_members};

const KEPT: &str = "SELECT
    (SELECT COUNT(*) FROM audit WHERE member IN (SELECT id FROM members WHERE discord = $1)),
    (SELECT COUNT(*) FROM links WHERE member IN (SELECT id FROM members WHERE discord = $1)),
    (SELECT COUNT(*) FROM proposals WHERE member IN (SELECT id FROM members WHERE discord = $1)),
    (SELECT COUNT(*) FROM notices WHERE member = $1),
    (SELECT COUNT(*) FROM drafts WHERE member IN (SELECT id FROM members WHERE discord = $1)),
    (SELECT COUNT(*) FROM incidents WHERE pressed LIKE '%' || $2 || '%'),
    (SELECT COUNT(*) FROM subscriptions WHERE creator = $1)";

type Counts = (i64, i64, i64, i64, i64, i64, i64);

impl Kept {
    fn of((audit_rows, links, proposals, notices, drafts, incidents, subscriptions): Counts) -> Self {
        let [audit_rows, links, proposals, notices, drafts, incidents, subscriptions] =
            [audit_rows, links, proposals, notices, drafts, incidents, subscriptions].map(i64::unsigned_abs);
        Self { audit_rows, links, proposals, notices, drafts, incidents, subscriptions }
    }
}

impl Store {
    /// Counts the rows that [`Store::forget_member`] would delete or change, in all servers.
    pub async fn kept_of(&self, user: u64) -> Result<Kept, Error> {
        let counts: Counts = read!(self, db => sqlx::query_as(KEPT)
            .bind(id(user))
            .bind(named(user))
            .fetch_one(db));
        Ok(Kept::of(counts))
    }

    /// Forgets a member in all servers: their key, links, proposals, drafts and notices go, incidents name a forgotten member, and their
    /// subscriptions have no creator, which orphans them. The audit stays as it is; its rows name nobody. Adds a row by `who` that names
    /// the key alone, unless nothing was kept. Returns the counts of [`Store::kept_of`].
    pub async fn forget_member(&self, user: u64, who: &Who) -> Result<Kept, Error> {
        Ok(write_servers!(self, tx => {
            let (key, by) = two_members!(tx, user, who.user);
            let named = named(user);
            let counts: Counts = sqlx::query_as(KEPT).bind(id(user)).bind(&named).fetch_one(&mut *tx).await?;
            let kept = Kept::of(counts);
            // The messages of open incidents are drawn again.
            sqlx::query(
                "UPDATE incidents SET pressed = REPLACE(pressed, $1, '[0,'),
                     version = version + CASE WHEN closed IS NULL THEN 1 ELSE 0 END
                 WHERE pressed LIKE '%' || $1 || '%'",
            )
            .bind(&named)
            .execute(&mut *tx)
            .await?;
            sqlx::query(
                "UPDATE subscriptions SET creator = 0, orphaned = COALESCE(orphaned, $2),
                     announcement = CASE WHEN orphaned IS NULL THEN NULL ELSE announcement END
                 WHERE creator = $1",
            )
            .bind(id(user))
            .bind(ms(who.at))
            .execute(&mut *tx)
            .await?;
            for sql in [
                "DELETE FROM proposals WHERE member = $1",
                "DELETE FROM links WHERE member = $1",
                "DELETE FROM drafts WHERE member = $1",
                "DELETE FROM announcements_told WHERE member = $1",
            ] {
                sqlx::query(sql).bind(key).execute(&mut *tx).await?;
            }
            sqlx::query("DELETE FROM notices WHERE member = $1").bind(id(user)).execute(&mut *tx).await?;
            sqlx::query("DELETE FROM members WHERE id = $1").bind(key).execute(&mut *tx).await?;
            // An owner can forget themselves: the row then has the key that is gone, not another one.
            if kept != Kept::default() {
                audit!(tx, who, by, "forget member", format!("member {key}"), "", crate::Outcome::Done);
            }
            kept
        }))
    }

    /// The Discord ids of members by their keys, as targets of audit rows name them (`member 12`). Those who were forgotten are missing.
    pub async fn members(&self, keys: &[i64]) -> Result<HashMap<i64, u64>, Error> {
        let mut found = HashMap::new();
        for key in keys {
            let discord: Option<i64> = read!(self, db => sqlx::query_scalar("SELECT discord FROM members WHERE id = $1")
                    .bind(*key)
                    .fetch_optional(db));
            found.extend(discord.map(|discord| (*key, snowflake(discord))));
        }
        Ok(found)
    }
}
