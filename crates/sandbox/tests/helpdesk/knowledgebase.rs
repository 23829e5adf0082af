//! The knowledgebases: their trees, their search, and what is added and removed.

use serde_json::{Value, json};

use crate::desk::{Desk, text};

const ENTRIES: &str = "/api/knowledgebase/entries";
const SEARCH: &str = "/api/knowledgebase/search";

async fn entries(desk: &Desk) -> Vec<Value> {
    desk.list(ENTRIES, &[("limit", "500")]).await
}

#[tokio::test]
async fn entries_are_found_by_their_place() {
    let desk = Desk::start().await;
    let all = entries(&desk).await;
    assert_eq!(desk.list(ENTRIES, &[]).await, all[..50], "50 unless said otherwise");
    assert_eq!(desk.list(ENTRIES, &[("limit", "7"), ("offset", "9")]).await, all[9..16]);
    let category = all
        .iter()
        .find(|row| row["rtype"] == "C" && all.iter().any(|below| below["parent_entry_id"] == row["kb_entry_id"]));
    let id = text(category.unwrap(), "kb_entry_id");
    let below: Vec<Value> = all.iter().filter(|row| row["parent_entry_id"] == *id).cloned().collect();
    assert_eq!(desk.list(ENTRIES, &[("parent_entry_id", &id), ("limit", "500")]).await, below);
    assert_eq!(desk.list(ENTRIES, &[("entry_id", &id)]).await, [category.unwrap().clone()]);
    let path = text(&below[0], "treepath");
    let in_it = desk.list(ENTRIES, &[("tree_path", &path), ("limit", "500")]).await;
    assert!(below.iter().all(|row| in_it.contains(row)) && in_it.len() < all.len());
    for base in desk.list("/api/knowledgebase/knowledgebases", &[]).await {
        let id = text(&base, "kb_id");
        let its = desk.list(ENTRIES, &[("kb_id", &id), ("limit", "500")]).await;
        assert!(!its.is_empty() && its.iter().all(|row| row["kb_id"] == *id));
    }
    let changed = text(&all[all.len() / 2], "datechanged");
    let since = desk.list(ENTRIES, &[("date_changed", &changed[..10]), ("limit", "500")]).await;
    assert!(!since.is_empty() && since.iter().all(|row| text(row, "datechanged")[..10] >= changed[..10]));
}

#[tokio::test]
async fn a_title_says_more_than_a_keyword_and_that_more_than_a_text() {
    let desk = Desk::start().await;
    let add = async |title: &str, keywords: &str, content: &str| {
        let pairs = [("title", title), ("keywords", keywords), ("content", content), ("rstatus", "P")];
        text(&desk.ok("POST", "/api/knowledgebase/articles", &pairs).await, "kb_entry_id")
    };
    let in_text = add("One", "", "<p>All about <b>zyzzyvas</b></p>").await;
    let in_keywords = add("Two", "zyzzyvas", "<p>Nothing</p>").await;
    let in_title = add("Zyzzyvas", "", "<p>Nothing</p>").await;
    let draft = [("title", "Zyzzyvas too"), ("content", "x"), ("rstatus", "D")];
    desk.ok("POST", "/api/knowledgebase/articles", &draft).await;
    let found = desk.list(SEARCH, &[("query", "ZYZZYVAS")]).await;
    let ids: Vec<String> = found.iter().map(|row| text(row, "kb_entry_id")).collect();
    assert_eq!(ids, [in_title, in_keywords, in_text.clone()], "and the draft is nobody's to find");
    assert!(text(&found[2], "content_text").contains("All about zyzzyvas"));
    assert_eq!(desk.list(SEARCH, &[("query", "zyzzyvas"), ("limit", "2")]).await, found[..2]);
    let below = desk.list(SEARCH, &[("query", "zyzzyvas"), ("top_article_id", &in_text)]).await;
    assert_eq!(below, found[2..]);
    let other = text(desk.list("/api/knowledgebase/knowledgebases", &[]).await.last().unwrap(), "kb_id");
    assert!(desk.list(SEARCH, &[("query", "zyzzyvas"), ("kb_id", &other)]).await.is_empty());
    assert!(desk.list(SEARCH, &[("query", "nonsenseword")]).await.is_empty());
}

#[tokio::test]
async fn what_is_removed_takes_all_below_it_along() {
    let desk = Desk::start().await;
    let before = entries(&desk).await.len();
    let top = desk.ok("POST", "/api/knowledgebase/categories", &[("title", "Top")]).await;
    let top_id = text(&top, "kb_entry_id");
    let below = [("title", "Below"), ("parent_entry_id", &*top_id), ("rtype", "Q"), ("description", "a forum")];
    let below = desk.ok("POST", "/api/knowledgebase/categories", &below).await;
    let below_id = text(&below, "kb_entry_id");
    let article =
        [("title", "Deep"), ("content", "<p>a<img src=\"x\"></p>"), ("parent_entry_id", &*below_id), ("rorder", "3")];
    let article = desk.ok("POST", "/api/knowledgebase/articles", &article).await;
    assert_eq!(article["treepath"], format!("{}|{top_id}|{below_id}", text(&top, "treepath")));
    assert_eq!((&article["parent_entry_id"], &article["rorder"]), (&json!(below_id), &json!("3")));
    assert_eq!((&below["rtype"], &below["description"]), (&json!("Q"), &json!("a forum")));
    assert_eq!(entries(&desk).await.len(), before + 3);
    let path = format!("{ENTRIES}/{top_id}");
    desk.ok("DELETE", &path, &[]).await;
    assert_eq!(entries(&desk).await.len(), before);
    desk.refused(404, "DELETE", &path, &[]).await;
    let lost = [("title", "Lost"), ("content", "x"), ("parent_entry_id", &*top_id)];
    desk.refused(404, "POST", "/api/knowledgebase/articles", &lost).await;
}
