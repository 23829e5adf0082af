//! Figures by agent (#41), channel (#42), department (#43) and tag (#45).

use serde::{Deserialize, Serialize};

use super::{
    columns::{row, row_with_incoming},
    requests::requests,
};
use crate::{LocalTime, Minutes, PerHour};

requests! {
    #[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
    dates: LocalTime,
    {
        /// Columns to return, by their names on the wire; empty for the default ones.
        #[serde(default)]
        pub columns: Vec<String>,
    }

    /// Reports on agents: `GET /api/reports/agents`.
    ReportAgents, 41, "/api/reports/agents" => AgentsReport;

    /// Reports on channels: `GET /api/reports/channels`.
    ReportChannels, 42, "/api/reports/channels" => ChannelsReport;

    /// Reports on departments: `GET /api/reports/departments`.
    ReportDepartments, 43, "/api/reports/departments" => DepartmentsReport;

    /// Reports on tags: `GET /api/reports/tags`.
    ReportTags, 45, "/api/reports/tags" => TagsReport;
}

/// Agents, with their figures.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentsReport {
    /// Agents list.
    pub agents: Vec<AgentReport>,
}

row! {
    /// An agent with its figures over the span that was asked for.
    pub struct AgentReport {
        /// User identifier.
        #[serde(deserialize_with = "crate::wire::id")]
        pub id: String,
        /// User contact identifier.
        #[serde(rename = "contactid")]
        pub contact_id: Option<String>,
        /// First name.
        #[serde(rename = "firstname")]
        pub first_name: Option<String>,
        /// Last name.
        #[serde(rename = "lastname")]
        pub last_name: Option<String>,
        /// Worktime in minutes.
        #[serde(rename = "worktime")]
        pub work_time: Option<Minutes>,
        /// Number of answers per hour.
        #[serde(rename = "answers_ph")]
        pub answers_per_hour: Option<PerHour>,
        /// Number of answered calls per hour.
        #[serde(rename = "calls_ph")]
        pub calls_per_hour: Option<PerHour>,
        /// Number of missed calls per hour.
        #[serde(rename = "missed_calls_ph")]
        pub missed_calls_per_hour: Option<PerHour>,
        /// Call time total (in seconds) per hour.
        #[serde(rename = "call_seconds_ph")]
        pub call_time_per_hour: Option<PerHour>,
        /// Number of responded chats per hour.
        #[serde(rename = "chats_ph")]
        pub chats_per_hour: Option<PerHour>,
        /// Number of chat messages per hour.
        #[serde(rename = "chat_answers_ph")]
        pub chat_answers_per_hour: Option<PerHour>,
        /// Number of missed chats per hour.
        #[serde(rename = "missed_chats_ph")]
        pub missed_chats_per_hour: Option<PerHour>,
        /// Number of not rated per hour.
        #[serde(rename = "not_ranked_ph")]
        pub not_ranked_per_hour: Option<PerHour>,
        /// Positive ratings per hour.
        #[serde(rename = "rewards_ph")]
        pub rewards_per_hour: Option<PerHour>,
        /// Negative ratings per hour.
        #[serde(rename = "punishments_ph")]
        pub punishments_per_hour: Option<PerHour>,
    }
}

/// Channels, with their figures.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChannelsReport {
    /// Channels list.
    pub channels: Vec<ChannelReport>,
}

row_with_incoming! {
    /// A channel with its figures over the span that was asked for.
    pub struct ChannelReport {
        /// Channel identifier.
        #[serde(deserialize_with = "crate::wire::id")]
        pub id: String,
        /// Channel name.
        #[serde(rename = "channelName")]
        pub channel_name: Option<String>,
    }
}

/// Departments, with their figures.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct DepartmentsReport {
    /// Departments list.
    pub departments: Vec<DepartmentReport>,
}

row_with_incoming! {
    /// A department with its figures over the span that was asked for.
    pub struct DepartmentReport {
        /// Department identifier.
        #[serde(deserialize_with = "crate::wire::id")]
        pub id: String,
        /// Department name.
        #[serde(rename = "departmentName")]
        pub department_name: Option<String>,
    }
}

/// Tags, with their figures.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct TagsReport {
    /// Ids of its tags.
    pub tags: Vec<TagReport>,
}

row_with_incoming! {
    /// A tag with its figures over the span that was asked for.
    pub struct TagReport {
        /// The tag's id.
        #[serde(deserialize_with = "crate::wire::id")]
        pub id: String,
        /// Tag name.
        #[serde(rename = "tagName")]
        pub tag_name: Option<String>,
    }
}
