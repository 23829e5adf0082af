//! What can be asked about conversations: #9, #10, #11 and #15.

use serde::{Deserialize, Serialize};

use crate::{
    Channel, Conversation, ConversationStatus, ConversationSummary, LocalTime, MessageGroup, Method, OpDateTime,
    Operation, Tags,
};

/// Lists conversations: `GET /api/conversations`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListConversations {
    /// Only of this customer: an email address or a contact id.
    #[serde(rename = "owneridentifier")]
    pub owner_identifier: Option<String>,
    /// Only of this department, by its id.
    pub department: Option<String>,
    /// Only of this agent: a user id or an email address.
    pub agent: Option<String>,
    /// Only these statuses; all when empty.
    #[serde(default)]
    pub status: Vec<ConversationStatus>,
    /// Only from this time on.
    #[serde(rename = "datefrom")]
    pub date_from: Option<LocalTime>,
    /// Only until this time.
    #[serde(rename = "dateto")]
    pub date_to: Option<LocalTime>,
    /// Only conversations whose last change meets this condition.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<OpDateTime>,
    /// Only this subject. Since LiveAgent 3.0.1.2.
    pub subject: Option<String>,
    /// How many rows at most: 100 by default, 1000 at most.
    pub limit: Option<u32>,
    /// How many rows to leave out at the start.
    pub offset: Option<u32>,
    /// Only these channels; all when empty. Since LiveAgent 4.25.5.1.
    #[serde(default)]
    pub channel_type: Vec<Channel>,
}

impl Operation for ListConversations {
    const NUMBER: u8 = 9;
    const NAME: &'static str = "ListConversations";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/conversations";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Conversations;
}

/// Conversations.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Conversations {
    /// Conversations list.
    pub conversations: Vec<ConversationSummary>,
}

/// Shows a conversation: `GET /api/conversations/{conversationid}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ShowConversation {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
}

impl Operation for ShowConversation {
    const NUMBER: u8 = 10;
    const NAME: &'static str = "ShowConversation";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/conversations/{conversationid}";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Conversation;
}

/// Lists a conversation's messages, in groups: `GET /api/conversations/{conversationid}/messages`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListConversationMessages {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Only from this time on.
    #[serde(rename = "datefrom")]
    pub date_from: Option<LocalTime>,
    /// Only until this time.
    #[serde(rename = "dateto")]
    pub date_to: Option<LocalTime>,
}

impl Operation for ListConversationMessages {
    const NUMBER: u8 = 11;
    const NAME: &'static str = "ListConversationMessages";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/conversations/{conversationid}/messages";
    const SINCE: &'static str = "2.8.2.1";
    type Output = ConversationMessages;
}

/// The messages of a conversation, in groups.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationMessages {
    /// Message groups list.
    pub groups: Vec<MessageGroup>,
}

/// Lists a conversation's tags: `GET /api/conversations/{conversationid}/tags`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct ListConversationTags {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
}

impl Operation for ListConversationTags {
    const NUMBER: u8 = 15;
    const NAME: &'static str = "ListConversationTags";
    const METHOD: Method = Method::Get;
    const PATH: &'static str = "/api/conversations/{conversationid}/tags";
    const SINCE: &'static str = "4.0.30.6";
    type Output = Tags;
}
