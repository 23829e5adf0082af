//! What goes over the wire, for each of the 72 operations: method, path, where the parameters and the key are, and how they
//! are encoded. The server keeps the bytes; the contract says what they should have been.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use futures_util::{FutureExt as _, future::BoxFuture};
use liveagent::{AddFile, Client, CreateTag, ErrorKind, Operation, ShowConversation, Visit, visit_operations, wire};
use serde_json::{Value, json};
use support::{
    CANARY, client,
    contract::{Contract, contract, name},
    server::{Reply, Request, Server},
};

/// Sends an operation whose parameters are given as JSON; gives back its answer as JSON.
type Send = fn(Client, Value) -> BoxFuture<'static, Result<Value, liveagent::Error>>;

#[derive(Default)]
struct Senders(Vec<(u8, Send)>);

impl Visit for Senders {
    fn visit<O: Operation>(&mut self) {
        fn send<O: Operation>(client: Client, request: Value) -> BoxFuture<'static, Result<Value, liveagent::Error>> {
            async move {
                let operation: O = wire::from_json(&request.to_string()).unwrap();
                let answer = client.send(&operation).await?;
                Ok(serde_json::to_value(answer).unwrap())
            }
            .boxed()
        }
        self.0.push((O::NUMBER, send::<O>));
    }
}

/// Sends every operation, with all parameters or only the mandatory ones, and calls `check` with each request.
async fn send_each(all: bool, check: impl Fn(&Contract, &Request)) {
    let contract = contract();
    let examples: Vec<Value> = contract.iter().map(|op| op.0["example"].clone()).collect();
    let server = Server::new(move |_, index| Reply::json(&examples[index])).await;
    let mut senders = Senders::default();
    visit_operations(&mut senders);
    assert_eq!(senders.0.len(), 72);
    for (op, (number, send)) in contract.iter().zip(senders.0) {
        assert_eq!(op.number(), number);
        // The example of #2 is of an old account, for which a client that has read it sends nothing newer.
        send(client(&server.address), Value::Object(op.request(all))).await.unwrap();
        let requests = server.requests();
        assert_eq!(requests.len(), usize::from(number), "#{number} is one request");
        check(op, requests.last().unwrap());
    }
}

/// The request that the contract asks for.
fn check_request(op: &Contract, request: &Request, all: bool) {
    let number = op.number();
    assert_eq!(request.method, op.text("method"), "#{number}");
    let mut given: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in op.request(all) {
        let text = if let Value::String(text) = &value { text.clone() } else { value.to_string() };
        given.insert(name, text);
    }
    // The path, segment by segment: parameters fill exactly their own.
    let sent: Vec<&str> = request.path().split('/').collect();
    let expected: Vec<&str> = op.text("path").split('/').collect();
    assert_eq!(sent.len(), expected.len(), "#{number}: {}", request.path());
    for (sent, expected) in sent.iter().zip(expected) {
        match expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => assert_eq!(decode(sent), given.remove(name).unwrap(), "#{number}"),
            None => assert_eq!(*sent, expected, "#{number}"),
        }
    }
    // All else, and the key, in the query or in the form.
    given.insert("apikey".to_owned(), CANARY.to_owned());
    let (query, form) = (request.query(), if request.method == "GET" { Vec::new() } else { request.form() });
    let (here, nothing) = if op.key_place() == "query" { (query, form) } else { (form, query) };
    assert_eq!(nothing, [], "#{number}");
    assert_eq!(here.len(), given.len(), "#{number}: {here:?}");
    for (name, value) in here {
        let expected = given.remove(&name).unwrap_or_else(|| panic!("#{number}: {name} was not asked for"));
        assert!(same(&value, &expected), "#{number} {name}: {value} instead of {expected}");
    }
    match op.text("method") {
        "GET" => assert!(request.body.is_empty() && request.header("content-type").is_none(), "#{number}"),
        _ => assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"), "#{number}"),
    }
    for header in ["referer", "cookie", "authorization"] {
        assert_eq!(request.header(header), None, "#{number}");
    }
    assert_eq!(request.header("accept-encoding"), Some("gzip"), "#{number}");
    assert!(request.header("user-agent").unwrap().starts_with("liveagent/"), "#{number}");
}

/// Whether two parameters say the same: as text, or as JSON whose fields may come in any order.
fn same(sent: &str, expected: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok().filter(Value::is_array);
    sent == expected || json(sent).is_some() && json(sent) == json(expected)
}

fn decode(segment: &str) -> String {
    let url = format!("http://x/?{}", segment.replace('+', "%2B"));
    let url = reqwest::Url::parse(&url).unwrap();
    url.query_pairs().next().map(|(name, _)| name.into_owned()).unwrap()
}

