//! What can go wrong on the way to a service, put there on purpose: by method and path, n times or until it is taken away.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::{StreamExt as _, stream};
use serde_json::Value;

use crate::recorder::{self, Recorder};

/// More than a client of LiveAgent may take: 9 MiB.
const OVERSIZE: usize = 9 * 1024 * 1024;

/// The faults of one service. Its clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Rules>>);

#[derive(Debug, Default)]
struct Rules {
    list: Vec<Kept>,
    next: u64,
    preset: Option<&'static str>,
}

#[derive(Debug)]
struct Kept {
    id: u64,
    method: String,
    path: String,
    effect: Effect,
    left: Option<usize>,
}

/// What happens to a request.
#[derive(Clone, Debug)]
enum Effect {
    Answer { status: u16, kind: &'static str, body: String, header: Option<(&'static str, String)> },
    Delay(Duration),
    Reset,
    Truncate,
    Oversize,
}

/// Which requests; what happens to them comes next.
#[derive(Debug)]
#[must_use]
pub struct FaultBuilder {
    faults: Faults,
    method: String,
    path: String,
}

/// A fault that is there.
#[derive(Clone, Debug)]
pub struct Rule {
    faults: Faults,
    id: u64,
}

impl Faults {
    /// A fault for requests of this method (`*` for any) and path (in which `*` is one or more characters).
    pub fn on(&self, method: &str, path: &str) -> FaultBuilder {
        FaultBuilder { faults: self.clone(), method: method.to_owned(), path: path.to_owned() }
    }

    /// Takes all faults away.
    pub fn clear(&self) {
        let mut rules = self.lock();
        rules.list.clear();
        rules.preset = None;
    }

    /// The faults of the page's panel: `slow`, `down`, `errors`, `html`, or `clear`. Whether there is one of that name.
    pub(crate) fn preset(&self, name: &str) -> bool {
        self.clear();
        let all = self.on("*", "*");
        let preset = match name {
            "clear" => return true,
            "slow" => {
                all.delay(Duration::from_secs(2));
                "slow"
            }
            "down" => {
                all.reset();
                "down"
            }
            "errors" => {
                all.status(503);
                "errors"
            }
            "html" => {
                all.html();
                "html"
            }
            _ => return false,
        };
        self.lock().preset = Some(preset);
        true
    }

    /// The panel's fault that is there.
    pub(crate) fn active(&self) -> &'static str {
        self.lock().preset.unwrap_or("clear")
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The delays and the one other effect that a request meets.
    fn meet(&self, method: &str, path: &str) -> (Duration, Option<Effect>) {
        let mut rules = self.lock();
        let (mut delay, mut met) = (Duration::ZERO, None);
        for rule in &mut rules.list {
            let is_wait = matches!(rule.effect, Effect::Delay(_));
            if rule.left == Some(0) || (met.is_some() && !is_wait) {
                continue;
            }
            if recorder::matches(&rule.method, &rule.path, method, path) {
                rule.left = rule.left.map(|left| left - 1);
                match &rule.effect {
                    Effect::Delay(wait) => delay += *wait,
                    effect => met = Some(effect.clone()),
                }
            }
        }
        (delay, met)
    }
}

#[expect(clippy::must_use_candidate, reason = "they are called for what they put there")]
impl FaultBuilder {
    fn keep(self, effect: Effect) -> Rule {
        let mut rules = self.faults.lock();
        let id = rules.next;
        rules.next += 1;
        rules.list.push(Kept { id, method: self.method, path: self.path, effect, left: None });
        drop(rules);
        Rule { faults: self.faults, id }
    }

    fn answer(self, status: u16, kind: &'static str, body: impl Into<String>) -> Rule {
        self.keep(Effect::Answer { status, kind, body: body.into(), header: None })
    }

    /// A status with an empty body.
    pub fn status(self, status: u16) -> Rule {
        self.answer(status, "text/plain", "")
    }

    /// A status with a JSON body.
    pub fn body(self, status: u16, body: &Value) -> Rule {
        self.answer(status, "application/json", body.to_string())
    }

    /// An answer that comes this much later.
    pub fn delay(self, wait: Duration) -> Rule {
        self.keep(Effect::Delay(wait))
    }

