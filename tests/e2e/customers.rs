//! Customers, their groups and fields, groups as things, companies, agents and files: looked up, changed, and read back from LiveAgent.

use sandbox::Answer;
use serde_json::{Value, json};

use crate::support::{World, button_id};

const JANE: &str = "jane.doe@mail.example";

async fn world() -> World {
    let world = World::monday(0.0).await;
    for option in ["/customer join group:", "/company show company:", "/agent show agent:"] {
        while world.sandbox.owner().complete(option).await.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    world
}

/// The values of a field that a customer has in LiveAgent.
fn values(of: &Value, code: &str) -> Vec<String> {
    let fields = of["customfields"].as_array().into_iter().flatten();
    let of_code = fields.filter(|field| field["code"] == code);
    of_code.map(|field| field["value"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_shown_and_found_again() {
    let world = world().await;
    let owner = world.sandbox.owner();
    let id = world.sandbox.liveagent().customer(JANE)["contactid"].as_str().unwrap().to_owned();
    for named in [
        JANE.to_owned(),
        format!("Jane Doe <{JANE}>"),
        id.clone(),
        format!("https://x.example/agent/#Customer;id={id}"),
    ] {
        let shown = owner.run(&format!("/customer show customer:{named}")).await;
        assert!(shown.is_ephemeral() && shown.text().contains("Jane Doe"), "{named}: {}", shown.text());
    }
    let shown = owner.run(&format!("/customer show customer:{JANE}")).await;
    for expected in ["Latest conversations", "VIP", "customernumber", "Nordic Trails AB"] {
        assert!(shown.text().contains(expected), "{expected}: {}", shown.text());
    }
    let secret = world.sandbox.liveagent().customer(JANE)["authtoken"].as_str().unwrap().to_owned();
    assert!(!shown.json().to_string().contains(&secret));
    let opened = owner.choose_first(&shown).await;
    assert!(opened.text().contains("Status"), "{}", opened.text());
    let company = owner.click(&shown, "Company").await;
    assert!(company.text().contains("Nordic Trails AB"), "{}", company.text());
    let offered = owner.complete("/customer groups customer:jan").await;
    assert_eq!(offered[0].value, json!(JANE), "{offered:?}");
    assert_eq!(
        owner.complete("/customer show customer:new@person.example").await[0].value,
        json!("new@person.example")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_of_a_customer_change() {
    let world = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let joined = owner.run(&format!("/customer join customer:{JANE} group:Bike shops")).await;
    assert!(joined.text().contains("**Groups:** + `Bike shops`"), "{}", joined.text());
    assert_eq!(desk.groups_of(JANE), ["VIP", "Bike shops"]);
    let again = owner.run(&format!("/customer join customer:{JANE} group:bike shops")).await.text();
    assert!(again.contains("Already in `Bike shops`"), "{again}");
    let undone = owner.click(&joined, "Undo").await;
    assert!(undone.text().contains("− `Bike shops`") && undone.id() == joined.id(), "in place: {}", undone.text());
    assert_eq!(desk.groups_of(JANE), ["VIP"]);
    let left = owner.run(&format!("/customer leave customer:{JANE} group:VIP")).await.text();
    assert!(left.contains("− `VIP`") && desk.groups_of(JANE).is_empty(), "{left}");

    let groups = owner.run(&format!("/customer groups customer:{JANE}")).await;
    assert!(groups.text().contains("In no group yet"), "{}", groups.text());
    let form = owner.click(&groups, "Change").await;
    let chosen = owner.choose(&form, "No groups", &["Newsletter", "Bike shops"]).await;
    assert!(chosen.text().contains("Groups changed"), "{}", chosen.text());
    assert_eq!(desk.groups_of(JANE), ["Bike shops", "Newsletter"]);
    let undone = owner.click(&chosen, "Undo").await;
    assert!(undone.id() == chosen.id() && desk.groups_of(JANE).is_empty(), "{}", undone.text());
    owner.click(&undone, "Undo").await;
    assert_eq!(desk.groups_of(JANE), ["Bike shops", "Newsletter"]);
    // Of two changes the second fails: what was done is said.
    let form = owner.click(&groups, "Change").await;
    let rule = desk.faults().on("DELETE", "/api/customers/*").body(500, &refusal());
    let part = owner.choose(&form, "No groups", &["Newsletter", "VIP"]).await;
    rule.remove();
    assert!(part.text().contains("Some groups changed") && part.text().contains("+ `VIP`"), "{}", part.text());
    assert_eq!(desk.groups_of(JANE), ["VIP", "Bike shops", "Newsletter"]);
}

/// The id that a card shows.
fn desk_id(card: &Answer) -> String {
    let fields = card.embeds()[0]["fields"].as_array().unwrap();
    let id = fields.iter().find(|field| field["name"] == "ID").unwrap();
    id["value"].as_str().unwrap().trim_matches('`').to_owned()
}

fn refusal() -> Value {
    json!({ "response": { "status": "ERROR", "statuscode": 500, "errormessage": "It is closed", "debugmessage": "x" } })
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_are_replaced_and_never_all_by_mistake() {
    let world = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let code = desk.conversations()[0].code.clone();
    for (area, named, read) in [("customer", JANE, true), ("conversation", code.as_str(), false)] {
        let now = || if read { desk.customer(named) } else { desk.conversation(named) };
        let run = |what: &str| {
            format!(
                "/{area} field {} {area}:{named} {}",
                what.split(' ').next().unwrap(),
                what.split_once(' ').map_or("", |(_, rest)| rest)
            )
        };
        let set = owner.run(&run("set code:level value:gold")).await;
        assert!(set.text().contains("**level:** none → gold"), "{}", set.text());
        assert_eq!(values(&now(), "level"), ["gold"]);
        let replaced = owner.run(&run("set code:level value:silver")).await;
        assert!(replaced.text().contains("gold → silver"), "{}", replaced.text());
        assert_eq!(values(&now(), "level"), ["silver"], "one value, not two");
        let undone = owner.click(&replaced, "Undo").await.text();
        assert!(undone.contains("silver → gold") && values(&now(), "level") == ["gold"], "{undone}");
        // The Undo of the first comes too late: it has changed since, and back, and then again.
        owner.run(&run("set code:level value:bronze")).await;
        let stale = owner.press_forged(&set, &button_id(&set, "Undo")).await.text();
        assert!(stale.contains("it is now bronze. Nothing was undone"), "{stale}");
        assert_eq!(values(&now(), "level"), ["bronze"]);

        let before = now()["customfields"].clone();
        for (line, expected) in [
            (run("remove code:nothing"), "There is no field"),
            (run("remove code:   "), "The code is empty"),
            (run("remove code:\u{200b}"), "The code is empty"),
            (run("set code:  value:x"), "The code is empty"),
            (run("set code:level value:  "), "The value is empty"),
        ] {
            let answer = owner.run(&line).await.text();
            assert!(answer.contains(expected), "{line}: {answer}");
        }
        assert_eq!(now()["customfields"], before, "nothing was removed");
        let removed = owner.run(&run("remove code:level")).await;
        assert!(removed.text().contains("bronze → none") && values(&now(), "level").is_empty(), "{}", removed.text());
        owner.click(&removed, "Undo").await;
        assert_eq!(values(&now(), "level"), ["bronze"]);

        // Only half of it happens: the button finishes it.
        let rule = desk.faults().on("POST", &format!("/api/{area}s/*")).body(500, &refusal());
        let half = owner.run(&run("set code:level value:platinum")).await;
        rule.remove();
        assert!(half.text().contains("bronze was removed, but platinum wasn't set"), "{}", half.text());
        assert!(values(&now(), "level").is_empty());
        let whole = owner.click(&half, "Set").await.text();
        assert!(whole.contains("none → platinum") && values(&now(), "level") == ["platinum"], "{whole}");

        let question = owner.run(&run("clear")).await;
        assert!(
            question.text().contains("Remove all fields") && question.text().contains("level: platinum"),
            "{}",
            question.text()
        );
        assert_eq!(values(&now(), "level"), ["platinum"], "not yet");
        // A colleague sets another one: the question is asked again, with all that is lost now.
        owner.run(&run("set code:late value:yes")).await;
        let again = owner.click(&question, "Remove all").await;
        assert!(again.text().contains("late: yes") && values(&now(), "late") == ["yes"], "{}", again.text());
        let cleared = owner.click(&again, "Remove all").await.text();
        assert!(cleared.contains("All fields removed"), "{cleared}");
        assert_eq!(now()["customfields"], json!([]));
        let nothing = owner.run(&run("clear")).await.text();
        assert!(nothing.contains("There are no fields to remove"), "{nothing}");
    }
    assert!(
        owner
            .complete(&format!("/customer field set customer:{JANE} code:lev"))
            .await
            .iter()
            .any(|choice| choice.name == "level")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn customer_groups_are_created_changed_and_deleted() {
    let world = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let created = owner.run("/group create name: Beta testers  color:#fff background:#2980B9").await;
    assert!(created.text().contains("✅ Group created."), "{}", created.text());
    assert!(created.json().to_string().contains("colours.png"), "in its colours: {}", created.json());
    assert!(desk.groups().contains(&"Beta testers".to_owned()));
    let edited = owner.run("/group edit group:Beta testers name:Testers").await;
    assert!(edited.text().contains("was `Beta testers`") && desk.groups().contains(&"Testers".to_owned()));
    owner.click(&edited, "Undo").await;
    assert!(desk.groups().contains(&"Beta testers".to_owned()));
    assert!(owner.run("/group list").await.text().contains("Beta testers"));
    let question = owner.run("/group delete group:Beta testers").await;
    assert!(question.text().contains("Delete the customer group Beta testers?"), "{}", question.text());
    let deleted = owner.click(&question, "Delete").await.text();
    assert!(deleted.contains("deleted") && !desk.groups().contains(&"Beta testers".to_owned()), "{deleted}");
}

#[tokio::test(flavor = "multi_thread")]
async fn companies_agents_and_files_are_shown() {
    let world = world().await;
    let (owner, desk) = (world.sandbox.owner(), world.sandbox.liveagent());
    let list = owner.run("/company list").await;
    assert!(list.text().contains("Nordic Trails AB"), "{}", list.text());
    let company = owner.choose_first(&list).await.text();
    assert!(company.contains("vat") && company.contains("EU372000041"), "{company}");
    let statuses = owner.run("/agent status").await;
    assert!(statuses.text().contains("Ben Okafor") && statuses.text().contains(" open"), "{}", statuses.text());
    let agent = owner.run("/agent show agent:emma.larsen@fjellandfern.example").await;
    assert!(agent.text().contains("Emma Larsen") && agent.text().contains("Online for"), "{}", agent.text());
    let emma = desk_id(&agent);
    let linked = owner.run(&format!("/agent show agent:https://x.example/agent/#Agent;id={emma}")).await.text();
    assert!(linked.contains("Emma Larsen"), "{linked}");
    let conversations = owner.click(&agent, "Open conversations").await.text();
    assert!(conversations.contains("📨 Conversations"), "{conversations}");

    let giver = world.sandbox.owner().with_file("invoice.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    let uploaded = giver.run("/file upload file:invoice.pdf name:march.pdf").await;
    assert!(
        uploaded.text().contains("march.pdf") && uploaded.text().contains("✅ File uploaded"),
        "{}",
        uploaded.text()
    );
    let (id, _) = desk.files().into_iter().find(|(_, name)| name == "march.pdf").unwrap();
    let offered = owner.complete("/file show file:mar").await;
    assert_eq!(offered[0].value, json!(id), "{offered:?}");
    for named in [id.clone(), format!("https://x.example/scripts/file.php?view=Y&file={id}")] {
        assert!(owner.run(&format!("/file show file:{named}")).await.text().contains("march.pdf"), "{named}");
    }
    let fetched = owner.run("/file upload url:https://www.example.com/a/b.png").await.text();
    assert!(fetched.contains("b.png") && desk.files().iter().any(|(_, name)| name == "b.png"), "{fetched}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let world = world().await;
    let (owner, bob, desk) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.liveagent());
    let before = (desk.groups(), desk.customer(JANE), desk.files());
    let long = "x".repeat(290);
    for (line, expected) in [
        ("/customer show customer:Jane Doe".to_owned(), "isn't a customer"),
        ("/customer show customer:@everyone".to_owned(), "isn't a customer"),
        (format!("/customer show customer:{long}"), "isn't a customer"),
        ("/customer show customer:nobody@nowhere.example".to_owned(), "couldn't find that"),
        (format!("/customer join customer:{JANE} group:qqqqq"), "no customer group"),
        (format!("/customer leave customer:{JANE} group:مرحبا 😀"), "no customer group"),
        ("/company show company:qqqqq".to_owned(), "no company"),
        ("/agent show agent:qqqqq".to_owned(), "no agent"),
        ("/file show file:../etc".to_owned(), "isn't a file"),
        ("/file show file:deadbeef".to_owned(), "couldn't find that"),
        ("/file upload".to_owned(), "Nothing to upload"),
        ("/file upload url:ftp://example.com/x".to_owned(), "isn't a web address"),
        ("/group create name:   ".to_owned(), "The name is empty"),
        ("/group create name:New color:green".to_owned(), "isn't a colour"),
        ("/group edit group:VIP".to_owned(), "Nothing to change"),
    ] {
        let answer = owner.run(&line).await;
        assert!(answer.text().contains(expected) && answer.is_ephemeral(), "{line}: {}", answer.text());
    }
    for line in [
        format!("/customer join customer:{JANE} group:VIP"),
        format!("/customer field clear customer:{JANE}"),
        "/group create name:New".to_owned(),
        "/group delete group:VIP".to_owned(),
        "/file upload url:https://www.example.com/x.png".to_owned(),
    ] {
        let answer: Answer = bob.run(&line).await;
        assert!(answer.text().contains("You need the"), "{line}: {}", answer.text());
    }
    assert_eq!((desk.groups(), desk.customer(JANE), desk.files()), before);
}
