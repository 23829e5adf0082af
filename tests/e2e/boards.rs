//! `/board`: a message that keeps itself up to date, and stays one message.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, liveagent::Queue};

use crate::support::World;

const MESSAGES: &str = "/channels/*/messages";
const MESSAGE: &str = "/channels/*/messages/*";

fn is_board(message: &Answer) -> bool {
    message.text().contains("📋 Live status")
}

fn boards(world: &World) -> usize {
    world.sandbox.answers_in("support").iter().filter(|message| is_board(message)).count()
}

fn edits(world: &World) -> usize {
    world.sandbox.discord().requests().count("PATCH", MESSAGE)
}

/// Every queue is empty but for so many chats that wait in Support.
fn waiting(world: &World, chats: u64) {
    world.sandbox.liveagent().set_queue("Support", Queue { waiting: chats, agents: 2, ..Queue::default() });
}

/// Lets the bot look again, `times` times.
async fn rounds(world: &World, times: usize) {
    for _ in 0..times {
        world.sandbox.clock().advance(SignedDuration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

/// Lets the bot look until something holds.
async fn until(world: &World, holds: impl Fn(&World) -> bool) {
    for _ in 0..60 {
        if holds(world) {
            return;
        }
        rounds(world, 1).await;
    }
    panic!("it never held");
}

#[tokio::test]
async fn it_is_edited_only_when_what_it_shows_changes() {
    let world = World::monday(0.0).await;
    waiting(&world, 3);
    let owner = world.sandbox.owner();
    let made = owner.run("/board create channel:#support department:Support").await.text();
    assert!(made.contains("Board #1 created in"), "{made}");
    let board = world.sandbox.until_message("support", is_board).await;
    assert!(board.text().contains("**3** waiting") && board.text().contains("Support"), "{}", board.text());
    rounds(&world, 3).await;
    // The line over time moves with the first samples; the rest is as it was.
    let before = edits(&world);
    rounds(&world, 3).await;
    assert_eq!(edits(&world), before, "nothing changed");
    waiting(&world, 8);
    rounds(&world, 1).await;
    let board = world.sandbox.until_message("support", |message| message.text().contains("**8** waiting")).await;
    assert!(board.text().contains("3 h"), "no line over time in:\n{}", board.text());
    assert_eq!(edits(&world), before + 1);
    assert_eq!(boards(&world), 1);
    let list = owner.run("/board list").await.text();
    assert!(list.contains("**#1**") && list.contains("<#"), "{list}");
    let asked = owner.run("/board remove board:1").await;
    assert!(owner.click(&asked, "Remove").await.text().contains(" removed."));
    waiting(&world, 1);
    rounds(&world, 2).await;
    assert_eq!(edits(&world), before + 1, "a removed board stays as it is");
}

#[tokio::test]
async fn boards_and_alerts_on_the_same_figures_cost_one_call_each() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for _ in 0..5 {
        owner.run("/board create channel:#support").await;
        owner.run("/alert create metric:Chats waiting channel:#support fire:500").await;
    }
    world.until(|world| boards(world) == 5).await;
    rounds(&world, 1).await;
    let calls = |path: &str| world.sandbox.liveagent().requests().count("GET", path);
    let before = [calls("/api/chats/overview"), calls("/api/calls/overview"), calls("/api/onlinestatus/agents")];
    rounds(&world, 3).await;
    let after = [calls("/api/chats/overview"), calls("/api/calls/overview"), calls("/api/onlinestatus/agents")];
    for (before, after) in before.into_iter().zip(after) {
        assert!((1..=3).contains(&(after - before)), "{before} then {after}");
    }
}

#[tokio::test]
async fn a_deleted_board_is_made_again() {
    let world = World::monday(0.0).await;
    waiting(&world, 3);
    world.sandbox.owner().run("/board create channel:#support department:Support").await;
    let board = world.sandbox.until_message("support", is_board).await;
    world.sandbox.delete_message(&board);
    waiting(&world, 4);
    rounds(&world, 1).await;
    let again = world.sandbox.until_message("support", |message| message.text().contains("**4** waiting")).await;
    assert_ne!(again.id(), board.id());
    assert_eq!(boards(&world), 1);
}

#[tokio::test]
async fn a_board_whose_edits_are_capped_is_posted_anew() {
    let world = World::monday(0.0).await;
    waiting(&world, 3);
    world.sandbox.owner().run("/board create channel:#support department:Support").await;
    let board = world.sandbox.until_message("support", is_board).await;
    let capped = serde_json::json!({ "message": "Maximum number of edits to messages older than 1 hour reached", "code": 30046 });
    world.sandbox.discord().faults().on("PATCH", MESSAGE).body(429, &capped).times(1);
    waiting(&world, 4);
    rounds(&world, 1).await;
    let again = world.sandbox.until_message("support", |message| message.text().contains("**4** waiting")).await;
    assert_ne!(again.id(), board.id());
    world.until(|world| boards(world) == 1).await;
    assert!(world.sandbox.discord().requests().count("POST", MESSAGES) >= 2);
}

#[tokio::test]
async fn without_liveagent_it_says_how_old_its_figures_are_and_the_channel_hears_once() {
    let mut world = World::monday(0.0).await;
    waiting(&world, 3);
    world.sandbox.owner().run("/board create channel:#support department:Support").await;
    world.sandbox.until_message("support", is_board).await;
    let fault = world.sandbox.liveagent().faults().on("*", "*").reset();
    let notices = |world: &World| {
        world.sandbox.answers_in("support").iter().filter(|message| message.text().contains("🔌")).count()
    };
    until(&world, |world| notices(world) == 1).await;
    rounds(&world, 3).await;
    let board = world.sandbox.until_message("support", is_board).await.text();
    assert!(board.contains("LiveAgent isn't responding") && board.contains("**3** waiting"), "{board}");
    world.restart().await;
    rounds(&world, 3).await;
    assert_eq!(notices(&world), 1, "once, whatever happens to the bot");
    fault.remove();
    waiting(&world, 5);
    let said =
        |world: &World, words| world.sandbox.answers_in("support").iter().any(|each| each.text().contains(words));
    until(&world, |world| said(world, "LiveAgent is back") && said(world, "**5** waiting")).await;
    let board = world.sandbox.until_message("support", is_board).await.text();
    assert!(!board.contains("isn't responding"), "{board}");
    assert_eq!(boards(&world), 1);
}
