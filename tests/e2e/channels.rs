//! The channel and the role that somebody picks: nothing is posted and nobody pinged for a member who could not do it themselves, and what
//! the bot can't do is said when it is picked.

use serde_json::json;

use crate::support::World;

const COMMANDS: [&str; 3] = [
    "/digest subscribe schedule:daily 09:00 timezone:UTC channel:",
    "/board create channel:",
    "/alert create metric:Chats waiting channel:",
];

#[tokio::test]
async fn nothing_is_posted_where_the_member_or_the_bot_may_not_write() {
    let world = World::start().await;
    let owner = world.sandbox.member("Dora");
    for (people, bot, expected) in [
        (false, true, "to have me post there"),
        (true, false, "I need **Send Messages** in"),
        (false, false, "to have me post there"),
    ] {
        world.sandbox.let_people_write("random", people);
        world.sandbox.let_bot("random", true, bot);
        for command in COMMANDS {
            let refused = owner.run(&format!("{command}#random")).await.text();
            assert!(refused.contains(expected), "{command}: {refused}");
        }
    }
    world.sandbox.let_people_write("random", true);
    world.sandbox.let_bot("random", false, true);
    for command in COMMANDS {
        let refused = owner.run(&format!("{command}#random")).await.text();
        assert!(refused.contains("I can't see"), "{command}: {refused}");
    }
    world.sandbox.let_bot("random", true, true);
    for command in COMMANDS {
        let made = owner.run(&format!("{command}#random")).await.text();
        assert!(!made.contains("⚠️"), "{command}: {made}");
    }
    // Where no channel is chosen the member's rights are worked out.
    world.sandbox.let_people_write("random", false);
    for command in ["/board resume board:2", "/alert edit alert:3 fire:7"] {
        let refused = owner.run(command).await.text();
        assert!(refused.contains("to have me post there"), "{command}: {refused}");
    }
    for (what, number) in [("digest", 1), ("alert", 3)] {
        world.sandbox.let_people_write("support", false);
        let refused = owner.run(&format!("/{what} edit {what}:{number} channel:#support")).await.text();
        assert!(refused.contains("to have me post there"), "{what}: {refused}");
    }
}

/// Discord's word on the channel: it is of another server, or a thread, which has the overwrites of its channel and a permission of its own.
#[tokio::test]
async fn a_channel_of_another_server_is_refused_and_a_thread_is_looked_at_as_one() {
    let world = World::start().await;
    let owner = world.sandbox.member("Dora");
    let (guild, random) = (world.sandbox.guild_id(), world.sandbox.channel_id("random"));
    let found = format!("/channels/{random}");
    let elsewhere = json!({ "id": random.to_string(), "guild_id": (guild + 1).to_string(), "type": 0 });
    let fault = world.sandbox.discord().faults().on("GET", &found).body(200, &elsewhere);
    for command in COMMANDS {
        let refused = owner.run(&format!("{command}#random")).await.text();
        assert!(refused.contains("isn't in this server"), "{command}: {refused}");
    }
    fault.remove();
    let (owner, support) = (world.sandbox.owner(), world.sandbox.channel_id("support"));
    let (bot, all) = (1_290_000_000_000_000_001_u64, 2_222_085_186_636_864_u64);
    let of = |id: u64, kind: u8, parent: serde_json::Value, allowed: u64| {
        let (allow, deny) = (allowed.to_string(), (all & !allowed).to_string());
        let overwrites = json!([{ "id": bot.to_string(), "type": 1, "allow": allow, "deny": deny }]);
        json!({ "id": id.to_string(), "guild_id": guild.to_string(), "type": kind, "parent_id": parent,
            "permission_overwrites": overwrites })
    };
    let faults = world.sandbox.discord().faults();
    // What Discord says with the choice is what the member may do, whatever could be worked out.
    world.sandbox.let_people_write("random", false);
    let fault = faults.on("GET", &found).body(200, &of(random, 0, json!(null), all));
    for command in COMMANDS {
        let refused = world.sandbox.member("Dora").run(&format!("{command}#random")).await.text();
        assert!(refused.contains("You need **Send Messages** in"), "{command}: {refused}");
    }
    fault.remove();
    world.sandbox.let_people_write("random", true);
    // A thread has a permission of its own, and it is denied in the channel that it belongs to.
    faults.on("GET", &found).body(200, &of(random, 11, json!(support.to_string()), all));
    faults.on("GET", &format!("/channels/{support}")).body(200, &of(support, 0, json!(null), all & !(1 << 38)));
    for command in COMMANDS {
        let refused = owner.run(&format!("{command}#random")).await.text();
        assert!(refused.contains("I need **Send Messages in Threads** in"), "{command}: {refused}");
    }
}

#[tokio::test]
async fn nobody_is_pinged_for_a_member_who_could_not_ping_them() {
    let world = World::start().await;
    let owner = world.sandbox.member("Dora");
    for (role, expected) in [("@everyone", "I don't ping @everyone"), ("@Support", "so I can't do it for you")] {
        let refused = owner.run(&format!("{}#support role:{role}", COMMANDS[2])).await.text();
        assert!(refused.contains(expected), "{role}: {refused}");
    }
}

#[tokio::test]
async fn nothing_is_shared_for_a_member_who_may_not_write() {
    let world = World::start().await;
    let bob = world.sandbox.member("Bob");
    let list = bob.run("/tag list").await;
    world.sandbox.let_people_write("support", false);
    let refused = bob.click(&list, "Share").await.text();
    assert!(refused.contains("You need **Send Messages** in this channel"), "{refused}");
    world.sandbox.let_people_write("support", true);
    let shared = |world: &World| {
        world.sandbox.answers_in("support").iter().filter(|said| said.text().contains("Shared by")).count()
    };
    assert_eq!(shared(&world), 0);
    bob.click(&list, "Share").await;
    world.until(|world| shared(world) == 1).await;
}
