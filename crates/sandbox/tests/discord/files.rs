//! Files that members give with a command and that the bot sends: what the bot is told of them, and where it gets them.

use jiff::SignedDuration;
use reqwest::multipart::{Form, Part};
use sandbox::{Answer, Sandbox};
use serde_json::{Value, json};

use crate::bot::{BOT, Bot};

const LARGEST: usize = 10 * 1024 * 1024;

/// A command with every option that Discord's client makes ids of.
fn commands() -> Value {
    let option = |kind: u8, name: &str| json!({ "type": kind, "name": name, "description": "d" });
    json!([{ "name": "file", "description": "d", "options": [{ "type": 1, "name": "upload", "description": "d", "options": [
        { "type": 11, "name": "file", "description": "d", "required": true },
        option(11, "second"), option(6, "member"), option(8, "role"), option(7, "channel"), option(9, "either"),
    ] }] }])
}

impl Bot<'_> {
    /// What the bot is told when this is typed; it answers at once.
    async fn told(&mut self, who: sandbox::Member, text: &'static str) -> (Value, Answer) {
        let typed = tokio::spawn(async move { who.run(text).await });
        let event = self.event().await["d"].take();
        let (id, token) = (event["id"].as_str().unwrap(), event["token"].as_str().unwrap());
        let response = json!({ "type": 4, "data": { "content": "thanks" } });
        assert_eq!(self.ask("POST", &format!("/interactions/{id}/{token}/callback"), response).await.0, 204);
        (event, typed.await.unwrap())
    }

    /// Downloads, as a bot does: without its token.
    async fn fetch(&self, url: &str) -> (u16, String, Vec<u8>) {
        let response = self.http.get(url).send().await.unwrap();
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        (response.status().as_u16(), kind.to_owned(), response.bytes().await.unwrap().to_vec())
    }
}

fn text<'v>(of: &'v Value, field: &str) -> &'v str {
    of[field].as_str().unwrap_or_else(|| panic!("no {field} in {of}"))
}

#[tokio::test]
async fn a_file_comes_with_a_command_and_is_downloaded_from_its_address() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let ada = sandbox.owner().with_file("the bill.pdf", "application/pdf", b"%PDF-1.7".to_vec());
    let ada = ada.with_file("notes", "", b"n".to_vec());
    let (event, answer) = bot.told(ada, "/file upload file:the bill.pdf second:notes").await;
    assert_eq!(answer.text(), "thanks");
    let options = &event["data"]["options"][0]["options"];
    let told = &event["data"]["resolved"]["attachments"];
    let (first, second) = (&told[text(&options[0], "value")], &told[text(&options[1], "value")]);
    assert_eq!(
        (&first["filename"], &first["title"], &first["size"], &first["content_type"], &first["ephemeral"]),
        (&json!("the_bill.pdf"), &json!("the bill"), &json!(8), &json!("application/pdf"), &json!(true))
    );
    assert_eq!(first["id"], options[0]["value"]);
    assert_eq!(second["content_type"], Value::Null, "nobody knows its type");
    let url = text(first, "url");
    let channel = sandbox.channel_id("support");
    let place = format!("{}/attachments/{channel}/{}/the_bill.pdf?ex=", sandbox.url(), text(first, "id"));
    assert!(url.starts_with(&place), "{url}");
    assert_eq!(bot.fetch(url).await, (200, "application/pdf".to_owned(), b"%PDF-1.7".to_vec()));
    assert_eq!(bot.fetch(text(first, "proxy_url")).await.0, 200);
    assert_eq!(bot.fetch(text(second, "url")).await.1, "application/octet-stream");
}

