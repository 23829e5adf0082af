//! `/digest`: made, posted once on time, caught up, paused where Discord refuses it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::{
    at_length::ledger::open,
    support::{World, database, digests, is_digest, listed},
};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn a_digest_is_saved_with_its_next_runs_and_a_preview() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    let saved = owner.run("/digest subscribe channel:#support schedule:weekdays 09:00 timezone:Europe/Berlin title:Morning sections:all").await;
    let text = saved.text();
    assert!(saved.is_ephemeral(), "{text}");
    for expected in [
        "Digest #1 saved",
        "Next runs",
        "📰 Morning",
        "💬 Chats",
        "⏳ Waiting",
        "👥 Agents online",
        "📅 Yesterday",
        "🎯 SLA",
        "⭐ Ranking",
        "🏷️ Tags",
        "📚 Knowledge base",
    ] {
        assert!(text.contains(expected), "{expected} is not in:\n{text}");
    }
    // Tuesday 9:00 in Berlin, and the two days after.
    for run in ["2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z", "2026-11-26T08:00:00Z"] {
        let run = run.parse::<Timestamp>().unwrap().as_second();
        assert!(text.contains(&format!("<t:{run}:F>")), "{run} is not in:\n{text}");
    }
    assert_eq!(digests(&world), 0, "a preview is private");
}

#[tokio::test]
async fn a_digest_of_departments_says_what_is_of_them_and_has_a_chart_where_nothing_else_is_watched() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for departments in ["Support", "Support, Sales"] {
        let line = format!(
            "/digest subscribe channel:#support schedule:hourly timezone:UTC sections:all departments:{departments}"
        );
        let saved = owner.run(&line).await;
        let text = saved.text();
        assert!(
            text.contains("of 12 · all departments") && text.contains("Tags yesterday · all departments"),
            "{text}"
        );
        assert!(text.contains("🎯 SLA yesterday: "), "{text}");
    }
    let asked = world.sandbox.liveagent().requests();
    assert_eq!(asked.count("GET", "/api/reports/tickets/slacompliance"), 2 * 2, "two departments, two days");
    world.sandbox.clock().advance(HOUR);
    world.until(|world| digests(world) == 2).await;
    for digest in world.sandbox.answers_in("support") {
        let image = digest.embeds()[0]["image"]["url"].as_str().unwrap_or_default().to_owned();
        assert!(image.contains("chart.png"), "no chart: {}", digest.text());
    }
    let one = world.sandbox.until_message("support", |digest| !digest.text().contains("Sales")).await;
    let waiting = owner.click(&one, "Waiting").await.text();
    assert!(waiting.contains("Support") && !waiting.contains("Sales"), "{waiting}");
    let articles = owner.choose_first(&one).await;
    assert!(articles.is_ephemeral() && !articles.failed(), "{}", articles.text());
}

