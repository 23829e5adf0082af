//! `/link`: a member asks, an owner confirms, and what the member does is done in the agent's name.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::Answer;
use serde_json::Value;

use crate::support::{World, button_id};

/// The code of an open conversation.
fn open(world: &World) -> String {
    world.sandbox.liveagent().conversations().into_iter().find(|each| each.status == 'C').unwrap().code
}

/// The newest message of a conversation, with its author.
fn newest(world: &World, code: &str) -> (String, String) {
    let groups = world.sandbox.liveagent().messages(code);
    let group: &Value = groups.as_array().unwrap().last().unwrap();
    let message = group["messages"].as_array().unwrap().last().unwrap();
    let user = message["userid"].as_str().or(group["userid"].as_str()).unwrap_or_default();
    (user.to_owned(), message["message"].as_str().unwrap_or_default().to_owned())
}

async fn agents(world: &World) {
    while world.sandbox.owner().complete("/link member agent:").await.is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A world in which Support are agents.
async fn world() -> World {
    let world = World::monday(0.0).await;
    world.sandbox.owner().run("/setup roles agent:@Support").await;
    agents(&world).await;
    world
}

fn text(answer: &Answer) -> String {
    answer.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_linked_member_does_is_done_in_the_agents_name() {
    let world = world().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let code = open(&world);
    bob.run(&format!("/conversation note conversation:{code} text:One")).await;
    let (user, note) = newest(&world, &code);
    assert_eq!((user.as_str(), note.as_str()), ("system00", "One\n\n(Bob, in Discord)"));
    let offered = bob.complete("/link me agent:ben.okafor@fjell").await;
    assert!(offered[0].name.starts_with("Ben Okafor"), "{offered:?}");
    let asked = bob.run("/link me agent:Ben Okafor").await;
    assert!(asked.is_ephemeral() && text(&asked).contains("with `/link show`"), "{}", text(&asked));
    // Nothing changes until it is confirmed.
    bob.run(&format!("/conversation note conversation:{code} text:Two")).await;
    assert_eq!(newest(&world, &code).0, "system00");
    // Without an audit channel an owner is asked at the next command, once.
    let answer = ada.run("/tag list").await;
    let request = world.sandbox.follow_up(&answer).await;
    assert!(
        request.is_ephemeral() && text(&request).contains("asks to be linked to **Ben Okafor**"),
        "{}",
        text(&request)
    );
    let confirmed = ada.click(&request, "Confirm").await;
    assert!(text(&confirmed).contains("is linked to **Ben Okafor**"), "{}", text(&confirmed));
    bob.run(&format!("/conversation note conversation:{code} text:Three")).await;
    let (user, note) = newest(&world, &code);
    assert!(user != "system00" && note == "Three", "{user}: {note}");
    let thread = text(&ada.run(&format!("/conversation messages conversation:{code}")).await);
    assert!(thread.contains(&format!("Ben Okafor (<@{}>)", bob.id())), "{thread}");
    bob.run(&format!("/conversation status conversation:{code} status:Resolved note:Sent")).await;
    assert_eq!(newest(&world, &code), (user, "Sent".to_owned()));
    // A second press, and one after the link is gone, change nothing.
    let again = ada.press_forged(&answer, &button_id(&request, "Confirm")).await;
    assert!(text(&again).contains("already answered"), "{}", text(&again));
    assert!(text(&bob.run("/link remove").await).contains("no longer linked"));
    bob.run(&format!("/conversation note conversation:{code} text:Four")).await;
    assert_eq!(newest(&world, &code), ("system00".to_owned(), "Four\n\n(Bob, in Discord)".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_owners_confirm_and_only_within_a_week() {
    let world = world().await;
    let (ada, bob, chloe) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run("/link me agent:Ben Okafor").await;
    let list = ada.run("/link show").await;
    assert!(text(&list).contains("Requests"), "{}", text(&list));
    // An agent who forges the owner's button.
    let own = chloe.run("/link show").await;
    assert!(!text(&own).contains("Requests") && own.components().is_empty(), "{}", text(&own));
    let tags = chloe.run("/tag list").await;
    for label in ["Confirm", "Decline"] {
        let refused = chloe.press_forged(&tags, &button_id(&list, label)).await;
        assert!(text(&refused).contains("You need **Manage Server**"), "{}", text(&refused));
    }
    world.sandbox.clock().advance(SignedDuration::from_hours(7 * 24) + SignedDuration::from_secs(5));
    let late = ada.click(&list, "Confirm Ben Okafor").await;
    assert!(text(&late).contains("has expired"), "{}", text(&late));
    assert!(!text(&ada.run("/link show").await).contains("Requests"));
    bob.run("/link me agent:Ben Okafor").await;
    let list = ada.run("/link show").await;
    let declined = ada.click(&list, "Decline Ben Okafor").await;
    assert!(text(&declined).contains("is not linked to **Ben Okafor**"), "{}", text(&declined));
    let twice = ada.press_forged(&ada.run("/tag list").await, &button_id(&list, "Confirm")).await;
    assert!(text(&twice).contains("already answered"), "{}", text(&twice));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_has_one_member() {
    let world = world().await;
    let (ada, bob, chloe) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    let linked = ada.run("/link member member:@Bob agent:Ben Okafor").await;
    assert!(text(&linked).contains("is linked to **Ben Okafor**"), "{}", text(&linked));
    let taken = chloe.run("/link me agent:Ben Okafor").await;
    assert!(text(&taken).contains(&format!("already linked to <@{}>", bob.id())), "{}", text(&taken));
    let taken = ada.run("/link member member:@Chloe agent:Ben Okafor").await;
    assert!(text(&taken).contains("already linked to"), "{}", text(&taken));
    let again = bob.run("/link me agent:Emma Larsen").await;
    assert!(text(&again).contains("You are linked to an agent already"), "{}", text(&again));
    assert!(bob.complete("/link me agent:Ben").await.iter().all(|choice| !choice.name.contains("Okafor")));
    let refused = chloe.run("/link remove member:@Bob").await;
    assert!(text(&refused).contains("You need **Manage Server**"), "{}", text(&refused));
    assert!(text(&ada.run("/link remove member:@Bob").await).contains("no longer linked"));
    assert!(text(&ada.run("/link remove member:@Bob").await).contains("isn't linked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_channel_asks_the_owners() {
    let world = world().await;
    let (ada, bob, chloe) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    ada.run("/setup audit channel:#support-leads").await;
    let asked = bob.run("/link me agent:Ben Okafor").await;
    assert!(text(&asked).contains("in the audit channel"), "{}", text(&asked));
    let request = world.sandbox.until_message("support-leads", |message| message.text().contains("Link request")).await;
    assert!(text(&request).contains("ben.okafor@fjellandfern.example") && request.pings() == 0, "{}", text(&request));
    for label in ["Confirm", "Decline"] {
        let refused = chloe.click(&request, label).await;
        assert!(refused.is_ephemeral() && text(&refused).contains("You need **Manage Server**"), "{}", text(&refused));
    }
    let confirmed = ada.click(&request, "Confirm").await;
    assert!(confirmed.id() == request.id() && text(&confirmed).contains("Confirmed by"), "{}", text(&confirmed));
    assert!(text(&bob.run("/link show").await).contains("You are **Ben Okafor**"));
}

/// An agent that LiveAgent no longer has: the link is kept and said to be broken, and the member signs notes again.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_to_an_agent_who_is_gone_is_broken() {
    let mut world = world().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    ada.run("/link member member:@Bob agent:Ben Okafor").await;
    world.sandbox.liveagent().remove_agent("ben.okafor@fjellandfern.example");
    // The list of agents is kept for a minute; a bot that starts reads it.
    world.restart().await;
    agents(&world).await;
    let code = open(&world);
    let shown = text(&bob.run("/link show").await);
    assert!(shown.contains("You are **Ben Okafor**") && shown.contains("no longer in LiveAgent"), "{shown}");
    let answer = text(&bob.run(&format!("/conversation note conversation:{code} text:Six")).await);
    assert!(answer.contains("Internal note added"), "{answer}");
    assert_eq!(newest(&world, &code), ("system00".to_owned(), "Six\n\n(Bob, in Discord)".to_owned()));
}
