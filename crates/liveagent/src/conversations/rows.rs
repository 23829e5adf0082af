//! Conversations and their messages, as LiveAgent answers them.

use serde::{Deserialize, Serialize};

use crate::{Channel, ConversationStatus, Count, Html, LocalTime, MessageGroupStatus, MessageGroupType, MessageType};

/// A conversation in a list.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationSummary {
    /// The conversation's id.
    #[serde(rename = "conversationid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub conversation_id: String,
    /// Conversation code.
    pub code: Option<String>,
    /// Date created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Date of last change.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<LocalTime>,
    /// Due date (if sla is set).
    #[serde(rename = "datedue")]
    pub date_due: Option<LocalTime>,
    /// Department name.
    #[serde(rename = "departmentname")]
    pub department_name: Option<String>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Conversation status.
    #[serde(default)]
    pub status: ConversationStatus,
    /// Name of conversation owner.
    #[serde(rename = "ownername")]
    pub owner_name: Option<String>,
    /// Email of conversation owner.
    #[serde(rename = "owneremail")]
    pub owner_email: Option<String>,
    /// Conversation subject.
    pub subject: Option<String>,
    /// Conversation preview.
    pub preview: Option<String>,
    /// Public URL code.
    #[serde(rename = "publicurlcode")]
    pub public_url_code: Option<String>,
    /// Ids of its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Conversation channel.
    pub channel_type: Option<Channel>,
    /// How many groups of messages came in.
    #[serde(rename = "messagegroupsin")]
    pub message_groups_in: Option<Count>,
    /// How many groups of messages went out.
    #[serde(rename = "messagegroupsout")]
    pub message_groups_out: Option<Count>,
}

/// A conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Conversation {
    /// The conversation's id.
    #[serde(rename = "conversationid")]
    #[serde(deserialize_with = "crate::wire::id")]
    pub conversation_id: String,
    /// Conversation code.
    pub code: Option<String>,
    /// Date created.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Date of last change.
    #[serde(rename = "datechanged")]
    pub date_changed: Option<LocalTime>,
    /// Due date (if sla is set).
    #[serde(rename = "datedue")]
    pub date_due: Option<LocalTime>,
    /// Department name.
    #[serde(rename = "departmentname")]
    pub department_name: Option<String>,
    /// The department's id.
    #[serde(rename = "departmentid")]
    pub department_id: Option<String>,
    /// Conversation status.
    #[serde(default)]
    pub status: ConversationStatus,
    /// Name of conversation owner.
    #[serde(rename = "ownername")]
    pub owner_name: Option<String>,
    /// Email of conversation owner.
    #[serde(rename = "owneremail")]
    pub owner_email: Option<String>,
    /// Conversation subject.
    pub subject: Option<String>,
    /// The owner's note. Since LiveAgent 2.8.12.
    #[serde(rename = "ownernote")]
    pub owner_note: Option<String>,
    /// Conversation preview.
    pub preview: Option<String>,
    /// Public URL code.
    #[serde(rename = "publicurlcode")]
    pub public_url_code: Option<String>,
    /// Identifier of agent which is this conversation assigned to.
    #[serde(rename = "assignedto")]
    pub assigned_to: Option<String>,
    /// Ids of its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Conversation channel.
    pub channel_type: Option<Channel>,
    /// How many groups of messages came in.
    #[serde(rename = "messagegroupsin")]
    pub message_groups_in: Option<Count>,
    /// How many groups of messages went out.
    #[serde(rename = "messagegroupsout")]
    pub message_groups_out: Option<Count>,
    /// Custom field values.
    #[serde(rename = "customfields", default)]
    pub custom_fields: Vec<CustomField>,
}

/// What was said in one go: a mail, a chat, a note.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MessageGroup {
    /// Id of the group.
    #[serde(rename = "messagegroupid")]
    pub message_group_id: Option<String>,
    /// Id of the user who began it.
    #[serde(rename = "userid")]
    pub user_id: Option<String>,
    /// What the group is.
    #[serde(rename = "rtype", default)]
    pub group_type: MessageGroupType,
    /// The group's state.
    #[serde(rename = "rstatus", default)]
    pub status: MessageGroupStatus,
    /// Date of creation.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Date of the latest message.
    #[serde(rename = "datefinished")]
    pub date_finished: Option<LocalTime>,
    /// List of messages.
    #[serde(default)]
    pub messages: Vec<ConversationMessage>,
}

/// One message of a group.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationMessage {
    /// Id of the message.
    #[serde(rename = "messageid")]
    pub message_id: String,
    /// Id of the user who began it.
    #[serde(rename = "userid")]
    pub user_id: Option<String>,
    /// What the group is.
    #[serde(rename = "rtype", default)]
    pub message_type: MessageType,
    /// Date of creation.
    #[serde(rename = "datecreated")]
    pub date_created: Option<LocalTime>,
    /// Message body: HTML or plain text, the reference does not say which.
    pub message: Option<Html>,
}

/// A value of a custom field. A field may have several.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CustomField {
    /// Conversation code.
    pub code: String,
    /// Custom field value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}