#[tokio::test]
async fn each_of_the_72_with_all_parameters() {
    send_each(true, |op, request| check_request(op, request, true)).await;
}

#[tokio::test]
async fn each_of_the_72_with_nothing_but_the_mandatory() {
    send_each(false, |op, request| check_request(op, request, false)).await;
}

#[tokio::test]
async fn the_contract_has_every_kind_of_place() {
    let places: Vec<String> = contract()
        .iter()
        .flat_map(|op| {
            op.parameters().into_iter().map(|entry| entry["in"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        })
        .collect();
    for place in ["path", "query", "form"] {
        assert!(places.iter().filter(|found| *found == place).count() > 20, "{place}");
    }
    assert!(
        contract()
            .iter()
            .flat_map(|op| op.parameters().into_iter().map(name).map(str::to_owned).collect::<Vec<_>>())
            .all(|name| name != "apikey")
    );
}

#[tokio::test]
async fn the_answer_of_each_look_up_comes_back_typed() {
    let contract = contract();
    let examples: Vec<Value> = contract.iter().map(|op| op.0["example"].clone()).collect();
    let server = Server::new(move |_, index| Reply::json(&examples[index])).await;
    let mut senders = Senders::default();
    visit_operations(&mut senders);
    for (op, (number, send)) in contract.iter().zip(senders.0) {
        let answer = send(client(&server.address), Value::Object(op.request(false))).await.unwrap();
        let (mine, theirs) = (answer.as_object().unwrap(), op.example().as_object().unwrap());
        assert!(
            theirs
                .keys()
                .all(|key| mine.contains_key(key) || ["authtoken", "browsercookiename"].contains(&key.as_str())),
            "#{number}"
        );
    }
}

#[tokio::test]
async fn a_large_file_goes_as_multipart() {
    let example = contract()[30].0["example"].clone();
    let server = Server::always(Reply::json(&example)).await;
    let client = client(&server.address);
    let file = |data: String| AddFile {
        name: Some("a \"b\".png".into()),
        file_type: Some("image/png".into()),
        data: Some(data),
        download_url: None,
    };
    client.send(&file("QUJD".into())).await.unwrap();
    let answer = client.send(&file("QUJD".repeat(50_000))).await.unwrap().unwrap();
    assert_eq!(answer.file_size, Some(liveagent::Bytes(12_456)));
    let requests = server.requests();
    assert_eq!(requests[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    let large = &requests[1];
    let boundary = large.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = large.body();
    let parts: Vec<&str> = body.split(&format!("--{boundary}")).collect();
    assert_eq!(parts.len(), 6, "four parts between five boundaries");
    for (name, value) in
        [("name", "a \"b\".png"), ("type", "image/png"), ("data", &"QUJD".repeat(50_000)), ("apikey", CANARY)]
    {
        let head = format!("name=\"{name}\"");
        let part = parts.iter().find(|part| part.contains(&head)).unwrap();
        assert!(part.ends_with(&format!("\r\n\r\n{value}\r\n")), "{name}");
    }
    assert!(!large.target.contains('?'), "the key is in the form");
}

#[tokio::test]
async fn the_base_address_may_have_a_path_and_slashes() {
    let example = contract()[9].0["example"].clone();
    let server = Server::always(Reply::json(&example)).await;
    for (end, path) in [("", ""), ("/", ""), ("/help/desk", "/help/desk"), ("/help/desk//", "/help/desk")] {
        let client = client(&format!("{}{end}", server.address));
        client.send(&ShowConversation { conversation_id: "../x".into() }).await.unwrap();
        assert_eq!(server.requests().last().unwrap().path(), format!("{path}/api/conversations/..%2Fx"), "{end:?}");
    }
}

#[tokio::test]
async fn what_names_nothing_is_not_sent() {
    let server = Server::always(Reply::json(&json!({}))).await;
    let client = client(&server.address);
    for id in ["", ".", ".."] {
        let error = client.send(&ShowConversation { conversation_id: id.into() }).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::BadRequest(_)), "{id:?}: {error}");
        assert!(!error.may_have_happened());
    }
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn an_empty_body_on_a_write_is_success() {
    let server = Server::always(Reply::new(200, &[], "")).await;
    let mut senders = Senders::default();
    visit_operations(&mut senders);
    for (op, (number, send)) in contract().iter().zip(senders.0) {
        let answer = send(client(&server.address), Value::Object(op.request(false))).await;
        assert_eq!(answer.is_ok(), op.text("method") != "GET", "#{number}: {answer:?}");
    }
    let created = client(&server.address).send(&CreateTag { name: "VIP".into(), ..Default::default() }).await.unwrap();
    assert_eq!(created, None, "which tag it is was not said");
}
