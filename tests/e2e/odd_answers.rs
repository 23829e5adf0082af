//! What is promised where LiveAgent's answers are not what the reference says: the rest is shown, and nothing is taken for 0.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, liveagent::Queue};
use serde_json::json;

use crate::support::World;

async fn rounds(world: &World, times: usize) {
    for _ in 0..times {
        world.sandbox.clock().advance(SignedDuration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

/// Looks again until the newest message with this mark says so.
async fn said(world: &World, mark: &str, says: &str) -> Answer {
    for _ in 0..40 {
        let mut all = world.sandbox.answers_in("support");
        all.retain(|message| message.text().contains(mark));
        if let Some(found) = all.pop().filter(|found| found.text().contains(says)) {
            return found;
        }
        rounds(world, 1).await;
    }
    panic!("no {mark} says {says}");
}

#[tokio::test]
async fn an_alert_is_not_over_because_its_figure_is_missing() {
    let world = World::monday(0.0).await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let waiting = |chats| desk.set_queue("Support", Queue { waiting: chats, agents: 2, ..Queue::default() });
    waiting(12);
    owner
        .run("/alert create metric:Chats waiting channel:#support fire:10 clear:4 for:0 clear_for:1 department:Support")
        .await;
    owner.run("/board create channel:#support department:Support").await;
    said(&world, "Incident ", "**12** now").await;
    said(&world, "📋 Live status", "**12** waiting").await;
    waiting(0);
    let row = json!({ "visitors": "3", "chats": 2, "ringing": 0, "queue": {}, "agents": "2" });
    for answer in [json!({ "response": { "chatsOverview": [row] } }), json!({ "response": [] })] {
        desk.faults().clear();
        desk.faults().on("GET", "/api/chats/overview").body(200, &answer);
        rounds(&world, 8).await;
        let board = said(&world, "📋 Live status", "Chats: **–** waiting").await;
        assert!(!board.text().contains("isn't responding"), "{}", board.text());
        let shown = owner.run("/overview chats department:Support").await;
        assert!(!shown.failed() && shown.embeds()[0]["fields"][0]["value"] == "–", "{}", shown.text());
        assert!(said(&world, "Incident ", "**12** now").await.text().contains("Not acknowledged yet"));
    }
    assert!(!world.sandbox.answers_in("support").iter().any(|message| message.text().contains("🔌")), "no outage");
    desk.faults().clear();
    assert!(said(&world, "Incident ", "Resolved after").await.text().contains("peak **12**"));
}

#[tokio::test]
async fn an_answer_that_can_not_be_read_is_no_outage() {
    let world = World::monday(0.0).await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    owner.run("/board create channel:#support").await;
    said(&world, "📋 Live status", "waiting").await;
    desk.faults().on("GET", "/api/chats/overview").body(200, &json!({ "response": { "chatsOverview": "none" } }));
    desk.faults().on("GET", "/api/calls/overview").body(200, &json!({ "response": { "callsOverview": 7 } }));
    rounds(&world, 8).await;
    let shown = owner.run("/overview chats").await;
    assert!(shown.text().contains("can't be read (ShowChatsOverview, chatsOverview"), "{}", shown.text());
    let messages = world.sandbox.answers_in("support");
    assert!(!messages.iter().any(|message| message.text().contains("🔌")), "no outage");
    assert!(!messages.iter().any(|message| message.text().contains("isn't responding")), "it answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_work_where_the_key_is_looked_for_in_the_query() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    desk.want_key_in_query(true);
    let code = desk.conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
    for (status, letter, sent) in [("Resolved", 'R', 2), ("Open", 'C', 3)] {
        let answer = owner.run(&format!("/conversation status conversation:{code} status:{status}")).await;
        assert!(!answer.failed(), "{}", answer.text());
        assert_eq!(desk.conversations().into_iter().find(|each| each.code == code).unwrap().status, letter);
        assert_eq!(desk.requests().count("PUT", "*"), sent, "asked twice at first, and never again");
    }
}
