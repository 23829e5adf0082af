//! A message of Discord's, as far as it is read here: what it says and its files.

use jiff::Timestamp;
use serde_json::Value;

use crate::{files::Given, names::found};

/// The first millisecond of Discord's ids.
const EPOCH: i64 = 1_420_070_400_000;

/// The longest name of an author, in UTF-16 units: Discord's own limit.
const MAX_NAME_LENGTH: usize = 32;

/// A message.
#[derive(Clone)]
pub(crate) struct Quoted {
    /// The author's name, in one line.
    pub(crate) author: String,
    pub(crate) at: Timestamp,
    /// Its address.
    pub(crate) link: String,
    pub(crate) files: Vec<Given>,
    parts: Vec<Part>,
}

/// A part of a message: its content, an embed or a component.
#[derive(Clone)]
struct Part {
    /// Where the part as a whole leads.
    url: Option<String>,
    text: String,
}

impl Quoted {
    /// Reads the message `id` from its JSON.
    pub(super) fn read(id: u64, link: String, message: &Value) -> Self {
        let author = &message["author"];
        let name = author["global_name"].as_str().or_else(|| author["username"].as_str()).unwrap_or_default();
        let name = views::text::line(name, MAX_NAME_LENGTH);
        let (mut parts, mut files) = (Vec::new(), Vec::new());
        // A forwarded message is in a snapshot: in its `message` as Discord sends it, in itself as serenity writes it.
        let snapshots = list(&message["message_snapshots"]);
        let snapshots = snapshots.map(|snapshot| snapshot.get("message").unwrap_or(snapshot));
        for message in std::iter::once(message).chain(snapshots) {
            parts.push(Part { url: None, text: string(&message["content"]) });
            parts.extend(list(&message["embeds"]).map(embed));
            components(&message["components"], &mut parts);
            files.extend(list(&message["attachments"]).filter_map(Given::read));
        }
        Self {
            author: if name.is_empty() { "Somebody".to_owned() } else { name },
            at: written_at(id),
            link,
            files,
            parts,
        }
    }

    /// All that it says.
    pub(crate) fn text(&self) -> String {
        let texts = self.parts.iter().map(|part| part.text.trim()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n\n")
    }

    /// The conversations that it names. A card that leads to one names no other: its text may have the same one's code.
    pub(crate) fn conversations(&self, panel: &str) -> Vec<String> {
        let mut all = Vec::new();
        for part in &self.parts {
            let whole = part.url.as_deref().and_then(|url| found::in_link(url, panel));
            let named = match whole {
                Some(one) => vec![one.to_owned()],
                None => found::conversations(&part.text, panel),
            };
            for each in named {
                if !all.contains(&each) {
                    all.push(each);
                }
            }
        }
        all
    }
}

/// When a message was written, as its id says.
fn written_at(id: u64) -> Timestamp {
    let since = i64::try_from(id >> 22).unwrap_or_default();
    Timestamp::from_millisecond(since.saturating_add(EPOCH)).unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn embed(embed: &Value) -> Part {
    let mut lines = vec![string(&embed["author"]["name"]), string(&embed["title"]), string(&embed["description"])];
    lines
        .extend(list(&embed["fields"]).map(|field| format!("{}: {}", string(&field["name"]), string(&field["value"]))));
    lines.retain(|line| !line.is_empty());
    Part { url: embed["url"].as_str().map(str::to_owned), text: lines.join("\n") }
}

/// The texts of components, at any depth, and where their buttons lead.
fn components(components: &Value, parts: &mut Vec<Part>) {
    for component in list(components) {
        let (url, text) = (component["url"].as_str().map(str::to_owned), string(&component["content"]));
        if url.is_some() || !text.is_empty() {
            parts.push(Part { url, text });
        }
        self::components(&component["components"], parts);
        if component["accessory"].is_object() {
            self::components(&Value::Array(vec![component["accessory"].clone()]), parts);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PANEL: &str = "https://acme.ladesk.com";

    fn message(value: &Value) -> Quoted {
        Quoted::read(1_300_000_000_000_000_000, String::new(), value)
    }

    #[test]
    fn everything_that_it_says_is_read() {
        let quoted = message(&json!({
            "author": { "username": "courier", "global_name": null }, "content": "See\nbelow",
            "embeds": [{ "title": "T", "description": "D", "fields": [{ "name": "n", "value": "v" }] }, {}],
            "components": [
                { "type": 10, "content": "plain" },
                { "type": 17, "components": [{ "type": 9, "components": [{ "type": 10, "content": "deep" }],
                    "accessory": { "type": 2, "url": "https://acme.ladesk.com/conversations/abc" } }] }
            ],
            "message_snapshots": [{ "message": { "content": "forwarded" } }, { "content": "too" }],
            "attachments": [{ "filename": "a.png", "url": "https://cdn.example/a.png", "size": 7 }, { "filename": "b" }]
        }));
        assert_eq!(quoted.text(), "See\nbelow\n\nT\nD\nn: v\n\nplain\n\ndeep\n\nforwarded\n\ntoo");
        assert_eq!((quoted.author.as_str(), quoted.at.as_second()), ("courier", 1_730_014_552));
        assert_eq!(quoted.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["a.png"]);
        assert_eq!(quoted.conversations(PANEL), ["abc"]);
    }

    #[test]
    fn a_card_that_leads_to_a_conversation_names_no_other() {
        let quoted = message(&json!({ "content": "XYZ-ABCDE-456", "embeds": [
            { "url": "https://acme.ladesk.com/agent/#Conversation;id=a1", "title": "Re: ABC-DEFGH-123" },
            { "url": "https://acme.ladesk.com/agent/", "description": "ABC-DEFGH-123" },
        ] }));
        assert_eq!(quoted.conversations(PANEL), ["XYZ-ABCDE-456", "a1", "ABC-DEFGH-123"]);
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_empty() {
        for value in [json!({}), json!({ "content": 7, "embeds": "x", "components": {}, "attachments": [null, 7] })] {
            let quoted = message(&value);
            assert_eq!((quoted.text().as_str(), quoted.author.as_str()), ("", "Somebody"));
            assert!(quoted.files.is_empty() && quoted.conversations(PANEL).is_empty());
        }
    }
}
