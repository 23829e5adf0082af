//! Commands in the menus of messages and members: what they find, what they save, and what they refuse.

use sandbox::{Answer, Known, Sandbox};
use serde_json::json;

use crate::support::World;

const OPEN: &str = "Open conversation";
const SAVE: &str = "Save as note";
const PROFILE: &str = "LiveAgent profile";

/// More than a note holds.
const LONG: usize = 6_000;

/// Two open conversations.
fn open(world: &World) -> [Known; 2] {
    let all = world.sandbox.liveagent().conversations().into_iter();
    let open: Vec<Known> = all.filter(|known| known.status == 'C').take(2).collect();
    open.try_into().unwrap()
}

/// The notes and messages of a conversation, as one text.
fn messages(world: &World, code: &str) -> String {
    world.sandbox.liveagent().messages(code).to_string()
}

fn notes(world: &World) -> usize {
    world.sandbox.liveagent().requests().count("POST", "/api/conversations/*/messages")
}

/// A message of another bot whose text is in components that serenity doesn't know: the whole interaction comes as JSON.
fn in_components(world: &World, text: &str) -> Answer {
    let components = json!([{ "type": 1, "components": [
        { "type": 99, "content": text, "accessory": { "type": 11, "media": { "url": "https://x.example" } } },
    ] }]);
    world.sandbox.say_as_other_bot("support", json!({ "components": components }))
}

