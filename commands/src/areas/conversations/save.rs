//! A message of Discord's is saved as a note, with its files. It is kept in memory until a conversation is chosen.

use answers::{Sends, sends};
use jiff::tz::TimeZone;
use views::{Desk, conversations::SaveNote};

use super::writes::target;
use crate::{
    Error,
    discord::picked::Quoted,
    error::UserError,
    files::{Given, upload_text},
    people::access::Level,
    perform::{Doing, Done, Input, Perform, Place},
};

/// The longest text of a message in a note, in UTF-16 units: as long as a note that is typed. All of a longer one is saved as a file.
const MAX_TEXT_LENGTH: usize = 4000;

/// The name of the file with all of a long text.
const WHOLE_TEXT: &str = "message.txt";

impl Perform for SaveNote {
    const LEVEL: Level = Level::Agent;
    const SENDS: Sends = sends![ShowConversation, AddFile, AddConversationMessage];
    // The select is replaced, so that nothing is saved twice.
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        target(&self.conversation)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (messages, user, now) = (&doing.bot.messages, doing.caller.user, doing.bot.clock.now());
        let Some(message) = messages.take(self.key, user, now) else {
            let gone = "I no longer have this message in memory, so nothing was saved. Choose **Save as note** in its menu again.";
            return Err(UserError::new(gone).into());
        };
        let saved = doing.save(&self.conversation, &message).await;
        if saved.as_ref().is_err_and(|error| !error.may_have_happened()) {
            // It can be chosen again.
            messages.keep(self.key, user, now, message);
        }
        saved
    }
}

impl Doing<'_> {
    /// Saves a message as a note in a conversation.
    async fn save(&self, name: &str, message: &Quoted) -> Result<Done, Error> {
        let (conversation, desk) = self.conversation(name).await?;
        let text = note_of(message, &desk.zone);
        let files: Vec<Given> = message.files.iter().filter(|file| !file.is_too_large()).cloned().collect();
        let mut uploaded = self.bot.files.upload(&self.liveagent, &files, self.until).await?;
        let mut names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let whole = message.text();
        if is_long(&whole) {
            uploaded.push(upload_text(&self.liveagent, WHOLE_TEXT, &whole).await?);
            names.push(WHOLE_TEXT);
        }
        self.note(&conversation, &text, uploaded.into_iter().map(|file| file.file_id).collect()).await?;
        let noted = |desk: &Desk| views::conversations::noted(&conversation, &text, &names, desk);
        Ok(self.done(&desk, "a message was saved as a note", noted))
    }
}

/// Whether a text is too long for a note.
pub(super) fn is_long(text: &str) -> bool {
    views::cut::width(text) > MAX_TEXT_LENGTH
}

/// The note: who wrote what, and when. Times are in the account's zone.
fn note_of(message: &Quoted, zone: &TimeZone) -> String {
    let at = zone.to_datetime(message.at).strftime("%Y-%m-%d %H:%M");
    let mut paragraphs = vec![format!("{} wrote on {at} ({}):", message.author, message.link)];
    let text = message.text();
    if !text.is_empty() {
        paragraphs.push(views::cut::plain(&text, MAX_TEXT_LENGTH));
    }
    if is_long(&text) {
        paragraphs.push(format!("The full text is in {WHOLE_TEXT}."));
    }
    let names = |too_large: bool| {
        let files = message.files.iter().filter(|file| file.is_too_large() == too_large);
        files.map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ")
    };
    for (words, names) in [("Attached", names(false)), ("Larger than 10 MiB, so not attached", names(true))] {
        if !names.is_empty() {
            paragraphs.push(format!("{words}: {names}"));
        }
    }
    paragraphs.join("\n\n")
}
