//! The contract as data: which operation a request is, what it must and may carry, what its answer has.

use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// The reference of LiveAgent API v1, as data.
static TEXT: &str = include_str!("contract.json");

#[derive(Deserialize)]
struct Contract {
    operations: Vec<Operation>,
}

/// One of the 72 operations.
#[derive(Deserialize)]
pub(super) struct Operation {
    pub(super) number: u8,
    pub(super) method: String,
    path: String,
    /// The version that it came with.
    pub(super) since: String,
    params: Vec<Param>,
    response: Vec<Field>,
    example: Value,
}

#[derive(Deserialize)]
struct Param {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    required: bool,
    #[serde(rename = "in")]
    place: String,
    values: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    fields: Option<Vec<Field>>,
}

fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| serde_json::from_str(TEXT).expect("the contract is part of this crate and is JSON"))
}

/// The operation of a request, with what its path has for the names in braces.
pub(super) fn find(method: &str, path: &str) -> Option<(&'static Operation, Map<String, Value>)> {
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    contract().operations.iter().filter(|operation| operation.method == method).find_map(|operation| {
        let pattern: Vec<&str> = operation.path.split('/').collect();
        if pattern.len() != parts.len() {
            return None;
        }
        let mut named = Map::new();
        for (pattern, part) in pattern.iter().zip(&parts) {
            match pattern.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => {
                    named.insert(name.to_owned(), Value::String(decoded(part)));
                }
                None if pattern == part => {}
                None => return None,
            }
        }
        Some((operation, named))
    })
}

/// A text without its percent signs.
pub(super) fn decoded(part: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl Operation {
    /// Refuses what the reference does not allow: unknown, missing, misplaced or malformed parameters.
    pub(super) fn check(&self, params: &Map<String, Value>) -> Result<(), Refusal> {
        for name in params.keys() {
            if name != "apikey" && !self.params.iter().any(|param| param.name == *name) {
                return Err(Refusal::wrong(format!("parameter {name} is unknown")));
            }
        }
        // The key was looked at before.
        for param in self.params.iter().filter(|param| param.name != "apikey") {
            let given = params.get(&param.name).and_then(Value::as_str).unwrap_or_default();
            if given.is_empty() {
                if param.required && param.place != "path" {
                    return Err(Refusal::wrong(format!("parameter {} is missing", param.name)));
                }
                continue;
            }
            param.check(given)?;
            if param.name == "columns" {
                let known = |column: &str| self.columns().iter().any(|field| field.name == column);
                if let Some(unknown) = given.split(',').map(str::trim).find(|column| !known(column)) {
                    return Err(Refusal::wrong(format!("column {unknown} is unknown")));
                }
            }
        }
        Ok(())
    }

    /// The fields of the rows that it lists.
    fn columns(&self) -> &[Field] {
        self.response.first().and_then(|list| list.fields.as_deref()).unwrap_or_default()
    }

    /// Whether the API has this parameter in the query; else it is in the form.
    pub(super) fn is_look_up(&self) -> bool {
        self.method == "GET"
    }

    /// A row, or rows in their list, as this operation writes them: just its fields, numbers and gaps as in its example.
    /// With `columns`, rows have only those.
    pub(super) fn shape(&self, answer: &Value, columns: Option<&str>) -> Value {
        let mut shaped = shaped(&self.response, answer, &self.example["response"]);
        if let (Some(columns), Some(lists)) = (columns, shaped.as_object_mut()) {
            let columns: Vec<&str> = columns.split(',').map(str::trim).collect();
            for row in lists.values_mut().filter_map(Value::as_array_mut).flatten().filter_map(Value::as_object_mut) {
                row.retain(|name, _| columns.contains(&name.as_str()));
            }
        }
        shaped
    }
}

impl Param {
    fn check(&self, given: &str) -> Result<(), Refusal> {
        let wrong = |what: &str| Refusal::wrong(format!("parameter {} is not {what}", self.name));
        // One of them, or several with commas: the contract has both as texts, and these only as words.
        let listed = match self.name.as_str() {
            "types" => Some("W,P"),
            "group_by" if given.contains(',') => return Err(wrong("one of the allowed values")),
            "group_by" => Some("hour,day,week,month"),
            _ => None,
        };
        if let Some(listed) = listed {
            let known = |one: &str| listed.split(',').any(|known| known == one.trim());
            return if given.split(',').all(known) { Ok(()) } else { Err(wrong("one of the allowed values")) };
        }
        if let Some(values) = &self.values {
            return if values.contains_key(given) { Ok(()) } else { Err(wrong("one of the allowed values")) };
        }
        match self.kind.as_str() {
            "int" if given.parse::<u64>().is_err() => Err(wrong("a number")),
            "int" => match (self.name.as_str(), given.parse::<u64>()) {
                ("limit" | "limitcount", Ok(limit)) if limit > 1000 => Err(wrong("1000 or less")),
                _ => Ok(()),
            },
            // Reports and the knowledgebase take a day alone; conversations and messages do not.
            "datetime" if given.len() == 10 && matches!(self.name.as_str(), "datefrom" | "dateto") => {
                Err(wrong("a time such as 2012-03-02 11:21:04"))
            }
            "datetime" if !is_time(given) => Err(wrong("a date such as 2012-03-02 11:21:04")),
            "json" if serde_json::from_str::<Value>(given).is_err() => Err(wrong("JSON")),
            _ => Ok(()),
        }
    }
}

/// Whether a text is a time as LiveAgent takes it.
pub(super) fn is_time(text: &str) -> bool {
    jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).is_ok()
        || jiff::civil::Date::strptime("%Y-%m-%d", text).is_ok()
}

fn shaped(fields: &[Field], row: &Value, example: &Value) -> Value {
    let mut out = Map::new();
    for field in fields {
        let (value, example) = (&row[field.name.as_str()], example.get(&field.name));
        let written = match (&field.fields, value) {
            (Some(below), Value::Array(rows)) => {
                let example = example.and_then(|example| example.get(0)).unwrap_or(&Value::Null);
                rows.iter().map(|row| shaped(below, row, example)).collect()
            }
            (Some(_), _) => Value::Array(Vec::new()),
            (None, value) => written(value, example),
        };
        // What the example leaves out is left out where there is nothing to say.
        if example.is_some() || !row[field.name.as_str()].is_null() {
            out.insert(field.name.clone(), written);
        }
    }
    Value::Object(out)
}

/// A value as the example writes its kind: a number in quotes, `null` or `""` for nothing.
fn written(value: &Value, example: Option<&Value>) -> Value {
    match (value, example) {
        (Value::Null, Some(Value::Null) | None) => Value::Null,
        (Value::Null, Some(Value::Array(_))) => Value::Array(Vec::new()),
        (Value::Null, Some(_)) => Value::String(String::new()),
        // Most figures of the reference are texts; so are those that its example leaves out.
        (Value::Number(number), Some(Value::String(_)) | None) => Value::String(number.to_string()),
        (value, _) => value.clone(),
    }
}
