//! Where the key of a change goes: into the form, as the reference says, and into the query where LiveAgent says that it is not found.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use liveagent::{CreateTag, DeleteTag, EditTag, ErrorKind, ListTags, TransferConversation};
use serde_json::json;
use support::{
    CANARY, client,
    server::{Reply, Request, Server},
};

const NOT_SEEN: &str = "Api key is not found in request";

fn key(pairs: &[(String, String)]) -> Option<&str> {
    pairs.iter().find(|(name, _)| name == "apikey").map(|(_, key)| key.as_str())
}

/// An account that looks for the key of PUT and DELETE in the query alone.
fn account(status: u16) -> impl Fn(&Request, usize) -> Reply + Send + Sync {
    move |request, _| {
        let in_query = matches!(request.method.as_str(), "GET" | "PUT" | "DELETE");
        let seen = if in_query { key(&request.query()) == Some(CANARY) } else { key(&request.form()) == Some(CANARY) };
        if !seen {
            return Reply::error(status, NOT_SEEN);
        }
        Reply::json(&json!({"response": {"status": "OK", "statuscode": 0, "tags": []}}))
    }
}

#[tokio::test]
async fn a_key_that_is_not_found_in_the_form_goes_into_the_query_from_then_on() {
    for status in [400, 401, 403] {
        let server = Server::new(account(status)).await;
        let client = client(&server.address);
        client.send(&DeleteTag { tag_id: "sh3j".into() }).await.unwrap();
        let sent = server.requests();
        assert_eq!(sent.len(), 2, "the form first");
        assert_eq!((key(&sent[0].form()), sent[0].query().len()), (Some(CANARY), 0));
        assert_eq!((key(&sent[1].query()), sent[1].form().len()), (Some(CANARY), 0));
        let edit = EditTag { tag_id: "sh3j".into(), name: Some("VIP".into()), ..Default::default() };
        client.clone().background().send(&edit).await.unwrap();
        let sent = server.requests();
        assert_eq!(sent.len(), 3, "at once");
        assert_eq!(sent[2].form(), [("name".to_owned(), "VIP".to_owned())]);
        assert_eq!(sent[2].query(), [("apikey".to_owned(), CANARY.to_owned())]);
        // The others stay as they are.
        client.send(&CreateTag { name: "VIP".into(), ..Default::default() }).await.unwrap();
        client.send(&ListTags {}).await.unwrap();
        let sent = server.requests();
        assert_eq!((sent.len(), sent[3].query().len(), key(&sent[3].form())), (5, 0, Some(CANARY)));
    }
}

#[tokio::test]
async fn no_other_answer_lets_a_change_be_sent_once_more() {
    let table = [
        Reply::error(500, NOT_SEEN),
        Reply::error(404, NOT_SEEN),
        Reply::error(503, NOT_SEEN),
        Reply::new(200, &[], Reply::error(403, NOT_SEEN).body()),
        Reply::error(403, "api key is not found in request"),
        Reply::error(403, "Api key is not found in request, or it is wrong"),
        Reply::error(403, "Api key is not found"),
        Reply::error(400, "ApiKey not found"),
        Reply::error(401, "Forbidden"),
        Reply::new(403, &[], NOT_SEEN),
        Reply::new(403, &[], format!("<html>{NOT_SEEN}")),
        Reply::Reset,
    ];
    for reply in table {
        let server = Server::always(reply.clone()).await;
        let client = client(&server.address);
        client.send(&TransferConversation { conversation_id: "a".into(), ..Default::default() }).await.unwrap_err();
        assert_eq!(server.count(), 1, "{reply:?}");
        client.send(&DeleteTag { tag_id: "sh3j".into() }).await.unwrap_err();
        assert!(server.requests().iter().all(|request| request.query().is_empty()), "{reply:?}");
    }
    // Nor is a POST, which LiveAgent reads from the form.
    let server = Server::always(Reply::error(403, NOT_SEEN)).await;
    let error =
        client(&server.address).send(&CreateTag { name: "VIP".into(), ..Default::default() }).await.unwrap_err();
    assert_eq!(server.count(), 1);
    let ErrorKind::Refused(refusal) = error.kind() else { panic!("{error}") };
    assert_eq!(refusal.message(), NOT_SEEN, "which is not a wrong key");
}

#[tokio::test]
async fn a_key_that_is_not_found_anywhere_is_a_refusal() {
    let server = Server::always(Reply::error(403, NOT_SEEN)).await;
    let client = client(&server.address);
    for sent in [2, 4] {
        let error = client.send(&DeleteTag { tag_id: "sh3j".into() }).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Refused(_)) && !error.may_have_happened(), "{error}");
        assert_eq!(server.count(), sent, "the form first, for nothing says that the query is better");
    }
}
