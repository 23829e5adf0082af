//! Levels in threads, in other servers, in direct messages, and with several processes on one database.

use std::time::Duration;

use ::commands::{Level, Needs, commands, examples, requests};
use sandbox::{Answer, Sandbox};
use store::{RoleLevel, Store, Who};
use tokio::time::Instant;

use crate::{
    at_length::postgres::Postgres,
    support::{CANARY, SETUP, World, bare_id, leaves, two_bots},
};

/// What every refusal of a level begins with, once roles are set.
const REFUSED: &str = "You need";

/// The code of an open conversation.
fn open(sandbox: &Sandbox) -> String {
    sandbox.liveagent().conversations().into_iter().find(|each| each.status == 'C').unwrap().code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_has_the_levels_of_its_server() {
    let world = World::start().await;
    world.sandbox.owner().run("/setup roles clear:true viewer:@Support").await;
    world.sandbox.make_thread("random");
    let bob =
        world.sandbox.member("Bob").in_channel("random").with_file("invoice.pdf", "application/pdf", b"%PDF".to_vec());
    let mut problems = Vec::new();
    for command in commands().iter().flat_map(leaves) {
        let needed = Needs::of(command).unwrap().level();
        let Some(example) = examples(command).next() else { continue };
        let said = match bob.try_run(example).await {
            Ok(answer) => answer.text(),
            Err(hidden) if hidden.contains("not shown") => REFUSED.to_owned(),
            Err(problem) => panic!("{example}: {problem}"),
        };
        if said.contains(REFUSED) != (needed > Level::Viewer) {
            problems.push(format!("{example}: {said}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Every command, autocomplete, button, select and form in a second server that the bot serves. There everyone is a viewer and nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn a_level_in_one_server_is_none_in_another() {
    let sandbox = Sandbox::builder().api_key(CANARY).guilds(2).start().await;
    let guilds = sandbox.guild_ids();
    let ids: Vec<String> = guilds.iter().map(u64::to_string).collect();
    let world = World::with_settings(sandbox, &[("DISCORD_GUILD_IDS", &ids.join(","))]).await;
    world.sandbox.owner().run("/setup roles clear:true manager:@Support").await;
    let code = open(&world.sandbox);
    let here = world.sandbox.member("Bob");
    let there = world.sandbox.member_of(guilds[1], "Bob").with_file("invoice.pdf", "application/pdf", b"%PDF".to_vec());
    assert!(here.run("/digest list").await.text().contains("digest"), "a manager here");
    let all = commands();
    let mut problems = Vec::new();
    for command in all.iter().flat_map(leaves) {
        let needed = Needs::of(command).unwrap().level();
        let Some(example) = examples(command).next() else { continue };
        let said = match there.try_run(&example.replace("ABC-DEFGH-123", &code)).await {
            Ok(answer) => answer.text(),
            Err(hidden) if hidden.contains("not shown") => REFUSED.to_owned(),
            Err(problem) => panic!("{example}: {problem}"),
        };
        if said.contains(REFUSED) != (needed > Level::Viewer) {
            problems.push(format!("{example}: {said}"));
        }
        for option in command.parameters.iter().filter(|option| option.autocomplete_callback.is_some()) {
            let line = format!("/{} {}:", command.qualified_name, option.name);
            if needed > Level::Viewer && !there.try_complete(&line).await.unwrap_or_default().is_empty() {
                problems.push(format!("something is offered at {line}"));
            }
        }
    }
    let message = there.run("/about").await;
    for request in requests() {
        let answer = there.press_forged(&message, &bare_id(&request)).await;
        if answer.text().contains(REFUSED) != (request.level > Level::Viewer) {
            problems.push(format!("{} {}: {}", request.kind, request.name, answer.text()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let writes = ["POST", "PUT", "DELETE"].map(|method| world.sandbox.liveagent().requests().count(method, "*"));
    assert_eq!(writes.iter().sum::<usize>(), 0, "nothing was changed");
}

/// Discord offers a server's commands in that server only, but nothing that reaches the bot is trusted: a manager's commands, autocompletes, buttons,
/// selects and forms, all as if they came from a direct message.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_done_in_a_direct_message() {
    const SERVERS_ONLY: &str = "in servers only, not in direct messages";
    let world = World::start().await;
    world.sandbox.owner().run("/setup roles clear:true manager:@Support").await;
    let code = open(&world.sandbox);
    let bob = world.sandbox.member("Bob").with_file("invoice.pdf", "application/pdf", b"%PDF".to_vec());
    let message = bob.run("/about").await;
    world.sandbox.speak_directly("Bob");
    let mut problems = Vec::new();
    for command in commands().iter().flat_map(leaves) {
        let Some(example) = examples(command).next() else { continue };
        match bob.try_run(&example.replace("ABC-DEFGH-123", &code)).await {
            Ok(answer) if !answer.text().contains(SERVERS_ONLY) => {
                problems.push(format!("{example}: {}", answer.text()));
            }
            Err(problem) if !problem.contains("not shown") => panic!("{example}: {problem}"),
            _ => {}
        }
        for option in command.parameters.iter().filter(|option| option.autocomplete_callback.is_some()) {
            let line = format!("/{} {}:", command.qualified_name, option.name);
            if !bob.try_complete(&line).await.unwrap_or_default().is_empty() {
                problems.push(format!("something is offered at {line}"));
            }
        }
    }
    for request in requests() {
        let answer = bob.press_forged(&message, &bare_id(&request)).await;
        if !answer.text().contains(SERVERS_ONLY) {
            problems.push(format!("{} {}: {}", request.kind, request.name, answer.text()));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    let writes = ["POST", "PUT", "DELETE"].map(|method| world.sandbox.liveagent().requests().count(method, "*"));
    assert_eq!(writes.iter().sum::<usize>(), 0, "nothing was changed");
}

/// Every command, button, select and form for an owner, who is in no role that has a level.
#[tokio::test(flavor = "multi_thread")]
async fn an_owner_may_do_everything() {
    let world = World::start().await;
    world.sandbox.owner().run("/setup roles clear:true agent:@Sales").await;
    let dora = world.sandbox.member("Dora").with_file("invoice.pdf", "application/pdf", b"%PDF".to_vec());
    for command in commands().iter().flat_map(leaves) {
        let Some(example) = examples(command).next() else { continue };
        let said = dora.run(example).await.text();
        assert!(!said.contains(REFUSED), "{example}: {said}");
    }
    dora.run("/setup roles clear:true agent:@Sales").await;
    for request in requests() {
        // A new message each time: some are done without anything else, and change the one that was pressed.
        let message = dora.run("/about").await;
        let said = dora.press_forged(&message, &bare_id(&request)).await.text();
        assert!(!said.contains(REFUSED), "{} {}: {said}", request.kind, request.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_is_taken_away_is_gone_on_every_process_and_each_press_acts_once() {
    let Some(postgres) = Postgres::start() else { return };
    let sandbox = Sandbox::builder().api_key(CANARY).start().await;
    let store = Store::open(&postgres.url()).await.unwrap();
    let who = Who {
        user: sandbox.owner().id(),
        guild: sandbox.guild_id(),
        channel: 1,
        interaction: SETUP,
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    let support = sandbox.role_id("Support");
    store.change_roles(false, &[(RoleLevel::Agent, support)], &who).await.unwrap();
    let bots = two_bots(&sandbox, &postgres.url()).await;
    let (ada, bob, code) = (sandbox.owner(), sandbox.member("Bob"), open(&sandbox));
    let notes = || sandbox.liveagent().requests().count("POST", "/api/conversations/*/messages");
    for number in 1..=6 {
        let answer = bob.run(&format!("/conversation note conversation:{code} text:{number}")).await;
        assert!(!answer.text().contains(REFUSED), "{}", answer.text());
        assert_eq!(notes(), number, "each acts once");
    }
    let shown: Answer = bob.run(&format!("/conversation show conversation:{code}")).await;
    let set = ada.run("/setup roles clear:true viewer:@Sales").await;
    assert!(set.text().contains("Roles"), "{}", set.text());
    // In force everywhere within 5 s. Interactions are shared out by their ids, so many reach each process.
    let since = Instant::now();
    tokio::time::sleep_until(since + Duration::from_secs(5)).await;
    for _ in 0..12 {
        let refused = bob.run(&format!("/conversation note conversation:{code} text:late")).await;
        assert!(refused.text().contains(REFUSED), "{}", refused.text());
        let refused = bob.click(&shown, "Resolve").await;
        assert!(refused.text().contains(REFUSED), "{}", refused.text());
    }
    assert_eq!(notes(), 6, "nothing more was written");
    for bot in bots {
        bot.stop().await;
    }
}
