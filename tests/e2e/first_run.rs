//! The first run: the panel that leads an owner through the setup.

use jiff::SignedDuration;
use sandbox::{Answer, Sandbox};

use crate::support::{CANARY, World, button_id};

/// A bot in a server that is not set up, on a Monday, with a stopped clock.
async fn fresh() -> World {
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(0.0);
    let mut world = World::idle(Sandbox::builder().api_key(CANARY).clock(clock).start().await);
    world.start_bot().await;
    world
}

/// How many messages the bot has sent after its answers.
fn follow_ups(world: &World) -> usize {
    world.sandbox.discord().requests().count("POST", "/webhooks/*")
}

async fn panel(world: &World, command: &str) -> Answer {
    let answer = world.sandbox.owner().run(command).await;
    let panel = world.sandbox.follow_up(&answer).await;
    assert!(panel.is_ephemeral(), "{}", panel.text());
    panel
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_leads_through_the_setup() {
    let world = fresh().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    while ada.complete("/link member agent:").await.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let first = panel(&world, "/tag list").await;
    assert!(first.text().contains("step 1 of 4") && first.text().contains("Roles"), "{}", first.text());
    let chosen = ada.choose(&first, "Agent: choose roles", &["Support"]).await;
    assert!(chosen.id() == first.id() && chosen.text().contains("step 1 of 4"), "{}", chosen.text());
    assert!(bob.run("/tag list").await.text().contains("VIP"), "it counts at once");
    let second = ada.click(&chosen, "Next").await;
    assert!(second.text().contains("step 2 of 4"), "{}", second.text());
    let second = ada.choose(&second, "Look-ups", &["public"]).await;
    assert!(second.text().contains("step 2 of 4") && second.text().contains("In the channel"), "{}", second.text());
    let third = ada.click(&second, "Next").await;
    let third = ada.click(&third, "Use this channel").await;
    let here = format!("<#{}>", world.sandbox.channel_id("support"));
    assert!(third.text().contains("step 3 of 4") && third.text().contains(&here), "{}", third.text());
    let fourth = ada.click(&third, "Next").await;
    let fourth = ada.choose(&fourth, "Who are you in LiveAgent?", &["Ben Okafor"]).await;
    assert!(fourth.text().contains("You are **Ben Okafor**"), "{}", fourth.text());
    let done = ada.click(&fourth, "Finish").await.text();
    let support = format!("<@&{}>", world.sandbox.role_id("Support"));
    for line in
        [&format!("**Roles** Agent {support}"), "**Visibility** look-ups in the channel", &here, "1 member is linked"]
    {
        assert!(done.contains(line), "{line}: {done}");
    }
    // Set up: the panel does not come again.
    world.sandbox.clock().advance(SignedDuration::from_hours(25));
    let before = follow_ups(&world);
    ada.run("/tag list").await;
    ada.run("/tag list").await;
    assert_eq!(follow_ups(&world), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_comes_once_a_day_and_where_it_was_left() {
    let mut world = fresh().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let refused = bob.run("/tag list").await;
    assert!(refused.text().contains("isn't set up"), "{}", refused.text());
    let first = panel(&world, "/about").await;
    let left = ada.click(&first, "Next").await;
    assert!(left.text().contains("step 2 of 4"), "{}", left.text());
    let before = follow_ups(&world);
    for _ in 0..3 {
        ada.run("/tag list").await;
        world.sandbox.member("Dora").run("/tag list").await;
    }
    assert_eq!(follow_ups(&world), before, "once a day");
    world.restart().await;
    world.sandbox.clock().advance(SignedDuration::from_hours(25));
    let again = panel(&world, "/tag list").await;
    assert!(again.text().contains("step 2 of 4"), "{}", again.text());
    let back = ada.click(&again, "Back").await;
    assert!(back.text().contains("step 1 of 4"), "{}", back.text());
    let mut last = back;
    for _ in 0..3 {
        last = ada.click(&last, "Next").await;
    }
    // Another member who forges a button changes nothing.
    let refused = bob.press_forged(&bob.run("/about").await, &button_id(&last, "Finish")).await;
    assert!(refused.text().contains("Manage Server") && !refused.text().contains("Setup"), "{}", refused.text());
    let done = ada.click(&last, "Finish").await;
    assert!(done.text().contains("No role is set yet"), "{}", done.text());
}
