//! Killed at any moment while a reply is sent: between its claim, the request and the record. It is never sent twice, and pressing Send again after the
//! next start says what became of it.

use std::{collections::BTreeMap, time::Duration};

use sandbox::{Member, Sandbox};
use store::DraftState;
use tokio::time::{sleep, timeout};

use super::{ledger::open, process::program};
use crate::support::{PATIENCE, World, at_length, button_id, database};

/// How far a reply had come when the process was killed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Reached {
    /// It can still be sent.
    Draft,
    /// It was claimed, and LiveAgent did not get it.
    Claimed,
    /// LiveAgent has it, and the row doesn't say so.
    Unrecorded,
    /// LiveAgent has it, and the row says so.
    Recorded,
}

/// How often a text is in a conversation.
fn count(sandbox: &Sandbox, code: &str, text: &str) -> usize {
    sandbox.liveagent().messages(code).to_string().matches(&format!("<p>{text}</p>")).count()
}

/// A member who is linked to an agent, and a conversation.
async fn prepared(database: &str, sandbox: Sandbox) -> (Sandbox, String) {
    let mut world = World::with(sandbox, database.to_owned()).await;
    let owner = world.sandbox.owner();
    while owner.complete("/link member agent:").await.is_empty() {
        sleep(Duration::from_millis(20)).await;
    }
    let linked = owner.run("/link member member:@Ada agent:Ben Okafor").await.text();
    assert!(linked.contains("Ben Okafor"), "{linked}");
    world.stop_bot().await;
    let code = world.sandbox.liveagent().conversations().into_iter().find(|each| each.status == 'C').unwrap().code;
    (world.into_sandbox(), code)
}

/// Sends one reply, and kills the bot after `wait`. Then presses Send again on the next bot.
async fn kill(sandbox: &Sandbox, database: &str, (owner, code): (&Member, &str), number: i64) -> Reached {
    let text = format!("Reply {number} of many");
    let mut child = program(sandbox, database).spawn().unwrap();
    timeout(PATIENCE, sandbox.bot_ready()).await.unwrap();
    let preview = owner.run(&format!("/conversation reply conversation:{code} text:{text}")).await;
    assert!(preview.text().contains("not sent yet"), "{}", preview.text());
    let send = button_id(&preview, "Send");
    // Some requests take a while on their way, some answers on theirs.
    let liveagent = sandbox.liveagent().faults();
    let slow = liveagent.on("*", "*").delay(Duration::from_millis(60));
    let lost = (number % 4 == 3).then(|| liveagent.on("POST", "/api/conversations/*/messages").truncate());
    let wait = Duration::from_millis(number.unsigned_abs() * 41 % 330);
    tokio::select! {
        _ = owner.click(&preview, "Send") => sleep(wait / 10).await,
        () = sleep(wait) => {}
    }
    child.kill().await.unwrap();
    slow.remove();
    lost.into_iter().for_each(sandbox::faults::Rule::remove);
    sandbox.bot_gone().await;
    // What was on its way arrives.
    sleep(Duration::from_millis(120)).await;

    let store = open(database).await;
    let draft = store.draft(sandbox.guild_id(), number, sandbox.clock().now()).await.unwrap().unwrap();
    store.close().await.unwrap();
    // It has the file as long as it lives.
    drop(store);
    let before = count(sandbox, code, &text);
    assert!(before <= 1, "{text} was sent twice");
    let reached = match (draft.state, before) {
        (DraftState::Draft, 0) => Reached::Draft,
        (DraftState::Sending | DraftState::Perhaps, 0) => Reached::Claimed,
        (DraftState::Sending | DraftState::Perhaps, _) => Reached::Unrecorded,
        (DraftState::Sent, 1) => Reached::Recorded,
        other => panic!("{text}: {other:?}"),
    };
    let mut child = program(sandbox, database).spawn().unwrap();
    timeout(PATIENCE, sandbox.bot_ready()).await.unwrap();
    let again = owner.press_forged(&preview, &send).await.text();
    let expected = match reached {
        Reached::Claimed => "may have been sent",
        _ => "Reply sent",
    };
    assert!(again.contains(expected), "{reached:?}: {again}");
    let after = count(sandbox, code, &text);
    assert_eq!(after, usize::from(reached != Reached::Claimed), "{reached:?}");
    child.kill().await.unwrap();
    sandbox.bot_gone().await;
    reached
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_kills_send_no_reply_twice() {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let database = database(&sandbox);
    let (sandbox, code) = prepared(&database, sandbox).await;
    let owner = sandbox.owner();
    let kills = at_length(20, 200);
    let mut reached: BTreeMap<Reached, usize> = BTreeMap::new();
    for number in 1..=i64::try_from(kills).unwrap() {
        *reached.entry(kill(&sandbox, &database, (&owner, &code), number).await).or_default() += 1;
    }
    println!("{reached:?}");
    for point in [Reached::Draft, Reached::Claimed, Reached::Unrecorded, Reached::Recorded] {
        assert!(reached.get(&point).is_some_and(|times| *times >= kills / 20), "too few at {point:?}: {reached:?}");
    }
}
