//! Every operation against the contract: method, path, parameters, answers. Nothing goes over the network here;
//! `requests.rs` holds what is sent against the contract.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use liveagent::{OPERATIONS, Operation, Visit, visit_operations, wire};
use serde_json::{Map, Value, json};
use support::contract::{Contract, allowed, answer, contract, name, required};

/// How many parameters and how many fields (those of nested lists included) the contract lists. Written down, so that no
/// test below can pass by looking at nothing.
const PARAMETERS: usize = 310;
const FIELDS: usize = 883;

/// An operation without its type.
struct Erased {
    number: u8,
    /// Reads a request and writes it again, with how `Debug` shows it.
    request: fn(&Value) -> Result<(Value, String), String>,
    /// Reads an answer and writes it again, with how `Debug` shows it.
    answer: fn(&Value) -> Result<(Value, String), String>,
}

#[derive(Default)]
struct All(Vec<Erased>);

impl Visit for All {
    fn visit<O: Operation>(&mut self) {
        fn again<T: serde::de::DeserializeOwned + serde::Serialize + std::fmt::Debug>(
            value: &Value,
        ) -> Result<(Value, String), String> {
            let read: T = wire::from_json(&value.to_string()).map_err(|error| error.to_string())?;
            Ok((serde_json::to_value(&read).unwrap(), format!("{read:?}")))
        }
        self.0.push(Erased { number: O::NUMBER, request: again::<O>, answer: again::<O::Output> });
    }
}

/// Every operation of the contract with ours.
fn pairs() -> Vec<(Contract, Erased)> {
    let mut all = All::default();
    visit_operations(&mut all);
    let mut ours: BTreeMap<u8, Erased> = all.0.into_iter().map(|erased| (erased.number, erased)).collect();
    let pairs: Vec<_> = contract().into_iter().map(|op| (ours.remove(&op.number()).unwrap(), op)).collect();
    assert!(ours.is_empty() && pairs.len() == 72);
    pairs.into_iter().map(|(erased, op)| (op, erased)).collect()
}

#[test]
fn methods_paths_and_versions_are_the_contracts() {
    let contract = contract();
    assert_eq!(OPERATIONS.len(), 72);
    for (ours, theirs) in OPERATIONS.iter().zip(&contract) {
        assert_eq!(ours.number, theirs.number());
        assert_eq!(ours.method.as_str(), theirs.text("method"), "#{}", ours.number);
        assert_eq!(ours.path, theirs.text("path"), "#{}", ours.number);
        assert_eq!(ours.since, theirs.text("since"), "#{}", ours.number);
    }
    let names: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.name).collect();
    assert_eq!(names.len(), 72, "no two are called the same");
}

#[test]
fn parameters_have_the_contracts_names_and_places() {
    let mut seen = 0;
    for (ours, theirs) in OPERATIONS.iter().zip(&contract()) {
        let names: BTreeSet<_> = ours.parameters().iter().copied().collect();
        let expected: BTreeSet<_> = theirs.parameters().into_iter().map(name).collect();
        assert_eq!(names, expected, "#{}", ours.number);
        let elsewhere = if ours.method.is_write() { "form" } else { "query" };
        assert_eq!(theirs.key_place(), elsewhere, "#{}", ours.number);
        for entry in theirs.parameters() {
            let in_path = ours.path.contains(&format!("{{{}}}", name(entry)));
            let place = if in_path { "path" } else { elsewhere };
            assert_eq!(entry["in"], place, "#{} {}", ours.number, name(entry));
            seen += 1;
        }
    }
    assert_eq!(seen, PARAMETERS);
}

#[test]
fn mandatory_parameters_can_not_be_left_out_and_others_can() {
    let mut seen = 0;
    for (op, ours) in pairs() {
        let whole = op.request(true);
        (ours.request)(&Value::Object(whole.clone())).unwrap();
        for entry in op.parameters() {
            let mut without = whole.clone();
            without.remove(name(entry)).unwrap();
            let read = (ours.request)(&Value::Object(without));
            assert_eq!(read.is_err(), required(entry), "#{} {}: {read:?}", op.number(), name(entry));
            seen += 1;
        }
    }
    assert_eq!(seen, PARAMETERS);
}

#[test]
fn parameters_know_every_value_that_the_contract_allows() {
    let mut seen = 0;
    for (op, ours) in pairs() {
        for entry in op.parameters() {
            for value in allowed(entry) {
                let mut request = op.request(true);
                request.insert(name(entry).to_owned(), json!(value));
                let (again, debug) = (ours.request)(&Value::Object(request)).unwrap();
                assert!(!debug.contains("Other("), "#{} {}: {value} is unknown", op.number(), name(entry));
                let again = &again[name(entry)];
                assert!(*again == json!(value) || *again == json!([value]), "#{} {}", op.number(), name(entry));
                seen += 1;
            }
        }
    }
    assert_eq!(seen, 82, "values of constlists");
}

