//! The columns that the rows of several reports have, declared once. A column that was not asked for is `None`.
//!
//! A macro writes them into each row. One struct with `#[serde(flatten)]` does not work: serde first copies what it flattens, without
//! knowing the types of the fields, so [`wire`](crate::wire) can't apply its rules to them. A number in quotes fails, an entity is not
//! decoded, and one column that can't be read removes its whole row.

/// Declares a row: its own columns, then those that all these reports have.
macro_rules! row {
    ($(#[$meta:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, ::serde::Deserialize, PartialEq, ::serde::Serialize)]
        pub struct $name {
            $($own)*
            /// Number of answers.
            pub answers: Option<crate::Count>,
            /// New answer average time (in seconds).
            #[serde(rename = "newAnswerAvgTime")]
            pub new_answer_avg_time: Option<crate::Seconds>,
            /// New answer average time (in seconds) within SLA business hours.
            #[serde(rename = "newAnswerAvgTimeSla")]
            pub new_answer_avg_time_sla: Option<crate::Seconds>,
            /// Open answer average time (in seconds).
            #[serde(rename = "nextAnswerAvgTime")]
            pub next_answer_avg_time: Option<crate::Seconds>,
            /// Open answer average time (in seconds) within SLA business hours.
            #[serde(rename = "nextAnswerAvgTimeSla")]
            pub next_answer_avg_time_sla: Option<crate::Seconds>,
            /// Number of chat messages.
            pub chat_answers: Option<crate::Count>,
            /// Number of responded chats.
            pub chats: Option<crate::Count>,
            /// Number of missed chats.
            pub missed_chats: Option<crate::Count>,
            /// Number of picked up chats.
            #[serde(rename = "chat_pickup")]
            pub picked_up_chats: Option<crate::Count>,
            /// Chat pickup average time (in seconds).
            #[serde(rename = "chatPickupAvgTime")]
            pub chat_pickup_avg_time: Option<crate::Seconds>,
            /// Average time spent in chat (in seconds).
            #[serde(rename = "chatAvgTime")]
            pub chat_avg_time: Option<crate::Seconds>,
            /// Number of answered calls.
            pub calls: Option<crate::Count>,
            /// Number of missed calls.
            pub missed_calls: Option<crate::Count>,
            /// Call time total (in seconds).
            #[serde(rename = "call_seconds")]
            pub call_time: Option<crate::Seconds>,
            /// Number of not rated.
            pub not_ranked: Option<crate::Count>,
            /// Not rated (in %).
            #[serde(rename = "not_ranked_p")]
            pub not_ranked_percent: Option<crate::Percent>,
            /// Number of positive ratings.
            pub rewards: Option<crate::Count>,
            /// Positive ratings (in %).
            #[serde(rename = "rewards_p")]
            pub rewards_percent: Option<crate::Percent>,
            /// Number of negative ratings.
            pub punishments: Option<crate::Count>,
            /// Negative ratings (in %).
            #[serde(rename = "punishments_p")]
            pub punishments_percent: Option<crate::Percent>,
            /// Number of tickets.
            pub created_tickets: Option<crate::Count>,
            /// Number of resolved tickets.
            pub resolved_tickets: Option<crate::Count>,
            /// Number of unanswered chats.
            #[serde(rename = "u_chats")]
            pub unanswered_chats: Option<crate::Count>,
            /// Number of unanswered calls.
            #[serde(rename = "u_calls")]
            pub unanswered_calls: Option<crate::Count>,
            /// Number of notes.
            pub notes: Option<crate::Count>,
            /// First assign average time (in seconds).
            #[serde(rename = "firstAssignAvgTime")]
            pub first_assign_avg_time: Option<crate::Seconds>,
            /// First assign average time (in seconds) within SLA business hours.
            #[serde(rename = "firstAssignAvgTimeSla")]
            pub first_assign_avg_time_sla: Option<crate::Seconds>,
            /// First resolve average time (in seconds).
            #[serde(rename = "firstResolveAvgTime")]
            pub first_resolve_avg_time: Option<crate::Seconds>,
            /// First resolve average time (in seconds) within SLA business hours.
            #[serde(rename = "firstResolveAvgTimeSla")]
            pub first_resolve_avg_time_sla: Option<crate::Seconds>,
            /// Number of outgoing calls.
            #[serde(rename = "calls_outgoing")]
            pub outgoing_calls: Option<crate::Count>,
            /// Outgoing calls time (in seconds).
            #[serde(rename = "call_outgoing_seconds")]
            pub outgoing_call_time: Option<crate::Seconds>,
            /// Outgoing calls average time (in seconds).
            #[serde(rename = "call_outgoing_avg_time")]
            pub outgoing_call_avg_time: Option<crate::Seconds>,
            /// Call pickup average time (in seconds).
            pub call_pickup_avg_time: Option<crate::Seconds>,
            /// Call average time (in seconds).
            pub call_avg_time: Option<crate::Seconds>,
            /// Number of internal calls.
            #[serde(rename = "calls_internal")]
            pub internal_calls: Option<crate::Count>,
            /// Internal calls average time (in seconds).
            #[serde(rename = "call_internal_avg_time")]
            pub internal_call_avg_time: Option<crate::Seconds>,
            /// Internal calls time (in seconds).
            #[serde(rename = "call_internal_seconds")]
            pub internal_call_time: Option<crate::Seconds>,
            /// Number of offline calls.
            #[serde(rename = "o_calls")]
            pub offline_calls: Option<crate::Count>,
        }
    };
}

/// Declares a row like [`row`], with the columns that only the report on agents does not have.
macro_rules! row_with_incoming {
    ($(#[$meta:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $crate::reports::columns::row! {
            $(#[$meta])*
            pub struct $name {
                $($own)*
                /// Number of incoming messages.
                #[serde(rename = "i_messages")]
                pub incoming_messages: Option<crate::Count>,
                /// Number of incoming chats (including not responded).
                #[serde(rename = "i_chats")]
                pub incoming_chats: Option<crate::Count>,
                /// Number of incoming calls (including not answered).
                #[serde(rename = "i_calls")]
                pub incoming_calls: Option<crate::Count>,
                /// Number of finished chats.
                #[serde(rename = "f_chats")]
                pub finished_chats: Option<crate::Count>,
                /// Number of finished calls.
                #[serde(rename = "f_calls")]
                pub finished_calls: Option<crate::Count>,
            }
        }
    };
}

pub(super) use row;
pub(super) use row_with_incoming;
