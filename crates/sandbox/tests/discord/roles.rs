//! Role selects, and members whose roles change or who leave.

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::bot::{Bot, connect, identify, next, send};

const MEMBERS: u64 = 1 << 1;

/// Has the bot post a role select to #support, and everything that follows answered with "Saved".
async fn posted(bot: &Bot<'_>, more: Value) {
    let mut select =
        json!({ "type": 6, "custom_id": "agents", "placeholder": "Agents", "min_values": 0, "max_values": 2 });
    for (field, value) in more.as_object().into_iter().flatten() {
        select[field] = value.clone();
    }
    let channel = bot.sandbox.channel_id("support");
    let body = json!({ "content": "Roles", "components": [{ "type": 1, "components": [select] }] });
    let (status, answer) = bot.ask("POST", &format!("/channels/{channel}/messages"), body).await;
    assert_eq!(status, 200, "{answer}");
}

/// Answers the next interaction with the roles that it brought, and gives it.
async fn saved(bot: &mut Bot<'_>) -> Value {
    let event = bot.event().await;
    assert_eq!(event["t"], "INTERACTION_CREATE");
    let (id, token) = (event["d"]["id"].as_str().unwrap(), event["d"]["token"].as_str().unwrap());
    let values = event["d"]["data"]["values"].as_array().unwrap();
    let chosen: Vec<Value> = values.iter().map(|id| json!({ "id": id, "type": "role" })).collect();
    let select = json!({ "type": 6, "custom_id": "agents", "placeholder": "Agents", "min_values": 0, "max_values": 2, "default_values": chosen });
    let body =
        json!({ "type": 7, "data": { "content": "Saved", "components": [{ "type": 1, "components": [select] }] } });
    assert_eq!(bot.ask("POST", &format!("/interactions/{id}/{token}/callback"), body).await.0, 204);
    event["d"].clone()
}

#[tokio::test]
async fn a_role_select_sends_the_roles_that_are_chosen() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::start(&sandbox).await;
    let (support, leads) = (sandbox.role_id("Support"), sandbox.role_id("Team leads"));
    posted(&bot, json!({ "default_values": [{ "id": support.to_string(), "type": "role" }] })).await;
    let message = sandbox.answers_in("support").remove(0);
    assert_eq!(message.text(), "Roles\n[Agents: Support]");
    assert_eq!(message.role_select("agents"), Some(("agents".to_owned(), vec![support])));

    let ada = sandbox.owner();
    let leads_id = leads.to_string();
    let wanted = ["@everyone", &leads_id];
    let (answer, event) = tokio::join!(ada.choose(&message, "Agents", &wanted), saved(&mut bot));
    let everyone = sandbox.guild_id().to_string();
    assert_eq!(event["data"]["component_type"], 6);
    assert_eq!(event["data"]["values"], json!([everyone, leads_id]));
    let resolved = event["data"]["resolved"].as_object().unwrap();
    assert_eq!(resolved.keys().collect::<Vec<_>>(), ["roles"]);
    assert_eq!(resolved["roles"].as_object().unwrap().len(), 2);
    assert_eq!(resolved["roles"][&leads_id]["name"], "Team leads");
    assert_eq!(resolved["roles"][&everyone]["name"], "@everyone");
    assert_eq!(event["message"]["components"][0]["components"][0]["default_values"][0]["id"], support.to_string());
    assert_eq!(answer.text(), "Saved\n[Agents: @everyone, Team leads]");

    let (answer, event) = tokio::join!(ada.choose(&answer, "Agents", &[]), saved(&mut bot));
    assert_eq!((&event["data"]["values"], &event["data"]["resolved"]), (&json!([]), &Value::Null), "nothing to tell");
    assert_eq!(answer.text(), "Saved\n[Agents]");
}

#[tokio::test]
async fn a_select_says_how_many_may_be_chosen_also_where_the_bot_did_not() {
    let sandbox = Sandbox::builder().start().await;
    let bot = Bot::start(&sandbox).await;
    posted(&bot, json!({ "min_values": null, "max_values": null })).await;
    let message = sandbox.answers_in("support").remove(0);
    let select = &message.components()[0]["components"][0];
    assert_eq!((&select["min_values"], &select["max_values"], &select["id"]), (&json!(1), &json!(1), &json!(2)));
}

/// What Discord's client does not send, of whatever the page or a test wants to send.
#[tokio::test]
async fn roles_that_can_not_be_chosen_are_refused() {
    let sandbox = Sandbox::builder().guilds(2).start().await;
    let bot = Bot::start(&sandbox).await;
    posted(&bot, json!({ "min_values": 1 })).await;
    let message = sandbox.answers_in("support").remove(0).id().unwrap();
    let ada = bot.ask("GET", &format!("/guilds/{}", sandbox.guild_id()), Value::Null).await.1["owner_id"].clone();
    let id = |role: &str| sandbox.role_id(role).to_string();
    let of_another = (sandbox.guild_ids()[1] + 12).to_string();
    let click = async |values: Value| {
        let body =
            json!({ "member_id": ada, "message_id": message.to_string(), "custom_id": "agents", "values": values });
        let answer = bot.http.post(format!("{}/sandbox/click", sandbox.url())).json(&body).send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap()["error"].as_str().unwrap_or_default().to_owned(),
        )
    };
    for (values, problem) in [
        (json!([]), "choose 1 to 2".to_owned()),
        (json!([id("Support"), id("Team leads"), id("@everyone")]), "choose 1 to 2".to_owned()),
        (json!([id("Support"), id("Support")]), format!("{} is chosen twice", id("Support"))),
        (json!([of_another]), format!("there is no role {of_another}")),
        (json!(["Support"]), "there is no role Support".to_owned()),
    ] {
        assert_eq!(click(values.clone()).await, (400, problem), "{values}");
    }
    assert_eq!(click(json!([id("Support")])).await.0, 200);
}

#[tokio::test]
async fn an_interaction_brings_the_roles_of_that_moment() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::start(&sandbox).await;
    posted(&bot, json!({})).await;
    let message = sandbox.answers_in("support").remove(0);
    let (eve, support) = (sandbox.member("Eve"), sandbox.role_id("Support").to_string());
    for (has, expected) in [(true, json!([support])), (false, json!([]))] {
        if has {
            sandbox.give_role("Eve", "Support");
        } else {
            sandbox.take_role("Eve", "Support");
        }
        let (_, event) = tokio::join!(eve.choose(&message, "Agents", &[]), saved(&mut bot));
        assert_eq!(event["member"]["roles"], expected, "and no event of the member came before it");
    }
}

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