#[tokio::test]
async fn departments_are_named_by_the_choice_that_was_taken_and_more_are_added_afterwards() {
    let sandbox = sandbox::Sandbox::builder().start().await;
    for (id, name) in [("eu000001", "Sales, EU"), ("twin0001", "Twins"), ("twin0002", "Twins")] {
        sandbox.liveagent().add_named(id, name);
    }
    let world = World::on(sandbox).await;
    let owner = world.sandbox.owner();
    world.until_offered("/digest subscribe channel:#support schedule:daily departments:").await;
    let make = "/digest subscribe channel:#support schedule:daily 09:00 timezone:UTC departments:";
    // The choice is told apart, and keeps which one it is.
    let offered = owner.complete(&format!("{make}Twins")).await;
    let twin = offered.iter().find(|choice| choice.name == "Twins · twin0002").unwrap_or_else(|| panic!("{offered:?}"));
    assert_eq!(twin.value, "twin0002");
    let saved = owner.run(&format!("{make}{}", twin.value)).await;
    assert!(saved.text().contains("Digest #1 saved") && saved.text().contains("Twins"), "{}", saved.text());
    // A list of names; of one that could be two, it is said which.
    let list = "support, Sales, EU";
    assert_eq!(owner.complete(&format!("{make}{list}")).await[0].value, list);
    let saved = owner.run(&format!("{make}{list}")).await;
    assert!(saved.text().contains("Support, Sales, EU"), "{}", saved.text());
    for (typed, part) in [("Support, twins", "called “twins” (2)"), ("Support, Suport", "no department “Suport”")]
    {
        let refused = owner.run(&format!("{make}{typed}")).await;
        assert!(refused.text().contains(part), "{}", refused.text());
    }
    // More, or others, by selects.
    let form = owner.click(&saved, "Add more").await;
    assert!(form.is_ephemeral() && !form.failed(), "{}", form.text());
    let chosen = |answer: &sandbox::Answer, select: &str| -> Vec<String> {
        let (_, options) = answer.select(select).unwrap_or_else(|| panic!("no {select} in:\n{}", answer.text()));
        let chosen = options.iter().filter(|option| option["default"] == true);
        chosen.map(|option| option["value"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let before = chosen(&form, "departments");
    assert_eq!(before.len(), 2);
    let form = owner.choose(&form, "departments", &[&before[0], "twin0001"]).await;
    assert_eq!(chosen(&form, "departments"), ["twin0001", before[0].as_str()]);
    let form = owner.choose(&form, "include", &["queues", "tags"]).await;
    assert_eq!(chosen(&form, "include"), ["queues", "tags"]);
    let none = owner.choose(&form, "include", &[]).await;
    assert!(none.text().contains("at least one section"), "{}", none.text());
    let changed = owner.run("/digest edit digest:2 title:Mine").await.text();
    assert!(
        changed.contains("Twins") && changed.contains("Tags yesterday") && !changed.contains("Waiting"),
        "{changed}"
    );
}

#[tokio::test]
async fn it_is_posted_once_on_time_and_says_what_moved() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    world.sandbox.clock().advance(HOUR);
    let first = world.sandbox.until_message("support", is_digest).await;
    assert!(first.text().contains("hourly"), "{}", first.text());
    let list = listed(&world, |list| list.contains("last: posted")).await;
    assert!(list.contains("hourly, UTC"), "{list}");
    world.sandbox.clock().advance(HOUR);
    let first = first.id();
    let second = world.sandbox.until_message("support", |message| is_digest(message) && message.id() != first).await;
    let moved = ["▲", "▼", "="].iter().any(|arrow| second.text().contains(arrow));
    assert!(moved, "no arrows in:\n{}", second.text());
    assert_eq!(digests(&world), 2);
    // Its buttons work as those of any answer do.
    let now = owner.click(&second, "Overview").await;
    assert!(now.is_ephemeral() && now.text().contains("Overview"), "{}", now.text());
}

#[tokio::test]
async fn after_downtime_one_is_caught_up_and_the_others_are_skipped() {
    let mut world = World::monday(0.0).await;
    world.sandbox.owner().run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    world.stop_bot().await;
    world.sandbox.clock().advance(HOUR * 5 + SignedDuration::from_mins(20));
    world.start_bot().await;
    let late = world.sandbox.until_message("support", is_digest).await;
    assert!(late.text().contains("Late, was due"), "{}", late.text());
    listed(&world, |list| list.contains("last: posted late")).await;
    assert_eq!(digests(&world), 1);
}

#[tokio::test]
async fn what_is_too_old_is_skipped_and_said_so() {
    let mut world = World::monday(0.0).await;
    world.sandbox.owner().run("/digest subscribe channel:#support schedule:Mondays 13:00 timezone:UTC").await;
    world.stop_bot().await;
    world.sandbox.clock().advance(HOUR * 3);
    world.start_bot().await;
    listed(&world, |list| list.contains("skipped (too late)")).await;
    assert_eq!(digests(&world), 0);
}

#[tokio::test]
async fn it_can_be_changed_paused_resumed_run_and_removed() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    let choices = owner.complete("/digest pause digest:").await;
    assert_eq!(choices.len(), 1, "{choices:?}");
    let pick = choices[0].value.clone();
    assert!(
        owner
            .run(&format!("/digest edit digest:{pick} schedule:Mondays 18:00 title:Evening"))
            .await
            .text()
            .contains("Digest #1 updated")
    );
    assert!(
        owner
            .run(&format!("/digest pause digest:{pick}"))
            .await
            .text()
            .contains("paused. Resume it with `/digest resume`")
    );
    world.sandbox.clock().advance(HOUR * 7);
    let list = owner.run("/digest list").await.text();
    assert!(list.contains("Evening") && list.contains("paused") && !list.contains("last:"), "{list}");
    assert!(owner.run(&format!("/digest run digest:{pick}")).await.text().contains("paused"));
    assert!(owner.run(&format!("/digest resume digest:{pick}")).await.text().contains("Next runs"));
    assert!(owner.run(&format!("/digest run digest:{pick}")).await.text().contains("is being posted in"));
    world.sandbox.until_message("support", |message| message.text().contains("Evening")).await;
    assert!(owner.run(&format!("/digest preview digest:{pick}")).await.text().contains("Evening"));
    let asked = owner.run(&format!("/digest remove digest:{pick}")).await;
    let gone = owner.click(&asked, "Remove").await.text();
    assert!(gone.contains(" removed."), "{gone}");
    assert!(owner.run("/digest list").await.text().contains("No digests in this server yet"));
}

#[tokio::test]
async fn a_change_leaves_a_run_alone_that_is_due() {
    let mut world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    let store = database(&world.sandbox);
    world.stop_bot().await;
    world.sandbox.clock().advance(HOUR + SignedDuration::from_mins(10));
    // As if nobody led: the run is due, and an edit comes first.
    let opened = open(&store).await;
    let digest = opened.subscription(1).await.unwrap().unwrap();
    let by = store::Who {
        user: 1,
        guild: world.sandbox.guild_id(),
        channel: 1,
        interaction: 1,
        at: world.sandbox.clock().now(),
    };
    let due = store::NextDue::At(Some(by.at + HOUR));
    let change = store::Change { channel: digest.channel, spec: &digest.spec, due, resume: false };
    assert!(opened.change(&digest, &change, &by).await.unwrap());
    drop(opened);
    world.start_bot().await;
    world.sandbox.until_message("support", is_digest).await;
}

#[tokio::test]
async fn who_may_not_is_refused_and_mistakes_are_explained() {
    let world = World::monday(0.0).await;
    let refused = world.sandbox.member("Bob").run("/digest subscribe channel:#support schedule:hourly").await.text();
    assert!(refused.contains("You need the Manager role"), "{refused}");
    let owner = world.sandbox.owner();
    for (command, expected) in [
        ("/digest subscribe channel:#support schedule:whenever", "isn't a schedule"),
        ("/digest subscribe channel:#support schedule:* * * * *", "too frequent: 15 minutes is the minimum"),
        ("/digest subscribe channel:#support schedule:hourly timezone:Mars", "isn't a time zone"),
        ("/digest subscribe channel:#support schedule:hourly sections:weather", "isn't a section"),
        ("/digest subscribe channel:#support schedule:hourly departments:Nowhere", "has no department"),
        ("/digest pause digest:99", "There's no digest"),
    ] {
        let text = owner.run(command).await.text();
        assert!(text.contains(expected), "{command}: {text}");
    }
    world.sandbox.let_bot("random", false, false);
    let text = owner.run("/digest subscribe channel:#random schedule:hourly").await.text();
    assert!(text.contains("can't see"), "{text}");
}

#[tokio::test]
async fn a_run_that_discord_refuses_to_the_end_is_told_of_once_and_the_next_comes_as_soon_as_it_can() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    owner.run("/digest subscribe channel:#random schedule:hourly timezone:UTC").await;
    world.sandbox.let_bot("support", true, false);
    world.sandbox.clock().advance(HOUR);
    world.sandbox.until_message("random", is_digest).await;
    listed(&world, |list| list.contains("blocked: Missing Permissions")).await;
    assert!(world.sandbox.direct_messages_to("Ada").is_empty(), "it may be late");
    for _ in 0..3 {
        world.sandbox.clock().advance(HOUR);
        listed(&world, |list| list.contains("failed (Missing Permissions")).await;
    }
    world.until(|world| !world.sandbox.direct_messages_to("Ada").is_empty()).await;
    let told = world.sandbox.direct_messages_to("Ada");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0]["embeds"][0]["description"].as_str().unwrap().contains("wasn't posted in"));
    // As soon as the channel is open, and not at the next run alone.
    let before = digests(&world);
    world.sandbox.let_bot("support", true, true);
    world.until(|world| digests(world) > before).await;
    listed(&world, |list| !list.contains("blocked")).await;
}

