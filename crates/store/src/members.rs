//! The members who have done something, each under a key of the database: rows with the key name nobody once the member is forgotten.
//!
//! A member who comes back gets another key. Discord, LiveAgent and backups keep theirs.

use std::collections::HashMap;

use crate::{Error, Store, pool::read, time::snowflake};

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

impl Store {
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
