//! What the client makes of a server that is ill, foreign or hostile. A fault, a request, the kind of error, how many requests
//! went out, and whether a write may have happened.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{io::Write as _, time::Duration};

use flate2::{Compression, write::GzEncoder};
use liveagent::{
    CreateTag, DeleteTag, Done, Error, ErrorKind, ListTags, Oddity, ShowApplicationStatus, ShowTag, Tag, Tags,
};
use serde_json::json;
use support::{
    builder, client,
    server::{Reply, Server},
};
use tokio::time::Instant;

fn tags() -> serde_json::Value {
    json!({"response": {"tags": [{"id": "sh3j", "name": "VIP"}]}})
}

/// A look-up, and how many requests it took.
async fn look_up(reply: Reply) -> (Result<Tags, Error>, usize) {
    let server = Server::always(reply).await;
    let answer = client(&server.address).send(&ListTags {}).await;
    (answer, server.count())
}

/// A write, and how many requests it took.
async fn write(reply: Reply) -> (Result<Done, Error>, usize) {
    let server = Server::always(reply).await;
    let answer = client(&server.address).send(&DeleteTag { tag_id: "sh3j".into() }).await;
    (answer, server.count())
}

fn kind(answer: &Result<impl Sized, Error>) -> &ErrorKind {
    answer.as_ref().err().unwrap().kind()
}

fn odd(oddity: Oddity) -> ErrorKind {
    ErrorKind::NotLiveAgent(oddity)
}

