//! What follows the sandbox's clock on this side, and what does not.

use jiff::SignedDuration;
use sandbox::{Sandbox, clock::Clock};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::bot::{BOT, Bot};

/// Somebody types `/ping`; the paths of its callback and of its answer, and what will be seen.
async fn typed(sandbox: &Sandbox, bot: &mut Bot<'_>) -> (String, String, JoinHandle<sandbox::Answer>) {
    let ada = sandbox.owner();
    let answer = tokio::spawn(async move { ada.run("/ping").await });
    let event = bot.event().await;
    let (id, token) = (event["d"]["id"].as_str().unwrap(), event["d"]["token"].as_str().unwrap());
    let original = format!("/webhooks/{BOT}/{token}/messages/@original");
    (format!("/interactions/{id}/{token}/callback"), original, answer)
}

#[tokio::test]
async fn a_bot_has_three_real_seconds_however_the_clock_moves() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::start(&sandbox).await;
    let clock = sandbox.clock();
    clock.set_speed(3_600.0);
    let (callback, _, answer) = typed(&sandbox, &mut bot).await;
    clock.advance(SignedDuration::from_hours(1));
    assert_eq!(bot.ask("POST", &callback, json!({ "type": 4, "data": { "content": "quick" } })).await.0, 204);
    assert_eq!(answer.await.unwrap().text(), "quick");
    clock.set_speed(0.0);
    let (callback, _, answer) = typed(&sandbox, &mut bot).await;
    assert!(answer.await.unwrap().failed(), "they pass while the clock stands");
    assert_eq!(bot.ask("POST", &callback, json!({ "type": 5 })).await.1["code"], 10062);
}

#[tokio::test]
async fn an_interaction_is_over_when_the_clock_was_moved_by_fifteen_minutes() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::start(&sandbox).await;
    let clock = sandbox.clock();
    clock.advance(SignedDuration::from_hours(1));
    // As fast as the page lets it run: the bot has its time all the same.
    clock.set_speed(3_600.0);
    let (callback, original, answer) = typed(&sandbox, &mut bot).await;
    let follow_up = original.trim_end_matches("/messages/@original");
    assert_eq!(bot.ask("POST", &callback, json!({ "type": 5 })).await.0, 204);
    clock.advance(SignedDuration::from_mins(14));
    assert_eq!(bot.ask("PATCH", &original, json!({ "content": "in time" })).await.0, 200);
    assert_eq!(answer.await.unwrap().text(), "in time");
    clock.advance(SignedDuration::from_mins(1));
    for (method, path) in [("PATCH", original.as_str()), ("GET", &original), ("DELETE", &original), ("POST", follow_up)]
    {
        let (status, body) = bot.ask(method, path, json!({ "content": "too late" })).await;
        assert_eq!((status, &body["code"]), (401, &json!(50027)), "{method}");
    }
    assert_eq!(sandbox.messages_in("support")[0]["content"], "in time");
}

#[tokio::test]
async fn messages_are_dated_and_nonces_forgotten_by_the_clock() {
    let clock = Clock::at("2026-11-20T09:00:00Z".parse().unwrap());
    let sandbox = Sandbox::builder().rate_limits(false).clock(clock).start().await;
    let bot = Bot::start(&sandbox).await;
    sandbox.clock().set_speed(0.0);
    sandbox.clock().set("2026-11-20T09:30:00.25Z".parse().unwrap());
    let messages = format!("/channels/{}/messages", sandbox.channel_id("support"));
    let post =
        async || bot.ask("POST", &messages, json!({ "content": "once", "nonce": "n1", "enforce_nonce": true })).await.1;
    let first = post().await;
    assert_eq!(first["timestamp"], "2026-11-20T09:30:00.250000+00:00");
    let id: u64 = first["id"].as_str().unwrap().parse().unwrap();
    assert_eq!((id >> 22) + 1_420_070_400_000, 1_795_167_000_250, "its id has the time too");
    sandbox.clock().advance(SignedDuration::from_secs(299));
    assert_eq!(post().await["id"], first["id"], "remembered for some minutes");
    sandbox.clock().advance(SignedDuration::from_secs(1));
    let again = post().await;
    assert_ne!(again["id"], first["id"], "and then forgotten");
    assert_eq!(again["timestamp"], "2026-11-20T09:35:00.250000+00:00");
}

#[tokio::test]
async fn the_page_moves_the_clock_within_bounds() {
    let sandbox = Sandbox::builder().start().await;
    let http = reqwest::Client::new();
    let url = format!("{}/sandbox/clock", sandbox.url());
    let set = async |body: Value| {
        let answer = http.post(&url).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    let (status, now) = set(json!({ "speed": 0.0 })).await;
    assert_eq!((status, &now["speed"]), (200, &json!(0.0)));
    let stood = sandbox.clock().now();
    let (_, moved) = set(json!({ "advance_seconds": 3_600 })).await;
    assert_eq!(moved["now_ms"].as_i64().unwrap(), now["now_ms"].as_i64().unwrap() + 3_600_000);
    assert_eq!(sandbox.clock().now().duration_since(stood), SignedDuration::from_hours(1));
    for refused in [
        json!({ "speed": 3_601.0 }),
        json!({ "speed": -1.0 }),
        json!({ "advance_seconds": -1 }),
        json!({ "advance_seconds": 31 * 86_400 + 1 }),
    ] {
        assert_eq!(set(refused.clone()).await.0, 400, "{refused}");
    }
    let (status, now) = set(json!({ "speed": 60.0, "advance_seconds": 60 })).await;
    assert_eq!((status, &now["speed"]), (200, &json!(60.0)));
    assert!((sandbox.clock().speed() - 60.0).abs() < f64::EPSILON);
}
