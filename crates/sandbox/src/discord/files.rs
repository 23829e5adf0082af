//! Files: those that members give with a command, those that the bot sends, and the addresses that both are fetched from.
//!
//! An address is signed and good for a day by the sandbox's clock, as those of Discord's CDN are; whoever changes it, or
//! comes too late, is told that nothing is there. Deliberately lacks a second host and resized pictures.

use axum::{
    body::Bytes,
    extract::{Path, Query, State as Held},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::state::{Discord, State};
use crate::page::wire::PageError;

/// The largest file in a server without boosts, in bytes.
pub(crate) const LARGEST: usize = 10 * 1024 * 1024;
/// How long an address is good, in seconds.
const GOOD_FOR: i64 = 24 * 60 * 60;
/// What Discord's CDN says where it has nothing, and where an address is no longer good.
const GONE: &str = "This content is no longer available.";

/// A file that is being given or sent.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: String,
    /// Its media type; empty where nobody can tell, as for an ending that is unknown.
    pub(crate) content_type: String,
    pub(crate) bytes: Bytes,
}

/// A file that is kept.
#[derive(Clone, Debug)]
pub(super) struct StoredFile {
    upload: Upload,
    channel: u64,
    /// Who gave it and has not sent it yet.
    waits_for: Option<u64>,
    /// Whether it came with a command: Discord keeps such files for a while only.
    ephemeral: bool,
}

impl Discord {
    /// Takes a file from a member, for the command that will name it by the id this gives.
    pub(crate) fn take_file(&self, user: u64, channel: u64, upload: Upload) -> Result<u64, PageError> {
        let now = self.now_ms();
        let mut state = self.lock();
        let guild = state.guild_of(channel).ok_or_else(|| PageError::new(404, "there is no such channel"))?;
        guild.member(user).ok_or_else(|| PageError::new(404, "there is no such member"))?;
        if upload.bytes.len() > LARGEST {
            return Err(PageError::new(413, "Your files are too powerful. Max file size: 10 MB"));
        }
        if upload.bytes.is_empty() {
            return Err(PageError::new(400, "Empty files can't be uploaded"));
        }
        Ok(state.store(now, StoredFile { upload, channel, waits_for: Some(user), ephemeral: true }))
    }

    /// A file for the page: its media type and its bytes.
    pub(crate) fn attachment(&self, id: &str) -> Option<(String, Bytes)> {
        let file = self.lock().files.get(&id.parse().ok()?).cloned()?;
        Some((file.media_type().to_owned(), file.upload.bytes))
    }
}

impl StoredFile {
    fn media_type(&self) -> &str {
        match self.upload.content_type.as_str() {
            "" => "application/octet-stream",
            known => known,
        }
    }
}

impl State {
    fn store(&mut self, now_ms: i64, file: StoredFile) -> u64 {
        let id = self.id(now_ms);
        self.files.insert(id, file);
        id
    }

    /// Keeps a file that the bot sent to a channel.
    pub(super) fn keep_file(&mut self, now_ms: i64, channel: u64, upload: Upload) -> u64 {
        self.store(now_ms, StoredFile { upload, channel, waits_for: None, ephemeral: false })
    }

    /// Whether a member gave this file here and has not sent it yet.
    pub(super) fn has_ready(&self, id: u64, user: u64, channel: u64) -> bool {
        self.files.get(&id).is_some_and(|file| file.waits_for == Some(user) && file.channel == channel)
    }

    /// The member has sent the command that names it: it goes with no other.
    pub(super) fn spend(&mut self, id: u64) {
        if let Some(file) = self.files.get_mut(&id) {
            file.waits_for = None;
        }
    }

    /// The attachment as Discord has it, with addresses that are good from now on.
    pub(super) fn attachment_json(&self, now_ms: i64, id: u64) -> Option<Value> {
        let file = self.files.get(&id)?;
        let (name, given) = (plain(&file.upload.name), &file.upload.name);
        let (from, until) = (now_ms / 1000, now_ms / 1000 + GOOD_FOR);
        let place = format!("/attachments/{}/{id}/{name}", file.channel);
        let url = format!("{}{place}?ex={until:x}&is={from:x}&hm={}&", self.base, mark(&place, until, from));
        let mut json = json!({
            "id": id.to_string(), "filename": name, "size": file.upload.bytes.len(), "url": url, "proxy_url": url,
        });
        if !file.upload.content_type.is_empty() {
            json["content_type"] = json!(file.upload.content_type);
        }
        if file.ephemeral {
            json["ephemeral"] = json!(true);
        }
        if name != *given {
            json["title"] = json!(given.rsplit_once('.').map_or(given.as_str(), |(stem, _)| stem));
        }
        if let Some((width, height)) = size_of_png(&file.upload.bytes) {
            (json["width"], json["height"]) = (json!(width), json!(height));
        }
        Some(json)
    }

