//! Members whose roles change, and members who leave: what the bot is told, and what it can ask for.

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::bot::{Bot, connect, identify, next, send};

const MEMBERS: u64 = 1 << 1;

#[tokio::test]
async fn the_members_events_need_their_intent() {
    let sandbox = Sandbox::builder().members_intent(true).start().await;
    let mut socket = connect(&sandbox).await;
    next(&mut socket).await.unwrap();
    send(&mut socket, identify(sandbox.token(), 1 | MEMBERS)).await;
    assert_eq!(next(&mut socket).await.unwrap()["d"]["application"]["flags"], 1 << 15);
    assert_eq!(next(&mut socket).await.unwrap()["t"], "GUILD_CREATE");
    sandbox.give_role("Bob", "Team leads");
    sandbox.give_role("Bob", "Team leads");
    sandbox.take_role("Bob", "Support");
    sandbox.leave("Bob");
    let (guild, leads, support) = (sandbox.guild_id(), sandbox.role_id("Team leads"), sandbox.role_id("Support"));
    for roles in [vec![support, leads], vec![leads]] {
        let event = next(&mut socket).await.unwrap();
        let expected: Vec<String> = roles.iter().map(u64::to_string).collect();
        assert_eq!((&event["t"], &event["d"]["roles"]), (&json!("GUILD_MEMBER_UPDATE"), &json!(expected)));
        assert_eq!(
            (&event["d"]["guild_id"], &event["d"]["user"]["global_name"]),
            (&json!(guild.to_string()), &json!("Bob"))
        );
        assert_eq!(event["d"]["permissions"], Value::Null);
    }
    let event = next(&mut socket).await.unwrap();
    assert_eq!((&event["t"], &event["d"]["user"]["global_name"]), (&json!("GUILD_MEMBER_REMOVE"), &json!("Bob")));

    // It may be asked for; a bot that does not is told nothing, and one that has no consent is turned away.
    let mut bot = Bot::start(&sandbox).await;
    sandbox.give_role("Eve", "Support");
    sandbox.change_role("Support");
    assert_eq!(bot.event().await["t"], "GUILD_ROLE_UPDATE");
    let other = Sandbox::builder().start().await;
    let mut socket = connect(&other).await;
    next(&mut socket).await.unwrap();
    send(&mut socket, identify(other.token(), 1 | MEMBERS)).await;
    assert_eq!(next(&mut socket).await, Err(4014));
}

#[tokio::test]
async fn a_member_can_be_asked_for_until_they_leave() {
    let sandbox = Sandbox::builder().start().await;
    let bot = Bot::start(&sandbox).await;
    let (guild, bob) = (sandbox.guild_id(), 1_200_000_000_000_000_002_u64);
    let path = format!("/guilds/{guild}/members/{bob}");
    sandbox.give_role("Bob", "Team leads");
    let (status, member) = bot.ask("GET", &path, Value::Null).await;
    let roles = [sandbox.role_id("Support"), sandbox.role_id("Team leads")].map(|id| id.to_string());
    assert_eq!((status, &member["roles"]), (200, &json!(roles)));
    assert_eq!((&member["user"]["global_name"], &member["permissions"]), (&json!("Bob"), &Value::Null));

    let handle = sandbox.member("Bob");
    sandbox.leave("Bob");
    let gone = bot.ask("GET", &path, Value::Null).await;
    assert_eq!((gone.0, &gone.1["code"]), (404, &json!(10007)), "{}", gone.1["message"]);
    assert_eq!(
        bot.ask("GET", &format!("/users/{bob}"), Value::Null).await.1["global_name"],
        "Bob",
        "the person exists"
    );
    let nobody = bot.ask("GET", &format!("/guilds/{guild}/members/5"), Value::Null).await;
    assert_eq!((nobody.0, &nobody.1["code"]), (404, &json!(10013)));
    let wrong = bot.ask("GET", &format!("/guilds/{guild}/members/@me"), Value::Null).await;
    assert_eq!((wrong.0, &wrong.1["errors"]["user_id"]["_errors"][0]["code"]), (400, &json!("NUMBER_TYPE_COERCE")));
    assert_eq!(handle.try_run("/ping").await.unwrap_err(), "there is no such member");
}

#[tokio::test]
#[should_panic(expected = "there is no member Bob")]
async fn nobody_acts_as_a_member_who_left() {
    let sandbox = Sandbox::builder().start().await;
    sandbox.leave("Bob");
    let _ = sandbox.member("Bob");
}

#[tokio::test]
#[should_panic(expected = "an owner can't leave")]
async fn an_owner_stays() {
    Sandbox::builder().start().await.leave("Ada");
}

#[tokio::test]
#[should_panic(expected = "everybody has @everyone")]
async fn everybodys_role_is_not_given() {
    Sandbox::builder().start().await.give_role("Eve", "@everyone");
}
