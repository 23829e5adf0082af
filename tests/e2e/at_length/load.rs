//! Many interactions: each has its first response within Discord's 3 s, counted by the sandbox, which refuses later ones.

use std::time::Duration;

use sandbox::Answer;

use crate::support::World;

/// What is typed, and how the title of its answer begins.
const COMMANDS: [(&str, &str); 5] = [
    ("/overview chats", "💬 Chats"),
    ("/overview calls", "📞 Calls"),
    ("/department status", "🏢 Department status"),
    ("/tag list", "🏷️ Tags"),
    ("/conversation list status:Open", "📨 Conversations"),
];

/// Whether it is the answer to the command of this number, and neither a failure nor an old one.
fn is_answer(n: usize, answer: &Answer) -> bool {
    let is_titled = |embed: &serde_json::Value| embed["title"].as_str().unwrap_or("").starts_with(COMMANDS[n % 5].1);
    !answer.failed() && answer.embeds().first().is_some_and(is_titled) && !answer.text().contains('⚠')
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_in_a_row_are_answered() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("*", "/api/*").delay(Duration::from_millis(50));
    let mut answered = 0;
    for n in 0..500 {
        let answer = world.sandbox.owner().run(COMMANDS[n % 5].0).await;
        assert!(is_answer(n, &answer), "number {n}: {}", answer.text());
        answered += 1;
    }
    assert_eq!(answered, 500);
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_at_once_are_answered() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("*", "/api/*").delay(Duration::from_millis(50));
    let owner = world.sandbox.owner();
    let all = (0..64).map(|n| owner.run(COMMANDS[n % 5].0));
    let answers = futures_util::future::join_all(all).await;
    assert_eq!(answers.iter().enumerate().filter(|(n, answer)| is_answer(*n, answer)).count(), 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_liveagent_dead_all_get_a_clear_error_in_time() {
    let world = World::start().await;
    world.sandbox.liveagent().faults().on("*", "/api/*").reset();
    let owner = world.sandbox.owner();
    let at_once = futures_util::future::join_all((0..64).map(|n| owner.run(COMMANDS[n % 5].0))).await;
    let mut clear = 0;
    for answer in &at_once {
        assert!(!answer.failed());
        clear += usize::from(answer.text().contains("LiveAgent isn't available right now"));
    }
    for n in 0..500 {
        let answer = owner.run(COMMANDS[n % 5].0).await;
        assert!(!answer.failed(), "number {n} was not answered");
        clear += usize::from(answer.text().contains("LiveAgent isn't available right now"));
    }
    assert_eq!(clear, 564, "every one says that LiveAgent is not there");
}
