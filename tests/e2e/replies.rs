//! Replies to customers: shown once more, sent once, in the agent's name.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use sandbox::Sandbox;
use switchboard::{
    Clock,
    config::{Config, Secret},
};

use crate::{
    at_length::postgres::Postgres,
    support::{CANARY, World, button_id, config},
};

const TEXT: &str = "Dear **Jane**, it is <b>on</b> its way: [track](https://track.example/1) [no](javascript:alert(1))";

async fn world() -> (World, String) {
    linked(World::monday(0.0).await).await
}

/// The world with Bob linked to an agent, and the code of an open conversation.
async fn linked(world: World) -> (World, String) {
    let owner = world.sandbox.owner();
    owner.run("/setup roles agent:@Support").await;
    while owner.complete("/link member agent:").await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    owner.run("/link member member:@Bob agent:Ben Okafor").await;
    let code = world.sandbox.liveagent().conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
    (world, code)
}

/// The newest message to the customer.
fn newest(world: &World, code: &str) -> Value {
    let groups = world.sandbox.liveagent().messages(code);
    groups.as_array().unwrap().last().unwrap().clone()
}

fn count(world: &World, code: &str) -> usize {
    world.sandbox.liveagent().messages(code).as_array().unwrap().len()
}

/// How many messages were sent to LiveAgent.
fn sent(world: &World) -> usize {
    let requests = world.sandbox.liveagent().requests().all();
    requests.iter().filter(|request| request.method == "POST" && request.path.ends_with("/messages")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_shown_and_then_sent_in_the_agents_name() {
    let (world, code) = world().await;
    let bob = world.sandbox.member("Bob").with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    let line = format!("/conversation reply conversation:{code} text:{TEXT} attachment:invoice.pdf status:Resolved");
    let preview = bob.run(&line).await;
    for expected in ["not sent yet", "Ben Okafor", "invoice.pdf", "Resolved", "**Jane**", "\\<b\\>on\\</b\\>"] {
        assert!(preview.text().contains(expected), "{expected}: {}", preview.text());
    }
    assert_eq!(sent(&world), 0);
    let send = button_id(&preview, "Send");
    let replied = bob.click(&preview, "Send").await;
    assert!(replied.text().contains("✉️ Reply sent") && replied.id() == preview.id(), "{}", replied.text());
    let groups = world.sandbox.liveagent().messages(&code);
    let groups = groups.as_array().unwrap();
    let reply = groups.iter().rev().find(|group| group["rtype"] == json!("4")).unwrap();
    let message = reply["messages"][0]["message"].as_str().unwrap();
    assert!(message.contains("<strong>Jane</strong>") && message.contains("&lt;b&gt;on&lt;/b&gt;"), "{message}");
    assert!(message.contains("href=\"https://track.example/1\"") && !message.contains("javascript:"), "{message}");
    assert_eq!(world.sandbox.liveagent().conversation(&code)["status"], json!("R"), "and then the status");
    assert_eq!(world.sandbox.liveagent().used_files("invoice.pdf").len(), 1);
    assert_eq!(sent(&world), 1);
    // The button of before sends nothing more.
    let again = bob.press_forged(&preview, &send).await.text();
    assert!(again.contains("Reply sent") && sent(&world) == 1, "{again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_link_nothing_is_sent() {
    let (world, code) = world().await;
    let (owner, before) = (world.sandbox.owner(), count(&world, &code));
    for line in [
        format!("/conversation reply conversation:{code} text:Hello"),
        format!("/conversation reply conversation:{code}"),
    ] {
        let refused = owner.run(&line).await;
        assert!(refused.modal().is_none() && refused.text().contains("Use `/link me`"), "{line}: {}", refused.text());
    }
    let viewer =
        world.sandbox.member("Gita").run(&format!("/conversation reply conversation:{code} text:Hi")).await.text();
    assert!(viewer.contains("You need the"), "{viewer}");
    assert_eq!((count(&world, &code), sent(&world)), (before, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_written_in_a_form_and_edited() {
    let (world, code) = world().await;
    let bob = world.sandbox.member("Bob");
    let card = bob.run(&format!("/conversation show conversation:{code}")).await;
    let form = bob.click(&card, "Reply").await;
    assert!(form.modal().is_some());
    let preview = bob.submit(&form, &[("text", "First try")]).await;
    assert!(preview.text().contains("First try") && preview.id() != card.id(), "{}", preview.text());
    let form = bob.click(&preview, "Edit").await;
    assert!(form.modal().unwrap().to_string().contains("First try"), "what was written is there");
    let edited = bob.submit(&form, &[("text", "@everyone مرحبا 😀")]).await;
    assert!(edited.id() == preview.id() && edited.text().contains("مرحبا 😀"), "{}", edited.text());
    assert_eq!(edited.pings(), 0);
    let empty = bob.submit(&bob.click(&edited, "Edit").await, &[("text", "   ")]).await.text();
    assert!(empty.contains("The reply is empty"), "{empty}");
    let send = button_id(&edited, "Send");
    let discarded = bob.click(&edited, "Discard").await.text();
    assert!(discarded.contains("Nothing was sent") && sent(&world) == 0, "{discarded}");
    let gone = bob.press_forged(&edited, &send).await.text();
    assert!(gone.contains("This reply is gone") && sent(&world) == 0, "{gone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_since_is_shown_before_it_is_sent() {
    let (world, code) = world().await;
    let bob = world.sandbox.member("Bob");
    let preview = bob.run(&format!("/conversation reply conversation:{code} text:On its way")).await;
    world.sandbox.liveagent().answer(&code, "emma.larsen@fjellandfern.example", "It was refunded already.");
    let shown = bob.click(&preview, "Send").await;
    assert!(
        shown.text().contains("1 new entry") && shown.text().contains("It was refunded already"),
        "{}",
        shown.text()
    );
    assert_eq!(sent(&world), 0, "not before it was read");
    let replied = bob.click(&shown, "Send").await.text();
    assert!(replied.contains("Reply sent") && sent(&world) == 1, "{replied}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_failed_is_given_back() {
    let (world, code) = world().await;
    let (bob, desk) = (world.sandbox.member("Bob"), world.sandbox.liveagent());
    let preview = bob.run(&format!("/conversation reply conversation:{code} text:On its way")).await;
    let refusal = json!({ "response": { "status": "ERROR", "statuscode": 500, "errormessage": "Mail account is off", "debugmessage": "x" } });
    let rule = desk.faults().on("POST", "/api/conversations/*/messages").body(500, &refusal);
    let failed = bob.click(&preview, "Send").await;
    rule.remove();
    for expected in ["**Not sent.**", "Mail account is off", "On its way", "Send", "Edit"] {
        assert!(failed.text().contains(expected), "{expected}: {}", failed.text());
    }
    let replied = bob.click(&failed, "Send").await.text();
    assert!(replied.contains("Reply sent"), "{replied}");
    assert_eq!(newest(&world, &code)["rtype"], json!("4"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unclear_outcome_is_read_back_and_never_sent_again() {
    let (world, code) = world().await;
    let (bob, desk) = (world.sandbox.member("Bob"), world.sandbox.liveagent());
    // LiveAgent did it, and its answer was lost.
    let preview = bob.run(&format!("/conversation reply conversation:{code} text:On its **way**")).await;
    let rule = desk.faults().on("POST", "/api/conversations/*/messages").truncate();
    let unclear = bob.click(&preview, "Send").await;
    rule.remove();
    assert!(unclear.text().contains("may have been sent") && unclear.text().contains("Check"), "{}", unclear.text());
    assert!(!unclear.text().contains("Try again") && unclear.text().contains("On its **way**"), "{}", unclear.text());
    let checked = bob.click(&unclear, "Check").await.text();
    assert!(checked.contains("Reply sent") && sent(&world) == 1, "{checked}");

    // LiveAgent did not get it: it is not sent again either.
    let preview = bob.run(&format!("/conversation reply conversation:{code} text:Second")).await;
    let send = button_id(&preview, "Send");
    let rule = desk.faults().on("POST", "/api/conversations/*/messages").reset();
    let unclear = bob.click(&preview, "Send").await;
    rule.remove();
    let before = count(&world, &code);
    let checked = bob.click(&unclear, "Check").await;
    assert!(checked.text().contains("It isn't in the conversation yet"), "{}", checked.text());
    let pressed = bob.press_forged(&preview, &send).await.text();
    assert!(pressed.contains("may have been sent") && count(&world, &code) == before, "{pressed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_status_fails() {
    let (world, code) = world().await;
    let (bob, desk) = (world.sandbox.member("Bob"), world.sandbox.liveagent());
    let preview = bob.run(&format!("/conversation reply conversation:{code} text:Done status:Resolved")).await;
    let rule = desk.faults().on("PUT", "/api/conversations/*/status").status(503);
    let replied = bob.click(&preview, "Send").await.text();
    rule.remove();
    assert!(replied.contains("The reply was sent, but the status wasn't changed"), "{replied}");
    assert_eq!(sent(&world), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_outlives_a_restart_and_not_half_an_hour() {
    let (mut world, code) = world().await;
    let bob = world.sandbox.member("Bob");
    let preview = bob.run(&format!("/conversation reply conversation:{code} text:On its way")).await;
    let late = bob.run(&format!("/conversation reply conversation:{code} text:Too late")).await;
    world.restart().await;
    let replied = bob.click(&preview, "Send").await.text();
    assert!(replied.contains("Reply sent") && sent(&world) == 1, "{replied}");
    let owner = world.sandbox.owner();
    let stranger = owner.press_forged(&owner.run("/about").await, &button_id(&late, "Send")).await.text();
    assert!(stranger.contains("which LiveAgent agent you are") || stranger.contains("Only the person"), "{stranger}");
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    let gone = bob.click(&late, "Send").await.text();
    assert!(gone.contains("This reply is gone") && sent(&world) == 1, "{gone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_never_lost() {
    let (world, code) = world().await;
    let (desk, long) = (world.sandbox.liveagent(), "A long *reply* ".repeat(260));
    let bob = world.sandbox.member("Bob").with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    let refusal = json!({ "response": { "status": "ERROR", "statuscode": 500, "errormessage": "No room left", "debugmessage": "x" } });
    let rule = desk.faults().on("POST", "/api/files").body(500, &refusal);
    let line = format!("/conversation reply conversation:{code} text:Here it is attachment:invoice.pdf");
    let refused = bob.run(&line).await;
    rule.remove();
    assert!(refused.text().contains("No room left") && refused.text().contains("Here it is"), "{}", refused.text());
    let owner = world.sandbox.owner().run(&format!("/conversation reply conversation:{code} text:Unlinked")).await;
    assert!(owner.text().contains("Use `/link me`") && owner.text().contains("Unlinked"), "{}", owner.text());
    let form = bob.run(&format!("/conversation reply conversation:{code}")).await;
    let rule = desk.faults().on("GET", "*").reset();
    let away = bob.submit(&form, &[("text", &long)]).await;
    rule.remove();
    assert!(
        away.text().contains("isn't available") && away.text().contains("The full text is in the file"),
        "{}",
        away.text()
    );
    // LiveAgent is left alone for a while after it was away.
    loop {
        let again = bob.click(&away, "Try again").await;
        let answer = bob.submit(&again, &[("text", &long)]).await.text();
        if answer.contains("not sent yet") {
            break;
        }
        assert!(answer.contains("isn't available"), "{answer}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(sent(&world), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bots_send_a_reply_once() {
    let Some(postgres) = Postgres::start() else { return };
    let sandbox = Sandbox::builder().api_key(CANARY).start().await;
    let (world, code) = linked(World::with(sandbox, postgres.url()).await).await;
    let before = world.sandbox.discord().connections();
    let config = Config { database_url: Secret::new(postgres.url()), ..config(&world.sandbox) };
    let clock = world.sandbox.clock().clone();
    let second = tokio::spawn(switchboard::run_by(Clock::new(move || clock.now()), config, std::future::pending()));
    world.sandbox.bot_back(before).await;
    let bob = world.sandbox.member("Bob");
    for number in 1..=6 {
        let preview = bob.run(&format!("/conversation reply conversation:{code} text:number {number}")).await;
        let send = button_id(&preview, "Send");
        // Both get both presses, and their deferrals are lost now and then.
        world.sandbox.discord().faults().on("POST", "/interactions/*").reset().times(number % 2);
        let (one, other) = tokio::join!(bob.press_forged(&preview, &send), bob.press_forged(&preview, &send));
        let all = format!("{}\n{}", one.text(), other.text());
        assert!(all.contains("Reply sent"), "{all}");
        assert_eq!(sent(&world), number, "{all}");
    }
    second.abort();
}
