//! Digests, boards and alerts whose creator is no manager any more: paused, or cut down to figures, and only on a clear answer of Discord.

use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Answer, Member, Sandbox};
use serde_json::json;
use store::{Store, Who};

use crate::{
    at_length::ledger::open,
    support::{CANARY, SETUP, World, database, digests, listed},
    watch::{said, until, waiting},
};

/// Where the server shows its audit.
pub(crate) const AUDIT: &str = "random";

pub(crate) const HOUR: SignedDuration = SignedDuration::from_hours(1);

pub(crate) const HOURLY: &str = "/digest subscribe channel:#support schedule:hourly timezone:UTC sections:agents";
const BOARD: &str = "/board create channel:#support department:Support";
pub(crate) const ALERT: &str = "/alert create metric:Chats waiting channel:#support fire:5 for:0 department:Support";

/// Why a digest is paused.
pub(crate) const REASON: &str = "paused: its creator can no longer manage digests";

/// A clock that is stopped on a Monday at noon.
pub(crate) fn noon() -> sandbox::clock::Clock {
    let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
    clock.set_speed(0.0);
    clock
}

/// A bot in as many servers, of which it serves all. In the first, Support manages what the bot posts, and perhaps a channel shows the audit.
pub(crate) async fn managed(guilds: usize, audit: bool) -> World {
    let sandbox = Sandbox::builder().api_key(CANARY).guilds(guilds).clock(noon()).start().await;
    let ids: Vec<String> = sandbox.guild_ids().iter().map(ToString::to_string).collect();
    let mut world = World::with_settings(sandbox, &[("DISCORD_GUILD_IDS", &ids.join(","))]).await;
    world.sandbox.owner().run("/setup roles manager:@Support").await;
    if audit {
        let (channel, who) = (world.sandbox.channel_id(AUDIT), setup(&world.sandbox));
        behind(&mut world, async |store| store.set_audit_channel(Some(channel), &who).await.unwrap()).await;
    }
    world
}

pub(crate) fn setup(sandbox: &Sandbox) -> Who {
    let (guild, at) = (sandbox.guild_id(), sandbox.clock().now());
    Who { user: sandbox.owner().id(), guild, channel: 1, interaction: SETUP, at }
}

/// Changes the database while the bot is stopped.
pub(crate) async fn behind(world: &mut World, change: impl AsyncFnOnce(&Store)) {
    world.stop_bot().await;
    let store = open(&database(&world.sandbox)).await;
    change(&store).await;
    store.close().await.unwrap();
    drop(store);
    world.start_bot().await;
}

/// The messages in the audit channel about subscriptions without an owner.
pub(crate) fn announced(world: &World) -> Vec<Answer> {
    said(world, AUDIT, "Announcement ")
}

/// How often Discord was asked for a member's roles.
fn asked(world: &World, member: &Member) -> usize {
    let path = format!("/guilds/{}/members/{}", world.sandbox.guild_id(), member.id());
    world.sandbox.discord().requests().count("GET", &path)
}

/// How many messages followed answers.
pub(crate) fn follow_ups(world: &World) -> usize {
    world.sandbox.discord().requests().count("POST", "/webhooks/*")
}

/// Moves the clock in steps in which everything has its turn.
pub(crate) async fn pass(world: &World, time: SignedDuration, steps: i32) {
    for _ in 0..steps {
        world.sandbox.clock().advance(time / steps);
        tokio::time::sleep(Duration::from_millis(700)).await;
    }
}

pub(crate) async fn list(member: &Member, what: &str) -> Answer {
    member.run(&format!("/{what} list")).await
}