#[tokio::test]
async fn an_address_is_good_for_a_day_and_only_as_it_is() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let ada = sandbox.owner().with_file("a.txt", "text/plain", b"a".to_vec());
    let (event, _) = bot.told(ada, "/file upload file:a.txt").await;
    let told = event["data"]["resolved"]["attachments"].as_object().unwrap().values().next().unwrap().clone();
    let url = text(&told, "url");
    let bare = url.split('?').next().unwrap();
    for wrong in
        [bare.to_owned(), url.replace("a.txt", "b.txt"), url.replace("ex=", "ex=f"), url.replace("&hm=", "&hm=0")]
    {
        let (status, _, body) = bot.fetch(&wrong).await;
        assert_eq!((status, body.as_slice()), (404, b"This content is no longer available.".as_slice()), "{wrong}");
    }
    sandbox.clock().advance(SignedDuration::from_hours(23));
    assert_eq!(bot.fetch(url).await.0, 200);
    sandbox.clock().advance(SignedDuration::from_hours(2));
    assert_eq!(bot.fetch(url).await.0, 404);
}

#[tokio::test]
async fn a_download_meets_discords_faults() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let ada = sandbox.owner().with_file("a.txt", "text/plain", b"a".to_vec());
    let (event, _) = bot.told(ada, "/file upload file:a.txt").await;
    let told = event["data"]["resolved"]["attachments"].as_object().unwrap().values().next().unwrap().clone();
    sandbox.discord().faults().on("GET", "/attachments/*").status(503).times(1);
    assert_eq!(bot.fetch(text(&told, "url")).await.0, 503);
    assert_eq!(bot.fetch(text(&told, "url")).await.0, 200);
    assert_eq!(sandbox.discord().requests().count("GET", "/attachments/*"), 2);
}

#[tokio::test]
async fn people_roles_and_channels_come_resolved() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let ada = sandbox.owner().with_file("a.txt", "text/plain", b"a".to_vec());
    let typed = "/file upload file:a.txt member:Bob role:Support channel:#random either:Chloe";
    let (event, _) = bot.told(ada, typed).await;
    let resolved = &event["data"]["resolved"];
    let value = |at: usize| text(&event["data"]["options"][0]["options"][at], "value");
    assert_eq!(resolved["users"][value(1)]["global_name"], "Bob");
    assert_eq!(resolved["members"][value(1)]["roles"][0], value(2));
    assert_eq!(resolved["roles"][value(2)]["name"], "Support");
    assert_eq!(resolved["channels"][value(3)]["name"], "random");
    assert_eq!(resolved["users"][value(4)]["global_name"], "Chloe");
    let (plain, _) = {
        let mut other = Bot::with(&sandbox, json!([{ "name": "ping", "description": "d" }])).await;
        other.told(sandbox.owner(), "/ping").await
    };
    assert!(plain["data"].get("resolved").is_none(), "nothing to tell");
}

#[tokio::test]
#[should_panic(expected = "Your files are too powerful")]
async fn a_file_above_ten_mebibytes_is_not_sent() {
    let sandbox = Sandbox::builder().start().await;
    let _bot = Bot::with(&sandbox, commands()).await;
    let ada = sandbox.owner().with_file("big.bin", "", vec![0; LARGEST + 1]);
    ada.run("/file upload file:big.bin").await;
}

#[tokio::test]
#[should_panic(expected = "no file \"b.txt\" is at hand")]
async fn a_file_must_be_at_hand() {
    let sandbox = Sandbox::builder().start().await;
    let _bot = Bot::with(&sandbox, commands()).await;
    sandbox.owner().with_file("a.txt", "", b"a".to_vec()).run("/file upload file:b.txt").await;
}

