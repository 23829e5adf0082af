//! The gateway is lost in every way there is: the bot is back in time, resumes where it may, and nothing is run twice.

use std::time::Duration;

use sandbox::End;

use crate::support::World;

/// Within this time it is back.
const BACK: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn it_comes_back_in_time_and_identifies_only_where_it_must() {
    let world = World::start().await;
    let (discord, owner) = (world.sandbox.discord(), world.sandbox.owner());
    assert_eq!(discord.identifies(), 1);
    for (loss, identifies) in [
        (End::Reconnect, 0),
        (End::EndOfStream, 0),
        (End::Close(Some(4000)), 0),
        (End::InvalidSession { resumable: false }, 1),
    ] {
        // Some losses are over before anybody could see them: what counts is that it came back.
        let (before, identified) = (discord.connections(), discord.identifies());
        discord.end_gateway(loss);
        let back = tokio::time::timeout(BACK, world.sandbox.bot_back(before)).await;
        assert!(back.is_ok(), "after {loss:?}: not back in time");
        assert_eq!(discord.identifies() - identified, identifies, "after {loss:?}");
        let answer = owner.run("/tag list").await;
        assert!(!answer.failed() && answer.text().contains("Tags"), "after {loss:?}: {}", answer.text());
    }
}

/// A resume brings what was typed meanwhile; it is answered, and done once.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_while_it_is_away_is_done_once() {
    let world = World::start().await;
    let (discord, owner) = (world.sandbox.discord(), world.sandbox.owner());
    let written = || world.sandbox.liveagent().requests().count("POST", "/api/conversations/*/messages");
    let mut answered = 0;
    for (number, conversation) in world.sandbox.liveagent().conversations().iter().take(6).enumerate() {
        let before = discord.connections();
        discord.end_gateway(if number % 2 == 0 { End::EndOfStream } else { End::Reconnect });
        let answer =
            owner.run(&format!("/conversation note conversation:{} text:number {number}", conversation.code)).await;
        answered += usize::from(!answer.failed());
        world.sandbox.bot_back(before).await;
        // The answer to another command comes after all that was sent before it.
        assert!(!owner.run("/tag list").await.failed());
        assert_eq!(written(), answered, "after {number}");
    }
    assert!(answered > 0, "none came through");
}
