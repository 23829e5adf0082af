//! Agents: #1. Whether they are online is in `online_status`.

use serde::{Deserialize, Serialize};

use crate::{AgentRole, Gender, Method, Operation, Secret};

/// Shows an agent: `GET /api/agents/{agentidentifier}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowAgent {
    /// The agent's email or user id.
    #[serde(rename = "agentidentifier")]
    pub agent_identifier: String,
}

impl Operation for ShowAgent {
    const NUMBER: u8 = 1;
    const NAME: &'static str = "ShowAgent";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/agents/{agentidentifier}";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Agent;
}

/// An agent of the account.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Agent {
    /// Id of agent contact.
    #[serde(rename = "contactid")]
    pub contact_id: Option<String>,
    /// Id of agent, also known as userid.
    #[serde(rename = "userid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub user_id: String,
    /// Email address.
    pub email: Option<String>,
    /// Agent first name.
    #[serde(rename = "firstname")]
    pub first_name: Option<String>,
    /// Agent last name.
    #[serde(rename = "lastname")]
    pub last_name: Option<String>,
    /// Agent system name.
    #[serde(rename = "systemname")]
    pub system_name: Option<String>,
    /// With which the person can be signed in: secret.
    #[serde(rename = "authtoken", skip_serializing)]
    pub auth_token: Option<Secret>,
    /// The cookie that the token goes into: secret.
    #[serde(rename = "browsercookiename", skip_serializing)]
    pub browser_cookie_name: Option<Secret>,
    /// Agent gender.
    pub gender: Option<Gender>,
    /// Agent role.
    pub role: Option<AgentRole>,
}
