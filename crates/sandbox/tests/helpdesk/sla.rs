//! What was promised to customers: the log lists what the compliance reports count.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, civil::DateTime};
use serde_json::Value;

use crate::desk::{Desk, Pairs, text};

const KINDS: [&str; 3] = ["tickets", "chats", "calls"];
const WEEK: [(&str, &str); 2] = [("date_from", "2026-11-09"), ("date_to", "2026-11-15")];
const DAYS: [(&str, &str); 2] = [("date_from", "2026-11-10"), ("date_to", "2026-11-11")];

fn whole(row: &Value, field: &str) -> i64 {
    row[field].as_i64().or_else(|| row[field].as_str()?.parse().ok()).unwrap_or_else(|| panic!("{field} in {row}"))
}

fn time(row: &Value, field: &str) -> DateTime {
    DateTime::strptime("%Y-%m-%d %H:%M:%S", text(row, field)).unwrap()
}

fn seconds(from: DateTime, to: DateTime) -> i64 {
    from.duration_until(to).as_secs()
}

/// The seconds of an offset such as `-01:56:53`.
fn offset(row: &Value) -> i64 {
    let sla = text(row, "sla");
    let plain = sla.trim_start_matches('-');
    let all = plain.split(':').fold(0, |all, part| all * 60 + part.parse::<i64>().unwrap());
    if plain.len() < sla.len() { -all } else { all }
}

/// All rows of a report, page by page.
async fn rows(desk: &Desk, kind: &str, report: &str, pairs: &Pairs<'_>) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let from = all.len().to_string();
        let page = [pairs, &[("limitcount", "1000"), ("limitfrom", &from)]].concat();
        let page = desk.list(&format!("/api/reports/{kind}/{report}"), &page).await;
        if page.is_empty() {
            return all;
        }
        all.extend(page);
    }
}

/// What a log has of each hour: the seconds that each promise took, of those that were kept and of those that were not.
fn by_hour(log: &[Value]) -> BTreeMap<String, [Vec<i64>; 2]> {
    let mut hours: BTreeMap<String, [Vec<i64>; 2]> = BTreeMap::new();
    for row in log {
        let took = seconds(time(row, "date_created"), time(row, "date_closed"));
        let hour = format!("{}:00:00", &text(row, "date_created")[..13]);
        hours.entry(hour).or_default()[usize::from(offset(row) < 0)].push(took);
    }
    hours
}

/// How many were kept, and how many were not.
fn counts(compliance: &[Value]) -> (i64, i64) {
    let sum = |field: &str| compliance.iter().map(|row| whole(row, field)).sum();
    (sum("fulfilled"), sum("unfulfilled"))
}

fn logged(log: &[Value]) -> (i64, i64) {
    let late = log.iter().filter(|row| offset(row) < 0).count();
    (i64::try_from(log.len() - late).unwrap(), i64::try_from(late).unwrap())
}

#[tokio::test]
async fn each_hour_counts_what_the_log_lists() {
    let desk = Desk::start().await;
    for kind in KINDS {
        let log = rows(&desk, kind, "slalog", &WEEK).await;
        let hours = by_hour(&log);
        let compliance = rows(&desk, kind, "slacompliance", &WEEK).await;
        assert_eq!(compliance.len(), 7 * 24, "{kind}");
        for row in &compliance {
            let [kept, late] = hours.get(&text(row, "date")).cloned().unwrap_or_default();
            for (which, took) in [("Fulfilled", kept), ("Unfulfilled", late)] {
                let many = i64::try_from(took.len()).unwrap();
                let (most, least) = (took.iter().max().copied(), took.iter().min().copied());
                let average = took.iter().sum::<i64>().checked_div(many);
                let found = |what: &str| whole(row, &format!("{what}{which}Time"));
                assert_eq!(whole(row, &which.to_lowercase()), many, "{kind} {row}");
                assert_eq!(
                    (found("avg"), found("max"), found("min")),
                    (average.unwrap_or(0), most.unwrap_or(0), least.unwrap_or(0)),
                    "{kind} {row}"
                );
            }
        }
        let (kept, late) = counts(&compliance);
        assert!(kept > late && late > 0, "{kind}: {kept} and {late}");
    }
}

