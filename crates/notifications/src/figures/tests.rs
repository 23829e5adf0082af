//! A figure that is not there is unknown, and never 0: an alert would be over for it.

use liveagent::{AgentStatuses, Conversations, DepartmentStatuses, wire};
use serde_json::{Value, json};

use super::*;
use crate::decide::{Bad, Rule};

fn now() -> Timestamp {
    "2026-11-25T12:00:00Z".parse().unwrap()
}

/// An answer as the client reads it.
fn read<T: serde::de::DeserializeOwned>(value: &Value) -> (T, Unread) {
    wire::answer(&value.to_string(), &TimeZone::UTC).unwrap()
}

/// The figures that are known, and the names of those that are not.
fn split(figures: Figures) -> (Vec<(String, f64)>, Vec<String>) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (name, value) in figures {
        match value.known() {
            Some(value) => known.push((name, value)),
            None => unknown.push(name),
        }
    }
    (known, unknown)
}

fn of_chats(value: &Value) -> (Vec<(String, f64)>, Vec<String>) {
    let (answer, unread) = read(value);
    split(chats(&answer, &unread, None))
}

fn of_waiting(rows: &Value) -> Figures {
    let (answer, unread) = read::<Conversations>(&json!({ "conversations": rows }));
    waiting(&answer.conversations, &unread, now(), &TimeZone::UTC)
}

/// Two that wait, one of each status, one of them overdue.
fn rows() -> Value {
    json!([
        {"conversationid": "a", "status": "N", "departmentid": "d1", "datecreated": "2026-11-25 11:00:00",
         "datechanged": "2026-11-25 11:30:00", "datedue": "2026-11-25 11:45:00"},
        {"conversationid": "b", "status": "C", "departmentid": "d2", "datecreated": "2026-11-25 08:00:00",
         "datechanged": "2026-11-25 11:50:00", "datedue": ""},
    ])
}

#[test]
fn queues_without_a_figure_are_unknown() {
    let whole = json!({"chatsOverview": [{"visitors": 3, "chats": "2", "ringing": 1, "queue": 0, "agents": 4}]});
    let (known, unknown) = of_chats(&whole);
    assert_eq!((known.len(), unknown.len()), (4, 0));
    assert!(known.contains(&("chats-waiting".to_owned(), 0.0)), "{known:?}");
    for queue in [json!(null), json!("n/a"), json!({}), json!(false), json!(-1)] {
        let mut odd = whole.clone();
        odd["chatsOverview"][0]["queue"] = queue;
        assert_eq!(of_chats(&odd).1, ["chats-waiting"], "{odd}");
        // Of two rows one is known; both together are not.
        let two = json!({"chatsOverview": [whole["chatsOverview"][0], odd["chatsOverview"][0]]});
        assert_eq!(of_chats(&two).1, ["chats-waiting"], "{two}");
    }
    for nothing in [json!([]), json!({"chatsOverview": []}), json!({"chatsOverview": [7]}), json!({})] {
        assert_eq!(of_chats(&nothing).0, [], "{nothing}");
        assert_eq!(of_chats(&nothing).1.len(), 4, "{nothing}");
    }
    let (answer, unread) = read(&json!({"callsOverview": [{"running": 1, "ringing": "x", "inqueue": 2}]}));
    let (known, unknown) = split(calls(&answer, &unread, None));
    assert_eq!(known.len(), 2);
    assert_eq!(unknown, ["calls-ringing"]);
}

#[test]
fn one_odd_value_makes_what_hangs_on_it_unknown() {
    let whole = of_waiting(&rows());
    assert_eq!(whole.len(), 12);
    let expected =
        [("conversations-new", 1.0), ("conversations-open", 1.0), ("oldest-waiting", 60.0), ("overdue", 1.0)];
    for (name, value) in expected {
        assert_eq!(whole[name], Figure::Known(value), "{name}");
    }
    let both = ["conversations-new", "conversations-open"];
    let table = [
        ("datedue", vec!["overdue", "overdue@d1", "overdue@d2"]),
        ("datechanged", vec!["oldest-waiting", "oldest-waiting@d2"]),
        ("datecreated", vec![]),
        ("status", [both, ["conversations-new@d2", "conversations-open@d2"]].concat()),
        ("subject", vec![]),
    ];
    for (field, unknown) in table {
        let mut odd = rows();
        odd[1][field] = json!(["odd"]);
        let figures = of_waiting(&odd);
        for (name, value) in &figures {
            if unknown.contains(&name.as_str()) {
                assert!(matches!(value, Figure::AtLeast(_)), "{field}: {name}");
            } else {
                assert_eq!(*value, whole[name], "{field}: {name}");
            }
        }
    }
}

#[test]
fn a_row_that_is_left_out_may_be_anybodys() {
    let mut odd = rows();
    odd[1]["conversationid"] = json!(null);
    assert!(of_waiting(&odd).values().all(|figure| figure.known().is_none()), "{:?}", of_waiting(&odd));
    let mut odd = rows();
    odd[1]["departmentid"] = json!({});
    for (name, value) in of_waiting(&odd) {
        assert_eq!(value.known().is_none(), name.contains('@'), "{name}");
    }
    assert!(of_waiting(&json!([])).values().all(|value| *value == Figure::Known(0.0)), "nobody waits");
}

#[test]
fn who_is_online_is_unknown_where_it_is_not_said() {
    let (answer, unread) = read::<DepartmentStatuses>(&json!({"departmentsOnlineStates": [
        {"id": "d1", "name": "A", "onlineStatus": "MT"}, {"id": "d2", "name": "B", "onlineStatus": ["T"]},
        {"id": "d3", "name": "C"}, {"id": "d4", "name": "D", "onlineStatus": "F"}, {"id": "d5", "name": "E", "onlineStatus": ""},
    ]}));
    let (known, unknown) = split(departments(&answer, &unread));
    let expected = [("d1", 0.0), ("d4", 1.0), ("d5", 1.0)];
    assert_eq!(known, expected.map(|(id, value)| (format!("department-offline@{id}"), value)));
    assert_eq!(unknown, ["department-offline@d2", "department-offline@d3", "departments-online"]);
    let (answer, unread) =
        read::<AgentStatuses>(&json!({"agentsOnlineStates": [{"id": "u1", "onlineStatus": "T"}, {}]}));
    let (known, unknown) = split(agents(&answer, &unread));
    assert_eq!(known, [("agent-offline@u1".to_owned(), 0.0)]);
    assert_eq!(unknown, ["agents-online"], "one of them could not be read");
}

#[test]
fn what_is_known_is_enough_to_fire_and_never_to_clear() {
    let rule = |bad| Rule {
        bad,
        fire: 1.0,
        clear: if bad == Bad::High { 0.0 } else { 2.0 },
        fire_hold: SignedDuration::ZERO,
        clear_hold: SignedDuration::ZERO,
        repeat: None,
        gap: SignedDuration::from_mins(5),
    };
    let mut odd = rows();
    odd[1]["conversationid"] = json!(null);
    let figures = of_waiting(&odd);
    assert_eq!(figures["overdue"], Figure::AtLeast(1.0));
    assert_eq!(rule(Bad::High).value(figures["overdue"]), Some(1.0));
    assert_eq!(figures["conversations-open"], Figure::AtLeast(0.0));
    assert_eq!(rule(Bad::High).value(figures["conversations-open"]), None);
    for figure in [Figure::AtLeast(0.0), Figure::AtLeast(9.0), Figure::Unknown] {
        assert_eq!(rule(Bad::Low).value(figure), None, "more may be there: {figure:?}");
    }
}
