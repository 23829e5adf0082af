//! How many rows each list has: those that the reference says where nothing is asked, no more than it allows, and from where
//! it is told to begin.

use serde_json::Value;

use crate::{
    desk::{Desk, Pairs},
    shapes::operations,
};

/// A list: its path, what it needs, its parameters for pages, and the reference's default and most.
type List = (String, &'static Pairs<'static>, (&'static str, &'static str), usize, usize);

const RANGE: &Pairs<'static> = &[("date_from", "2026-11-10"), ("date_to", "2026-11-20")];
const REPORT: (&str, &str) = ("limitcount", "limitfrom");
const PLAIN: (&str, &str) = ("limit", "offset");

fn lists() -> Vec<List> {
    let mut lists = vec![
        ("/api/conversations".to_owned(), &[][..], PLAIN, 100, 1000),
        ("/api/knowledgebase/articles".to_owned(), &[][..], PLAIN, 10, 500),
        ("/api/knowledgebase/entries".to_owned(), &[][..], PLAIN, 50, 500),
        ("/api/knowledgebase/knowledgebases".to_owned(), &[][..], PLAIN, 10, 500),
        ("/api/widgets".to_owned(), &[][..], REPORT, 100, 1000),
    ];
    for report in [
        "agents",
        "channels",
        "departments",
        "performance",
        "tags",
        "ranking",
        "tickets/agentsavailability",
        "tickets/load",
        "tickets/slacompliance",
        "tickets/slalog",
        "chats/agentsavailability",
        "chats/availability",
        "chats/load",
        "chats/slacompliance",
        "chats/slalog",
        "calls/agentsavailability",
        "calls/availability",
        "calls/load",
        "calls/slacompliance",
        "calls/slalog",
    ] {
        lists.push((format!("/api/reports/{report}"), RANGE, REPORT, 100, 1000));
    }
    lists
}

#[tokio::test]
async fn every_list_that_has_pages_is_here() {
    let paged = |operation: &Value| {
        let params = operation["params"].as_array().unwrap();
        params.iter().any(|param| ["offset", "limitfrom"].contains(&param["name"].as_str().unwrap()))
    };
    let mut known: Vec<String> = operations()
        .iter()
        .filter(|operation| paged(operation))
        .map(|operation| operation["path"].as_str().unwrap().to_owned())
        .collect();
    let mut here: Vec<String> = lists().iter().map(|list| list.0.clone()).collect();
    known.sort();
    here.sort();
    assert_eq!(here, known);
}

#[tokio::test]
async fn lists_have_the_pages_of_the_reference() {
    let desk = Desk::start().await;
    desk.sandbox.clock().set_speed(0.0);
    for (path, needed, (limit, offset), usual, most) in lists() {
        let of = async |more: &Pairs<'_>| desk.list(&path, &[needed, more].concat()).await;
        let all = of(&[(limit, &most.to_string())]).await;
        assert!(!all.is_empty(), "{path}");
        assert_eq!(of(&[]).await, all[..usual.min(all.len())], "{path}");
        assert_eq!(of(&[(limit, "1")]).await, all[..1], "{path}");
        assert_eq!(of(&[(offset, "1"), (limit, "2")]).await, all[1..all.len().min(3)], "{path}");
        assert!(of(&[(offset, "1000000")]).await.is_empty(), "{path}");
        for wrong in [(most + 1).to_string(), "-1".to_owned(), "ten".to_owned()] {
            desk.refused(500, "GET", &path, &[needed, &[(limit, &*wrong)]].concat()).await;
        }
        desk.refused(500, "GET", &path, &[needed, &[(offset, "-1")]].concat()).await;
    }
}

#[tokio::test]
async fn a_search_finds_ten_unless_more_are_asked_for() {
    let desk = Desk::start().await;
    let of = async |limit: &str| {
        let query = [("query", "the how bike order return"), ("limit", limit)];
        desk.list("/api/knowledgebase/search", &query).await
    };
    let all = of("500").await;
    assert!(all.len() > 10, "{}", all.len());
    assert_eq!(desk.list("/api/knowledgebase/search", &[("query", "the how bike order return")]).await, all[..10]);
    assert_eq!(of("12").await.len(), all.len().min(12));
}
