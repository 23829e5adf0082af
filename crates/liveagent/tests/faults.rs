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
        (Reply::error(401, "Forbidden"), "wrong-key"),
        (Reply::error(401, "failed authentification with wrong key"), "wrong-key"),
        (Reply::error(403, "ApiKey not found"), "wrong-key"),
        (Reply::error(403, "Invalid API key"), "wrong-key"),
        (Reply::error(400, "Authentication failed"), "wrong-key"),
        (Reply::error(400, "parameter message not found"), "refused"),
        (Reply::error(401, "you may not see this department"), "refused"),
        (Reply::error(403, "Forbidden"), "refused"),
        (Reply::error(403, "API key has no permission for this operation"), "refused"),
        (Reply::error(403, "agent is not allowed to do this"), "refused"),
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
    let table = [
        (html(200), "a web page"),
        (shape("Welcome"), "not JSON"),
        (shape(""), "no content"),
        (shape("[]"), "expected an object"),
        (shape("{}"), "missing field `response`"),
        (Reply::new(200, &[("content-encoding", "gzip")], "this is not gzip"), "not JSON"),
        (html(418), "a web page"),
        (html(404), "a web page"),
        (Reply::new(404, &[], ""), "no content"),
        // Something in front of LiveAgent, or in its place: it says nothing of the key.
        (html(401), "a web page"),
        (html(403), "a web page"),
        (Reply::new(403, &[], "no"), "status 403"),
        (shape(&("[".repeat(100_000) + &"]".repeat(100_000))), "expected an object"),
    ];
    for (reply, words) in table {
        let (answer, count) = look_up(reply.clone()).await;
        let error = answer.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NotLiveAgent(_)), "{error}");
        assert!(error.to_string().contains(words), "{error} instead of {words}");
        assert_eq!(count, 1, "{error}");
    }
    let (answer, count) = write(html(200)).await;
    let error = answer.unwrap_err();
    assert!(error.may_have_happened(), "who knows what that page was");
    assert_eq!((error.kind(), count), (&odd(Oddity::Html), 1));
}

#[tokio::test]
async fn an_answer_that_can_not_be_read_is_called_that() {
    let shape = |text: &str| Reply::new(200, &[], text);
    let table = [
        (shape(r#"{"response": {"tags": [{"id": "secret"#), "it ends too early"),
        (shape(&"[".repeat(100_000)), "it ends too early"),
        (shape(r#"{"response": {"tags": 7}}"#), "tags: expected a sequence, found a number"),
        (shape(r#"{"response": {"tags": "secret"}}"#), "tags[0]: expected struct Tag, found a text"),
        (shape(r#"{"response": ["secret"]}"#), "expected struct Tags, found a list"),
    ];
    for (reply, words) in table {
        let (answer, count) = look_up(reply).await;
        let error = answer.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unreadable(_)), "{error}");
        let text = error.to_string();
        assert!(text.starts_with("ListTags: a response that can't be read (") && text.contains(words), "{text}");
        assert!(!text.contains("secret"), "{text}");
        assert_eq!(count, 1, "{text}");
    }
}

#[tokio::test]
async fn what_can_be_read_of_an_answer_is_read() {
    let vip = Tag { id: "sh3j".into(), name: "VIP".into() };
    let table = [
        (r#"{"response": {}}"#, vec![], 0),
        (r#"{"response": []}"#, vec![], 0),
        (r#"{"response": null}"#, vec![], 0),
        (
            r#"{"response": {"tags": [{"id": ["a"], "name": "x"}, {"id": "sh3j", "name": "VIP"}, 7]}}"#,
            vec![vip.clone()],
            2,
        ),
        (r#"{"response": {"tags": {"7": {"id": "sh3j", "name": "VIP"}, "0": {"name": "x"}}}}"#, vec![vip], 1),
    ];
    for (body, tags, left_out) in table {
        let server = Server::always(Reply::new(200, &[], body)).await;
        let (answer, unread) = client(&server.address).read(&ListTags {}).await.unwrap();
        assert_eq!((answer.tags, unread.rows()), (tags, left_out), "{body}");
    }
    let (answer, _) = look_up(Reply::new(200, &[], r#"{"response": {"tags": false}}"#)).await;
    assert!(
        matches!(answer.unwrap_err().kind(), ErrorKind::Unreadable(_)),
        "PHP's word for a failure is not an empty list"
    );
    let body = b"{\"response\": {\"tags\": [{\"id\": \"sh3j\", \"name\": \"V\xed\xa0\xbdI\\ud83dP \xff\"}]}}";
    let (answer, _) = look_up(Reply::new(200, &[], body)).await;
    assert_eq!(answer.unwrap().tags[0].name, "V\u{fffd}I\u{fffd}P \u{fffd}", "each half of a character is one");
}

#[tokio::test]
async fn a_write_whose_answer_can_not_be_read_was_carried_out() {
    for body in [r#"{"response": 7}"#, r#"{"response": {"id": {}, "name": "VIP"}}"#, r#"{"response": [7]}"#] {
        let server = Server::always(Reply::new(200, &[], body)).await;
        let client = client(&server.address);
        let created = client.send(&CreateTag { name: "VIP".into(), ..Default::default() }).await;
        assert_eq!(created, Ok(None), "{body}");
        let done = client.send(&DeleteTag { tag_id: "sh3j".into() }).await;
        assert_eq!(done.map(|done| done.status), Ok(None), "{body}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_broken_connection() {
    let whole = Reply::json(&tags()).bytes();
    let cut = Reply::Bytes(whole[..whole.len() - 10].to_vec());
    let (answer, count) = look_up(cut.clone()).await;
    assert_eq!((kind(&answer), count), (&ErrorKind::Unavailable, 4));
    let (answer, count) = write(cut.clone()).await;
    assert_eq!((kind(&answer), count), (&ErrorKind::Unavailable, 1));
    assert!(answer.unwrap_err().may_have_happened());
    let server = Server::new(move |_, index| if index < 2 { cut.clone() } else { Reply::json(&tags()) }).await;
    assert!(client(&server.address).send(&ListTags {}).await.is_ok(), "it passes");
    assert_eq!(server.count(), 3);
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
    let sent = server.requests().len();
    let error = client.send(&show).await.unwrap_err();
    assert_eq!(server.requests().len(), sent, "what it does not have is not sent at all");
    assert_eq!(error.to_string(), "ShowTag: needs LiveAgent 4.17.1.3 or newer (this is 4.16.9.0)");
    // #63 came with 4.0.30.6: the version can't be why.
    let error = client.send(&ListTags {}).await.unwrap_err();
    assert_eq!(error.kind(), &odd(Oddity::Html));
}
