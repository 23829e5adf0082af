//! How busy it was: #47 with tickets, #52 with chats, #57 with calls.

use serde::{Deserialize, Serialize};

use super::requests::requests;
use crate::{Average, Count, LocalTime};

requests! {
    #[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
    dates: Option<LocalTime>,
    {
        /// The department's id.
        #[serde(rename = "departmentid")]
        pub department_id: Option<String>,
        /// Narrow the report to specific agent id.
        #[serde(rename = "agentid")]
        pub agent_id: Option<String>,
    }

    /// Reports the load of tickets: `GET /api/reports/tickets/load`.
    ReportTicketsLoad, 47, "/api/reports/tickets/load" => Loads;

    /// Reports the load of chats: `GET /api/reports/chats/load`.
    ReportChatsLoad, 52, "/api/reports/chats/load" => Loads;

    /// Reports the load of calls: `GET /api/reports/calls/load`.
    ReportCallsLoad, 57, "/api/reports/calls/load" => Loads;
}

/// Load over time.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Loads {
    /// Tickets load list.
    pub loads: Vec<Load>,
}

/// How much waited and was worked on in a span. The words say tickets; chats and calls have the same columns.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Load {
    /// The hour or day that the row is about.
    pub date: Option<LocalTime>,
    /// Average tickets in queue.
    #[serde(rename = "avgQueue")]
    pub avg_queue: Option<Average>,
    /// Maximum tickets in queue.
    #[serde(rename = "maxQueue")]
    pub max_queue: Option<Count>,
    /// Minimum tickets in queue.
    #[serde(rename = "minQueue")]
    pub min_queue: Option<Count>,
    /// Average agents.
    #[serde(rename = "avgSlots")]
    pub avg_slots: Option<Average>,
    /// Maximum agents.
    #[serde(rename = "maxSlots")]
    pub max_slots: Option<Count>,
    /// Minimum agents.
    #[serde(rename = "minSlots")]
    pub min_slots: Option<Count>,
    /// Average work in progress tickets.
    #[serde(rename = "avgService")]
    pub avg_service: Option<Average>,
    /// Maximum work in progress tickets.
    #[serde(rename = "maxService")]
    pub max_service: Option<Count>,
    /// Minimum work in progress tickets.
    #[serde(rename = "minService")]
    pub min_service: Option<Count>,
}
