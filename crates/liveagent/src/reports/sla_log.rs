//! Each SLA that was due: #49 for tickets, #54 for chats, #59 for calls.

use serde::{Deserialize, Serialize};

use super::requests::requests;
use crate::{LocalTime, Seconds};

requests! {
    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    dates: LocalTime,
    {
        /// Columns to return, by their names on the wire; empty for the default ones.
        #[serde(default)]
        pub columns: Vec<String>,
        /// The department's id.
        #[serde(rename = "departmentid")]
        pub department_id: Option<String>,
        /// Agent identifier.
        #[serde(rename = "agentid")]
        pub agent_id: Option<String>,
        /// Requester contact identifier.
        #[serde(rename = "requesterid")]
        pub requester_id: Option<String>,
        /// SLA level identifier.
        #[serde(rename = "slalevelid")]
        pub sla_level_id: Option<String>,
    }

    /// Lists tickets' SLA log: `GET /api/reports/tickets/slalog`.
    ReportTicketsSlaLog, 49, "/api/reports/tickets/slalog" => SlaLogs;

    /// Lists chats' SLA log: `GET /api/reports/chats/slalog`.
    ReportChatsSlaLog, 54, "/api/reports/chats/slalog" => SlaLogs;

    /// Lists calls' SLA log: `GET /api/reports/calls/slalog`.
    ReportCallsSlaLog, 59, "/api/reports/calls/slalog" => SlaLogs;
}

/// SLAs that were due.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SlaLogs {
    /// SLA Compliances list.
    #[serde(rename = "slalogs")]
    pub sla_logs: Vec<SlaLog>,
}

/// One SLA that was due.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SlaLog {
    /// SLA Log identifier.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// The conversation's id.
    #[serde(rename = "conversationid")]
    pub conversation_id: Option<String>,
    /// Conversation code.
    pub code: Option<String>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Department name.
    pub department_name: Option<String>,
    /// Level identifier.
    #[serde(rename = "levelid")]
    pub level_id: Option<String>,
    /// SLA level name.
    pub sla_level_name: Option<String>,
    /// How much time was left when it was closed; negative when the SLA was missed.
    pub sla: Option<Seconds>,
    /// Minimum unfulfilled time.
    pub date_created: Option<LocalTime>,
    /// Minimum unfulfilled time.
    pub date_closed: Option<LocalTime>,
    /// Minimum unfulfilled time.
    pub server_date_closed: Option<LocalTime>,
    /// Minimum unfulfilled time.
    pub date_due: Option<LocalTime>,
    /// Minimum unfulfilled time.
    pub server_date_due: Option<LocalTime>,
    /// SLA level identifier.
    pub sla_level_id: Option<String>,
    /// Agent identifier.
    #[serde(rename = "agentid")]
    pub agent_id: Option<String>,
    /// Agent first name.
    pub agent_firstname: Option<String>,
    /// Agent last name.
    pub agent_lastname: Option<String>,
    /// Requester contact identifier.
    pub req_contactid: Option<String>,
    /// Requester first name.
    pub req_firstname: Option<String>,
    /// Requester last name.
    pub req_lastname: Option<String>,
}
