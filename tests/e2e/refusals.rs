//! Discord refuses what is posted and edited: for a moment, for long, for good. What passes is waited for, and nobody has to do anything.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{End, Sandbox};
use serde_json::json;

use crate::{
    support::{World, digests, listed},
    watch::{said, until, waiting},
};

const POST: &str = "/channels/*/messages";
const EDIT: &str = "/channels/*/messages/*";

/// A world in which a board and an alert that fires stand in #support.
async fn shown() -> World {
    let world = World::monday(0.0).await;
    waiting(&world, "Support", 7);
    let owner = world.sandbox.owner();
    owner.run("/board create channel:#support department:Support").await;
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support").await;
    until(&world, |world| !said(world, "support", "Incident 1").is_empty()).await;
    until(&world, |world| !said(world, "support", "📋 Live status").is_empty()).await;
    world
}

async fn lists(world: &World) -> String {
    let owner = world.sandbox.owner();
    let mut all = String::new();
    for what in ["digest", "board", "alert"] {
        all += &owner.run(&format!("/{what} list")).await.text();
    }
    all
}

/// The lists, once nothing waits: that is written down right after Discord took it.
async fn quiet(world: &World) -> String {
    let wait = async {
        loop {
            let all = lists(world).await;
            if !all.contains("blocked") {
                return all;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), wait).await.expect("nothing waits any more")
}

fn told(world: &World) -> String {
    world.sandbox.direct_messages_to("Ada").iter().map(ToString::to_string).collect()
}

/// Moves the clock on in steps in which everything has its turn.
async fn pass(world: &World, time: SignedDuration, steps: i32) {
    for _ in 0..steps {
        world.sandbox.clock().advance(time / steps);
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

/// Waits until nothing is tried any more while the clock stands still. Edits of one channel take their turns.
async fn settled(world: &World) {
    let edits = || world.sandbox.discord().requests().count("PATCH", EDIT);
    let mut tried = (0, edits());
    while tried.0 != tried.1 {
        tokio::time::sleep(Duration::from_secs(3)).await;
        tried = (tried.1, edits());
    }
}

#[tokio::test]
async fn what_passes_within_minutes_needs_nobody_and_loses_nothing() {
    for (seconds, steps, is_told) in [(1, 1, false), (40, 2, false), (600, 8, true)] {
        let world = shown().await;
        world.sandbox.owner().run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
        let refusal = json!({ "code": 50_013, "message": "Missing Permissions" });
        let faults = world.sandbox.discord().faults();
        let faults =
            [("POST", POST), ("PATCH", EDIT)].map(|(method, path)| faults.on(method, path).body(403, &refusal));
        waiting(&world, "Support", 9);
        let refused = |method: &str, path: &str| {
            let requests = world.sandbox.discord().requests().all();
            requests.iter().filter(|it| it.method == method && it.status == 403 && it.path.starts_with(path)).count()
        };
        world.sandbox.clock().advance(SignedDuration::from_hours(1));
        world.until(|_| refused("POST", "/channels/") > 0 && refused("PATCH", "/channels/") > 0).await;
        pass(&world, SignedDuration::from_secs(seconds), steps).await;
        faults.into_iter().for_each(sandbox::faults::Rule::remove);
        until(&world, |world| digests(world) == 1).await;
        until(&world, |world| !said(world, "support", "**9** now").is_empty()).await;
        until(&world, |world| !said(world, "support", "**9** waiting").is_empty()).await;
        let lists = quiet(&world).await;
        assert!(!lists.contains("stopped"), "{seconds} s: {lists}");
        if is_told {
            world.until(|world| told(world).matches("is blocked").count() == 2).await;
        } else {
            assert_eq!(told(&world), "", "{seconds} s");
        }
    }
}

#[tokio::test]
async fn what_lasts_a_day_is_given_up_an_alert_last_and_is_taken_up_at_once() {
    let world = shown().await;
    let owner = world.sandbox.owner();
    world.sandbox.let_bot("support", true, false);
    let edits = world.sandbox.discord().faults().on("PATCH", EDIT);
    let edits = edits.body(403, &json!({ "code": 50_001, "message": "Missing Access" }));
    let requests = |path: &str| world.sandbox.discord().requests().count("*", path);
    // The clock is so fast here that an hour may pass before the bot gets to try: each step waits for a request to `path`.
    let (began, mut chats) = (world.sandbox.clock().now(), 8);
    let mut hours_until_stopped = async |what: &str, path: &str| {
        loop {
            let hours = world.sandbox.clock().now().duration_since(began).as_hours();
            let list = owner.run(&format!("/{what} list")).await.text();
            if list.contains("stopped: Missing") {
                return hours;
            }
            assert!(list.contains("blocked: Missing") || hours < 2, "{list}");
            assert!(hours < 40, "{list}");
            chats += 1;
            waiting(&world, "Support", chats);
            for _ in 0..2 {
                let before = requests(path);
                world.sandbox.clock().advance(SignedDuration::from_mins(30));
                let tried = world.until(|_| requests(path) > before);
                let _ = tokio::time::timeout(Duration::from_secs(3), tried).await;
            }
        }
    };
    let board = said(&world, "support", "📋 Live status").remove(0).id().unwrap();
    let hours = hours_until_stopped("board", &format!("/channels/*/messages/{board}")).await;
    assert!((12..16).contains(&hours), "a board after {hours} h");
    let hours = hours_until_stopped("alert", POST).await;
    assert!((24..28).contains(&hours), "an alert is given up last: after {hours} h");
    world.until(|world| told(world).matches("has stopped").count() == 2).await;
    assert_eq!(told(&world).matches("is blocked").count(), 2, "{}", told(&world));
    // Open again, and asked for: it is there at once, whatever the alert has to wait for as a rule.
    edits.remove();
    world.sandbox.let_bot("support", true, true);
    waiting(&world, "Support", 333);
    world.sandbox.clock().advance(SignedDuration::from_secs(31));
    tokio::time::sleep(Duration::from_secs(3)).await;
    // The clock stands still: neither waits for the next look at the figures.
    assert!(owner.run("/alert edit alert:2 for:30").await.text().contains("Alert #2 updated"));
    world.until(|world| !said(world, "support", "**333** now").is_empty()).await;
    assert!(owner.run("/board resume board:1").await.text().contains("resumed in"));
    world.until(|world| !said(world, "support", "**333** waiting").is_empty()).await;
}

#[tokio::test]
async fn a_sign_that_it_is_open_again_ends_the_wait() {
    let world = shown().await;
    world.sandbox.let_bot("support", false, false);
    for chats in 0..4 {
        waiting(&world, "Support", 9 + chats);
        pass(&world, SignedDuration::from_mins(4), 2).await;
    }
    settled(&world).await;
    assert!(lists(&world).await.matches("blocked").count() == 2);
    // By now both rest for minutes.
    world.sandbox.let_bot("support", true, true);
    world.until(|world| !said(world, "support", "**12** now").is_empty()).await;
    world.until(|world| !said(world, "support", "**12** waiting").is_empty()).await;
}

/// A role is changed, another digest is posted, a sample is, a session begins: neither the channel nor the clock says anything.
#[tokio::test]
async fn whatever_may_have_opened_a_channel_ends_the_wait() {
    let world = shown().await;
    let owner = world.sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:monthly timezone:UTC sections:agents").await;
    let refusal = json!({ "code": 50_013, "message": "Missing Permissions" });
    let signs = [(9, "a role"), (12, "/digest run digest:3"), (15, "/alert test alert:2"), (18, "a session")];
    for (chats, sign) in signs {
        let fault = world.sandbox.discord().faults().on("PATCH", EDIT).body(403, &refusal);
        waiting(&world, "Support", chats);
        for _ in 0..40 {
            if lists(&world).await.matches("blocked").count() == 2 {
                break;
            }
            pass(&world, SignedDuration::from_secs(31), 1).await;
        }
        settled(&world).await;
        assert_eq!(lists(&world).await.matches("blocked").count(), 2);
        fault.remove();
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert!(said(&world, "support", &format!("**{chats}** waiting")).is_empty(), "the clock stands still");
        match sign {
            "a role" => world.sandbox.change_role("Support"),
            "a session" => world.sandbox.discord().end_gateway(End::SessionLost),
            command => _ = owner.run(command).await,
        }
        world.until(|world| !said(world, "support", &format!("**{chats}** now")).is_empty()).await;
        world.until(|world| !said(world, "support", &format!("**{chats}** waiting")).is_empty()).await;
        quiet(&world).await;
    }
}

/// What is refused for an hour is tried ever less often.
#[tokio::test]
async fn what_is_refused_is_tried_at_growing_distance() {
    let world = shown().await;
    world.sandbox.owner().run("/digest subscribe channel:#random schedule:hourly timezone:UTC sections:agents").await;
    let faults = world.sandbox.discord().faults();
    let refusal = json!({ "code": 50_013, "message": "Missing Permissions" });
    faults.on("PATCH", EDIT).body(403, &refusal);
    faults.on("POST", POST).body(403, &refusal);
    world.sandbox.clock().advance(SignedDuration::from_mins(59));
    waiting(&world, "Support", 9);
    let tries = |method: &str, path: &str| world.sandbox.discord().requests().count(method, path);
    let (edits, posts) = (tries("PATCH", EDIT), tries("POST", POST));
    // By half a minute it would be tried 28 times.
    for _ in 0..28 {
        world.sandbox.clock().advance(SignedDuration::from_mins(2));
        tokio::time::sleep(Duration::from_millis(1_200)).await;
    }
    let (edits, posts) = (tries("PATCH", EDIT) - edits, tries("POST", POST) - posts);
    assert!((2 * 3..=2 * 8).contains(&edits), "an incident and a board: {edits} edits");
    assert!((5..=15).contains(&posts), "a digest: {posts} posts");
}

/// An edit is refused for reasons of the message, not of the channel.
#[tokio::test]
async fn a_message_that_can_not_be_edited_is_posted_anew() {
    for (status, code, deleted) in [(404, 10_008, 0), (403, 50_005, 0), (400, 30_046, 1)] {
        let world = shown().await;
        let refusal = json!({ "code": code, "message": "No" });
        let fault = world.sandbox.discord().faults().on("PATCH", EDIT).body(status, &refusal);
        waiting(&world, "Support", 9);
        until(&world, |world| !said(world, "support", "**9** waiting").is_empty()).await;
        until(&world, |world| !said(world, "support", "**9** now").is_empty()).await;
        fault.remove();
        let list = quiet(&world).await;
        assert!(!list.contains("stopped"), "{code}: {list}");
        let deletions = || world.sandbox.discord().requests().count("DELETE", EDIT);
        world.until(|_| deletions() >= deleted).await;
    }
}

#[tokio::test]
async fn a_thread_that_is_asleep_is_opened() {
    let world = shown().await;
    world.sandbox.put_to_sleep("support");
    waiting(&world, "Support", 9);
    until(&world, |world| !said(world, "support", "**9** now").is_empty()).await;
    until(&world, |world| !said(world, "support", "**9** waiting").is_empty()).await;
    assert_eq!(said(&world, "support", "📋 Live status").len(), 1, "it is the same message");
}

/// Whatever stands in an answer of 2xx: it is done.
#[tokio::test]
async fn what_discord_took_is_done_whatever_it_answers() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    let faults = world.sandbox.discord().faults();
    faults.on("PATCH", "/webhooks/*").truncate();
    let sent = |method: &str, path: &str| world.sandbox.discord().requests().count(method, path);
    for (slow, responses) in [(false, 2), (true, 4)] {
        // Of this one nothing arrives; sent again, it is answered that it was taken.
        faults.on("POST", "/interactions/*").truncate().times(1);
        if slow {
            world.sandbox.liveagent().faults().on("*", "*").delay(Duration::from_millis(1_700)).times(2);
        }
        let asked = owner.run("/tag list");
        let answer = tokio::time::timeout(Duration::from_secs(20), asked).await.unwrap();
        assert!(answer.was_deferred() == slow && answer.text().contains("🏷️"), "{}", answer.text());
        assert!(!answer.text().contains("⚠️"), "{}", answer.text());
        // The answer is there before the bot knows.
        world.until(|_| sent("POST", "/interactions/*") == responses).await;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(
        (sent("POST", "/interactions/*"), sent("PATCH", "/webhooks/*")),
        (4, 1),
        "an edit that was taken is sent once"
    );
}

/// Of a message that was posted the id alone is read, of others what tells them apart: whatever else stands there, it is no failure.
#[tokio::test]
async fn what_is_read_of_a_message_is_its_id_whatever_else_it_holds() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    let posts = || world.sandbox.discord().requests().count("POST", POST);
    for (id, digest) in [(json!("1300000000000009001"), 1), (json!(1_300_000_000_000_009_002_u64), 2)] {
        owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC sections:agents").await;
        let odd = json!({ "id": id, "type": "of another kind", "author": 7, "content": null, "embeds": {} });
        let fault = world.sandbox.discord().faults().on("POST", POST).body(200, &odd);
        let before = posts();
        owner.run(&format!("/digest run digest:{digest}")).await;
        listed(&world, |list| list.matches("last: posted").count() == digest).await;
        assert_eq!(posts() - before, 1);
        fault.remove();
    }
    // Whether it stands there is looked for among messages that are of no kind known today.
    let faults = world.sandbox.discord().faults();
    let others = json!([{ "id": "1300000000000009003", "type": "odd", "author": { "id": 7 }, "embeds": "odd" }, { "odd": true }]);
    faults.on("GET", POST).body(200, &others);
    faults.on("POST", POST).status(500).times(4);
    let before = posts();
    world.sandbox.clock().advance(SignedDuration::from_secs(61));
    owner.run("/digest run digest:2").await;
    world.until(|_| posts() - before == 4).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    pass(&world, SignedDuration::from_mins(6), 2).await;
    world.until(|world| digests(world) == 1).await;
    assert_eq!(posts() - before, 5);
}

/// A 429 says until when: no request of its kind goes before, and where it is global none at all.
#[tokio::test]
async fn discord_is_given_the_time_that_it_asks_for() {
    let sandbox = Sandbox::builder().start().await;
    let world = World::on(sandbox).await;
    let owner = world.sandbox.owner();
    let limited = |seconds: f64, global: bool| json!({ "message": "You are being rate limited.", "retry_after": seconds, "global": global });
    // An answer waits within its time.
    world.sandbox.discord().faults().on("POST", "/interactions/*").body(429, &limited(0.4, false)).times(3);
    let began = tokio::time::Instant::now();
    let answer = owner.run("/about").await;
    assert!(!answer.failed() && answer.text().contains("Switchboard"), "{}", answer.text());
    assert!(began.elapsed() >= Duration::from_millis(1_200), "{:?}", began.elapsed());
    // All channels wait where it is of all.
    let before = world.sandbox.discord().requests().count("POST", POST);
    world.sandbox.discord().faults().on("POST", POST).body(429, &limited(6.0, true)).times(1);
    owner.run("/board create channel:#support").await;
    owner.run("/board create channel:#random").await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(world.sandbox.discord().requests().count("POST", POST) - before, 1, "nothing goes before it");
    world
        .until(|world| {
            !said(world, "random", "📋 Live status").is_empty() && !said(world, "support", "📋 Live status").is_empty()
        })
        .await;
}
