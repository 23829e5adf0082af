//! The audit channel: changes are joined in messages, in order and once, also when the bot ends or the channel is blocked.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::Sandbox;
use serde_json::json;

use crate::{
    audit_pages::{add, numbers},
    support::{World, config},
};

const CHANNEL: &str = "support-leads";

/// The messages in the audit channel, oldest first.
fn said(sandbox: &Sandbox) -> String {
    sandbox.answers_in(CHANNEL).iter().map(sandbox::Answer::text).collect::<Vec<_>>().join("\n")
}

async fn with_channel(sandbox: Sandbox) -> World {
    let world = World::on(sandbox).await;
    let answer = world.sandbox.owner().run("/setup audit channel:#support-leads").await;
    assert!(answer.is_ephemeral() && answer.text().contains("each change is posted in"), "{}", answer.text());
    world.until(|world| said(&world.sandbox).contains("Set audit channel")).await;
    world
}

/// Lets time pass until something holds.
async fn pass(world: &World, holds: impl Fn(&World) -> bool) {
    for _ in 0..120 {
        if holds(world) {
            return;
        }
        world.sandbox.clock().advance(SignedDuration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("it never held, but: {}", said(&world.sandbox));
}

/// At noon, with a stopped clock.
async fn sandbox() -> Sandbox {
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(0.0);
    Sandbox::builder().clock(clock).start().await
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_joined_in_order_and_posted_once_over_restarts() {
    let mut world = with_channel(sandbox().await).await;
    for round in 0..3 {
        add(&world.sandbox, round * 40, round * 40 + 40).await;
        if round > 0 {
            world.restart().await;
        }
        let last = round * 40 + 39;
        world.until(|world| numbers(&said(&world.sandbox)).contains(&last)).await;
    }
    world.stop_bot().await;
    assert_eq!(numbers(&said(&world.sandbox)), (0..120).collect::<Vec<_>>());
    let messages = world.sandbox.answers_in(CHANNEL);
    assert!(messages.len() <= 10, "{} messages", messages.len());
    assert!(messages.iter().all(|message| message.pings() == 0 && message.components().is_empty()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_one_line_without_words_and_refused_ones_are_told() {
    let world = with_channel(sandbox().await).await;
    let (owner, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    bob.run("/tag create name:Forbidden").await;
    // A refusal is recorded behind the answer, as an outcome is.
    world.until(|world| said(&world.sandbox).contains("refused")).await;
    owner.run("/tag create name:Confidential").await;
    world.until(|world| said(&world.sandbox).matches("Create tag").count() == 2).await;
    owner.run("/digest subscribe channel:#support schedule:daily 09:00 timezone:UTC title:Secret").await;
    world.until(|world| said(&world.sandbox).contains("Create digest")).await;
    let said = said(&world.sandbox);
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("**")).collect();
    assert_eq!(lines.len(), 4, "{said}");
    assert!(lines[1].starts_with("🚫") && lines[1].contains(&format!("<@{}>", bob.id())), "{said}");
    assert!(lines[1].contains("**Create tag** · refused (needs manager)"), "{said}");
    assert!(lines[2].starts_with("✅") && lines[2].contains("**Create tag**"), "{said}");
    assert!(lines[3].contains("**Create digest #1** · <#"), "{said}");
    assert!(!["Forbidden", "Confidential", "Secret"].iter().any(|word| said.contains(word)), "{said}");
    // Where nobody reads it any more nothing comes.
    owner.run("/setup audit clear:true").await;
    owner.run("/tag create name:Another").await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(!world.sandbox.answers_in(CHANNEL).iter().any(|message| message.text().contains("Clear audit channel")));
}

/// It ended between post and record, and Discord has forgotten the nonce since.
#[tokio::test]
async fn what_was_posted_when_the_bot_was_killed_is_not_posted_again() {
    let sandbox = sandbox().await;
    let machine = tokio::runtime::Runtime::new().unwrap();
    let by = sandbox.clock().clone();
    let bot = switchboard::run_by(switchboard::Clock::new(move || by.now()), config(&sandbox), std::future::pending());
    machine.spawn(bot);
    sandbox.bot_ready().await;
    sandbox.owner().run("/setup audit channel:#support-leads").await;
    sandbox.until_message(CHANNEL, |message| message.text().contains("Set audit channel")).await;
    let path = format!("/channels/{}/messages", sandbox.channel_id(CHANNEL));
    let lost = sandbox.discord().faults().on("POST", &path).truncate();
    let unread = sandbox.discord().faults().on("GET", &path).reset();
    add(&sandbox, 0, 10).await;
    sandbox.until_message(CHANNEL, |message| !numbers(&message.text()).is_empty()).await;
    machine.shutdown_background();
    sandbox.bot_gone().await;
    lost.remove();
    unread.remove();
    add(&sandbox, 10, 20).await;
    sandbox.clock().advance(SignedDuration::from_mins(40));
    let mut world = World::on(sandbox).await;
    world.until(|world| numbers(&said(&world.sandbox)).contains(&19)).await;
    world.stop_bot().await;
    assert_eq!(numbers(&said(&world.sandbox)), (0..20).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_is_gone_is_told_of_and_goes_on_where_it_stopped() {
    let world = with_channel(sandbox().await).await;
    let owner = world.sandbox.owner();
    let path = format!("/channels/{}/messages", world.sandbox.channel_id(CHANNEL));
    let refusal = json!({ "code": 10003, "message": "Unknown Channel" });
    let gone = world.sandbox.discord().faults().on("POST", &path).body(404, &refusal);
    add(&world.sandbox, 0, 300).await;
    for look in ["/setup show", "/audit"] {
        for _ in 0..100 {
            if owner.run(look).await.text().contains("Unknown Channel") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let shown = owner.run(look).await.text();
        assert!(shown.contains("Discord doesn't let me post") && shown.contains("Unknown Channel"), "{look}: {shown}");
    }
    // Passing refusals tell nobody.
    assert!(world.sandbox.direct_messages_to("Ada").is_empty());
    pass(&world, |world| !world.sandbox.direct_messages_to("Ada").is_empty()).await;
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    tokio::time::sleep(Duration::from_secs(2)).await;
    let told = world.sandbox.direct_messages_to("Ada");
    let words = told[0]["embeds"][0]["description"].as_str().unwrap();
    assert!(told.len() == 1 && words.contains("audit channel") && words.contains("/setup audit"), "{told:?}");
    gone.remove();
    pass(&world, |world| numbers(&said(&world.sandbox)).contains(&299)).await;
    let said = said(&world.sandbox);
    let shown = numbers(&said);
    assert!(said.contains("… and 100 earlier: see `/audit`"), "{said}");
    assert_eq!(shown, (100..300).collect::<Vec<_>>(), "the last ones");
    let setup = owner.run("/setup show").await.text();
    assert!(setup.contains("each change is posted in"), "{setup}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_opens_again_is_tried_at_once() {
    let world = with_channel(sandbox().await).await;
    world.sandbox.let_bot(CHANNEL, true, false);
    add(&world.sandbox, 0, 5).await;
    let shown = async || world.sandbox.owner().run("/setup show").await.text();
    while !shown().await.contains("is blocked") {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The clock is stopped, so no delay is over.
    world.sandbox.let_bot(CHANNEL, true, true);
    world.until(|world| numbers(&said(&world.sandbox)).contains(&4)).await;
    assert_eq!(numbers(&said(&world.sandbox)), (0..5).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_channel_that_both_can_post_in_is_taken() {
    let world = World::on(sandbox().await).await;
    let owner = world.sandbox.owner();
    for neither in ["/setup audit", "/setup audit channel:#support-leads clear:true"] {
        let answer = owner.run(neither).await.text();
        assert!(answer.contains("Choose either"), "{neither}: {answer}");
    }
    world.sandbox.let_bot(CHANNEL, true, false);
    let refused = owner.run("/setup audit channel:#support-leads").await.text();
    assert!(refused.contains("I need **Send Messages**"), "{refused}");
    world.sandbox.let_bot(CHANNEL, true, true);
    world.sandbox.let_people_write(CHANNEL, false);
    let refused = world.sandbox.member("Dora").run("/setup audit channel:#support-leads").await.text();
    assert!(refused.contains("You need **Send Messages**"), "{refused}");
    let shown = owner.run("/setup show").await.text();
    assert!(shown.contains("Post changes to a channel with `/setup audit`"), "{shown}");
}
