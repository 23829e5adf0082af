//! An independent judge of messages: it reads the JSON that would be sent and knows Discord's limits by itself. The second judge
//! is twilight-validate, which other bots trust.

use serde_json::{Value, json};
use views::{Message, Modal};

/// Fails unless Discord would take `message`.
#[track_caller]
pub(crate) fn accepts(message: &Message) {
    let body = serde_json::to_value(message).unwrap();
    assert_eq!(body["allowed_mentions"], json!({"parse": []}), "somebody could be pinged");
    let content = body["content"].as_str().unwrap_or_default();
    within(content, 0, 2000, "content");
    let embeds = body["embeds"].as_array().unwrap();
    let rows = body["components"].as_array().unwrap();
    assert!(!content.trim().is_empty() || !embeds.is_empty() || !message.files().is_empty(), "an empty message");
    assert!(embeds.len() <= 10, "{} embeds", embeds.len());
    let total: usize = embeds.iter().map(embed).sum();
    assert!(total <= 6000, "{total} units in all embeds");
    components(rows);
    second_opinion(&body);
}

/// Fails unless Discord would take `modal`.
#[track_caller]
pub(crate) fn accepts_modal(modal: &Modal) {
    let body = serde_json::to_value(modal).unwrap();
    within(body["title"].as_str().unwrap(), 1, 45, "modal title");
    within(body["custom_id"].as_str().unwrap(), 1, 100, "modal id");
    let rows = body["components"].as_array().unwrap();
    assert!((1..=5).contains(&rows.len()));
    for row in rows {
        assert_eq!(row["type"], 1);
        let [input] = row["components"].as_array().unwrap().as_slice() else { panic!("not one input in a row") };
        assert_eq!(input["type"], 4);
        within(input["label"].as_str().unwrap(), 1, 45, "input label");
        within(input["custom_id"].as_str().unwrap(), 1, 100, "input id");
        within(input["placeholder"].as_str().unwrap_or_default(), 0, 100, "input placeholder");
        within(input["value"].as_str().unwrap_or_default(), 0, 4000, "input value");
        assert!((1..=4000).contains(&input["max_length"].as_u64().unwrap()));
    }
}

#[track_caller]
fn within(text: &str, least: usize, most: usize, what: &str) {
    let width = text.encode_utf16().count();
    assert!((least..=most).contains(&width), "{what} has {width} units: {text:?}");
    assert!(least == 0 || !text.trim().is_empty(), "{what} is blank: {text:?}");
}

#[track_caller]
fn embed(embed: &Value) -> usize {
    let mut total = 0;
    let mut text = |value: &Value, most: usize, what: &str| {
        if let Some(text) = value.as_str() {
            within(text, 1, most, what);
            total += text.encode_utf16().count();
        }
    };
    text(&embed["title"], 256, "title");
    text(&embed["description"], 4096, "description");
    text(&embed["author"]["name"], 256, "author");
    text(&embed["footer"]["text"], 2048, "footer");
    let none = Vec::new();
    let fields = embed["fields"].as_array().unwrap_or(&none);
    assert!(fields.len() <= 25, "{} fields", fields.len());
    for field in fields {
        assert!(field["name"].is_string() && field["value"].is_string() && field["inline"].is_boolean());
        text(&field["name"], 256, "field name");
        text(&field["value"], 1024, "field value");
    }
    for url in [&embed["url"], &embed["author"]["url"], &embed["image"]["url"]].into_iter().filter_map(Value::as_str) {
        assert!(
            url.len() <= 2048 && ["https://", "http://", "attachment://"].iter().any(|s| url.starts_with(s)),
            "{url}"
        );
    }
    let shown = ["title", "description", "author", "footer", "image"].iter().any(|part| !embed[part].is_null());
    assert!(shown || !fields.is_empty(), "an empty embed");
    assert!(embed["color"].as_u64().is_none_or(|color| color <= 0x00ff_ffff));
    total
}

