//! What is promised of posting when Discord, the database, the clock or the process fails.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::liveagent::Queue;
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use crate::{
    at_length::{kills::crashed, ledger::open},
    support::{World, config, database, digests, is_digest, listed},
};

pub(crate) const POST: &str = "/channels/*/messages";
const EDIT: &str = "/channels/*/messages/*";
pub(crate) const HOUR: SignedDuration = SignedDuration::from_hours(1);
pub(crate) const HOURLY: &str = "/digest subscribe channel:#support schedule:hourly timezone:UTC sections:agents";

pub(crate) async fn hourly() -> World {
    let world = World::monday(0.0).await;
    world.sandbox.owner().run(HOURLY).await;
    world
}

pub(crate) fn posts(world: &World) -> usize {
    world.sandbox.discord().requests().count("POST", POST)
}

#[tokio::test]
async fn a_deleted_channel_stops_its_digest() {
    for (status, code) in [(404, 10003), (400, 50024), (400, 40058)] {
        let world = hourly().await;
        let refusal = json!({ "code": code, "message": "Unknown Channel" });
        world.sandbox.discord().faults().on("POST", POST).body(status, &refusal).times(1);
        world.sandbox.clock().advance(HOUR);
        listed(&world, |list| list.contains("stopped: Unknown Channel")).await;
        world.until(|world| world.sandbox.direct_messages_to("Ada").len() == 1).await;
    }
}

#[tokio::test]
async fn a_payload_that_discord_refuses_is_sent_once_and_kept_as_failed() {
    let world = hourly().await;
    let refusal = json!({ "code": 50035, "message": "Invalid Form Body" });
    world.sandbox.discord().faults().on("POST", POST).body(400, &refusal);
    world.sandbox.clock().advance(HOUR);
    let list = listed(&world, |list| list.contains("failed (Invalid Form Body")).await;
    assert!(list.contains("🟢"), "still active: {list}");
    assert_eq!(posts(&world), 1);
}

#[tokio::test]
async fn a_rate_limit_is_waited_for() {
    let world = hourly().await;
    let slow = json!({ "message": "You are being rate limited.", "retry_after": 0.6, "global": false });
    world.sandbox.discord().faults().on("POST", POST).body(429, &slow).times(2);
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!((digests(&world), posts(&world)), (1, 3));
}

#[tokio::test]
async fn an_end_during_a_post_finishes_it() {
    let mut world = hourly().await;
    world.sandbox.discord().faults().on("POST", POST).delay(Duration::from_secs(1));
    world.sandbox.clock().advance(HOUR);
    let store = database(&world.sandbox);
    let mut other = SqliteConnection::connect(&store).await.unwrap();
    let began = "SELECT count(*) FROM deliveries WHERE began IS NOT NULL";
    while sqlx::query_scalar::<_, i64>(began).fetch_one(&mut other).await.unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(other);
    world.stop_bot().await;
    assert_eq!(digests(&world), 1);
    let kept = open(&store).await.deliveries_of(1, 10).await.unwrap();
    assert_eq!(kept.iter().map(|each| each.state).collect::<Vec<_>>(), [store::DeliveryState::Posted]);
}

#[tokio::test]
async fn a_clock_that_was_ahead_silences_nothing() {
    let world = hourly().await;
    world.sandbox.clock().advance(HOUR * 24 * 30);
    world.sandbox.until_message("support", is_digest).await;
    listed(&world, |list| list.contains("last: posted")).await;
    world.sandbox.clock().advance(HOUR * -24 * 30);
    tokio::time::sleep(Duration::from_secs(2)).await;
    for hour in 2..4 {
        world.sandbox.clock().advance(HOUR);
        world.until(|world| digests(world) == hour).await;
    }
}

#[tokio::test]
async fn a_run_that_nobody_came_to_is_late_or_too_late_by_the_time_it_is_posted() {
    for (away, expected) in [(SignedDuration::from_mins(20), "last: posted late"), (HOUR * 24, "skipped (too late)")] {
        let mut world = World::monday(0.0).await;
        world.sandbox.owner().run("/digest subscribe channel:#support schedule:0 9 1 1 * timezone:UTC").await;
        world.stop_bot().await;
        // Planned, and then killed.
        let store = open(&database(&world.sandbox)).await;
        let (channel, now) = (world.sandbox.channel_id("support"), world.sandbox.clock().now());
        let by = store::Who { user: 1, guild: world.sandbox.guild_id(), channel, interaction: 1, at: now };
        assert!(store.ask_for_run("d1r1", 1, channel, &by).await.unwrap());
        drop(store);
        world.sandbox.clock().advance(away);
        world.start_bot().await;
        listed(&world, |list| list.contains(expected)).await;
        let posted = usize::from(expected.contains("posted"));
        assert_eq!(digests(&world), posted);
        let marked =
            world.sandbox.answers_in("support").iter().filter(|told| told.text().contains("Late, was due")).count();
        assert_eq!(marked, posted);
    }
}

