//! `/alert`: an incident is one message, from the first sign to its end.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, liveagent::Queue};

use crate::support::World;

fn waiting(world: &World, department: &str, chats: u64) {
    world.sandbox.liveagent().set_queue(department, Queue { waiting: chats, agents: 2, ..Queue::default() });
}

async fn rounds(world: &World, times: usize) {
    for _ in 0..times {
        world.sandbox.clock().advance(SignedDuration::from_secs(31));
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

fn incidents(world: &World) -> Vec<Answer> {
    let mut all = world.sandbox.answers_in("support");
    all.retain(|message| message.text().contains("Incident "));
    all
}

/// Looks again until the newest incident in the channel says this.
async fn incident(world: &World, says: &str) -> Answer {
    for _ in 0..40 {
        if let Some(found) = incidents(world).pop().filter(|found| found.text().contains(says)) {
            return found;
        }
        rounds(world, 1).await;
    }
    panic!("no incident says {says}");
}

#[tokio::test]
async fn it_fires_is_acknowledged_and_is_over_in_one_message() {
    let mut world = World::monday(0.0).await;
    waiting(&world, "Support", 1);
    let owner = world.sandbox.owner();
    let made = owner
        .run("/alert create metric:Chats waiting channel:#support fire:10 clear:4 for:2 clear_for:1 department:Support role:@Support")
        .await
        .text();
    assert!(made.contains("Alert #1 saved") && made.contains("10") && made.contains("2 min"), "{made}");
    rounds(&world, 3).await;
    waiting(&world, "Support", 12);
    rounds(&world, 2).await;
    assert!(incidents(&world).is_empty(), "it is held for two minutes");
    world.restart().await;
    assert!(made.contains("won't be notified") && made.contains("Mention @everyone, @here, and All Roles"), "{made}");
    let firing = incident(&world, "**12** now").await;
    assert_eq!(firing.pings(), 1, "the role is pinged");
    assert!(firing.text().contains("Not acknowledged yet"), "{}", firing.text());
    let refused = world.sandbox.member("Bob").click(&firing, "Acknowledge").await.text();
    assert!(refused.contains("You need the Agent role"), "{refused}");
    owner.click(&firing, "Acknowledge").await;
    let seen = incident(&world, "Acknowledged by").await;
    assert_eq!(seen.id(), firing.id());
    waiting(&world, "Support", 15);
    assert_eq!(incident(&world, "**15** now").await.id(), firing.id());
    waiting(&world, "Support", 7);
    rounds(&world, 4).await;
    assert!(incidents(&world)[0].text().contains("**7** now"), "between the thresholds it keeps firing");
    waiting(&world, "Support", 2);
    let over = incident(&world, "peak **15**").await;
    assert_eq!(over.id(), firing.id());
    assert!(over.text().contains("Resolved after"), "{}", over.text());
    let chart = &over.json()["attachments"][0];
    assert!(chart["description"].as_str().is_some_and(|text| text.contains("Chats waiting")), "{chart}");
    assert_eq!(incidents(&world).len(), 1);
    let history = owner.run("/alert history alert:1").await.text();
    assert!(history.contains("15"), "{history}");
    assert!(owner.run("/alert list").await.text().contains("≥ 10 for 2 min; resolves at ≤ 4 for 1 min"));
    let edited = owner.run("/alert edit alert:1 ping:false department:Sales").await.text();
    assert!(edited.contains("in Sales") && !edited.contains("Pings"), "{edited}");
}

#[tokio::test]
async fn alerts_of_one_cause_are_one_message() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for department in ["Support", "Sales", "Billing"] {
        waiting(&world, department, 0);
        let made = owner
            .run(&format!(
                "/alert create metric:Chats waiting channel:#support fire:5 for:0 clear_for:0 department:{department}"
            ))
            .await;
        assert!(made.text().contains("Alert #") && made.text().contains(" saved"), "{}", made.text());
    }
    rounds(&world, 1).await;
    for department in ["Support", "Sales", "Billing"] {
        waiting(&world, department, 9);
    }
    let all = incident(&world, "Billing").await.text();
    assert!(all.contains("Support") && all.contains("Sales"), "{all}");
    rounds(&world, 2).await;
    assert_eq!(incidents(&world).len(), 1);
}

#[tokio::test]
async fn what_gets_worse_or_repeats_is_posted_anew_and_pings_once() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 0);
    world
        .sandbox
        .owner()
        .run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support role:@Support repeat:10")
        .await;
    waiting(&world, "Support", 6);
    let first = incident(&world, "**6** now").await;
    assert_eq!(first.pings(), 1);
    rounds(&world, 11).await;
    assert_eq!(incident(&world, "**6** now").await.id(), first.id());
    waiting(&world, "Support", 20);
    let worse = incident(&world, "notice 2").await;
    assert_ne!(worse.id(), first.id());
    assert_eq!(worse.pings(), 0, "once a firing");
    let again = incident(&world, "notice 3").await;
    assert_eq!(again.pings(), 0);
    world.until(|world| incidents(world).len() == 1).await;
    // Somebody sees to it: no more repeats.
    world.sandbox.owner().click(&again, "Acknowledge").await;
    rounds(&world, 22).await;
    assert!(incidents(&world)[0].text().contains("notice 3"));
}

