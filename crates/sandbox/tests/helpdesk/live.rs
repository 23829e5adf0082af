//! What moves with the clock: the queues, who is there, the reports.

use jiff::{SignedDuration, civil::DateTime};
use serde_json::Value;

use crate::desk::{Desk, text};

const RANGE: [(&str, &str); 2] = [("date_from", "2026-11-02 00:00:00"), ("date_to", "2026-11-08 23:59:59")];

fn whole(row: &Value, field: &str) -> u64 {
    row[field].as_u64().or_else(|| row[field].as_str()?.parse().ok()).unwrap_or_else(|| panic!("{field} in {row}"))
}

#[tokio::test]
async fn the_clock_is_the_accounts() {
    let desk = Desk::start().await;
    desk.sandbox.clock().set_speed(0.0);
    for (moment, shown) in
        [("2026-01-15T10:00:00Z", "2026-01-15 11:00:00"), ("2026-07-15T10:00:00Z", "2026-07-15 12:00:00")]
    {
        desk.sandbox.clock().set(moment.parse().unwrap());
        assert_eq!(desk.get("/api/application/status", &[]).await["current_server_time"], shown);
    }
}

#[tokio::test]
async fn departments_add_up_to_the_whole_at_any_time() {
    let desk = Desk::start().await;
    desk.sandbox.clock().set_speed(0.0);
    let departments = desk.list("/api/departments", &[]).await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..12 {
        for (path, fields) in [
            ("/api/chats/overview", vec!["visitors", "chats", "ringing", "queue", "agents"]),
            ("/api/calls/overview", vec!["running", "ringing", "inqueue"]),
        ] {
            let total = desk.list(path, &[]).await.remove(0);
            let mut sums = vec![0; fields.len()];
            for department in departments.iter().filter(|row| row["deleted"] == "N") {
                let part = desk.list(path, &[("department", &text(department, "departmentid"))]).await.remove(0);
                sums.iter_mut().zip(&fields).for_each(|(sum, field)| *sum += whole(&part, field));
            }
            assert_eq!(sums, fields.iter().map(|field| whole(&total, field)).collect::<Vec<_>>(), "{path}");
            assert_eq!(desk.list(path, &[]).await[0], total, "the same moment, the same numbers");
            seen.insert(total.to_string());
        }
        desk.sandbox.clock().advance(SignedDuration::from_mins(127));
    }
    assert!(seen.len() > 12, "they move: {seen:?}");
    desk.refused(404, "GET", "/api/chats/overview", &[("department", "nowhere")]).await;
}

#[tokio::test]
async fn who_is_there_is_the_same_wherever_it_is_said() {
    let desk = Desk::start().await;
    desk.sandbox.clock().set_speed(0.0);
    for agent in desk.list("/api/onlinestatus/agents", &[]).await {
        let (preset, online) = (text(&agent, "presetStatus"), text(&agent, "onlineStatus"));
        assert!(online == "F" || online.chars().all(|letter| preset.contains(letter)), "{agent}");
    }
    let states = desk.list("/api/onlinestatus/departments", &[]).await;
    for state in &states {
        let id = text(state, "id");
        let department = desk.get(&format!("/api/departments/{id}"), &[]).await;
        assert_eq!((&department["onlinestatus"], &department["name"]), (&state["onlineStatus"], &state["name"]));
        for (status, field) in [("N", "new_count"), ("C", "customer_reply_count")] {
            let found =
                desk.list("/api/conversations", &[("department", &id), ("status", status), ("limit", "1000")]).await;
            assert_eq!(found.len() as u64, whole(state, field), "{field} of {id}");
        }
    }
}

#[tokio::test]
async fn reports_are_paged_and_narrowed() {
    let desk = Desk::start().await;
    for report in ["agents", "channels", "departments", "performance", "tags"] {
        let path = format!("/api/reports/{report}");
        let all = desk.list(&path, &RANGE).await;
        assert_eq!(desk.list(&path, &RANGE).await, all, "the same question, the same answer");
        let page = [&RANGE[..], &[("limitcount", "2"), ("limitfrom", "1")]].concat();
        assert_eq!(desk.list(&path, &page).await, all[1..3]);
        for row in desk.list(&path, &[&RANGE[..], &[("columns", "answers,chats")]].concat()).await {
            let mut names: Vec<_> = row.as_object().unwrap().keys().filter(|name| *name != "id").cloned().collect();
            names.sort();
            assert_eq!(names, ["answers", "chats"], "{report}");
        }
    }
}

