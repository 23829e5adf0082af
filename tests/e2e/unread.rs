//! Events that serenity can't read: nobody waits in silence, and the commands appear all the same.

use sandbox::Sandbox;

use crate::support::World;

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
