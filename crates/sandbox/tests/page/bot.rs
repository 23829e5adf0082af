//! A bot of the bare wire, so that the page has someone to talk to: one gateway connection, JSON over HTTP, no library of Discord's.

use std::sync::Arc;

use futures_util::{SinkExt, StreamExt};
use reqwest::Method;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// What the bot does about an interaction.
pub(crate) enum Reply {
    /// This is the first response.
    Now(Value),
    /// "Thinking", privately or not, and this edit once [`Bot::proceed`] says so.
    Later { private: bool, edit: Value },
    /// Nothing, ever.
    Silence,
}

/// Decides a reply by the interaction's JSON.
pub(crate) type Script = fn(&Value) -> Reply;

/// A connected bot with its commands registered; it runs until the test ends.
pub(crate) struct Bot {
    api: Api,
    /// Lets one answer that was deferred be completed.
    pub(crate) proceed: Arc<Notify>,
}

#[derive(Clone)]
struct Api {
    http: reqwest::Client,
    base: String,
    token: String,
    application: String,
}

impl Api {
    async fn send(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/api/v10/{path}", self.base);
        let answer = self
            .http
            .request(method, url)
            .header("authorization", format!("Bot {}", self.token))
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = answer.status();
        let text = answer.text().await.unwrap();
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }
}

impl Bot {
    /// Connects to the sandbox, registers `commands` and answers by `script`.
    pub(crate) async fn start(sandbox: &Sandbox, commands: Value, script: Script) -> Self {
        let (base, token) = (sandbox.url(), sandbox.token().to_owned());
        let http = reqwest::Client::new();
        let url = format!("{base}/api/v10/gateway/bot");
        let gateway: Value =
            http.get(url).header("authorization", format!("Bot {token}")).send().await.unwrap().json().await.unwrap();
        let (socket, _) = connect_async(gateway["url"].as_str().unwrap()).await.unwrap();
        let (mut sink, mut stream) = socket.split();
        let identify = json!({ "op": 2, "d": { "token": token, "intents": 0, "properties": { "os": "linux", "browser": "bare", "device": "bare" } } });
        sink.send(Message::text(identify.to_string())).await.unwrap();

        let proceed = Arc::new(Notify::new());
        let mut api = Api { http, base, token, application: String::new() };
        let (ready, is_ready) = oneshot::channel();
        let mut ready = Some(ready);
        let answering = (api.clone(), Arc::clone(&proceed));
        tokio::spawn(async move {
            let (mut api, proceed) = answering;
            while let Some(Ok(message)) = stream.next().await {
                let Ok(event) = serde_json::from_str::<Value>(message.to_text().unwrap_or_default()) else { continue };
                match event["t"].as_str() {
                    Some("READY") => {
                        event["d"]["application"]["id"].as_str().unwrap().clone_into(&mut api.application);
                        if let Some(ready) = ready.take() {
                            let _ = ready.send(api.application.clone());
                        }
                    }
                    Some("INTERACTION_CREATE") => {
                        tokio::spawn(answer(api.clone(), event["d"].clone(), script, Arc::clone(&proceed)));
                    }
                    _ => {}
                }
            }
            drop(sink);
        });
        api.application = is_ready.await.unwrap();
        let scope = format!("applications/{}/guilds/{}/commands", api.application, sandbox.guild_id());
        api.send(Method::PUT, &scope, commands).await;
        Self { api, proceed }
    }

    /// Posts a message to a channel and gives it back as Discord does.
    pub(crate) async fn post(&self, channel: &str, message: Value) -> Value {
        self.api.send(Method::POST, &format!("channels/{channel}/messages"), message).await
    }
}

async fn answer(api: Api, interaction: Value, script: Script, proceed: Arc<Notify>) {
    let id = interaction["id"].as_str().unwrap();
    let token = interaction["token"].as_str().unwrap();
    let callback = format!("interactions/{id}/{token}/callback");
    match script(&interaction) {
        Reply::Silence => {}
        Reply::Now(body) => drop(api.send(Method::POST, &callback, body).await),
        Reply::Later { private, edit } => {
            let flags = if private { 64 } else { 0 };
            api.send(Method::POST, &callback, json!({ "type": 5, "data": { "flags": flags } })).await;
            proceed.notified().await;
            api.send(Method::PATCH, &format!("webhooks/{}/{token}/messages/@original", api.application), edit).await;
        }
    }
}
