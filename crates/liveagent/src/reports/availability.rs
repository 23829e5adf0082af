//! How long chats (#51) and calls (#56) could be taken.

use serde::{Deserialize, Serialize};

use super::requests::requests;
use crate::{LocalTime, Minutes, Percent};

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

    /// Reports how long chats were available: `GET /api/reports/chats/availability`.
    ReportChatsAvailability, 51, "/api/reports/chats/availability" => Availabilities;

    /// Reports how long calls were available: `GET /api/reports/calls/availability`.
    ReportCallsAvailability, 56, "/api/reports/calls/availability" => Availabilities;
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
