//! What `/conversation` changes in LiveAgent. Each first looks the conversation up, so that a name is turned into the id
//! and the answer can say what it was before; then it writes, each thing once.

use answers::{Readers, Sends, sends};
use std::collections::BTreeSet;

use liveagent::{
    AddConversationMessage, ChangeConversationStatus, Conversation, ConversationStatus, ListConversationTags,
    NewMessageType, ShowConversation, Tag, TagConversation, UntagConversation,
};
use serenity::all::UserId;
use store::Outcome::NotDone;
use views::{
    Desk, Message, Modal,
    conversations::{AddNote, AddTag, ChooseTags, NOTE_TEXT, NoteForm, RemoveTag, Retag, SetStatus, TagsForm, Written},
};

use crate::{
    Bot, Error,
    error::{NotTaken, UserError},
    files::Given,
    form::{Open, Opened},
    names::identify,
    people::access::{Caller, Level},
    perform::{Doing, Done, Input, Perform, Place},
};

impl Perform for AddNote {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, AddFile, AddConversationMessage];

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        doing.add_note(&self.conversation, input.text(NOTE_TEXT), &input.files).await
    }
}

impl Perform for SetStatus {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ChangeConversationStatus, AddConversationMessage];
    // The card shows the new state.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        doing.change_status(&self.conversation, self.status, self.from, input.text(NOTE_TEXT)).await
    }
}

impl Perform for AddTag {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ListConversationTags, TagConversation];
    // The card shows the new state.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        doing.tag_conversation(&self.conversation, &self.tag).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.tag)
    }
}

impl Perform for RemoveTag {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ListConversationTags, UntagConversation];
    // The card shows the new state.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        doing.untag_conversation(&self.conversation, &self.tag).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.tag)
    }
}

impl Perform for ChooseTags {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ListConversationTags, TagConversation, UntagConversation];

    // The select's own message, which would show a choice that is not the last one any more.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, input: Input) -> Result<Done, Error> {
        let (add, remove) = input.changed();
        doing.retag(&self.conversation, &add, &remove).await
    }
}

impl Perform for Retag {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, ListConversationTags, TagConversation, UntagConversation];
    // The card shows the new state.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        doing.retag(&self.conversation, &self.add, &self.remove).await
    }
}

impl Open for NoteForm {
    const LEVEL: Level = AddNote::LEVEL;

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        Opened::Window(note_form(bot, caller.user, &self.conversation))
    }
}

impl Open for TagsForm {
    const LEVEL: Level = ChooseTags::LEVEL;
    const SENDS: Sends = sends![ShowConversation, ListConversationTags];

    fn open(self, bot: &Bot, caller: Caller) -> Opened<'_> {
        Opened::Message(Box::pin(async move { tags_form(bot, bot.asker(caller), &self.conversation).await }))
    }
}

/// The error that gives a text back.
pub(super) fn not_taken(why: Error, written: Written, conversation: &str, text: &str) -> Error {
    let (conversation, text) = (conversation.to_owned(), text.to_owned());
    Error::NotTaken(Box::new(NotTaken { why, written, conversation, text }))
}

pub(super) fn target(conversation: &str) -> String {
    format!("conversation {conversation}")
}

