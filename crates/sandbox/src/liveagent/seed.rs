//! The company that the help desk begins with: Fjell & Fern, a shop for bikes and the outdoors. The same every time but for
//! its dates, which are relative to the start.

mod base;
mod threads;

use std::sync::OnceLock;

use jiff::{Timestamp, tz::TimeZone};
use serde_json::Value;

use super::tables::{Tables, mixed};

/// Names and texts.
static COMPANY: &str = include_str!("data/company.json");

fn company() -> &'static Value {
    static VALUE: OnceLock<Value> = OnceLock::new();
    VALUE.get_or_init(|| serde_json::from_str(COMPANY).expect("the company is part of this crate and is JSON"))
}

/// Everything, as of `now`.
pub(super) fn tables(now: Timestamp, zone: &TimeZone) -> Tables {
    let mut seed = Seed { tables: Tables { ids: 1_000, ..Tables::default() }, number: 0, now, zone };
    base::people(&mut seed);
    base::catalogue(&mut seed);
    base::knowledgebases(&mut seed);
    base::assets(&mut seed);
    threads::conversations(&mut seed);
    seed.tables
}

/// What is being sown, and the dice that are always the same.
struct Seed<'a> {
    tables: Tables,
    number: u64,
    now: Timestamp,
    zone: &'a TimeZone,
}

impl Seed<'_> {
    /// The next throw, below `below`.
    fn dice(&mut self, below: usize) -> usize {
        self.number += 1;
        usize::try_from(mixed(self.number) % below.max(1) as u64).unwrap_or(0)
    }

    /// An item of a list.
    fn pick<'v>(&mut self, list: &'v Value) -> &'v Value {
        let all = list.as_array().map_or(&[][..], Vec::as_slice);
        all.get(self.dice(all.len())).unwrap_or(&Value::Null)
    }

    /// The time some minutes ago, as LiveAgent writes it.
    fn ago(&self, minutes: i64) -> String {
        let then = self.now.checked_sub(jiff::SignedDuration::from_mins(minutes)).unwrap_or(self.now);
        super::local(then, self.zone)
    }

    /// An id that is always the same for the same thing.
    fn id(&mut self) -> String {
        self.tables.id()
    }
}

/// The items of a list of texts.
fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::liveagent::{conversations::tag_ids, tables::text};

    fn sown() -> Tables {
        tables("2026-11-20T10:00:00Z".parse().unwrap(), &TimeZone::UTC)
    }

    #[test]
    fn the_company_has_what_it_should_have() {
        let tables = sown();
        let counts = [
            (tables.agents.len(), 12),
            (tables.departments.len(), 6),
            (tables.tags.len(), 30),
            (tables.groups.len(), 5),
            (tables.customers.len(), 60),
            (tables.companies.len(), 20),
            (tables.knowledgebases.len(), 2),
        ];
        for (count, expected) in counts {
            assert_eq!(count, expected);
        }
        assert!(tables.conversations.len() >= 400 && tables.entries.len() >= 60, "{}", tables.entries.len());
        let all = |field: &str| tables.conversations.iter().map(|row| text(row, field)).collect::<BTreeSet<_>>();
        assert_eq!(all("status"), "APTXBICRNW".split("").filter(|letter| !letter.is_empty()).collect());
        assert_eq!(all("channel_type"), "EBMICWFATQS".split("").filter(|letter| !letter.is_empty()).collect());
        assert_eq!(all("conversationid").len(), tables.conversations.len(), "ids are unique");
        assert_eq!(all("code").len(), tables.conversations.len(), "codes are unique");
    }

    #[test]
    fn what_is_named_is_there_and_every_run_is_the_same() {
        let tables = sown();
        for row in &tables.conversations {
            let has = |rows: &[crate::liveagent::tables::Row], field: &str, value: &str| {
                rows.iter().any(|row| text(row, field) == value)
            };
            assert!(has(&tables.departments, "departmentid", text(row, "departmentid")));
            assert!(has(&tables.customers, "email", text(row, "owneremail")));
            assert!(text(row, "assignedto").is_empty() || has(&tables.agents, "userid", text(row, "assignedto")));
            assert!(tag_ids(row).iter().all(|id| has(&tables.tags, "id", id)));
            assert!(!tables.messages[text(row, "conversationid")].is_empty());
        }
        assert_eq!(format!("{:?}", sown()), format!("{tables:?}"));
    }
}
