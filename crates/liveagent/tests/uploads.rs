//! A file's content on its way: what the form has, and what becomes of content that breaks off.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use liveagent::{Client, ErrorKind, FileContent, ListTags};
use serde_json::json;
use support::{
    CANARY, builder, client,
    contract::contract,
    server::{Reply, Server},
};

/// Chunks that don't end where base64 would like them to.
fn chunks() -> Vec<Vec<u8>> {
    (0..50_u8).map(|number| vec![number; 1_000 + usize::from(number)]).collect()
}

fn size() -> u64 {
    chunks().concat().len() as u64
}

/// That many of the chunks, and then no more.
fn only(count: usize) -> impl Stream<Item = Result<Vec<u8>, ()>> + Send + 'static {
    stream::iter(chunks().into_iter().take(count).map(Ok))
}

async fn upload(
    client: &Client,
    size: u64,
    chunks: impl Stream<Item = Result<Vec<u8>, ()>> + Send + 'static,
) -> liveagent::Error {
    client.upload("a.bin", "text/plain", FileContent::new(size, chunks)).await.unwrap_err()
}

#[tokio::test]
async fn content_goes_into_the_form_as_it_comes_under_a_known_length() {
    let server = Server::always(Reply::json(&contract()[30].0["example"])).await;
    let content = FileContent::new(size(), only(50));
    let uploaded = client(&server.address).upload("a \"b\".png", "image/png", content).await.unwrap().unwrap();
    assert_eq!(uploaded.file_size, Some(liveagent::Bytes(12_456)));
    let requests = server.requests();
    let [request] = requests.as_slice() else { panic!("{} requests", requests.len()) };
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/api/files"), "the key is in the form");
    assert_eq!(request.header("content-length"), Some(request.body.len().to_string().as_str()));
    assert_eq!(request.header("transfer-encoding"), None);
    let boundary = request.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let parts: Vec<&str> = request.body().split(&format!("--{boundary}")).collect();
    assert_eq!(parts.len(), 6, "four parts between five boundaries");
    let data = {
        use base64::Engine as _;
        base64::prelude::BASE64_STANDARD.encode(chunks().concat())
    };
    for (part, (name, value)) in
        parts[1..].iter().zip([("name", "a \"b\".png"), ("type", "image/png"), ("data", &data), ("apikey", CANARY)])
    {
        assert!(
            part.contains(&format!("name=\"{name}\"")) && part.ends_with(&format!("\r\n\r\n{value}\r\n")),
            "{name}"
        );
    }
}

#[tokio::test]
async fn of_content_that_is_not_whole_nothing_arrives_and_the_server_is_not_blamed() {
    let server = Server::always(Reply::json(&json!({ "response": { "tags": [] } }))).await;
    let client = client(&server.address);
    // As often as it takes a server to be counted as down.
    for _ in 0..3 {
        let broken = only(20).chain(stream::iter([Err(())]));
        for error in [
            upload(&client, size(), broken).await,
            upload(&client, size() + 1, only(50)).await,
            upload(&client, size() - 1, only(50)).await,
        ] {
            assert!(matches!(error.kind(), ErrorKind::BadRequest(_)), "{error}");
            assert!(!error.may_have_happened(), "{error}");
        }
    }
    assert_eq!(server.count(), 0, "no request has its end");
    client.send(&ListTags {}).await.unwrap();
}

#[tokio::test]
async fn a_file_that_may_have_arrived_has_changed_nothing() {
    for reply in [Reply::Reset, Reply::Silence, Reply::new(502, &[], "")] {
        let server = Server::always(reply).await;
        let client = builder(&server.address).deadline(Duration::from_millis(500)).build().unwrap();
        let error = upload(&client, size(), only(50)).await;
        assert!(matches!(error.kind(), ErrorKind::Unavailable | ErrorKind::TimedOut), "{error}");
        assert!(!error.may_have_happened(), "{error}");
        assert_eq!(server.count(), 1, "sent once");
    }
}

#[tokio::test]
async fn content_that_stands_still_is_given_up_in_time() {
    let server = Server::always(Reply::json(&json!({ "response": { "tags": [] } }))).await;
    let client = builder(&server.address).deadline(Duration::from_millis(300)).build().unwrap();
    // As often as it takes a server to be counted as down.
    for _ in 0..6 {
        let error = upload(&client, size(), only(20).chain(stream::pending())).await;
        assert_eq!(*error.kind(), ErrorKind::TimedOut);
        assert!(!error.may_have_happened());
    }
    assert_eq!(server.count(), 0);
    client.send(&ListTags {}).await.unwrap();
}
