//! `/setup visibility`: who sees look-ups and changes, and how much of customers' words a channel shows.

use std::time::Duration;

use ::commands::{Needs, commands, examples};
use sandbox::Answer;

use crate::support::{World, leaves};

/// A conversation and the words in it that channels may hide.
struct Told {
    code: String,
    subject: String,
    customer: String,
    preview: String,
    message: String,
}

/// An open conversation of a named customer who has written something.
fn told(world: &World) -> Told {
    let desk = world.sandbox.liveagent();
    let of = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let open = desk.conversations().into_iter().filter(|each| each.status == 'C' && !each.subject.is_empty());
    open.map(|each| {
        let fields = desk.conversation(&each.code);
        let groups = desk.messages(&each.code);
        let messages = groups.as_array().unwrap().iter().flat_map(|group| group["messages"].as_array().unwrap());
        let texts = messages.filter(|message| message["rtype"] == "M").map(|message| of(&message["message"]));
        // A few words of it: the rest may be HTML.
        let message = texts.map(|text| first_words(&text)).find(|words| words.len() > 12).unwrap_or_default();
        let (customer, preview) = (of(&fields["ownername"]), first_words(&of(&fields["preview"])));
        Told { code: each.code, subject: each.subject, customer, preview, message }
    })
    .find(|told| ![&told.customer, &told.preview, &told.message].iter().any(|words| words.is_empty()))
    .unwrap()
}

/// Some words that are neither markup nor markdown.
fn first_words(text: &str) -> String {
    let plain = text.split(['<', '>', '&', '\n', '.', ',', '!', '?', '*', '_']).map(str::trim);
    plain.max_by_key(|part| part.len()).unwrap_or_default().chars().take(24).collect::<String>().trim().to_owned()
}

