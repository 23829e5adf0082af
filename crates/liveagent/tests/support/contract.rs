//! The contract as data, and values that follow it.

use serde_json::{Map, Value, json};

/// One operation of the contract.
#[derive(Clone, Debug)]
pub(crate) struct Contract(pub(crate) Value);

/// A parameter or a field.
pub(crate) type Entry = Value;

/// All operations of the contract.
pub(crate) fn contract() -> Vec<Contract> {
    let whole: Value = serde_json::from_str(include_str!("../fixtures/contract.json")).unwrap();
    let operations = whole["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 72, "the fixture is whole");
    operations.iter().cloned().map(Contract).collect()
}

impl Contract {
    pub(crate) fn number(&self) -> u8 {
        u8::try_from(self.0["number"].as_u64().unwrap()).unwrap()
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap()
    }

    /// The parameters, without the key.
    pub(crate) fn parameters(&self) -> Vec<&Entry> {
        let all = self.0["params"].as_array().unwrap().iter();
        let (key, rest): (Vec<_>, Vec<_>) = all.partition(|entry| name(entry) == "apikey");
        assert_eq!(key.len(), 1, "#{} takes a key", self.number());
        rest
    }

    pub(crate) fn key_place(&self) -> &str {
        let key = self.0["params"].as_array().unwrap().iter().find(|entry| name(entry) == "apikey").unwrap();
        key["in"].as_str().unwrap()
    }

    pub(crate) fn fields(&self) -> &[Entry] {
        self.0["response"].as_array().unwrap()
    }

    /// What stands under `response` in the example.
    pub(crate) fn example(&self) -> &Value {
        &self.0["example"]["response"]
    }

    /// All parameters with values that follow the contract, or only the mandatory ones.
    pub(crate) fn request(&self, all: bool) -> Map<String, Value> {
        let wanted = self.parameters().into_iter().filter(|entry| all || required(entry));
        wanted.map(|entry| (name(entry).to_owned(), parameter_value(self.number(), entry))).collect()
    }
}

pub(crate) fn name(entry: &Entry) -> &str {
    entry["name"].as_str().unwrap()
}

pub(crate) fn required(entry: &Entry) -> bool {
    entry["required"].as_bool().unwrap()
}

/// The letters (or words) that a constlist allows.
pub(crate) fn allowed(entry: &Entry) -> Vec<String> {
    let values = entry["values"].as_object().map(|values| values.keys().cloned().collect()).unwrap_or_default();
    // #44 lists its words in one go.
    let words: Vec<String> = values;
    words.iter().flat_map(|word| word.split(", ")).map(str::to_owned).collect()
}

const TIME: &str = "2014-01-25 10:20:30";

/// A value of a parameter, as a caller would give it and as it stands on the wire.
pub(crate) fn parameter_value(number: u8, entry: &Entry) -> Value {
    let name = name(entry);
    if let Some(letter) = allowed(entry).first() {
        return json!(letter);
    }
    match (entry["type"].as_str().unwrap(), name) {
        (_, "customfields") => json!([{"code": "a & b", "value": "ž=1"}]),
        (_, "attributes") => json!([{"name": "n", "section": "s", "value": "v"}]),
        (_, "form_fields") => json!([{
            "formid": "f", "code": "c", "name": "n", "description": "d", "validator": "x", "visibility": "y",
            "rtype": "T", "rstatus": "M", "availablevalues": "1,2"
        }]),
        ("datetime", _) | (_, "last_display_time") => json!(TIME),
        ("opdatetime", _) => json!(format!("gt:{TIME}")),
        ("int", _) => json!("7"),
        (_, "rorder") => json!("3"),
        (_, "color" | "bg_color") => json!("00FF80"),
        (_, "provide") => json!("BCF"),
        (_, "status") if number == 9 => json!("R,T,C"),
        (_, "channel_type") => json!("E,F,T"),
        (_, "columns" | "attachments" | "keywords") => json!("one,two"),
        ("text", _) => json!(format!("{name} & ž?/#{number}")),
        other => panic!("no value for {other:?}"),
    }
}

/// A value of a field of an answer. Each is another one, so that two fields can't stand in for each other.
pub(crate) fn field_value(entry: &Entry, seed: &mut u32) -> Value {
    *seed += 1;
    let name = name(entry);
    if let Some(fields) = entry["fields"].as_array() {
        return json!([answer(fields, seed), answer(fields, seed)]);
    }
    if !name.eq("browsercookiename")
        && let Some(letter) = allowed(entry).first()
    {
        return json!(letter);
    }
    let per = ["_ph", "_p"].iter().any(|end| name.ends_with(end))
        || ["avgQueue", "avgSlots", "avgService", "pct"].contains(&name);
    match (entry["type"].as_str().unwrap(), name) {
        ("array", _) | (_, "tags" | "emails" | "keywords") => json!(format!("one{seed}, two{seed}")),
        ("datetime", "to_date") => json!("now"),
        ("datetime", _) | (_, "datecreated") => {
            json!(format!("2014-01-25 10:{:02}:{:02}", *seed / 60 % 60, *seed % 60))
        }
        (_, "onlinestatus" | "onlineStatus" | "presetStatus" | "provide") => json!("FM"),
        (_, "color" | "bg_color") => json!(format!("{seed:06X}")),
        (_, "hours_online") => json!(format!("00:{:02}:{:02}", *seed / 60 % 60, *seed % 60)),
        (_, "sla") => json!(format!("-01:{:02}:{:02}", *seed / 60 % 60, *seed % 60)),
        (_, "treepath") => json!(format!("0|{seed}")),
        (_, "rankingType") => json!("W"),
        ("text" | "int", _) if per => json!(format!("{seed}.25")),
        // The contract calls these int; its examples show text.
        ("int", "firstname" | "lastname" | "avatar_url" | "name" | "id") => json!(format!("{name}-{seed}")),
        ("int", _) | (_, "impressions" | "tickets" | "messagegroupsin" | "messagegroupsout") => json!(seed.to_string()),
        (_, "rtype") => json!("C"),
        ("text" | "html" | "constlist", _) => json!(format!("{name}-{seed}")),
        other => panic!("no value for {other:?}"),
    }
}

/// An answer with every field that the contract lists.
pub(crate) fn answer(fields: &[Entry], seed: &mut u32) -> Value {
    Value::Object(fields.iter().map(|entry| (name(entry).to_owned(), field_value(entry, seed))).collect())
}
