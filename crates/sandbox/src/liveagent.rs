//! LiveAgent, as far as its API v1 shows it: 72 operations on one company's help desk, stateful and strict.
//!
//! One dispatcher serves all: the contract says which operation a request is and what it must carry, a handler answers from
//! the tables, the contract's shape writes it down. Deliberately lacks: XML, the panel, mail.

mod bodies;
mod catalogue;
mod contract;
mod conversations;
mod files;
mod filter;
mod handlers;
mod knowledgebase;
mod known;
mod limits;
mod named;
mod people;
mod period;
mod queues;
mod refusal;
mod reports;
mod rhythm;
mod seed;
mod sla;
mod tables;
mod tally;
mod version;
mod widgets;
mod written;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware,
    response::{IntoResponse, Response},
    routing::any,
};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};

use self::{contract::Operation, limits::Limits, queues::Queues, refusal::Refusal, tables::Tables};
pub use self::{
    known::{Known, KnownTag},
    queues::Queue,
};
use crate::{clock::Clock, faults::Faults, recorder::Recorder};

/// The help desk. Its clones are the same one.
#[derive(Clone)]
pub struct HelpDesk(Arc<Inner>);

struct Inner {
    key: String,
    clock: Clock,
    zone: TimeZone,
    faults: Faults,
    recorder: Recorder,
    limits: Limits,
    key_in_query: AtomicBool,
    state: Mutex<Desk>,
}

/// What is behind the lock.
struct Desk {
    tables: Tables,
    queues: Queues,
    version: String,
}

/// What a handler works with.
struct Env<'a> {
    tables: &'a mut Tables,
    queues: &'a Queues,
    version: &'a str,
    now: Timestamp,
    zone: &'a TimeZone,
}

/// The parameters of a request, all texts.
struct Params(Map<String, Value>);

type Answer = Result<Value, Refusal>;

impl Params {
    /// A parameter, if it is there and not empty.
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A number, or what it is when it is not given.
    fn number(&self, name: &str, otherwise: usize) -> usize {
        self.get(name).and_then(|text| text.parse().ok()).unwrap_or(otherwise)
    }
}

impl Env<'_> {
    /// An instant as LiveAgent writes it.
    fn time(&self, instant: Timestamp) -> String {
        local(instant, self.zone)
    }
}

/// An instant in a zone, as LiveAgent writes it.
fn local(instant: Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

impl HelpDesk {
    /// The company's help desk, as it stands when the clock shows its present time.
    pub(crate) fn new(key: &str, clock: Clock, zone: TimeZone) -> Self {
        let tables = seed::tables(clock.now(), &zone);
        let state = Mutex::new(Desk { tables, queues: Queues::default(), version: version::NEWEST.to_owned() });
        let (faults, recorder, limits) = (Faults::default(), Recorder::default(), Limits::default());
        let key_in_query = AtomicBool::new(false);
        Self(Arc::new(Inner { key: key.to_owned(), clock, zone, faults, recorder, limits, key_in_query, state }))
    }

    /// The key.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.0.key
    }

    /// The faults of this half; paths begin with `/api`.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.0.faults
    }

    /// Every request.
    #[must_use]
    pub fn requests(&self) -> &Recorder {
        &self.0.recorder
    }

    /// Whether LiveAgent's limits on requests are kept. They are unless said otherwise; a clock that is moved can't keep to them, for
    /// they are by the real minute.
    pub fn keep_limits(&self, kept: bool) {
        self.0.limits.keep(kept);
    }

    /// Whether the key of PUT and DELETE is looked for in the query alone, as users report of some accounts, or in the form alone, as
    /// the reference says and as it is unless said otherwise.
    pub fn want_key_in_query(&self, wanted: bool) {
        self.0.key_in_query.store(wanted, Ordering::Relaxed);
    }

    /// How many requests were refused for being too many.
    #[must_use]
    pub fn too_many(&self) -> usize {
        self.0.limits.refused()
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything below `/api`.
    pub(crate) fn router(&self) -> Router {
        let faults = (self.faults().clone(), self.requests().clone());
        Router::new()
            .route("/api", any(serve))
            .route("/api/", any(serve))
            .route("/api/{*path}", any(serve))
            .layer(DefaultBodyLimit::max(bodies::LARGEST))
            .layer(middleware::from_fn_with_state(faults, crate::faults::layer))
            .with_state(self.clone())
    }
}

async fn serve(State(desk): State<HelpDesk>, request: Request) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let Some((operation, named)) = contract::find(&method, &path) else {
        return Refusal::no_such_call().into_response();
    };
    if !version::has(&desk.version(), &operation.since) {
        return version::nothing_there(&path);
    }
    match answer(&desk, operation, named, request).await {
        Ok(answer) => Json(json!({ "response": answer })).into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

async fn answer(desk: &HelpDesk, operation: &Operation, named: Map<String, Value>, request: Request) -> Answer {
    let key_in_query = operation.method != "POST" && desk.0.key_in_query.load(Ordering::Relaxed);
    let mut params = if key_in_query && !operation.is_look_up() {
        bodies::read_with_key_in_query(request).await?
    } else {
        bodies::read(request, operation.is_look_up()).await?
    };
    match params.remove("apikey").as_ref().and_then(Value::as_str) {
        None | Some("") => return Err(Refusal::no_key()),
        Some(key) if key != desk.api_key() => return Err(Refusal::wrong_key()),
        Some(_) => {}
    }
    desk.0.limits.count(operation.number, Instant::now())?;
    params.extend(named);
    operation.check(&params)?;
    let mut state = desk.lock();
    let Desk { tables, queues, version } = &mut *state;
    files::sweep(tables, desk.0.clock.now());
    let mut env = Env { tables, queues, version, now: desk.0.clock.now(), zone: &desk.0.zone };
    let params = Params(params);
    let answer = handlers::handle(operation.number, &mut env, &params)?;
    Ok(operation.shape(&answer, params.get("columns")))
}
