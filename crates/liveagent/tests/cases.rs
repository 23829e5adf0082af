//! Answers that went wrong once, each standing for a kind, and what is right. They are those of `views` that are about data.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use liveagent::{Conversation, ConversationStatus, DeleteTag, ErrorKind, ListConversations, ShowConversation, wire};
use serde_json::{Value, json};
use support::{
    client,
    server::{Reply, Server},
};

/// The input of a case.
fn input(id: &str) -> Value {
    let cases: Vec<Value> = serde_json::from_str(include_str!("../../views/tests/fixtures/inputs.json")).unwrap();
    cases.into_iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}"))["input"].clone()
}

/// A good answer about a conversation, with what a case has in it.
fn with(id: &str) -> Value {
    let mut conversation = json!({
        "conversationid": "12ab34cd", "code": "ABC-DEFGH-123", "subject": "Where is my order?", "status": "N",
        "datecreated": "2026-11-20 09:00:00", "datechanged": "2026-11-20 10:00:00", "departmentname": "Support",
        "assignedto": "u1", "tags": "a,b",
    });
    for (field, value) in input(id).as_object().unwrap() {
        conversation[field] = value.clone();
    }
    conversation
}

fn read(conversation: &Value) -> (Conversation, wire::Unread) {
    wire::answer(&conversation.to_string(), &jiff::tz::TimeZone::UTC).unwrap()
}

#[tokio::test]
async fn one_odd_value_in_one_of_two_rows() {
    for (id, field) in [("odd-time", "conversations[].datechanged"), ("odd-name", "conversations[].departmentname")] {
        let mut good = with("odd-time");
        good["datechanged"] = json!("2026-11-20 10:00:00");
        let list = json!({"response": {"conversations": [with(id), good]}});
        let server = Server::always(Reply::json(&list)).await;
        let (answer, unread) = client(&server.address).read(&ListConversations::default()).await.unwrap();
        let [odd, good] = answer.conversations.as_slice() else { panic!("{id}: {answer:?}") };
        assert_eq!(odd.subject, good.subject, "{id}");
        assert!(unread.has(field) && unread.rows() == 0 && unread.iter().count() == 1, "{id}: {unread:?}");
        let unknown = if id == "odd-time" { odd.date_changed.is_none() } else { odd.department_name.is_none() };
        assert!(unknown && good.date_changed.is_some() && good.department_name.is_some(), "{id}: {odd:?}");
    }
}

#[tokio::test]
async fn an_empty_answer_is_an_empty_list() {
    let raw = input("empty-as-list")["raw"].as_str().unwrap().to_owned();
    let server = Server::always(Reply::new(200, &[], raw)).await;
    let answer = client(&server.address).send(&ListConversations::default()).await.unwrap();
    assert_eq!(answer.conversations, []);
}

#[tokio::test]
async fn what_can_be_read_of_an_odd_record_is_read() {
    let server = Server::always(Reply::json(&json!({"response": with("unreadable-answer")}))).await;
    let show = ShowConversation { conversation_id: "12ab34cd".into() };
    let (shown, unread) = client(&server.address).read(&show).await.unwrap();
    assert_eq!((shown.assigned_to.as_deref(), shown.custom_fields.len()), (None, 0));
    assert_eq!((shown.subject.as_deref(), shown.tags.len()), (Some("Where is my order?"), 2));
    assert!(unread.has("assignedto") && unread.has("customfields"), "{unread:?}");
}

#[test]
fn letters_of_newer_accounts_are_known() {
    let (closed, unread) = read(&with("status-closed"));
    assert_eq!((closed.status, closed.status.label()), (ConversationStatus::Closed, "Closed"));
    assert!(unread.is_empty(), "{unread:?}");
}

#[test]
fn entities_are_read() {
    let (conversation, _) = read(&with("entities-in-subject"));
    assert_eq!(conversation.subject.as_deref(), Some("Tom & Jerry's order"));
    assert_eq!(conversation.owner_name.as_deref(), Some("O'Brien"));
}

/// The case "key-in-query"; `key_place.rs` has all of it.
#[tokio::test]
async fn a_key_that_is_not_found_in_the_form_is_not_a_wrong_one() {
    assert_eq!(input("key-in-query"), Value::Null);
    let server = Server::new(|request, _| {
        let in_form = request.query().is_empty();
        Reply::error(403, if in_form { "Api key is not found in request" } else { "ApiKey not found" })
    })
    .await;
    let error = client(&server.address).send(&DeleteTag { tag_id: "sh3j".into() }).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (&ErrorKind::WrongKey, 2), "only what says so is one");
}