#[test]
fn every_field_of_every_answer_is_read() {
    let mut seen = 0;
    for (op, ours) in pairs() {
        let whole = answer(op.fields(), &mut 0);
        let (again, debug) = (ours.answer)(&whole).unwrap_or_else(|error| panic!("#{}: {error}", op.number()));
        assert!(!debug.contains("Other("), "#{}: an unknown letter in {debug}", op.number());
        let place = format!("#{}", op.number());
        compare(&place, &whole, &again);
        no_more_than(&place, &whole, &again);
        seen += count(op.fields());
    }
    assert_eq!(seen, FIELDS);
}

#[test]
fn answers_know_every_letter_that_the_contract_lists() {
    let mut seen = 0;
    for (op, ours) in pairs() {
        each_constlist(op.fields(), &mut Vec::new(), &mut |path, letter| {
            let mut whole = answer(op.fields(), &mut 0);
            *at(&mut whole, path) = json!(letter);
            let (mut again, debug) = (ours.answer)(&whole).unwrap();
            assert!(!debug.contains("Other("), "#{} {path:?}: {letter} is unknown", op.number());
            assert_eq!(*at(&mut again, path), json!(letter), "#{} {path:?}", op.number());
            seen += 1;
        });
    }
    assert_eq!(seen, 284, "letters of constlists");
}

#[test]
fn entities_are_read_in_every_text_and_in_no_html() {
    let (written, meant) = ("Tom &amp; Jerry&#039;s &amp;lt;b&gt;", "Tom & Jerry's &lt;b>");
    // The reference calls these texts, and they hold HTML.
    let html = [(11, "message"), (36, "content")];
    let (mut texts, mut htmls) = (0, 0);
    for (op, ours) in pairs() {
        each_leaf(op.fields(), &mut Vec::new(), &mut |path, entry| {
            let mut whole = answer(op.fields(), &mut 0);
            *at(&mut whole, path) = json!(written);
            // What can't be read from these words is a figure, a time or a colour; what becomes something else is a code or a secret.
            let Ok((mut again, _)) = (ours.answer)(&whole) else { return };
            let (place, again) = (format!("#{} {path:?}", op.number()), at(&mut again, path));
            if entry["type"] == "html" || html.contains(&(op.number(), name(entry))) {
                assert_eq!(*again, json!(written), "{place}");
                htmls += 1;
            } else if !again.is_null() && *again != json!("\u{fffd}") && !is_set(name(entry)) {
                assert!(*again == json!(meant) || *again == json!([meant]), "{place} is {again}");
                texts += 1;
            }
        });
    }
    assert_eq!((texts, htmls), (319, 42));
}

#[test]
fn every_example_is_read_without_loss() {
    let mut leaves = 0;
    for (op, ours) in pairs() {
        let (again, _) = (ours.answer)(op.example()).unwrap_or_else(|error| panic!("#{}: {error}", op.number()));
        leaves += compare(&format!("#{}", op.number()), op.example(), &again);
    }
    assert_eq!(leaves, 826, "values in the examples");
}

#[test]
fn secrets_are_read_and_not_written() {
    for (number, tokens) in [(1, 2), (19, 2)] {
        let (op, ours) = pairs().into_iter().find(|(op, _)| op.number() == number).unwrap();
        let (again, debug) = (ours.answer)(op.example()).unwrap();
        assert_eq!(debug.matches("Some(Secret(…))").count(), tokens, "#{number}");
        let token = op.example()["authtoken"].as_str().unwrap();
        assert!(!debug.contains(token) && !again.to_string().contains(token), "#{number}");
    }
    let agent: liveagent::Agent = wire::from_json(&contract()[0].example().to_string()).unwrap();
    assert_eq!(agent.auth_token.unwrap().expose(), "5ceef21647f1db39a18cafc0bc2de015");
    assert_eq!(agent.browser_cookie_name.unwrap().expose(), "A_auth");
}

#[test]
fn the_comparison_notices_what_is_lost_or_wrong() {
    let theirs = json!({"a": "1", "b": "x", "list": [{"c": "2014-01-25"}]});
    for ours in [
        json!({"a": 2, "b": "x", "list": [{"c": "2014-01-25"}]}),
        json!({"a": 1, "list": [{"c": "2014-01-25"}]}),
        json!({"a": 1, "b": "y", "list": [{"c": "2014-01-25"}]}),
        json!({"a": 1, "b": "x", "list": []}),
        json!({"a": 1, "b": "x", "list": [{"c": "2014-01-26 00:00:00"}]}),
    ] {
        let compared = std::panic::catch_unwind(|| compare("", &theirs, &ours));
        assert!(compared.is_err(), "{ours} passed");
    }
    assert_eq!(compare("", &theirs, &json!({"a": 1, "b": "x", "list": [{"c": "2014-01-25 00:00:00"}]})), 3);
}