impl Doing<'_> {
    /// The conversation as it is, and what views need for it.
    pub(super) async fn conversation(&self, conversation: &str) -> Result<(Conversation, Desk), Error> {
        let operation = ShowConversation { conversation_id: conversation.to_owned() };
        let (answer, desk) = tokio::join!(self.liveagent.send(&operation), self.desk());
        Ok((answer?, desk))
    }

    async fn tags_of(&self, conversation: &Conversation) -> Result<Vec<Tag>, Error> {
        let operation = ListConversationTags { conversation_id: conversation.conversation_id.clone() };
        Ok(self.liveagent.send(&operation).await?.tags)
    }

    /// Adds a note, with files, which colleagues see and the customer does not.
    async fn add_note(&self, name: &str, text: Option<&str>, files: &[Given]) -> Result<Done, Error> {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let text = match text {
            Some(text) => text,
            None if files.is_empty() => return Err(UserError::new("The note is empty. Write something first.").into()),
            // LiveAgent wants a text.
            None => &format!("Attached: {}", names.join(", ")),
        };
        let noted = async {
            let (conversation, desk) = self.conversation(name).await?;
            let files = self.bot.files.upload(&self.liveagent, files, self.until).await?;
            self.note(&conversation, text, files.into_iter().map(|file| file.file_id).collect()).await?;
            let noted = |desk: &Desk| views::conversations::noted(&conversation, text, &names, desk);
            Ok(self.done(&desk, "a note was added", noted))
        };
        noted.await.map_err(|why| not_taken(why, Written::Note, name, text))
    }

    pub(super) async fn note(&self, conversation: &Conversation, text: &str, files: Vec<String>) -> Result<(), Error> {
        let note = AddConversationMessage {
            conversation_id: conversation.conversation_id.clone(),
            user_identifier: self.agent(),
            message: self.signed(text),
            message_type: Some(NewMessageType::Note),
            attachments: files,
            ..Default::default()
        };
        self.liveagent.send(&note).await?;
        Ok(())
    }

    /// Changes the status, unless it is that already; a note is left either way. Of an undo, only what is `from` still.
    async fn change_status(
        &self,
        name: &str,
        status: ConversationStatus,
        from: Option<ConversationStatus>,
        note: Option<&str>,
    ) -> Result<Done, Error> {
        let (conversation, desk) = self.conversation(name).await?;
        if from.is_some_and(|from| from != conversation.status) {
            let detail = format!("not undone: status {}", conversation.status.letter());
            return Ok(Done {
                detail,
                outcome: NotDone,
                ..views::conversations::status_stale(&conversation, &desk).into()
            });
        }
        if conversation.status != status {
            let change = ChangeConversationStatus {
                conversation_id: conversation.conversation_id.clone(),
                status,
                user_identifier: self.agent(),
                note: note.map(|note| self.signed(note)),
            };
            self.liveagent.send(&change).await?;
        } else if let Some(note) = note {
            self.note(&conversation, note, Vec::new()).await?;
        }
        let (before, after) = (conversation.status.letter(), status.letter());
        let noted = if note.is_some() { ", with a note" } else { "" };
        let detail = format!("status {before} to {after}{noted}");
        Ok(self.done(&desk, detail, |desk| views::conversations::status_changed(&conversation, status, note, desk)))
    }

    /// Puts a tag on, unless it is there.
    async fn tag_conversation(&self, name: &str, tag: &str) -> Result<Done, Error> {
        let (conversation, desk) = self.conversation(name).await?;
        let present = self.tags_of(&conversation).await?.iter().any(|present| present.id == tag);
        if !present {
            self.liveagent.send(&put_on(&conversation, tag)).await?;
        }
        let detail = if present { format!("{tag} was on") } else { format!("+{tag}") };
        Ok(self.done(&desk, detail, |desk| views::conversations::tagged(&conversation, tag, present, desk)))
    }

    /// Takes a tag off, if it is there.
    async fn untag_conversation(&self, name: &str, tag: &str) -> Result<Done, Error> {
        let (conversation, desk) = self.conversation(name).await?;
        let present = self.tags_of(&conversation).await?.iter().any(|present| present.id == tag);
        if present {
            self.liveagent.send(&take_off(&conversation, tag)).await?;
        }
        let detail = if present { format!("-{tag}") } else { format!("{tag} was off") };
        Ok(self.done(&desk, detail, |desk| views::conversations::untagged(&conversation, tag, present, desk)))
    }

    /// Puts tags on and takes tags off, until one fails: what was done is told with why the rest was not.
    async fn retag(&self, name: &str, add: &[String], remove: &[String]) -> Result<Done, Error> {
        let (conversation, desk) = self.conversation(name).await?;
        let before: BTreeSet<String> = self.tags_of(&conversation).await?.into_iter().map(|tag| tag.id).collect();
        let (mut added, mut removed, mut failed) = (Vec::new(), Vec::new(), None);
        let add = add.iter().filter(|tag| !before.contains(*tag)).map(|tag| (true, tag));
        let remove = remove.iter().filter(|tag| before.contains(*tag)).map(|tag| (false, tag));
        for (on, tag) in add.chain(remove) {
            let sent = if on {
                self.liveagent.send(&put_on(&conversation, tag)).await
            } else {
                self.liveagent.send(&take_off(&conversation, tag)).await
            };
            match sent {
                Ok(_) => if on { &mut added } else { &mut removed }.push(tag.clone()),
                Err(error) if added.is_empty() && removed.is_empty() => return Err(error.into()),
                Err(error) => {
                    failed = Some(Error::from(error));
                    break;
                }
            }
        }
        if let Some(error) = &failed {
            self.bot.troubles.warn(error.kind(), error.operation(), "a change is done in part");
        }
        let signs = added.iter().map(|tag| format!("+{tag}")).chain(removed.iter().map(|tag| format!("-{tag}")));
        let cut = failed.as_ref().map(|error| format!("then {}", error.kind()));
        let sentence = failed.as_ref().map(|error| error.tell().0);
        let detail = signs.chain(cut).collect::<Vec<_>>().join(" ");
        let set =
            |desk: &Desk| views::conversations::tags_set(&conversation, &added, &removed, sentence.as_deref(), desk);
        Ok(self.done(&desk, detail, set))
    }
}

/// The window for a note. It must open at once, so it names the conversation only as far as that is known.
pub(super) fn note_form(bot: &Bot, user: UserId, name: &str) -> Modal {
    views::conversations::note_form(name, label_of(bot, user, name).as_deref())
}

/// What a conversation is called, as far as that is known without asking.
pub(super) fn label_of(bot: &Bot, user: UserId, name: &str) -> Option<String> {
    let read = bot.directory.memory().named(name).map(|known| views::conversations::label(&known.row));
    let opened = || bot.recent.of(user).into_iter().find(|opened| opened.id == name || opened.label.ends_with(name));
    read.or_else(|| opened().map(|opened| opened.label))
}

/// The tags to choose from: those that are on first, then the rest as LiveAgent lists them.
async fn tags_form(bot: &Bot, readers: Readers, name: &str) -> Result<Message, Error> {
    let operation = ShowConversation { conversation_id: name.to_owned() };
    let (conversation, all, desk) =
        tokio::join!(bot.liveagent.send(&operation), bot.directory.all::<Tag>(), bot.help_desk.desk(&readers));
    let conversation = conversation?;
    let operation = ListConversationTags { conversation_id: conversation.conversation_id.clone() };
    let present = bot.liveagent.send(&operation).await?.tags;
    Ok(views::conversations::tags_form(&conversation, &identify::fetched(all)?, &present, &desk))
}

fn put_on(conversation: &Conversation, tag: &str) -> TagConversation {
    TagConversation { conversation_id: conversation.conversation_id.clone(), id: Some(tag.to_owned()), name: None }
}

fn take_off(conversation: &Conversation, tag: &str) -> UntagConversation {
    UntagConversation { conversation_id: conversation.conversation_id.clone(), id: Some(tag.to_owned()), name: None }
}
