//! Conversations, their messages, tags and custom fields: #5 to #16.

mod look_ups;
mod rows;
mod writes;

pub use look_ups::{
    ConversationMessages, Conversations, ListConversationMessages, ListConversationTags, ListConversations,
    ShowConversation,
};
pub use rows::{Conversation, ConversationMessage, ConversationSummary, CustomField, MessageGroup};
pub use writes::{
    AddConversationField, AddConversationMessage, ChangeConversationStatus, DeleteConversation,
    RemoveConversationField, TagConversation, TransferConversation, UntagConversation,
};
