//! Conversations that are transferred, taken and deleted, and cards that show the new state in place.

use jiff::SignedDuration;
use serde_json::json;

use crate::support::World;

async fn world() -> (World, String) {
    let world = World::monday(0.0).await;
    world.sandbox.owner().run("/setup roles agent:@Support").await;
    for option in ["/conversation transfer agent:", "/conversation transfer department:"] {
        while world.sandbox.owner().complete(option).await.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    let desk = world.sandbox.liveagent();
    let support = desk.department_id("Support");
    let fits = |code: &str| desk.conversation(code)["departmentid"] == json!(support);
    let code = desk.conversations().into_iter().find(|each| each.status == 'C' && fits(&each.code)).unwrap().code;
    (world, code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_transferred_and_given_back() {
    let (world, code) = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let before = desk.conversation(&code);
    let line =
        format!("/conversation transfer conversation:{code} department:Billing agent:Emma Larsen note:She knows");
    let moved = owner.run(&line).await;
    assert!(
        moved.text().contains("**Department:** Support → Billing") && moved.text().contains("She knows"),
        "{}",
        moved.text()
    );
    let now = desk.conversation(&code);
    assert_eq!(now["departmentid"], json!(desk.department_id("Billing")));
    assert_ne!(now["assignedto"], before["assignedto"]);
    let back = owner.click(&moved, "Undo").await;
    assert_eq!(back.id(), moved.id(), "in place");
    assert!(back.text().contains("Billing → Support"), "{}", back.text());
    assert_eq!(desk.conversation(&code)["departmentid"], before["departmentid"]);
    let same = owner.run(&format!("/conversation transfer conversation:{code} department:Support")).await.text();
    assert!(same.contains("It is there already"), "{same}");

    // Somebody else has moved it since: the Undo says where it is, and changes nothing.
    let moved = owner.run(&format!("/conversation transfer conversation:{code} department:Sales")).await;
    owner.run(&format!("/conversation transfer conversation:{code} department:Billing")).await;
    let stale = owner.click(&moved, "Undo").await.text();
    assert!(stale.contains("it is now in Billing") && stale.contains("Nothing was undone"), "{stale}");
    assert_eq!(desk.conversation(&code)["departmentid"], json!(desk.department_id("Billing")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_member_takes_a_conversation() {
    let (world, code) = world().await;
    let (owner, bob, desk) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.liveagent());
    let refused = bob.run(&format!("/conversation take conversation:{code}")).await.text();
    assert!(refused.contains("Use `/link me` first"), "{refused}");
    owner.run("/link member member:@Bob agent:Ben Okafor").await;
    let card = bob.run(&format!("/conversation show conversation:{code}")).await;
    let form = bob.click(&card, "Transfer").await;
    assert!(form.text().contains("Now in"), "{}", form.text());
    let taken = bob.click(&form, "Take it").await;
    assert!(taken.text().contains("Ben Okafor") && taken.id() == form.id(), "{}", taken.text());
    let ben = desk.conversation(&code)["assignedto"].clone();
    let said = desk.messages(&code);
    let last = said.as_array().unwrap().last().unwrap();
    assert_eq!(last["userid"], ben, "it was done in his name");
    let form = bob.click(&taken, "Transfer").await;
    let moved = bob.choose(&form, "To a department", &["Sales"]).await;
    assert!(moved.text().contains("→ Sales"), "{}", moved.text());
    let form = bob.click(&moved, "Transfer").await;
    let given = bob.choose(&form, "To an agent", &["Emma Larsen"]).await;
    assert!(given.text().contains("Emma Larsen"), "{}", given.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shows_its_new_state_in_place() {
    let (world, code) = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let card = owner.run(&format!("/conversation show conversation:{code}")).await;
    let resolved = owner.click(&card, "Resolve").await;
    assert_eq!(resolved.id(), card.id());
    assert!(resolved.text().contains("✏️ Status changed") && resolved.text().contains("Reopen"), "{}", resolved.text());
    assert_eq!(desk.conversation(&code)["status"], json!("R"));
    let undone = owner.click(&resolved, "Undo").await;
    assert!(undone.id() == card.id() && undone.text().contains("Resolve"), "{}", undone.text());
    assert_eq!(desk.conversation(&code)["status"], json!("C"));

    // An Undo that is too old goes, and says why.
    let resolved = owner.click(&undone, "Resolve").await;
    world.sandbox.clock().advance(SignedDuration::from_mins(31));
    let dead = owner.click(&resolved, "Undo").await;
    assert!(!dead.text().contains("Undo"), "{}", dead.text());
    let told = world.sandbox.follow_up(&dead).await;
    assert!(told.is_ephemeral() && told.text().contains("It's too late to undo this"), "{}", told.text());
    assert_eq!(desk.conversation(&code)["status"], json!("R"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_card_keeps_its_buttons() {
    let (world, code) = world().await;
    let (owner, bob, desk) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.liveagent());
    let card = owner.run(&format!("/conversation show conversation:{code}")).await;
    owner.click(&card, "Share").await;
    let shared = world.sandbox.until_message("support", |message| message.text().contains("Shared by")).await;
    assert!(shared.text().contains("Resolve") && !shared.text().contains("📣"), "{}", shared.text());
    let stranger = world.sandbox.member("Gita").click(&shared, "Resolve").await;
    assert!(stranger.is_ephemeral() && stranger.text().contains("You need the"), "{}", stranger.text());
    let resolved = bob.click(&shared, "Resolve").await;
    assert!(resolved.id() == shared.id() && resolved.text().contains("Status changed"), "{}", resolved.text());
    assert_eq!(desk.conversation(&code)["status"], json!("R"));
    assert!(!resolved.text().contains("\n> "), "no more of the customer's words than before");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_deleted_by_its_asker_alone() {
    let (world, code) = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let subject = desk.conversation(&code)["subject"].as_str().unwrap().to_owned();
    let question = owner.run(&format!("/conversation delete conversation:{code} note:Spam")).await;
    assert!(
        question.text().contains("Delete this conversation?") && question.text().contains("can't be undone"),
        "{}",
        question.text()
    );
    assert!(question.text().contains(subject.split(' ').next().unwrap()), "it names what is lost: {}", question.text());
    assert_eq!(desk.conversation(&code)["status"], json!("C"), "not yet");
    let quotes = "\"".repeat(40);
    let long = owner.run(&format!("/conversation delete conversation:{code} note:{quotes}")).await.text();
    assert!(long.contains("This note doesn't fit"), "{long}");
    world.sandbox.clock().advance(SignedDuration::from_mins(6));
    let late = owner.click(&question, "Delete").await;
    assert!(world.sandbox.follow_up(&late).await.text().contains("This confirmation has expired"));
    owner.run("/link member member:@Ada agent:Ben Okafor").await;
    let question = owner.run(&format!("/conversation delete conversation:{code} note:Spam")).await;
    let deleted = owner.click(&question, "Delete").await.text();
    assert!(deleted.contains("Conversation deleted") && deleted.contains("Spam"), "{deleted}");
    assert_eq!(desk.conversation(&code)["status"], json!("X"));
    let said = desk.messages(&code);
    let last = said.as_array().unwrap().last().unwrap();
    assert!(last.to_string().contains("Spam") && last["userid"] != json!("system00"), "in the agent's name: {last}");
    let again = owner.run(&format!("/conversation delete conversation:{code}")).await.text();
    assert!(again.contains("is deleted already"), "{again}");
}
