//! Notes about what the readers of a message don't see.

use crate::desk::Words;
use crate::message::{Draft, Message};

/// A message that hides customers' words, with a note that says so.
#[must_use]
pub fn limited(message: Message, words: Words) -> Message {
    let hidden = match words {
        Words::None => "Subjects, messages and customers' names are hidden in this channel.",
        Words::Subject => "Messages and notes are hidden in this channel.",
        Words::All => return message,
    };
    let draft = Draft::from(message);
    let content = [draft.content.clone(), Some(format!("-# 🔒 {hidden}"))].into_iter().flatten().collect::<Vec<_>>();
    Draft { content: Some(content.join("\n")), ..draft }.fit()
}
