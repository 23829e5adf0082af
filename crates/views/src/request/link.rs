//! A request as an id holds it.
//!
//! `cl.2["",null,"d1"]` is the third page of the request `cl` with these fields. Trailing fields that say nothing are left out. Discord
//! trims ids, and they are cut into pieces, so nothing in them is blank: a space is `+`, and what else has no ink is escaped as JSON does it.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::{Act, Form, Look, base36};

/// What parts a request from its page.
const PAGE_SIZE: char = '.';
/// What parts a request from the one that it was opened from.
const ORIGIN: char = '<';

/// A request with its type taken off, and the page of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    tag: String,
    /// A JSON array without blanks; empty where all fields say nothing.
    fields: String,
    page: u32,
    origin: Option<Box<Origin>>,
}

/// What a request was opened from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Origin {
    /// The look of the message in which it will be chosen.
    Shown,
    Link(Link),
}

impl<L: Look> From<&L> for Link {
    fn from(look: &L) -> Self {
        Self::new(L::TAG, look)
    }
}

impl Link {
    fn new(tag: &str, request: &impl Serialize) -> Self {
        Self { tag: tag.to_owned(), fields: write(request), page: 0, origin: None }
    }

    /// Of an act.
    pub(crate) fn to_act<A: Act>(act: &A) -> Self {
        Self::new(A::TAG, act)
    }

    /// Of a form.
    pub(crate) fn to_form<F: Form>(form: &F) -> Self {
        Self::new(F::TAG, form)
    }

    /// The tag of the request.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// Which page of the answer, from 0.
    #[must_use]
    pub fn page(&self) -> u32 {
        self.page
    }

    /// The same at another page.
    #[must_use]
    pub fn at_page(mut self, page: u32) -> Self {
        self.page = page;
        self
    }

    /// What it was opened from, to go back to.
    #[must_use]
    pub fn origin(&self) -> Option<&Self> {
        match self.origin.as_deref() {
            Some(Origin::Link(link)) => Some(link),
            _ => None,
        }
    }

    /// The same, opened from `origin`.
    #[must_use]
    pub fn opened_from(self, origin: Option<&Self>) -> Self {
        let origin = origin.map(|origin| Box::new(Origin::Link(origin.clone())));
        Self { origin, ..self }
    }

    /// The same, as the option of a select: when it is chosen, it leads back to what the select's message shows.
    #[must_use]
    pub fn leading_back(self) -> Self {
        Self { origin: Some(Box::new(Origin::Shown)), ..self }
    }

    /// The same, chosen in a message that shows `shown`.
    #[must_use]
    pub(crate) fn chosen_in(self, shown: impl FnOnce() -> Option<Self>) -> Self {
        if self.origin.as_deref() == Some(&Origin::Shown) { self.opened_from(shown().as_ref()) } else { self }
    }

    /// The request itself; `None` if it is not of this type, or another version wrote it.
    #[must_use]
    pub fn look<L: Look>(&self) -> Option<L> {
        self.read(L::TAG)
    }

    /// The request itself; `None` if it is not of this type, or another version wrote it.
    #[must_use]
    pub fn act<A: Act>(&self) -> Option<A> {
        self.read(A::TAG)
    }

    /// The request itself; `None` if it is not of this type, or another version wrote it.
    #[must_use]
    pub fn form<F: Form>(&self) -> Option<F> {
        self.read(F::TAG)
    }

    fn read<T: DeserializeOwned>(&self, tag: &str) -> Option<T> {
        let fields = if self.fields.is_empty() { "[]" } else { &self.fields };
        (self.tag == tag).then(|| serde_json::from_str(&fields.replace('+', " ")).ok()).flatten()
    }

    /// What turns `shown`, the same request with other fields, into this one at its first page: [`Link::changed`] reads it.
    #[must_use]
    pub(crate) fn change_of(&self, shown: &Self) -> String {
        let (before, after) = (shown.values(), self.values());
        let places = (0..before.len().max(after.len())).filter(|place| before.get(*place) != after.get(*place));
        let changes = places.map(|place| (place.to_string(), after.get(place).cloned().unwrap_or_default()));
        without_blanks(&Value::Object(changes.collect()).to_string())
    }

    /// The same with some of its fields changed, at its first page; `None` if nobody wrote such a change.
    #[must_use]
    pub(crate) fn changed(self, change: &str) -> Option<Self> {
        let changes: BTreeMap<u8, Value> = serde_json::from_str(&change.replace('+', " ")).ok()?;
        let mut values = self.values();
        for (place, value) in changes {
            let place = usize::from(place);
            values.resize(values.len().max(place + 1), Value::Null);
            values[place] = value;
        }
        Some(Self { fields: written(values), page: 0, ..self })
    }

    fn values(&self) -> Vec<Value> {
        serde_json::from_str(&self.fields.replace('+', " ")).unwrap_or_default()
    }

    /// As a text without blanks, which [`Link::decode`] reads.
    #[must_use]
    pub fn encode(&self) -> String {
        let page = if self.page == 0 { String::new() } else { format!("{PAGE_SIZE}{}", base36(self.page)) };
        let origin = match self.origin.as_deref() {
            None => String::new(),
            Some(Origin::Shown) => ORIGIN.to_string(),
            Some(Origin::Link(link)) => format!("{ORIGIN}{}", link.encode()),
        };
        format!("{}{page}{}{origin}", self.tag, self.fields)
    }

    /// The link that `text` was made from; `None` if it was made by no one.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let (tag, text) = split(text, |c| c.is_ascii_lowercase());
        let (page, text) = match text.strip_prefix(PAGE_SIZE) {
            Some(text) => {
                let (digits, text) = split(text, |c| c.is_ascii_alphanumeric());
                (u32::from_str_radix(digits, 36).ok()?, text)
            }
            None => (0, text),
        };
        let (fields, text) = if text.starts_with('[') { array(text)? } else { ("", text) };
        let origin = match text.strip_prefix(ORIGIN) {
            None if text.is_empty() => None,
            None => return None,
            Some("") => Some(Box::new(Origin::Shown)),
            Some(text) => Some(Box::new(Origin::Link(Self::decode(text)?))),
        };
        (!tag.is_empty()).then(|| Self { tag: tag.to_owned(), fields: fields.to_owned(), page, origin })
    }
}

/// As a text.
impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.encode())
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::decode(&text).ok_or_else(|| de::Error::custom("not a link"))
    }
}

/// Where the first character stands that `holds` not.
fn split(text: &str, holds: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !holds(c)).unwrap_or(text.len()))
}

/// The JSON array that a text begins with, and the rest.
fn array(text: &str) -> Option<(&str, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    values.next()?.ok()?;
    text.split_at_checked(values.byte_offset())
}

/// The fields of a request.
fn write(request: &impl Serialize) -> String {
    let Ok(Value::Array(fields)) = serde_json::to_value(request) else { return String::new() };
    written(fields)
}

fn written(mut fields: Vec<Value>) -> String {
    while fields.last().is_some_and(says_nothing) {
        fields.pop();
    }
    if fields.is_empty() { String::new() } else { without_blanks(&Value::Array(fields).to_string()) }
}

/// Whether it is what a field is by default.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_u64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(_) => false,
    }
}

/// JSON has blanks only within its texts, where each character may be escaped.
fn without_blanks(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            ' ' => text.push('+'),
            c if c == '+' || c.is_whitespace() || c.is_control() || c == '\u{feff}' => {
                let mut units = [0; 2];
                text.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
            }
            c => text.push(c),
        }
    }
    text
}
