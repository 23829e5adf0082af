//! The channel and the role that somebody picks: nothing is posted and nobody pinged for a member who could not do it themselves, and what
//! the bot can't do is said when it is picked.

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
    for (what, number) in [("digest", 1), ("alert", 3)] {
        world.sandbox.let_people_write("support", false);
        let refused = owner.run(&format!("/{what} edit {what}:{number} channel:#support")).await.text();
        assert!(refused.contains("to have me post there"), "{what}: {refused}");
    }
}

#[tokio::test]
async fn nobody_is_pinged_for_a_member_who_could_not_ping_them() {
    let world = World::start().await;
    let owner = world.sandbox.member("Dora");
    for (role, expected) in [("@everyone", "I don't ping @everyone"), ("@Support", "so I can't for you")] {
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
