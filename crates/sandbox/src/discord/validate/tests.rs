//! Each limit: at it, and one above.

use serde_json::{Value, json};

use super::{autocomplete, commands, message, modal};

fn long(length: usize) -> String {
    "x".repeat(length)
}

/// What a body is refused for, if it is.
fn code(outcome: Result<(), super::Invalid>) -> String {
    fn find(value: &Value) -> Option<String> {
        match value {
            Value::Object(fields) => fields
                .get("_errors")
                .map_or_else(|| fields.values().find_map(find), |errors| errors[0]["code"].as_str().map(str::to_owned)),
            _ => None,
        }
    }
    outcome
        .err()
        .map(|invalid| find(&invalid.errors).unwrap_or_else(|| invalid.body()["code"].to_string()))
        .unwrap_or_default()
}

#[test]
fn messages() {
    let embed = |field: &str, value: Value| json!({ "embeds": [{ "description": "d", field: value }] });
    let fields = |n: usize| json!({ "embeds": [{ "fields": vec![json!({ "name": "n", "value": "v" }); n] }] });
    let table = [
        (json!({ "content": long(2000) }), ""),
        (json!({ "content": long(2001) }), "BASE_TYPE_MAX_LENGTH"),
        (json!({}), "50006"),
        (json!({ "content": "  " }), "50006"),
        (json!({ "embeds": vec![json!({ "title": "t" }); 10] }), ""),
        (json!({ "embeds": vec![json!({ "title": "t" }); 11] }), "BASE_TYPE_MAX_LENGTH"),
        (embed("title", json!(long(256))), ""),
        (embed("title", json!(long(257))), "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": [{ "description": long(4096) }] }), ""),
        (json!({ "embeds": [{ "description": long(4097) }] }), "BASE_TYPE_MAX_LENGTH"),
        (json!({ "embeds": [{ "description": long(3000) }, { "description": long(3000) }] }), ""),
        (
            json!({ "embeds": [{ "description": long(3000) }, { "description": long(3001) }] }),
            "MAX_EMBED_SIZE_EXCEEDED",
        ),
        (fields(25), ""),
        (fields(26), "BASE_TYPE_MAX_LENGTH"),
        (embed("fields", json!([{ "name": "", "value": "v" }])), "BASE_TYPE_REQUIRED"),
        (embed("fields", json!([{ "name": "n", "value": long(1025) }])), "BASE_TYPE_BAD_LENGTH"),
        (embed("footer", json!({ "text": long(2049) })), "BASE_TYPE_BAD_LENGTH"),
        (embed("url", json!("javascript:alert(1)")), "URL_TYPE_INVALID_SCHEME"),
        (embed("url", json!("https://example.com/a")), ""),
        (embed("color", json!(0x0100_0000)), "NUMBER_TYPE_MAX"),
        (embed("timestamp", json!("yesterday")), "DATE_TIME_TYPE_PARSE"),
        (json!({ "embeds": [{}] }), "BASE_TYPE_REQUIRED"),
        (json!({ "content": "c", "nonce": long(26) }), "BASE_TYPE_MAX_LENGTH"),
    ];
    for (body, expected) in table {
        assert_eq!(code(message(&body, false)), expected, "{}", &body.to_string()[..80.min(body.to_string().len())]);
    }
}

