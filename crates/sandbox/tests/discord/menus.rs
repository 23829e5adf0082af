//! Commands in the menus of messages and people: how they are registered, and what the bot is told when one is picked.

use sandbox::{Answer, Member, Sandbox};
use serde_json::{Value, json};

use crate::bot::{BOT, Bot};

fn commands() -> Value {
    json!([
        { "name": "Open", "type": 3 }, { "name": "Open", "type": 2 }, { "name": "open", "description": "d" },
        { "name": "Manage", "type": 2, "default_member_permissions": "32" },
    ])
}

impl Bot<'_> {
    /// The next interaction that the bot receives; it answers at once.
    async fn told_of(&mut self, picked: impl Future<Output = Answer> + Send + 'static) -> (Value, Answer) {
        let picked = tokio::spawn(picked);
        let event = self.event().await["d"].take();
        let (id, token) = (event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
        let response = json!({ "type": 4, "data": { "content": "thanks", "flags": 64 } });
        assert_eq!(self.ask("POST", &format!("/interactions/{id}/{token}/callback"), response).await.0, 204);
        (event, picked.await.unwrap())
    }
}

async fn on_message(who: Member, name: &'static str, message: Answer) -> Answer {
    who.message_menu(name, &message).await
}

#[tokio::test]
async fn a_message_comes_along_as_it_is() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let bob = sandbox.member("Bob").with_file("bill.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    let written = bob.say("see ABC-DEFGH-123");
    let id = written.id().unwrap().to_string();
    let (event, answer) = bot.told_of(on_message(sandbox.owner(), "Open", written)).await;
    assert!(answer.text().contains("thanks") && answer.is_ephemeral());
    let (data, message) = (&event["data"], &event["data"]["resolved"]["messages"][&id]);
    assert_eq!((&event["type"], &data["type"], &data["target_id"]), (&json!(2), &json!(3), &json!(id)));
    assert_eq!((&data["name"], &data["options"]), (&json!("Open"), &Value::Null));
    assert_eq!((&message["content"], &message["author"]["global_name"]), (&json!("see ABC-DEFGH-123"), &json!("Bob")));
    let file = &message["attachments"][0];
    assert_eq!((&file["filename"], &file["size"]), (&json!("bill.pdf"), &json!(8)));
    let bytes = bot.http.get(file["url"].as_str().unwrap()).send().await.unwrap().bytes().await.unwrap();
    assert_eq!(&bytes[..], b"%PDF-1.7");
}

#[tokio::test]
async fn a_message_of_another_bot_has_components_that_few_libraries_know() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let components = json!([{ "type": 17, "components": [{ "type": 10, "content": "in a container" }] }]);
    let written = sandbox.say_as_other_bot("support", json!({ "components": components, "flags": 1 << 15 }));
    let id = written.id().unwrap().to_string();
    let (event, _) = bot.told_of(on_message(sandbox.owner(), "Open", written)).await;
    let message = &event["data"]["resolved"]["messages"][&id];
    assert_eq!((&message["components"], &message["author"]["bot"]), (&components, &json!(true)));
}

#[tokio::test]
async fn a_user_comes_along_and_a_member_as_both() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let own: u64 = BOT.parse().unwrap();
    for (target, is_member) in [(sandbox.member("Bob").id(), true), (own, true), (Sandbox::OTHER_BOT, false)] {
        let owner = sandbox.owner();
        let (event, _) = bot.told_of(async move { owner.user_menu("Open", target).await }).await;
        let (data, id) = (&event["data"], target.to_string());
        assert_eq!((&data["type"], &data["target_id"]), (&json!(2), &json!(id)));
        assert_eq!(data["resolved"]["users"][&id]["id"], json!(id));
        assert_eq!(data["resolved"]["members"][&id].is_object(), is_member, "{target}");
    }
}

#[tokio::test]
#[should_panic(expected = "not shown to this member")]
async fn a_menu_is_hidden_from_those_without_its_permissions() {
    let sandbox = Sandbox::builder().start().await;
    let _bot = Bot::with(&sandbox, commands()).await;
    let bob = sandbox.member("Bob");
    bob.user_menu("Manage", bob.id()).await;
}

#[tokio::test]
async fn commands_of_one_name_and_other_types_are_kept_apart() {
    let sandbox = Sandbox::builder().start().await;
    let bot = Bot::with(&sandbox, commands()).await;
    let path = format!("/applications/{BOT}/guilds/{}/commands", sandbox.guild_id());
    let (_, before) = bot.ask("GET", &path, Value::Null).await;
    assert_eq!(bot.ask("PUT", &path, commands()).await.0, 200);
    let (_, after) = bot.ask("GET", &path, Value::Null).await;
    let ids = |list: &Value| -> Vec<Value> { list.as_array().unwrap().iter().map(|each| each["id"].clone()).collect() };
    assert_eq!(ids(&before).len(), 4);
    assert_eq!(ids(&before), ids(&after), "each keeps its id");
    let (status, refused) = bot.ask("PUT", &path, json!([{ "name": "Open", "type": 3, "description": "d" }])).await;
    assert_eq!(status, 400, "{refused}");
}