/// serenity drops components of the newest kinds without a word where they are at the top: there is nothing to read then, and that is said.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_which_nothing_arrives_is_refused() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let components = json!([{ "type": 17, "components": [{ "type": 10, "content": "A parcel" }] }]);
    let empty = world.sandbox.say_as_other_bot("support", json!({ "components": components, "flags": 1 << 15 }));
    let shown = owner.message_menu(OPEN, &empty).await;
    assert!(
        shown.is_ephemeral() && shown.text().contains("I found no conversation in this message"),
        "{}",
        shown.text()
    );
    let saved = owner.message_menu(SAVE, &empty).await;
    assert!(saved.is_ephemeral() && saved.text().contains("there's nothing to save"), "{}", saved.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_opens_the_conversation_that_it_names() {
    let world = World::start().await;
    let bob = world.sandbox.member("Bob");
    let [one, other] = open(&world);
    let panel = world.sandbox.liveagent_url();
    let link = format!("{panel}/agent/#Conversation;id={}", one.id);
    let messages = [
        bob.say(&format!("Can somebody look at {}?", one.code)),
        bob.say(&format!("<{link}>")),
        bob.say(&format!("{panel}/conversations/{}", one.url_code)),
        world.sandbox.say_as_other_bot("support", json!({ "embeds": [{ "title": "New", "url": link }] })),
        world
            .sandbox
            .say_as_other_bot("support", json!({ "embeds": [{ "fields": [{ "name": "Case", "value": one.code }] }] })),
        in_components(&world, &format!("**{}**", one.code)),
        // Our own card, which has the code and the id.
        bob.run(&format!("/conversation show conversation:{}", one.code)).await,
    ];
    for message in &messages {
        let shown = bob.message_menu(OPEN, message).await;
        assert!(shown.is_ephemeral() && shown.text().contains(&one.code), "{}\n{}", message.json(), shown.text());
    }
    let both = bob.say(&format!("{} or {}/agent/#Conversation;id={}", one.code, panel, other.id));
    let several = bob.message_menu(OPEN, &both).await;
    assert!(several.is_ephemeral() && several.text().contains("names 2 conversations"), "{}", several.text());
    let chosen = bob.choose_first(&several).await;
    assert!(chosen.is_ephemeral() && chosen.text().contains(&one.code), "{}", chosen.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_names_no_conversation_says_what_is_looked_for() {
    let world = World::start().await;
    let (owner, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let [deleted, _] = open(&world);
    let question = owner.run(&format!("/conversation delete conversation:{}", deleted.code)).await;
    owner.click(&question, "Delete").await;
    for (text, expected) in [
        ("hello".to_owned(), "I found no conversation in this message"),
        ("https://evil.example/agent/#Conversation;id=12ab34cd".to_owned(), "I found no conversation"),
        ("x".repeat(LONG), "I found no conversation"),
        ("@everyone \u{202e}\u{1f600} ||`**".to_owned(), "I found no conversation"),
        ("ZZZ-ZZZZZ-999".to_owned(), "couldn't find that"),
        (deleted.code.clone(), "Deleted"),
    ] {
        let answer = bob.message_menu(OPEN, &bob.say(&text)).await;
        assert!(answer.is_ephemeral() && answer.text().contains(expected), "{text}: {}", answer.text());
        assert_eq!(answer.pings(), 0);
    }
    let nothing = world.sandbox.say_as_other_bot("support", json!({}));
    assert!(bob.message_menu(OPEN, &nothing).await.text().contains("I found no conversation"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_saved_with_its_author_link_and_files() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let [one, _] = open(&world);
    let bob = world.sandbox.member("Bob").with_file("bill.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    let written = bob.say(&format!("Jane called about {} @everyone", one.code));
    let form = owner.message_menu(SAVE, &written).await;
    assert!(form.is_ephemeral() && notes(&world) == 0, "{}", form.text());
    for part in ["Bob", "Jane called about", "bill.pdf", "8 B", "Choose the conversation"] {
        assert!(form.text().contains(part), "{part}: {}", form.text());
    }
    let saved = owner.choose_first(&form).await;
    assert!(saved.text().contains("Internal note added") && saved.id() == form.id(), "{}", saved.text());
    let kept = messages(&world, &one.code);
    let address = format!(
        "https://discord.com/channels/{}/{}/{}",
        world.sandbox.guild_id(),
        world.sandbox.channel_id("support"),
        written.id().unwrap()
    );
    for part in ["Bob wrote on ", &address, "Jane called about", "Attached: bill.pdf", "(Ada, in Discord)"] {
        assert!(kept.contains(part), "{part}: {kept}");
    }
    assert_eq!((desk.used_files("bill.pdf"), notes(&world)), (vec![b"%PDF-1.7".to_vec()], 1));
    let audit = owner.run("/audit").await.text();
    assert!(audit.contains("Save as note"), "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_lately_is_offered_where_a_message_names_nothing() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let [one, _] = open(&world);
    let written = in_components(&world, "A parcel came back");
    let none = owner.message_menu(SAVE, &written).await;
    assert!(none.text().contains("you haven't opened one lately"), "{}", none.text());
    owner.run(&format!("/conversation show conversation:{}", one.code)).await;
    let form = owner.message_menu(SAVE, &written).await;
    let (_, options) = form.select("Save in").unwrap();
    assert!(options.len() == 1 && options[0]["label"].as_str().unwrap().contains(&one.code), "{options:?}");
    owner.choose_first(&form).await;
    let kept = messages(&world, &one.code);
    assert!(kept.contains("Courier wrote on ") && kept.contains("A parcel came back"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn long_texts_are_saved_as_files_and_large_files_by_name() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let [one, other] = open(&world);
    let long = format!("{} {}", one.code, "ä".repeat(LONG));
    let written = world.sandbox.say_as_other_bot("support", json!({ "content": long }));
    let form = owner.message_menu(SAVE, &written).await;
    assert!(form.text().contains("as a file"), "{}", form.text());
    let saved = owner.choose_first(&form).await;
    assert!(saved.text().contains("message.txt"), "{}", saved.text());
    assert_eq!(desk.used_files("message.txt"), [long.into_bytes()]);
    assert!(messages(&world, &one.code).contains("The full text is in message.txt."));

    let large = vec![0_u8; 10 * 1024 * 1024 + 1];
    let written = world.sandbox.member("Bob").with_file("video.mp4", "video/mp4", large).say(&other.code);
    let form = owner.message_menu(SAVE, &written).await;
    assert!(form.text().contains("larger than 10 MiB, so only its name is saved"), "{}", form.text());
    owner.choose_first(&form).await;
    assert!(messages(&world, &other.code).contains("Larger than 10 MiB, so not attached: video.mp4"));
    assert!(desk.used_files("video.mp4").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_saved_is_said_and_nothing_is_lost() {
    let mut world = World::start().await;
    let (owner, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let [one, _] = open(&world);
    let refused = bob.message_menu(SAVE, &bob.say(&one.code)).await;
    assert!(refused.text().contains("You need the Agent role") && refused.is_ephemeral(), "{}", refused.text());
    let empty = owner.message_menu(SAVE, &world.sandbox.say_as_other_bot("support", json!({}))).await;
    assert!(empty.text().contains("there's nothing to save"), "{}", empty.text());

    // A conversation that is not there; another can be chosen.
    let written = bob.say(&format!("ZZZ-ZZZZZ-999 {}", one.code));
    let form = owner.message_menu(SAVE, &written).await;
    for _ in 0..2 {
        let failed = owner.choose_first(&form).await;
        assert!(failed.text().contains("couldn't find that") && failed.is_ephemeral(), "{}", failed.text());
    }
    assert_eq!(notes(&world), 0);

    // After a restart the message is not in memory any more.
    world.restart().await;
    let gone = owner.choose_first(&form).await;
    assert!(gone.text().contains("I no longer have this message in memory"), "{}", gone.text());
    let form = owner.message_menu(SAVE, &written).await;
    let (id, options) = form.select("Save in").unwrap();
    let value = options[1]["value"].as_str().unwrap().to_owned();
    let stranger = bob.press_forged(&in_channel(&world), &value).await;
    assert!(stranger.text().contains("You need the Agent role"), "{}", stranger.text());
    let saved = owner.press(&form, id, Some(vec![value])).await;
    assert!(saved.text().contains("Internal note added"), "{}", saved.text());
    assert_eq!(notes(&world), 1);
}

/// A message of the bot that everyone sees, with a button.
fn in_channel(world: &World) -> Answer {
    let row = json!({ "type": 1, "components": [{ "type": 2, "style": 2, "label": "x", "custom_id": "x" }] });
    world.sandbox.say_as_other_bot("support", json!({ "content": "x", "components": [row] }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_has_the_profile_of_the_linked_agent() {
    let world = World::start().await;
    let (owner, bob, chloe) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    owner.run("/link member member:@Bob agent:Emma Larsen").await;
    for who in [&owner, &bob, &chloe] {
        let shown = who.user_menu(PROFILE, bob.id()).await;
        assert!(shown.is_ephemeral(), "{}", shown.text());
        for part in ["Emma Larsen", "Online for", "Today", "answers"] {
            assert!(shown.text().contains(part), "{part}: {}", shown.text());
        }
    }
    assert!(world.sandbox.liveagent().requests().count("GET", "/api/reports/agents") >= 3);
    world.sandbox.liveagent().faults().on("GET", "/api/reports/agents").status(400);
    let without = bob.user_menu(PROFILE, bob.id()).await;
    assert!(
        without.text().contains("Emma Larsen") && without.text().contains("didn't return today's figures"),
        "{}",
        without.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_are_no_agents_have_no_profile() {
    let world = World::start().await;
    let (owner, bob, finn) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Finn"));
    world.sandbox.leave("Finn");
    let itself = world.sandbox.say_as_other_bot("support", json!({ "content": "x" }));
    assert_eq!(itself.json()["author"]["id"], Sandbox::OTHER_BOT.to_string());
    for (who, target, expected) in [
        (&bob, bob.id(), "You aren't linked to a LiveAgent agent yet. Ask for it with `/link me`."),
        (&bob, owner.id(), "They can ask for it with `/link me`."),
        (&owner, bob.id(), "Link them with `/link member`"),
        (&bob, Sandbox::OTHER_BOT, "is an app"),
        (&bob, finn.id(), "isn't a member of this server"),
    ] {
        let answer = who.user_menu(PROFILE, target).await;
        assert!(answer.is_ephemeral() && answer.text().contains(expected), "{expected}: {}", answer.text());
    }
    let asked = world.sandbox.liveagent().requests().count("GET", "/api/agents/*");
    assert_eq!(asked, 0, "nothing was asked of LiveAgent");
}
