//! `/conversation find`, and the conversations that are suggested while somebody types.

use std::time::{Duration, Instant};

use sandbox::{Answer, Choice, Sandbox};
use serde_json::json;

use crate::support::World;

/// A conversation of last Wednesday that nothing else in the help desk is like. Its id.
fn bell(world: &World) -> String {
    let desk = world.sandbox.liveagent();
    let vip = desk.tags().into_iter().find(|tag| tag.name == "VIP").unwrap().id;
    desk.add_conversation(json!({
        "subject": "Broken bicycle bell", "ownername": "Žofia Krásna", "owneremail": "zofia.krasna@unique.example", "status": "C",
        "datecreated": "2026-11-18 10:00:00", "datechanged": "2026-11-18 11:00:00", "tags": vip,
        "departmentid": desk.department_id("Sales"), "departmentname": "Sales",
    }))
}

fn shows(answer: &Answer, id: &str) -> bool {
    answer.json().to_string().contains(&format!("#Conversation;id={id}"))
}

fn find(text: &str) -> String {
    format!("/conversation find text:{text}")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_remembers_finds_the_conversation() {
    let world = World::monday(0.0).await;
    let (id, owner) = (bell(&world), world.sandbox.owner());
    for text in [
        "krasna",
        "Žofia",
        "KRÁSNA, bell",
        "zofia.krasna@unique.example",
        "Žofia <zofia.krasna@unique.example>",
        "@unique.exam",
        "bicycle",
        "bell broken",
        "\"bicycle bell\"",
        "ell vip",
        "bell last week",
        "bicycle on wednesday",
        "bell since 2026-11-17",
        "bell from tuesday to thursday",
        "zofia.krasna@unique.example 5 days ago",
    ] {
        let answer = owner.run(&find(text)).await;
        let all = answer.text();
        assert!(shows(&answer, &id) && all.contains("🔎") && all.contains("Searched: "), "{text}: {all}");
        assert!(answer.is_ephemeral() && !all.contains("No exact matches"), "{text}: {all}");
    }
    for text in ["bicylce", "krasan bell", "zofia.krasna@uniqeu.example", "\"bell bicycle\""] {
        let answer = owner.run(&find(text)).await;
        let all = answer.text();
        assert!(shows(&answer, &id) && all.contains("No exact matches. These are similar:"), "{text}: {all}");
    }
    for text in ["bell yesterday", "bell last month", "bell refund", "qqqqqq", "nobody@unique.example"] {
        let answer = owner.run(&find(text)).await;
        let all = answer.text();
        assert!(!shows(&answer, &id) && all.contains("No conversations found. Try fewer"), "{text}: {all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_names_one_conversation_opens_it() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    let one = world
        .sandbox
        .liveagent()
        .conversations()
        .into_iter()
        .find(|each| each.status == 'C' && each.id.bytes().any(|byte| byte.is_ascii_digit()))
        .unwrap();
    let link = format!("https://acme.ladesk.com/agent/#Conversation;id={}", one.id);
    for text in [&one.code, &one.code.to_lowercase(), &one.id, &link, &format!("about {}, please", one.code)] {
        let answer = owner.run(&find(text)).await;
        let all = answer.text();
        assert!(shows(&answer, &one.id) && all.contains("[Messages]") && all.contains(&one.subject), "{text}: {all}");
    }
    for text in ["ZZZ-QQQQQ-999", "zz99qq88", "https://elsewhere.example/orders/4711"] {
        let answer = owner.run(&find(text)).await;
        assert!(answer.text().contains("No conversations found"), "{text}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_what_it_searched() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    bell(&world);
    let count = world.sandbox.liveagent().conversations().len();
    for (text, expected) in [
        (
            "bicycle",
            format!(
                "Searched: subjects, customers and tags of all {count} conversations. LiveAgent has no full-text search."
            ),
        ),
        ("zofia.krasna@unique.example", "Searched: customer zofia".to_owned()),
        ("nobody@unique.example", "subjects, customers and tags of all".to_owned()),
        ("last week", "conversations within the filters.".to_owned()),
        ("2020-01-01", "all conversations within the filters (there are none).".to_owned()),
        ("bicycle last week", "“bicycle” · from <t:1794783600:f> · to <t:1795388399:f>".to_owned()),
    ] {
        let all = owner.run(&find(text)).await.text();
        assert!(all.contains(&expected), "{text}: {all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn selects_narrow_what_was_found() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    // Too long for one id, so that all of the message carries it.
    let text = format!("parcel \"{}\"", "where is my parcel? ".repeat(5).trim());
    for text in ["parcel", &text] {
        let all = owner.run(&find(text)).await;
        let resolved = owner.choose(&all, "Filter by status", &["Resolved"]).await;
        assert_eq!(resolved.id(), all.id(), "in its place");
        assert!(resolved.text().contains("🟢 Resolved"), "{}", resolved.text());
        let support = owner.choose(&resolved, "Filter by department", &["Support"]).await;
        assert!(support.text().contains("🟢 Resolved · Support"), "{}", support.text());
        let lately = owner.choose(&support, "Filter by date", &["Created in the last 7 days"]).await;
        assert!(lately.text().contains("Support · ") && lately.text().contains("from <t:"), "{}", lately.text());
        let open = owner.choose(&lately, "Filter by status", &["Any status"]).await;
        assert!(!open.text().contains("🟢 Resolved") && open.text().contains("-# Support"), "{}", open.text());
        let refreshed = owner.click(&open, "Refresh").await;
        assert_eq!(refreshed.text(), open.text(), "refresh keeps the filters");
    }
    let found = owner.run(&find("parcel")).await;
    let next = owner.click(&found, "Next").await;
    assert!(next.text().contains("11–20 of "), "{}", next.text());
    let narrowed = owner.choose(&next, "Filter by status", &["Waiting (New or Open)"]).await;
    assert!(
        narrowed.text().contains("1–10 of ") || narrowed.text().contains("**1"),
        "the first page: {}",
        narrowed.text()
    );
    let opened = owner.choose_first(&narrowed).await;
    assert!(opened.is_ephemeral() && opened.text().contains("[Messages]"), "{}", opened.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_texts_break_nothing_and_empty_ones_send_nothing() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for (text, expected) in [
        ("🚲", "BEST SHOP EVER"),
        ("@everyone", "free gift cards"),
        ("طرد", "No conversations found"),
        ("\u{202e}طرد\u{202c} <@1> [x](https://evil.example) **b** `c` ||d||", "No conversations found"),
        ("+ + + \" \\ + +", "Searched"),
        (&"+".repeat(150), "Searched"),
        (&"🚲".repeat(150), "Searched"),
        (&"a ".repeat(75), "Searched"),
        (&"last week ".repeat(14), "Searched"),
    ] {
        let answer = owner.run(&find(text)).await;
        assert!(answer.text().contains(expected), "{text}: {}", answer.text());
        assert!(!answer.failed() && answer.refusals().is_empty() && answer.pings() == 0, "{text}");
        let again = owner.click(&answer, "Refresh").await;
        assert_eq!(again.text(), answer.text(), "{text}");
    }
    assert!(owner.try_run(&find(&"x".repeat(6_000))).await.is_err(), "Discord takes no more than 150");
    let sent = || world.sandbox.liveagent().requests().count("GET", "/api/conversations*");
    let before = sent();
    for text in ["   ", "\u{200b}", "\u{202e} \u{2800}"] {
        let answer = owner.run(&find(text)).await;
        assert!(answer.is_ephemeral() && answer.text().contains("Nothing to search for"), "{text}: {}", answer.text());
    }
    assert_eq!(sent(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_read_lately_is_found_behind_the_newest_too() {
    let world = World::monday(0.0).await;
    let (id, owner, desk) = (bell(&world), world.sandbox.owner(), world.sandbox.liveagent());
    for number in 0..1_000 {
        let _ = desk.add_conversation(json!({
            "subject": format!("Parcel {number}"), "ownername": "Jane Doe", "owneremail": "jane@doe.example",
            "datecreated": "2026-11-23 12:30:00", "datechanged": "2026-11-23 12:30:00", "tags": "", "status": "N",
        }));
    }
    let unread = owner.run(&find("krasna")).await;
    assert!(!shows(&unread, &id) && unread.text().contains("the newest 1,000 conversations"), "{}", unread.text());
    owner.run(&format!("/conversation show conversation:{id}")).await;
    let read = owner.run(&find("krasna")).await;
    assert!(shows(&read, &id) && read.text().contains(" read lately"), "{}", read.text());
    let mut shown = read;
    for (select, other, own) in [
        ("status", "Resolved", "Open"),
        ("department", "Billing", "Sales"),
        ("date", "Created in the last 24 hours", "Created in the last 7 days"),
    ] {
        let without = owner.choose(&shown, select, &[other]).await;
        assert!(!shows(&without, &id), "{other}: {}", without.text());
        let with = owner.choose(&without, select, &[own]).await;
        assert!(shows(&with, &id), "{own}: {}", with.text());
        shown = with;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_liveagent_refuses_or_does_not_answer_is_told() {
    let world = World::monday(0.0).await;
    let (id, owner, faults) = (bell(&world), world.sandbox.owner(), world.sandbox.liveagent().faults());
    let text = find("zofia.krasna@unique.example");
    world.until_offered("/conversation show conversation:").await;
    // Some accounts may answer so where there is no such customer: then it is a word like others.
    let refusal =
        json!({ "response": { "status": "ERROR", "statuscode": 404, "errormessage": "unable to load user" } });
    faults.on("GET", "/api/conversations").body(404, &refusal).times(1);
    let found = owner.run(&text).await;
    assert!(shows(&found, &id) && found.text().contains("subjects, customers and tags"), "{}", found.text());
    faults.on("GET", "/api/conversations").status(503);
    let old = owner.run(&text).await;
    assert!(shows(&old, &id) && old.text().contains("isn't responding. Showing data from"), "{}", old.text());
    let new = owner.run(&find("bicycle")).await;
    assert!(new.text().contains("Try again in a minute"), "{}", new.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_take_words() {
    let world = World::monday(0.0).await;
    let owner = world.sandbox.owner();
    for (options, expected) in [
        ("from:last week to:last week", "to <t:"),
        ("from:since friday", "from <t:"),
        ("from:monday to:today", "to <t:"),
        ("from:last month", "from <t:"),
        ("from:last year", "isn't a date"),
        ("from:today to:last week", "`from` is after `to`"),
    ] {
        let all = owner.run(&format!("/conversation list {options}")).await.text();
        assert!(all.contains(expected), "{options}: {all}");
    }
}

/// How many requests typing has caused.
fn asked(world: &World) -> usize {
    let by_typing = |keys: &[String]| keys.iter().any(|key| key == "subject" || key == "owneridentifier");
    world.sandbox.liveagent().requests().all().iter().filter(|request| by_typing(&request.query_keys)).count()
}

async fn offered(world: &World, member: &str, typed: &str) -> Vec<Choice> {
    world.sandbox.member(member).complete(&format!("/conversation show conversation:{typed}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_have_what_was_read_and_what_liveagent_finds_behind_the_typing() {
    let world = World::monday(0.0).await;
    world.until_offered("/conversation show conversation:").await;
    let id = bell(&world);
    let label = "Broken bicycle bell · Žofia Krásna · Open · 5 d ago";
    assert!(
        offered(&world, "Ada", "be").await.iter().all(|choice| choice.value != id) && asked(&world) == 0,
        "too short"
    );
    let other = world.sandbox.liveagent().add_conversation(json!({
        "subject": "Bell, second", "ownername": "Otto", "owneremail": "otto@unique.example", "status": "R",
        "datechanged": "2026-10-01 12:00:00",
    }));
    // By its subject, and by its customer: the first keystroke asks, and a later one finds it.
    for (member, typed, id) in [("Ada", "bicycle", &id), ("Bob", "otto@unique.example", &other)] {
        let found = async {
            while offered(&world, member, typed).await.iter().all(|choice| choice.value != *id) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(crate::support::PATIENCE, found).await.unwrap_or_else(|_| panic!("{typed}"));
    }
    for typed in ["bicycle", "krasna bell", "ZOFIA", "bicylce", "zofia.krasna@unique.example"] {
        let choices = offered(&world, "Ada", typed).await;
        assert_eq!(choices.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), [label], "{typed}");
        assert_eq!(choices[0].value, id);
    }
    // One's own come first, and all as they are now.
    world.sandbox.owner().run(&format!("/conversation show conversation:{id}")).await;
    world.sandbox.owner().run(&format!("/conversation status conversation:{other} status:Open")).await;
    world.sandbox.member("Bob").run("/conversation list subject:second").await;
    let names =
        |choices: Vec<Choice>| choices.into_iter().map(|choice| (choice.name, choice.value)).collect::<Vec<_>>();
    let second = ("Bell, second · Otto · Open · just now".to_owned(), other);
    let first = (label.to_owned(), id);
    assert_eq!(names(offered(&world, "Ada", "bell").await), [first.clone(), second.clone()]);
    assert_eq!(names(offered(&world, "Bob", "bell").await), [second, first]);
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_asks_little_and_waits_for_nothing() {
    let world = World::monday(0.0).await;
    world.until_offered("/conversation show conversation:").await;
    // What names one is not searched for, and the same text is asked for once in a minute.
    for (member, typed) in [
        ("Finn", "ZZZ-QQQQQ-999"),
        ("Finn", "https://acme.ladesk.com/agent/#Conversation;id=99zz88yy"),
        ("Finn", "something else"),
        ("Gita", "Something Else"),
        ("Gita", "and another thing"),
    ] {
        offered(&world, member, typed).await;
    }
    world.until(|world| asked(world) >= 2).await;
    assert_eq!(asked(&world), 2);
    let begun = Instant::now();
    for number in 0..30 {
        offered(&world, "Ada", &format!("word {number}")).await;
    }
    let most = 1 + usize::try_from(begun.elapsed().as_secs()).unwrap() / 2;
    offered(&world, "Bob", "the last word").await;
    world.until(|world| asked(world) >= 4).await;
    assert!(asked(&world) <= 2 + most + 1, "{} of {most}", asked(&world));
    world.sandbox.liveagent().faults().on("GET", "/api/conversations").delay(Duration::from_secs(30));
    let begun = Instant::now();
    offered(&world, "Chloe", "slow answers").await;
    assert!(begun.elapsed() < Duration::from_secs(20), "nothing is waited for");
    world.sandbox.liveagent().faults().clear();
}

#[tokio::test(flavor = "multi_thread")]
async fn all_typing_together_has_a_tenth_of_the_budget() {
    let settings = [("LIVEAGENT_REQUESTS_PER_MINUTE", "40")];
    let world = World::with_settings(Sandbox::builder().start().await, &settings).await;
    world.until_offered("/conversation show conversation:").await;
    let begun = Instant::now();
    for member in ["Ada", "Bob", "Chloe", "Eve", "Dora", "Finn", "Gita"] {
        offered(&world, member, &format!("word of {member}")).await;
    }
    let in_time = begun.elapsed() < Duration::from_mins(1);
    world.until(|world| asked(world) >= 4).await;
    // A look-up is let through, and the rest of the typing was not sent behind it.
    world.sandbox.owner().run("/tag list").await;
    assert!(!in_time || asked(&world) == 4, "{}", asked(&world));
}
