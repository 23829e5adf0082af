//! Bodies that may be JSON or a multipart form with files: `payload_json` and `files[n]`.

use axum::{
    extract::{FromRequest as _, Multipart, Request},
    http::header,
};
use serde_json::{Value, json};

use crate::discord::{
    error::ApiError,
    files::{LARGEST, Upload},
    state::State,
};

/// Files in one message.
const MOST: usize = 10;
/// A body of as many and as large files as may be, and what stands around them.
pub(super) const LARGEST_BODY: usize = MOST * LARGEST + 1024 * 1024;

/// A body: its JSON, and its files by their number.
pub(super) struct Body {
    pub(super) json: Value,
    pub(super) files: Vec<(usize, Upload)>,
}

/// Reads either kind of body.
pub(super) async fn read(request: Request) -> Result<Body, ApiError> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let bytes = axum::body::to_bytes(request.into_body(), LARGEST).await.map_err(|_| ApiError::not_json())?;
        let json = serde_json::from_slice(&bytes).map_err(|_| ApiError::not_json())?;
        return Ok(Body { json, files: Vec::new() });
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| ApiError::not_json())?;
    let mut body = Body { json: json!({}), files: Vec::new() };
    while let Some(field) = form.next_field().await.map_err(|_| ApiError::not_json())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "payload_json" {
            let text = field.text().await.map_err(|_| ApiError::not_json())?;
            body.json = serde_json::from_str(&text).map_err(|_| ApiError::not_json())?;
            continue;
        }
        let number = name.strip_prefix("files[").and_then(|rest| rest.strip_suffix(']')).and_then(|n| n.parse().ok());
        let Some(number) = number else { continue };
        let file_name = field.file_name().unwrap_or("file").to_owned();
        let content_type = field.content_type().unwrap_or("application/octet-stream").to_owned();
        let bytes = field.bytes().await.map_err(|_| ApiError::not_json())?;
        if bytes.len() > LARGEST {
            return Err(ApiError::too_large());
        }
        if body.files.len() == MOST {
            return Err(ApiError::too_many_files());
        }
        body.files.push((number, Upload { name: file_name, content_type, bytes }));
    }
    Ok(body)
}

/// Keeps the files and gives the message's attachments, with the descriptions that the JSON has for them.
pub(super) fn attach(state: &mut State, now: i64, channel: u64, body: Body) -> (Value, Vec<Value>) {
    let mut attachments = Vec::new();
    for (number, file) in body.files {
        let id = state.keep_file(now, channel, file);
        let mut attachment = state.attachment_json(now, id).unwrap_or_default();
        let said = body.json["attachments"].as_array().into_iter().flatten();
        let said = said.clone().find(|said| said["id"] == number || said["id"] == number.to_string().as_str());
        if let Some(description) = said.map(|said| &said["description"]).filter(|description| description.is_string()) {
            attachment["description"] = description.clone();
        }
        attachments.push(attachment);
    }
    (body.json, attachments)
}
