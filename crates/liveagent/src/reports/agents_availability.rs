//! When agents were available: #46 for tickets, #50 for chats, #55 for calls.

use serde::{Deserialize, Serialize};

use crate::{LocalTime, Method, Operation, Seconds, Until};

/// Reports when agents were available for tickets: `GET /api/reports/tickets/agentsavailability`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportTicketsAvailability {
    /// From when on.
    pub date_from: Option<LocalTime>,
    /// Until when.
    pub date_to: Option<LocalTime>,
    /// Which columns the rows shall have, by their names on the wire; all that LiveAgent gives by default when
    /// empty.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How many rows at most: LiveAgent gives 100 by default and 1000 at most.
    #[serde(rename = "limitcount")]
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    #[serde(rename = "limitfrom")]
    pub offset: Option<u32>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Narrow the report to specific agent id.
    #[serde(rename = "agentid")]
    pub agent_id: Option<String>,
}

impl Operation for ReportTicketsAvailability {
    const NUMBER: u8 = 46;
    const NAME: &'static str = "ReportTicketsAvailability";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/tickets/agentsavailability";
    const SINCE: &'static str = "4.11.3.0";
    type Output = AgentsAvailability;
}

/// Reports when agents were available for chats: `GET /api/reports/chats/agentsavailability`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportChatsAgents {
    /// From when on.
    pub date_from: Option<LocalTime>,
    /// Until when.
    pub date_to: Option<LocalTime>,
    /// Which columns the rows shall have, by their names on the wire; all that LiveAgent gives by default when
    /// empty.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How many rows at most: LiveAgent gives 100 by default and 1000 at most.
    #[serde(rename = "limitcount")]
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    #[serde(rename = "limitfrom")]
    pub offset: Option<u32>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Narrow the report to specific agent id.
    #[serde(rename = "agentid")]
    pub agent_id: Option<String>,
}

impl Operation for ReportChatsAgents {
    const NUMBER: u8 = 50;
    const NAME: &'static str = "ReportChatsAgents";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/chats/agentsavailability";
    const SINCE: &'static str = "4.11.3.0";
    type Output = AgentsAvailability;
}

/// Reports when agents were available for calls: `GET /api/reports/calls/agentsavailability`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportCallsAgents {
    /// From when on.
    pub date_from: Option<LocalTime>,
    /// Until when.
    pub date_to: Option<LocalTime>,
    /// Which columns the rows shall have, by their names on the wire; all that LiveAgent gives by default when
    /// empty.
    #[serde(default)]
    pub columns: Vec<String>,
    /// How many rows at most: LiveAgent gives 100 by default and 1000 at most.
    #[serde(rename = "limitcount")]
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    #[serde(rename = "limitfrom")]
    pub offset: Option<u32>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Narrow the report to specific agent id.
    #[serde(rename = "agentid")]
    pub agent_id: Option<String>,
}

impl Operation for ReportCallsAgents {
    const NUMBER: u8 = 55;
    const NAME: &'static str = "ReportCallsAgents";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/calls/agentsavailability";
    const SINCE: &'static str = "4.11.3.0";
    type Output = AgentsAvailability;
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