/// The page's way: the upload, then the command that names it.
#[tokio::test]
async fn an_upload_belongs_to_one_member_channel_and_command() {
    let sandbox = Sandbox::builder().start().await;
    let mut bot = Bot::with(&sandbox, commands()).await;
    let url = |path: &str| format!("{}/sandbox/{path}", sandbox.url());
    let (ada, bob) = ("1200000000000000001", "1200000000000000002");
    let (support, random) = (sandbox.channel_id("support"), sandbox.channel_id("random"));
    let upload = async |bytes: Vec<u8>| {
        let path = url(&format!("files?member_id={ada}&channel_id={support}&name=a.txt"));
        let response = bot.http.post(path).header("content-type", "text/plain").body(bytes).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let (status, refusal) = upload(vec![0; LARGEST + 1]).await;
    assert_eq!((status, text(&refusal, "error")), (413, "Your files are too powerful. Max file size: 10 MB"));
    assert_eq!(upload(Vec::new()).await.0, 400);
    assert_eq!(upload(vec![0; LARGEST]).await.0, 200);
    let (_, given) = upload(b"a".to_vec()).await;
    let send = async |member: &str, channel: u64| {
        let option = json!({ "type": 11, "name": "file", "value": given["id"] });
        let options = json!([{ "type": 1, "name": "upload", "options": [option] }]);
        let body = json!({ "member_id": member, "channel_id": channel.to_string(), "command_id": "", "name": "file", "options": options });
        bot.http.post(url("command")).json(&body).send().await.unwrap().status().as_u16()
    };
    assert_eq!(send(bob, support).await, 400, "it is not Bob's");
    assert_eq!(send(ada, random).await, 400, "it was given elsewhere");
    assert_eq!(send(ada, support).await, 200);
    assert_eq!(send(ada, support).await, 400, "it was sent already");
    assert_eq!(bot.event().await["d"]["data"]["resolved"]["attachments"][text(&given, "id")]["size"], 1);
}

#[tokio::test]
async fn what_the_bot_sends_is_held_to_discords_size_and_has_a_fresh_address() {
    let sandbox = Sandbox::builder().rate_limits(false).start().await;
    let bot = Bot::start(&sandbox).await;
    let messages = format!("{}/api/v10/channels/{}/messages", sandbox.url(), sandbox.channel_id("support"));
    let post = async |sizes: &[usize]| {
        let mut form = Form::new().text("payload_json", json!({ "content": "files" }).to_string());
        for (at, size) in sizes.iter().enumerate() {
            let part = Part::bytes(vec![7; *size]).file_name("chart 1.png").mime_str("image/png").unwrap();
            form = form.part(format!("files[{at}]"), part);
        }
        let token = format!("Bot {}", sandbox.token());
        let response = bot.http.post(&messages).header("authorization", token).multipart(form).send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let (status, refusal) = post(&[LARGEST + 1]).await;
    assert_eq!((status, &refusal["code"]), (413, &json!(40005)));
    assert_eq!(post(&[1; 11]).await.1["code"], 30015);
    let (status, message) = post(&[LARGEST, 3]).await;
    assert_eq!((status, message["attachments"].as_array().unwrap().len()), (200, 2));
    let small = &message["attachments"][1];
    assert_eq!((text(small, "filename"), &small["ephemeral"]), ("chart_1.png", &Value::Null));
    assert_eq!(bot.fetch(text(small, "url")).await, (200, "image/png".to_owned(), vec![7; 3]));
    sandbox.clock().advance(SignedDuration::from_hours(48));
    assert_eq!(bot.fetch(text(small, "url")).await.0, 404);
    let one = format!("/channels/{}/messages/{}", sandbox.channel_id("support"), text(&message, "id"));
    let again = bot.ask("GET", &one, Value::Null).await.1;
    assert_eq!(bot.fetch(text(&again["attachments"][1], "url")).await.0, 200, "told anew");
    assert_eq!(text(&message["author"], "id"), BOT);
    // The page has addresses of its own, which are good for as long as it is open.
    let state: Value =
        bot.http.get(format!("{}/sandbox/state", sandbox.url())).send().await.unwrap().json().await.unwrap();
    let shown = &state["messages"][sandbox.channel_id("support").to_string()][0]["attachments"][1];
    assert!(text(shown, "url").starts_with("/sandbox/attachments/"), "{shown}");
    assert_eq!(bot.fetch(&format!("{}{}", sandbox.url(), text(shown, "url"))).await.2, vec![7; 3]);
}