/// How many fields there are, those of lists included.
fn count(fields: &[Value]) -> usize {
    fields.iter().map(|entry| 1 + entry["fields"].as_array().map_or(0, |fields| count(fields))).sum()
}

/// Calls `found` for every field that has no fields of its own.
fn each_leaf<'a>(fields: &'a [Value], path: &mut Vec<&'a str>, found: &mut dyn FnMut(&[&str], &Value)) {
    for entry in fields {
        path.push(name(entry));
        match entry["fields"].as_array() {
            Some(fields) => each_leaf(fields, path, found),
            None => found(path, entry),
        }
        path.pop();
    }
}

/// Whether a field is a run of letters, whose order has no meaning.
fn is_set(name: &str) -> bool {
    ["onlinestatus", "onlineStatus", "presetStatus", "provide"].contains(&name)
}

/// Calls `found` for every letter of every constlist.
fn each_constlist<'a>(fields: &'a [Value], path: &mut Vec<&'a str>, found: &mut dyn FnMut(&[&str], &str)) {
    for entry in fields {
        path.push(name(entry));
        if let Some(fields) = entry["fields"].as_array() {
            each_constlist(fields, path, found);
        } else if name(entry) != "browsercookiename" {
            for letter in allowed(entry) {
                found(path, &letter);
            }
        }
        path.pop();
    }
}

/// The value at a path, in the first item of each list.
fn at<'a>(value: &'a mut Value, path: &[&str]) -> &'a mut Value {
    path.iter().fold(value, |value, step| {
        let value = if value.is_array() { &mut value[0] } else { value };
        &mut value[*step]
    })
}

/// Holds every value of `theirs` against ours, and says how many there were. Secrets are looked at elsewhere.
fn compare(place: &str, theirs: &Value, ours: &Value) -> usize {
    match theirs {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| compare(&format!("{place}.{key}"), value, &ours[key])).sum()
        }
        Value::Array(items) if items.iter().all(Value::is_object) => {
            assert_eq!(items.len(), ours.as_array().unwrap_or_else(|| panic!("{place}: {ours}")).len(), "{place}");
            items.iter().zip(ours.as_array().unwrap()).map(|(theirs, ours)| compare(place, theirs, ours)).sum()
        }
        leaf => {
            let secret = place.ends_with(".authtoken") || place.ends_with(".browsercookiename");
            assert!(secret || same(place, leaf, ours), "{place}: {leaf} became {ours}");
            1
        }
    }
}

/// Whether our value says what theirs does.
fn same(place: &str, theirs: &Value, ours: &Value) -> bool {
    let text = match theirs {
        Value::Null => return ours.is_null(),
        Value::String(text) => text.as_str(),
        Value::Number(_) => return number(ours) == number(theirs),
        other => return other == ours,
    };
    match ours {
        Value::Null => text.is_empty(),
        Value::Array(items) => {
            let pieces: Vec<&str> = text.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
            items.iter().map(|item| item.as_str().unwrap()).eq(pieces)
        }
        Value::Number(_) => number(ours) == number(theirs).or_else(|| clock(text)),
        Value::String(ours) if place.rsplit('.').next().is_some_and(is_set) => {
            ours.chars().collect::<BTreeSet<_>>() == text.chars().collect()
        }
        Value::String(ours) => ours == text || *ours == format!("{text} 00:00:00"),
        _ => false,
    }
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// `[-]HH:MM:SS` in seconds.
fn clock(text: &str) -> Option<f64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
    let parts: Vec<f64> = digits.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [hours, minutes, seconds] = parts.as_slice() else { return None };
    Some(sign * (hours * 3600.0 + minutes * 60.0 + seconds))
}

/// Sees that we have no field that the contract does not list: it would be a misspelt one.
fn no_more_than(place: &str, theirs: &Value, ours: &Value) {
    match (theirs, ours) {
        (Value::Object(theirs), Value::Object(ours)) => {
            let known: &Map<String, Value> = theirs;
            for (key, value) in ours {
                let listed = known.get(key).unwrap_or_else(|| panic!("{place}: {key} is not in the contract"));
                no_more_than(&format!("{place}.{key}"), listed, value);
            }
        }
        (Value::Array(theirs), Value::Array(ours)) => {
            for (theirs, ours) in theirs.iter().zip(ours) {
                no_more_than(place, theirs, ours);
            }
        }
        _ => {}
    }
}
