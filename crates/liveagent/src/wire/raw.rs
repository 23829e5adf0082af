//! JSON left as text: of what kind a value is, and its children one after the other. No tree is built of it, so what a value takes
//! in memory is what its reader makes of it, however many children it has and however deep they nest.

use std::{borrow::Cow, sync::Arc};

use serde_json::value::RawValue;

/// What JSON is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Object,
}

/// The text of one valid JSON value, without blanks around it.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'de>(&'de str);

/// A JSON value that stays when the answer that it came in is gone. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Content(Arc<str>);

impl Content {
    /// The value.
    pub(crate) fn raw(&self) -> Raw<'_> {
        Raw(&self.0)
    }
}

impl From<Raw<'_>> for Content {
    fn from(raw: Raw<'_>) -> Self {
        Self(raw.0.into())
    }
}

impl<'de> Raw<'de> {
    /// Nothing.
    pub(crate) const NULL: Self = Self("null");

    /// Checks that `text` is one JSON value, without going into it by recursion.
    pub(crate) fn new(text: &'de str) -> Result<Self, serde_json::Error> {
        serde_json::from_str::<&RawValue>(text).map(|raw| Self(raw.get()))
    }

    /// The JSON itself.
    pub(crate) fn json(self) -> &'de str {
        self.0
    }

    pub(crate) fn kind(self) -> Kind {
        match self.0.as_bytes().first() {
            Some(b'n') => Kind::Null,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'"') => Kind::Text,
            Some(b'[') => Kind::List,
            Some(b'{') => Kind::Object,
            _ => Kind::Number,
        }
    }

    /// What a text says; none for other kinds. Half a character in it (a lone surrogate) is replaced.
    pub(crate) fn text(self) -> Option<Cow<'de, str>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        if !inner.contains('\\') {
            return Some(inner.into());
        }
        let text = serde_json::from_str(self.0).or_else(|_| serde_json::from_str(&without_halves(self.0)));
        text.ok().map(Cow::Owned)
    }

    /// The items of a list.
    pub(crate) fn items(self) -> Children<'de> {
        Children(if self.kind() == Kind::List { &self.0[1..] } else { "" })
    }

    /// The fields of an object, in the order in which they stand there. Those whose name can't be read are left out.
    pub(crate) fn fields(self) -> impl Iterator<Item = (Cow<'de, str>, Raw<'de>)> {
        let mut children = Children(if self.kind() == Kind::Object { &self.0[1..] } else { "" });
        std::iter::from_fn(move || Some((children.next()?.text(), children.next()?)))
            .filter_map(|(name, value)| Some((name?, value)))
    }

    /// A field of an object; the last one of that name, as all who read JSON do.
    pub(crate) fn field(self, name: &str) -> Option<Raw<'de>> {
        self.fields().filter(|(key, _)| key == name).map(|(_, value)| value).last()
    }
}

/// A JSON text in which each `\u` of half a character stands for the replacement character.
fn without_halves(json: &str) -> String {
    let (mut whole, mut rest) = (String::with_capacity(json.len()), json);
    while let Some(at) = rest.find('\\') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (unit(rest), rest.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                whole.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            // A backslash and what it stands before, which is one byte long.
            (None, _) => rest.len().min(2),
        };
        whole.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    whole + rest
}

/// The unit of UTF-16 that a text begins with: `\ud83d`.
fn unit(json: &str) -> Option<u32> {
    let digits = json.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok()
}

/// The values that follow each other in a list or an object, names included: what is left of its text.
pub(crate) struct Children<'de>(&'de str);

impl<'de> Iterator for Children<'de> {
    type Item = Raw<'de>;

    fn next(&mut self) -> Option<Raw<'de>> {
        let text = self.0.trim_start_matches([' ', '\t', '\n', '\r', ',', ':']);
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
        // The bracket at the end is no value.
        let value = values.next()?.ok()?;
        self.0 = &text[values.byte_offset()..];
        Some(Raw(value.get()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Raw<'_> {
        Raw::new(text).unwrap()
    }

    #[test]
    fn children_come_in_their_order_with_their_text_untouched() {
        let list = raw(" [ 1 ,\"a,\\\"]\" ,[2,[3]],{ \"b\" : [4] } , null,true, -0.5e3 ] ");
        let items: Vec<_> = list.items().map(|item| (item.kind(), item.json())).collect();
        let expected = [
            (Kind::Number, "1"),
            (Kind::Text, "\"a,\\\"]\""),
            (Kind::List, "[2,[3]]"),
            (Kind::Object, "{ \"b\" : [4] }"),
            (Kind::Null, "null"),
            (Kind::Bool, "true"),
            (Kind::Number, "-0.5e3"),
        ];
        assert_eq!(items, expected);
        let object = raw(r#"{"a":1,"\u0062" : {"c":[]},"a":"2","":null}"#);
        let fields: Vec<_> = object.fields().map(|(name, value)| (name.into_owned(), value.json())).collect();
        let expected = [("a", "1"), ("b", r#"{"c":[]}"#), ("a", "\"2\""), ("", "null")];
        assert_eq!(fields, expected.map(|(name, value)| (name.to_owned(), value)));
        assert_eq!(object.field("a").unwrap().json(), "\"2\"", "the last one counts");
        assert!(object.field("c").is_none());
    }

    #[test]
    fn what_has_no_children_has_none() {
        for text in ["[]", "{}", "[ ]", "{\n}", "null", "7", "\"[1]\"", "\"{}\""] {
            assert_eq!((raw(text).items().count(), raw(text).fields().count()), (0, 0), "{text}");
        }
    }

    #[test]
    fn texts_are_decoded_once() {
        let table = [
            (r#""""#, Some("")),
            (r#""a""#, Some("a")),
            (r#""a\/b\n\u00e9\ud83d\ude00""#, Some("a/b\né😀")),
            (r#""\\u0041""#, Some("\\u0041")),
            (r#""\ud83d""#, Some("\u{fffd}")),
            (r#""a\ud83d b\ude00\n\ud83d\ude00\\\ud83d""#, Some("a\u{fffd} b\u{fffd}\n😀\\\u{fffd}")),
            (r#""\ud83d\ud83d\ude00\\ud83d""#, Some("\u{fffd}😀\\ud83d")),
            (r#""\uD83Dé\uDE00""#, Some("\u{fffd}é\u{fffd}")),
            ("7", None),
            ("[\"a\"]", None),
        ];
        for (text, said) in table {
            assert_eq!(raw(text).text().as_deref(), said, "{text}");
        }
    }

    #[test]
    fn nothing_is_too_deep() {
        let deep = "[".repeat(1_000_000) + &"]".repeat(1_000_000);
        assert_eq!(raw(&deep).items().next().unwrap().json().len(), deep.len() - 2);
        assert!(Raw::new(&deep[1..]).is_err());
    }
}
