//! Role selects: what choosing roles in one sends, and what is refused.

use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::bot::Bot;

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
    let of_another = sandbox.guild_ids()[1].to_string();
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
