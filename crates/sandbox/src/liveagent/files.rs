//! Files: #30 and #31; and what becomes of them. A file that nothing uses is deleted after two weeks.
//!
//! Their content is kept for tests: nothing of the API gives it back, only its address.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Answer, Env, Params,
    refusal::Refusal,
    tables::{Row, Tables, find, row, short, text},
};

/// How long a file is kept that nothing uses, in seconds: two weeks.
const UNUSED_FOR: i64 = 14 * 24 * 60 * 60;

/// Deletes the files that nothing has used in time.
pub(super) fn sweep(tables: &mut Tables, now: Timestamp) {
    let is_kept = |file: &Row| file.get("_until").and_then(Value::as_i64).is_none_or(|until| now.as_second() < until);
    let Tables { files, contents, .. } = tables;
    let before = files.len();
    files.retain(is_kept);
    if files.len() < before {
        contents.retain(|id, _| files.iter().any(|file| text(file, "fileid") == id));
    }
}

/// The files that a list of ids with commas names: all of them, or a refusal.
pub(super) fn named(tables: &Tables, ids: &str) -> Result<Vec<Row>, Refusal> {
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
    let one = |id: &str| tables.files.iter().find(|file| text(file, "fileid") == id).cloned();
    ids.map(|id| one(id).ok_or_else(|| Refusal::unknown("file"))).collect()
}

/// Whatever is written with a file's id in it, be it a message, a widget or an article, uses the file.
pub(super) fn use_named(tables: &mut Tables, written: &str) {
    for file in tables.files.iter_mut().filter(|file| file.contains_key("_until")) {
        if written.contains(text(file, "fileid")) {
            file.remove("_until");
        }
    }
}

pub(super) fn file(env: &mut Env<'_>, params: &Params) -> Answer {
    let id = params.get("fileid").unwrap_or_default();
    Ok(Value::Object(find(&mut env.tables.files, &["fileid"], id, "file")?.clone()))
}

/// A file from its data, or from an address. Nothing is fetched from there: its name is taken from it.
pub(super) fn add_file(env: &mut Env<'_>, params: &Params) -> Answer {
    let (name, content) = match (params.get("data"), params.get("downloadUrl")) {
        (Some(data), _) => {
            let bytes = STANDARD.decode(data.trim()).map_err(|_| Refusal::wrong("parameter data is not base64"))?;
            let name = params.get("name").ok_or_else(|| Refusal::wrong("parameter name is missing"))?;
            if params.get("type").is_none() {
                return Err(Refusal::wrong("parameter type is missing"));
            }
            (name.to_owned(), bytes)
        }
        (None, Some(address)) if address.starts_with("https://") || address.starts_with("http://") => {
            let last = address.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or("file");
            (params.get("name").unwrap_or(last).to_owned(), Vec::new())
        }
        (None, Some(_)) => return Err(Refusal::wrong("parameter downloadUrl is not an address")),
        (None, None) => return Err(Refusal::wrong("parameter data or downloadUrl is missing")),
    };
    env.tables.ids += 1;
    let id = short(env.tables.ids.wrapping_mul(7919), 32);
    let url = format!("//fjellandfern.example/scripts/file.php?view=Y&file={id}");
    let until = env.now.as_second() + UNUSED_FOR;
    let made = row(json!({
        "_until": until, "fileid": id, "created": env.time(env.now), "filename": name, "filesize": content.len(),
        "filetype": params.get("type").unwrap_or("application/octet-stream"), "downloads": 0, "downloadUrl": url,
    }));
    env.tables.contents.insert(id, content);
    env.tables.files.push(made.clone());
    Ok(Value::Object(made))
}
