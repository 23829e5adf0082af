//! Sends one request, after any rate limit, and reads its answer.

use std::{sync::Arc, time::Duration};

use reqwest::{
    Method,
    header::{AUTHORIZATION, CONTENT_TYPE},
    multipart::{Form, Part},
};
use serde::{Serialize, de::DeserializeOwned};
use serenity::{all::Http, http::Route};
use tokio::time::{Instant, sleep};
use views::File;

use super::{
    failure::{Failure, Refusal},
    holds::{Holds, Kind},
};

/// How long a request without a deadline waits for a rate limit.
const HOLD_TIMEOUT: Duration = Duration::from_secs(5);

/// How much of an error's body is read, in bytes.
const MAX_ERROR_BODY: usize = 64 * 1024;

/// Discord's code for too many edits of an old message: a 429 about that message, which waiting doesn't help.
const TOO_MANY_OLD_EDITS: u64 = 30_046;

/// Discord's REST API.
#[derive(Debug)]
pub struct Rest {
    /// Holds the token, the URL and the application's id.
    http: Arc<Http>,
    connections: reqwest::Client,
    holds: Holds,
}

/// A request.
pub(super) struct Call<'a> {
    method: Method,
    route: Route<'a>,
    kind: Kind,
    body: Option<Vec<u8>>,
    files: &'a [File],
    query: Vec<(&'static str, String)>,
    until: Option<Instant>,
    is_answer: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(method: Method, route: Route<'a>, kind: Kind) -> Self {
        Self { method, route, kind, body: None, files: &[], query: Vec::new(), until: None, is_answer: false }
    }

    /// Adds a JSON body.
    pub(super) fn body(self, body: &impl Serialize) -> Self {
        // Our own plain data always serialises.
        Self { body: serde_json::to_vec(body).ok(), ..self }
    }

    /// Adds files.
    pub(super) fn files(self, files: &'a [File]) -> Self {
        Self { files, ..self }
    }

    pub(super) fn query(mut self, name: &'static str, value: u64) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// Marks it as an answer to an interaction.
    pub(super) fn answer(self) -> Self {
        Self { is_answer: true, ..self }
    }

    /// Sets the deadline: until then it waits for a rate limit and is sent again after a 429.
    pub(super) fn until(self, until: Instant) -> Self {
        Self { until: Some(until), ..self }
    }
}

/// The body of a successful answer; empty if the connection broke after its headers.
pub(super) struct Answer(Vec<u8>);

impl Answer {
    /// Reads it as JSON.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(&self.0).map_err(|_| Failure::Unreadable)
    }
}

impl Rest {
    /// A client with the token and URL of `http` that uses these connections.
    #[must_use]
    pub fn new(http: Arc<Http>, connections: reqwest::Client) -> Self {
        Self { http, connections, holds: Holds::default() }
    }

    /// serenity's client of the same API.
    #[must_use]
    pub fn http(&self) -> &Arc<Http> {
        &self.http
    }

    /// Sends a request as soon as the rate limits allow it. The caller decides whether to retry a failure.
    pub(super) async fn send(&self, call: Call<'_>) -> Result<Answer, Failure> {
        loop {
            if let Some(left) = self.holds.left(call.kind, call.is_answer) {
                let may_wait = call.until.map_or(HOLD_TIMEOUT, |until| until.saturating_duration_since(Instant::now()));
                if left > may_wait {
                    return Err(Failure::Held(left));
                }
                sleep(left).await;
                // Another request may have set a new hold meanwhile.
                continue;
            }
            match self.send_now(&call).await {
                Err(Failure::Refused(refusal)) if refusal.status == 429 && refusal.code != TOO_MANY_OLD_EDITS => {
                    let time = refusal.retry_after.unwrap_or(Duration::from_secs(1));
                    tracing::warn!(
                        discord.request = call.kind.0,
                        discord.retry_after_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
                        discord.scope = ?refusal.scope,
                        "Discord limits the rate of requests"
                    );
                    self.holds.hold(call.kind, time, refusal.scope);
                    if call.until.is_none_or(|until| Instant::now() + time >= until) {
                        return Err(Failure::Refused(refusal));
                    }
                }
                outcome => return outcome,
            }
        }
    }

    fn build(&self, call: &Call<'_>) -> reqwest::RequestBuilder {
        let path = call.route.path();
        let url = match &self.http.proxy {
            Some(proxy) => path.replacen("https://discord.com", proxy.trim_end_matches('/'), 1),
            None => path.into_owned(),
        };
        let request = self.connections.request(call.method.clone(), url).header(AUTHORIZATION, self.http.token());
        let request = if call.query.is_empty() { request } else { request.query(&call.query) };
        match &call.body {
            Some(body) if !call.files.is_empty() => {
                let json = Form::new().text("payload_json", String::from_utf8_lossy(body).into_owned());
                let form = call.files.iter().enumerate().fold(json, |form, (id, file)| {
                    form.part(format!("files[{id}]"), Part::bytes(file.bytes.to_vec()).file_name(file.name.clone()))
                });
                request.multipart(form)
            }
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(body.clone()),
            None => request,
        }
    }

    async fn send_now(&self, call: &Call<'_>) -> Result<Answer, Failure> {
        let request = self.build(call);
        let mut response = request.send().await.map_err(|error| Failure::lost(&error))?;
        if response.status().is_success() {
            // Discord has done it, whether or not the body arrives.
            return Ok(Answer(response.bytes().await.map(|body| body.to_vec()).unwrap_or_default()));
        }
        let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
        let mut body = Vec::new();
        while let Ok(Some(more)) = response.chunk().await {
            body.extend_from_slice(&more);
            if body.len() > MAX_ERROR_BODY {
                break;
            }
        }
        Err(Failure::Refused(Refusal::read(status, &headers, &body)))
    }
}