#[tokio::test]
async fn a_report_has_nothing_of_the_time_to_come() {
    let desk = Desk::start().await;
    desk.sandbox.clock().set_speed(0.0);
    desk.sandbox.clock().set("2026-11-05T12:00:00Z".parse().unwrap());
    let loads = desk.list("/api/reports/tickets/load", &RANGE).await;
    assert!(!loads.is_empty());
    for row in loads {
        let date = DateTime::strptime("%Y-%m-%d %H:%M:%S", text(&row, "date")).unwrap();
        assert!(
            date <= "2026-11-05 13:00:00".parse().unwrap() && date >= "2026-11-02 00:00:00".parse().unwrap(),
            "{row}"
        );
    }
}

#[tokio::test]
async fn whoever_adds_up_comes_to_the_same() {
    let desk = Desk::start().await;
    for report in ["agents", "channels", "departments", "performance"] {
        let rows = desk.list(&format!("/api/reports/{report}"), &RANGE).await;
        for field in ["answers", "chats", "calls", "missed_chats", "rewards", "created_tickets", "notes"] {
            let agents = desk.list("/api/reports/agents", &RANGE).await;
            let sum = |rows: &[Value]| rows.iter().map(|row| whole(row, field)).sum::<u64>();
            assert!(sum(&rows) > 0, "{report}.{field}");
            assert_eq!(sum(&rows), sum(&agents), "{report}.{field}");
        }
    }
    let worked: Vec<u64> =
        desk.list("/api/reports/agents", &RANGE).await.iter().map(|row| whole(row, "worktime")).collect();
    let online = desk.list("/api/reports/tickets/agentsavailability", &RANGE).await;
    let minutes = |row: &Value| {
        let clock = text(row, "hours_online");
        let parts: Vec<u64> = clock.split(':').map(|part| part.parse().unwrap()).collect();
        parts[0] * 60 + parts[1]
    };
    assert_eq!(online.iter().map(minutes).collect::<Vec<_>>(), worked);
}

#[tokio::test]
async fn performance_is_by_hour_day_week_or_month() {
    let desk = Desk::start().await;
    let range = [("date_from", "2026-09-28"), ("date_to", "2026-10-04"), ("limitcount", "1000")];
    for (by, many, first, end) in [
        ("hour", 168, "2026-09-28 00:00:00", "2026-10-04 23:59:59"),
        ("day", 7, "2026-09-28", "2026-10-04 23:59:59"),
        ("week", 1, "2026-09-28", "2026-10-04 23:59:59"),
        ("month", 2, "2026-09-01", "2026-10-31 23:59:59"),
    ] {
        let rows = desk.list("/api/reports/performance", &[&range[..], &[("group_by", by)]].concat()).await;
        assert_eq!((rows.len(), text(&rows[0], "datetime").as_str()), (many, first), "{by}");
        assert_eq!(text(&rows[many - 1], "dateto"), end, "{by}");
    }
    desk.refused(500, "GET", "/api/reports/performance", &[&range[..], &[("group_by", "year")]].concat()).await;
}

#[tokio::test]
async fn ratings_are_good_bad_or_both() {
    let desk = Desk::start().await;
    let range = [("date_from", "2026-01-01"), ("date_to", "2026-12-31"), ("limitcount", "1000")];
    let of = async |types: &str| desk.list("/api/reports/ranking", &[&range[..], &[("types", types)]].concat()).await;
    let (good, bad, both) = (of("W").await, of("P").await, of("W,P").await);
    assert!(good.iter().all(|row| row["rankingType"] == "W") && bad.iter().all(|row| row["rankingType"] == "P"));
    assert_eq!(good.len() + bad.len(), both.len());
    assert!(!good.is_empty() && !bad.is_empty());
}
