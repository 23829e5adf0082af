//! Levels in threads, in other servers, and where several processes share a database.

use std::time::Duration;

use ::commands::{Command, Level, Needs, commands, examples, requests};
use sandbox::{Answer, Sandbox};
use store::{RoleLevel, Store, Who};
use switchboard::Clock;
use tokio::{sync::oneshot, time::Instant};

use crate::{
    at_length::postgres::Postgres,
    support::{CANARY, SETUP, World, config},
};

/// What every refusal of a level begins with, once roles are set.
const REFUSED: &str = "You need";

fn leaves(command: &Command) -> Vec<&Command> {
    if command.subcommands.is_empty() { vec![command] } else { command.subcommands.iter().flat_map(leaves).collect() }
}

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
        let kind = match request.kind {
            "look" => 'n',
            "act" => 'a',
            _ => 'f',
        };
        let answer = there.press_forged(&message, &format!("1{kind}{}", request.tag)).await;
        if answer.text().contains(REFUSED) != (request.level > Level::Viewer) {
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
        let kind = match request.kind {
            "look" => 'n',
            "act" => 'a',
            _ => 'f',
        };
        // A new message each time: some are done without anything else, and change the one that was pressed.
        let message = dora.run("/about").await;
        let said = dora.press_forged(&message, &format!("1{kind}{}", request.tag)).await.text();
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
    let start = || {
        let (stop, stopped) = oneshot::channel::<()>();
        let clock = sandbox.clock().clone();
        let config = switchboard::config::Config {
            database_url: switchboard::config::Secret::new(postgres.url()),
            ..config(&sandbox)
        };
        let bot = tokio::spawn(switchboard::run_by(Clock::new(move || clock.now()), config, async move {
            let _ = stopped.await;
        }));
        (stop, bot)
    };
    let bots = [start(), start()];
    tokio::time::timeout(Duration::from_mins(1), async {
        while sandbox.discord().connections() < 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        sandbox.bot_ready().await;
    })
    .await
    .expect("both are connected");
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
    for (stop, bot) in bots {
        let _ = stop.send(());
        bot.await.unwrap().unwrap();
    }
}
