//! What the company has: rows whose fields are named as the API names them. Fields that begin with `_` are never shown.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::refusal::Refusal;

/// A row.
pub(super) type Row = Map<String, Value>;

/// Everything.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) agents: Vec<Row>,
    pub(super) departments: Vec<Row>,
    pub(super) tags: Vec<Row>,
    pub(super) groups: Vec<Row>,
    pub(super) customers: Vec<Row>,
    pub(super) companies: Vec<Row>,
    pub(super) conversations: Vec<Row>,
    /// Message groups by conversation, oldest first.
    pub(super) messages: BTreeMap<String, Vec<Value>>,
    pub(super) knowledgebases: Vec<Row>,
    pub(super) entries: Vec<Row>,
    pub(super) widgets: Vec<Row>,
    pub(super) files: Vec<Row>,
    /// What uploaded files hold, by their ids.
    pub(super) contents: BTreeMap<String, Vec<u8>>,
    pub(super) suggestions: Vec<Row>,
    /// How many ids were given out.
    pub(super) ids: u64,
}

/// A row of these fields.
pub(super) fn row(value: Value) -> Row {
    match value {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}

/// A field's text; empty where there is none.
pub(super) fn text<'r>(row: &'r Row, field: &str) -> &'r str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The position of the row that has `name` in one of `fields`.
pub(super) fn position(rows: &[Row], fields: &[&str], name: &str) -> Option<usize> {
    rows.iter().position(|row| fields.iter().any(|field| text(row, field).eq_ignore_ascii_case(name)))
}

/// The row that has `name` in one of `fields`, or that there is none.
pub(super) fn find<'r>(rows: &'r mut [Row], fields: &[&str], name: &str, what: &str) -> Result<&'r mut Row, Refusal> {
    position(rows, fields, name).and_then(|at| rows.get_mut(at)).ok_or_else(|| Refusal::unknown(what))
}

/// Letters and digits of ids.
const DIGITS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

impl Tables {
    /// An id that no row has yet: eight letters and digits.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        short(mixed(self.ids), 8)
    }

    /// The names of the fields under which a conversation is found.
    pub(super) const CONVERSATION: [&'static str; 3] = ["conversationid", "code", "publicurlcode"];

    pub(super) fn conversation(&mut self, name: &str) -> Result<&mut Row, Refusal> {
        find(&mut self.conversations, &Self::CONVERSATION, name, "conversation")
    }

    pub(super) fn agent(&mut self, name: &str) -> Result<&mut Row, Refusal> {
        find(&mut self.agents, &["userid", "email"], name, "agent")
    }

    pub(super) fn customer(&mut self, name: &str) -> Result<&mut Row, Refusal> {
        find(&mut self.customers, &["contactid", "email"], name, "customer")
    }

    /// Adds a group of one message to a conversation's thread.
    pub(super) fn say(&mut self, conversation: &str, time: &str, user: &str, (group, kind): (&str, &str), text: &str) {
        let (group_id, message_id) = (self.id(), self.id());
        let message =
            json!({ "messageid": message_id, "userid": user, "rtype": kind, "datecreated": time, "message": text });
        self.messages.entry(conversation.to_owned()).or_default().push(json!({
            "messagegroupid": group_id, "userid": user, "rtype": group, "rstatus": "V", "datecreated": time,
            "datefinished": time, "messages": [message],
        }));
    }

    /// Adds a message to the last group of a conversation's thread.
    pub(super) fn say_more(&mut self, conversation: &str, time: &str, user: &str, kind: &str, text: &str) {
        let id = self.id();
        let last = self.messages.get_mut(conversation).and_then(|groups| groups.last_mut());
        if let Some(messages) = last.and_then(|group| group["messages"].as_array_mut()) {
            let message =
                json!({ "messageid": id, "userid": user, "rtype": kind, "datecreated": time, "message": text });
            messages.push(message);
        }
    }
}

/// Well mixed bits of a number (splitmix64).
pub(super) fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// `length` letters and digits that follow from a number.
pub(super) fn short(mut number: u64, length: usize) -> String {
    let mut text = String::with_capacity(length);
    for _ in 0..length {
        text.push(char::from(DIGITS[usize::try_from(number % 36).unwrap_or(0)]));
        number = mixed(number);
    }
    text
}
