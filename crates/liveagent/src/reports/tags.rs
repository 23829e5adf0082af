//! The report on tags: #45. Wide rows; a column that was not asked for is `None`.

use serde::{Deserialize, Serialize};

use crate::{Count, LocalTime, Method, Operation, Percent, Seconds};

/// Reports on tags: `GET /api/reports/tags`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ReportTags {
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
}

impl Operation for ReportTags {
    const NUMBER: u8 = 45;
    const NAME: &'static str = "ReportTags";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/reports/tags";
    const SINCE: &'static str = "4.11.3.0";
    type Output = TagsReport;
}

/// Tags, with their figures.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct TagsReport {
    /// Ids of its tags.
    pub tags: Vec<TagReport>,
}

/// A tag with its figures over the span that was asked for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct TagReport {
    /// The tag's id.
    #[serde(deserialize_with = "crate::wire::id")]
    pub id: String,
    /// Tag name.
    #[serde(rename = "tagName")]
    pub tag_name: Option<String>,
    /// Number of answers.
    pub answers: Option<Count>,
    /// New answer average time (in seconds).
    #[serde(rename = "newAnswerAvgTime")]
    pub new_answer_avg_time: Option<Seconds>,
    /// New answer average time (in seconds) within SLA business hours.
    #[serde(rename = "newAnswerAvgTimeSla")]
    pub new_answer_avg_time_sla: Option<Seconds>,
    /// Open answer average time (in seconds).
    #[serde(rename = "nextAnswerAvgTime")]
    pub next_answer_avg_time: Option<Seconds>,
    /// Open answer average time (in seconds) within SLA business hours.
    #[serde(rename = "nextAnswerAvgTimeSla")]
    pub next_answer_avg_time_sla: Option<Seconds>,
    /// Number of chat messages.
    pub chat_answers: Option<Count>,
    /// Number of responded chats.
    pub chats: Option<Count>,
    /// Number of missed chats.
    pub missed_chats: Option<Count>,
    /// Number of picked up chats.
    #[serde(rename = "chat_pickup")]
    pub picked_up_chats: Option<Count>,
    /// Chat pickup average time (in seconds).
    #[serde(rename = "chatPickupAvgTime")]
    pub chat_pickup_avg_time: Option<Seconds>,
    /// Average time spent in chat (in seconds).
    #[serde(rename = "chatAvgTime")]
    pub chat_avg_time: Option<Seconds>,
    /// Number of answered calls.
    pub calls: Option<Count>,
    /// Number of missed calls.
    pub missed_calls: Option<Count>,
    /// Call time total (in seconds).
    #[serde(rename = "call_seconds")]
    pub call_time: Option<Seconds>,
    /// Number of not rated.
    pub not_ranked: Option<Count>,
    /// Not rated (in %).
    #[serde(rename = "not_ranked_p")]
    pub not_ranked_percent: Option<Percent>,
    /// Number of positive ratings.
    pub rewards: Option<Count>,
    /// Positive ratings (in %).
    #[serde(rename = "rewards_p")]
    pub rewards_percent: Option<Percent>,
    /// Number of negative ratings.
    pub punishments: Option<Count>,
    /// Negative ratings (in %).
    #[serde(rename = "punishments_p")]
    pub punishments_percent: Option<Percent>,
    /// Number of incoming messages.
    #[serde(rename = "i_messages")]
    pub incoming_messages: Option<Count>,
    /// Number of incoming chats (including not responded).
    #[serde(rename = "i_chats")]
    pub incoming_chats: Option<Count>,
    /// Number of incoming calls (including not answered).
    #[serde(rename = "i_calls")]
    pub incoming_calls: Option<Count>,
    /// Number of finished chats.
    #[serde(rename = "f_chats")]
    pub finished_chats: Option<Count>,
    /// Number of finished calls.
    #[serde(rename = "f_calls")]
    pub finished_calls: Option<Count>,
    /// Number of tickets.
    pub created_tickets: Option<Count>,
    /// Number of resolved tickets.
    pub resolved_tickets: Option<Count>,
    /// Number of unanswered chats.
    #[serde(rename = "u_chats")]
    pub unanswered_chats: Option<Count>,
    /// Number of unanswered calls.
    #[serde(rename = "u_calls")]
    pub unanswered_calls: Option<Count>,
    /// Number of notes.
    pub notes: Option<Count>,
    /// First assign average time (in seconds).
    #[serde(rename = "firstAssignAvgTime")]
    pub first_assign_avg_time: Option<Seconds>,
    /// First assign average time (in seconds) within SLA business hours.
    #[serde(rename = "firstAssignAvgTimeSla")]
    pub first_assign_avg_time_sla: Option<Seconds>,
    /// First resolve average time (in seconds).
    #[serde(rename = "firstResolveAvgTime")]
    pub first_resolve_avg_time: Option<Seconds>,
    /// First resolve average time (in seconds) within SLA business hours.
    #[serde(rename = "firstResolveAvgTimeSla")]
    pub first_resolve_avg_time_sla: Option<Seconds>,
    /// Number of outgoing calls.
    #[serde(rename = "calls_outgoing")]
    pub outgoing_calls: Option<Count>,
    /// Outgoing calls time (in seconds).
    #[serde(rename = "call_outgoing_seconds")]
    pub outgoing_call_time: Option<Seconds>,
    /// Outgoing calls average time (in seconds).
    #[serde(rename = "call_outgoing_avg_time")]
    pub outgoing_call_avg_time: Option<Seconds>,
    /// Call pickup average time (in seconds).
    pub call_pickup_avg_time: Option<Seconds>,
    /// Call average time (in seconds).
    pub call_avg_time: Option<Seconds>,
    /// Number of internal calls.
    #[serde(rename = "calls_internal")]
    pub internal_calls: Option<Count>,
    /// Internal calls average time (in seconds).
    #[serde(rename = "call_internal_avg_time")]
    pub internal_call_avg_time: Option<Seconds>,
    /// Internal calls time (in seconds).
    #[serde(rename = "call_internal_seconds")]
    pub internal_call_time: Option<Seconds>,
    /// Number of offline calls.
    #[serde(rename = "o_calls")]
    pub offline_calls: Option<Count>,
}
