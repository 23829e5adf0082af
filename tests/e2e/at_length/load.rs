//! Many interactions: each has its first response within Discord's 3 s, counted by the sandbox, which refuses later ones.

use std::time::Duration;

use crate::support::World;

const COMMANDS: [&str; 5] =
    ["/overview chats", "/overview calls", "/department status", "/tag list", "/conversation list status:Open"];

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_in_a_row_are_answered() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("*", "/api/*").delay(Duration::from_millis(50));
    let mut answered = 0;
    for n in 0..500 {
        let answer = world.sandbox.owner().run(COMMANDS[n % COMMANDS.len()]).await;
        assert!(!answer.failed(), "number {n} was not answered");
        assert!(!answer.embeds().is_empty(), "number {n}: {}", answer.text());
        answered += 1;
    }
    assert_eq!(answered, 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_are_answered() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("*", "/api/*").delay(Duration::from_millis(50));
    let owner = world.sandbox.owner();
    let all = (0..64).map(|n| owner.run(COMMANDS[n % COMMANDS.len()]));
    let answers = futures_util::future::join_all(all).await;
    assert_eq!(answers.iter().filter(|answer| !answer.failed() && !answer.embeds().is_empty()).count(), 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_liveagent_dead_all_get_a_clear_error_in_time() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("*", "/api/*").reset();
    let owner = world.sandbox.owner();
    let at_once = futures_util::future::join_all((0..64).map(|n| owner.run(COMMANDS[n % COMMANDS.len()]))).await;
    let mut clear = 0;
    for answer in &at_once {
        assert!(!answer.failed());
        clear += usize::from(answer.text().contains("LiveAgent"));
    }
    for n in 0..500 {
        let answer = owner.run(COMMANDS[n % COMMANDS.len()]).await;
        assert!(!answer.failed(), "number {n} was not answered");
        clear += usize::from(answer.text().contains("LiveAgent"));
    }
    assert_eq!(clear, 564, "every one says that LiveAgent is not there");
}