#[test]
fn components() {
    let button = |id: String| json!({ "type": 2, "style": 2, "label": "l", "custom_id": id });
    let row = |parts: Vec<Value>| json!({ "type": 1, "components": parts });
    let many = |n: usize| (0..n).map(|n| button(n.to_string())).collect::<Vec<_>>();
    let select = |n: usize, more: Value| {
        let options: Vec<Value> = (0..n).map(|n| json!({ "label": "l", "value": n.to_string() })).collect();
        let mut select = json!({ "type": 3, "custom_id": "s", "options": options });
        for (field, value) in more.as_object().into_iter().flatten() {
            select[field] = value.clone();
        }
        json!([row(vec![select])])
    };
    let table = [
        (json!([row(many(5))]), ""),
        (json!([row(many(6))]), "BASE_TYPE_MAX_LENGTH"),
        (json!([row(vec![])]), "BASE_TYPE_BAD_LENGTH"),
        (json!([row(vec![button(long(100))])]), ""),
        (json!([row(vec![button(long(101))])]), "BASE_TYPE_BAD_LENGTH"),
        (json!([row(vec![button("a".into()), button("a".into())])]), "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (
            json!([row(vec![json!({ "type": 2, "style": 2, "label": long(81), "custom_id": "i" })])]),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (json!([row(vec![json!({ "type": 2, "style": 5, "label": "l", "url": "https://x.example" })])]), ""),
        (json!([row(vec![json!({ "type": 2, "style": 5, "label": "l" })])]), "BASE_TYPE_REQUIRED"),
        (
            json!([row(vec![
                button("a".into()),
                json!({ "type": 3, "custom_id": "s", "options": [{ "label": "l", "value": "v" }] })
            ])]),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (select(25, json!({})), ""),
        (select(26, json!({})), "BASE_TYPE_MAX_LENGTH"),
        (select(0, json!({})), "BASE_TYPE_BAD_LENGTH"),
        (select(3, json!({ "max_values": 4 })), "NUMBER_TYPE_MAX"),
        (select(3, json!({ "placeholder": long(151) })), "BASE_TYPE_MAX_LENGTH"),
        (
            select(1, json!({ "options": [{ "label": "a", "value": "v" }, { "label": "b", "value": "v" }] })),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        (select(1, json!({ "options": [{ "label": long(101), "value": "v" }] })), "BASE_TYPE_BAD_LENGTH"),
        (json!((0..6).map(|n| row(vec![button(n.to_string())])).collect::<Vec<_>>()), "BASE_TYPE_MAX_LENGTH"),
    ];
    for (components, expected) in table {
        assert_eq!(
            code(message(&json!({ "content": "c", "components": components }), false)),
            expected,
            "{components}"
        );
    }
}

#[test]
fn role_selects() {
    let select = |more: Value| {
        let mut select = json!({ "type": 6, "custom_id": "r", "min_values": 0, "max_values": 25 });
        for (field, value) in more.as_object().into_iter().flatten() {
            select[field] = value.clone();
        }
        json!([{ "type": 1, "components": [select] }])
    };
    let roles = |ids: &[&str]| ids.iter().map(|id| json!({ "id": id, "type": "role" })).collect::<Vec<_>>();
    let many = |n: usize| (1..=n).map(|n| json!({ "id": n.to_string(), "type": "role" })).collect::<Vec<_>>();
    let default = |role: Value| select(json!({ "default_values": [role] }));
    let button = json!({ "type": 2, "style": 2, "label": "l", "custom_id": "b" });
    let table = [
        (select(json!({})), ""),
        (json!([{ "type": 1, "components": [{ "type": 6, "custom_id": "r" }] }]), ""),
        (json!([{ "type": 1, "components": [{ "type": 6 }] }]), "BASE_TYPE_REQUIRED"),
        (
            json!([{ "type": 1, "components": [{ "type": 6, "custom_id": "r" }, button] }]),
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        ),
        (select(json!({ "custom_id": long(101) })), "BASE_TYPE_BAD_LENGTH"),
        (select(json!({ "placeholder": long(150) })), ""),
        (select(json!({ "placeholder": long(151) })), "BASE_TYPE_MAX_LENGTH"),
        (select(json!({ "options": [{ "label": "l", "value": "v" }] })), "BASE_TYPE_MAX_LENGTH"),
        (select(json!({ "min_values": 26 })), "NUMBER_TYPE_MAX"),
        (select(json!({ "min_values": -1 })), "NUMBER_TYPE_MIN"),
        (select(json!({ "max_values": 26 })), "NUMBER_TYPE_MAX"),
        (select(json!({ "max_values": 0 })), "NUMBER_TYPE_MIN"),
        (select(json!({ "min_values": 3, "max_values": 2 })), "NUMBER_TYPE_MIN"),
        (select(json!({ "min_values": 2, "max_values": null })), "NUMBER_TYPE_MIN"),
        (select(json!({ "default_values": many(25) })), ""),
        (select(json!({ "default_values": many(26) })), "BASE_TYPE_MAX_LENGTH"),
        (select(json!({ "default_values": [] })), ""),
        (select(json!({ "default_values": many(3), "max_values": 2 })), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"),
        (select(json!({ "default_values": many(2), "max_values": null })), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES"),
        (select(json!({ "default_values": many(1), "min_values": 2 })), "SELECT_COMPONENT_TOO_FEW_DEFAULT_VALUES"),
        (select(json!({ "default_values": [], "min_values": 1 })), "SELECT_COMPONENT_TOO_FEW_DEFAULT_VALUES"),
        (select(json!({ "min_values": 1 })), ""),
        (select(json!({ "default_values": roles(&["7", "7"]) })), "SET_TYPE_ALREADY_CONTAINS_VALUE"),
        (default(json!({ "id": "7", "type": "user" })), "BASE_TYPE_CHOICES"),
        (default(json!({ "id": "7" })), "BASE_TYPE_CHOICES"),
        (default(json!({ "type": "role" })), "BASE_TYPE_REQUIRED"),
        (default(json!({ "id": 7, "type": "role" })), "NUMBER_TYPE_COERCE"),
        (default(json!({ "id": "Support", "type": "role" })), "NUMBER_TYPE_COERCE"),
        (default(json!({ "id": "", "type": "role" })), "NUMBER_TYPE_COERCE"),
        (default(json!({ "id": "9223372036854775807", "type": "role" })), ""),
        (default(json!({ "id": "9223372036854775808", "type": "role" })), "NUMBER_TYPE_MAX"),
    ];
    for (components, expected) in table {
        let body = json!({ "content": "c", "components": components });
        assert_eq!(code(message(&body, false)), expected, "{components}");
    }
}

#[test]
fn modals_and_choices() {
    let form = |title: usize, label: usize, value: usize| {
        let input = json!({ "type": 4, "custom_id": "i", "style": 2, "label": long(label), "value": long(value) });
        json!({ "title": long(title), "custom_id": "m", "components": [{ "type": 1, "components": [input] }] })
    };
    assert_eq!(code(modal(&form(45, 45, 4000))), "");
    assert_eq!(code(modal(&form(46, 1, 1))), "BASE_TYPE_BAD_LENGTH");
    assert_eq!(code(modal(&form(1, 46, 1))), "BASE_TYPE_BAD_LENGTH");
    assert_eq!(code(modal(&form(1, 1, 4001))), "BASE_TYPE_MAX_LENGTH");
    let choices = |n: usize, name: usize| json!({ "choices": vec![json!({ "name": long(name), "value": "v" }); n] });
    assert_eq!(code(autocomplete(&choices(25, 100))), "");
    assert_eq!(code(autocomplete(&choices(26, 1))), "BASE_TYPE_MAX_LENGTH");
    assert_eq!(code(autocomplete(&choices(1, 101))), "BASE_TYPE_BAD_LENGTH");
    assert_eq!(code(autocomplete(&choices(1, 0))), "BASE_TYPE_REQUIRED");
}

#[test]
fn application_commands() {
    let command = |options: Value| json!([{ "name": "kb", "description": "d", "options": options }]);
    let option =
        |name: &str, required: bool| json!({ "type": 3, "name": name, "description": "d", "required": required });
    let choices =
        |n: usize| (0..n).map(|n| json!({ "name": n.to_string(), "value": n.to_string() })).collect::<Vec<_>>();
    let table = [
        (json!([{ "name": "kb", "description": "d" }]), ""),
        (json!([{ "name": "KB", "description": "d" }]), "APPLICATION_COMMAND_INVALID_NAME"),
        (json!([{ "name": "k b", "description": "d" }]), "APPLICATION_COMMAND_INVALID_NAME"),
        (json!([{ "name": long(33), "description": "d" }]), "BASE_TYPE_BAD_LENGTH"),
        (json!([{ "name": "kb", "description": long(101) }]), "BASE_TYPE_BAD_LENGTH"),
        (
            json!([{ "name": "kb", "description": "d" }, { "name": "kb", "description": "d" }]),
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
        ),
        (command(json!([option("a", true), option("b", false)])), ""),
        (command(json!([option("a", false), option("b", true)])), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
        (command(json!([option("a", true), option("a", false)])), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS"),
        (command(json!((0..26).map(|n| option(&format!("o{n}"), false)).collect::<Vec<_>>())), "BASE_TYPE_MAX_LENGTH"),
        (command(json!([{ "type": 3, "name": "a", "description": "d", "choices": choices(25) }])), ""),
        (
            command(json!([{ "type": 3, "name": "a", "description": "d", "choices": choices(26) }])),
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            command(
                json!([{ "type": 3, "name": "a", "description": "d", "choices": choices(1), "autocomplete": true }]),
            ),
            "APPLICATION_COMMAND_AUTOCOMPLETE_AND_CHOICES",
        ),
        (
            command(json!([{ "type": 1, "name": "s", "description": "d" }, option("a", false)])),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        ),
        (json!([{ "name": "Save as note", "type": 3 }]), ""),
        (json!([{ "name": "Save as note", "type": 3, "description": "", "options": [] }]), ""),
        (json!([{ "name": "kb", "type": 2 }, { "name": "kb", "type": 3 }, { "name": "kb", "description": "d" }]), ""),
        (json!([{ "name": "Open", "type": 3 }, { "name": "Open", "type": 3 }]), "APPLICATION_COMMANDS_DUPLICATE_NAME"),
        (json!([{ "name": long(32), "type": 2 }]), ""),
        (json!([{ "name": long(33), "type": 2 }]), "BASE_TYPE_BAD_LENGTH"),
        (json!([{ "name": " ", "type": 2 }]), "BASE_TYPE_REQUIRED"),
        (json!([{ "name": "Open", "type": 2, "description": "d" }]), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION"),
        (
            json!([{ "name": "Open", "type": 3, "options": [option("a", true)] }]),
            "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS",
        ),
        (json!([{ "name": "Open", "type": 9 }]), "BASE_TYPE_CHOICES"),
    ];
    for (body, expected) in table {
        assert_eq!(code(commands(&body)), expected, "{body}");
    }
    for kind in [2, 3] {
        let menus =
            |n: usize| json!((0..n).map(|n| json!({ "name": format!("Menu {n}"), "type": kind })).collect::<Vec<_>>());
        assert_eq!(code(commands(&menus(15))), "");
        assert_eq!(code(commands(&menus(16))), "APPLICATION_COMMANDS_DUPLICATE_NAME");
    }
    let big = (0..25)
        .map(|n| {
            json!({ "type": 3, "name": format!("o{n}"), "description": "d", "choices":
        (0..25).map(|c| json!({ "name": format!("{c}"), "value": long(20) })).collect::<Vec<_>>() })
        })
        .collect::<Vec<_>>();
    assert_eq!(code(commands(&command(json!(big)))), "APPLICATION_COMMAND_TOO_LARGE");
}
