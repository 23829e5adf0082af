//! The report over time: #44.

use serde::{Deserialize, Serialize};

use super::columns::row_with_incoming;
use crate::{LocalTime, Method, Operation};

/// Reports on the account over time: `GET /api/reports/performance`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ReportPerformance {
    /// From when on.
    pub date_from: LocalTime,
    /// Until when.
    pub date_to: LocalTime,
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
    /// How long each row's span is.
    pub group_by: Option<Interval>,
}

impl Operation for ReportPerformance {
    const NUMBER: u8 = 44;
    const NAME: &'static str = "ReportPerformance";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/performance";
    const SINCE: &'static str = "4.11.3.0";
    type Output = PerformanceReport;
}

/// Spans, one after the other.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct PerformanceReport {
    /// Performance list.
    pub performance: Vec<PerformanceSpan>,
}

/// How long the spans of a report are.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Interval {
    /// An hour each.
    Hour,
    /// A day each.
    Day,
    /// A week each.
    Week,
    /// A month each.
    Month,
}

row_with_incoming! {
    /// The account's figures over one span.
    pub struct PerformanceSpan {
        /// The span's begin.
        #[serde(rename = "datetime")]
        pub date: Option<LocalTime>,
        /// The span's end.
        #[serde(rename = "dateto")]
        pub date_to: Option<LocalTime>,
    }
}
