//! The commands that the tests' bot registers, and how it answers them. Every kind of option and of response is in here once.

use serde_json::{Value, json};

use crate::bot::Reply;

/// Content that tries what a customer might try.
pub(crate) const AWKWARD: &str = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> **x** @everyone [a](javascript:alert(1))";

/// As Discord takes them for registration.
pub(crate) fn commands() -> Value {
    let option = |kind: u8, name: &str, more: Value| {
        let mut option = json!({ "type": kind, "name": name, "description": format!("The {name}") });
        option.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        option
    };
    let needed = json!({ "required": true });
    let found = json!({ "required": true, "autocomplete": true });
    let states = json!({ "choices": [{ "name": "Open", "value": "C" }, { "name": "Resolved", "value": "R" }] });
    json!([
        { "type": 1, "name": "conversation", "description": "Conversations", "options": [
            option(1, "show", json!({ "options": [option(3, "conversation", found)] })),
            option(1, "list", json!({ "options": [option(3, "status", states), option(4, "limit", json!({ "min_value": 1, "max_value": 50 })), option(5, "mine", json!({})), option(6, "member", json!({}))] })),
            option(1, "note", json!({ "options": [option(3, "text", json!({ "max_length": 10 }))] })),
            option(2, "field", json!({ "options": [option(1, "set", json!({ "options": [option(3, "code", needed.clone())] }))] })),
        ] },
        { "type": 1, "name": "about", "description": "Versions and health" },
        { "type": 1, "name": "upload", "description": "Files", "options": [option(11, "file", needed.clone()), option(7, "channel", json!({})), option(8, "role", json!({})), option(9, "either", json!({}))] },
        { "type": 1, "name": "silent", "description": "Never answers" },
        { "type": 3, "name": "Save as note" }, { "type": 3, "name": "Open conversation" }, { "type": 2, "name": "Profile" },
    ])
}

/// Answers an interaction.
pub(crate) fn reply(interaction: &Value) -> Reply {
    let data = &interaction["data"];
    match interaction["type"].as_u64() {
        Some(4) => Reply::Now(choices(data)),
        Some(3) if data["custom_id"] == "count" => {
            let count = interaction["message"]["content"].as_str().and_then(|count| count.parse::<u32>().ok());
            Reply::Now(json!({ "type": 7, "data": { "content": (count.unwrap() + 1).to_string() } }))
        }
        Some(3) => pressed(data),
        Some(5) => Reply::Now(
            json!({ "type": 4, "data": { "content": format!("Noted: {}", data["components"][0]["components"][0]["value"].as_str().unwrap()), "flags": 64 } }),
        ),
        _ => typed(data),
    }
}

fn typed(data: &Value) -> Reply {
    let leaf = &data["options"][0];
    match (data["name"].as_str(), leaf["name"].as_str()) {
        (Some("upload"), _) => {
            let files = data["resolved"]["attachments"].as_object().unwrap().values();
            let files: Vec<Value> =
                files.map(|file| json!([file["id"], file["filename"], file["size"], file["content_type"]])).collect();
            let told = json!({ "options": data["options"], "files": files });
            Reply::Now(json!({ "type": 4, "data": { "content": format!("`{told}`") } }))
        }
        (Some("silent"), _) => Reply::Silence,
        (Some(menu), _) if data["target_id"].is_string() => {
            let told = json!([menu, data["target_id"]]);
            Reply::Now(json!({ "type": 4, "data": { "content": format!("`{told}`") } }))
        }
        (Some("about"), _) => Reply::Later { private: true, edit: json!({ "content": "All is well" }) },
        (_, Some("note")) => Reply::Now(form()),
        (_, Some("show")) => {
            Reply::Now(json!({ "type": 4, "data": shown(leaf["options"][0]["value"].as_str().unwrap()) }))
        }
        // What was sent comes back as text, so that a test can read it.
        _ => Reply::Now(json!({ "type": 4, "data": { "content": format!("`{}`", data["options"]) } })),
    }
}

fn choices(data: &Value) -> Value {
    let typed = data["options"][0]["options"][0]["value"].as_str().unwrap().to_lowercase();
    let all = ["ABC-1 Where is my parcel?", "DEF-2 Refund <b>now</b>", "GHI-3 Password"];
    let fitting: Vec<Value> = all
        .iter()
        .filter(|name| name.to_lowercase().contains(&typed))
        .map(|name| json!({ "name": name, "value": &name[..5] }))
        .collect();
    json!({ "type": 8, "data": { "choices": fitting } })
}

fn form() -> Value {
    json!({ "type": 9, "data": { "custom_id": "note", "title": "Note on ABC-1", "components": [
        { "type": 1, "components": [{ "type": 4, "custom_id": "text", "style": 2, "label": "Note", "required": true, "min_length": 3, "max_length": 100 }] },
    ] } })
}

/// A private answer with an embed and every component.
fn shown(conversation: &str) -> Value {
    let field =
        |name: &str, inline: bool| json!({ "name": name, "value": format!("{name} **value**"), "inline": inline });
    json!({
        "flags": 64,
        "embeds": [{
            "title": format!("{conversation} {AWKWARD}"), "url": "https://desk.example/1", "color": 0x00f0_b232, "description": format!("> {AWKWARD}\n<t:1760000000:R>"),
            "author": { "name": "Open" }, "footer": { "text": "one of 243" }, "timestamp": "2025-10-09T08:53:20Z",
            "fields": [field("A", true), field("B", true), field("C", true), field("D", true), field("E", false)],
        }],
        "components": [
            { "type": 1, "components": [{ "type": 3, "custom_id": "open", "placeholder": "Open one", "options": [
                { "label": "First", "value": "1", "description": "The first", "emoji": { "name": "✉️" } }, { "label": "Second", "value": "2" },
            ] }] },
            { "type": 1, "components": [{ "type": 3, "custom_id": "tags", "min_values": 0, "max_values": 2, "options": [
                { "label": "lamp", "value": "a", "default": true }, { "label": "VIP", "value": "b" }, { "label": "refund", "value": "c" },
            ] }] },
            { "type": 1, "components": [
                { "type": 2, "style": 1, "custom_id": "note", "label": "Note", "emoji": { "name": "📝" } },
                { "type": 2, "style": 3, "custom_id": "resolve", "label": "Resolve" },
                { "type": 2, "style": 4, "custom_id": "silent", "label": "Silent" },
                { "type": 2, "style": 2, "custom_id": "never", "label": "Never", "disabled": true },
                { "type": 2, "style": 5, "url": "https://desk.example/1", "label": "LiveAgent" },
            ] },
        ],
    })
}

fn pressed(data: &Value) -> Reply {
    match data["custom_id"].as_str() {
        Some("silent") => Reply::Silence,
        Some("note") => Reply::Now(form()),
        Some("resolve") => Reply::Now(json!({ "type": 7, "data": { "content": "Resolved", "components": [] } })),
        _ => {
            Reply::Now(json!({ "type": 4, "data": { "content": format!("Chosen: {}", data["values"]), "flags": 64 } }))
        }
    }
}
