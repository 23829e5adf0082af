//! Contact widgets: shown, created, and changed after a preview, also where others change them at the same time.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, Member};
use serde_json::{Value, json};

use crate::support::{World, button_id};

const EDITS: &str = "/api/widgets/*";

/// How often a widget was changed through the API.
fn edits(world: &World) -> usize {
    world.sandbox.liveagent().requests().count("PUT", EDITS)
}

/// The member with a file `widget.json`.
fn with(member: Member, json: impl Into<Vec<u8>>) -> Member {
    member.with_file("widget.json", "application/json", json)
}

/// An attached file of an answer.
async fn file(answer: &Answer, name: &str) -> Vec<u8> {
    let files = answer.json()["attachments"].as_array().cloned().unwrap_or_default();
    let found = files.iter().find(|file| file["filename"] == name);
    let url = found.unwrap_or_else(|| panic!("no {name} in {files:?}: {}", answer.text()))["url"].as_str().unwrap();
    reqwest::get(url).await.unwrap().bytes().await.unwrap().to_vec()
}

async fn settings(answer: &Answer, name: &str) -> Value {
    serde_json::from_slice(&file(answer, name).await).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_are_listed_opened_and_given_as_a_file() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let list = owner.run("/widget list").await;
    let text = list.text();
    assert!(text.contains("**1–6 of 6**") && text.contains("**Chat on every page** · Chat button · Active"), "{text}");
    let narrow = owner.run("/widget list kind:Search status:Active").await.text();
    assert!(narrow.contains("**1**") && narrow.contains("Search") && !narrow.contains("Ideas"), "{narrow}");
    let none = owner.run("/widget list status:Inactive").await.text();
    assert!(none.contains("No matching widgets") && none.contains("Status: Inactive"), "{none}");

    let shown = owner.choose_first(&list).await;
    let text = shown.text();
    for expected in ["🧩 Chat on every page", "💬 Chat button", "🟢 Active", "688 times", "3.5%", "bottom-right"]
    {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    let settings = settings(&shown, "widget.json").await;
    assert_eq!(settings["attributes"], json!([{ "name": "position", "section": "design", "value": "bottom-right" }]));
    assert_eq!((&settings["kind"], &settings["formFields"][0]["code"]), (&json!("Chat button"), &json!("name")));
    while owner.complete("/widget show widget:").await.is_empty() {
        tokio::task::yield_now().await;
    }
    let offered = owner.complete("/widget show widget:Serach").await;
    assert_eq!(offered[0].name, "Search");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_widget_is_created_with_what_is_typed_and_what_the_file_has() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let json = json!({
        "name": "Not this one", "description": "From the file", "onlineCode": "<b>Hi</b>",
        "attributes": [{ "name": "color", "value": "#c0392b" }],
        "formFields": [{ "formid": "contact", "code": "email", "name": "Your mail" }],
    });
    let owner = with(world.sandbox.owner(), json.to_string());
    let line = "/widget create name: Winter sale  kind:Contact form department:Sales status:Inactive file:widget.json";
    let created = owner.run(line).await.text();
    assert!(created.contains("✅ Widget created.") && created.contains("⚫ Inactive"), "{created}");
    let made = desk.widget("Winter sale");
    let fields =
        ["rtype", "usecode", "status", "provide", "description", "onlinecode"].map(|field| made[field].clone());
    assert_eq!(fields, ["O", "B", "I", "BCF", "From the file", "<b>Hi</b>"].map(Value::from), "{made}");
    assert_eq!(made["departmentid"], desk.department_id("Sales"));
    assert_eq!(made["attributes"], json!([{ "name": "color", "section": "", "value": "#c0392b" }]));
    assert_eq!(made["form_fields"][0]["name"], "Your mail");
    // The list of names is read again.
    assert!(owner.run("/widget show widget:Winter sale").await.text().contains("From the file"));
    let plain = owner.run("/widget create name:Plain kind:Search department:Support").await.text();
    assert!(plain.contains("✅ Widget created."), "{plain}");
    assert_eq!(desk.widget("Plain")["attributes"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_change_is_previewed_applied_and_undone() {
    let world = World::monday(0.0).await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let before = desk.widget("Search");
    let preview = owner.run("/widget edit widget:Search name:Find it status:Inactive").await;
    let text = preview.text();
    assert!(text.contains("`Search` → `Find it`") && text.contains("`Active` → `Inactive`"), "{text}");
    assert!(preview.is_ephemeral() && edits(&world) == 0, "nothing is sent yet");
    let applied = owner.click(&preview, "Apply").await;
    assert!(applied.text().contains("✅ Widget updated.") && applied.id() == preview.id(), "{}", applied.text());
    assert_eq!((edits(&world), &desk.widget("Find it")["status"]), (1, &json!("I")));
    let undone = owner.click(&applied, "Undo").await.text();
    assert!(undone.contains("`Find it` → `Search`"), "{undone}");
    let mut after = desk.widget("Search");
    // The letters have no order.
    after["provide"] = before["provide"].clone();
    assert_eq!(after, before, "all else is as it was");

    // A colleague came first, or it is too late.
    let preview = owner.run("/widget edit widget:Search status:Inactive").await;
    let applied = owner.click(&preview, "Apply").await;
    desk.change_widget("Search", "status", &json!("N"));
    let refused = owner.click(&applied, "Undo").await.text();
    assert!(refused.contains("Nothing was undone"), "{refused}");
    desk.change_widget("Search", "status", &json!("I"));
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    let refused = world.sandbox.follow_up(&owner.click(&applied, "Undo").await).await.text();
    assert!(refused.contains("too late to undo"), "{refused}");
    assert_eq!(desk.widget("Search")["status"], "I");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_previewed_applied_and_put_back_with_the_former_one() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let before = desk.widget("Contact form");
    let shown = world.sandbox.owner().run("/widget show widget:Contact form").await;
    let mut changed = settings(&shown, "widget.json").await;
    changed["attributes"][0]["value"] = json!("top-left");
    changed["attributes"].as_array_mut().unwrap().push(json!({ "name": "color", "section": "design", "value": "red" }));
    changed["formFields"] = json!([]);
    changed["description"] = json!("");
    let owner = with(world.sandbox.owner(), serde_json::to_vec_pretty(&changed).unwrap());
    let preview = owner.run("/widget edit widget:Contact form file:widget.json").await;
    let text = preview.text();
    for expected in [
        "**Description:** `Contact form of the shop` → *empty*",
        "`position` (design): `bottom-right` → `top-left`",
        "+ `color` (design): `red`",
        "− `name` (contact): `Your name`",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(!text.contains("Status"), "what stays is not named: {text}");
    let applied = owner.click(&preview, "Apply").await;
    assert!(!applied.text().contains("[Undo]"), "{}", applied.text());
    let after = desk.widget("Contact form");
    assert_eq!((&after["attributes"][1]["name"], &after["form_fields"]), (&json!("color"), &json!([])));
    assert_eq!((&after["description"], &after["onlinecode"]), (&json!(""), &before["onlinecode"]));

    let former = file(&applied, "before.json").await;
    let owner = world.sandbox.owner().with_file("before.json", "application/json", former);
    let preview = owner.run("/widget edit widget:Contact form file:before.json").await;
    owner.click(&preview, "Apply").await;
    let mut back = desk.widget("Contact form");
    back["provide"] = before["provide"].clone();
    assert_eq!(back, before);
    let same = owner.run("/widget edit widget:Contact form file:before.json").await;
    assert!(same.text().contains("Nothing to change") && !same.text().contains("[Apply]"), "{}", same.text());
    assert_eq!(edits(&world), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_changed_is_shown_before_it_is_lost() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let json = json!({ "attributes": [{ "name": "position", "section": "design", "value": "top-left" }] });
    let owner = with(world.sandbox.owner(), json.to_string());
    let preview = owner.run("/widget edit widget:Search file:widget.json").await;
    let theirs = json!([
        { "name": "position", "section": "design", "value": "bottom-left" },
        { "name": "color", "section": "design", "value": "red" },
    ]);
    desk.change_widget("Search", "attributes", &theirs);
    let again = owner.click(&preview, "Apply").await;
    let text = again.text();
    assert!(text.contains("has changed since that preview") && text.contains("`bottom-left` → `top-left`"), "{text}");
    assert!(text.contains("− `color`") && edits(&world) == 0, "{text}");
    assert_eq!(desk.widget("Search")["attributes"], theirs);
    let applied = owner.click(&again, "Apply").await;
    assert!(applied.text().contains("✅ Widget updated."), "{}", applied.text());
    assert_eq!(desk.widget("Search")["attributes"], json["attributes"]);
    let log = loop {
        let log = owner.run("/audit command:edit widget").await.text();
        // The outcome is recorded behind the answer.
        if !log.contains("running") {
            break log;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert!(log.contains("not done (the widget had changed)") && log.contains("attributes"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_is_for_its_asker_for_half_an_hour_and_until_a_restart() {
    let mut world = World::monday(0.0).await;
    let (owner, dora) = (world.sandbox.owner(), world.sandbox.member("Dora"));
    let line = "/widget edit widget:Search status:Inactive";
    let preview = owner.run(line).await;
    let own = dora.run("/overview chats").await;
    let refused = dora.press_forged(&own, &button_id(&preview, "Apply")).await.text();
    assert!(refused.contains("Only the person who asked"), "{refused}");
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    let late = world.sandbox.follow_up(&owner.click(&preview, "Apply").await).await.text();
    assert!(late.contains("This preview has expired"), "{late}");

    // One that LiveAgent refuses can be applied again, and each only once.
    let preview = owner.run(line).await;
    let fault = world.sandbox.liveagent().faults().on("PUT", EDITS).body(
        500,
        &json!({ "response": { "status": "ERROR", "statuscode": 500, "errormessage": "not now", "debugmessage": "" } }),
    );
    let refused = owner.click(&preview, "Apply").await.text();
    assert!(refused.contains("not now"), "{refused}");
    fault.remove();
    let applied = owner.click(&preview, "Apply").await.text();
    assert!(applied.contains("✅ Widget updated."), "{applied}");

    let preview = owner.run("/widget edit widget:Search status:Active").await;
    world.restart().await;
    let gone = owner.click(&preview, "Apply").await.text();
    assert!(gone.contains("no longer available") && gone.contains("Use the command again"), "{gone}");
    assert_eq!(world.sandbox.liveagent().widget("Search")["status"], "I");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let world = World::start().await;
    let (desk, owner, bob) = (world.sandbox.liveagent(), world.sandbox.owner(), world.sandbox.member("Bob"));
    let writes = || desk.requests().count("POST", "/api/widgets") + desk.requests().count("PUT", EDITS);
    for (line, expected) in [
        ("/widget show widget:qqqqqqqq", "no widget"),
        ("/widget list department:Nowhere", "no department"),
        ("/widget create name:   kind:Search department:Sales", "The name is empty"),
        ("/widget create name:New kind:Search department:Nowhere", "no department"),
        ("/widget create name:New kind:Search department:Sales services:B-C", "aren't letters of services"),
        ("/widget edit widget:Search", "Nothing to change"),
        ("/widget edit widget:Search name:   ", "The name is empty"),
        ("/widget edit widget:qqqqqqqq name:New", "no widget"),
    ] {
        let answer = owner.run(line).await;
        assert!(answer.text().contains(expected) && answer.is_ephemeral(), "{line}: {}", answer.text());
    }
    let large = format!(r#"{{ "description": "{}" }}"#, "x".repeat(300 * 1024));
    for (json, expected) in [
        ("%PDF-1.7", "must be JSON"),
        ("[]", "must be JSON that begins with `{`"),
        ("{\n  \"attributes\": [\n    { \"name\": \"x\" }\n  ]\n}", "Line 3, column 19: missing field `value`"),
        ("{ \"attributes\": [{ \"name\": \"x\", \"vlaue\": \"1\" }] }", "unknown field `vlaue`"),
        ("{ \"attributes\": [{ \"name\": \"x\", \"value\": 5 }] }", "invalid type: integer `5`"),
        ("{ \"attributes\": [{ \"name\": \" \", \"value\": \"5\" }] }", "Attribute 1 has an empty `name`"),
        ("{ \"atributes\": [] }", "unknown field `atributes`"),
        ("{ \"kind\": \"Chat buton\" }", "use one of `Chat button`"),
        ("{ \"name\": \"\" }", "Its `name` is empty"),
        ("{ \"name\": \"x\" ", "EOF while parsing an object"),
        (large.as_str(), "larger than 256 KiB"),
    ] {
        let owner = with(owner.clone(), json);
        for line in ["create name:New kind:Search department:Sales", "edit widget:Search"] {
            let answer = owner.run(&format!("/widget {line} file:widget.json")).await;
            assert!(answer.text().contains(expected) && answer.is_ephemeral(), "{json:.80}: {}", answer.text());
        }
    }
    let elsewhere = with(owner.clone(), "{ \"department\": \"nowhere\" }");
    let answer = elsewhere.run("/widget edit widget:Search file:widget.json").await.text();
    assert!(answer.contains("no department"), "{answer}");
    for line in ["create name:New kind:Search department:Sales", "edit widget:Search status:Inactive"] {
        let answer = bob.run(&format!("/widget {line}")).await.text();
        assert!(answer.contains("You need the Manager role"), "{line}: {answer}");
    }
    assert_eq!(writes(), 0);
    assert!(bob.run("/widget show widget:Search").await.text().contains("🧩"));

    // A part that can't be read would be lost.
    let mut odd = desk.widget("Search");
    odd["attributes"] = json!([{ "name": "position", "value": "x" }, 7]);
    desk.faults().on("GET", EDITS).body(200, &json!({ "response": odd }));
    let answer = owner.run("/widget edit widget:Search status:Inactive").await.text();
    assert!(answer.contains("can't be read (attributes") && writes() == 0, "{answer}");
}
