//! The gateway is lost in every way there is: the bot is back in time, resumes where it may, and nothing is run twice.

use std::time::{Duration, Instant};

use sandbox::{End, Sandbox};
use tokio::time::{sleep, timeout};

use crate::{
    startup::{program, started, terminate},
    support::{PATIENCE, World, variables},
};

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

/// Asks until it is answered.
async fn heard(sandbox: &Sandbox) -> Duration {
    let began = Instant::now();
    while !timeout(Duration::from_millis(500), sandbox.owner().run("/tag list"))
        .await
        .is_ok_and(|answer| answer.text().contains("Tags"))
    {
        sleep(Duration::from_millis(10)).await;
        assert!(began.elapsed() < PATIENCE, "it is never heard again");
    }
    began.elapsed()
}

/// serenity keeps reading after a close frame without a code. This is noticed within a second, before the next heartbeat, and doesn't delay a
/// shutdown.
#[tokio::test(flavor = "multi_thread")]
async fn a_close_without_a_code_is_noticed_at_once() {
    let (mut back, mut stopped) = (BACK, BACK);
    // The fastest of a few: the machine may be busy.
    for _ in 0..2 {
        let sandbox = Sandbox::builder().rate_limits(false).start().await;
        let (child, _log) = started(&variables(&sandbox)).await;
        sandbox.bot_ready().await;
        // serenity begins one session every 5 s. Then a sign of life: the next heartbeat is 2.5 s away.
        sleep(Duration::from_secs(6)).await;
        heard(&sandbox).await;
        let (before, began) = (sandbox.discord().connections(), Instant::now());
        sandbox.discord().end_gateway(End::Close(None));
        timeout(BACK, sandbox.bot_back(before)).await.expect("it is not back in time");
        back = back.min(began.elapsed());
        heard(&sandbox).await;
        let began = Instant::now();
        sandbox.discord().end_gateway(End::Close(None));
        sleep(Duration::from_millis(150)).await;
        assert_eq!(terminate(child).await, Some(0));
        stopped = stopped.min(began.elapsed());
    }
    assert!(back < Duration::from_secs(2), "back after {back:?}");
    assert!(stopped < Duration::from_secs(5), "stopped after {stopped:?}");
}

/// What would be refused again ends the process, which says why in its last line.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_ends_the_process_with_its_reason() {
    for (code, reason) in [
        (4004, "nvalid authentication"),
        (4010, "SHARDS"),
        (4011, "SHARDS"),
        (4012, "update Switchboard"),
        (4013, "nvalid gateway intents"),
        (4014, "isallowed gateway intents"),
    ] {
        // At the start, and later.
        for is_running in [false, true] {
            let sandbox = Sandbox::builder().start().await;
            let refuse = || sandbox.discord().end_new_connections(Some(End::Close(Some(code))));
            if !is_running {
                refuse();
            }
            let child = program(&[], &variables(&sandbox)).spawn().unwrap();
            if is_running {
                sandbox.bot_ready().await;
                refuse();
                sandbox.discord().end_gateway(End::Close(Some(code)));
            }
            let output = timeout(BACK, child.wait_with_output()).await.expect("it does not end").unwrap();
            let log = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{code}: {log}");
            let last = log.lines().last().unwrap();
            assert!(last.contains("the gateway has closed permanently: ") && last.contains(reason), "{code}: {last}");
        }
    }
}

/// Sessions that are invalid again and again are begun ever less often, and once they are taken all is well.
#[tokio::test(flavor = "multi_thread")]
async fn after_invalid_sessions_it_rests() {
    let sandbox = Sandbox::builder().start().await;
    sandbox.discord().end_new_connections(Some(End::InvalidSession { resumable: false }));
    let mut child = program(&[], &variables(&sandbox)).spawn().unwrap();
    let began = Instant::now();
    while sandbox.discord().identifies() < 3 {
        assert!(began.elapsed() < PATIENCE, "only {} sessions", sandbox.discord().identifies());
        sleep(Duration::from_millis(50)).await;
    }
    // The second is begun after 5 s and is invalid, too: it rests 5 s. The third is, too: it rests 10 s.
    assert!(began.elapsed() > Duration::from_secs(9), "3 sessions in {:?}", began.elapsed());
    sandbox.discord().end_new_connections(None);
    timeout(PATIENCE, sandbox.bot_ready()).await.expect("it never connects");
    assert!(began.elapsed() > Duration::from_secs(19), "4 sessions in {:?}", began.elapsed());
    assert_eq!(sandbox.discord().identifies(), 4);
    heard(&sandbox).await;
    child.kill().await.unwrap();
    let log = child.wait_with_output().await.unwrap();
    let log = String::from_utf8_lossy(&log.stderr);
    for wait in ["in 5 s", "in 10 s"] {
        assert_eq!(log.matches(&format!("reconnecting to the gateway {wait}")).count(), 1, "{log}");
    }
}

/// A session too many, and Discord takes the token.
#[tokio::test(flavor = "multi_thread")]
async fn where_no_session_may_be_started_it_waits() {
    let sandbox = Sandbox::builder().start().await;
    sandbox.discord().limit_session_starts(0, Duration::from_secs(4));
    let began = Instant::now();
    let child = program(&[], &variables(&sandbox)).spawn().unwrap();
    timeout(PATIENCE, sandbox.bot_ready()).await.expect("it never connects");
    assert!(began.elapsed() >= Duration::from_secs(4), "connected after {:?}", began.elapsed());
    assert_eq!(sandbox.discord().identifies(), 1);
    drop(child);
}

/// A server that takes the connection and says nothing: serenity waits for it for ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_does_not_answer_is_asked_again() {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let child = program(&[], &variables(&sandbox)).spawn().unwrap();
    sandbox.bot_ready().await;
    sandbox.discord().stall_gateway(true);
    sandbox.discord().end_gateway(End::EndOfStream);
    // By then a second connection waits in the place of the first, as much in vain.
    sleep(Duration::from_secs(9)).await;
    sandbox.discord().stall_gateway(false);
    let took = heard(&sandbox).await;
    assert!(took < BACK, "heard again after {took:?}");
    // Those that were given up are answered late. They must not stay: two connections would hear everything twice.
    let late = sandbox.discord().answer_stalled();
    assert!(late >= 2, "{late}");
    sleep(Duration::from_secs(2)).await;
    assert_eq!(sandbox.discord().open_connections(), 1);
    assert!(sandbox.owner().run("/tag list").await.text().contains("Tags"));
    drop(child);
}
