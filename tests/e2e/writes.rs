//! What is promised of changes: made once, undone only where nobody came between, and their outcome gets to who asked.

use std::{sync::atomic::Ordering, time::Duration};

use jiff::SignedDuration;
use sandbox::{Answer, Sandbox};
use serde_json::json;
use switchboard::{
    Clock,
    config::{Config, Secret},
};

use crate::{
    at_length::{ledger, postgres::Postgres},
    support::{self, CANARY, World},
};

const NOTES: &str = "/api/conversations/*/messages";

/// The code of an open conversation.
fn open(world: &World) -> String {
    let all = world.sandbox.liveagent().conversations();
    all.into_iter().find(|conversation| conversation.status == 'C').unwrap().code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_left_also_where_the_status_stays() {
    let world = World::start().await;
    let (desk, owner, code) = (world.sandbox.liveagent(), world.sandbox.owner(), open(&world));
    let answer = owner.run(&format!("/conversation status conversation:{code} status:Open note:Called back")).await;
    assert!(answer.text().contains("Already open.") && answer.text().contains("Called back"), "{}", answer.text());
    assert!(desk.messages(&code).to_string().contains("Called back"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_tags_leaves_what_a_colleague_did_meanwhile() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let code = desk.conversations().into_iter().find(|each| desk.tags_of(&each.code).len() == 2).unwrap().code;
    let before = desk.tags_of(&code);
    let others: Vec<_> = desk.tags().into_iter().filter(|tag| !before.contains(&tag.id)).take(2).collect();
    let shown = owner.run(&format!("/conversation show conversation:{code}")).await;
    let form = owner.click(&shown, "Tag").await;
    owner.run(&format!("/conversation tag conversation:{code} tag:{}", others[0].id)).await;
    let changed = owner.choose(&form, "tags", &[&before[0], &others[1].id]).await;
    let after = desk.tags_of(&code);
    assert!(after.contains(&others[0].id), "a colleague's: {}", changed.text());
    assert!(after.contains(&before[0]) && after.contains(&others[1].id) && !after.contains(&before[1]), "{after:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_fails_halfway_says_what_was_done() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let code = desk.conversations().into_iter().find(|each| desk.tags_of(&each.code).len() == 2).unwrap().code;
    let before = desk.tags_of(&code);
    let new = desk.tags().into_iter().find(|tag| !before.contains(&tag.id)).unwrap();
    let shown = owner.run(&format!("/conversation show conversation:{code}")).await;
    let form = owner.click(&shown, "Tag").await;
    desk.faults().on("DELETE", "/api/conversations/*/tags").status(503);
    let changed = owner.choose(&form, "tags", &[&before[0], &new.id]).await;
    assert!(changed.text().contains(&new.name), "{}", changed.text());
    assert!(changed.text().contains("The rest wasn't changed"), "{}", changed.text());
    desk.faults().clear();
    owner.click(&changed, "Undo").await;
    assert!(!desk.tags_of(&code).contains(&new.id), "what was done can be undone");
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_undoes_nothing_that_came_after_and_not_for_ever() {
    let world = World::monday(0.0).await;
    let (desk, owner, code) = (world.sandbox.liveagent(), world.sandbox.owner(), open(&world));
    let resolved = owner.run(&format!("/conversation status conversation:{code} status:Resolved")).await;
    owner.run(&format!("/conversation status conversation:{code} status:Answered")).await;
    let refused = owner.click(&resolved, "Undo").await;
    assert!(refused.text().contains("changed since") && refused.text().contains("Answered"), "{}", refused.text());
    assert_eq!(desk.conversation(&code)["status"], "A");

    let tag = desk.tags().into_iter().find(|tag| !desk.tags_of(&code).contains(&tag.id)).unwrap();
    let tagged = owner.run(&format!("/conversation tag conversation:{code} tag:{}", tag.id)).await;
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    let without = owner.click(&tagged, "Undo").await;
    assert!(
        without.id() == tagged.id() && !without.text().contains("[Undo]"),
        "a dead button goes: {}",
        without.text()
    );
    let refused = world.sandbox.follow_up(&without).await;
    assert!(refused.text().contains("too late to undo"), "{}", refused.text());
    assert!(desk.tags_of(&code).contains(&tag.id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_failed_is_not_lost() {
    let world = World::start().await;
    let (desk, owner, code) = (world.sandbox.liveagent(), world.sandbox.owner(), open(&world));
    owner.run(&format!("/conversation show conversation:{code}")).await;
    let form = owner.run(&format!("/conversation note conversation:{code}")).await;
    let title = form.modal().unwrap()["title"].as_str().unwrap().to_owned();
    assert!(title.starts_with("Note: ") && title != "Note: ", "{title}");
    desk.faults().on("POST", NOTES).status(503);
    let failed = owner.submit(&form, &[("text", "An hour of *work*")]).await;
    assert!(failed.text().contains("isn't available") && failed.text().contains("An hour of"), "{}", failed.text());
    let long = format!("{}The end", "Many *words* ".repeat(290));
    let form = owner.click(&failed, "Try again").await;
    let failed = owner.submit(&form, &[("text", &long)]).await;
    let file = &failed.json()["attachments"][0];
    assert_eq!((&file["filename"], &file["size"]), (&json!("note.txt"), &json!(long.len())), "too long to show");
    desk.faults().clear();
    let again = owner.click(&failed, "Try again").await;
    owner.submit(&again, &[("text", "An hour of *work*")]).await;
    assert!(desk.messages(&code).to_string().contains("An hour of *work*"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_whose_answer_discord_refuses_is_told_in_a_direct_message() {
    for gone in [(404, 10062), (404, 10015), (401, 50027)] {
        let world = World::start().await;
        let (desk, owner, code) = (world.sandbox.liveagent(), world.sandbox.owner(), open(&world));
        let refusal = json!({ "code": gone.1, "message": "gone" });
        world.sandbox.discord().faults().on("PATCH", "/webhooks/*").body(gone.0, &refusal);
        let line = format!("/conversation note conversation:{code} text:Told anyway");
        let told = world.until(|world| !world.sandbox.direct_messages_to("Ada").is_empty());
        // The answer never comes.
        tokio::select! {
            answer = owner.run(&line) => panic!("{}", answer.text()),
            () = told => {}
        }
        let direct = world.sandbox.direct_messages_to("Ada");
        assert_eq!(direct.len(), 1);
        assert!(direct[0].to_string().contains("Told anyway") && direct[0].to_string().contains("Internal note added"));
        assert_eq!(direct[0]["components"], json!([]), "its buttons would not work there");
        assert_eq!(desk.requests().count("POST", NOTES), 1, "written once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_whose_message_discord_refuses_is_said_to_be_made() {
    let world = World::start().await;
    let (desk, owner, code) = (world.sandbox.liveagent(), world.sandbox.owner(), open(&world));
    let refusal = json!({ "code": 50035, "message": "Invalid Form Body" });
    world.sandbox.discord().faults().on("PATCH", "/webhooks/*").body(400, &refusal).times(1);
    let answer = owner.run(&format!("/conversation note conversation:{code} text:Told anyway")).await;
    assert!(answer.text().contains("Done, but Discord rejected"), "{}", answer.text());
    assert_eq!(desk.requests().count("POST", NOTES), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_given_up_in_time_and_says_whether_it_may_have_happened() {
    let slow = Duration::from_secs(30);
    let before = async {
        let world = World::start().await;
        let code = open(&world);
        world.sandbox.liveagent().faults().on("GET", "/api/conversations/*").delay(slow);
        let answer = world.sandbox.owner().run(&format!("/conversation note conversation:{code} text:slow")).await;
        assert!(answer.text().contains("took too long"), "{}", answer.text());
        assert!(!answer.text().contains("may still have been made"), "{}", answer.text());
        assert_eq!(world.sandbox.liveagent().requests().count("POST", NOTES), 0);
    };
    let after = async {
        let world = World::start().await;
        let code = open(&world);
        let faults = world.sandbox.liveagent().faults();
        faults.on("GET", "/api/conversations/*").delay(Duration::from_secs(6));
        faults.on("POST", NOTES).delay(slow);
        let begun = tokio::time::Instant::now();
        let answer = world.sandbox.owner().run(&format!("/conversation note conversation:{code} text:slow")).await;
        assert!(answer.text().contains("may still have been made"), "{}", answer.text());
        assert!(begun.elapsed() < Duration::from_secs(16), "both together: {:?}", begun.elapsed());
    };
    tokio::join!(before, after);
}

/// Files go along with a note; what can't go is said, and then nothing is written.
#[tokio::test(flavor = "multi_thread")]
async fn a_note_takes_files_along() {
    let world = World::start().await;
    let (desk, code) = (world.sandbox.liveagent(), open(&world));
    let owner = world.sandbox.owner();
    let owner =
        owner.with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec()).with_file("log", "", b"line".to_vec());
    let line = format!("/conversation note conversation:{code} text:As sent attachment:invoice.pdf attachment2:log");
    let answer = owner.run(&line).await;
    assert!(answer.text().contains("As sent") && answer.text().contains("invoice.pdf · log"), "{}", answer.text());
    let kept = desk.messages(&code).to_string();
    assert!(kept.contains("As sent") && kept.contains("invoice.pdf") && kept.contains("log"), "{kept}");
    assert_eq!(
        (desk.used_files("invoice.pdf"), desk.used_files("log")),
        (vec![b"%PDF-1.7".to_vec()], vec![b"line".to_vec()])
    );

    // A file alone is a note of its own.
    let answer = owner.run(&format!("/conversation note conversation:{code} attachment:invoice.pdf")).await;
    assert!(answer.text().contains("Attached: invoice.pdf"), "{}", answer.text());

    let written = desk.requests().count("POST", NOTES);
    world.sandbox.discord().faults().on("GET", "/attachments/*").status(404);
    let answer = owner.run(&line).await;
    assert!(answer.text().contains("I couldn't get invoice.pdf"), "{}", answer.text());
    assert!(answer.text().contains("As sent"), "what was written is not lost: {}", answer.text());
    world.sandbox.discord().faults().clear();
    // One that breaks off midway, the second of two.
    let rest = world.sandbox.discord().faults().on("GET", "/attachments/*/log").truncate();
    let answer = owner.run(&line).await;
    assert!(answer.text().contains("I couldn't get log"), "{}", answer.text());
    assert!(
        answer.text().contains("As sent") && !answer.text().contains("may still have been made"),
        "{}",
        answer.text()
    );
    rest.remove();
    desk.faults().on("POST", "/api/files").body(
        500,
        &json!({ "response": { "status": "ERROR", "statuscode": 500,
        "errormessage": "Files of this type are not allowed", "debugmessage": "" } }),
    );
    let answer = owner.run(&line).await;
    assert!(answer.text().contains("Files of this type are not allowed"), "{}", answer.text());
    assert_eq!(desk.requests().count("POST", NOTES), written, "no note without its files");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changed_what_is_in_the_audit_with_what_came_of_it() {
    let mut world = World::start().await;
    let (desk, owner, code) = (world.sandbox.liveagent().clone(), world.sandbox.owner(), open(&world));
    owner.run(&format!("/conversation status conversation:{code} status:Resolved note:secret words")).await;
    desk.faults().on("POST", NOTES).status(500);
    owner.run(&format!("/conversation note conversation:{code} text:secret words")).await;
    world.stop_bot().await;
    let store = ledger::open(&support::database(&world.sandbox)).await;
    let mut audit = store.audit(world.sandbox.guild_id(), 10).await.unwrap();
    audit.retain(|entry| entry.who.interaction != support::SETUP);
    let lines: Vec<(&str, &str, &str)> =
        audit.iter().map(|entry| (entry.action.as_str(), entry.outcome.name(), entry.detail.as_str())).collect();
    assert_eq!(
        lines,
        [
            ("note", "perhaps", "unavailable"),
            ("note", "intent", ""),
            ("status", "done", "status C to R, with a note"),
            ("status", "intent", "")
        ]
    );
    let channel = world.sandbox.channel_id("support");
    assert!(audit.iter().all(|entry| entry.target == format!("conversation {code}") && entry.who.channel == channel));
    assert!(audit.chunks(2).all(|pair| pair[0].who.interaction == pair[1].who.interaction));
}

/// Two bots receive each change, and the deferral of one (or of both) is lost on the way: exactly one makes the change.
#[tokio::test(flavor = "multi_thread")]
async fn two_bots_make_a_change_once() {
    let Some(postgres) = Postgres::start() else { return };
    let world = World::with(Sandbox::builder().api_key(CANARY).start().await, postgres.url()).await;
    let before = world.sandbox.discord().connections();
    let config = Config { database_url: Secret::new(postgres.url()), ..support::config(&world.sandbox) };
    let clock = world.sandbox.clock().clone();
    let second = tokio::spawn(switchboard::run_by(Clock::new(move || clock.now()), config, std::future::pending()));
    world.sandbox.bot_back(before).await;
    let (desk, code) = (world.sandbox.liveagent(), open(&world));
    for number in 1..=12 {
        world.sandbox.discord().faults().on("POST", "/interactions/*").reset().times(1 + number % 2);
        let line = format!("/conversation note conversation:{code} text:number {number}");
        let answer: Answer = world.sandbox.owner().run(&line).await;
        assert!(answer.text().contains(&format!("number {number}")), "{}", answer.text());
    }
    // What one would do twice it does within the time of another command, which takes as many steps.
    world.sandbox.discord().faults().clear();
    world.sandbox.owner().run(&format!("/conversation note conversation:{code} text:last")).await;
    assert_eq!(desk.requests().count("POST", NOTES), 13);
    second.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_answered_whatever_it_was_asked_by() {
    let world = World::start().await;
    let (owner, code) = (world.sandbox.owner(), open(&world));
    let shown = owner.run("/overview chats").await;
    world.broken.store(true, Ordering::SeqCst);
    let looked = owner.run("/overview chats").await;
    let pressed = owner.click(&shown, "Refresh").await;
    let written = owner.run(&format!("/conversation note conversation:{code} text:words")).await;
    world.broken.store(false, Ordering::SeqCst);
    for answer in [&looked, &pressed, &written] {
        assert!(answer.text().contains("Something went wrong in Switchboard"), "{}", answer.text());
        assert!(answer.text().contains("Reference"), "{}", answer.text());
    }
    assert!(written.text().contains("may still have been made"), "{}", written.text());
    assert!(owner.run("/overview chats").await.text().contains("Chats"), "and it still answers");
}
