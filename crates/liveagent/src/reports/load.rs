//! How busy it was: #47 with tickets, #52 with chats, #57 with calls.

use serde::{Deserialize, Serialize};

use crate::{Average, Count, LocalTime, Method, Operation};

/// Reports the load of tickets: `GET /api/reports/tickets/load`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportTicketsLoad {
    /// From when on.
    pub date_from: Option<LocalTime>,
    /// Until when.
    pub date_to: Option<LocalTime>,
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

impl Operation for ReportTicketsLoad {
    const NUMBER: u8 = 47;
    const NAME: &'static str = "ReportTicketsLoad";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/tickets/load";
    const SINCE: &'static str = "4.11.3.0";
    type Output = Loads;
}

/// Reports the load of chats: `GET /api/reports/chats/load`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportChatsLoad {
    /// From when on.
    pub date_from: Option<LocalTime>,
    /// Until when.
    pub date_to: Option<LocalTime>,
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

impl Operation for ReportChatsLoad {
    const NUMBER: u8 = 52;
    const NAME: &'static str = "ReportChatsLoad";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/chats/load";
    const SINCE: &'static str = "4.11.3.0";
    type Output = Loads;
}

/// Reports the load of calls: `GET /api/reports/calls/load`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportCallsLoad {
    /// From when on.
    pub date_from: Option<LocalTime>,
    /// Until when.
    pub date_to: Option<LocalTime>,
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

impl Operation for ReportCallsLoad {
    const NUMBER: u8 = 57;
    const NAME: &'static str = "ReportCallsLoad";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/calls/load";
    const SINCE: &'static str = "4.11.3.0";
    type Output = Loads;
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
