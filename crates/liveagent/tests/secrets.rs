//! The key is seen nowhere: not in an error, not in the log at its finest, not in a panic. Nor are a customer's words in the log.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    io,
    panic::AssertUnwindSafe,
    sync::{Arc, LazyLock, Mutex},
};

use liveagent::{AddConversationMessage, ApiKey, Client, DeleteTag, Error, ListConversations, SearchKnowledgebase};
use support::{
    CANARY, client,
    server::{Reply, Server},
};
use tracing_subscriber::fmt::MakeWriter;

/// What a customer wrote.
const WORDS: &str = "my-cat-is-called-Ludmila";

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// The log of all tests in this file, with everything in it.
fn log() -> Log {
    static LOG: LazyLock<Log> = LazyLock::new(|| {
        let log = Log::default();
        let lines = tracing_subscriber::fmt().with_ansi(false).with_max_level(tracing::Level::TRACE);
        lines.with_writer(log.clone()).init();
        log
    });
    LOG.clone()
}

/// The key, and how it is written in a URL and in a form.
fn assert_no_key(what: &str, text: &str) {
    for key in [CANARY, "canary%2B", "canary+", "5ceef2", "1647f1db39"] {
        assert!(!text.contains(key), "{what} holds the key: {text}");
    }
}

/// One of each fault, those among them that repeat what they were sent.
fn faults() -> Vec<Reply> {
    let encoded = CANARY.replace('+', "%2B").replace('/', "%2F");
    let echo = format!("no such key {CANARY}, said /api/x?apikey={encoded}");
    let there = format!("http://elsewhere.example/?apikey={CANARY}");
    vec![
        Reply::error(500, &echo),
        Reply::error(403, &echo),
        Reply::error(403, "Api key is not found in request"),
        Reply::error(404, &echo),
        Reply::error(503, &echo),
        Reply::new(200, &[], format!("<html>{echo}")),
        Reply::new(200, &[], format!("{{\"response\": {{\"conversations\": \"{echo}\"}}}}")),
        Reply::new(200, &[], &echo),
        Reply::new(302, &[("location", &there)], ""),
        Reply::new(429, &[("retry-after", "60")], ""),
        Reply::Reset,
        Reply::Bytes(b"this is not HTTP\r\n\r\n".to_vec()),
        Reply::Silence,
    ]
}

async fn each_fault() -> Vec<Error> {
    let mut errors = Vec::new();
    for fault in faults() {
        let server = Server::always(fault).await;
        let client = support::builder(&server.address).deadline(std::time::Duration::from_millis(400)).build().unwrap();
        let list = ListConversations { subject: Some(WORDS.into()), ..Default::default() };
        errors.push(client.send(&list).await.unwrap_err());
        let say = AddConversationMessage { conversation_id: WORDS.into(), message: WORDS.into(), ..Default::default() };
        // Some of these are no fault to a write, which needs no content.
        errors.extend(client.send(&say).await.err());
        errors.extend(client.send(&DeleteTag { tag_id: "sh3j".into() }).await.err());
    }
    // The key of a change is in the query here, and the connection breaks with it.
    for reply in
        [Reply::Reset, Reply::Bytes(b"this is not HTTP\r\n\r\n".to_vec()), Reply::new(302, &[("location", "/x")], "")]
    {
        let not_seen = Reply::error(403, "Api key is not found in request");
        let server =
            Server::new(move |request, _| if request.query().is_empty() { not_seen.clone() } else { reply.clone() })
                .await;
        let client = support::builder(&server.address).deadline(std::time::Duration::from_millis(400)).build().unwrap();
        errors.push(client.send(&DeleteTag { tag_id: "sh3j".into() }).await.unwrap_err());
        assert_eq!(server.count(), 2, "it was in the query");
    }
    errors
}

#[tokio::test]
async fn no_error_and_no_line_of_the_log_holds_the_key() {
    let log = log();
    let errors = each_fault().await;
    assert!(errors.len() > faults().len());
    for error in errors {
        assert_no_key("Display", &error.to_string());
        assert_no_key("Debug", &format!("{error:?} {error:#?}"));
        assert!(std::error::Error::source(&error).is_none(), "nothing hides below");
        if let liveagent::ErrorKind::Refused(refusal) = error.kind() {
            assert_no_key("the refusal", &format!("{} {:?}", refusal.message(), refusal.debug_message()));
        }
    }
    let server = Server::always(Reply::new(200, &[], r#"{"response": {"entries": []}}"#)).await;
    let search = SearchKnowledgebase { query: WORDS.into(), ..Default::default() };
    client(&server.address).send(&search).await.unwrap();
    // What can't be read is named, not quoted.
    let odd = format!(
        r#"{{"response": {{"conversations": ["{CANARY} {WORDS}", {{"conversationid": "a", "datedue": "{WORDS}"}}]}}}}"#
    );
    let server = Server::always(Reply::new(200, &[], odd)).await;
    assert_eq!(client(&server.address).send(&ListConversations::default()).await.unwrap().conversations.len(), 1);
    let text = log.text();
    for field in [r#"answer.field="conversations[]" answer.found=text"#, r#"answer.field="conversations[].datedue""#] {
        assert!(text.contains(field), "{text}");
    }
    assert!(
        text.contains("AddConversationMessage") && text.contains("outcome=\"refused\""),
        "the log was kept: {text}"
    );
    assert!(text.matches("liveagent request").count() > 2 * faults().len(), "a line for each request");
    assert!(text.contains("TRACE"), "the libraries below speak too");
    assert_no_key("the log", &text);
    assert!(!text.contains(WORDS) && !text.contains("apikey"), "the log holds what was asked: {text}");
}

#[tokio::test]
async fn no_panic_holds_the_key() {
    let log = log();
    let server = Server::always(Reply::error(500, CANARY)).await;
    let client = client(&server.address);
    let error = client.send(&ListConversations::default()).await.unwrap_err();
    let key = ApiKey::new(CANARY);
    let builder = Client::builder(&server.address, ApiKey::new(CANARY));
    let panic = std::panic::catch_unwind(AssertUnwindSafe(|| {
        panic!("{error} {error:?} {client:?} {key} {key:?} {builder:?}");
    }));
    let message = panic.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("refused"), "{message}");
    assert_no_key("the panic", &message);
    assert_no_key("the log", &log.text());
}

#[tokio::test]
async fn what_is_wrong_with_the_settings_is_said_without_them() {
    for address in ["http://acme.ladesk.com", "nowhere", "https://u:canary+5ceef2@x.example"] {
        let error = Client::builder(address, ApiKey::new(CANARY)).build().unwrap_err();
        assert_no_key("the error", &format!("{error} {error:?}"));
    }
    let error = Client::builder("https://acme.ladesk.com", ApiKey::new(" ")).build().unwrap_err();
    assert_eq!(error, liveagent::ConfigError::NoKey);
}
