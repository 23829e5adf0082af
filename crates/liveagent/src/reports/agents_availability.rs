//! When agents were available: #46 for tickets, #50 for chats, #55 for calls.

use serde::{Deserialize, Serialize};

use super::requests::requests;
use crate::{LocalTime, Seconds, Until};

requests! {
    #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
    dates: Option<LocalTime>,
    {
        /// Columns to return, by their names on the wire; empty for the default ones.
        #[serde(default)]
        pub columns: Vec<String>,
        /// The department's id.
        #[serde(rename = "departmentid")]
        pub department_id: Option<String>,
        /// Narrow the report to specific agent id.
        #[serde(rename = "agentid")]
        pub agent_id: Option<String>,
    }

    /// Reports when agents were available for tickets: `GET /api/reports/tickets/agentsavailability`.
    ReportTicketsAvailability, 46, "/api/reports/tickets/agentsavailability" => AgentsAvailability;

    /// Reports when agents were available for chats: `GET /api/reports/chats/agentsavailability`.
    ReportChatsAgents, 50, "/api/reports/chats/agentsavailability" => AgentsAvailability;

    /// Reports when agents were available for calls: `GET /api/reports/calls/agentsavailability`.
    ReportCallsAgents, 55, "/api/reports/calls/agentsavailability" => AgentsAvailability;
}

/// Spans in which agents were available.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentsAvailability {
    /// Agents availability list.
    #[serde(rename = "agentsavailability")]
    pub agents_availability: Vec<AgentAvailability>,
}

/// A span in which an agent was available.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentAvailability {
    /// Availability identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// User identifier.
    #[serde(rename = "userid")]
    pub user_id: Option<String>,
    /// User first name.
    #[serde(rename = "firstname")]
    pub first_name: Option<String>,
    /// User last name.
    #[serde(rename = "lastname")]
    pub last_name: Option<String>,
    /// Contact identifier.
    #[serde(rename = "contactid")]
    pub contact_id: Option<String>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Department name.
    pub department_name: Option<String>,
    /// How long they were online, to the second.
    pub hours_online: Option<Seconds>,
    /// When they came online.
    pub from_date: Option<LocalTime>,
    /// When they went offline; `Now` while they are still there.
    pub to_date: Option<Until>,
}
