//! What `/conversation` changes in LiveAgent. Each first looks the conversation up, so that a name is turned into the id
//! and the answer can say what it was before; then it writes, once.

use std::collections::BTreeSet;

use liveagent::{
    AddConversationMessage, ChangeConversationStatus, Conversation, ConversationStatus, ListConversationTags,
    NewMessageType, ShowConversation, Tag, TagConversation, UntagConversation,
};
use views::Message;

use crate::{Bot, Error, error::UserError};

async fn conversation(bot: &Bot, conversation: &str) -> Result<Conversation, Error> {
    Ok(bot.liveagent.send(&ShowConversation { conversation_id: conversation.to_owned() }).await?)
}

async fn tags_of(bot: &Bot, conversation: &Conversation) -> Result<Vec<Tag>, Error> {
    let operation = ListConversationTags { conversation_id: conversation.conversation_id.clone() };
    Ok(bot.liveagent.send(&operation).await?.tags)
}

/// Adds a note, which colleagues see and the customer does not.
pub(crate) async fn add_note(bot: &Bot, name: &str, text: Option<&str>) -> Result<Message, Error> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else {
        return Err(UserError::new("The note is empty. Write something in it.").into());
    };
    let conversation = conversation(bot, name).await?;
    let note = AddConversationMessage {
        conversation_id: conversation.conversation_id.clone(),
        message: text.to_owned(),
        message_type: Some(NewMessageType::Note),
        ..Default::default()
    };
    bot.liveagent.send(&note).await?;
    Ok(views::conversations::noted(&conversation, text, &bot.desk().await))
}

/// Changes the status, unless it is that already.
pub(crate) async fn change_status(
    bot: &Bot,
    name: &str,
    status: ConversationStatus,
    note: Option<&str>,
) -> Result<Message, Error> {
    let conversation = conversation(bot, name).await?;
    if conversation.status != status {
        let change = ChangeConversationStatus {
            conversation_id: conversation.conversation_id.clone(),
            status,
            user_identifier: None,
            note: note.map(str::to_owned),
        };
        bot.liveagent.send(&change).await?;
    }
    Ok(views::conversations::status_changed(&conversation, status, &bot.desk().await))
}

/// Puts a tag on, unless it is there.
pub(crate) async fn tag_conversation(bot: &Bot, name: &str, tag: &str) -> Result<Message, Error> {
    let conversation = conversation(bot, name).await?;
    let before = tags_of(bot, &conversation).await?;
    let present = before.iter().any(|present| present.id == tag);
    if !present {
        bot.liveagent.send(&put_on(&conversation, tag)).await?;
    }
    Ok(views::conversations::tagged(&conversation, tag, present, &bot.desk().await))
}

/// Takes a tag off, if it is there.
pub(crate) async fn untag_conversation(bot: &Bot, name: &str, tag: &str) -> Result<Message, Error> {
    let conversation = conversation(bot, name).await?;
    let before = tags_of(bot, &conversation).await?;
    let present = before.iter().any(|present| present.id == tag);
    if present {
        bot.liveagent.send(&take_off(&conversation, tag)).await?;
    }
    Ok(views::conversations::untagged(&conversation, tag, present, &bot.desk().await))
}

/// Puts tags on and takes tags off.
pub(crate) async fn retag(bot: &Bot, name: &str, add: &[String], remove: &[String]) -> Result<Message, Error> {
    let conversation = conversation(bot, name).await?;
    let before: BTreeSet<String> = tags_of(bot, &conversation).await?.into_iter().map(|tag| tag.id).collect();
    let add: Vec<String> = add.iter().filter(|tag| !before.contains(*tag)).cloned().collect();
    let remove: Vec<String> = remove.iter().filter(|tag| before.contains(*tag)).cloned().collect();
    for tag in &add {
        bot.liveagent.send(&put_on(&conversation, tag)).await?;
    }
    for tag in &remove {
        bot.liveagent.send(&take_off(&conversation, tag)).await?;
    }
    Ok(views::conversations::tags_set(&conversation, &add, &remove, &bot.desk().await))
}

/// The tags to choose from: those that are on first, then the rest as LiveAgent lists them.
pub(crate) async fn tags_form(bot: &Bot, name: &str) -> Result<Message, Error> {
    let conversation = conversation(bot, name).await?;
    let (present, all) = tokio::join!(tags_of(bot, &conversation), bot.directory.tags());
    Ok(views::conversations::tags_form(&conversation, &all, &present?, &bot.desk().await))
}

fn put_on(conversation: &Conversation, tag: &str) -> TagConversation {
    TagConversation { conversation_id: conversation.conversation_id.clone(), id: Some(tag.to_owned()), name: None }
}

fn take_off(conversation: &Conversation, tag: &str) -> UntagConversation {
    UntagConversation { conversation_id: conversation.conversation_id.clone(), id: Some(tag.to_owned()), name: None }
}
