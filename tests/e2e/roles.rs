//! Who may do what: the levels that roles give, at every command, autocomplete, button, select and form.

use std::collections::BTreeMap;

use ::commands::{Level, Needs, commands, examples, requests};
use sandbox::Sandbox;

use crate::support::{CANARY, World, bare_id, leaves};

/// What every refusal of a level begins with, once roles are set.
const REFUSED: &str = "You need";

/// The levels that a role gives, and what gives them to Bob, who is in Support.
const SETUPS: [(Level, &str); 4] = [
    (Level::Everyone, "/setup roles clear:true agent:@Team leads"),
    (Level::Viewer, "/setup roles clear:true viewer:@Support"),
    (Level::Agent, "/setup roles clear:true agent:@Support"),
    (Level::Manager, "/setup roles clear:true manager:@Support"),
];

/// A bot in a server that nobody has set up.
async fn fresh() -> World {
    let mut world = World::idle(Sandbox::builder().api_key(CANARY).start().await);
    world.start_bot().await;
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn until_roles_are_set_only_owners_read_anything() {
    let world = fresh().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let shown = ada.run("/tag list").await;
    assert!(shown.text().contains("VIP"), "{}", shown.text());
    for free in ["/help", "/about"] {
        let answer = bob.run(free).await;
        assert!(!answer.text().contains("set up in this server"), "{}", answer.text());
    }
    for command in ["/tag list", "/conversation list", "/kb search query:password", "/digest list"] {
        let refused = bob.run(command).await;
        assert!(refused.text().contains("isn't set up in this server yet"), "{command}: {}", refused.text());
        assert!(refused.text().contains("`/setup roles`") && refused.is_ephemeral(), "{}", refused.text());
    }
    assert!(bob.complete("/tag show tag:").await.is_empty());
    assert!(bob.try_run("/setup roles clear:true").await.unwrap_err().contains("not shown"));
    let help = bob.run("/help").await.text();
    assert!(help.contains("/about") && !help.contains("/tag") && !help.contains("/setup"), "{help}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_that_is_taken_away_is_gone_at_the_next_press() {
    let world = fresh().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let set = ada.run("/setup roles agent:@Support").await;
    assert!(set.text().contains("Agent") && set.is_ephemeral(), "{}", set.text());
    let code = world.sandbox.liveagent().conversations().into_iter().find(|found| found.status == 'C').unwrap().code;
    let shown = bob.run(&format!("/conversation show conversation:{code}")).await;
    let noted = bob.run(&format!("/conversation note conversation:{code} text:One")).await;
    assert!(!noted.text().contains(REFUSED), "{}", noted.text());
    ada.run("/setup roles viewer:@Support").await;
    let writes = || world.sandbox.liveagent().requests().count("PUT", "*");
    let before = writes();
    for (button, answer) in [("Resolve", &shown), ("Note", &shown)] {
        let refused = bob.click(answer, button).await;
        assert!(
            refused.text().contains("You need the Agent role for this, and no role is one yet"),
            "{}",
            refused.text()
        );
    }
    ada.run("/setup roles clear:true").await;
    let refused = bob.click(&shown, "Messages").await;
    assert!(refused.text().contains("isn't set up in this server yet"), "{}", refused.text());
    assert_eq!(writes(), before, "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_chosen_in_a_private_form_too() {
    let world = fresh().await;
    let (ada, bob, dora) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Dora"));
    let form = ada.run("/setup roles").await;
    assert!(form.is_ephemeral() && form.text().contains("until you choose a role"), "{}", form.text());
    let chosen = ada.choose(&form, "Agent: choose roles", &["Support", "Sales"]).await;
    assert_eq!(chosen.id(), form.id(), "the form shows it");
    let listed = bob.run("/tag list").await;
    assert!(listed.text().contains("VIP"), "{}", listed.text());
    // Somebody else with Manage Server sees what was chosen, and takes it back.
    let shown = dora.run("/setup show").await;
    let support = format!("<@&{}>", world.sandbox.role_id("Support"));
    assert!(shown.text().contains("Agent") && shown.text().contains(&support), "{}", shown.text());
    let form = dora.run("/setup roles").await;
    dora.choose(&form, "Agent: choose roles", &["Sales"]).await;
    let refused = bob.run("/tag list").await;
    assert!(refused.text().contains("You need the Viewer role for this"), "{}", refused.text());
}

/// Each command, typed as its example, and each autocomplete, at each level.
#[tokio::test(flavor = "multi_thread")]
async fn every_command_and_autocomplete_is_for_its_level_and_those_above() {
    let world = fresh().await;
    let (ada, bob) = (
        world.sandbox.owner(),
        world.sandbox.member("Bob").with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec()),
    );
    let all = commands();
    let mut problems = Vec::new();
    for (level, setup) in SETUPS {
        ada.run(setup).await;
        for command in all.iter().flat_map(leaves) {
            let needed = Needs::of(command).unwrap().level();
            for example in examples(command).take(1) {
                let said = match bob.try_run(example).await {
                    Ok(answer) => answer.text(),
                    // Discord does not show it to members without Manage Server.
                    Err(hidden) if hidden.contains("not shown") => REFUSED.to_owned(),
                    Err(problem) => panic!("{example}: {problem}"),
                };
                if said.contains(REFUSED) != (needed > level) {
                    problems.push(format!("{level:?} {example}: {said}"));
                }
            }
            for option in command.parameters.iter().filter(|option| option.autocomplete_callback.is_some()) {
                let line = format!("/{} {}:", command.qualified_name, option.name);
                if needed > level && !bob.try_complete(&line).await.unwrap_or_default().is_empty() {
                    problems.push(format!("{level:?} is offered something at {line}"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// Each kind of button, select and form, at each level.
#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_for_its_level_and_those_above() {
    let world = fresh().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    ada.run("/digest subscribe channel:#support schedule:0 9 1 1 * timezone:UTC sections:agents").await;
    ada.run("/digest run digest:1").await;
    let posted = world.sandbox.until_message("support", |message| !message.components().is_empty()).await;
    let mut let_in = BTreeMap::new();
    for (level, setup) in SETUPS {
        ada.run(setup).await;
        for request in requests() {
            let answer = bob.press_forged(&posted, &bare_id(&request)).await;
            let refused = answer.text().contains(REFUSED);
            assert_eq!(
                refused,
                request.level > level,
                "{level:?} {} {}: {}",
                request.kind,
                request.name,
                answer.text()
            );
            if !refused {
                *let_in.entry(level.name()).or_insert(0) += 1;
            }
        }
    }
    let writes = ["POST", "PUT", "DELETE"].map(|method| world.sandbox.liveagent().requests().count(method, "*"));
    assert_eq!(writes.iter().sum::<usize>(), 0, "a button without what it is about changes nothing");
    assert!(let_in["everyone"] < let_in["viewer"] && let_in["viewer"] < let_in["agent"], "{let_in:?}");
}
