//! What can be changed about conversations: #5 to #8, #12 to #14 and #16.

use serde::{Deserialize, Serialize};

use crate::{ConversationStatus, CustomField, Done, Json, Method, NewMessageType, Operation, YesNo};

/// Transfers a conversation to a department, an agent, or both: `PUT /api/conversations/{conversationid}/attendants`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct TransferConversation {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// The agent's email or user id.
    #[serde(rename = "agentidentifier")]
    pub agent_identifier: Option<String>,
    /// Who does it: an agent's email or user id. LiveAgent's `System` when not given.
    #[serde(rename = "useridentifier")]
    pub user_identifier: Option<String>,
    /// Id of the department.
    pub department: Option<String>,
    /// Transfer note.
    pub note: Option<String>,
}

impl Operation for TransferConversation {
    const NUMBER: u8 = 5;
    const NAME: &'static str = "TransferConversation";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/conversations/{conversationid}/attendants";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Done;
}

/// Deletes a conversation: `DELETE /api/conversations/{conversationid}`.
///
/// LiveAgent keeps it with the status `X`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DeleteConversation {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Delete note.
    pub note: Option<String>,
    /// Who does it: an agent's email or user id. LiveAgent's `System` when not given.
    #[serde(rename = "useridentifier")]
    pub user_identifier: Option<String>,
}

impl Operation for DeleteConversation {
    const NUMBER: u8 = 6;
    const NAME: &'static str = "DeleteConversation";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/conversations/{conversationid}";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Done;
}

/// Removes custom field values from a conversation: `DELETE /api/conversations/{conversationid}/fields`.
///
/// Without a code LiveAgent removes **all** of them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct RemoveConversationField {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Which field's values; those of **all** fields if not given.
    pub code: Option<String>,
}

impl Operation for RemoveConversationField {
    const NUMBER: u8 = 7;
    const NAME: &'static str = "RemoveConversationField";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/conversations/{conversationid}/fields";
    const SINCE: &'static str = "4.16.4.1";
    type Output = Done;
}

/// Adds custom field values to a conversation: `POST /api/conversations/{conversationid}/fields`.
///
/// A value that exists is not replaced: a second one is added. To replace, remove first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AddConversationField {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// The values to add.
    #[serde(rename = "customfields")]
    pub custom_fields: Json<CustomField>,
}

impl Operation for AddConversationField {
    const NUMBER: u8 = 8;
    const NAME: &'static str = "AddConversationField";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/conversations/{conversationid}/fields";
    const SINCE: &'static str = "4.16.4.1";
    type Output = Done;
}

/// Adds a message or a note to a conversation: `POST /api/conversations/{conversationid}/messages`.
///
/// Without `user_identifier` LiveAgent makes a **note of either type**: a reply to the customer needs to know who
/// replies.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct AddConversationMessage {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Message body (must be UTF-8).
    pub message: String,
    /// Who does it: an agent's email or user id. LiveAgent's `System` when not given.
    #[serde(rename = "useridentifier")]
    pub user_identifier: Option<String>,
    /// Message type.
    #[serde(rename = "type")]
    pub message_type: Option<NewMessageType>,
    /// Mail message id. If specified, all reply emails which will have given mail message id in in-reply-to header
    /// will be assigned to this conversation.
    #[serde(rename = "mail_messsage_id")]
    pub mail_message_id: Option<String>,
    /// Disables sending mail to customer. Can be used when mail was already sent by an external system.
    pub do_not_send_mail: Option<YesNo>,
    /// Whether the message is HTML.
    pub is_html_message: Option<YesNo>,
    /// Use department mail template and add message into mail template text. (Default Yes).
    pub use_template: Option<YesNo>,
    /// Ids of files that were uploaded with [`AddFile`](crate::AddFile). Since LiveAgent 4.29.
    #[serde(default)]
    pub attachments: Vec<String>,
}

impl Operation for AddConversationMessage {
    const NUMBER: u8 = 12;
    const NAME: &'static str = "AddConversationMessage";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/conversations/{conversationid}/messages";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Done;
}

/// Changes a conversation's status: `PUT /api/conversations/{conversationid}/status`.
///
/// Only `Answered`, `Resolved` and `Open` can be set; LiveAgent refuses the others.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ChangeConversationStatus {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Conversation status.
    pub status: ConversationStatus,
    /// Who does it: an agent's email or user id. LiveAgent's `System` when not given.
    #[serde(rename = "useridentifier")]
    pub user_identifier: Option<String>,
    /// A note about the customer.
    pub note: Option<String>,
}

impl Operation for ChangeConversationStatus {
    const NUMBER: u8 = 13;
    const NAME: &'static str = "ChangeConversationStatus";
    const METHOD: Method = Method::Put;
    const PATH: &'static str = "/api/conversations/{conversationid}/status";
    const SINCE: &'static str = "2.8.2.1";
    type Output = Done;
}

/// Takes a tag off a conversation: `DELETE /api/conversations/{conversationid}/tags`.
///
/// Names the tag by id or by name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct UntagConversation {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Identifier of the tag. Either id or name must be specified.
    pub id: Option<String>,
    /// Name of the tag. Either id or name must be specified.
    pub name: Option<String>,
}

impl Operation for UntagConversation {
    const NUMBER: u8 = 14;
    const NAME: &'static str = "UntagConversation";
    const METHOD: Method = Method::Delete;
    const PATH: &'static str = "/api/conversations/{conversationid}/tags";
    const SINCE: &'static str = "4.0.36.0";
    type Output = Done;
}

/// Puts a tag on a conversation: `POST /api/conversations/{conversationid}/tags`.
///
/// Names the tag by id or by name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct TagConversation {
    /// Its id (`12ab34cd`), code (`ABC-DEFGH-123`) or public URL code (`m6uoFJd2e4I8Z18q`).
    #[serde(rename = "conversationid")]
    pub conversation_id: String,
    /// Identifier of the tag.
    pub id: Option<String>,
    /// Name of the tag.
    pub name: Option<String>,
}

impl Operation for TagConversation {
    const NUMBER: u8 = 16;
    const NAME: &'static str = "TagConversation";
    const METHOD: Method = Method::Post;
    const PATH: &'static str = "/api/conversations/{conversationid}/tags";
    const SINCE: &'static str = "4.0.30.6";
    type Output = Done;
}