#[tokio::test]
async fn who_takes_no_direct_messages_is_told_at_the_next_command() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    world.sandbox.take_direct_messages("Ada", false);
    owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    world.sandbox.let_bot("support", false, false);
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains("blocked")).await;
    world.sandbox.clock().advance(HOUR + SignedDuration::from_mins(5));
    let there = world.sandbox.member("Ada").in_channel("random");
    let mut told = Err(());
    for _ in 0..200 {
        let answer = there.run("/about").await;
        told = tokio::time::timeout(Duration::from_millis(300), world.sandbox.follow_up(&answer)).await.map_err(drop);
        if told.is_ok() {
            break;
        }
    }
    let told = told.unwrap();
    assert!(told.is_ephemeral());
    let told = told.text();
    assert!(told.contains("wasn't posted in"), "{told}");
    assert!(told.contains("digest #1"), "{told}");
    let next = there.run("/about").await;
    let more = tokio::time::timeout(Duration::from_millis(300), world.sandbox.follow_up(&next)).await;
    assert!(more.is_err(), "once");
}

#[tokio::test]
async fn discord_that_loses_answers_has_one_message_all_the_same() {
    let world = World::monday(0.0).await;
    world.sandbox.owner().run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    let path = "/channels/*/messages";
    world.sandbox.discord().faults().on("POST", path).truncate().times(1);
    world.sandbox.discord().faults().on("POST", path).status(503).times(1);
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains("last: posted")).await;
    assert_eq!(digests(&world), 1);
    assert!(world.sandbox.discord().requests().count("POST", path) >= 3);
}

