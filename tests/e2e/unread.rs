//! Events that serenity can't read: nobody waits in silence, and the commands appear all the same.

use std::time::Duration;

use sandbox::Sandbox;

use crate::{
    startup::{started, terminate},
    support::{World, variables},
};

#[tokio::test]
async fn an_interaction_that_can_not_be_read_gets_a_word() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let list = owner.run("/tag list").await;
    world.sandbox.discord().send_odd("INTERACTION_CREATE", true);
    for answer in [owner.run("/about").await, owner.click(&list, "Refresh").await] {
        assert!(answer.is_ephemeral() && answer.text().contains("in a form I can't read"), "{}", answer.text());
    }
    assert!(owner.complete("/conversation tag conversation:").await.is_empty());
    world.sandbox.discord().send_odd("INTERACTION_CREATE", false);
    assert!(owner.run("/about").await.text().contains("Switchboard"));
}

/// The log names the events that can't be read and counts them, once a minute, without their contents.
#[tokio::test]
async fn what_can_not_be_read_is_logged_and_counted() {
    let sandbox = Sandbox::builder().start().await;
    for event in ["INTERACTION_CREATE", "GUILD_CREATE"] {
        sandbox.discord().send_odd(event, true);
    }
    let (child, log) = started(&variables(&sandbox)).await;
    sandbox.bot_ready().await;
    for _ in 0..3 {
        assert!(sandbox.owner().run("/about").await.text().contains("in a form I can't read"));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(terminate(child).await, Some(0));
    let log = log.await.unwrap();
    for event in ["INTERACTION_CREATE", "GUILD_CREATE"] {
        let said = format!("discord.event=\"{event}\"");
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(&said)).collect();
        assert!(lines.len() == 1 && lines[0].contains("discord.events=1"), "{event}: {lines:?} in\n{log}");
    }
    assert!(!log.contains("of another type"), "{log}");
}

#[tokio::test]
async fn commands_appear_where_the_server_itself_can_not_be_read() {
    let sandbox = Sandbox::builder().start().await;
    sandbox.discord().send_odd("GUILD_CREATE", true);
    let world = World::on(sandbox).await;
    assert!(world.sandbox.owner().run("/about").await.text().contains("Switchboard"));
}

/// A scope that is missing may be added, and Discord says nothing then.
#[tokio::test]
async fn commands_that_are_refused_for_want_of_a_scope_are_tried_again() {
    let sandbox = Sandbox::builder().start().await;
    let refusal = serde_json::json!({ "code": 50_001, "message": "Missing Access" });
    sandbox.discord().faults().on("GET", "/applications/*/guilds/*/commands").body(403, &refusal).times(1);
    let world = World::on(sandbox).await;
    assert!(world.sandbox.owner().run("/about").await.text().contains("Switchboard"));
}