    /// Gives a message's attachments addresses that are good from now on, as Discord does whenever it tells of a message.
    pub(super) fn fresh(&self, now_ms: i64, mut message: Value) -> Value {
        for attachment in message["attachments"].as_array_mut().into_iter().flatten() {
            let id = attachment["id"].as_str().and_then(|id| id.parse().ok());
            if let Some(fresh) = id.and_then(|id| self.attachment_json(now_ms, id)) {
                (attachment["url"], attachment["proxy_url"]) = (fresh["url"].clone(), fresh["proxy_url"].clone());
            }
        }
        message
    }
}

/// A name as Discord writes it into addresses: blanks as underscores, and nothing but plain letters, digits, dots and dashes.
fn plain(name: &str) -> String {
    let underscored = name.chars().map(|c| if c.is_whitespace() { '_' } else { c });
    let kept: String = underscored.filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    if kept.trim_matches('.').is_empty() { "unknown".to_owned() } else { kept }
}

/// The width and height that a PNG says it has.
fn size_of_png(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(8..16)?;
    let (width, height) = header.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(height.try_into().ok()?)))
}

/// The signature of an address: 64 digits, which nobody guesses by accident.
fn mark(place: &str, until: i64, from: i64) -> String {
    let text = format!("{place} {until} {from}");
    let hash = |salt: u64| {
        let start = 0xcbf2_9ce4_8422_2325 ^ salt.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        text.bytes().fold(start, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    format!("{:016x}{:016x}{:016x}{:016x}", hash(1), hash(2), hash(3), hash(4))
}

/// What makes an address good: until when, from when, and the signature.
#[derive(Deserialize)]
pub(super) struct Signed {
    ex: Option<String>,
    is: Option<String>,
    hm: Option<String>,
}

/// `GET /attachments/{channel}/{id}/{name}`
pub(super) async fn serve(
    Held(discord): Held<Discord>,
    Path((channel, id, name)): Path<(u64, u64, String)>,
    Query(signed): Query<Signed>,
) -> Response {
    let gone = || (StatusCode::NOT_FOUND, GONE).into_response();
    let number = |text: &Option<String>| text.as_ref().and_then(|text| i64::from_str_radix(text, 16).ok());
    let (Some(until), Some(from)) = (number(&signed.ex), number(&signed.is)) else { return gone() };
    let place = format!("/attachments/{channel}/{id}/{name}");
    if signed.hm != Some(mark(&place, until, from)) || discord.now_ms() / 1000 > until {
        return gone();
    }
    let Some(file) = discord.lock().files.get(&id).cloned() else { return gone() };
    let kind = [(header::CONTENT_TYPE, file.media_type().to_owned())];
    (kind, [(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))], file.upload.bytes)
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_plain() {
        let table = [
            ("invoice.pdf", "invoice.pdf"),
            ("my file (1).txt", "my_file_1.txt"),
            ("../../x", "....x"),
            ("наклад\"ная", "unknown"),
        ];
        for (given, expected) in table {
            assert_eq!(plain(given), expected);
        }
    }

    #[test]
    fn a_png_says_its_size() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 1, 0, 0, 0, 0, 9]);
        assert_eq!(size_of_png(&png), Some((256, 9)));
        assert_eq!(size_of_png(&png[..20]), None);
        assert_eq!(size_of_png(b"GIF89a"), None);
    }

    #[test]
    fn a_signature_is_of_one_address_only() {
        let marks = [mark("/a", 2, 1), mark("/b", 2, 1), mark("/a", 3, 1), mark("/a", 2, 0)];
        assert!(marks.iter().all(|mark| mark.len() == 64));
        assert!(marks.iter().enumerate().all(|(at, mark)| !marks[at + 1..].contains(mark)), "{marks:?}");
    }
}
