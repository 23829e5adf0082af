//! Turns an operation into a path and parameters. Nothing is sent here, and no key is known.

use std::fmt::Write as _;

use serde_json::Value;

use crate::{Operation, OperationInfo};

/// An operation, ready to be sent any number of times.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(super) struct Prepared {
    /// The path below the base address, percent-encoded, beginning with a slash.
    pub(super) path: String,
    /// All parameters that are not in the path, without the key.
    pub(super) parameters: Vec<(String, String)>,
}

impl Prepared {
    /// Prepares `operation`, or says why it can't be sent.
    pub(super) fn new<O: Operation>(operation: &O) -> Result<Self, String> {
        let Ok(Value::Object(fields)) = serde_json::to_value(operation) else {
            return Err("its parameters are not a record".to_owned());
        };
        let names = OperationInfo::of::<O>().parameters();
        let (mut path, mut parameters) = (O::PATH.to_owned(), Vec::new());
        // In the order of the struct, whatever order the map has.
        for &name in names {
            let Some(text) = fields.get(name).and_then(text) else { continue };
            let place = format!("{{{name}}}");
            if path.contains(&place) {
                path = path.replace(&place, &segment(name, &text)?);
            } else {
                parameters.push((name.to_owned(), text));
            }
        }
        Ok(Self { path, parameters })
    }
}

/// A parameter as it is written on the wire; none for what is not given.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.is_empty() => None,
        Value::Array(items) => Some(items.iter().filter_map(text).collect::<Vec<_>>().join(",")),
        other => Some(other.to_string()),
    }
}

/// A parameter as one segment of a path. What a server would take for a step elsewhere (`.` and `..`, which no encoding
/// hides) or would drop (nothing) is refused: no thing of LiveAgent has such a name.
fn segment(name: &str, text: &str) -> Result<String, String> {
    if matches!(text, "" | "." | "..") {
        return Err(format!("`{name}` names nothing"));
    }
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            // Writing to a text can't fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    Ok(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AddConversationField, CustomField, ListConversations, ShowConversation};

    #[test]
    fn a_path_parameter_stays_one_segment() {
        let table = [
            ("12ab34cd", "/api/conversations/12ab34cd"),
            ("../x", "/api/conversations/..%2Fx"),
            ("a b?c#d", "/api/conversations/a%20b%3Fc%23d"),
            ("%2e%2e", "/api/conversations/%252e%252e"),
            ("{conversationid}", "/api/conversations/%7Bconversationid%7D"),
            ("ž", "/api/conversations/%C5%BE"),
            ("...", "/api/conversations/..."),
        ];
        for (id, path) in table {
            let prepared = Prepared::new(&ShowConversation { conversation_id: id.into() }).unwrap();
            assert_eq!(prepared.path, path);
            assert_eq!(prepared.parameters, []);
        }
        for id in ["", ".", ".."] {
            let refused = Prepared::new(&ShowConversation { conversation_id: id.into() });
            assert_eq!(refused, Err("`conversationid` names nothing".to_owned()), "{id:?}");
        }
    }

    #[test]
    fn what_is_not_given_is_not_sent_and_lists_have_commas() {
        use crate::ConversationStatus::{New, Open};
        assert_eq!(Prepared::new(&ListConversations::default()).unwrap().parameters, []);
        let some = ListConversations { status: vec![New, Open], limit: Some(7), ..Default::default() };
        let expected = [("status".to_owned(), "N,C".to_owned()), ("limit".to_owned(), "7".to_owned())];
        assert_eq!(Prepared::new(&some).unwrap().parameters, expected);
    }

    #[test]
    fn records_are_json() {
        let field = CustomField { code: "a\"b".into(), value: Some("1".into()) };
        let add = AddConversationField { conversation_id: "c".into(), custom_fields: vec![field].into() };
        let expected = [("customfields".to_owned(), r#"[{"code":"a\"b","value":"1"}]"#.to_owned())];
        assert_eq!(Prepared::new(&add).unwrap().parameters, expected);
        let none = AddConversationField { conversation_id: "c".into(), custom_fields: vec![].into() };
        assert_eq!(Prepared::new(&none).unwrap().parameters, [("customfields".to_owned(), "[]".to_owned())]);
    }
}
