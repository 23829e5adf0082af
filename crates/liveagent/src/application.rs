//! The account itself: #2.

use serde::{Deserialize, Serialize};

use crate::{LocalTime, Method, Operation, ServerTime};

/// Shows the account's version and clock: `GET /api/application/status`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowApplicationStatus {}

impl Operation for ShowApplicationStatus {
    const NUMBER: u8 = 2;
    const NAME: &'static str = "ShowApplicationStatus";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/application/status";
    const SINCE: &'static str = "2.8.12.1";
    type Output = ApplicationStatus;
}

/// What the account runs, and what its clock shows.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ApplicationStatus {
    /// Latest application version.
    #[serde(rename = "liveagentversion")]
    pub liveagent_version: String,
    /// Latest framework version.
    #[serde(rename = "gpfversion")]
    pub gpf_version: Option<String>,
    /// Date of Application installation.
    #[serde(rename = "dateinstalled")]
    pub date_installed: Option<LocalTime>,
    /// Date of latest update.
    #[serde(rename = "datelatestupdate")]
    pub date_latest_update: Option<LocalTime>,
    /// Current server time.
    pub current_server_time: Option<ServerTime>,
}
