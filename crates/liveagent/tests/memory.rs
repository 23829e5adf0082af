//! How much memory an answer takes, from the connection to its type, counted by the allocator. The largest that the client reads is 8 MiB.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    alloc::System,
    io::{Read as _, Write as _},
    net::TcpListener,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
};

use liveagent::{
    Client, Error, ErrorKind, ListConversationMessages, ListConversations, ListKnowledgebaseEntries, ListTags,
    Operation, ReportTicketsLoad, ShowConversation,
};
use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait as _};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How long the bodies are, in bytes: a little less than the client reads.
const LENGTH: usize = 7_600 << 10;
/// What an answer of that length may take beside its body, in bytes.
const MOST: usize = 40 << 20;

/// Holds the others back: what they take would be counted too.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A server that answers every request with `body`, of which it makes no copy.
fn serve(body: String) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let read = stream.read(&mut [0; 4096]).unwrap();
            assert!(read > 0);
            let length = body.len();
            write!(stream, "HTTP/1.1 200 X\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n").unwrap();
            // The client may have read enough.
            let _ = stream.write_all(body.as_bytes());
        }
    });
    support::builder(&address).deadline(std::time::Duration::from_mins(1)).build().unwrap()
}

/// The answer to `operation` when the body is `body`; fails when reading it takes more than it may.
fn send<O: Operation>(operation: &O, body: String) -> Result<O::Output, Error> {
    let length = body.len();
    assert!(length < 8 << 20, "{length} bytes would not be read at all");
    let start = body.chars().take(60).collect::<String>();
    let client = serve(body);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    MEMORY.reset_peak_memory();
    let answer = runtime.block_on(client.send(operation));
    let peak = MEMORY.get_peak_memory();
    assert!(peak <= length + MOST, "{} took {peak} bytes for {start}…", O::NAME);
    answer
}

/// `item`, separated by `between`, over and over.
fn many(item: &str, between: &str) -> String {
    let mut text = item.to_owned();
    while text.len() + between.len() + item.len() < LENGTH {
        text.push_str(between);
        text.push_str(item);
    }
    text
}

/// `{"response":{"list":value}}`
fn listed(list: &str, value: &str) -> String {
    format!(r#"{{"response":{{"{list}":{value}}}}}"#)
}

fn list_of(item: &str) -> String {
    format!("[{}]", many(item, ","))
}

/// A list as PHP writes one that is not in order: `{"0":item,"1":item,...}`
fn numbered(item: &str) -> String {
    let items = (0..LENGTH / (item.len() + 10)).map(|number| format!("\"{number}\":{item}"));
    format!("{{{}}}", items.collect::<Vec<_>>().join(","))
}

fn deep(open: &str, close: &str) -> String {
    let depth = LENGTH / (open.len() + close.len());
    open.repeat(depth) + "0" + &close.repeat(depth)
}

fn messages() -> ListConversationMessages {
    ListConversationMessages { conversation_id: "12ab34cd".into(), ..Default::default() }
}

// Whether the answers of these three can be read is not what they are about.

#[test]
fn many_small_things_take_little_more_memory_than_their_text() {
    let _alone = alone();
    // As many rows as can be, of those that need nothing in them.
    let _ = send(&messages(), listed("groups", &list_of(r#"{"a":0}"#)));
    let _ = send(&messages(), listed("groups", &format!(r#"[{{"messages":{}}}]"#, list_of(r#"{"messageid":"a"}"#))));
    for item in ["0", r#"{"id":"a","name":"b"}"#] {
        let _ = send(&ListTags {}, listed("tags", &list_of(item)));
    }
    let _ = send(&messages(), listed("groups", &numbered("{}")));
    let texts = format!(r#"{{"response":{{"conversationid":"a","tags":{}}}}}"#, list_of("\"a\""));
    let _ = send(&ShowConversation { conversation_id: "12ab34cd".into() }, texts);
}

#[test]
fn what_is_deep_takes_little_more_memory_than_its_text() {
    let _alone = alone();
    for value in [deep("[", "]"), deep(r#"{"messages":["#, "]}")] {
        let _ = send(&messages(), listed("groups", &format!("[{value}]")));
    }
}

#[test]
fn long_texts_take_little_more_memory_than_they_are_long() {
    let _alone = alone();
    let row =
        |field: &str, text: &str| listed("conversations", &format!(r#"[{{"conversationid":"a","{field}":"{text}"}}]"#));
    let _ = send(&ListConversations::default(), row("subject", &many("&amp;", "")));
    let _ = send(&ListConversations::default(), row("tags", &many("a", ",")));
    let entry = format!(r#"[{{"kb_entry_id":"a","treepath":"{}"}}]"#, many("1", "|"));
    let _ = send(&ListKnowledgebaseEntries::default(), listed("entries", &entry));
    let short = list_of(r#"{"kb_entry_id":"a","treepath":"0|1|2|3|4|5","keywords":"a,b,c"}"#);
    let _ = send(&ListKnowledgebaseEntries::default(), listed("entries", &short));
}

#[test]
fn large_answers_that_make_sense_are_read() {
    let _alone = alone();
    let rows = |count: usize, row: &str| {
        let rows: Vec<String> = (0..count).map(|number| row.replace('#', &number.to_string())).collect();
        rows.join(",")
    };
    let message = r#"{"messageid":"m#","userid":"u#","rtype":"M","datecreated":"2026-11-20 09:00:00","message":"<p>Hello # &amp; good day</p>",
        "format":"T","visibility":"P","lang":"en","size":"123"}"#;
    let group = format!(r#"{{"messagegroupid":"g#","userid":"u","rtype":"3","rstatus":"V","messages":[{message}]}}"#);
    let chat =
        send(&messages(), format!(r#"{{"response":{{"groups":[{{"messages":[{}]}}]}}}}"#, rows(20_000, message)))
            .unwrap();
    assert_eq!(chat.groups[0].messages.len(), 20_000);
    assert_eq!(chat.groups[0].messages[19_999].message.as_deref(), Some("<p>Hello 19999 &amp; good day</p>"));
    let mails = send(&messages(), format!(r#"{{"response":{{"groups":[{}]}}}}"#, rows(20_000, &group))).unwrap();
    assert_eq!(mails.groups.len(), 20_000);

    let tag = r#"{"id":"t#","name":"Tag &quot;#&quot;"}"#;
    let tags = send(&ListTags {}, format!(r#"{{"response":{{"tags":[{}]}}}}"#, rows(5_000, tag))).unwrap();
    assert_eq!((tags.tags.len(), tags.tags[4_999].name.as_str()), (5_000, "Tag \"4999\""));

    let entry = r##"{"kb_id":"kb","kb_entry_id":"#","parent_entry_id":"7","rtype":"A","rstatus":"P","access":"P","access_inherited":"P",
        "urlcode":"36#","treepath":"0|7","rorder":"#","title":"How to #","keywords":"a, b, c, d, e","content":"<p>Like this</p>","views":"#",
        "datecreated":"2026-11-20 09:00:00","datechanged":"2026-11-20 09:00:00","deleted":"N"}"##;
    let list = format!(r#"{{"response":{{"entries":[{}]}}}}"#, rows(10_000, entry));
    let entries = send(&ListKnowledgebaseEntries::default(), list).unwrap();
    assert_eq!((entries.entries.len(), entries.entries[9_999].keywords.len()), (10_000, 5));
}

#[test]
fn too_many_rows_are_called_too_large() {
    let _alone = alone();
    let error = send(&ReportTicketsLoad::default(), listed("loads", &list_of("{}"))).unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::TooLarge);
}
