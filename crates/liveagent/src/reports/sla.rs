//! How SLAs were kept: #48 for tickets, #53 for chats, #58 for calls.

use serde::{Deserialize, Serialize};

use super::requests::requests;
use crate::{Count, LocalTime, Seconds};

requests! {
    #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
    dates: Option<LocalTime>,
    {
        /// The span by name: `L30D` is the last 30 days (the default), `TM` this month, `LM` last month, `2014-06` the
        /// whole of June 2014.
        #[serde(rename = "datetime")]
        pub period: Option<String>,
        /// The department's id.
        #[serde(rename = "departmentid")]
        pub department_id: Option<String>,
        /// Assigned to user identifier.
        #[serde(rename = "userid")]
        pub user_id: Option<String>,
        /// SLA level identifier.
        #[serde(rename = "slalevelid")]
        pub sla_level_id: Option<String>,
    }

    /// Reports how tickets kept their SLA: `GET /api/reports/tickets/slacompliance`.
    ReportTicketsSla, 48, "/api/reports/tickets/slacompliance" => SlaCompliances;

    /// Reports how chats kept their SLA: `GET /api/reports/chats/slacompliance`.
    ReportChatsSla, 53, "/api/reports/chats/slacompliance" => SlaCompliances;

    /// Reports how calls kept their SLA: `GET /api/reports/calls/slacompliance`.
    ReportCallsSla, 58, "/api/reports/calls/slacompliance" => SlaCompliances;
}

/// Compliance over time.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SlaCompliances {
    /// SLA Compliances list.
    #[serde(rename = "slacompliances")]
    pub sla_compliances: Vec<SlaCompliance>,
}

/// How SLAs were kept in a span.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SlaCompliance {
    /// The hour or day that the row is about.
    pub date: Option<LocalTime>,
    /// How many kept the SLA.
    pub fulfilled: Option<Count>,
    /// Average time of those that kept it (in seconds).
    #[serde(rename = "avgFulfilledTime")]
    pub avg_fulfilled_time: Option<Seconds>,
    /// Longest time of those that kept it (in seconds).
    #[serde(rename = "maxFulfilledTime")]
    pub max_fulfilled_time: Option<Seconds>,
    /// Shortest time of those that kept it (in seconds).
    #[serde(rename = "minFulfilledTime")]
    pub min_fulfilled_time: Option<Seconds>,
    /// How many missed the SLA.
    pub unfulfilled: Option<Count>,
    /// Average time of those that missed it (in seconds).
    #[serde(rename = "avgUnfulfilledTime")]
    pub avg_unfulfilled_time: Option<Seconds>,
    /// Longest time of those that missed it (in seconds).
    #[serde(rename = "maxUnfulfilledTime")]
    pub max_unfulfilled_time: Option<Seconds>,
    /// Shortest time of those that missed it (in seconds).
    #[serde(rename = "minUnfulfilledTime")]
    pub min_unfulfilled_time: Option<Seconds>,
}
