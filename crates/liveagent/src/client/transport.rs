//! One HTTP request and its answer: where the key goes, how much is read, what went wrong.
//!
//! The only place that sees reqwest's errors, which hold the URL and so the key; they are turned into a [`Fault`] here.

use std::{
    error::Error as _,
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use native_tls::TlsConnector;
use reqwest::{Response, Url, header, multipart, redirect, retry};
use tokio::time::{Instant, timeout_at};

use super::{ConfigError, base::Base, prepare::Prepared, upload::FileContent};
use crate::{ApiKey, Method};

/// From which size on a form goes as multipart, in bytes: percent-encoding would make base64 larger still.
const MULTIPART_SIZE: usize = 64 * 1024;
/// How many redirects are followed.
const MAX_REDIRECTS: usize = 5;
/// What LiveAgent calls the key.
const KEY: &str = "apikey";

/// Sends requests to one account.
#[derive(Debug)]
pub(super) struct Transport {
    http: reqwest::Client,
    base: Base,
    key: ApiKey,
    /// Whether the account wants the key of PUT and DELETE in the query. The address is https, or this machine.
    key_in_query: AtomicBool,
    body_limit: usize,
}

/// Where the key of a request goes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum KeyPlace {
    /// Into the query.
    Query,
    /// Into the form.
    Form,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// `Retry-After`, as it came.
    pub(super) retry_after: Option<String>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fault {
    /// The content of a file broke off, so that the request never had its end.
    NotGiven,
    /// There was no connection: nothing was sent.
    NotConnected,
    /// The connection broke before the answer began.
    Broken,
    /// It broke within the answer.
    Truncated,
    /// What came can't be decompressed, or is not HTTP.
    Garbled,
    /// There was no answer in time.
    TimedOut,
    /// The answer is larger than the limit.
    TooLarge,
    /// The answer sends elsewhere.
    Redirect,
}

impl Fault {
    /// Whether another try may do better, and the server is not well.
    pub(super) fn is_passing(self) -> bool {
        matches!(self, Self::NotConnected | Self::Broken | Self::Truncated | Self::TimedOut)
    }
}

impl Transport {
    pub(super) fn new(
        base: Base,
        key: ApiKey,
        tls: Option<TlsConnector>,
        connect: Duration,
        body_limit: usize,
    ) -> Result<Self, ConfigError> {
        let mut http = reqwest::Client::builder()
            .user_agent(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(connect)
            // Redirects are followed by hand (look-ups only), and nothing is sent twice behind our back.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .gzip(true);
        // A kept connection whose other end is gone without a word counts as broken as soon as one that can't be made.
        #[cfg(any(target_os = "android", target_os = "linux"))]
        {
            http = http.tcp_user_timeout(connect);
        }
        if base.is_loopback() {
            http = http.no_proxy();
        }
        if let Some(tls) = tls {
            http = http.tls_backend_preconfigured(tls);
        }
        let http = http.build().map_err(|_| ConfigError::NoTls)?;
        Ok(Self { http, base, key, key_in_query: AtomicBool::new(false), body_limit })
    }

    pub(super) fn key(&self) -> &ApiKey {
        &self.key
    }

    /// Where the key of a request goes: for writes the reference has the form, and some accounts look for that of PUT and DELETE in the
    /// query alone.
    pub(super) fn key_place(&self, method: Method) -> KeyPlace {
        match method {
            Method::Get => KeyPlace::Query,
            Method::Put | Method::Delete if self.key_in_query.load(Ordering::Relaxed) => KeyPlace::Query,
            _ => KeyPlace::Form,
        }
    }

    /// From now on the key of PUT and DELETE goes into the query.
    pub(super) fn keep_key_in_query(&self) {
        self.key_in_query.store(true, Ordering::Relaxed);
    }

    /// Sends a request and reads its answer. `deadline` is for both.
    pub(super) async fn send(
        &self,
        method: Method,
        prepared: &Prepared,
        key: KeyPlace,
        deadline: Instant,
    ) -> Result<Received, Fault> {
        timeout_at(deadline, async {
            let response = match method {
                Method::Get => self.look_up(prepared).await?,
                _ => self.write(method, prepared, key).await?,
            };
            self.read(response).await
        })
        .await
        .unwrap_or(Err(Fault::TimedOut))
    }

    /// Sends a look-up, and follows redirects that stay on the host.
    async fn look_up(&self, prepared: &Prepared) -> Result<Response, Fault> {
        let mut url = self.base.join(&prepared.path);
        {
            let mut query = url.query_pairs_mut();
            query.extend_pairs(&prepared.parameters);
            query.append_pair(KEY, self.key.expose());
        }
        for _ in 0..=MAX_REDIRECTS {
            let response =
                self.request(reqwest::Method::GET, url.clone()).send().await.map_err(|error| fault(&error))?;
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
            url = location.and_then(|location| Base::redirect(&url, location)).ok_or(Fault::Redirect)?;
        }
        Err(Fault::Redirect)
    }

    /// Sends a write, once.
    async fn write(&self, method: Method, prepared: &Prepared, key: KeyPlace) -> Result<Response, Fault> {
        let mut url = self.base.join(&prepared.path);
        let parameters = prepared.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let mut form: Vec<(&str, &str)> = parameters.collect();
        match key {
            KeyPlace::Form => form.push((KEY, self.key.expose())),
            KeyPlace::Query => drop(url.query_pairs_mut().append_pair(KEY, self.key.expose())),
        }
        let size: usize = form.iter().map(|(name, value)| name.len() + value.len()).sum();
        let request = match method {
            Method::Post if size > MULTIPART_SIZE => {
                let parts = form.iter().fold(multipart::Form::new(), |parts, (name, value)| {
                    parts.text((*name).to_owned(), (*value).to_owned())
                });
                self.request(reqwest::Method::POST, url).multipart(parts)
            }
            Method::Post => self.request(reqwest::Method::POST, url).form(&form),
            Method::Put => self.request(reqwest::Method::PUT, url).form(&form),
            Method::Delete | Method::Get => self.request(reqwest::Method::DELETE, url).form(&form),
        };
        once(request).await
    }

    /// Sends a file, once, as its content comes. `deadline` is for all of it and for the answer.
    pub(super) async fn upload(
        &self,
        prepared: &Prepared,
        file: FileContent,
        deadline: Instant,
    ) -> Result<Received, Fault> {
        let broke = file.broke();
        let parts = prepared.parameters.iter().cloned();
        let parts = parts.fold(multipart::Form::new(), |parts, (name, value)| parts.text(name, value));
        let parts = parts.part(FileContent::PARAMETER, file.into_part()).text(KEY, self.key.expose().to_owned());
        let request = self.request(reqwest::Method::POST, self.base.join(&prepared.path)).multipart(parts);
        let answer = timeout_at(deadline, async { self.read(once(request).await?).await }).await;
        answer.unwrap_or(Err(Fault::TimedOut)).map_err(|fault| if broke.is_set() { Fault::NotGiven } else { fault })
    }

    fn request(&self, method: reqwest::Method, url: Url) -> reqwest::RequestBuilder {
        self.http.request(method, url).header(header::ACCEPT, "application/json")
    }

    /// Reads a body as it comes, decompressed, and stops at the limit.
    async fn read(&self, mut response: Response) -> Result<Received, Fault> {
        let status = response.status().as_u16();
        let retry_after = response.headers().get(header::RETRY_AFTER);
        let retry_after = retry_after.and_then(|value| value.to_str().ok()).map(str::to_owned);
        if response
            .content_length()
            .is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > self.body_limit))
        {
            return Err(Fault::TooLarge);
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| within(&error))? {
            if body.len() + chunk.len() > self.body_limit {
                return Err(Fault::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Received { status, body, retry_after })
    }
}

/// Sends a request that must not be sent twice, wherever it is sent on to.
async fn once(request: reqwest::RequestBuilder) -> Result<Response, Fault> {
    let response = request.send().await.map_err(|error| fault(&error))?;
    if response.status().is_redirection() { Err(Fault::Redirect) } else { Ok(response) }
}

/// What went wrong before an answer began.
fn fault(error: &reqwest::Error) -> Fault {
    if error.is_connect() {
        Fault::NotConnected
    } else if error.is_timeout() {
        Fault::TimedOut
    } else {
        Fault::Broken
    }
}

/// What went wrong within an answer.
fn within(error: &reqwest::Error) -> Fault {
    if error.is_timeout() {
        return Fault::TimedOut;
    }
    // Decompression says "invalid" or "unexpected end"; all else is the connection.
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(cause) = cause.downcast_ref::<io::Error>() {
            match cause.kind() {
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => return Fault::Garbled,
                _ => {}
            }
        }
        source = cause.source();
    }
    Fault::Truncated
}
