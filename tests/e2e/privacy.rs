//! `/privacy forget`: what goes, what stays without a name, and who may confirm it.

use jiff::SignedDuration;
use sandbox::{Answer, Sandbox};
use sqlx::{Connection as _, SqliteConnection};

use crate::support::{World, database};

/// The rows of the audit, as a test can compare them.
async fn rows(sandbox: &Sandbox) -> Vec<(i64, i64, String, String)> {
    let mut database = SqliteConnection::connect(&database(sandbox)).await.unwrap();
    sqlx::query_as("SELECT id, member, action, target FROM audit ORDER BY id").fetch_all(&mut database).await.unwrap()
}

/// The id of the button of a question.
fn button_of(question: &Answer) -> String {
    question.components()[0]["components"][0]["custom_id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_forgotten_after_a_question_by_who_asked() {
    let world = World::monday(0.0).await;
    let (ada, bob, dora) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Dora"));
    ada.run("/setup roles manager:@Support").await;
    bob.run("/digest subscribe channel:#support schedule:0 9 1 1 * timezone:UTC sections:agents").await;
    bob.run("/alert create metric:Chats waiting channel:#support fire:5").await;
    assert!(bob.try_run("/privacy forget member:@Ada").await.unwrap_err().contains("not shown"));
    let by_bob = format!("<@{}>", bob.id());
    let page = ada.run("/audit").await.text();
    assert_eq!(page.matches(&by_bob).count(), 2, "{page}");
    let before = rows(&world.sandbox).await;

    let question = ada.run("/privacy forget member:@Bob").await;
    let asked = question.text();
    for words in ["in all servers", "2 audit entries and 2 digests, boards and alerts", "Backups", "Deleted: nothing"] {
        assert!(asked.contains(words) && question.is_ephemeral(), "{words}: {asked}");
    }
    let button = button_of(&question);
    // Somebody else with the same level.
    let theirs = dora.run("/audit").await;
    let refused = dora.press_forged(&theirs, &button).await.text();
    assert!(refused.contains("Only the person who asked can confirm this"), "{refused}");
    // Those who have lost the level since.
    let low = bob.run("/tag list").await;
    let refused = bob.press_forged(&low, &button).await.text();
    assert!(refused.contains("You need **Manage Server**"), "{refused}");
    world.sandbox.clock().advance(SignedDuration::from_mins(6));
    let expired = ada.click(&question, "Forget").await;
    assert!(!expired.text().contains("[Forget]"), "a dead button goes: {}", expired.text());
    let expired = world.sandbox.follow_up(&expired).await.text();
    assert!(expired.contains("This confirmation has expired"), "{expired}");
    let still: Vec<_> = rows(&world.sandbox).await.into_iter().filter(|row| row.2 != "forget member").collect();
    assert_eq!(still, before, "nothing is forgotten yet");

    let question = ada.run("/privacy forget member:@Bob").await;
    let button = button_of(&question);
    let done = ada.click(&question, "Forget").await;
    assert!(done.id() == question.id() && done.text().contains("is forgotten"), "{}", done.text());
    let after = rows(&world.sandbox).await;
    assert!(before.iter().all(|row| after.contains(row)), "no row of the audit is touched");
    let forgotten = |rows: &[(i64, i64, String, String)]| rows.iter().filter(|row| row.2 == "forget member").count();
    // Bob's attempt was refused under the same name.
    assert_eq!(forgotten(&after), 2);
    let again = ada.run("/audit").await;
    let twice = ada.press_forged(&again, &button).await.text();
    assert!(twice.contains("Nothing was kept"), "{twice}");
    assert_eq!(forgotten(&rows(&world.sandbox).await), 2, "once");

    let page = ada.run("/audit").await.text();
    assert!(!page.contains(&by_bob), "{page}");
    assert_eq!(page.matches("a forgotten member").count(), 4, "who did it, and who was forgotten: {page}");
    let none = ada.run("/audit member:@Bob").await.text();
    assert!(none.contains("No changes found."), "{none}");
    let digests = ada.run("/digest list").await.text();
    assert!(digests.contains("🟢 **#1**"), "still active: {digests}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_is_forgotten_by_their_id() {
    let world = World::monday(0.0).await;
    let (ada, dora) = (world.sandbox.owner(), world.sandbox.member("Dora"));
    dora.run("/setup roles agent:@Support").await;
    world.sandbox.leave("Dora");
    let by_dora = format!("<@{}>", dora.id());
    let page = ada.run(&format!("/audit member:{}", dora.id())).await.text();
    assert!(page.contains("Set roles") && page.contains(&by_dora), "{page}");
    let question = ada.run(&format!("/privacy forget member:{}", dora.id())).await;
    assert!(question.text().contains("1 audit entry"), "{}", question.text());
    ada.click(&question, "Forget").await;
    let page = ada.run("/audit").await.text();
    assert!(page.contains("a forgotten member · **Set roles**") && !page.contains(&by_dora), "{page}");
}
