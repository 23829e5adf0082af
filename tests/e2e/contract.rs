//! What the bot sends, against Discord's own description of its API, where that description is present.
//!
//! It is looked for in `$SHARED_DIR` and in `../shared`; a clone without it says that this was left out.

use std::{collections::BTreeSet, path::PathBuf};

use sandbox::{Answer, Queue};
use serde_json::Value;

use crate::support::World;

fn description() -> Option<Value> {
    let folder = std::env::var_os("SHARED_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let text = std::fs::read_to_string(folder.join("discord/openapi.json")).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// The properties that a schema of the description has, its references followed.
fn properties(api: &Value, name: &str) -> BTreeSet<String> {
    let schema = &api["components"]["schemas"][name];
    schema["properties"].as_object().unwrap_or_else(|| panic!("no schema {name}")).keys().cloned().collect()
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect()
}

fn known(api: &Value, schema: &str, value: &Value, also: &[&str]) {
    let known = properties(api, schema);
    let unknown: Vec<String> =
        keys(value).into_iter().filter(|key| !known.contains(key) && !also.contains(&key.as_str())).collect();
    assert!(unknown.is_empty(), "{schema} has no {unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_has_only_fields_that_discord_describes() {
    let Some(api) = description() else {
        println!("Discord's API description is not here: the check of payloads against it was left out");
        return;
    };
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let code = world.sandbox.liveagent().conversations().remove(20).code;
    let commands = ["/conversation list", "/kb search query:password", "/overview all", "/help", "/department list"];
    let mut checked = 0;
    for command in commands.into_iter().map(str::to_owned).chain([format!("/conversation show conversation:{code}")]) {
        checked += check(&api, &owner.run(&command).await);
    }
    let form = owner.run(&format!("/conversation note conversation:{code}")).await;
    let modal = form.modal().unwrap();
    known(&api, "ModalInteractionCallbackRequestData", modal, &[]);
    for input in
        modal["components"].as_array().into_iter().flatten().filter_map(|row| row["components"].as_array()).flatten()
    {
        known(&api, "TextInputComponentForModalRequest", input, &["id"]);
        checked += 1;
    }
    assert!(checked > 20, "{checked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_posted_has_only_fields_that_discord_describes() {
    let Some(api) = description() else {
        println!("Discord's API description is not here: the check of payloads against it was left out");
        return;
    };
    let world = World::start().await;
    let owner = world.sandbox.owner();
    world.sandbox.liveagent().set_queue("Support", Queue { waiting: 30, ..Queue::default() });
    let sections = "queues,waiting,departments,agents,yesterday,sla,ranking,tags,knowledgebase";
    for (command, mark) in [
        (format!("/digest subscribe channel:#support schedule:hourly sections:{sections}"), None),
        ("/digest run digest:1".to_owned(), Some("📰")),
        ("/board create channel:#support".to_owned(), Some("Board ")),
        (
            "/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support".to_owned(),
            Some("Incident "),
        ),
    ] {
        let answer = owner.run(&command).await;
        assert!(check(&api, &answer) > 0, "{}", answer.text());
        if let Some(mark) = mark {
            let posted = world.sandbox.until_message("support", |message| message.text().contains(mark)).await;
            assert!(check(&api, &posted) > 1, "{}", posted.text());
        }
    }
}

/// Checks all parts of a message. How many there were.
fn check(api: &Value, answer: &Answer) -> usize {
    let mut checked = 0;
    for embed in answer.embeds() {
        // The sandbox adds the type, as Discord does.
        known(api, "RichEmbed", embed, &["type"]);
        for field in embed["fields"].as_array().into_iter().flatten() {
            known(api, "RichEmbedField", field, &[]);
        }
        checked += 1;
    }
    for part in answer.components().iter().filter_map(|row| row["components"].as_array()).flatten() {
        let schema = match part["type"].as_u64() {
            Some(2) => "ButtonComponentForMessageRequest",
            Some(6) => "RoleSelectComponentForMessageRequest",
            _ => "StringSelectComponentForMessageRequest",
        };
        known(api, schema, part, &["id"]);
        checked += 1;
    }
    checked
}