#[tokio::test]
async fn who_mutes_an_incident_hears_nothing_new_of_it() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    world
        .sandbox
        .owner()
        .run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support")
        .await;
    let first = incident(&world, "**6** now").await;
    let said = world.sandbox.owner().click(&first, "Mute 1 h").await.text();
    assert!(said.contains("Muted by"), "{said}");
    incident(&world, "Muted by").await;
    rounds(&world, 11).await;
    waiting(&world, "Support", 30);
    rounds(&world, 4).await;
    assert_eq!(incident(&world, "**30** now").await.id(), first.id());
    assert!(incidents(&world)[0].text().contains("Muted by"), "{}", incidents(&world)[0].text());
}

#[tokio::test]
async fn a_mute_outlasts_the_incident_and_can_be_lifted() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 clear_for:0 department:Support").await;
    let first = incident(&world, "**6** now").await;
    owner.click(&first, "Acknowledge").await;
    owner.click(&incident(&world, "Acknowledged by").await, "Mute 1 h").await;
    let muted = incident(&world, "Muted by").await;
    assert!(muted.text().contains("Acknowledged by"), "{}", muted.text());
    waiting(&world, "Support", 0);
    incident(&world, "Resolved after").await;
    // It flaps within the hour: nobody hears of it.
    waiting(&world, "Support", 8);
    rounds(&world, 4).await;
    assert_eq!(incidents(&world).len(), 1);
    assert!(owner.run("/alert list").await.text().contains("firing, muted"));
    owner.run("/alert mute alert:1 minutes:0").await;
    let second = incident(&world, "**8** now").await;
    owner.click(&second, "Mute 1 h").await;
    owner.click(&incident(&world, "Muted by").await, "Unmute").await;
    assert!(incident(&world, "Not acknowledged yet").await.text().contains("Incident 2"));
    assert!(owner.run("/alert list").await.text().contains("firing"));
}

#[tokio::test]
async fn what_joins_and_is_worse_is_posted_anew_and_pings() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    waiting(&world, "Sales", 0);
    let owner = world.sandbox.owner();
    let create = "/alert create metric:Chats waiting channel:#support fire:5 for:0 role:@Support";
    owner.run(&format!("{create} department:Support")).await;
    owner.run(&format!("{create} department:Sales severity:Critical")).await;
    let first = incident(&world, "**6** now").await;
    waiting(&world, "Sales", 9);
    let both = incident(&world, "Sales").await;
    assert_ne!(both.id(), first.id());
    assert_eq!((first.pings(), both.pings()), (1, 1));
    world.until(|world| incidents(world).len() == 1).await;
    waiting(&world, "Sales", 10);
    assert_eq!(incident(&world, "**10** now").await.id(), both.id());
}

#[tokio::test]
async fn an_end_that_cannot_be_edited_in_is_posted_and_the_old_message_goes() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 clear_for:0 department:Support").await;
    let first = incident(&world, "**6** now").await;
    let capped = serde_json::json!({ "message": "Maximum number of edits to messages older than 1 hour reached", "code": 30046 });
    // The deletion of the old message fails at first, and is not forgotten.
    let refused = world.sandbox.discord().faults().on("DELETE", "/channels/*/messages/*").status(500).times(1);
    world.sandbox.discord().faults().on("PATCH", "/channels/*/messages/*").body(429, &capped).times(1);
    waiting(&world, "Support", 0);
    let over = incident(&world, "Resolved after").await;
    assert_ne!(over.id(), first.id());
    for _ in 0..20 {
        rounds(&world, 1).await;
    }
    assert_eq!(incidents(&world).len(), 1, "the old one says that it is still firing");
    refused.remove();
}

#[tokio::test]
async fn an_incident_whose_message_is_deleted_ends_in_silence() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 clear_for:0 department:Support").await;
    let first = incident(&world, "**6** now").await;
    waiting(&world, "Support", 0);
    world.sandbox.delete_message(&first);
    rounds(&world, 4).await;
    assert!(incidents(&world).is_empty());
    let edits = || world.sandbox.discord().requests().count("PATCH", "/channels/*/messages/*");
    let before = edits();
    rounds(&world, 3).await;
    assert_eq!(edits(), before, "it is let be");
    let history = owner.run("/alert history alert:1").await.text();
    assert!(history.contains("lasted"), "{history}");
}

