//! What went wrong, for the person who asked; and an older answer that stands in for a new one.

use jiff::Timestamp;

use crate::message::{Draft, Message};
use crate::payload::{Embed, Footer};
use crate::{time, words};

/// A failure in a sentence, which is markdown with everything quoted in it escaped. `reference` is what the operator finds in the log, for
/// what only the operator can fix.
#[must_use]
pub fn failure(sentence: &str, reference: Option<&str>) -> Message {
    let embed = Embed {
        description: Some(format!("⚠️ {sentence}")),
        color: Some(words::BAD),
        footer: reference.map(|reference| Footer { text: format!("Reference {reference}") }),
        ..Embed::default()
    };
    Draft::embed(embed).fit()
}

/// An answer given at `at`, shown again because there is no new one: LiveAgent does not answer now, or [why](crate::outages::why) not.
#[must_use]
pub fn stale(message: Message, why: Option<&str>, at: Timestamp) -> Message {
    let mut draft = Draft::from(message);
    let why = why.unwrap_or("LiveAgent isn't responding.");
    let note = format!("⚠️ {why} Showing data from {}.", time::ago(at));
    if let Some(embed) = draft.embeds.first_mut() {
        let before = embed.description.take().unwrap_or_default();
        embed.description = Some(format!("{note}\n\n{before}"));
        embed.color = Some(words::QUIET);
    }
    draft.fit()
}