/// Waits until a list says something.
pub(crate) async fn until_listed(member: &Member, what: &str, says: &str) -> Answer {
    for _ in 0..200 {
        let all = list(member, what).await;
        if all.text().contains(says) {
            return all;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{says:?} is not in:\n{}", list(member, what).await.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_is_paused_at_its_next_run_however_its_creator_lost_the_level() {
    for way in ["role", "setup", "leave"] {
        let world = managed(1, true).await;
        let (owner, bob, chloe) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
        assert!(bob.run(HOURLY).await.text().contains("Digest #1 saved"));
        world.sandbox.clock().advance(HOUR);
        world.until(|world| digests(world) == 1).await;
        match way {
            "role" => world.sandbox.take_role("Bob", "Support"),
            "leave" => world.sandbox.leave("Bob"),
            _ => _ = owner.run("/setup roles clear:true manager:@Sales").await,
        }
        // By the roles that were read at most an hour ago; the levels of roles are those of now.
        world.sandbox.clock().advance(HOUR);
        let paused = listed(&world, |list| list.contains(REASON)).await;
        assert!(paused.contains("no owner") && paused.contains("[Take over #1]"), "{paused}");
        let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
        let text = told.text();
        assert!(text.contains(&format!("<@{}> can no longer manage these.", bob.id())), "{way}: {text}");
        assert!(text.contains("**Digest #1**") && text.contains("[Take over]"), "{way}: {text}");
        assert_eq!(told.pings(), 0);
        for _ in 0..2 {
            world.sandbox.clock().advance(HOUR);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        assert_eq!(
            (digests(&world), announced(&world).len()),
            (1, 1),
            "{way}: nothing more is posted, and it is told once"
        );
        // A manager takes it over: it resumes with its next run.
        let by = if way == "setup" { &owner } else { &chloe };
        let told = announced(&world).remove(0);
        let taken = by.click(&told, "Take over").await;
        assert!(taken.text().contains(&format!("taken over by <@{}>", by.id())), "{way}: {}", taken.text());
        assert_eq!(taken.id(), told.id(), "its message shows it");
        assert!(!taken.text().contains("[Take over"), "{}", taken.text());
        let works = listed(&world, |list| !list.contains("paused")).await;
        assert!(!works.contains("no owner"), "{works}");
        world.sandbox.clock().advance(HOUR);
        world.until(|world| digests(world) == 2).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_is_paused_at_its_next_refresh_and_shows_on_once_it_is_taken_over() {
    let world = managed(1, true).await;
    waiting(&world, "Support", 3);
    let (bob, chloe) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(BOARD).await;
    until(&world, |world| !said(world, "support", "**3** waiting").is_empty()).await;
    world.sandbox.take_role("Bob", "Support");
    pass(&world, HOUR, 4).await;
    waiting(&world, "Support", 8);
    pass(&world, SignedDuration::from_mins(2), 4).await;
    assert!(said(&world, "support", "**8** waiting").is_empty(), "nothing is shown for Bob");
    let paused = until_listed(&chloe, "board", "paused: its creator can no longer manage boards").await;
    let taken = chloe.click(&paused, "Take over #1").await;
    assert!(!taken.text().contains("no owner") && !taken.text().contains("paused"), "{}", taken.text());
    assert_eq!(taken.id(), paused.id(), "the list shows it");
    until(&world, |world| !said(world, "support", "**8** waiting").is_empty()).await;
    // The audit channel shows what was done in a list.
    world.until(|world| !said(world, AUDIT, &format!("taken over by <@{}>", chloe.id())).is_empty()).await;
    assert_eq!((announced(&world).len(), said(&world, "support", "📋 Live status").len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_goes_on_without_words_until_it_is_taken_over_or_its_creator_is_back() {
    let world = managed(1, true).await;
    waiting(&world, "Support", 7);
    let (bob, chloe) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(ALERT).await;
    bob.run(HOURLY.replace("hourly", "monthly").as_str()).await;
    until(&world, |world| !said(world, "support", "**7** now").is_empty()).await;
    world.sandbox.take_role("Bob", "Support");
    pass(&world, HOUR, 2).await;
    until(&world, |world| !said(world, "support", "This alert has no owner and shows figures only").is_empty()).await;
    waiting(&world, "Support", 9);
    until(&world, |world| !said(world, "support", "**9** now").is_empty()).await;
    let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    let text = told.text();
    assert!(text.contains("**Alert #1** Chats waiting in Support") && text.contains("shows figures only"), "{text}");
    assert!(text.contains("**Digest #2**") && text.contains("pauses at its next update"), "{text}");
    assert!(text.contains("[Take over all] [Take over #1] [Take over #2]"), "both in one message: {text}");
    // Bob is a manager again: both are his again.
    world.sandbox.give_role("Bob", "Support");
    pass(&world, HOUR, 2).await;
    until(&world, |world| said(world, "support", "has no owner").is_empty()).await;
    world.until(|world| !said(world, AUDIT, "No new owner needed").is_empty()).await;
    assert!(!list(&chloe, "alert").await.text().contains("no owner"));
    // The second time it is told again.
    world.sandbox.leave("Bob");
    pass(&world, HOUR, 2).await;
    until(&world, |world| announced(world).len() == 2).await;
    let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    assert!(list(&chloe, "alert").await.text().contains("no owner"));
    let taken = chloe.click(&told, "Take over all").await;
    assert_eq!(taken.text().matches(&format!("taken over by <@{}>", chloe.id())).count(), 2, "{}", taken.text());
    until(&world, |world| said(world, "support", "has no owner").is_empty()).await;
    assert_eq!(said(&world, "support", "Incident 1").len(), 1, "it is one incident all the time");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_that_was_paused_stays_so_when_its_creator_is_back() {
    let world = managed(1, false).await;
    let bob = world.sandbox.member("Bob");
    bob.run(HOURLY).await;
    world.sandbox.take_role("Bob", "Support");
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains(REASON) && list.contains("no owner")).await;
    world.sandbox.give_role("Bob", "Support");
    pass(&world, HOUR, 1).await;
    listed(&world, |list| list.contains(REASON) && !list.contains("no owner")).await;
    world.sandbox.clock().advance(HOUR);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(digests(&world), 0);
    assert!(bob.run("/digest resume digest:1").await.text().contains("Digest #1 resumed"));
    world.sandbox.clock().advance(HOUR);
    world.until(|world| digests(world) == 1).await;
}

/// Resumed for somebody who may not have it, it would be paused at its next run.
#[tokio::test(flavor = "multi_thread")]
async fn who_resumes_what_has_no_owner_takes_it_over() {
    let world = managed(1, false).await;
    let (bob, chloe) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(HOURLY).await;
    world.sandbox.leave("Bob");
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains(REASON)).await;
    let resumed = chloe.run("/digest resume digest:1").await;
    assert!(resumed.text().contains("Digest #1 resumed"), "{}", resumed.text());
    world.sandbox.clock().advance(HOUR);
    world.until(|world| digests(world) == 1).await;
    assert!(!list(&chloe, "digest").await.text().contains("no owner"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_clear_answer_changes_nothing() {
    for (status, body) in [
        (500, json!(null)),
        (403, json!({ "code": 50_001, "message": "Missing Access" })),
        (401, json!({ "code": 0, "message": "401: Unauthorized" })),
        (429, json!({ "message": "You are being rate limited.", "retry_after": 60.0, "global": false })),
        (404, json!({ "code": 10_004, "message": "Unknown Guild" })),
        (404, json!({ "code": 0, "message": "404: Not Found" })),
        (200, json!({ "user": { "id": "5" }, "roles": [] })),
        (200, json!({ "roles": "none" })),
    ] {
        let world = managed(1, true).await;
        let bob = world.sandbox.member("Bob");
        bob.run(HOURLY).await;
        world.sandbox.leave("Bob");
        let fault = world.sandbox.discord().faults().on("GET", "/guilds/*/members/*").body(status, &body);
        for expected in 1..=2 {
            world.sandbox.clock().advance(HOUR);
            world.until(|world| digests(world) == expected).await;
        }
        assert!(announced(&world).is_empty(), "{status} {body}");
        fault.remove();
        if status == 429 {
            continue;
        }
        world.sandbox.clock().advance(HOUR);
        listed(&world, |list| list.contains(REASON)).await;
        assert_eq!(digests(&world), 2, "{status} {body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_can_not_be_read_changes_nothing() {
    for body in [json!({ "id": "5", "roles": [] }), json!({ "code": 50_001, "message": "Missing Access" })] {
        let world = managed(1, true).await;
        let bob = world.sandbox.member("Bob");
        bob.run(HOURLY).await;
        world.sandbox.take_role("Bob", "Support");
        let guild = format!("/guilds/{}", world.sandbox.guild_id());
        let status = if body["code"].is_null() { 200 } else { 403 };
        let fault = world.sandbox.discord().faults().on("GET", &guild).body(status, &body);
        world.sandbox.clock().advance(HOUR);
        world.until(|world| digests(world) == 1).await;
        fault.remove();
        world.sandbox.clock().advance(HOUR);
        listed(&world, |list| list.contains(REASON)).await;
    }
}

/// Whether Discord answers or not, and however much of a member's is due.
#[tokio::test(flavor = "multi_thread")]
async fn roles_are_asked_for_at_most_once_an_hour() {
    let world = managed(1, true).await;
    let (owner, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    for minute in ["0", "15", "30", "45"] {
        bob.run(&HOURLY.replace("hourly", &format!("{minute} * * * *"))).await;
    }
    bob.run(BOARD).await;
    bob.run(ALERT).await;
    owner.run(HOURLY).await;
    for (hour, fails) in [(1, false), (2, true), (3, true), (4, false)] {
        let faults = world.sandbox.discord().faults();
        let fault = fails.then(|| faults.on("GET", "/guilds/*/members/*").status(500));
        for step in 0..4 {
            waiting(&world, "Support", hour * 4 + step);
            pass(&world, SignedDuration::from_mins(15), 1).await;
        }
        fault.into_iter().for_each(sandbox::faults::Rule::remove);
        for member in [&owner, &bob] {
            let asked = u64::try_from(asked(&world, member)).unwrap();
            assert!((1..=hour + 1).contains(&asked), "{asked} times in {hour} h");
        }
    }
    // Four of Bob's and one of Ada's each hour; five at a time go to a channel.
    world.until(|world| digests(world) > 16).await;
    assert!(announced(&world).is_empty());
}