/// Everything in a message that people can read, and what its components carry.
fn all_of(answer: &Answer) -> String {
    format!("{}\n{}", answer.text(), answer.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn look_ups_are_private_until_an_owner_says_otherwise() {
    let world = World::start().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    assert!(bob.run("/tag list").await.is_ephemeral());
    let set = ada.run("/setup visibility lookups:In the channel").await;
    assert!(
        set.is_ephemeral() && set.text().contains("In the channel, if the member can write there"),
        "{}",
        set.text()
    );
    let listed = bob.run("/tag list").await;
    assert!(!listed.is_ephemeral() && listed.text().contains("VIP"), "{}", listed.text());
    assert!(bob.run("/tag show tag:No such tag").await.is_ephemeral(), "errors are private");
    assert!(bob.run("/help").await.is_ephemeral() && ada.run("/digest list").await.is_ephemeral());
    world.sandbox.let_people_write("random", false);
    let there = world.sandbox.member("Bob").in_channel("random");
    assert!(there.run("/tag list").await.is_ephemeral(), "Bob can't write there");
    ada.run("/setup visibility lookups:Private").await;
    assert!(bob.run("/tag list").await.is_ephemeral());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_public_look_up_that_fails_leaves_nothing_in_the_channel() {
    let world = World::start().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    ada.run("/setup visibility lookups:In the channel").await;
    let before = world.sandbox.answers_in("support").len();
    let faults = world.sandbox.liveagent().faults();
    faults.on("GET", "/api/departments/*").delay(Duration::from_secs(2)).times(1);
    faults.on("GET", "/api/departments/*").status(500).times(1);
    let refused = bob.run("/department show department:Support").await;
    let told = world.sandbox.follow_up(&refused).await;
    assert!(refused.was_deferred() && told.is_ephemeral(), "{}", told.json());
    assert_eq!(world.sandbox.answers_in("support").len(), before, "the deferral is deleted");
    faults.on("GET", "/api/departments/*").delay(Duration::from_secs(2)).times(1);
    let shown = bob.run("/department show department:Support").await;
    assert!(shown.was_deferred() && !shown.is_ephemeral(), "{}", shown.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_shows_as_much_as_it_may() {
    let world = World::start().await;
    let ada = world.sandbox.owner();
    ada.run("/setup visibility lookups:In the channel").await;
    let told = told(&world);
    let list = format!(
        "/conversation list customer:{}",
        world.sandbox.liveagent().conversation(&told.code)["owneremail"].as_str().unwrap()
    );
    let show = format!("/conversation show conversation:{}", told.code);
    let messages = format!("/conversation messages conversation:{}", told.code);
    for (words, subject, all) in [("None", false, false), ("Subject", true, false), ("All", true, true)] {
        let full =
            ["None: no subjects, messages or names", "Subject: subjects and names", "All: messages and notes, too"];
        let choice = full.iter().find(|choice| choice.starts_with(words)).unwrap();
        ada.run(&format!("/setup visibility words:{choice}")).await;
        for command in [&list, &show, &messages] {
            let answer = ada.run(command).await;
            assert!(!answer.is_ephemeral());
            let text = all_of(&answer);
            assert_eq!(text.contains(&told.subject), subject, "{words} {command}: {text}");
            assert_eq!(answer.text().contains(&told.customer), subject, "{words} {command}: {text}");
            assert!(answer.text().contains(&told.code) || command == &list, "{text}");
        }
        assert_eq!(all_of(&ada.run(&show).await).contains(&told.preview), all, "{words}");
        assert_eq!(all_of(&ada.run(&messages).await).contains(&told.message), all, "{words}");
        let private = ada.run(&show).await;
        assert_eq!(private.text().contains("hidden in this channel"), !all, "{}", private.text());
    }
}

/// The rule for every look-up, also those still to come: where a channel shows nothing of customers, no answer in it does.
#[tokio::test(flavor = "multi_thread")]
async fn no_answer_shows_customers_words_where_none_are_shown() {
    let world = World::start().await;
    let ada = world.sandbox.owner();
    ada.run("/setup visibility lookups:In the channel words:None: no subjects, messages or names").await;
    let desk = world.sandbox.liveagent();
    let rows: Vec<_> = desk.conversations().iter().map(|each| desk.conversation(&each.code)).collect();
    let words: Vec<String> = rows
        .iter()
        .flat_map(|row| {
            ["subject", "ownername", "owneremail"].map(|field| row[field].as_str().unwrap_or_default().to_owned())
        })
        .filter(|words| words.len() > 5)
        .collect();
    let code = told(&world).code;
    let all = commands();
    let mut asked = 0;
    for command in all.iter().flat_map(leaves) {
        let needs = Needs::of(command).unwrap();
        if needs.request.kind != "look" {
            continue;
        }
        for example in examples(command) {
            let answer = ada.run(&example.replace("ABC-DEFGH-123", &code)).await;
            if !answer.is_ephemeral() {
                asked += 1;
                let text = all_of(&answer);
                let found = words.iter().find(|words| text.contains(*words));
                // What was typed by the member themselves is in the command that Discord shows anyway.
                assert!(found.is_none_or(|found| example.contains(found)), "{example} shows {found:?}: {text}");
            }
        }
    }
    assert!(asked > 10, "{asked}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_can_be_set_apart_and_a_thread_takes_its_parents() {
    let world = World::start().await;
    let ada = world.sandbox.owner();
    ada.run("/setup visibility lookups:In the channel words:All: messages and notes, too").await;
    let set = ada.run("/setup visibility channel:#support words:None: no subjects, messages or names").await;
    assert!(set.text().contains("Other channels"), "{}", set.text());
    world.sandbox.make_thread("random");
    let told = told(&world);
    let show = format!("/conversation show conversation:{}", told.code);
    for (channel, shows) in [("support", false), ("support-leads", true), ("random", false)] {
        let text = world.sandbox.owner().in_channel(channel).run(&show).await.text();
        assert_eq!(text.contains(&told.subject), shows, "{channel}: {text}");
    }
    ada.run("/setup visibility channel:#random words:Subject: subjects and names").await;
    let there = world.sandbox.owner().in_channel("random");
    assert!(there.run(&show).await.text().contains(&told.subject), "a thread of its own setting");
    ada.run("/setup visibility channel:#support words:Same as the server (for a channel)").await;
    assert!(ada.run(&show).await.text().contains(&told.preview));
    for (refused, why) in [
        ("/setup visibility channel:#support", "Choose `words`"),
        ("/setup visibility words:Same as the server (for a channel)", "needs a `channel`"),
        ("/setup visibility channel:#support lookups:Private words:All: messages and notes, too", "Only `words`"),
    ] {
        let text = ada.run(refused).await.text();
        assert!(text.contains(why), "{refused}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn share_shows_the_channel_no_more_than_it_may() {
    let world = World::start().await;
    let ada = world.sandbox.owner();
    let told = told(&world);
    let messages = format!("/conversation messages conversation:{}", told.code);
    for (set, subject, all) in [
        ("words:None: no subjects, messages or names", false, false),
        ("words:Subject: subjects and names", true, false),
        ("words:All: messages and notes, too", true, true),
    ] {
        ada.run(&format!("/setup visibility {set}")).await;
        let private = ada.run(&messages).await;
        assert!(private.is_ephemeral() && private.text().contains(&told.message), "private answers show all");
        let clicked = ada.click(&private, "Share").await;
        let shared = world.sandbox.follow_up(&clicked).await;
        assert!(!shared.is_ephemeral() && shared.text().contains("Shared by"), "{}", shared.text());
        let text = all_of(&shared);
        assert_eq!((text.contains(&told.subject), text.contains(&told.message)), (subject, all), "{set}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_answer_is_read_further_in_private() {
    let world = World::start().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    ada.run("/setup visibility lookups:In the channel").await;
    let told = told(&world);
    let card = ada.run(&format!("/conversation show conversation:{}", told.code)).await;
    assert!(!card.text().contains(&told.preview), "{}", card.text());
    let thread = bob.click(&card, "Messages").await;
    assert!(thread.is_ephemeral() && thread.text().contains(&told.message), "{}", thread.text());
    let again = bob.click(&card, "Refresh").await;
    assert_eq!(again.id(), card.id(), "in its place");
    assert!(!again.text().contains(&told.preview), "{}", again.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_announced_where_an_owner_wants_it() {
    let world = World::start().await;
    let ada = world.sandbox.owner();
    let told = told(&world);
    let note = format!("/conversation note conversation:{} text:Customer called about the blue sofa", told.code);
    let public = || world.sandbox.answers_in("support");
    let before = public().len();
    ada.run(&note).await;
    assert_eq!(public().len(), before, "private by default");
    ada.run("/setup visibility changes:Announced in the channel").await;
    let noted = ada.run(&note).await;
    let announced = world.sandbox.follow_up(&noted).await;
    assert!(!announced.is_ephemeral() && announced.text().contains("Changed by <@"), "{}", announced.text());
    assert!(
        announced.text().contains(&told.subject) && !announced.text().contains("blue sofa"),
        "{}",
        announced.text()
    );
    assert!(announced.components().is_empty() && announced.pings() == 0);
    ada.run("/setup visibility words:All: messages and notes, too").await;
    let announced = world.sandbox.follow_up(&ada.run(&note).await).await;
    assert!(announced.text().contains("blue sofa"), "{}", announced.text());
    let count = public().len();
    ada.run("/conversation note conversation:NO-SUCH-000 text:Lost").await;
    ada.run("/digest list").await;
    assert_eq!(public().len(), count, "what failed is not announced");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_shows_as_much_as_its_channel_may() {
    let world = World::monday(0.0).await;
    let ada = world.sandbox.owner();
    let subjects: Vec<String> = world
        .sandbox
        .liveagent()
        .conversations()
        .into_iter()
        .map(|each| each.subject)
        .filter(|it| it.len() > 5)
        .collect();
    for (set, shows) in [("None: no subjects, messages or names", false), ("Subject: subjects and names", true)] {
        ada.run(&format!("/setup visibility channel:#support words:{set}")).await;
        let saved = ada.run("/digest subscribe channel:#support schedule:weekdays 09:00 sections:all").await.text();
        let number = saved.split("Digest #").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        assert_eq!(
            subjects.iter().any(|subject| saved.contains(subject)),
            shows,
            "the preview is as the post: {saved}"
        );
        ada.run(&format!("/digest run digest:{number}")).await;
        let title = format!("Digest {number}");
        let posted = world.sandbox.until_message("support", |message| message.text().contains(&title)).await.text();
        assert_eq!(subjects.iter().any(|subject| posted.contains(subject)), shows, "{posted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn visibility_is_chosen_in_a_private_form_too() {
    let world = World::start().await;
    let (ada, bob) = (world.sandbox.owner(), world.sandbox.member("Bob"));
    let form = ada.run("/setup visibility").await;
    assert!(form.is_ephemeral(), "{}", form.text());
    let chosen = ada.choose(&form, "Look-ups", &["public"]).await;
    assert_eq!(chosen.id(), form.id(), "the form shows it");
    assert!(!bob.run("/tag list").await.is_ephemeral());
    let chosen = ada.choose(&chosen, "Customers' words", &["None"]).await;
    assert!(chosen.text().contains("no subjects, messages or names"), "{}", chosen.text());
    let shown = ada.run("/setup show").await.text();
    assert!(shown.contains("look-ups in the channel") && shown.contains("None"), "{shown}");
}
