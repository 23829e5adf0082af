//! The gateway and the REST API: what Discord refuses is refused, with Discord's codes.

use sandbox::{End, Sandbox};
use serde_json::{Value, json};

use crate::bot::{BOT, Bot, connect, identify, next, send};

#[tokio::test]
async fn the_gateway_closes_with_discords_codes() {
    let sandbox = Sandbox::builder().start().await;
    let token = sandbox.token().to_owned();
    let table = [
        (json!("nothing"), 4001),
        (json!({ "op": 3, "d": {} }), 4003),
        (identify("wrong", 1), 4004),
        (identify(&token, 1 << 40), 4013),
        (identify(&token, 1 << 15), 4014),
        (
            json!({ "op": 2, "d": { "token": token, "intents": 1, "shard": [1, 1],
            "properties": { "os": "", "browser": "", "device": "" } } }),
            4010,
        ),
    ];
    for (payload, code) in table {
        let mut socket = connect(&sandbox).await;
        assert_eq!(next(&mut socket).await.unwrap()["op"], 10);
        send(&mut socket, payload.clone()).await;
        assert_eq!(next(&mut socket).await, Err(code), "{payload}");
    }
    let mut bot = Bot::start(&sandbox).await;
    send(&mut bot.socket, identify(&token, 1)).await;
    assert_eq!(next(&mut bot.socket).await, Err(4005));
}

#[tokio::test]
async fn a_session_is_resumed_with_what_was_missed() {
    let sandbox = Sandbox::builder().start().await;
    let mut socket = connect(&sandbox).await;
    next(&mut socket).await.unwrap();
    send(&mut socket, identify(sandbox.token(), 0)).await;
    let ready = next(&mut socket).await.unwrap();
    send(&mut socket, json!({ "op": 1, "d": ready["s"] })).await;
    assert_eq!(next(&mut socket).await.unwrap()["op"], 11);
    drop(socket);
    let mut socket = connect(&sandbox).await;
    next(&mut socket).await.unwrap();
    let session = &ready["d"]["session_id"];
    send(&mut socket, json!({ "op": 6, "d": { "token": sandbox.token(), "session_id": session, "seq": 0 } })).await;
    assert_eq!(next(&mut socket).await.unwrap()["t"], "READY", "sent again");
    assert_eq!(next(&mut socket).await.unwrap()["t"], "RESUMED");
    sandbox.discord().end_gateway(End::InvalidSession { resumable: false });
    assert_eq!(next(&mut socket).await.unwrap()["op"], 9);
    let mut socket = connect(&sandbox).await;
    next(&mut socket).await.unwrap();
    send(&mut socket, json!({ "op": 6, "d": { "token": sandbox.token(), "session_id": session, "seq": 1 } })).await;
    assert_eq!(next(&mut socket).await.unwrap()["op"], 9, "it is not there any more");
}

#[tokio::test]
async fn an_interaction_has_one_first_response_within_three_seconds() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::start(&sandbox).await;
    let ada = sandbox.owner();
    let typed = tokio::spawn({
        let ada = ada.clone();
        async move { ada.run("/ping").await }
    });
    let event = bot.event().await;
    assert_eq!(event["t"], "INTERACTION_CREATE");
    let (id, token) = (event["d"]["id"].as_str().unwrap(), event["d"]["token"].as_str().unwrap());
    let callback = format!("/interactions/{id}/{token}/callback");
    let original = format!("/webhooks/{BOT}/{token}/messages/@original");
    assert_eq!(bot.ask("PATCH", &original, json!({ "content": "early" })).await.1["code"], 10015);
    assert_eq!(bot.ask("POST", &callback, json!({ "type": 7, "data": { "content": "c" } })).await.1["code"], 50035);
    assert_eq!(
        bot.ask("POST", &callback, json!({ "type": 4, "data": { "content": "x".repeat(2001) } })).await.1["code"],
        50035
    );
    assert_eq!(bot.ask("POST", &callback, json!({ "type": 5, "data": { "flags": 64 } })).await.0, 204);
    assert_eq!(bot.ask("POST", &callback, json!({ "type": 5 })).await.1["code"], 40060);
    assert_eq!(bot.ask("PATCH", &original, json!({ "content": "done" })).await.0, 200);
    let answer = typed.await.unwrap();
    assert_eq!((answer.text().as_str(), answer.is_ephemeral(), answer.was_deferred()), ("done", true, true));
    assert_eq!(answer.refusals().len(), 3, "what was refused can be seen: {:?}", answer.refusals());

    let typed = tokio::spawn(async move { ada.run("/ping").await });
    let event = bot.event().await;
    assert!(typed.await.unwrap().failed(), "nobody answered");
    let (id, token) = (event["d"]["id"].as_str().unwrap(), event["d"]["token"].as_str().unwrap());
    let late = bot.ask("POST", &format!("/interactions/{id}/{token}/callback"), json!({ "type": 5 })).await;
    assert_eq!((late.0, &late.1["code"]), (404, &json!(10062)));
}

