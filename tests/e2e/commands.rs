//! Every command, typed as a person types it, answered by the real bot from the sandbox's help desk.

use crate::support::{World, button_id};

#[tokio::test(flavor = "multi_thread")]
async fn every_command_answers_privately_in_one_call_to_discord() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let conversation = desk.conversations().into_iter().find(|conversation| conversation.status == 'C').unwrap();
    let (code, subject) = (&conversation.code, &conversation.subject);
    let table = [
        ("/conversation list".to_owned(), "1–10 of 100+"),
        ("/conversation list status:Open".to_owned(), "Open"),
        ("/conversation list status:Closed".to_owned(), "No matching conversations"),
        (format!("/conversation show conversation:{code}"), subject.as_str()),
        (format!("/conversation messages conversation:{code}"), subject.as_str()),
        (format!("/conversation tags conversation:{code}"), subject.as_str()),
        ("/tag list".to_owned(), "tags"),
        ("/kb search query:password".to_owned(), "password"),
        ("/department list".to_owned(), "Support"),
        ("/department show department:Support".to_owned(), "Support"),
        ("/department status".to_owned(), "Support"),
        ("/overview chats".to_owned(), "Chats"),
        ("/overview calls".to_owned(), "Calls"),
        ("/overview all".to_owned(), "Chats"),
        ("/about".to_owned(), "✅ in"),
        ("/help".to_owned(), "/conversation list"),
        ("/help area:kb".to_owned(), "/kb search"),
    ];
    let owner = world.sandbox.owner();
    for (command, expected) in table {
        let answer = owner.run(&command).await;
        let text = answer.text();
        assert!(text.to_lowercase().contains(&expected.to_lowercase()), "{command}: {text}");
        assert!(answer.is_ephemeral(), "{command} is private");
        assert!(!answer.was_deferred(), "{command} is quick");
        assert_eq!(answer.calls(), 1, "{command} is one call to Discord");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_is_found_by_code_id_url_code_and_link() {
    let world = World::start().await;
    let conversation = world.sandbox.liveagent().conversations().remove(0);
    let names = [
        conversation.code.clone(),
        conversation.id.clone(),
        conversation.url_code.clone(),
        format!("https://acme.ladesk.com/agent/#Conversation;id={}", conversation.id),
    ];
    for name in names {
        let answer = world.sandbox.owner().run(&format!("/conversation show conversation:{name}")).await;
        let link = format!("#Conversation;id={}", conversation.id);
        assert!(answer.json().to_string().contains(&link), "{name}: {}", answer.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_command_writes_is_in_liveagent_and_undo_takes_it_back() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let conversation = desk.conversations().into_iter().find(|conversation| conversation.status == 'C').unwrap();
    let code = conversation.code.as_str();
    let tag = desk.tags().into_iter().find(|tag| !desk.tags_of(code).contains(&tag.id)).unwrap();

    let tagged = owner.run(&format!("/conversation tag conversation:{code} tag:{}", tag.name)).await;
    assert!(desk.tags_of(code).contains(&tag.id), "{}", tagged.text());
    assert!(tagged.was_deferred() && tagged.is_ephemeral(), "a write defers first");
    let undone = owner.click(&tagged, "Undo").await;
    assert!(!desk.tags_of(code).contains(&tag.id), "{}", undone.text());

    let assigned = owner.run(&format!("/tag assign conversation:{code} tag:{}", tag.id)).await;
    assert!(desk.tags_of(code).contains(&tag.id), "{}", assigned.text());
    owner.run(&format!("/tag unassign conversation:{code} tag:{}", tag.name)).await;
    assert!(!desk.tags_of(code).contains(&tag.id));

    let resolved = owner.run(&format!("/conversation status conversation:{code} status:Resolved note:all done")).await;
    assert_eq!(desk.conversation(code)["status"], "R", "{}", resolved.text());
    assert!(resolved.text().contains("Open") && resolved.text().contains("Resolved"), "{}", resolved.text());
    owner.click(&resolved, "Undo").await;
    assert_eq!(desk.conversation(code)["status"], "C");

    let noted = owner.run(&format!("/conversation note conversation:{code} text:Called back, all is well")).await;
    assert!(noted.text().contains("Internal note added"), "{}", noted.text());
    let thread = desk.messages(code).to_string();
    assert!(thread.contains("Called back, all is well"));

    let form = owner.run(&format!("/conversation note conversation:{code}")).await;
    assert!(form.modal().is_some(), "without a text it asks for one");
    owner.submit(&form, &[("text", "Written in the form")]).await;
    assert!(desk.messages(code).to_string().contains("Written in the form"));
}

#[tokio::test(flavor = "multi_thread")]
async fn options_complete_with_typos_and_never_wait() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let desk = world.sandbox.liveagent();
    // The lists are fetched behind the start.
    while owner.complete("/tag assign tag:").await.is_empty() {
        tokio::task::yield_now().await;
    }
    let tag = desk.tags().into_iter().find(|tag| tag.name.chars().count() > 6 && tag.name.is_ascii()).unwrap();
    let mut typo: Vec<char> = tag.name.chars().collect();
    typo.swap(2, 3);
    let typed: String = typo.into_iter().collect();
    let choices = owner.complete(&format!("/conversation tag conversation:x tag:{typed}")).await;
    assert!(choices.iter().any(|choice| choice.value == tag.id), "{typed}: {choices:?}");
    for option in ["/conversation show conversation:", "/kb show entry:", "/department show department:"] {
        let choices = owner.complete(option).await;
        assert!(!choices.is_empty() && choices.len() <= 25, "{option}: {choices:?}");
    }
    let conversation = desk.conversations().remove(3);
    owner.run(&format!("/conversation show conversation:{}", conversation.code)).await;
    let choices = owner.complete("/conversation show conversation:").await;
    assert_eq!(choices[0].value, conversation.id, "one's own recent ones come first");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_gets_a_clear_private_error() {
    let world = World::start().await;
    let table = [
        ("/conversation show conversation:../x", "isn't a conversation"),
        ("/conversation show conversation:ZZZ-ZZZZZ-999", "couldn't find that"),
        ("/conversation list from:soon", "isn't a date"),
        ("/conversation list department:Nowhere", "no department"),
        ("/department show department:qqqqqqqq", "no department"),
        ("/kb show entry:no such thing at all", "no knowledge base entry"),
        ("/kb search query:   ", "Nothing to search for"),
        ("/conversation tag conversation:ABC-DEFGH-123 tag:qqqqqqq", "no tag"),
    ];
    for (command, expected) in table {
        let answer = world.sandbox.owner().run(command).await;
        assert!(answer.text().contains(expected), "{command}: {}", answer.text());
        assert!(answer.is_ephemeral(), "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_do_what_is_checked_by_the_bot_itself() {
    let world = World::start().await;
    let desk = world.sandbox.liveagent();
    let conversation = desk.conversations().into_iter().find(|conversation| conversation.status == 'C').unwrap();
    let code = conversation.code.as_str();
    let bob = world.sandbox.member("Bob");
    assert!(bob.run(&format!("/conversation show conversation:{code}")).await.text().contains(&conversation.subject));
    let before = desk.requests().count("*", "*");
    for write in
        ["status conversation:{} status:Resolved", "note conversation:{} text:no", "tag conversation:{} tag:VIP"]
    {
        let answer = bob.run(&format!("/conversation {}", write.replace("{}", code))).await;
        assert!(answer.text().contains("You need the Agent role"), "{}", answer.text());
    }
    let shown = bob.run(&format!("/conversation show conversation:{code}")).await;
    let full = world.sandbox.owner().run(&format!("/conversation show conversation:{code}")).await;
    for button in ["Resolve", "Note", "Tag"] {
        assert!(!shown.text().contains(&format!("[{button}]")), "not drawn for Bob: {}", shown.text());
        let answer = bob.press_forged(&shown, &button_id(&full, button)).await;
        assert!(answer.text().contains("You need the Agent role"), "{button}: {}", answer.text());
    }
    let writes = ["POST", "PUT", "DELETE"].map(|method| desk.requests().count(method, "*")).iter().sum::<usize>();
    assert_eq!(writes, 0, "nothing was written");
    assert!(desk.requests().count("*", "*") > before, "and look-ups were sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_used_are_offered_first_and_an_unknown_conversation_as_typed() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    while owner.complete("/department show department:").await.is_empty() {
        tokio::task::yield_now().await;
    }
    let last = owner.complete("/department show department:").await.pop().unwrap();
    owner.run(&format!("/department show department:{}", last.value)).await;
    assert_eq!(owner.complete("/overview chats department:").await[0], last);

    let offered = owner.complete("/conversation show conversation:ZZZ-QQQQQ-999").await;
    assert_eq!(offered.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>(), ["ZZZ-QQQQQ-999"]);
    let link = "https://acme.ladesk.com/agent/#Conversation;id=99zz88yy";
    let offered = owner.complete(&format!("/conversation show conversation:{link}")).await;
    assert_eq!(offered.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>(), ["99zz88yy"]);
    let bob = world.sandbox.member("Bob");
    assert!(bob.complete("/tag assign conversation:").await.is_empty(), "below the command's level nothing is offered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_is_no_id_gets_suggestions() {
    let world = World::start().await;
    let answer = world.sandbox.owner().run("/kb show entry:pasword").await;
    assert!(
        answer.text().contains("no knowledge base entry") && answer.text().contains("Did you mean"),
        "{}",
        answer.text()
    );
    let backwards = world.sandbox.owner().run("/conversation list from:yesterday to:2 days ago").await;
    assert!(backwards.text().contains("`from` is after `to`"), "{}", backwards.text());
}

#[tokio::test]
async fn a_flood_of_one_member_is_refused_and_others_go_on() {
    let settings = [("MEMBER_COMMANDS_PER_MINUTE", "5")];
    let world = World::with_settings(sandbox::Sandbox::builder().start().await, &settings).await;
    let bob = world.sandbox.member("Bob");
    let list = bob.run("/tag list").await;
    for _ in 0..2 {
        let shown = bob.run("/overview chats").await;
        assert!(shown.text().contains("💬 Chats"), "{}", shown.text());
        assert!(bob.click(&list, "Refresh").await.text().contains("🏷️ Tags"));
    }
    let asked = world.sandbox.liveagent().requests().count("*", "*");
    for refused in [bob.run("/overview chats").await, bob.click(&list, "Refresh").await] {
        assert!(
            refused.is_ephemeral() && refused.text().contains("Too many requests. Try again <t:"),
            "{}",
            refused.text()
        );
    }
    assert_eq!(world.sandbox.liveagent().requests().count("*", "*"), asked, "nothing is asked for it");
    // Typing is counted apart, and loosely.
    let mut offered = 0;
    while !bob.complete("/department show department:s").await.is_empty() {
        offered += 1;
        assert!(offered <= 50, "ten keystrokes for each command");
    }
    assert_eq!(offered, 50);
    let chloe = world.sandbox.member("Chloe");
    assert!(chloe.run("/overview chats").await.text().contains("💬 Chats"));
    assert!(!chloe.complete("/department show department:s").await.is_empty());
}
