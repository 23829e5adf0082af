//! A bot of the bare wire: JSON over HTTP and a raw websocket, no library of Discord's.

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method};
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

pub(crate) const BOT: &str = "1290000000000000001";

pub(crate) struct Bot<'s> {
    pub(crate) sandbox: &'s Sandbox,
    pub(crate) http: Client,
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

pub(crate) async fn connect(sandbox: &Sandbox) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
    let address = format!("{}/gateway?v=10&encoding=json", sandbox.url().replace("http", "ws"));
    connect_async(address).await.unwrap().0
}

pub(crate) async fn send(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>, payload: Value) {
    socket.send(Message::text(payload.to_string())).await.unwrap();
}

/// The next payload, or the code that the connection was closed with.
pub(crate) async fn next(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Result<Value, u16> {
    loop {
        match socket.next().await {
            Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
            Some(Ok(Message::Close(frame))) => return Err(frame.map_or(0, |frame| frame.code.into())),
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return Err(0),
        }
    }
}

pub(crate) fn identify(token: &str, intents: u64) -> Value {
    let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
    json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": properties, "shard": [0, 1] } })
}

impl<'s> Bot<'s> {
    /// Connected, with `/ping` registered.
    pub(crate) async fn start(sandbox: &'s Sandbox) -> Self {
        Self::with(sandbox, json!([{ "name": "ping", "description": "d" }])).await
    }

    /// Connected, with these commands registered.
    pub(crate) async fn with(sandbox: &'s Sandbox, commands: Value) -> Self {
        let mut socket = connect(sandbox).await;
        assert_eq!(next(&mut socket).await.unwrap()["op"], 10);
        send(&mut socket, identify(sandbox.token(), 1)).await;
        let mut bot = Self { sandbox, http: Client::new(), socket };
        assert_eq!(bot.event().await["t"], "READY");
        assert_eq!(bot.event().await["t"], "GUILD_CREATE");
        let path = format!("/applications/{BOT}/guilds/{}/commands", sandbox.guild_id());
        assert_eq!(bot.ask("PUT", &path, commands).await.0, 200);
        bot
    }

    pub(crate) async fn event(&mut self) -> Value {
        next(&mut self.socket).await.unwrap()
    }

    pub(crate) async fn ask(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/api/v10{path}", self.sandbox.url());
        let request = self.http.request(Method::from_bytes(method.as_bytes()).unwrap(), url).json(&body);
        let response = request.header("authorization", format!("Bot {}", self.sandbox.token())).send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or_default())
    }
}