#[tokio::test]
async fn who_is_shut_out_of_a_channel_with_many_digests_gets_one_message() {
    let world = World::monday(0.0).await;
    for _ in 0..12 {
        world.sandbox.owner().run(HOURLY).await;
    }
    world.sandbox.let_bot("support", false, false);
    let all_are_blocked = async || {
        for _ in 0..300 {
            let list = world.sandbox.owner().run("/digest list").await;
            let rest = world.sandbox.owner().click(&list, "Next").await;
            if [list, rest].map(|page| page.text().matches("blocked:").count()) == [10, 2] {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("not all are blocked");
    };
    world.sandbox.clock().advance(HOUR);
    all_are_blocked().await;
    world.sandbox.clock().advance(HOUR + SignedDuration::from_mins(5));
    world.until(|world| !world.sandbox.direct_messages_to("Ada").is_empty()).await;
    let told = world.sandbox.direct_messages_to("Ada");
    assert_eq!(told.len(), 1, "{told:?}");
    let words = told[0]["embeds"][0]["description"].as_str().unwrap();
    assert!(words.contains("and 2 more"), "{words}");
    all_are_blocked().await;
}

/// Gone between post and record, edited and long away; then Discord does not tell at once what stands in the channel, and much does.
#[tokio::test]
async fn what_was_posted_is_found_behind_two_hundred_messages_once_discord_tells() {
    let sandbox = crashed().await;
    sandbox.clock().advance(SignedDuration::from_mins(30));
    let faults = sandbox.discord().faults().clone();
    let fault = faults.on("GET", POST).reset();
    let mut world = World::idle(sandbox);
    let rest = switchboard::discord::rest(&config(&world.sandbox)).unwrap();
    for number in 0..210 {
        let message = json!({ "content": format!("message {number}") });
        rest.post(world.sandbox.channel_id("support"), &message, &[]).await.unwrap();
    }
    world.start_bot().await;
    world.sandbox.owner().run("/digest edit digest:1 schedule:Mondays 9am title:Another").await;
    world.until(|world| world.sandbox.discord().requests().count("GET", POST) > 0).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(digests(&world), 1, "what can't be told is not posted again");
    fault.remove();
    world.sandbox.clock().advance(SignedDuration::from_secs(61));
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!(digests(&world), 1);
}

/// Discord shows an empty channel to who may not read its history: that is no word that nothing stands there.
#[tokio::test]
async fn what_may_stand_in_a_channel_that_can_not_be_read_is_not_posted_again() {
    for readable in [false, true] {
        let sandbox = crashed().await;
        sandbox.clock().advance(SignedDuration::from_mins(30));
        sandbox.let_bot_read_history("support", readable);
        let world = World::on(sandbox).await;
        let last =
            if readable { "last: posted" } else { "can't check for an earlier post without Read Message History" };
        listed(&world, |list| list.contains(last)).await;
        assert_eq!(digests(&world), 1);
    }
}

/// While a token is renewed Discord refuses everything: that is no word on a channel or a message.
#[tokio::test]
async fn who_is_let_in_nowhere_for_a_while_stops_nothing() {
    let world = hourly().await;
    let owner = world.sandbox.owner();
    queue(&world, 7);
    owner.run("/board create channel:#support department:Support").await;
    owner.run("/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support").await;
    until_moved(&world, 31, |world| world.sandbox.answers_in("support").len() == 2).await;
    let refusal = json!({ "message": "401: Unauthorized", "code": 0 });
    let faults = [("PATCH", EDIT), ("POST", POST)]
        .map(|(method, path)| world.sandbox.discord().faults().on(method, path).body(401, &refusal));
    queue(&world, 9);
    let (posted, edits) = (posts(&world), |world: &World| world.sandbox.discord().requests().count("PATCH", EDIT));
    let before = edits(&world);
    until_moved(&world, 31, |world| edits(world) >= before + 4).await;
    world.sandbox.clock().advance(HOUR);
    until_moved(&world, 1, |world| posts(world) > posted).await;
    faults.into_iter().for_each(sandbox::faults::Rule::remove);
    until_moved(&world, 61, |world| digests(world) == 1).await;
    for list in ["/digest list", "/board list", "/alert list"] {
        let list = owner.run(list).await.text();
        assert!(!list.contains("stopped"), "{list}");
    }
    until_moved(&world, 31, |world| {
        let shown = world.sandbox.answers_in("support");
        shown.iter().filter(|message| !is_digest(message) && message.text().contains("**9**")).count() == 2
    })
    .await;
}

/// All answers get lost, and the clock stands still, so that Discord may remember the nonce: the message is looked for all the same.
#[tokio::test]
async fn what_stands_there_after_lost_answers_is_not_posted_again() {
    let world = World::monday(0.0).await;
    queue(&world, 7);
    world.sandbox.discord().faults().on("POST", POST).truncate().times(4);
    let alert = "/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support role:@Support";
    world.sandbox.owner().run(alert).await;
    world.sandbox.clock().advance(SignedDuration::from_secs(31));
    world.until(|world| posts(world) == 4).await;
    queue(&world, 9);
    until_moved(&world, 31, |world| world.sandbox.discord().requests().count("PATCH", EDIT) > 0).await;
    let shown = world.sandbox.answers_in("support");
    assert_eq!((shown.len(), shown[0].pings(), posts(&world)), (1, 1, 4), "{}", shown[0].text());
}

#[tokio::test]
async fn after_an_outage_the_newest_run_alone_is_caught_up() {
    let mut world = World::monday(0.0).await;
    let often = "/digest subscribe channel:#support schedule:*/15 * * * * timezone:UTC sections:agents";
    world.sandbox.owner().run(often).await;
    let fault = world.sandbox.liveagent().faults().on("*", "*").reset();
    // From noon until 12:46: three runs come due.
    let until = world.sandbox.clock().now() + SignedDuration::from_mins(46);
    until_moved(&world, 61, |world| world.sandbox.clock().now() >= until).await;
    fault.remove();
    until_moved(&world, 61, |world| digests(world) > 0).await;
    let list = listed(&world, |list| list.contains("last: posted")).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(digests(&world), 1, "{list}");
    world.stop_bot().await;
    let kept = open(&database(&world.sandbox)).await.deliveries_of(1, 10).await.unwrap();
    let skipped = kept.iter().filter(|each| each.state == store::DeliveryState::Skipped).count();
    assert!(skipped >= 2 && kept.len() == skipped + 1, "each has an outcome: {kept:?}");
}

/// A figure that may still come is waited for as long as the digest may be late; then it is said why it is missing.
#[tokio::test]
async fn a_digest_waits_for_its_figures_and_then_says_why_they_are_missing() {
    for (status, reason) in [(503, "LiveAgent didn't respond"), (429, "the request limit was reached")] {
        let world = World::monday(0.0).await;
        let subscribe = "/digest subscribe channel:#support schedule:hourly timezone:UTC sections:agents,sla";
        let saved = world.sandbox.owner().run(subscribe).await.text();
        assert!(saved.contains("Digest #1 saved"), "{saved}");
        let sla = "/api/reports/tickets/slacompliance";
        let faults = world.sandbox.liveagent().faults();
        let minutes = async |minutes: i64| {
            world.sandbox.clock().advance(SignedDuration::from_mins(minutes));
            tokio::time::sleep(Duration::from_secs(2)).await;
        };
        // For the first run they come in time, for the second they don't.
        world.sandbox.clock().advance(SignedDuration::from_mins(50));
        let fault = faults.on("GET", sla).status(status);
        minutes(11).await;
        minutes(10).await;
        assert_eq!(digests(&world), 0, "{status}: it waits for its figures");
        fault.remove();
        minutes(10).await;
        let first = world.sandbox.until_message("support", is_digest).await;
        assert!(!first.text().contains("Missing") && first.text().contains("SLA"), "{status}: {}", first.text());
        minutes(25).await;
        faults.on("GET", sla).status(status);
        minutes(20).await;
        minutes(20).await;
        minutes(20).await;
        assert_eq!(digests(&world), 1, "{status}: it waits for its figures");
        world.sandbox.clock().advance(SignedDuration::from_secs(13 * 60 + 30));
        world.until(|world| digests(world) == 2).await;
        let second = world.sandbox.answers_in("support").pop().unwrap().text();
        assert!(second.contains(&format!("Missing: {reason}.")), "{status}: {second}");
    }
}

fn queue(world: &World, waiting: u64) {
    world.sandbox.liveagent().set_queue("Support", Queue { waiting, agents: 2, ..Queue::default() });
}

/// Moves the clock by so many seconds, again and again, until something holds.
async fn until_moved(world: &World, seconds: i64, holds: impl Fn(&World) -> bool) {
    for _ in 0..120 {
        if holds(world) {
            return;
        }
        world.sandbox.clock().advance(SignedDuration::from_secs(seconds));
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("it never held");
}
