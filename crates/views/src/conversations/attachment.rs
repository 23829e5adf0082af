//! A file that came with a message. LiveAgent gives its name alone, or rows of names and values in JSON.

use serde_json::Value;

use crate::{text, words};

/// The longest name that is shown, in UTF-16 units.
const MAX_NAME_LENGTH: usize = 120;

/// The most that a part about a file says, in bytes. What is longer is text.
const MAX_PART_SIZE: usize = 64 * 1024;

/// A file: what is known of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Attachment {
    name: Option<String>,
    size: Option<u64>,
    address: Option<String>,
}

/// The file that `part` tells of, with its name, its size and a link; `None` if it is about none.
pub(super) fn draw(part: &str) -> Option<String> {
    let file = read(part)?;
    let name = file.name.as_deref().map(|name| text::line(name, MAX_NAME_LENGTH)).filter(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "unnamed file".to_owned());
    let shown = match &file.address {
        Some(address) => text::link(&name, address),
        None => text::escape(&name),
    };
    let size = file.size.map(|bytes| format!(" · {}", words::size(bytes))).unwrap_or_default();
    Some(format!("📎 {shown}{size}"))
}

fn read(part: &str) -> Option<Attachment> {
    let part = part.trim();
    if !part.starts_with(['[', '{']) || part.len() > MAX_PART_SIZE {
        return None;
    }
    let rows: Vec<(String, String)> = match serde_json::from_str(part).ok()? {
        Value::Object(fields) => fields.into_iter().filter_map(|(name, value)| Some((name, word(&value)?))).collect(),
        Value::Array(rows) => rows.iter().filter_map(row).collect(),
        _ => return None,
    };
    let find = |name: &str| rows.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let file = Attachment {
        name: find("name").filter(|name| name != "value").or_else(|| find("filename")),
        size: find("size").and_then(|size| size.parse().ok()),
        address: find("download_url").or_else(|| find("url")).filter(|address| !address.is_empty()),
    };
    (file != Attachment::default()).then_some(file)
}

/// `["name", "lamp.jpg"]`, or the same as an object. The first row may be the heads of the two columns.
fn row(row: &Value) -> Option<(String, String)> {
    match row {
        Value::Array(pair) => Some((word(pair.first()?)?, word(pair.get(1)?)?)),
        Value::Object(pair) => Some((word(pair.get("name")?)?, word(pair.get("value")?)?)),
        _ => None,
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_file_is_its_name_size_and_link() {
        for (part, expected) in [
            (
                r#"[["name","value"],["id","3a1d0a82"],["name","lamp.jpg"],["size","48213"],["type","image/jpeg"],["download_url","//acme.ladesk.com/scripts/file.php?view=Y&file=3a1d0a82"]]"#,
                Some(
                    "📎 [lamp.jpg (acme.ladesk.com)](https://acme.ladesk.com/scripts/file.php?view=Y&file=3a1d0a82) · 47 KB",
                ),
            ),
            (r#"{"name":"a_b.pdf","size":1572864}"#, Some("📎 a\\_b.pdf · 1.5 MB")),
            (r#"[{"name":"name","value":"x.txt"},{"name":"size","value":"12"}]"#, Some("📎 x.txt · 12 B")),
            (r#"[["size","12"]]"#, Some("📎 unnamed file · 12 B")),
            ("[1, 2]", None),
            ("receipt.pdf", None),
            ("{broken", None),
        ] {
            assert_eq!(draw(part).as_deref(), expected, "{part}");
        }
    }
}