#[tokio::test]
async fn what_discord_fails_at_is_tried_for_as_long_as_it_may_be_late() {
    let world = World::monday(0.0).await;
    world.sandbox.owner().run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    let fault = world.sandbox.discord().faults().on("POST", "/channels/*/messages").status(500);
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains("blocked: HTTP 500")).await;
    let tried = world.sandbox.discord().requests().count("POST", "/channels/*/messages");
    world.sandbox.clock().advance(SignedDuration::from_mins(20));
    world.until(|world| world.sandbox.discord().requests().count("POST", "/channels/*/messages") > tried).await;
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains("failed (HTTP 500")).await;
    fault.remove();
    world.sandbox.clock().advance(HOUR);
    world.sandbox.until_message("support", is_digest).await;
}

#[tokio::test]
async fn without_liveagent_the_channel_hears_so_once_and_the_digests_come_when_it_is_back() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for _ in 0..2 {
        owner.run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    }
    let fault = world.sandbox.liveagent().faults().on("*", "*").reset();
    world.sandbox.clock().advance(HOUR);
    let says = |words: &'static str| {
        let told = world.sandbox.answers_in("support");
        told.iter().filter(|message| message.text().contains(words)).count()
    };
    // It is tried again by the clock, and LiveAgent is left alone for a while in between. A short outage is told nobody.
    let step = SignedDuration::from_secs(61);
    let mut rounds = 0;
    while says("LiveAgent isn't responding") == 0 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        world.sandbox.clock().advance(step);
        rounds += 1;
        assert!(rounds < 20, "it was never said");
    }
    assert!(rounds >= 2, "it was away for {rounds} minutes");
    fault.remove();
    while digests(&world) < 2 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        world.sandbox.clock().advance(step);
        rounds += 1;
        assert!(rounds < 60, "they never came");
    }
    world.sandbox.until_message("support", |message| message.text().contains("LiveAgent is back")).await;
    assert_eq!((says("🔌"), says("LiveAgent is back")), (0, 1), "the notice says now that it is over");
    assert!(world.sandbox.until_message("support", is_digest).await.text().contains("Late, was due"));
}

#[tokio::test]
async fn a_key_that_liveagent_does_not_take_is_no_outage_and_is_said_in_the_list() {
    let world = World::monday(0.0).await;
    world.sandbox.owner().run("/digest subscribe channel:#support schedule:hourly timezone:UTC").await;
    let refused = serde_json::json!({ "response": { "status": "ERROR", "statuscode": 403, "errormessage": "ApiKey not found", "debugmessage": "" } });
    world.sandbox.liveagent().faults().on("*", "*").body(403, &refused);
    world.sandbox.clock().advance(HOUR);
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(700)).await;
        world.sandbox.clock().advance(SignedDuration::from_mins(15));
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    world.sandbox.clock().advance(SignedDuration::from_mins(14));
    let list = listed(&world, |list| list.contains("failed (")).await;
    assert!(list.contains("key"), "{list}");
    assert!(world.sandbox.answers_in("support").is_empty());
}
