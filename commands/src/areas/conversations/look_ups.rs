//! What `/conversation` asks of LiveAgent.

use jiff::Timestamp;
use liveagent::{
    ListConversationMessages, ListConversationTags, ListConversations, LocalTime, OpDateTime, ShowConversation,
};
use serenity::all::UserId;
use views::{
    Message, Window,
    conversations::{List, Messages, Show, Tags, Thread},
};

use crate::{
    Bot, Error,
    answer::{Answer, Asking},
    people::recent::Opened,
    request::{Sends, sends},
};

/// How many conversations one request brings: LiveAgent's own default. Pages are cut from it, so that the range shown is
/// exact as far as it is known, and turning a page seldom costs more than the page.
const WINDOW: u32 = 100;

impl Answer for List {
    const SENDS: Sends = sends![ListConversations];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        list_conversations(asking.bot, self, asking.page()).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter().chain(&self.agent)
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowConversation];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        show_conversation(asking.bot, asking.caller.user, &self.conversation).await
    }
}

impl Answer for Messages {
    const SENDS: Sends = sends![ShowConversation, ListConversationMessages];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let thread = Thread { from: self.from, to: self.to, page: asking.page(), quotes: self.quotes };
        list_messages(asking.bot, asking.caller.user, &self.conversation, thread).await
    }
}

impl Answer for Tags {
    const SENDS: Sends = sends![ShowConversation, ListConversationTags];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        list_conversation_tags(asking.bot, &self.conversation).await
    }
}

/// A page of the conversations that `filter` lets through.
async fn list_conversations(bot: &Bot, filter: &List, page: u32) -> Result<Message, Error> {
    let start = page.saturating_mul(views::PAGE) / WINDOW * WINDOW;
    let zone = bot.liveagent.time_zone();
    let local = |instant: Option<Timestamp>| instant.map(|instant| LocalTime::from_timestamp(instant, &zone));
    let operation = ListConversations {
        owner_identifier: filter.customer.clone(),
        department: filter.department.clone(),
        agent: filter.agent.clone(),
        status: filter.status.clone(),
        date_from: local(filter.from),
        date_to: local(filter.to),
        date_changed: local(filter.changed).map(OpDateTime::AtLeast),
        subject: filter.subject.clone(),
        limit: Some(WINDOW),
        offset: (start > 0).then_some(start),
        channel_type: filter.channel.into_iter().collect(),
    };
    let (answer, desk) = tokio::join!(bot.liveagent.read(&operation), bot.desk());
    let (answer, unread) = answer?;
    let rows = answer.conversations;
    // Rows that could not be read were there: without them the list would seem to end here.
    let window = Window { start, full: rows.len() as u64 + unread.rows() >= u64::from(WINDOW) };
    Ok(views::conversations::list(&rows, window, filter, page, &desk))
}

/// One conversation.
async fn show_conversation(bot: &Bot, user: UserId, conversation: &str) -> Result<Message, Error> {
    let operation = ShowConversation { conversation_id: conversation.to_owned() };
    let (answer, desk) = tokio::join!(bot.liveagent.send(&operation), bot.desk());
    let conversation = answer?;
    let label = views::conversations::label_of(&conversation);
    bot.recent.opened(user, Opened { id: conversation.conversation_id.clone(), label });
    Ok(views::conversations::show(&conversation, &desk))
}

/// A page of a conversation's messages.
async fn list_messages(bot: &Bot, user: UserId, conversation: &str, page: Thread) -> Result<Message, Error> {
    let zone = bot.liveagent.time_zone();
    let local = |instant: Option<Timestamp>| instant.map(|instant| LocalTime::from_timestamp(instant, &zone));
    let head = ShowConversation { conversation_id: conversation.to_owned() };
    let thread = ListConversationMessages {
        conversation_id: conversation.to_owned(),
        date_from: local(page.from),
        date_to: local(page.to),
    };
    let (head, thread, desk) = tokio::join!(bot.liveagent.send(&head), bot.liveagent.send(&thread), bot.desk());
    let (head, thread) = (head?, thread?);
    let label = views::conversations::label_of(&head);
    bot.recent.opened(user, Opened { id: head.conversation_id.clone(), label });
    bot.drawing.draw(move || views::conversations::messages(&head, &thread.groups, page, &desk)).await
}

/// The tags of a conversation.
async fn list_conversation_tags(bot: &Bot, conversation: &str) -> Result<Message, Error> {
    let head = ShowConversation { conversation_id: conversation.to_owned() };
    let tags = ListConversationTags { conversation_id: conversation.to_owned() };
    let (head, tags, desk) = tokio::join!(bot.liveagent.send(&head), bot.liveagent.send(&tags), bot.desk());
    Ok(views::conversations::tags(&head?, &tags?.tags, &desk))
}
