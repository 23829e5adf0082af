//! Sending one request: what Discord holds back is waited for, and its answer is read in one place.

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

/// How long a request waits by itself for Discord to take more, where nobody says until when.
const WAIT: Duration = Duration::from_secs(5);

/// The most that is read of a refusal.
const REFUSAL: usize = 64 * 1024;

/// Discord's code for too many edits of an old message: a 429 that is about that message, and passes with no wait.
const TOO_MANY_OLD_EDITS: u64 = 30_046;

/// Discord's REST API.
#[derive(Debug)]
pub struct Rest {
    /// Knows the token, the address and the application.
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
}

impl<'a> Call<'a> {
    pub(super) fn new(method: Method, route: Route<'a>, kind: Kind) -> Self {
        Self { method, route, kind, body: None, files: &[], query: Vec::new(), until: None }
    }

    /// With this as its JSON.
    pub(super) fn body(self, body: &impl Serialize) -> Self {
        // Plain data of ours: nothing in it fails to serialise.
        Self { body: serde_json::to_vec(body).ok(), ..self }
    }

    /// With these files.
    pub(super) fn files(self, files: &'a [File]) -> Self {
        Self { files, ..self }
    }

    pub(super) fn query(mut self, name: &'static str, value: u64) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// It is of use until then: a 429 is waited for, and it is sent again.
    pub(super) fn until(self, until: Instant) -> Self {
        Self { until: Some(until), ..self }
    }
}

/// What a success holds; nothing where the connection broke behind its head.
pub(super) struct Answer(Vec<u8>);

impl Answer {
    /// Reads it as something.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        serde_json::from_slice(&self.0).map_err(|_| Failure::Unreadable)
    }
}

impl Rest {
    /// The API that `http` leads to, over these connections. Its own limiter is not used.
    #[must_use]
    pub fn new(http: Arc<Http>, connections: reqwest::Client) -> Self {
        Self { http, connections, holds: Holds::default() }
    }

    /// serenity's view of the same API: the gateway and poise want it.
    #[must_use]
    pub fn http(&self) -> &Arc<Http> {
        &self.http
    }

    /// Sends a request, not before Discord wants it. Whoever calls decides whether a failure is tried again.
    pub(super) async fn send(&self, call: Call<'_>) -> Result<Answer, Failure> {
        loop {
            if let Some(left) = self.holds.left(call.kind) {
                let may_wait = call.until.map_or(WAIT, |until| until.saturating_duration_since(Instant::now()));
                if left > may_wait {
                    return Err(Failure::Held(left));
                }
                sleep(left).await;
                // Others waited for the same, and may have been told to wait again.
                continue;
            }
            match self.send_now(&call).await {
                Err(Failure::Refused(refusal)) if refusal.status == 429 && refusal.code != TOO_MANY_OLD_EDITS => {
                    let time = refusal.retry_after.unwrap_or(Duration::from_secs(1));
                    tracing::warn!(
                        discord.request = call.kind.0,
                        discord.retry_after_ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
                        discord.global = refusal.is_global,
                        "Discord wants fewer requests"
                    );
                    self.holds.hold(call.kind, time, refusal.is_global);
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
            // It is done, whether the rest arrives or not.
            return Ok(Answer(response.bytes().await.map(|body| body.to_vec()).unwrap_or_default()));
        }
        let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
        let mut body = Vec::new();
        while let Ok(Some(more)) = response.chunk().await {
            body.extend_from_slice(&more);
            if body.len() > REFUSAL {
                break;
            }
        }
        Err(Failure::Refused(Refusal::read(status, &headers, &body)))
    }
}
