//! Sends a reply that was shown, and finds out what became of one. It is sent once: its row is claimed before, and where nobody knows whether LiveAgent
//! got it, the conversation is read.

use liveagent::{
    AddConversationMessage, ChangeConversationStatus, Conversation, ConversationStatus, ListConversationMessages,
    MessageGroup, NewMessageType, ShowConversation,
};
use store::{DraftEnd, DraftState, Outcome};
use views::conversations::{Preview, Reply};

use super::reply::{of_caller, read};
use crate::{
    Error,
    perform::{Doing, Done},
};

impl Doing<'_> {
    pub(super) async fn draft(&self, draft: i64) -> Result<store::Draft, Error> {
        of_caller(self.bot, self.caller, draft).await
    }

    /// What was written before, if it is written again.
    pub(super) async fn former(&self, draft: i64) -> Result<Option<Reply>, Error> {
        if draft == 0 {
            return Ok(None);
        }
        // Of a draft that is gone its new text is kept: only its files are lost.
        let found = self.bot.store.draft(self.caller.guild.get(), draft, self.bot.clock.now()).await?;
        let own = found.filter(|found| found.user == self.caller.user.get() && found.state == DraftState::Draft);
        own.map(|found| read(&found.content)).transpose()
    }

    /// The conversation, and what was said in it.
    pub(super) async fn thread(&self, conversation: &str) -> Result<(Conversation, Vec<MessageGroup>), Error> {
        let show = ShowConversation { conversation_id: conversation.to_owned() };
        let messages = ListConversationMessages { conversation_id: conversation.to_owned(), ..Default::default() };
        let (show, messages) = tokio::join!(self.liveagent.send(&show), self.liveagent.send(&messages));
        Ok((show?, messages?.groups))
    }

    /// Sends a reply that was claimed, and records what came of it.
    pub(super) async fn send_reply(
        &self,
        draft: &store::Draft,
        conversation: &Conversation,
        reply: &Reply,
        agent: &str,
    ) -> Result<Done, Error> {
        let message = AddConversationMessage {
            conversation_id: conversation.conversation_id.clone(),
            message: reply.html(),
            user_identifier: Some(agent.to_owned()),
            message_type: Some(NewMessageType::Message),
            do_not_send_mail: reply.do_not_send_mail.then(|| true.into()),
            is_html_message: Some(true.into()),
            use_template: reply.without_template.then(|| false.into()),
            attachments: reply.files.iter().map(|file| file.id.clone()).collect(),
            ..Default::default()
        };
        let store = &self.bot.store;
        if let Err(error) = self.liveagent.send(&message).await {
            let is_unclear = error.may_have_happened();
            let error = Error::from(error);
            self.bot.troubles.warn(error.kind(), error.operation(), "a reply was not sent, or perhaps sent");
            if is_unclear {
                let sentence = "LiveAgent's answer didn't arrive, so it isn't known whether the customer gets this.";
                store.end_draft(draft.id, DraftEnd::Perhaps).await?;
                let message = views::conversations::unclear(&conversation.conversation_id, draft.id, reply, sentence);
                return Ok(Done { detail: "perhaps sent".to_owned(), outcome: Outcome::Perhaps, ..message.into() });
            }
            store.end_draft(draft.id, DraftEnd::Failed).await?;
            let (sentence, _) = error.tell();
            let failed = Preview { conversation, draft: draft.id, reply, agent, news: &[], failure: Some(&sentence) };
            let message = views::conversations::preview(failed, &self.desk().await);
            return Ok(Done {
                detail: format!("not sent: {}", error.kind()),
                outcome: Outcome::NotDone,
                ..message.into()
            });
        }
        // It is sent, whatever the database says to that: an unclear row is never sent again.
        if let Err(error) = store.end_draft(draft.id, DraftEnd::Sent).await {
            tracing::warn!(error = %error, "can't record that a reply was sent");
        }
        // LiveAgent makes it answered.
        let mut after = Conversation { status: ConversationStatus::Answered, ..conversation.clone() };
        let mut failed = None;
        if let Some(status) = reply.status {
            match self.set_status_after(conversation, status, agent).await {
                Ok(()) => after.status = status,
                Err(sentence) => failed = Some(sentence),
            }
        }
        let detail = if failed.is_some() { "sent, status not changed" } else { "sent" };
        let replied = |desk: &_| views::conversations::replied(&after, reply, failed.as_deref(), desk);
        Ok(self.done(&self.desk().await, detail, replied))
    }

    async fn set_status_after(
        &self,
        conversation: &Conversation,
        status: ConversationStatus,
        agent: &str,
    ) -> Result<(), String> {
        let change = ChangeConversationStatus {
            conversation_id: conversation.conversation_id.clone(),
            status,
            user_identifier: Some(agent.to_owned()),
            note: None,
        };
        self.liveagent.send(&change).await.map(|_| ()).map_err(|error| answers::sentence(&error).0)
    }

    /// Says what became of a reply that can't be sent any more, from the conversation itself.
    pub(super) async fn look_for(&self, draft: store::Draft, agent: &str) -> Result<Done, Error> {
        let show = async { self.thread(&draft.conversation).await };
        match draft.state {
            DraftState::Sent => {
                let (conversation, _) = show.await?;
                let desk = self.desk().await;
                let reply = Reply::default();
                Ok(views::conversations::replied(&conversation, &reply, None, &desk).into())
            }
            DraftState::Sending | DraftState::Perhaps => {
                let (reply, (conversation, groups)) = (read(&draft.content)?, show.await?);
                if views::conversations::is_said(&groups, &draft.seen, agent, &reply) {
                    self.bot.store.end_draft(draft.id, DraftEnd::Sent).await?;
                    let desk = self.desk().await;
                    return Ok(views::conversations::replied(&conversation, &reply, None, &desk).into());
                }
                let sentence = "It isn't in the conversation yet. LiveAgent may still add it: check again in a minute. If it never appears, copy the text and write it again.";
                Ok(views::conversations::unclear(&conversation.conversation_id, draft.id, &reply, sentence).into())
            }
            DraftState::Draft => {
                let (reply, (conversation, _)) = (read(&draft.content)?, show.await?);
                let shown = Preview {
                    conversation: &conversation,
                    draft: draft.id,
                    reply: &reply,
                    agent,
                    news: &[],
                    failure: None,
                };
                Ok(views::conversations::preview(shown, &self.desk().await).into())
            }
        }
    }
}
