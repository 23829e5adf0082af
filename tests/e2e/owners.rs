//! What has no owner: it is told once, in the audit channel or to each manager, and taken over once, by somebody who may.

use std::time::Duration;

use sandbox::{Answer, Sandbox};
use store::Store;

use jiff::SignedDuration;

use crate::{
    at_length::postgres::Postgres,
    creators::{
        ALERT, AUDIT, HOUR, HOURLY, REASON, announced, behind, follow_ups, list, managed, noon, pass, setup,
        until_listed,
    },
    support::{CANARY, digests, listed, two_bots},
    watch::{said, until, waiting},
};

#[tokio::test(flavor = "multi_thread")]
async fn without_an_audit_channel_each_manager_hears_it_once_at_their_next_command() {
    let mut world = managed(1, false).await;
    let (bob, chloe, eve) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"), world.sandbox.member("Eve"));
    bob.run(HOURLY).await;
    world.sandbox.leave("Bob");
    world.sandbox.clock().advance(HOUR);
    listed(&world, |list| list.contains(REASON)).await;
    // Ada is told once, however many commands follow, also after a restart.
    while follow_ups(&world) == 0 {
        listed(&world, |_| true).await;
    }
    world.restart().await;
    let dora = world.sandbox.member("Dora");
    for member in [&eve, &world.sandbox.owner()] {
        member.run("/overview chats").await;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(follow_ups(&world), 1, "Eve is no manager, and Ada knows it");
    let (asked, again) = (dora.run("/overview chats").await, chloe.run("/overview chats").await);
    let (doras, chloes) = (world.sandbox.follow_up(&asked).await, world.sandbox.follow_up(&again).await);
    for told in [&doras, &chloes] {
        assert!(told.is_ephemeral() && told.text().contains("Needs a new owner"), "{}", told.text());
    }
    let taken = chloe.click(&chloes, "Take over").await;
    assert!(taken.text().contains(&format!("taken over by <@{}>", chloe.id())), "{}", taken.text());
    let late = dora.click(&doras, "Take over").await;
    assert!(late.text().contains(&format!("already taken over: it belongs to <@{}>", chloe.id())), "{}", late.text());
    world.sandbox.clock().advance(HOUR);
    world.until(|world| digests(world) == 1).await;
    let gita = world.sandbox.member("Gita");
    world.sandbox.give_role("Gita", "Support");
    gita.run("/overview chats").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(follow_ups(&world), 4, "two announcements, one refusal, and nothing more once it has an owner");
}

/// Discord takes no message in the audit channel: managers hear it, and it is posted once it can be.
#[tokio::test(flavor = "multi_thread")]
async fn a_closed_audit_channel_does_not_keep_it_secret() {
    let world = managed(1, true).await;
    let (bob, chloe) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(HOURLY).await;
    world.sandbox.leave("Bob");
    world.sandbox.let_bot(AUDIT, true, false);
    world.sandbox.clock().advance(HOUR);
    until_listed(&chloe, "digest", REASON).await;
    while follow_ups(&world) == 0 {
        list(&chloe, "digest").await;
    }
    assert!(announced(&world).is_empty());
    world.sandbox.let_bot(AUDIT, true, true);
    pass(&world, SignedDuration::from_mins(6), 1).await;
    let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    // Somebody deletes it: it was told, and who has not heard it is told at a command.
    world.sandbox.delete_message(&told);
    let paused = list(&chloe, "digest").await;
    chloe.click(&paused, "Take over #1").await;
    pass(&world, SignedDuration::from_mins(6), 2).await;
    assert!(announced(&world).is_empty(), "it is not posted twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_manager_of_the_same_server_takes_it_over_and_once() {
    let world = managed(2, true).await;
    let (owner, bob, chloe) = (world.sandbox.owner(), world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(HOURLY).await;
    world.sandbox.leave("Bob");
    world.sandbox.clock().advance(HOUR);
    let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    let finn = world.sandbox.member("Finn");
    let refused = finn.click(&told, "Take over").await;
    assert!(refused.is_ephemeral() && refused.text().contains("You need the Manager role"), "{}", refused.text());
    // The same ids in another server, where Ada is the owner, too.
    let stranger = world.sandbox.member_of(world.sandbox.guild_ids()[1], "Ada");
    for id in ["1aoo[1,1]", "1aoo[1,null]", "1aol[\"d\",0,1]"] {
        let answer = stranger.run("/overview chats").await;
        let refused = stranger.press_forged(&answer, id).await;
        assert!(refused.text().contains("already been removed"), "{id}: {}", refused.text());
    }
    let paused = listed(&world, |list| list.contains(REASON)).await;
    assert!(paused.contains("no owner"), "{paused}");
    // Two press at once.
    let (one, other) = tokio::join!(chloe.click(&told, "Take over"), owner.click(&told, "Take over"));
    let refused: Vec<&Answer> =
        [&one, &other].into_iter().filter(|answer| answer.text().contains("already taken over")).collect();
    assert!(refused.len() == 1 && refused[0].is_ephemeral(), "{}\n{}", one.text(), other.text());
    world.until(|world| !said(world, AUDIT, "No new owner needed").is_empty()).await;
    assert_eq!(said(&world, AUDIT, "taken over by").len(), 1);
}

/// The bot posts and pings for nobody who couldn't do it themselves.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_over_what_they_could_not_have_made() {
    let world = managed(1, true).await;
    let (bob, chloe) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(HOURLY).await;
    world.sandbox.leave("Bob");
    world.sandbox.clock().advance(HOUR);
    let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    world.sandbox.let_people_write("support", false);
    let refused = chloe.click(&told, "Take over").await;
    assert!(refused.text().contains("You need **Send Messages**"), "{}", refused.text());
    let fault = world.sandbox.discord().faults().on("GET", "/guilds/*/members/*").status(500);
    let refused = chloe.click(&told, "Take over").await;
    assert!(refused.text().contains("Discord isn't responding"), "{}", refused.text());
    fault.remove();
    world.sandbox.let_people_write("support", true);
    let taken = chloe.click(&told, "Take over").await;
    assert!(taken.text().contains("taken over by"), "{}", taken.text());
}

/// What nobody is known to have made has no owner. Who takes over an alert could ping its role themselves.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_forgotten_member_made_has_no_owner() {
    let mut world = managed(1, true).await;
    let (owner, chloe) = (world.sandbox.owner(), world.sandbox.member("Chloe"));
    waiting(&world, "Support", 7);
    owner.run(HOURLY).await;
    assert!(owner.run(&format!("{ALERT} role:@Sales")).await.text().contains("Alert #2 saved"));
    until(&world, |world| !said(world, "support", "**7** now").is_empty()).await;
    let who = setup(&world.sandbox);
    behind(&mut world, async |store| _ = store.forget_member(who.user, &who).await.unwrap()).await;
    let told = world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    let text = told.text();
    assert!(text.contains("data of the member who created these was deleted"), "{text}");
    assert!(!text.contains(&who.user.to_string()), "{text}");
    until(&world, |world| !said(world, "support", "has no owner").is_empty()).await;
    world.sandbox.clock().advance(HOUR);
    until_listed(&chloe, "digest", REASON).await;
    assert_eq!(digests(&world), 0);
    let refused = chloe.click(&told, "Take over #2").await;
    assert!(refused.is_ephemeral() && refused.text().contains("You can't ping"), "{}", refused.text());
    let taken = chloe.click(&told, "Take over all").await;
    assert_eq!(taken.text().matches(&format!("taken over by <@{}>", chloe.id())).count(), 1, "{}", taken.text());
    let taken = owner.click(&taken, "Take over").await;
    assert!(taken.text().contains(&format!("taken over by <@{}>", owner.id())), "{}", taken.text());
    until(&world, |world| said(world, "support", "has no owner").is_empty()).await;
}

/// A restart at any time, and a leader that ends: the message stays one.
#[tokio::test(flavor = "multi_thread")]
async fn it_is_told_once_whatever_ends_meanwhile() {
    let mut world = managed(1, true).await;
    let (bob, chloe) = (world.sandbox.member("Bob"), world.sandbox.member("Chloe"));
    bob.run(HOURLY).await;
    world.sandbox.leave("Bob");
    let slow = world.sandbox.discord().faults().on("POST", "/channels/*/messages").delay(Duration::from_millis(1_500));
    world.sandbox.clock().advance(HOUR);
    until_listed(&chloe, "digest", REASON).await;
    // It is on its way while the bot ends.
    world.restart().await;
    slow.remove();
    world.sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    world.restart().await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(announced(&world).len(), 1);
    chloe.click(&announced(&world)[0], "Take over").await;
    world.restart().await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!((announced(&world).len(), said(&world, AUDIT, "taken over by").len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_tell_it_once() {
    let Some(postgres) = Postgres::start() else { return };
    let sandbox = Sandbox::builder().api_key(CANARY).clock(noon()).start().await;
    let store = Store::open(&postgres.url()).await.unwrap();
    let (who, role) = (setup(&sandbox), sandbox.role_id("Support"));
    store.change_roles(false, &[(store::RoleLevel::Manager, role)], &who).await.unwrap();
    store.set_audit_channel(Some(sandbox.channel_id(AUDIT)), &who).await.unwrap();
    let [first, second] = two_bots(&sandbox, &postgres.url()).await;
    let (bob, chloe) = (sandbox.member("Bob"), sandbox.member("Chloe"));
    bob.run(HOURLY).await;
    sandbox.leave("Bob");
    sandbox.clock().advance(HOUR);
    let told = sandbox.until_message(AUDIT, |message| message.text().contains("Needs a new owner")).await;
    // One process ends, perhaps the leader; the other one takes its place.
    let announcements =
        || sandbox.answers_in(AUDIT).iter().filter(|message| message.text().contains("Announcement ")).count();
    first.stop().await;
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(announcements(), 1);
    chloe.click(&told, "Take over").await;
    sandbox.until_message(AUDIT, |message| message.text().contains("taken over by")).await;
    assert_eq!(announcements(), 1);
    second.stop().await;
    store.close().await.unwrap();
}
