//! Tags: shown, created, changed and deleted, and who may.

use crate::support::World;

fn names(world: &World) -> Vec<String> {
    world.sandbox.liveagent().tags().into_iter().map(|tag| tag.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_is_created_changed_and_deleted() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let created = owner.run("/tag create name: Lost parcel  color:#fff background:#C0392b").await.text();
    assert!(created.contains("🏷️ Lost parcel") && created.contains("✅ Tag created."), "{created}");
    assert!(names(&world).contains(&"Lost parcel".to_owned()));

    // The list is known again at once.
    let shown = owner.run("/tag show tag:Lost parcel").await.text();
    assert!(shown.contains("#FFFFFF") && shown.contains("#C0392B"), "{shown}");

    let edited = owner.run("/tag edit tag:Lost parcel name:Parcel").await;
    assert!(
        edited.text().contains("🏷️ Parcel") && edited.text().contains("Updated (was `Lost parcel`)"),
        "{}",
        edited.text()
    );
    assert!(edited.text().contains("#C0392B"), "what was not given stays: {}", edited.text());
    let back = owner.click(&edited, "Undo").await.text();
    assert!(back.contains("🏷️ Lost parcel"), "{back}");
    assert!(names(&world).contains(&"Lost parcel".to_owned()) && !names(&world).contains(&"Parcel".to_owned()));
    let renamed = owner.run("/tag edit tag:Lost parcel name:Late parcel").await;
    owner.run("/tag edit tag:Late parcel background:#000000").await;
    let stale = owner.click(&renamed, "Undo").await.text();
    assert!(stale.contains("Nothing was undone") && stale.contains("Late parcel"), "{stale}");
    owner.run("/tag edit tag:Late parcel name:Lost parcel").await;
    let same = owner.run("/tag edit tag:Lost parcel color:#FFFFFF").await.text();
    assert!(same.contains("Nothing changed"), "{same}");

    let question = owner.run("/tag delete tag:Lost parcel").await;
    assert!(question.text().contains("Delete the tag Lost parcel?"), "{}", question.text());
    assert!(names(&world).contains(&"Lost parcel".to_owned()), "not yet");
    let deleted = owner.click(&question, "Delete").await.text();
    assert!(deleted.contains("Tag `Lost parcel` deleted."), "{deleted}");
    assert!(!names(&world).contains(&"Lost parcel".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let world = World::start().await;
    let (owner, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let before = names(&world);
    let tag = before[0].clone();
    for (line, expected) in [
        ("/tag create name:New color:green".to_owned(), "isn't a colour"),
        ("/tag create name:   ".to_owned(), "The name is empty"),
        (format!("/tag create name:{tag}"), "exists already"),
        (format!("/tag edit tag:{tag}"), "Nothing to change"),
        ("/tag show tag:qqqqqqqq".to_owned(), "no tag"),
    ] {
        let answer = owner.run(&line).await;
        assert!(answer.text().contains(expected) && answer.is_ephemeral(), "{line}: {}", answer.text());
    }
    for line in ["/tag create name:New", &format!("/tag edit tag:{tag} name:New"), &format!("/tag delete tag:{tag}")] {
        let answer = bob.run(line).await.text();
        assert!(answer.contains("You need the Manager role"), "{line}: {answer}");
    }
    assert_eq!(names(&world), before);
    assert!(bob.run(&format!("/tag show tag:{tag}")).await.text().contains("🏷️"));
}
