//! The commands in the menu of a message: one opens the conversations that it names, the other saves it as a note.

use serenity::all::UserId;
use views::{
    Link, Message,
    conversations::{Candidate, QuotedFile, QuotedMessage, SaveNote, Show},
};

use super::{save::is_long, writes::label_of};
use crate::{
    Bot, Error,
    answer::{self, AnyLook},
    discord::picked::{On, Picked},
    error::UserError,
    menu::Menu,
    names::found,
    needs::{asks, does},
    people::access::Caller,
};

/// The maximum number of conversations to choose from: what a select takes.
const MAX_CANDIDATES: usize = 25;

/// Opens the conversations that a message names.
pub(super) const OPEN: Menu = Menu {
    name: "Open conversation",
    on: On::Message,
    description: "Open the conversation that the message names, by code or link",
    needs: asks::<Show>,
    run: |bot, caller, picked| Box::pin(open(bot, caller, picked)),
};

/// Saves a message as a note.
pub(super) const SAVE: Menu = Menu {
    name: "Save as note",
    on: On::Message,
    description: "Save the message and its files as a note in a conversation",
    needs: does::<SaveNote>,
    run: |bot, caller, picked| Box::pin(save(bot, caller, picked)),
};

async fn open(bot: &Bot, caller: Caller, picked: &Picked) -> Result<Message, Error> {
    let mut candidates = candidates(bot, caller.user, picked.message()?.conversations(&bot.help_desk.panel));
    candidates.truncate(MAX_CANDIDATES);
    match &candidates[..] {
        [] => Err(UserError::new(
            "I found no conversation in this message. I look for codes such as `ABC-DEFGH-123` and for links to conversations in LiveAgent. To find one by its subject or customer, use `/conversation show`.",
        )
        .into()),
        [only] => {
            let show = Show { conversation: only.conversation.clone() };
            answer::answer(bot, caller, &AnyLook::of::<Show>(), &Link::from(&show), &bot.asker(caller)).await
        }
        several => Ok(views::conversations::candidates(several)),
    }
}

async fn save(bot: &Bot, caller: Caller, picked: &Picked) -> Result<Message, Error> {
    let message = picked.message()?;
    let text = message.text();
    if text.is_empty() && message.files.is_empty() {
        let empty = "This message has no text and no files that I can read, so there's nothing to save.";
        return Err(UserError::new(empty).into());
    }
    let mut names = message.conversations(&bot.help_desk.panel);
    names.extend(picked.room_name().iter().flat_map(|name| found::conversations(name, &bot.help_desk.panel)));
    let mut candidates = candidates(bot, caller.user, names);
    for opened in bot.recent.of(caller.user) {
        if candidates.iter().all(|known| known.conversation != opened.id) {
            candidates.push(Candidate { conversation: opened.id, label: Some(opened.label) });
        }
    }
    candidates.truncate(MAX_CANDIDATES);
    if candidates.is_empty() {
        let none = "This message names no conversation, and you haven't opened one lately. Open one with `/conversation show`, then choose **Save as note** again.";
        return Err(UserError::new(none).into());
    }
    let key = caller.interaction.get();
    let files: Vec<QuotedFile<'_>> = message
        .files
        .iter()
        .map(|file| QuotedFile { name: &file.name, size: file.size, is_too_large: file.is_too_large() })
        .collect();
    let quoted = QuotedMessage {
        author: &message.author,
        at: message.at,
        link: &message.link,
        text: &text,
        files: &files,
        is_long: is_long(&text),
    };
    let form = views::conversations::save_form(quoted, &candidates, key);
    bot.messages.keep(key, caller.user, bot.clock.now(), message);
    Ok(form)
}

/// Conversations to choose from, each once: a code and an id may mean the same one. What is known of them is known without asking.
fn candidates(bot: &Bot, user: UserId, names: Vec<String>) -> Vec<Candidate> {
    let memory = bot.directory.memory();
    let mut candidates: Vec<Candidate> = Vec::new();
    for name in names {
        let conversation = memory.named(&name).map_or_else(|| name.clone(), |known| known.row.conversation_id.clone());
        if candidates.iter().all(|other| other.conversation != conversation) {
            candidates.push(Candidate { conversation, label: label_of(bot, user, &name) });
        }
    }
    candidates
}