#[tokio::test]
async fn what_was_promised_is_what_came_in() {
    let desk = Desk::start().await;
    let agents = desk.list("/api/reports/agents", &WEEK).await;
    for (kind, fields) in [
        ("tickets", vec!["created_tickets"]),
        ("chats", vec!["chats", "missed_chats"]),
        ("calls", vec!["calls", "missed_calls"]),
    ] {
        let (kept, late) = counts(&rows(&desk, kind, "slacompliance", &WEEK).await);
        let came: i64 = agents.iter().flat_map(|row| fields.iter().map(|field| whole(row, field))).sum();
        assert_eq!(kept + late, came, "{kind}");
    }
}

#[tokio::test]
async fn departments_levels_and_agents_narrow_both() {
    let desk = Desk::start().await;
    for kind in KINDS {
        let log = rows(&desk, kind, "slalog", &DAYS).await;
        for (log_name, count_name, field) in [
            ("departmentid", "departmentid", "departmentid"),
            ("slalevelid", "slalevelid", "sla_level_id"),
            ("agentid", "userid", "agentid"),
        ] {
            let ids: BTreeSet<String> = log.iter().map(|row| text(row, field)).filter(|id| !id.is_empty()).collect();
            assert!(ids.len() > 2, "{kind} {field}: {ids:?}");
            for id in &ids {
                let narrowed = rows(&desk, kind, "slalog", &[&DAYS[..], &[(log_name, id)]].concat()).await;
                let expected: Vec<Value> = log.iter().filter(|row| row[field] == *id).cloned().collect();
                assert_eq!(narrowed, expected, "{kind} {field} {id}");
                let counted = rows(&desk, kind, "slacompliance", &[&DAYS[..], &[(count_name, id)]].concat()).await;
                assert_eq!(counts(&counted), logged(&expected), "{kind} {field} {id}");
            }
        }
        let requester = text(&log[0], "req_contactid");
        let its = rows(&desk, kind, "slalog", &[&DAYS[..], &[("requesterid", &requester)]].concat()).await;
        assert_eq!(its, log.into_iter().filter(|row| row["req_contactid"] == *requester).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_range_is_kept_to_the_second() {
    let desk = Desk::start().await;
    for kind in KINDS {
        let all = rows(&desk, kind, "slalog", &WEEK).await;
        let range = [("date_from", "2026-11-10 10:23:11"), ("date_to", "2026-11-11 13:41:09")];
        let within = |row: &&Value| {
            let created = text(row, "date_created");
            created.as_str() >= range[0].1 && created.as_str() <= range[1].1
        };
        let expected: Vec<Value> = all.iter().filter(within).cloned().collect();
        let log = rows(&desk, kind, "slalog", &range).await;
        assert!(!expected.is_empty() && expected.len() < all.len(), "{kind}");
        assert_eq!(log, expected, "{kind}");
        let compliance = rows(&desk, kind, "slacompliance", &range).await;
        assert_eq!(
            (compliance.len(), counts(&compliance)),
            (28, logged(&log)),
            "{kind}: from 10 o'clock to 13 o'clock"
        );
    }
}

#[tokio::test]
async fn each_entry_holds_together() {
    let desk = Desk::start().await;
    for kind in KINDS {
        let log = rows(&desk, kind, "slalog", &WEEK).await;
        let ids: BTreeSet<String> = log.iter().map(|row| text(row, "id")).collect();
        assert_eq!(ids.len(), log.len(), "{kind}");
        let offsets: BTreeSet<i64> = log.iter().map(offset).collect();
        assert!(offsets.len() > 12, "{kind}: {offsets:?}");
        let mut levels: BTreeMap<String, BTreeSet<(String, String, i64)>> = BTreeMap::new();
        for row in &log {
            let (created, closed, due) = (time(row, "date_created"), time(row, "date_closed"), time(row, "date_due"));
            assert!(created < closed && created < due, "{row}");
            assert_eq!(offset(row), seconds(closed, due), "{row}");
            assert_eq!(seconds(time(row, "server_date_due"), due), 3_600, "the server's clock is in GMT: {row}");
            let level = (text(row, "levelid"), text(row, "sla_level_name"), seconds(created, due));
            levels.entry(text(row, "sla_level_id")).or_default().insert(level);
        }
        assert!(levels.len() == 3 && levels.values().all(|level| level.len() == 1), "{kind}: {levels:?}");
        for row in log.iter().step_by(log.len() / 10 + 1) {
            let shown = desk.get(&format!("/api/conversations/{}", text(row, "conversationid")), &[]).await;
            assert_eq!((&shown["code"], &shown["departmentid"]), (&row["code"], &row["departmentid"]), "{row}");
            let customer = desk.get(&format!("/api/customers/{}", text(row, "req_contactid")), &[]).await;
            assert_eq!(customer["email"], shown["owneremail"]);
        }
    }
}

#[tokio::test]
async fn what_is_overdue_counts_and_what_is_not_decided_does_not() {
    let desk = Desk::start().await;
    let clock = desk.sandbox.clock();
    clock.set_speed(0.0);
    let (mut open, mut later) = (Vec::new(), 0);
    let range = [("date_from", "2026-11-18"), ("date_to", "2026-11-20")];
    for _ in 0..8 {
        let log = rows(&desk, "tickets", "slalog", &range).await;
        let now = clock.now().strftime("%s").to_string().parse::<i64>().unwrap() + 3_600;
        let unix = |time: DateTime| time.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second();
        for row in &log {
            let closed = text(row, "date_closed");
            assert!(unix(time(row, "date_created")) <= now, "{row}");
            if closed.is_empty() {
                assert_eq!(offset(row), unix(time(row, "date_due")) - now, "late by now: {row}");
                assert!(offset(row) < 0);
                open.push(text(row, "id"));
            } else {
                assert!(unix(time(row, "date_closed")) <= now, "{row}");
                later += usize::from(open.contains(&text(row, "id")));
            }
        }
        let compliance = rows(&desk, "tickets", "slacompliance", &range).await;
        assert_eq!(counts(&compliance), logged(&log));
        clock.advance(SignedDuration::from_mins(50));
    }
    assert!(!open.is_empty() && later > 0, "some were overdue for a while, and were answered later");
}

#[tokio::test]
async fn a_word_names_a_range() {
    let desk = Desk::start().await;
    let of = async |pairs: &Pairs<'_>| rows(&desk, "chats", "slacompliance", pairs).await;
    desk.sandbox.clock().set_speed(0.0);
    let ends = |rows: &[Value]| (text(&rows[0], "date"), text(rows.last().unwrap(), "date"));
    let expect = |from: &str, to: &str| (format!("{from}:00:00"), format!("{to}:00:00"));
    let thirty = of(&[]).await;
    assert_eq!(ends(&thirty), expect("2026-10-21 10", "2026-11-20 10"), "the last thirty days");
    assert_eq!(of(&[("datetime", "L30D")]).await, thirty);
    assert_eq!(
        ends(&of(&[("datetime", "TM")]).await),
        expect("2026-11-01 00", "2026-11-20 10"),
        "none of the time to come"
    );
    assert_eq!(ends(&of(&[("datetime", "LM")]).await), expect("2026-10-01 00", "2026-10-31 23"));
    assert_eq!(ends(&of(&[("datetime", "2026-09")]).await), expect("2026-09-01 00", "2026-09-30 23"));
    for wrong in ["L7D", "2026-13", "yesterday"] {
        desk.refused(500, "GET", "/api/reports/chats/slacompliance", &[("datetime", wrong)]).await;
    }
    let page = desk.list("/api/reports/chats/slacompliance", &[]).await;
    assert_eq!(page, thirty[..100], "100 rows unless said otherwise");
}
