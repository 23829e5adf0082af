//! Buttons, selects and forms, also after the bot was restarted.

use serde_json::json;

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_pages_that_survive_a_restart_with_their_filter() {
    let mut world = World::start().await;
    let filtered = "/conversation list status:Resolved subject:e changed:in the last 30 days from:2020-01-01 to:now";
    for command in ["/conversation list", filtered] {
        let first = world.sandbox.owner().run(command).await;
        let second = world.sandbox.owner().click(&first, "Next").await;
        assert!(second.text().contains("11–"), "{command}: {}", second.text());
        world.restart().await;
        let third = world.sandbox.owner().click(&second, "Next").await;
        assert!(third.text().contains("21–"), "{command}: {}", third.text());
        let back = world.sandbox.owner().click(&third, "Prev").await;
        assert_eq!(back.text(), second.text(), "{command}: the filter went along");
    }
}

/// A filter that is too long for one id: its pieces travel in all the buttons.
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_filter_survives_a_restart() {
    let mut world = World::start().await;
    let subject = "A very long subject that goes on and on that goes on and on that goes on and on that goes on";
    let command = format!(
        "/conversation list status:Open channel:Email subject:{subject} changed:in the last 7 days from:2020-01-01 to:now"
    );
    let found = world.sandbox.owner().run(&command).await;
    assert!(found.text().contains("**1**"), "{}", found.text());
    world.restart().await;
    let again = world.sandbox.owner().click(&found, "Refresh").await;
    assert_eq!(again.embeds()[0]["description"], found.embeds()[0]["description"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_opens_from_a_list_and_a_result_in_place() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let list = owner.run("/conversation list").await;
    let opened = owner.choose_first(&list).await;
    assert_ne!(opened.id(), list.id(), "a new, private message");
    assert!(opened.is_ephemeral() && opened.text().contains("Status"), "{}", opened.text());

    let found = owner.run("/kb search query:password").await;
    let read = owner.choose_first(&found).await;
    assert_eq!(read.id(), found.id(), "in place");
    let back = owner.click(&read, "Results").await;
    assert_eq!(back.text(), found.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn refresh_asks_again_in_place() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    for command in ["/overview chats", "/conversation list", "/tag list", "/department status", "/about"] {
        let shown = owner.run(command).await;
        let asked = world.sandbox.liveagent().requests().count("*", "*");
        let again = owner.click(&shown, "Refresh").await;
        assert_eq!((again.id(), &again.embeds()[0]["title"]), (shown.id(), &shown.embeds()[0]["title"]), "{command}");
        assert!(world.sandbox.liveagent().requests().count("*", "*") > asked, "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn share_posts_what_was_seen_to_the_channel_and_pings_nobody() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let list = owner.run("/conversation list").await;
    let asked = world.sandbox.liveagent().requests().count("*", "*");
    let clicked = owner.click(&list, "Share").await;
    assert_eq!(clicked.id(), list.id());
    assert!(clicked.text().contains("[Shared]") && !clicked.text().contains("[Share]"), "{}", clicked.text());
    assert_eq!(clicked.embeds(), list.embeds(), "all else stays");
    let shared = world.sandbox.follow_up(&clicked).await;
    assert!(!shared.is_ephemeral());
    assert_eq!(shared.embeds(), list.embeds(), "the same cards");
    assert!(shared.text().contains("[Refresh]") && !shared.text().contains("[Share"), "each asks who presses it");
    assert_eq!(shared.pings(), 0);
    assert_eq!(world.sandbox.liveagent().requests().count("*", "*"), asked, "LiveAgent is not asked again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_discord_does_not_post_is_not_called_shared() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let list = owner.run("/conversation list").await;
    let refusal = json!({ "code": 50013, "message": "Missing Permissions" });
    world.sandbox.discord().faults().on("POST", "/webhooks/*").body(403, &refusal).times(1);
    let clicked = owner.click(&list, "Share").await;
    let told = world.sandbox.follow_up(&clicked).await;
    assert!(told.is_ephemeral() && told.text().contains("couldn't be shown"), "{}", told.text());
    let shared = owner.click(&list, "Share").await;
    assert_eq!(world.sandbox.follow_up(&shared).await.embeds(), list.embeds(), "it can be tried again");
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_are_chosen_in_a_form_and_undone_together() {
    let world = World::start().await;
    let (desk, owner) = (world.sandbox.liveagent(), world.sandbox.owner());
    let conversation = desk.conversations().into_iter().find(|each| desk.tags_of(&each.code).len() == 2).unwrap();
    let code = conversation.code.as_str();
    let before = desk.tags_of(code);
    let new = desk.tags().into_iter().find(|tag| !before.contains(&tag.id)).unwrap();
    let shown = owner.run(&format!("/conversation show conversation:{code}")).await;
    let form = owner.click(&shown, "Tag").await;
    let changed = owner.choose(&form, "tags", &[&before[0], &new.id]).await;
    let mut after = desk.tags_of(code);
    after.sort();
    let mut wanted = vec![before[0].clone(), new.id.clone()];
    wanted.sort();
    assert_eq!(after, wanted, "{}", changed.text());
    owner.click(&changed, "Undo").await;
    let (mut restored, mut before) = (desk.tags_of(code), before);
    restored.sort();
    before.sort();
    assert_eq!(restored, before);
}

/// Without the list nobody knows whether the account has tags.
#[tokio::test(flavor = "multi_thread")]
async fn tags_that_can_not_be_fetched_are_not_called_none() {
    let sandbox = sandbox::Sandbox::builder().start().await;
    sandbox.liveagent().faults().on("GET", "/api/tags").status(500);
    let world = World::on(sandbox).await;
    let owner = world.sandbox.owner();
    let conversation = world.sandbox.liveagent().conversations().remove(0);
    let shown = owner.run(&format!("/conversation show conversation:{}", conversation.code)).await;
    let form = owner.click(&shown, "Tag").await;
    assert!(form.text().contains("couldn't load LiveAgent's tags"), "{}", form.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_another_version_says_so() {
    let world = World::start().await;
    let owner = world.sandbox.owner();
    let list = owner.run("/conversation list").await;
    let answer = owner.click_outdated(&list, "Refresh").await;
    assert!(answer.text().contains("another version"), "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn other_servers_are_refused_and_left() {
    let world = World::on(sandbox::Sandbox::builder().guilds(2).start().await).await;
    let other = world.sandbox.guild_ids()[1];
    world.sandbox.bot_left(other).await;
}
