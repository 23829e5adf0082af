//! Each of the 72 operations answers with the contract's fields and no other, written as its own example writes them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::desk::{Desk, segment, text};

/// The operations of the contract.
pub(crate) fn operations() -> Vec<Value> {
    let contract: Value = serde_json::from_str(include_str!("../../src/liveagent/contract.json")).unwrap();
    contract["operations"].as_array().unwrap().clone()
}

/// What to put for an operation's parameters: in its path, and with it. Whatever is required is there.
pub(crate) struct Wanted {
    names: BTreeMap<&'static str, String>,
}

impl Wanted {
    /// Names of things that the desk has.
    pub(crate) async fn of(desk: &Desk) -> Self {
        let first = async |path: &str, field: &str| text(&desk.list(path, &[]).await[0], field);
        let owner = first("/api/conversations", "owneremail").await;
        let article = desk.list("/api/knowledgebase/entries", &[("limit", "500")]).await;
        let article = article.iter().find(|entry| entry["rtype"] == "A").unwrap();
        let file =
            desk.ok("POST", "/api/files", &[("data", "aGVsbG8="), ("name", "a.txt"), ("type", "text/plain")]).await;
        let names = BTreeMap::from([
            ("agentidentifier", first("/api/onlinestatus/agents", "username").await),
            ("companyid", first("/api/companies", "id").await),
            ("conversationid", first("/api/conversations", "code").await),
            ("contactwidgetid", first("/api/widgets", "contactwidgetid").await),
            ("customeridentifier", owner),
            ("departmentid", first("/api/departments", "departmentid").await),
            ("entry_id", text(article, "kb_entry_id")),
            ("fileid", text(&file, "fileid")),
            ("groupid", first("/api/customersgroups", "id").await),
            ("group", first("/api/customersgroups", "name").await),
            ("tagid", first("/api/tags", "id").await),
        ]);
        Self { names }
    }

    /// The operation's path with its placeholders filled.
    pub(crate) fn path(&self, operation: &Value) -> String {
        let path = operation["path"].as_str().unwrap();
        let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => segment(&self.names[name]),
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("/")
    }

    /// The operation's parameters besides the key.
    pub(crate) fn pairs(&self, operation: &Value) -> Vec<(&'static str, String)> {
        let name = |name: &str| self.names[name].clone();
        let range = vec![("date_from", "2026-11-01".to_owned()), ("date_to", "2026-11-20 12:00:00".to_owned())];
        let widget = vec![
            ("name", "Button".to_owned()),
            ("provide", "B".to_owned()),
            ("departmentid", name("departmentid")),
            ("rtype", "C".to_owned()),
            ("usecode", "B".to_owned()),
            ("status", "A".to_owned()),
            ("attributes", json!([{ "name": "color", "section": "look", "value": "red" }]).to_string()),
            ("form_fields", "[]".to_owned()),
        ];
        let fields = json!([{ "code": "size", "value": "L" }]).to_string();
        match operation["number"].as_u64().unwrap() {
            5 => vec![("department", name("departmentid"))],
            8 | 18 => vec![("customfields", fields)],
            12 => vec![("message", "Hello".to_owned())],
            13 => vec![("status", "R".to_owned())],
            14 | 16 => vec![("id", name("tagid"))],
            20 | 22 => vec![("name", name("group"))],
            26 | 65 => vec![("name", "Something new".to_owned())],
            31 => vec![("downloadUrl", "https://files.example/a.png?x=1".to_owned())],
            33 => vec![("title", "New".to_owned()), ("content", "<p>new <img src=\"x\"></p>".to_owned())],
            34 => vec![("title", "New".to_owned())],
            38 => vec![("query", "refund order delivery bike".to_owned())],
            41..=60 => range,
            69 | 70 => widget,
            _ => vec![],
        }
    }
}

/// Whether a record has the fields of the contract, each of the example's at least, and each as the example writes it.
fn check(place: &str, fields: &Value, record: &Value, examples: &[&Value]) {
    let record = record.as_object().unwrap_or_else(|| panic!("{place} is no record: {record}"));
    let fields = fields.as_array().unwrap();
    let known: BTreeSet<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    let unknown: Vec<&String> = record.keys().filter(|name| !known.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "{place} has {unknown:?}, which the contract does not know");
    for field in fields {
        let name = field["name"].as_str().unwrap();
        let examples: Vec<&Value> = examples.iter().filter_map(|example| example.get(name)).collect();
        let place = format!("{place}.{name}");
        let Some(value) = record.get(name) else {
            assert!(examples.is_empty(), "{place} is missing");
            continue;
        };
        if let Some(below) = field.get("fields") {
            let examples: Vec<&Value> = examples.iter().filter_map(|rows| rows.as_array()).flatten().collect();
            for row in value.as_array().unwrap_or_else(|| panic!("{place} is no list: {value}")) {
                check(&place, below, row, &examples);
            }
        } else {
            match examples.first() {
                Some(Value::Number(_)) => assert!(value.is_number(), "{place} is no number: {value}"),
                Some(Value::String(_)) => assert!(value.is_string(), "{place} is no text: {value}"),
                Some(Value::Array(_)) => assert!(value.is_array(), "{place} is no list: {value}"),
                _ => assert!(value.is_string() || value.is_null(), "{place} is neither a text nor null: {value}"),
            }
        }
        if let Some(values) = field["values"].as_object()
            && let Some(letter) = value.as_str().filter(|letter| !letter.is_empty())
        {
            assert!(values.contains_key(letter), "{place} is {letter}, which the contract does not know");
        }
    }
}

#[tokio::test]
async fn every_operation_answers_in_the_shape_of_the_contract() {
    let desk = Desk::start().await;
    let wanted = Wanted::of(&desk).await;
    let mut operations = operations();
    assert_eq!(operations.len(), 72);
    // What is made is there for those that look, and what is deleted is not there for those that come later.
    let order = ["POST", "PUT", "GET", "DELETE"];
    operations.sort_by_key(|operation| order.iter().position(|method| operation["method"] == *method));
    for operation in &operations {
        let (method, path) = (operation["method"].as_str().unwrap(), wanted.path(operation));
        let pairs = wanted.pairs(operation);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = desk.ok(method, &path, &pairs).await;
        let place = format!("#{}", operation["number"]);
        check(&place, &operation["response"], &answer, &[&operation["example"]["response"]]);
        // An empty list would prove nothing of its rows.
        let lists: Vec<_> = answer.as_object().unwrap().values().filter_map(Value::as_array).collect();
        if let ([list], 1) = (lists.as_slice(), answer.as_object().unwrap().len()) {
            assert!(!list.is_empty(), "{place} answers nothing");
        }
    }
}
