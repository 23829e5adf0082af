//! Conversations.

use jiff::Timestamp;
use liveagent::{
    Conversation, ListConversationMessages, ListConversationTags, ListConversations, LocalTime, OpDateTime,
    ShowConversation,
};
use views::{
    Message, Window, Words,
    conversations::{List, Messages, Show, Tags, Thread},
    fields::Of,
};

use crate::{Answer, Asking, Error, Opened, OpenedKind, Sends, sends};

/// How many conversations one request brings: LiveAgent's own default. Pages are cut from it, so that the range shown is
/// exact as far as it is known, and turning a page rarely costs more than the page.
const WINDOW_SIZE: u32 = 100;

impl Answer for List {
    const SENDS: Sends = sends![ListConversations];
    const WORDS: Words = Words::Subject;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let page = asking.page();
        let start = page.saturating_mul(views::PAGE_SIZE) / WINDOW_SIZE * WINDOW_SIZE;
        let operation = ListConversations {
            owner_identifier: self.customer.clone(),
            department: self.department.clone(),
            agent: self.agent.clone(),
            status: self.status.clone(),
            date_from: local(asking, self.from),
            date_to: local(asking, self.to),
            date_changed: local(asking, self.changed).map(OpDateTime::AtLeast),
            subject: self.subject.clone(),
            limit: Some(WINDOW_SIZE),
            offset: (start > 0).then_some(start),
            channel_type: self.channel.into_iter().collect(),
        };
        let (answer, desk) = tokio::join!(asking.liveagent().read(&operation), asking.desk());
        let (answer, unread) = answer?;
        let rows = answer.conversations;
        asking.help_desk.directory.memory().keep(&rows);
        // Count unreadable rows, or the list would seem to end here.
        let window = Window { start, full: rows.len() as u64 + unread.rows() >= u64::from(WINDOW_SIZE) };
        Ok(views::conversations::list(&rows, window, self, page, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter().chain(&self.agent)
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowConversation];
    const WORDS: Words = Words::All;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let operation = ShowConversation { conversation_id: self.conversation.clone() };
        let (conversation, desk) = asking.send(&operation).await?;
        opened(asking, &conversation);
        asking.help_desk.directory.field_codes.keep(Of::Conversation, &conversation.custom_fields);
        Ok(views::conversations::show(&conversation, &desk))
    }
}

impl Answer for Messages {
    const SENDS: Sends = sends![ShowConversation, ListConversationMessages];
    const WORDS: Words = Words::All;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let head = ShowConversation { conversation_id: self.conversation.clone() };
        let thread = ListConversationMessages {
            conversation_id: self.conversation.clone(),
            date_from: local(asking, self.from),
            date_to: local(asking, self.to),
        };
        let (head, thread) = tokio::join!(asking.send(&head), asking.liveagent().send(&thread));
        let ((head, desk), thread) = (head?, thread?);
        opened(asking, &head);
        let page = Thread { from: self.from, to: self.to, page: asking.page(), quotes: self.quotes };
        asking.help_desk.drawing.draw(move || views::conversations::messages(&head, &thread.groups, page, &desk)).await
    }
}

impl Answer for Tags {
    const SENDS: Sends = sends![ShowConversation, ListConversationTags];
    const WORDS: Words = Words::Subject;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let head = ShowConversation { conversation_id: self.conversation.clone() };
        let tags = ListConversationTags { conversation_id: self.conversation.clone() };
        let (head, tags) = tokio::join!(asking.send(&head), asking.liveagent().send(&tags));
        let (head, desk) = head?;
        asking.help_desk.directory.memory().keep_one(&head);
        Ok(views::conversations::tags(&head, &tags?.tags, &desk))
    }
}

/// A time in LiveAgent's time zone.
fn local(asking: &Asking<'_>, instant: Option<Timestamp>) -> Option<LocalTime> {
    instant.map(|instant| LocalTime::from_timestamp(instant, &asking.liveagent().time_zone()))
}

/// Records the conversation and its customer as opened.
fn opened(asking: &Asking<'_>, conversation: &Conversation) {
    asking.help_desk.directory.memory().keep_one(conversation);
    if let Some(email) = conversation.owner_email.as_deref().filter(|email| email.contains('@')) {
        let label = views::customers::label(conversation.owner_name.as_deref(), Some(email));
        asking.opened(Opened { kind: OpenedKind::Customer, id: email.to_owned(), label });
    }
    let (id, label) = (conversation.conversation_id.clone(), views::conversations::label_of(conversation));
    asking.opened(Opened { kind: OpenedKind::Conversation, id, label });
}
