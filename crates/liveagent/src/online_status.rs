//! Who is online, and for what: #39 and #40.

use serde::{Deserialize, Serialize};

use crate::{Count, Method, OnlineStatus, Operation};

/// Lists which agents are online, and for what: `GET /api/onlinestatus/agents`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListAgentStatuses {}

impl Operation for ListAgentStatuses {
    const NUMBER: u8 = 39;
    const NAME: &'static str = "ListAgentStatuses";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/onlinestatus/agents";
    const SINCE: &'static str = "4.17.1.3";
    type Output = AgentStatuses;
}

/// The status of each agent.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentStatuses {
    /// Online state of agents.
    #[serde(rename = "agentsOnlineStates")]
    pub agents_online_states: Vec<AgentStatus>,
}

/// An agent's status.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentStatus {
    /// User id of agent.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Contact id of agent.
    #[serde(rename = "contactid")]
    pub contact_id: Option<String>,
    /// Agent's username (email).
    #[serde(default)]
    pub username: String,
    /// Agent's first name.
    #[serde(rename = "firstname")]
    pub first_name: Option<String>,
    /// Agent's last name.
    #[serde(rename = "lastname")]
    pub last_name: Option<String>,
    /// Agent's avatar url.
    pub avatar_url: Option<String>,
    /// Agent's preset online status.
    #[serde(rename = "presetStatus", default)]
    pub preset_status: OnlineStatus,
    /// Agent's current online status.
    #[serde(rename = "onlineStatus", default)]
    pub online_status: OnlineStatus,
}

/// Lists which departments are online, and for what: `GET /api/onlinestatus/departments`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListDepartmentStatuses {}

impl Operation for ListDepartmentStatuses {
    const NUMBER: u8 = 40;
    const NAME: &'static str = "ListDepartmentStatuses";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/onlinestatus/departments";
    const SINCE: &'static str = "4.17.1.3";
    type Output = DepartmentStatuses;
}

/// The status of each department.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DepartmentStatuses {
    /// Online state of departments.
    #[serde(rename = "departmentsOnlineStates")]
    pub departments_online_states: Vec<DepartmentStatus>,
}

/// A department's status. Its counts are deprecated: the overview (#71, #72) has better ones.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DepartmentStatus {
    /// Identifier of department.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Name of department.
    pub name: String,
    /// Current online status of department.
    #[serde(rename = "onlineStatus", default)]
    pub online_status: OnlineStatus,
    /// Deprecated: Number of running chats in department.
    pub chat_count: Option<Count>,
    /// Deprecated: Number of tickets in New state in department.
    pub new_count: Option<Count>,
    /// Deprecated: Number of customer replies in department.
    pub customer_reply_count: Option<Count>,
    /// Deprecated: Total number of new, open and chatting tickets in department.
    pub total_count: Option<Count>,
    /// Deprecated: Maximum number of new, open and chatting tickets in any of departments.
    pub max_count: Option<Count>,
}
