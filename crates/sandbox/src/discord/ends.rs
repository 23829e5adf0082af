//! The ways in which Discord, or the network on the way to it, ends a connection of the gateway or its session.

use std::{future::Future, time::Duration};

use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket};
use futures_util::FutureExt as _;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::{
    gateway::{Order, text},
    state::Discord,
};
use crate::line::Cut;

/// How long the answer to a close frame is waited for.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a silent connection stays open.
const SILENCE: Duration = Duration::from_mins(1);
/// The codes after which a session can't be resumed: no longer valid, invalid seq, timed out.
const SESSION_OVER: [u16; 3] = [4006, 4007, 4009];

/// How a connection, or its session, ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum End {
    /// A close frame, with a code or without one.
    Close(Option<u16>),
    /// The stream ends without a close frame.
    EndOfStream,
    /// The TCP connection is reset.
    Reset,
    /// The stream ends within a frame.
    HalfFrame,
    /// Nothing comes any more, and nothing that is sent is heard. The connection stays open.
    Silence,
    /// Half a frame comes, and nothing after it. The connection stays open.
    SilenceInFrame,
    /// Discord says that the session is invalid (opcode 9), and whether it may be resumed.
    InvalidSession {
        /// Whether it may be resumed.
        resumable: bool,
    },
    /// The stream ends, and the session with it: a resume is refused.
    SessionLost,
    /// Discord asks the bot to reconnect and resume (opcode 7).
    Reconnect,
}

impl End {
    /// Whether the session ends as well.
    pub(super) fn ends_session(self) -> bool {
        match self {
            Self::Close(code) => code.is_some_and(|code| SESSION_OVER.contains(&code)),
            Self::InvalidSession { resumable } => !resumable,
            Self::SessionLost => true,
            _ => false,
        }
    }

    /// Does it to one connection. Whether the connection is over.
    pub(super) async fn bring(self, socket: &mut WebSocket, cut: &Cut) -> bool {
        match self {
            Self::Close(code) => {
                close(socket, code.map(|code| (code, "Closed by the sandbox"))).await;
                return true;
            }
            Self::Reset => cut.with_a_reset(),
            Self::EndOfStream | Self::SessionLost => {}
            Self::HalfFrame => half(socket, cut).await,
            Self::Silence => tokio::time::sleep(SILENCE).await,
            Self::SilenceInFrame => {
                half(socket, cut).await;
                tokio::time::sleep(SILENCE).await;
            }
            Self::InvalidSession { resumable } => return tell(socket, 9, &json!(resumable)).await.is_err(),
            Self::Reconnect => return tell(socket, 7, &Value::Null).await.is_err(),
        }
        true
    }
}

/// Sends a close frame, and waits for the answer as Discord does.
pub(super) async fn close(socket: &mut WebSocket, reason: Option<(u16, &'static str)>) {
    let frame = reason.map(|(code, reason)| CloseFrame { code, reason: reason.into() });
    let answered = async {
        // A connection that is gone answers with its end.
        let _ = socket.send(Frame::Close(frame)).await;
        while socket.recv().await.is_some_and(|frame| frame.is_ok()) {}
    };
    let _ = tokio::time::timeout(CLOSE_TIMEOUT, answered).await;
}

async fn half(socket: &mut WebSocket, cut: &Cut) {
    cut.in_half();
    // A heartbeat that the bot is asked for; any payload would do.
    let _ = tell(socket, 1, &Value::Null).await;
}

async fn tell(socket: &mut WebSocket, opcode: u8, data: &Value) -> Result<(), axum::Error> {
    socket.send(text(&json!({ "op": opcode, "d": data, "s": null, "t": null }))).await
}

impl Discord {
    /// Ends every connection, once.
    pub fn end_gateway(&self, end: End) {
        let mut state = self.lock();
        state.sessions.values().for_each(|session| session.order(Order::End(end)));
        if end.ends_session() {
            state.sessions.clear();
        }
    }

    /// From now on every bot that identifies or resumes is ended so at once; `None` lets them in again.
    pub fn end_new_connections(&self, end: Option<End>) {
        self.lock().ends_new = end;
    }

    /// Whether new connections to the gateway are never answered.
    pub fn stall_gateway(&self, stalls: bool) {
        self.lock().stalls = stalls;
    }

    /// Answers the connections that were left without an answer and are still waiting; returns how many.
    #[must_use]
    pub fn answer_stalled(&self) -> usize {
        let waiting = std::mem::take(&mut self.lock().stalled);
        waiting.into_iter().filter_map(|connection| connection.send(()).ok()).count()
    }

    /// What a new connection waits for, if it is not answered.
    pub(crate) fn stalls(&self) -> Option<impl Future<Output = ()> + use<>> {
        let mut state = self.lock();
        state.stalls.then(|| {
            let (sender, receiver) = oneshot::channel();
            state.stalled.push(sender);
            receiver.map(|_| ())
        })
    }
}
