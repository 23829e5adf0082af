//! How conversations and their messages are found.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::desk::{Desk, Pairs, segment, text};

async fn all(desk: &Desk) -> Vec<Value> {
    desk.list("/api/conversations", &[("limit", "1000")]).await
}

/// Asserts that a filter finds those of `all` that meet a condition, in the same order, and that these are some but not all.
async fn finds(desk: &Desk, all: &[Value], pairs: &Pairs<'_>, meets: impl Fn(&Value) -> bool) {
    let pairs = [pairs, &[("limit", "1000")]].concat();
    let ids = |rows: Vec<&Value>| rows.into_iter().map(|row| text(row, "conversationid")).collect::<Vec<_>>();
    let found = desk.list("/api/conversations", &pairs).await;
    let expected: Vec<&Value> = all.iter().filter(|row| meets(row)).collect();
    assert!(!expected.is_empty() && expected.len() < all.len(), "{pairs:?} is no test");
    assert_eq!(ids(found.iter().collect()), ids(expected), "{pairs:?}");
}

#[tokio::test]
async fn each_filter_keeps_its_own() {
    let desk = Desk::start().await;
    let all = all(&desk).await;
    assert!(all.is_sorted_by_key(|row| std::cmp::Reverse(text(row, "datechanged"))), "the newest change is first");
    let one = &all[all.len() / 2];
    let (created, changed) = (text(one, "datecreated"), text(one, "datechanged"));
    let (owner, department) = (text(one, "owneremail"), text(one, "departmentid"));
    finds(&desk, &all, &[("owneridentifier", &owner)], |row| row["owneremail"] == *owner).await;
    finds(&desk, &all, &[("department", &department)], |row| row["departmentid"] == *department).await;
    finds(&desk, &all, &[("status", "R")], |row| row["status"] == "R").await;
    finds(&desk, &all, &[("status", "N, C,T")], |row| ["N", "C", "T"].contains(&row["status"].as_str().unwrap())).await;
    finds(&desk, &all, &[("channel_type", "E,F")], |row| ["E", "F"].contains(&row["channel_type"].as_str().unwrap()))
        .await;
    finds(&desk, &all, &[("datefrom", &created)], |row| text(row, "datecreated") >= created).await;
    finds(&desk, &all, &[("dateto", &created)], |row| text(row, "datecreated") <= created).await;
    let subject = text(one, "subject");
    let word = subject.split(' ').max_by_key(|word| word.len()).unwrap().to_uppercase();
    let has = |row: &Value| text(row, "subject").to_lowercase().contains(&word.to_lowercase());
    finds(&desk, &all, &[("subject", &word)], has).await;
    let both = |row: &Value| row["status"] == "R" && row["departmentid"] == *department;
    finds(&desk, &all, &[("status", "R"), ("department", &department)], both).await;

    let day = &changed[..10];
    for (condition, meets) in [
        (changed.clone(), Box::new(|at: &str| at == changed) as Box<dyn Fn(&str) -> bool>),
        (format!("eq:{changed}"), Box::new(|at| at == changed)),
        (format!("neq:{changed}"), Box::new(|at| at != changed)),
        (format!("gt:{changed}"), Box::new(|at| at > changed.as_str())),
        (format!("gte:{changed}"), Box::new(|at| at >= changed.as_str())),
        (format!("lt:{changed}"), Box::new(|at| at < changed.as_str())),
        (format!("lte:{changed}"), Box::new(|at| at <= changed.as_str())),
        (format!("btw:{day} 00:00:00,{changed}"), Box::new(|at| at[..10] == *day && at <= changed.as_str())),
        (format!("lk:{day} %"), Box::new(|at| at.starts_with(day))),
        (format!("lk:{}??", &changed[..17]), Box::new(|at| at[..17] == changed[..17])),
    ] {
        finds(&desk, &all, &[("datechanged", &condition)], |row| meets(&text(row, "datechanged"))).await;
    }
}

#[tokio::test]
async fn an_agents_conversations_are_found_by_mail_and_by_id() {
    let desk = Desk::start().await;
    for agent in desk.list("/api/onlinestatus/agents", &[]).await {
        let (mail, id) = (text(&agent, "username"), text(&agent, "id"));
        let by_mail = desk.list("/api/conversations", &[("agent", &mail)]).await;
        assert_eq!(by_mail, desk.list("/api/conversations", &[("agent", &id)]).await);
        for row in by_mail.iter().take(3) {
            let shown = desk.get(&format!("/api/conversations/{}", text(row, "conversationid")), &[]).await;
            assert_eq!(shown["assignedto"], *id);
        }
    }
}

#[tokio::test]
async fn pages_follow_one_another() {
    let desk = Desk::start().await;
    let all = all(&desk).await;
    assert_eq!(desk.list("/api/conversations", &[]).await, all[..100], "100 unless said otherwise");
    let mut paged = Vec::new();
    while paged.len() < all.len() {
        let page = [("limit", "150"), ("offset", &paged.len().to_string())];
        let rows = desk.list("/api/conversations", &page).await;
        assert!(rows.len() <= 150 && !rows.is_empty());
        paged.extend(rows);
    }
    assert_eq!(paged, all);
    let ids: BTreeSet<String> = all.iter().map(|row| text(row, "conversationid")).collect();
    assert_eq!(ids.len(), all.len());
    let beyond = all.len().to_string();
    assert!(desk.list("/api/conversations", &[("offset", &beyond)]).await.is_empty());
}

#[tokio::test]
async fn a_conversation_has_three_names() {
    let desk = Desk::start().await;
    for row in all(&desk).await.iter().step_by(60) {
        let shown = desk.get(&format!("/api/conversations/{}", text(row, "conversationid")), &[]).await;
        for name in ["code", "publicurlcode"] {
            assert_eq!(desk.get(&format!("/api/conversations/{}", segment(&text(row, name))), &[]).await, shown);
        }
    }
}

#[tokio::test]
async fn messages_are_of_their_range() {
    let desk = Desk::start().await;
    let mut tried = 0;
    for row in all(&desk).await {
        let path = format!("/api/conversations/{}/messages", text(&row, "conversationid"));
        let groups = desk.list(&path, &[]).await;
        let times: Vec<String> = groups.iter().map(|group| text(group, "datecreated")).collect();
        assert!(times.is_sorted(), "oldest first");
        if times.len() < 3 || times[0] == times[1] || times[1] == times[2] {
            continue;
        }
        let of = async |pairs: &Pairs<'_>| {
            let groups = desk.list(&path, pairs).await;
            groups.iter().map(|group| text(group, "datecreated")).collect::<Vec<_>>()
        };
        assert_eq!(of(&[("datefrom", &times[1])]).await, times[1..]);
        assert_eq!(of(&[("dateto", &times[1])]).await, times[..2]);
        assert_eq!(of(&[("datefrom", &times[1]), ("dateto", &times[1])]).await, times[1..2]);
        tried += 1;
        if tried == 5 {
            return;
        }
    }
    panic!("too few conversations have three groups");
}
