//! A role select as Discord describes it, as Discord sends it back, and beside the ids of a long look.

use serde_json::{Value, json};
use views::{
    Draft, Link, Press, RoleSelect, Row, Window, carry,
    conversations::{self, List},
    payload::Component,
};

use crate::{fixtures::*, judge};

fn select() -> RoleSelect {
    RoleSelect::new(&Press::Choose, "Who may change conversations", &[1_300_000_000_000_000_012, 7])
}

#[test]
fn a_role_select_is_what_discord_describes() {
    let written = serde_json::to_value(select()).unwrap();
    assert_eq!(
        written,
        json!({
            "type": 6, "custom_id": "1c", "placeholder": "Who may change conversations", "min_values": 0, "max_values": 25,
            "default_values": [{ "id": "1300000000000000012", "type": "role" }, { "id": "7", "type": "role" }],
        })
    );
    let folder = std::env::var("SHARED_DIR")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let Ok(text) = std::fs::read_to_string(format!("{folder}/discord/openapi.json")) else {
        println!("Discord's API description is not here: the check of the role select against it was left out");
        return;
    };
    let api: Value = serde_json::from_str(&text).unwrap();
    described(&api["components"]["schemas"]["RoleSelectComponentForMessageRequest"], &written);
    for role in written["default_values"].as_array().unwrap() {
        described(&api["components"]["schemas"]["RoleSelectDefaultValue"], role);
    }
}

/// All fields are known to the schema, and those are there that it wants.
fn described(schema: &Value, object: &Value) {
    for (field, _) in object.as_object().unwrap() {
        assert!(schema["properties"][field].is_object(), "{field}");
    }
    for field in schema["required"].as_array().unwrap() {
        assert!(!object[field.as_str().unwrap()].is_null(), "{field}");
    }
    let (kind, kinds) = (&object["type"], schema["properties"]["type"]["enum"].as_array().unwrap());
    assert!(kinds.contains(kind), "{kind}");
}

#[test]
fn a_role_select_is_read_as_discord_sends_it() {
    let sent = json!([{ "type": 1, "id": 1, "components": [{
        "type": 6, "id": 2, "custom_id": "1c", "placeholder": "Roles", "min_values": 0, "max_values": 25, "disabled": false,
        "options": [], "channel_types": [], "default_values": [{ "id": "7", "type": "role" }],
    }] }]);
    let rows: Vec<Row> = serde_json::from_value(sent).unwrap();
    assert_eq!(rows, [Row::role_select(RoleSelect::new(&Press::Choose, "Roles", &[7]))]);
    assert_eq!(rows[0].components[0].custom_id(), Some("1c"));
    for (field, wrong) in [("id", json!(7)), ("id", json!("seven")), ("type", json!("user"))] {
        let mut select = serde_json::to_value(select()).unwrap();
        select["default_values"][0][field] = wrong;
        assert!(serde_json::from_value::<Component>(select.clone()).is_err(), "{select}");
    }
}

#[test]
fn fewer_chosen_roles_than_have_to_be_chosen_are_none() {
    let drawn = |least: u8, most: u8| {
        let mut select = select();
        (select.min_values, select.max_values) = (least, most);
        let message = Draft::default().row(Row::role_select(select)).fit();
        judge::accepts(&message);
        let [Component::RoleSelect(select)] = message.components()[0].components.as_slice() else {
            panic!("no select")
        };
        (select.min_values, select.max_values, select.default_values.len())
    };
    assert_eq!(drawn(2, 5), (2, 5, 2));
    assert_eq!(drawn(3, 5), (3, 5, 0));
    assert_eq!(drawn(0, 1), (0, 1, 1));
    assert_eq!(drawn(9, 0), (1, 1, 1));
    assert_eq!(drawn(0, 26), (0, 25, 2));
}

/// The pieces of a look that is too long for one id may stand in a role select too.
#[test]
fn a_role_select_carries_a_piece_of_a_long_look() {
    let list = List { subject: Some("long words ".repeat(25)), ..List::default() };
    let window = Window { start: 0, full: false };
    let message = conversations::list(&rows(12), window, &list, 0, &desk());
    let link = Some(Link::from(&list).at_page(0));
    let mut draft = Draft::from(message);
    let buttons = draft.components.iter_mut().find(|row| matches!(row.components[0], Component::Button(_))).unwrap();
    let moved = buttons.components.remove(0);
    let moved = moved.custom_id().unwrap().to_owned();
    assert!(moved.starts_with("1+"), "{moved}");
    let shown = |draft: &Draft| {
        let message = draft.clone().fit();
        judge::accepts(&message);
        let all = message.components().iter().flat_map(|row| &row.components);
        let ids: Vec<String> = all.filter_map(|part| part.custom_id()).map(str::to_owned).collect();
        (carry::shown(ids.iter().map(String::as_str)), carry::read(&moved, ids.iter().map(String::as_str)))
    };
    assert_eq!(shown(&draft), (None, None), "a piece is missing");
    draft.components.push(Row::role_select(RoleSelect::with_id(moved.clone(), "Roles", &[7])));
    let (whole, pressed) = shown(&draft);
    assert_eq!(whole, link);
    assert!(pressed.is_some());
}
