//! A server on loopback that keeps what it was sent and answers as it is told, byte by byte where need be.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    /// The parameters in the query.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        pairs(self.target.split_once('?').map_or("", |(_, query)| query))
    }

    /// The parameters in a form that is percent-encoded.
    pub(crate) fn form(&self) -> Vec<(String, String)> {
        pairs(std::str::from_utf8(&self.body).unwrap())
    }

    pub(crate) fn body(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let url = reqwest::Url::parse(&format!("http://x/?{text}")).unwrap();
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// How a request is answered.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// The connection is cut without a word.
    Reset,
    /// Nothing, for as long as the client waits.
    Silence,
    /// These bytes, and then nothing more, for as long as the client waits.
    Stall(Vec<u8>),
    /// What the other reply says, once told to.
    When(Arc<Notify>, Box<Reply>),
}

impl Reply {
    /// A whole answer.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        head.push_str("\r\n");
        Self::Bytes([head.as_bytes(), body].concat())
    }

    /// JSON with status 200.
    pub(crate) fn json(value: &Value) -> Self {
        Self::new(200, &[("content-type", "application/json")], value.to_string())
    }

    /// LiveAgent's own error.
    pub(crate) fn error(status: u16, message: &str) -> Self {
        let body = serde_json::json!({"response": {
            "status": "ERROR", "statuscode": status, "errormessage": message, "debugmessage": "in Foo.php"
        }});
        Self::new(status, &[("content-type", "application/json")], body.to_string())
    }
}

impl Reply {
    /// The bytes of a whole answer.
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            other => panic!("{other:?} is not whole"),
        }
    }

    /// The body of a whole answer.
    pub(crate) fn body(self) -> Vec<u8> {
        let bytes = self.bytes();
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        bytes[head + 4..].to_vec()
    }
}

/// The server. It ends with the test.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) address: String,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Server {
    /// Answers the n-th request (from 0) with `reply`.
    pub(crate) async fn new(reply: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, reply) = (Arc::clone(&requests), Arc::new(reply));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&kept), Arc::clone(&reply)));
            }
        });
        Self { address, requests, task }
    }

    /// Answers every request alike.
    pub(crate) async fn always(reply: Reply) -> Self {
        Self::new(move |_, _| reply.clone()).await
    }

    /// What came so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// How much came so far.
    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<F>(mut stream: TcpStream, requests: Arc<Mutex<Vec<Request>>>, reply: Arc<F>)
where
    F: Fn(&Request, usize) -> Reply,
{
    let Some(request) = read(&mut stream).await else { return };
    let index = {
        let mut requests = requests.lock().unwrap();
        requests.push(request.clone());
        requests.len() - 1
    };
    let mut reply = reply(&request, index);
    while let Reply::When(told, then) = reply {
        told.notified().await;
        reply = *then;
    }
    match reply {
        Reply::Bytes(bytes) => {
            // The client may have gone, which is its right.
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Reply::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            gone(&mut stream).await;
        }
        Reply::Silence => gone(&mut stream).await,
        Reply::Reset | Reply::When(..) => {}
    }
}

/// Waits until the client goes.
async fn gone(stream: &mut TcpStream) {
    let wait = async { while stream.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {} };
    let _ = tokio::time::timeout(Duration::from_mins(1), wait).await;
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> =
        lines.map(|line| line.split_once(": ").unwrap()).map(|(n, v)| (n.to_lowercase(), v.to_owned())).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").map_or(0, |(_, v)| v.parse().unwrap());
    let chunked = headers.iter().any(|(name, _)| name == "transfer-encoding");
    while bytes.len() < head + 4 + length || chunked && !bytes.ends_with(b"0\r\n\r\n") {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(Request { method, target, headers, body: bytes.split_off(head + 4) })
}