fn html(status: u16) -> Reply {
    Reply::new(status, &[("content-type", "text/html")], "<!doctype html><title>Welcome to nginx!</title>")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn what_liveagent_says_no_with() {
    let refused = |code| Reply::error(code, "parameter message is missing");
    let in_200 = Reply::new(200, &[], refused(500).body());
    let table = [
        (Reply::error(404, "tag with id sh3j not found"), "not-found"),
        (Reply::error(401, "wrong key"), "wrong-key"),
        (Reply::error(403, "ApiKey not found"), "wrong-key"),
        (html(403), "wrong-key"),
        (Reply::error(400, "Authentication failed"), "wrong-key"),
        (refused(400), "refused"),
        (refused(500), "refused"),
        (in_200, "refused"),
        (Reply::new(200, &[], Reply::error(403, "ApiKey not found").body()), "wrong-key"),
        (Reply::new(200, &[], Reply::error(404, "not found").body()), "not-found"),
    ];
    for (reply, name) in table {
        let (answer, count) = look_up(reply.clone()).await;
        assert_eq!((kind(&answer).name(), count), (name, 1), "{reply:?}");
        let (answer, count) = write(reply.clone()).await;
        assert_eq!((kind(&answer).name(), count), (name, 1), "{reply:?}");
        assert!(!answer.unwrap_err().may_have_happened(), "LiveAgent said no: {reply:?}");
    }
}

#[tokio::test]
async fn a_refusal_tells_its_reason_and_keeps_the_rest_for_the_log() {
    let (answer, _) = look_up(Reply::error(500, "unable to load conversation")).await;
    let error = answer.unwrap_err();
    assert_eq!(error.to_string(), "ListTags: liveagent refused: unable to load conversation");
    assert!(!format!("{error:?}").contains("Foo.php"));
    let ErrorKind::Refused(refusal) = error.kind() else { panic!("{error}") };
    assert_eq!((refusal.message(), refusal.debug_message()), ("unable to load conversation", Some("in Foo.php")));
}

#[tokio::test]
async fn answers_that_are_not_liveagents() {
    let shape = |text: &str| Reply::new(200, &[], text);
    let truncated = r#"{"response": {"tags": [{"id": "sh"#;
    let table = [
        (html(200), "a web page", 1),
        (shape("Welcome"), "not JSON", 1),
        (shape(truncated), "an answer that ends too early", 1),
        (shape(""), "no content", 1),
        (shape("[]"), "expected an object", 1),
        (shape("{}"), "missing field `response`", 1),
        (shape(r#"{"response": {}}"#), "missing field `tags`", 1),
        (shape(r#"{"response": {"tags": [{"id": ["secret"]}]}}"#), "tags[0].id: expected a string, found a list", 1),
        (shape(r#"{"response": {"tags": 7}}"#), "tags: expected a sequence, found a number", 1),
        (Reply::new(200, &[("content-encoding", "gzip")], "this is not gzip"), "not JSON", 1),
        (html(418), "a web page", 1),
        (html(404), "a web page", 1),
        (Reply::new(404, &[], ""), "no content", 1),
        (shape(&"[".repeat(100_000)), "an answer that ends too early", 1),
        (shape(&("[".repeat(100_000) + &"]".repeat(100_000))), "expected an object", 1),
    ];
    for (reply, words, requests) in table {
        let (answer, count) = look_up(reply.clone()).await;
        let error = answer.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NotLiveAgent(_)), "{error}");
        assert!(error.to_string().contains(words), "{error} instead of {words}");
        assert!(!error.to_string().contains("secret"), "{error}");
        assert_eq!(count, requests, "{error}");
    }
    let (answer, count) = write(html(200)).await;
    let error = answer.unwrap_err();
    assert!(error.may_have_happened(), "who knows what that page was");
    assert_eq!((error.kind(), count), (&odd(Oddity::Html), 1));
}

#[tokio::test]
async fn a_body_cut_short_is_tried_again_and_then_called_by_its_name() {
    let whole = Reply::json(&tags()).bytes();
    let cut = Reply::Bytes(whole[..whole.len() - 10].to_vec());
    let (answer, count) = look_up(cut.clone()).await;
    assert_eq!((kind(&answer), count), (&odd(Oddity::Truncated), 4));
    let (answer, count) = write(cut).await;
    assert_eq!((kind(&answer), count), (&odd(Oddity::Truncated), 1));
    assert!(answer.unwrap_err().may_have_happened());
}

#[tokio::test]
async fn too_much_is_not_read() {
    let bomb = gzip(&vec![b' '; 32 << 20]);
    assert!(bomb.len() < 100_000, "a bomb is small");
    let just = |size: usize| {
        let json = r#"{"response": {"tags": []}}"#;
        format!("{json}{}", " ".repeat(size - json.len()))
    };
    let endless = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    let chunk = [b"10000\r\n".as_slice(), &vec![b' '; 0x10000], b"\r\n"].concat();
    let endless = [endless, chunk.repeat(200)].concat();
    for reply in [
        Reply::new(200, &[("content-encoding", "gzip")], &bomb),
        Reply::new(200, &[], just((8 << 20) + 1)),
        Reply::Bytes(endless),
    ] {
        let (answer, count) = look_up(reply.clone()).await;
        assert_eq!((kind(&answer), count), (&ErrorKind::TooLarge, 1));
        let (answer, _) = write(reply).await;
        assert!(answer.unwrap_err().may_have_happened());
    }
    let (answer, _) = look_up(Reply::new(200, &[], just(8 << 20))).await;
    assert_eq!(answer.unwrap(), Tags { tags: vec![] }, "8 MiB are fine");
}

#[tokio::test]
async fn gzip_is_understood() {
    let body = gzip(tags().to_string().as_bytes());
    let (answer, _) = look_up(Reply::new(200, &[("content-encoding", "gzip")], body)).await;
    assert_eq!(answer.unwrap().tags, [Tag { id: "sh3j".into(), name: "VIP".into() }]);
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up_by_the_deadline() {
    let stalled = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{".to_vec();
    for reply in [Reply::Silence, Reply::Stall(stalled)] {
        let server = Server::always(reply).await;
        let client = builder(&server.address).deadline(Duration::from_millis(900)).build().unwrap();
        let begun = Instant::now();
        let error = client.send(&ListTags {}).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (&ErrorKind::TimedOut, false));
        assert!((600..10_000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
        let before = server.count();
        let error = client.send(&DeleteTag { tag_id: "sh3j".into() }).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (&ErrorKind::TimedOut, true));
        assert_eq!(server.count(), before + 1, "a write is sent once");
    }
}

#[tokio::test]
async fn nobody_there_is_certain() {
    let address = Server::always(Reply::Reset).await.address.clone();
    let client = client(&address);
    let error = client.send(&CreateTag { name: "VIP".into(), ..Default::default() }).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_happened()), (&ErrorKind::Unavailable, false));
    let error = client.send(&ListTags {}).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Unavailable);
}

#[tokio::test]
async fn redirects_leave_neither_the_host_nor_repeat_a_write() {
    let other = Server::always(Reply::json(&tags())).await;
    for status in [301, 302, 303, 307, 308] {
        let there = format!("{}/api/tags", other.address);
        let (answer, count) = look_up(Reply::new(status, &[("location", &there)], "")).await;
        assert_eq!((kind(&answer), count), (&odd(Oddity::Redirect), 1));
        for location in [there.as_str(), "/api/tags/elsewhere"] {
            let (answer, count) = write(Reply::new(status, &[("location", location)], "")).await;
            assert_eq!((kind(&answer), count), (&odd(Oddity::Redirect), 1));
        }
        let server = Server::new(move |request, _| match request.path() {
            "/api/tags" => Reply::new(status, &[("location", "/moved?apikey=x")], ""),
            _ => Reply::json(&tags()),
        })
        .await;
        client(&server.address).send(&ListTags {}).await.unwrap();
        let requests = server.requests();
        assert_eq!((requests.len(), requests[1].target.as_str()), (2, "/moved?apikey=x"));
        assert_eq!(requests[1].header("referer"), None);
    }
    assert_eq!(other.count(), 0, "the other host never heard of it");
    let (answer, count) = look_up(Reply::new(302, &[("location", "/api/tags")], "")).await;
    assert_eq!((kind(&answer), count), (&odd(Oddity::Redirect), 6), "round and round, for a while");
}

#[tokio::test]
async fn an_old_account_is_told_what_it_needs() {
    let server = Server::new(|request, _| match request.path() {
        "/api/application/status" => Reply::json(&json!({"response": {"liveagentversion": "4.16.9.0"}})),
        _ => html(404),
    })
    .await;
    let client = client(&server.address);
    let show = ShowTag { tag_id: "sh3j".into() };
    let error = client.send(&show).await.unwrap_err();
    assert_eq!(error.kind(), &odd(Oddity::Html), "nothing has told yet that it is an account at all");
    client.send(&ShowApplicationStatus {}).await.unwrap();
    let error = client.send(&show).await.unwrap_err();
    assert_eq!(error.to_string(), "ShowTag: needs LiveAgent 4.17.1.3 or newer, and this is 4.16.9.0");
    // #63 came with 4.0.30.6: the version can't be why.
    let error = client.send(&ListTags {}).await.unwrap_err();
    assert_eq!(error.kind(), &odd(Oddity::Html));
}
