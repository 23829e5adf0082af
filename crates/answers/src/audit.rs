//! Rows of the audit as views show them.

use store::{AuditRow, Outcome, Store};
use views::audit::Entry;

/// The rows, with the members whom their targets name by a key.
pub async fn entries(store: &Store, rows: Vec<AuditRow>) -> Result<Vec<Entry>, store::Error> {
    let mut keys: Vec<i64> = rows.iter().filter_map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    let members = if keys.is_empty() { std::collections::HashMap::new() } else { store.members(&keys).await? };
    let entry = |row: AuditRow| Entry {
        at: row.who.at,
        who: row.who.user,
        channel: row.who.channel,
        about: key(&row).and_then(|key| members.get(&key).copied()),
        action: row.action,
        target: row.target,
        detail: row.detail,
        outcome: shown(row.outcome),
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// The key of the member whom a row's target names.
fn key(row: &AuditRow) -> Option<i64> {
    row.target.strip_prefix("member ")?.parse().ok()
}

fn shown(outcome: Outcome) -> views::audit::Outcome {
    match outcome {
        Outcome::Intent => views::audit::Outcome::Intent,
        Outcome::Done => views::audit::Outcome::Done,
        Outcome::NotDone => views::audit::Outcome::NotDone,
        Outcome::Perhaps => views::audit::Outcome::Perhaps,
        Outcome::Refused => views::audit::Outcome::Refused,
    }
}

/// The outcome as the store has it.
#[must_use]
pub fn kept(outcome: views::audit::Outcome) -> Outcome {
    match outcome {
        views::audit::Outcome::Intent => Outcome::Intent,
        views::audit::Outcome::Done => Outcome::Done,
        views::audit::Outcome::NotDone => Outcome::NotDone,
        views::audit::Outcome::Perhaps => Outcome::Perhaps,
        views::audit::Outcome::Refused => Outcome::Refused,
    }
}
