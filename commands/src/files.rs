//! Files that members give with a command: they go from Discord to LiveAgent as they come, and are never in memory whole. Small ones that are
//! read here are.
//!
//! A file that LiveAgent has and nobody uses it deletes by itself after two weeks.

use std::time::Duration;

use futures_util::{Stream, stream};
use liveagent::{Client, ErrorKind, FileContent, FileInfo};
use serenity::all::Attachment;
use tokio::{
    sync::Semaphore,
    time::{Instant, timeout_at},
};

use crate::{Error, error::UserError};

/// The largest file that is taken, in bytes: what Discord lets everybody upload.
const MAX_FILE_SIZE: u64 = 10 * 1024 * 1024;

/// How many files are under way at once, each of another note. More would only be slower each.
const MAX_CONCURRENT: usize = 4;

/// How much time must be left when a note's turn comes: with less its files would not get there.
const MIN_UPLOAD_TIME: Duration = Duration::from_secs(2);

/// How long before its end Discord is given up, so that it is not LiveAgent that is said to be slow.
const DOWNLOAD_MARGIN: Duration = Duration::from_millis(500);

/// A file of Discord's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Given {
    pub(crate) name: String,
    content_type: Option<String>,
    url: String,
    size: u64,
}

impl From<Attachment> for Given {
    fn from(file: Attachment) -> Self {
        let size = u64::from(file.size);
        Self { name: file.filename, content_type: file.content_type, url: file.url, size }
    }
}

impl Given {
    /// The same file under another name.
    pub(crate) fn renamed(self, name: Option<&str>) -> Self {
        Self { name: name.map_or(self.name, str::to_owned), ..self }
    }
}

/// The way of files from Discord to LiveAgent.
#[derive(Debug)]
pub(crate) struct Files {
    http: reqwest::Client,
    turns: Semaphore,
}

impl Files {
    pub(crate) fn new(http: reqwest::Client) -> Self {
        Self { http, turns: Semaphore::new(MAX_CONCURRENT) }
    }

    /// Uploads files to LiveAgent, one after the other, in the same order. All of it ends by `until`, as what `liveagent` sends does. Nothing is uploaded where one is too large.
    pub(crate) async fn upload(
        &self,
        liveagent: &Client,
        files: &[Given],
        until: Instant,
    ) -> Result<Vec<FileInfo>, Error> {
        if let Some(large) = files.iter().find(|file| file.size > MAX_FILE_SIZE) {
            return Err(too_large(large));
        }
        let mut added = Vec::with_capacity(files.len());
        if files.is_empty() {
            return Ok(added);
        }
        let Ok(Ok(_turn)) = timeout_at(until - MIN_UPLOAD_TIME, self.turns.acquire()).await else {
            let busy = "Too many files are being uploaded right now, so nothing was sent. Try again in a minute.";
            return Err(UserError::new(busy).into());
        };
        for file in files {
            let kind = file.content_type.as_deref().unwrap_or("application/octet-stream");
            let content = self.content(file, until - DOWNLOAD_MARGIN).await?;
            let uploaded = liveagent.upload(&file.name, kind, content).await.map_err(|error| match error.kind() {
                ErrorKind::BadRequest(_) => not_given(file),
                _ => error.into(),
            })?;
            added.push(uploaded.ok_or_else(|| {
                let name = views::text::escape(&file.name);
                UserError::new(format!("LiveAgent accepted {name} but returned no ID for it, so it can't be used."))
            })?);
        }
        Ok(added)
    }

    /// Reads a small file, of at most `max` bytes, whole.
    pub(crate) async fn read(&self, file: &Given, max: u64, until: Instant) -> Result<Vec<u8>, Error> {
        if file.size > max {
            return Err(too_large_to_read(file, max));
        }
        let until = until - DOWNLOAD_MARGIN;
        let mut answer = self.answer(file, until).await?;
        let mut bytes = Vec::new();
        loop {
            match timeout_at(until, answer.chunk()).await {
                Ok(Ok(Some(chunk))) => bytes.extend_from_slice(&chunk),
                Ok(Ok(None)) => return Ok(bytes),
                Ok(Err(error)) => {
                    warn(error);
                    return Err(not_given(file));
                }
                Err(_) => return Err(not_given(file)),
            }
            if bytes.len() as u64 > max {
                return Err(too_large_to_read(file, max));
            }
        }
    }

    /// What Discord has of a file, asked for and not read yet.
    async fn content(&self, file: &Given, until: Instant) -> Result<FileContent, Error> {
        let answer = self.answer(file, until).await?;
        let size = answer.content_length().unwrap_or(file.size);
        if size > MAX_FILE_SIZE {
            return Err(too_large(file));
        }
        Ok(FileContent::new(size, chunks(answer, until)))
    }

    /// Discord's answer for a file, of which the content is still to be read.
    async fn answer(&self, file: &Given, until: Instant) -> Result<reqwest::Response, Error> {
        let asked = async { self.http.get(&file.url).send().await?.error_for_status() };
        match timeout_at(until, asked).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                warn(error);
                Err(not_given(file))
            }
            Err(_) => Err(not_given(file)),
        }
    }
}

/// The chunks of an answer, which end with an error where one is not there by `until`. Time that nobody asks for one does not count.
fn chunks(answer: reqwest::Response, until: Instant) -> impl Stream<Item = Result<impl AsRef<[u8]> + Send, ()>> + Send {
    stream::unfold(answer, move |mut answer| async move {
        let chunk = match timeout_at(until, answer.chunk()).await {
            Ok(Ok(chunk)) => Ok(chunk?),
            Ok(Err(error)) => {
                warn(error);
                Err(())
            }
            Err(_) => Err(()),
        };
        Some((chunk, answer))
    })
}

fn warn(error: reqwest::Error) {
    tracing::warn!(error = %error.without_url(), "can't download a file from Discord");
}

fn not_given(file: &Given) -> Error {
    let name = views::text::escape(&file.name);
    UserError::new(format!("I couldn't get {name} from Discord, so nothing was sent. Attach it again.")).into()
}

fn too_large(file: &Given) -> Error {
    let name = views::text::escape(&file.name);
    UserError::new(format!(
        "{name} is larger than 10 MiB, so nothing was sent. Attach a smaller file, or a link to it."
    ))
    .into()
}

fn too_large_to_read(file: &Given, max: u64) -> Error {
    let (name, kibibytes) = (views::text::escape(&file.name), max / 1024);
    UserError::new(format!("{name} is larger than {kibibytes} KiB, so nothing was sent. Attach a smaller file.")).into()
}
