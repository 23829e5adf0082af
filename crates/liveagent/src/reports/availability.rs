//! How long chats (#51) and calls (#56) could be taken.

use serde::{Deserialize, Serialize};

use crate::{LocalTime, Method, Minutes, Operation, Percent};

/// Reports how long chats were available: `GET /api/reports/chats/availability`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportChatsAvailability {
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

impl Operation for ReportChatsAvailability {
    const NUMBER: u8 = 51;
    const NAME: &'static str = "ReportChatsAvailability";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/chats/availability";
    const SINCE: &'static str = "4.11.3.0";
    type Output = Availabilities;
}

/// Reports how long calls were available: `GET /api/reports/calls/availability`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ReportCallsAvailability {
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

impl Operation for ReportCallsAvailability {
    const NUMBER: u8 = 56;
    const NAME: &'static str = "ReportCallsAvailability";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/calls/availability";
    const SINCE: &'static str = "4.11.3.0";
    type Output = Availabilities;
}

/// Availability over time.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Availabilities {
    /// Chats availability list.
    pub availability: Vec<Availability>,
}

/// How much of a span somebody was available.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Availability {
    /// The hour or day that the row is about.
    pub date: Option<LocalTime>,
    /// Availability (in minutes).
    #[serde(rename = "mins")]
    pub minutes: Option<Minutes>,
    /// Availability (in percentage).
    #[serde(rename = "pct")]
    pub percent: Option<Percent>,
}
