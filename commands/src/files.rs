//! Files that members give with a command: downloaded from Discord, uploaded to LiveAgent.
//!
//! Held in memory on the way, so their size is bounded. A file that LiveAgent has and nobody uses it deletes by itself after two weeks.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use liveagent::{AddFile, Client};
use poise::serenity_prelude::Attachment;
use tokio::time::{Instant, timeout_at};

use crate::{Error, error::UserError};

/// The largest file that is taken, in bytes: what Discord lets everybody upload.
const LARGEST: usize = 10 * 1024 * 1024;

/// A file of Discord's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Given {
    pub(crate) name: String,
    content_type: Option<String>,
    url: String,
    size: usize,
}

impl From<Attachment> for Given {
    fn from(file: Attachment) -> Self {
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        Self { name: file.filename, content_type: file.content_type, url: file.url, size }
    }
}

/// Uploads files to LiveAgent: their ids there, in the same order. Nothing is uploaded where one is too large. Discord has until
/// `until` to give them.
pub(crate) async fn upload(
    http: &reqwest::Client,
    liveagent: &Client,
    files: &[Given],
    until: Instant,
) -> Result<Vec<String>, Error> {
    if let Some(large) = files.iter().find(|file| file.size > LARGEST) {
        return Err(too_large(large));
    }
    let mut ids = Vec::with_capacity(files.len());
    for file in files {
        let bytes = download(http, file, until).await?;
        let upload = AddFile {
            name: Some(file.name.clone()),
            file_type: Some(file.content_type.clone().unwrap_or_else(|| "application/octet-stream".to_owned())),
            data: Some(BASE64_STANDARD.encode(bytes)),
            download_url: None,
        };
        let uploaded = liveagent.send(&upload).await?;
        ids.push(uploaded.map(|file| file.file_id).ok_or_else(|| {
            let name = views::text::escape(&file.name);
            UserError::new(format!("LiveAgent took {name} and gave no id for it, so it can't be attached."))
        })?);
    }
    Ok(ids)
}

async fn download(http: &reqwest::Client, file: &Given, until: Instant) -> Result<Vec<u8>, Error> {
    let broken = || {
        let name = views::text::escape(&file.name);
        UserError::new(format!("Discord did not give me {name}, so nothing was sent. Attach it again."))
    };
    let load = async {
        let mut answer = http.get(&file.url).send().await?.error_for_status()?;
        let mut bytes = Vec::with_capacity(file.size.min(LARGEST));
        while let Some(chunk) = answer.chunk().await? {
            if bytes.len() + chunk.len() > LARGEST {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok::<_, reqwest::Error>(Some(bytes))
    };
    match timeout_at(until, load).await {
        Ok(Ok(Some(bytes))) => Ok(bytes),
        Ok(Ok(None)) => Err(too_large(file)),
        Ok(Err(error)) => {
            tracing::warn!(error = %error.without_url(), "Discord does not give a file");
            Err(broken().into())
        }
        Err(_) => Err(broken().into()),
    }
}

fn too_large(file: &Given) -> Error {
    let name = views::text::escape(&file.name);
    UserError::new(format!("{name} is larger than 10 MiB, so nothing was sent. Attach a smaller one, or a link to it."))
        .into()
}