    /// A connection that is cut before the answer.
    pub fn reset(self) -> Rule {
        self.keep(Effect::Reset)
    }

    /// An answer that ends too early.
    pub fn truncate(self) -> Rule {
        self.keep(Effect::Truncate)
    }

    /// A web page.
    pub fn html(self) -> Rule {
        self.answer(200, "text/html", "<!doctype html><title>Maintenance</title><h1>We are back soon</h1>")
    }

    /// An answer of 9 MiB.
    pub fn oversize(self) -> Rule {
        self.keep(Effect::Oversize)
    }

    /// JSON of another shape.
    pub fn wrong_types(self) -> Rule {
        self.answer(200, "application/json", r#"{"response":[true,{"conversations":"none","tags":7}]}"#)
    }

    /// A redirect.
    pub fn redirect(self, to: &str) -> Rule {
        let header = Some(("location", to.to_owned()));
        self.keep(Effect::Answer { status: 302, kind: "text/plain", body: String::new(), header })
    }
}

#[expect(clippy::must_use_candidate, clippy::return_self_not_must_use, reason = "it is called for what it does")]
impl Rule {
    /// Only the next `times` requests meet it.
    pub fn times(self, times: usize) -> Self {
        let mut rules = self.faults.lock();
        if let Some(rule) = rules.list.iter_mut().find(|rule| rule.id == self.id) {
            rule.left = Some(times);
        }
        drop(rules);
        self
    }

    /// Takes it away.
    pub fn remove(self) {
        self.faults.lock().list.retain(|rule| rule.id != self.id);
    }
}

/// The layer before a service: notes every request, and lets it meet its faults.
pub(crate) async fn layer(
    State((faults, recorder)): State<(Faults, Recorder)>,
    request: Request,
    next: Next,
) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let query = request.uri().query().unwrap_or_default();
    let query_keys = query.split('&').filter_map(|pair| pair.split('=').next()).filter(|key| !key.is_empty());
    let mut noted = recorder::Request {
        query_keys: query_keys.map(str::to_owned).collect(),
        method: method.clone(),
        path: path.clone(),
        status: 0,
    };
    let (delay, effect) = faults.meet(&method, &path);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let response = match effect {
        None => next.run(request).await,
        Some(Effect::Truncate) => truncated(next.run(request).await).await,
        Some(Effect::Reset | Effect::Delay(_)) => cut(),
        Some(Effect::Oversize) => {
            let body = format!(r#"{{"response":{{"padding":"{}"}}}}"#, "x".repeat(OVERSIZE));
            ([(header::CONTENT_TYPE, "application/json")], body).into_response()
        }
        Some(Effect::Answer { status, kind, body, header }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let mut response = (status, [(header::CONTENT_TYPE, kind)], body).into_response();
            if let Some((name, value)) = header
                && let Ok(value) = HeaderValue::from_str(&value)
            {
                response.headers_mut().insert(name, value);
            }
            response
        }
    };
    let is_cut = response.extensions().get::<Cut>().is_some();
    noted.status = if is_cut { 0 } else { response.status().as_u16() };
    recorder.record(noted);
    response
}

/// The first half of a good answer, under the length of the whole.
async fn truncated(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // These end with their head: there is nothing to leave out but all of it.
    if [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&parts.status) {
        return cut();
    }
    let whole = axum::body::to_bytes(body, OVERSIZE).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len().max(2)));
    // The server writes what it has while it waits for more; it would drop what stands right before an error.
    let waits = stream::once(async {
        tokio::task::yield_now().await;
        Err(failure())
    });
    let pieces = stream::iter([Ok(whole.slice(..whole.len() / 2))]).chain(waits);
    Response::from_parts(parts, Body::from_stream(pieces))
}

/// An answer that is never written: the server cuts the connection.
fn cut() -> Response {
    let nothing = stream::iter([Err::<Bytes, _>(failure())]);
    let mut response = Response::new(Body::from_stream(nothing));
    response.extensions_mut().insert(Cut);
    response
}

fn failure() -> std::io::Error {
    std::io::Error::from(std::io::ErrorKind::ConnectionReset)
}

/// Marks an answer of which the client sees nothing.
#[derive(Clone)]
struct Cut;