#[track_caller]
fn components(rows: &[Value]) {
    assert!(rows.len() <= 5, "{} rows", rows.len());
    let mut ids = Vec::new();
    for row in rows {
        assert_eq!(row["type"], 1);
        let parts = row["components"].as_array().unwrap();
        let selects = parts.iter().filter(|part| part["type"] == 3 || part["type"] == 6).count();
        assert!(
            !parts.is_empty() && parts.len() <= 5 && (selects == 0 || parts.len() == 1),
            "{} in a row",
            parts.len()
        );
        for part in parts {
            let id = part["custom_id"].as_str();
            ids.extend(id);
            if let Some(id) = id {
                within(id, 1, 100, "custom_id");
            }
            match part["type"].as_u64() {
                Some(2) => button(part),
                Some(3) => select(part),
                Some(6) => role_select(part),
                other => panic!("component of type {other:?}"),
            }
        }
    }
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id twice");
}

#[track_caller]
fn button(button: &Value) {
    let link = button["style"] == 5;
    assert_eq!(link, button["url"].is_string(), "a link has an address");
    assert_eq!(link, button["custom_id"].is_null(), "a button has an id");
    within(button["url"].as_str().unwrap_or_default(), 0, 512, "button url");
    assert!(button["label"].is_string() || button["emoji"]["name"].is_string(), "an empty button");
    if let Some(label) = button["label"].as_str() {
        within(label, 1, 80, "button label");
    }
}

#[track_caller]
fn select(select: &Value) {
    let options = select["options"].as_array().unwrap();
    let (least, most) = (select["min_values"].as_u64().unwrap(), select["max_values"].as_u64().unwrap());
    assert!((1..=25).contains(&options.len()));
    assert!(least <= most && (1..=options.len() as u64).contains(&most), "{least} to {most} of {}", options.len());
    within(select["placeholder"].as_str().unwrap_or_default(), 0, 150, "placeholder");
    for option in options {
        within(option["label"].as_str().unwrap(), 1, 100, "option label");
        within(option["value"].as_str().unwrap(), 1, 100, "option value");
        within(option["description"].as_str().unwrap_or_default(), 0, 100, "option description");
        for part in ["label", "value"] {
            assert_eq!(options.iter().filter(|other| other[part] == option[part]).count(), 1, "{part} twice");
        }
    }
    let chosen = options.iter().filter(|option| option["default"] == true).count() as u64;
    assert!(chosen <= most, "{chosen} chosen of at most {most}");
}

#[track_caller]
fn role_select(select: &Value) {
    assert!(select["options"].is_null(), "Discord fills the list of roles");
    let (least, most) = (select["min_values"].as_u64().unwrap(), select["max_values"].as_u64().unwrap());
    assert!(least <= most && (1..=25).contains(&most), "{least} to {most} roles");
    within(select["placeholder"].as_str().unwrap_or_default(), 0, 150, "placeholder");
    let Some(chosen) = select["default_values"].as_array() else { return };
    assert!((least..=most).contains(&(chosen.len() as u64)), "{} chosen of {least} to {most}", chosen.len());
    for role in chosen {
        let id = role["id"].as_str().unwrap();
        assert!(id.parse::<i64>().is_ok_and(|number| number > 0 && number.to_string() == id), "role {id:?}");
        assert_eq!(role["type"], "role");
        assert_eq!(chosen.iter().filter(|other| other["id"] == role["id"]).count(), 1, "role {id} twice");
    }
}

#[track_caller]
fn second_opinion(body: &Value) {
    let mut embeds = body["embeds"].clone();
    for embed in embeds.as_array_mut().unwrap() {
        embed["type"] = json!("rich");
        // Discord takes any ISO 8601; this judge reads UTC only as an offset, with microseconds.
        if let Some(at) = embed["timestamp"].as_str().map(|at| at.parse::<jiff::Timestamp>().unwrap()) {
            embed["timestamp"] = json!(at.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string());
        }
    }
    let embeds: Vec<twilight_model::channel::message::Embed> = serde_json::from_value(embeds).unwrap();
    let components: Vec<twilight_model::channel::message::Component> =
        serde_json::from_value(body["components"].clone()).unwrap();
    twilight_validate::message::embeds(&embeds).unwrap();
    twilight_validate::message::components(&components, false).unwrap();
    twilight_validate::message::content(body["content"].as_str().unwrap_or_default()).unwrap();
}
