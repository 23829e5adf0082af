//! The queues of this moment: #71 and #72.

use serde::{Deserialize, Serialize};

use crate::{Count, Method, Operation};

/// Shows the chats of this moment: `GET /api/chats/overview`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowChatsOverview {
    /// Only of this department, by its id.
    pub department: Option<String>,
}

impl Operation for ShowChatsOverview {
    const NUMBER: u8 = 71;
    const NAME: &'static str = "ShowChatsOverview";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/chats/overview";
    const SINCE: &'static str = "4.17.1.3";
    type Output = ChatsOverviews;
}

/// One row: the whole account's, or the department's that was asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatsOverviews {
    /// Overview of chats.
    #[serde(rename = "chatsOverview")]
    pub chats_overview: Vec<ChatsOverview>,
}

/// The chats of this moment.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChatsOverview {
    /// Number of visitors.
    pub visitors: Option<Count>,
    /// Number of running chats.
    pub chats: Option<Count>,
    /// Number of ringing chats.
    pub ringing: Option<Count>,
    /// Number of chats in queue.
    pub queue: Option<Count>,
    /// Number of agents available for chat.
    pub agents: Option<Count>,
}

/// Shows the calls of this moment: `GET /api/calls/overview`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowCallsOverview {
    /// Only of this department, by its id.
    pub department: Option<String>,
}

impl Operation for ShowCallsOverview {
    const NUMBER: u8 = 72;
    const NAME: &'static str = "ShowCallsOverview";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/calls/overview";
    const SINCE: &'static str = "4.17.1.3";
    type Output = CallsOverviews;
}

/// One row: the whole account's, or the department's that was asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CallsOverviews {
    /// Overview of calls.
    #[serde(rename = "callsOverview")]
    pub calls_overview: Vec<CallsOverview>,
}

/// The calls of this moment.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CallsOverview {
    /// Number of running calls.
    pub running: Option<Count>,
    /// Number of ringing calls.
    pub ringing: Option<Count>,
    /// Number of calls in queue.
    #[serde(rename = "inqueue")]
    pub in_queue: Option<Count>,
}