#[tokio::test]
async fn messages_are_made_once_and_refused_where_discord_refuses() {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let bot = Bot::start(&sandbox).await;
    let channel = sandbox.guild_id() + 101;
    let messages = format!("/channels/{channel}/messages");
    let post = json!({ "content": "once", "nonce": "n1", "enforce_nonce": true });
    let (first, second) = (bot.ask("POST", &messages, post.clone()).await, bot.ask("POST", &messages, post).await);
    assert_eq!((first.0, &first.1["id"]), (200, &second.1["id"]), "the same nonce is the same message");
    assert_eq!(sandbox.messages_in("support").len(), 1);
    let one = format!("{messages}/{}", first.1["id"].as_str().unwrap());
    assert_eq!(bot.ask("PATCH", &one, json!({ "content": "changed" })).await.1["content"], "changed");
    sandbox.clock().advance(jiff::SignedDuration::from_hours(2));
    let mut capped = false;
    for _ in 0..40 {
        capped |= bot.ask("PATCH", &one, json!({ "content": "again" })).await.1["code"] == 30046;
    }
    assert!(capped, "edits of an old message are capped");
    assert_eq!(bot.ask("DELETE", &one, Value::Null).await.0, 204);
    assert_eq!(bot.ask("GET", &one, Value::Null).await.1["code"], 10008);
    assert_eq!(bot.ask("POST", "/channels/1/messages", json!({ "content": "c" })).await.1["code"], 10003);
    assert_eq!(bot.ask("POST", &messages, json!({ "content": "" })).await.1["code"], 50006);
    sandbox.let_bot("support", true, false);
    assert_eq!(bot.ask("POST", &messages, json!({ "content": "c" })).await.1["code"], 50013);
    sandbox.let_bot("support", false, false);
    assert_eq!(bot.ask("POST", &messages, json!({ "content": "c" })).await.1["code"], 50001);
}

#[tokio::test]
async fn too_many_requests_are_held_back_and_strangers_are_not_let_in() {
    let sandbox = Sandbox::builder().start().await;
    let bot = Bot::start(&sandbox).await;
    let messages = format!("/channels/{}/messages", sandbox.guild_id() + 102);
    let mut held = None;
    for n in 0..6 {
        let (status, body) = bot.ask("POST", &messages, json!({ "content": n.to_string() })).await;
        if status == 429 {
            held = body["retry_after"].as_f64();
        }
    }
    assert!(held.is_some_and(|wait| wait > 0.0), "five in five seconds");
    let url = format!("{}/api/v10/users/@me", sandbox.url());
    let stranger = bot.http.get(&url).send().await.unwrap();
    assert_eq!(stranger.status(), 401);
    let wrong = bot.http.get(&url).header("authorization", "Bot wrong").send().await.unwrap();
    assert_eq!(wrong.status(), 401);
}

#[tokio::test]
#[should_panic(expected = "GET /voice/regions")]
async fn an_unknown_route_fails_the_test_that_asked_for_it() {
    let sandbox = Sandbox::builder().start().await;
    let bot = Bot::start(&sandbox).await;
    assert_eq!(bot.ask("GET", "/voice/regions", Value::Null).await.0, 404);
}
