//! The `DevTools` protocol on its websocket: numbered calls with their answers, and the errors that a page reports.
//!
//! Deliberately lacks a general event stream: only what says that a page is broken is kept.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// Why the browser did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrowserError {
    /// The process could not be started or read.
    #[error("could not start the browser: {0}")]
    Start(#[from] std::io::Error),
    /// It ended, or closed its socket.
    #[error("the browser is gone")]
    Gone,
    /// It did not say where its protocol is, or answered outside of it.
    #[error("the browser does not speak the DevTools protocol")]
    NoProtocol,
    /// The websocket could not be opened.
    #[error("could not connect to the browser: {0}")]
    Connect(#[from] Box<tokio_tungstenite::tungstenite::Error>),
    /// A call was refused.
    #[error("{method} was refused: {message}")]
    Refused {
        /// The protocol's method.
        method: String,
        /// The browser's own words.
        message: String,
    },
    /// A script in the page threw.
    #[error("the script failed: {0}")]
    Script(String),
}

type Waiting = Mutex<HashMap<u64, oneshot::Sender<Value>>>;

#[derive(Debug, Default)]
struct Shared {
    next: AtomicU64,
    waiting: Waiting,
    /// What each session's page reported as broken.
    troubles: Mutex<HashMap<String, Vec<String>>>,
}

/// A connection to the browser; clones share it.
#[derive(Debug, Clone)]
pub(super) struct Wire {
    shared: Arc<Shared>,
    out: mpsc::UnboundedSender<String>,
}

impl Wire {
    pub(super) async fn connect(address: &str) -> Result<Self, BrowserError> {
        let (socket, _) = connect_async(address).await.map_err(Box::new)?;
        let (mut sink, mut stream) = socket.split();
        let (out, mut queue) = mpsc::unbounded_channel::<String>();
        let shared = Arc::new(Shared::default());
        tokio::spawn(async move {
            while let Some(text) = queue.recv().await {
                if sink.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
        });
        let reader = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                if let Ok(text) = message.to_text()
                    && let Ok(value) = serde_json::from_str(text)
                {
                    reader.take(value);
                }
            }
            // Dropping the senders tells every waiting call that the browser is gone.
            lock(&reader.waiting).clear();
        });
        Ok(Self { shared, out })
    }

    /// Calls `method`, in a page's session or in the browser's own.
    pub(super) async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Result<Value, BrowserError> {
        let id = self.shared.next.fetch_add(1, Ordering::Relaxed);
        let mut request = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            request["sessionId"] = json!(session);
        }
        let (answer, answered) = oneshot::channel();
        lock(&self.shared.waiting).insert(id, answer);
        self.out.send(request.to_string()).map_err(|_| BrowserError::Gone)?;
        let mut answer = answered.await.map_err(|_| BrowserError::Gone)?;
        if let Some(message) = answer["error"]["message"].as_str() {
            return Err(BrowserError::Refused { method: method.to_owned(), message: message.to_owned() });
        }
        Ok(answer["result"].take())
    }

    /// What the session's page reported as broken so far.
    pub(super) fn troubles(&self, session: &str) -> Vec<String> {
        lock(&self.shared.troubles).get(session).cloned().unwrap_or_default()
    }
}

impl Shared {
    fn take(&self, value: Value) {
        if let Some(id) = value["id"].as_u64() {
            if let Some(waiting) = lock(&self.waiting).remove(&id) {
                // A caller that gave up needs no answer.
                let _ = waiting.send(value);
            }
            return;
        }
        if let Some(trouble) = trouble(&value) {
            let session = value["sessionId"].as_str().unwrap_or_default().to_owned();
            lock(&self.troubles).entry(session).or_default().push(trouble);
        }
    }
}

/// An uncaught exception, a refusal of the content policy, an error in the console, or a dialog that some script opened.
fn trouble(event: &Value) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(params["exceptionDetails"].to_string()),
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            Some(format!("{} {}", params["entry"]["text"], params["entry"]["url"]))
        }
        "Runtime.consoleAPICalled" if params["type"] == "error" => Some(params["args"].to_string()),
        "Page.javascriptDialogOpening" => Some(format!("dialog: {}", params["message"])),
        _ => None,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