#[tokio::test]
async fn figures_in_an_old_message_are_brought_up_to_date_now_and_then() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 clear_for:0 department:Support").await;
    let first = incident(&world, "**6** now").await;
    world.sandbox.clock().advance(SignedDuration::from_mins(61));
    let edits = || world.sandbox.discord().requests().count("PATCH", "/channels/*/messages/*");
    let before = edits();
    for chats in 7..=14 {
        waiting(&world, "Support", chats % 2 + 7);
        rounds(&world, 1).await;
    }
    assert!(edits() - before <= 2, "{} edits in four minutes", edits() - before);
    // What matters is not held back.
    waiting(&world, "Support", 0);
    rounds(&world, 1).await;
    assert_eq!(incident(&world, "Resolved after").await.id(), first.id());
}

#[tokio::test]
async fn in_quiet_hours_nothing_is_posted_and_what_lasts_is_told_after_them() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    let made = world
        .sandbox
        .owner()
        .run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support quiet:11:00-12:05 timezone:UTC")
        .await
        .text();
    assert!(made.contains("Quiet hours"), "{made}");
    rounds(&world, 6).await;
    assert!(incidents(&world).is_empty());
    incident(&world, "**6** now").await;
    assert!(world.sandbox.clock().now() >= "2026-11-23T12:05:00Z".parse().unwrap());
}

#[tokio::test]
async fn a_test_posts_a_sample_that_pings_nobody() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:Agents on chat (fires when few) channel:#support fire:1 role:@Support").await;
    let said = owner.run("/alert test alert:1").await.text();
    assert!(said.contains("Sample posted in"), "{said}");
    let sample = world.sandbox.until_message("support", |message| message.text().contains("This is a sample")).await;
    assert_eq!(sample.pings(), 0);
}

#[tokio::test]
async fn an_alert_can_be_changed_muted_and_removed_while_it_fires() {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 6);
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 clear_for:0 department:Support").await;
    incident(&world, "**6** now").await;
    assert!(owner.run("/alert list").await.text().contains("firing"));
    assert!(owner.run("/alert mute alert:1 minutes:30").await.text().contains("Alert #1 muted until"));
    assert!(owner.run("/alert list").await.text().contains("muted"));
    assert!(owner.run("/alert mute alert:1 minutes:0").await.text().contains("Alert #1 unmuted."));
    // Back below the new threshold: over.
    assert!(owner.run("/alert edit alert:1 fire:50").await.text().contains("Alert #1 updated"));
    incident(&world, "Resolved after").await;
    waiting(&world, "Support", 60);
    incident(&world, "**60** now").await;
    let all = owner.run("/alert edit alert:1 department:all").await.text();
    assert!(all.contains("Metric: Chats waiting ") || all.contains("Metric: Chats waiting\n"), "{all}");
    let asked = owner.run("/alert remove alert:1").await;
    assert!(owner.click(&asked, "Remove").await.text().contains(" removed."));
    incident(&world, "Resolved after").await;
    assert_eq!(incidents(&world).len(), 2);
}

#[tokio::test]
async fn liveagent_down_is_one_message_however_much_is_watched() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/alert create metric:LiveAgent down channel:#support for:0 clear_for:0").await;
    owner.run("/alert create metric:Chats waiting channel:#support fire:500").await;
    rounds(&world, 1).await;
    let fault = world.sandbox.liveagent().faults().on("*", "*").reset();
    let down = incident(&world, "LiveAgent down").await;
    rounds(&world, 3).await;
    let said = world.sandbox.answers_in("support");
    assert_eq!(said.len(), 1, "the incident says it; no notice beside it");
    fault.remove();
    assert_eq!(incident(&world, "Resolved after").await.id(), down.id());
}

#[tokio::test]
async fn mistakes_are_explained() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for (command, expected) in [
        ("/alert create metric:Chats waiting channel:#support fire:5 clear:9", "`clear` must be lower than `fire` (5)"),
        ("/alert create metric:Chats waiting channel:#support quiet:late", "isn't a time range"),
        ("/alert create metric:Chats waiting channel:#support agent:Ann", "`agent` only applies to"),
        ("/alert create metric:LiveAgent down channel:#support department:Support", "leave `department` empty"),
        ("/alert create metric:LiveAgent down channel:#support fire:2", "leave `fire` and `clear` empty"),
        ("/alert edit alert:7 fire:3", "There's no alert"),
    ] {
        let text = owner.run(command).await.text();
        assert!(text.to_lowercase().contains(&expected.to_lowercase()), "{command}: {text}");
    }
}
