//! What is promised when a service fails, for look-ups and for writes.

use std::time::Duration;

use serde_json::json;

use crate::support::World;

const SHOW: &str = "/api/conversations/*";

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_look_up_says_what_and_what_to_do_and_is_never_a_code() {
    let table = [
        ("503", "isn't available"),
        ("reset", "isn't available"),
        ("html", "Something else is answering at LiveAgent's address"),
        ("truncated", "isn't available"),
        ("oversize", "larger than 8 MiB"),
        ("types", "can't be read (ShowConversation)"),
        ("403", "API key"),
        ("403 of a right", "refused: agent is not allowed to see this"),
        ("error in 200", "the desk is closed"),
        ("500", "unable to load conversation"),
        ("redirect", "Something else is answering at LiveAgent's address"),
    ];
    for (fault, expected) in table {
        let world = World::start().await;
        let code = world.sandbox.liveagent().conversations().remove(20).code;
        let on = world.sandbox.liveagent().faults().on("GET", SHOW);
        let refused = |status: u16, message: &str| json!({ "response": { "status": "ERROR", "statuscode": status, "errormessage": message, "debugmessage": "Gpf" } });
        match fault {
            "503" => on.status(503),
            "reset" => on.reset(),
            "html" => on.html(),
            "truncated" => on.truncate(),
            "oversize" => on.oversize(),
            "types" => on.wrong_types(),
            "403" => on.body(403, &refused(403, "ApiKey not found")),
            "403 of a right" => on.body(403, &refused(403, "agent is not allowed to see this")),
            "error in 200" => on.body(200, &refused(500, "the desk is closed")),
            "redirect" => on.redirect("https://elsewhere.example/steal"),
            _ => on.body(500, &refused(500, "unable to load conversation")),
        };
        let answer = world.sandbox.owner().run(&format!("/conversation show conversation:{code}")).await;
        assert!(answer.text().contains(expected), "{fault}: {}", answer.text());
        assert!(answer.is_ephemeral(), "{fault}");
        for word in ["panicked", "Error(", "reqwest", "Gpf"] {
            assert!(!answer.text().contains(word), "{fault}: {}", answer.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_short_outage_is_not_even_noticed() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let conversation = desk.conversations().remove(0);
    desk.faults().on("GET", SHOW).status(503).times(1);
    let answer = world.sandbox.owner().run(&format!("/conversation show conversation:{}", conversation.code)).await;
    assert!(answer.text().contains("Status"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_shows_the_last_known_answer_with_its_age() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let first = owner.run("/overview chats").await;
    desk.faults().on("GET", "/api/chats/overview").reset();
    let second = owner.run("/overview chats").await;
    assert!(second.text().contains("LiveAgent isn't responding") && second.text().contains("<t:"), "{}", second.text());
    assert_eq!(first.embeds()[0]["fields"], second.embeds()[0]["fields"], "the figures are the last ones");
    desk.faults().clear();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_look_up_is_deferred_and_answered() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("GET", "/api/chats/overview").delay(Duration::from_secs(2));
    let answer = world.sandbox.owner().run("/overview chats").await;
    assert!(answer.was_deferred() && !answer.failed());
    assert!(answer.is_ephemeral() && answer.text().contains("Chats"), "{}", answer.text());
    assert_eq!(answer.calls(), 2, "a deferral and an edit");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_look_up_is_given_up_with_a_clear_word() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("GET", "/api/calls/overview").delay(Duration::from_secs(30));
    let answer = world.sandbox.owner().run("/overview calls").await;
    assert!(answer.was_deferred());
    assert!(answer.text().contains("took too long"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_sent_once_whatever_happens_and_says_so() {
    for effect in ["status", "reset", "truncate", "html"] {
        let world = World::start().await;
        let desk = world.sandbox.liveagent();
        let code = desk.conversations().remove(20).code;
        let on = desk.faults().on("POST", "/api/conversations/*/messages");
        match effect {
            "status" => on.status(502),
            "reset" => on.reset(),
            "truncate" => on.truncate(),
            _ => on.html(),
        };
        let answer = world.sandbox.owner().run(&format!("/conversation note conversation:{code} text:once")).await;
        assert_eq!(desk.requests().count("POST", "/api/conversations/*/messages"), 1, "{effect}");
        assert!(answer.text().contains("may still have been made"), "{effect}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_is_not_begun_when_discord_does_not_take_the_deferral() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let code = desk.conversations().remove(20).code;
    let gone = json!({ "code": 10062, "message": "Unknown interaction" });
    world.sandbox.discord().faults().on("POST", "/interactions/*").body(404, &gone);
    let answer = world.sandbox.owner().run(&format!("/conversation note conversation:{code} text:never")).await;
    assert!(answer.failed());
    assert_eq!(desk.requests().count("POST", "*"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_on_the_way_to_discord_is_sent_again() {
    let world = World::start().await;
    world.sandbox.discord().faults().on("POST", "/interactions/*").reset().times(1);
    let answer = world.sandbox.owner().run("/tag list").await;
    assert!(!answer.failed() && answer.text().contains("Tags"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_are_registered_once_and_not_again_after_a_restart() {
    let mut world = World::start().await;
    assert_eq!(world.sandbox.discord().registrations(), 1);
    world.restart().await;
    assert_eq!(world.sandbox.discord().registrations(), 1, "they were the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_discord_refuses_is_said_to_be_refused() {
    let world = World::start().await;
    let (faults, owner) = (world.sandbox.discord().faults(), world.sandbox.owner());
    let refusal = json!({ "code": 50035, "message": "Invalid Form Body" });
    faults.on("POST", "/interactions/*").body(400, &refusal).times(1);
    let first = owner.run("/tag list").await;
    assert!(first.text().contains("couldn't be shown"), "{}", first.text());
    faults.on("POST", "/interactions/*").status(500).times(1);
    let second = owner.run("/tag list").await;
    assert!(second.text().contains("Tags"), "a fault of Discord's own is tried again: {}", second.text());
    world.sandbox.liveagent().faults().on("GET", "/api/tags").delay(Duration::from_secs(2)).times(1);
    faults.on("PATCH", "/webhooks/*").body(400, &refusal).times(1);
    let edited = owner.run("/tag list").await;
    assert!(edited.was_deferred() && edited.text().contains("couldn't be shown"), "{}", edited.text());
}

/// Each request is in time, and all that one answer takes is not.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_several_slow_look_ups_is_given_up_by_twelve_seconds() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    while owner.complete("/kb search query:x under:").await.is_empty() {
        tokio::task::yield_now().await;
    }
    let category = owner.complete("/kb search query:x under:").await.remove(0);
    world.sandbox.liveagent().faults().on("GET", "/api/knowledgebase/entries").delay(Duration::from_secs(8));
    let begun = tokio::time::Instant::now();
    let answer = owner.run(&format!("/kb show entry:{}", category.value)).await;
    assert!(answer.text().contains("took too long"), "{}", answer.text());
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_mere_names() {
    let sandbox = sandbox::Sandbox::builder().start().await;
    sandbox.liveagent().faults().on("GET", "/api/tags").delay(Duration::from_secs(5));
    let world = World::on(sandbox).await;
    let answer = world.sandbox.owner().run("/overview chats").await;
    assert!(!answer.was_deferred() && answer.text().contains("Chats"), "{}", answer.text());
}

/// Measuring the zone by it is not tried all the time: it answers, and the next answer is no better.
#[tokio::test]
async fn a_clock_of_liveagent_that_is_no_use_is_not_asked_for_again_and_again() {
    let clocks = [json!(null), json!("soon"), json!("1999-12-31 23:59:59"), json!("2031-01-01 00:00:00")];
    let asked_once = async |clock: serde_json::Value| {
        let sandbox = sandbox::Sandbox::builder().start().await;
        let status =
            json!({ "response": { "status": "OK", "liveagentversion": "5.30", "current_server_time": clock } });
        sandbox.liveagent().faults().on("GET", "/api/application/status").body(200, &status);
        let world = World::on(sandbox).await;
        let asked = |world: &World| world.sandbox.liveagent().requests().count("GET", "/api/application/status");
        world.until(|world| asked(world) > 0).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(asked(&world), 1, "{clock}");
        assert!(!world.sandbox.owner().run("/overview chats").await.failed());
    };
    futures_util::future::join_all(clocks.map(asked_once)).await;
}
