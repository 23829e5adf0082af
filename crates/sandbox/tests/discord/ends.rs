//! How the gateway ends, as a client reads it.

use std::{io, time::Duration};

use futures_util::StreamExt as _;
use sandbox::{End, Sandbox};
use serde_json::json;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error, Message, error::ProtocolError};

use crate::bot::{connect, identify, next, send};

/// What a client reads that sent a heartbeat as the connection ended, in a word.
async fn read_after(end: End) -> String {
    let sandbox = Sandbox::builder().start().await;
    let mut socket = connect(&sandbox).await;
    next(&mut socket).await.unwrap();
    send(&mut socket, identify(sandbox.token(), 0)).await;
    assert_eq!(next(&mut socket).await.unwrap()["t"], "READY");
    sandbox.discord().end_gateway(end);
    // What is told before anything is read comes first.
    tokio::time::sleep(Duration::from_millis(50)).await;
    if matches!(end, End::Silence | End::SilenceInFrame) {
        send(&mut socket, json!({ "op": 1, "d": null })).await;
    }
    match timeout(Duration::from_millis(300), socket.next()).await {
        Err(_) => "nothing".to_owned(),
        Ok(None) => "the end".to_owned(),
        Ok(Some(Ok(Message::Close(frame)))) => format!("close {:?}", frame.map(|frame| u16::from(frame.code))),
        Ok(Some(Ok(Message::Text(text)))) => text.to_string(),
        Ok(Some(Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)))) => "no close frame".to_owned(),
        Ok(Some(Err(Error::Io(error)))) if error.kind() == io::ErrorKind::ConnectionReset => "reset".to_owned(),
        Ok(other) => format!("{other:?}"),
    }
}

#[tokio::test]
async fn each_end_is_what_it_is_called() {
    for (end, read) in [
        (End::Close(Some(4000)), "close Some(4000)"),
        (End::Close(None), "close None"),
        (End::EndOfStream, "no close frame"),
        (End::HalfFrame, "no close frame"),
        (End::SessionLost, "no close frame"),
        (End::Reset, "reset"),
        (End::Silence, "nothing"),
        (End::SilenceInFrame, "nothing"),
        (End::InvalidSession { resumable: true }, r#"{"d":true,"op":9,"s":null,"t":null}"#),
        (End::InvalidSession { resumable: false }, r#"{"d":false,"op":9,"s":null,"t":null}"#),
        (End::Reconnect, r#"{"d":null,"op":7,"s":null,"t":null}"#),
    ] {
        assert_eq!(read_after(end).await, read, "{end:?}");
    }
}

/// After these a session can't be resumed; after others it can.
#[tokio::test]
async fn a_session_that_is_over_is_not_resumed() {
    for (end, opcode) in [
        (End::Close(None), 0),
        (End::Close(Some(4000)), 0),
        (End::EndOfStream, 0),
        (End::Close(Some(4007)), 9),
        (End::Close(Some(4009)), 9),
        (End::SessionLost, 9),
    ] {
        let sandbox = Sandbox::builder().start().await;
        let mut socket = connect(&sandbox).await;
        next(&mut socket).await.unwrap();
        send(&mut socket, identify(sandbox.token(), 0)).await;
        let ready = next(&mut socket).await.unwrap();
        sandbox.discord().end_gateway(end);
        while socket.next().await.is_some_and(|read| read.is_ok()) {}
        let mut socket = connect(&sandbox).await;
        next(&mut socket).await.unwrap();
        let session = &ready["d"]["session_id"];
        send(&mut socket, json!({ "op": 6, "d": { "token": sandbox.token(), "session_id": session, "seq": 1 } })).await;
        assert_eq!(next(&mut socket).await.unwrap()["op"], opcode, "{end:?}");
    }
}

/// Discord takes the token from a bot that starts more sessions than it may.
#[tokio::test]
async fn sessions_that_are_started_are_counted() {
    let sandbox = Sandbox::builder().start().await;
    sandbox.discord().limit_session_starts(1, Duration::from_mins(1));
    for expected in [Ok(()), Err(4004)] {
        let mut socket = connect(&sandbox).await;
        next(&mut socket).await.unwrap();
        send(&mut socket, identify(sandbox.token(), 0)).await;
        assert_eq!(next(&mut socket).await.map(|ready| assert_eq!(ready["t"], "READY")), expected);
    }
}
