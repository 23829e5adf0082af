//! A help desk and a client that knows nothing but HTTP.

use std::fmt::Write as _;

use sandbox::{Sandbox, clock::Clock};
use serde_json::Value;

/// Parameters of a request.
pub(crate) type Pairs<'a> = [(&'a str, &'a str)];

/// A running help desk.
pub(crate) struct Desk {
    pub(crate) sandbox: Sandbox,
    http: reqwest::Client,
}

impl Desk {
    pub(crate) async fn start() -> Self {
        // What is asked of reports is of that autumn.
        let clock = Clock::at("2026-11-20T09:30:00Z".parse().unwrap());
        let sandbox = Sandbox::builder().api_key("k3y+/=&").clock(clock).start().await;
        // A test asks within a moment what an account allows in minutes.
        sandbox.liveagent().keep_limits(false);
        Self { sandbox, http: reqwest::Client::new() }
    }

    /// Sends a request as it is: a status and a body. Look-ups carry their parameters in the query, writes in a form.
    pub(crate) async fn raw(&self, method: &str, path: &str, pairs: &Pairs<'_>) -> (u16, String) {
        let url = format!("{}{path}", self.sandbox.liveagent_url());
        let request = self.http.request(method.parse().unwrap(), url);
        let request = if method == "GET" { request.query(pairs) } else { request.form(pairs) };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    /// The same with the key: a status, and what stands below `response`.
    pub(crate) async fn send(&self, method: &str, path: &str, pairs: &Pairs<'_>) -> (u16, Value) {
        let with_key = [pairs, &[("apikey", self.sandbox.api_key())]].concat();
        let (status, body) = self.raw(method, path, &with_key).await;
        let mut body: Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{method} {path}: {body}"));
        (status, body["response"].take())
    }

    /// A request that succeeds.
    pub(crate) async fn ok(&self, method: &str, path: &str, pairs: &Pairs<'_>) -> Value {
        let (status, answer) = self.send(method, path, pairs).await;
        assert_eq!(status, 200, "{method} {path} {pairs:?}: {answer}");
        answer
    }

    /// A look-up that succeeds.
    pub(crate) async fn get(&self, path: &str, pairs: &Pairs<'_>) -> Value {
        self.ok("GET", path, pairs).await
    }

    /// The rows of a list.
    pub(crate) async fn list(&self, path: &str, pairs: &Pairs<'_>) -> Vec<Value> {
        let answer = self.get(path, pairs).await;
        let lists = answer.as_object().unwrap().values();
        lists.into_iter().next().unwrap().as_array().unwrap().clone()
    }

    /// A request that is refused with a status, in LiveAgent's own body.
    pub(crate) async fn refused(&self, status: u16, method: &str, path: &str, pairs: &Pairs<'_>) {
        let (found, answer) = self.send(method, path, pairs).await;
        assert_eq!(found, status, "{method} {path} {pairs:?}: {answer}");
        is_refusal(&answer, status);
    }

    /// The id of the conversation that changed last.
    pub(crate) async fn conversation(&self) -> String {
        text(&self.list("/api/conversations", &[("limit", "1")]).await[0], "conversationid")
    }
}

/// Whether this is the documented body of a refusal.
pub(crate) fn is_refusal(answer: &Value, status: u16) {
    assert_eq!(answer["status"], "ERROR");
    assert_eq!(answer["statuscode"], status);
    assert!(!answer["errormessage"].as_str().unwrap().is_empty());
    assert!(answer["debugmessage"].is_string());
}

/// A field that is a text.
pub(crate) fn text(row: &Value, field: &str) -> String {
    row[field].as_str().unwrap_or_else(|| panic!("{field} is no text in {row}")).to_owned()
}

/// A text as one segment of a path.
pub(crate) fn segment(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        write!(encoded, "%{byte:02X}").unwrap();
        encoded
    })
}
