//! One odd value spoils one value: each field of each answer in turn gets each of many odd values, and all others stay what they are.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use jiff::tz::TimeZone;
use liveagent::{Operation, Visit, visit_operations, wire};
use serde_json::{Value, json};
use support::contract::{Contract, answer, contract, name};

/// What stands in the place of a field, as JSON. `None` leaves the field out.
const ODD: [Option<&str>; 26] = [
    None,
    Some("null"),
    Some("[]"),
    Some("{}"),
    Some("\"\""),
    Some("false"),
    Some("true"),
    Some("-7"),
    Some("7.5"),
    Some("1e300"),
    Some("-1e300"),
    Some("99999999999999999999999999"),
    Some("\"?\""),
    Some("\"soon, or later\""),
    Some("\"20.11.2026 10:00\""),
    Some("\"0000-13-99 99:99:99\""),
    Some(r#""\ud83d""#),
    Some(r#""half \ude00 a character""#),
    Some(r#"["a",{"b":[]},null]"#),
    Some(r#"{"a":{"b":[]}}"#),
    Some(r#"{"0":false,"7":[]}"#),
    Some("[[[[]]]]"),
    Some("[7,8,9]"),
    Some(r#"{"name":"a"}"#),
    Some("\"NaN\""),
    Some("\"&#xD83D;&amp\""),
];

/// Those that say that there is nothing.
const NOTHING: [Option<&str>; 6] = [None, Some("null"), Some("[]"), Some("{}"), Some("\"\""), Some("false")];

/// The ids without which a row is left out, and an answer that is one record can't be read.
const IDS: [(&[u8], &str); 10] = [
    (&[1], "userid"),
    (&[3, 4, 39, 40, 41, 42, 43, 45, 46, 49, 50, 54, 55, 59, 60, 61, 63, 15, 64, 65, 24, 25, 26], "id"),
    (&[9, 10], "conversationid"),
    (&[19], "contactid"),
    (&[21, 4], "groupid"),
    (&[28, 29], "departmentid"),
    (&[30, 31], "fileid"),
    (&[32, 33, 34, 36, 38], "kb_entry_id"),
    (&[37], "kb_id"),
    (&[67, 68, 69, 70], "contactwidgetid"),
];

/// What is written where the odd value goes.
const PLACE: &str = "the odd value goes here";

/// How many times a field got an odd value. Written down, so that the test can't pass by looking at nothing.
const TRIED: usize = 883 * ODD.len();

type Answer = fn(&str) -> Result<(Value, wire::Unread), wire::WireError>;

#[derive(Default)]
struct All(Vec<(u8, Answer)>);

impl Visit for All {
    fn visit<O: Operation>(&mut self) {
        fn read<O: Operation>(json: &str) -> Result<(Value, wire::Unread), wire::WireError> {
            let (answer, unread) = wire::answer::<O::Output>(json, &TimeZone::UTC)?;
            Ok((serde_json::to_value(answer).unwrap(), unread))
        }
        self.0.push((O::NUMBER, read::<O>));
    }
}

fn operations() -> Vec<(Contract, Answer)> {
    let mut all = All::default();
    visit_operations(&mut all);
    contract()
        .into_iter()
        .zip(all.0)
        .map(|(op, (number, read))| {
            assert_eq!(op.number(), number);
            (op, read)
        })
        .collect()
}

/// Calls `found` for every field, those of rows included.
fn each_field<'a>(fields: &'a [Value], path: &mut Vec<&'a str>, found: &mut dyn FnMut(&[&str], bool)) {
    for entry in fields {
        path.push(name(entry));
        let below = entry["fields"].as_array();
        found(path, below.is_some());
        if let Some(fields) = below {
            each_field(fields, path, found);
        }
        path.pop();
    }
}

/// The rows at a path, or the record: what has the field that the path ends with. In each list the first row.
fn owner<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Value> {
    path[..path.len() - 1].iter().try_fold(value, |value, step| value.get_mut(*step)?.get_mut(0))
}

/// `whole` as JSON, with `odd` at a path.
fn with(whole: &Value, path: &[&str], odd: Option<&str>) -> String {
    let mut whole = whole.clone();
    let owner = owner(&mut whole, path).unwrap().as_object_mut().unwrap();
    let last = path[path.len() - 1];
    match odd {
        None => drop(owner.remove(last).unwrap()),
        Some(_) => owner[last] = json!(PLACE),
    }
    whole.to_string().replace(&json!(PLACE).to_string(), odd.unwrap_or_default())
}

fn is_id(number: u8, field: &str) -> bool {
    IDS.iter().any(|(numbers, id)| numbers.contains(&number) && *id == field)
}

/// `conversations[].datedue`
fn written(path: &[&str]) -> String {
    path.join("[].")
}

/// Takes the field out, so that the rest can be compared; tells what it was.
fn take(answer: &mut Value, path: &[&str]) -> Option<Value> {
    owner(answer, path)?.as_object_mut()?.remove(path[path.len() - 1])
}

#[test]
fn one_odd_value_spoils_one_value() {
    let mut tried = 0;
    let mut gone = 0;
    for (op, read) in operations() {
        let whole = answer(op.fields(), &mut 0);
        let (good, unread) = read(&whole.to_string()).unwrap();
        assert!(unread.is_empty(), "#{}: {unread:?}", op.number());
        each_field(op.fields(), &mut Vec::new(), &mut |path, _| {
            for odd in ODD {
                tried += 1;
                let place = format!("#{} {path:?} {odd:?}", op.number());
                let is_nothing = NOTHING.contains(&odd);
                let read = read(&with(&whole, path, odd));
                if path.len() == 1 && op.fields().len() == 1 {
                    all_or_nothing(&place, read, path[0], is_nothing && odd != Some("false"));
                    continue;
                }
                let id = is_id(op.number(), path[path.len() - 1]);
                let (mut odd_one, unread) = match read {
                    Ok(read) => read,
                    Err(error) => {
                        // One record, which is nothing without its id.
                        assert!(id && path.len() == 1 && error.field() == path[0], "{place}: {error}");
                        gone += 1;
                        continue;
                    }
                };
                let mut rest = good.clone();
                let rows = |answer: &mut Value| {
                    let list = owner(answer, &path[..path.len() - 1]).unwrap();
                    list[path[path.len() - 2]].as_array().unwrap().len()
                };
                if path.len() > 1 && rows(&mut odd_one) < rows(&mut rest) {
                    // The row went with its id, and nothing else did.
                    assert!(id, "{place}: a row was left out");
                    gone += 1;
                    assert!(
                        unread.has(&format!("{}[].anything", written(&path[..path.len() - 1]))),
                        "{place}: {unread:?}"
                    );
                    let list = owner(&mut rest, &path[..path.len() - 1]).unwrap();
                    list[path[path.len() - 2]].as_array_mut().unwrap().remove(0);
                    assert_eq!(odd_one, rest, "{place}");
                    continue;
                }
                let value = take(&mut odd_one, path).unwrap_or_default();
                take(&mut rest, path);
                assert_eq!(odd_one, rest, "{place}");
                // Nobody takes what is not known for nothing at all.
                assert_ne!(value, json!(0), "{place}");
                let is_unknown = [json!(null), json!(""), json!([])].contains(&value);
                assert!(
                    is_nothing
                        || !is_unknown
                        || is_secret(path)
                        || unread.has(&written(path))
                        || unread.has(&format!("{}[]", written(path))),
                    "{place} became {value}, and {unread:?}"
                );
            }
        });
    }
    assert_eq!(tried, TRIED);
    assert_eq!(gone, 559, "ids that were none");
}

fn is_secret(path: &[&str]) -> bool {
    ["authtoken", "browsercookiename"].contains(&path[path.len() - 1])
}

/// What is nothing but a list is empty where it says so; where it says something else, it must not look empty.
fn all_or_nothing(place: &str, read: Result<(Value, wire::Unread), wire::WireError>, list: &str, is_nothing: bool) {
    match read {
        Ok((answer, unread)) if is_nothing => {
            assert_eq!(answer[list], json!([]), "{place}");
            assert_eq!(unread.rows(), 0, "{place}");
        }
        Ok((answer, unread)) => assert!(unread.rows() > 0 || answer[list] != json!([]), "{place}: {answer} {unread:?}"),
        Err(error) => assert!(!is_nothing && error.field().starts_with(list), "{place}: {error}"),
    }
}

#[test]
fn one_odd_row_is_one_row() {
    let mut tried = 0;
    for (op, read) in operations() {
        let whole = answer(op.fields(), &mut 0);
        let (good, _) = read(&whole.to_string()).unwrap();
        each_field(op.fields(), &mut Vec::new(), &mut |path, is_list| {
            if !is_list {
                return;
            }
            let last = path[path.len() - 1];
            for odd in ODD.into_iter().flatten().filter(|odd| !odd.starts_with('{')) {
                let mut json = whole.clone();
                owner(&mut json, path).unwrap()[last][0] = json!(PLACE);
                let json = json.to_string().replace(&json!(PLACE).to_string(), odd);
                let (odd_one, unread) = read(&json).unwrap();
                let mut rest = good.clone();
                owner(&mut rest, path).unwrap()[last].as_array_mut().unwrap().remove(0);
                assert_eq!(odd_one, rest, "#{} {path:?} {odd}", op.number());
                assert_eq!(unread.rows(), u64::from(path.len() == 1), "#{} {path:?} {odd}", op.number());
                tried += 1;
            }
        });
    }
    assert_eq!(tried, 51 * 21, "lists, and odd values that are no object");
}
