//! The messages in an audit channel: each change once, several in one message if many come.

use super::{Entry, line};
use crate::cut::width;
use crate::message::{Draft, Message};
use crate::payload::{Embed, Footer};
use crate::{text, words};

/// The most changes in one message.
pub const MAX_LINES: u32 = 25;

/// The maximum length of the changes in a description, in UTF-16 units. The rest is for the note about earlier ones.
const MAX_LENGTH: usize = 3_900;

/// How many of the changes fit in one message, from the first: at least one.
#[must_use]
pub fn fitting(entries: &[Entry]) -> usize {
    fit(entries.iter()).max(1)
}

/// The message whose last row is `last`. `entries` are the last of `total` changes, oldest first; those before them, and those that don't fit, are
/// counted.
#[must_use]
pub fn feed(last: i64, entries: &[Entry], total: u64) -> Message {
    let shown = &entries[entries.len() - fit(entries.iter().rev()).min(entries.len())..];
    let earlier = total.saturating_sub(shown.len() as u64);
    let earlier = (earlier > 0).then(|| format!("-# … and {} earlier: see `/audit`", words::number(earlier)));
    let lines: Vec<String> = earlier.into_iter().chain(shown.iter().map(|entry| line::line(entry, None))).collect();
    Draft::embed(Embed {
        description: Some(lines.join("\n")),
        color: Some(words::NEUTRAL),
        footer: Some(Footer { text: format!("Audit {last}") }),
        timestamp: shown.last().map(|entry| entry.at),
        ..Embed::default()
    })
    .fit()
}

/// How many of these changes fit.
fn fit<'e>(entries: impl Iterator<Item = &'e Entry>) -> usize {
    let mut room = MAX_LENGTH;
    let fits = |entry: &Entry| {
        let left = room.checked_sub(width(&line::line(entry, None)) + 1);
        room = left.unwrap_or_default();
        left.is_some()
    };
    entries.take(MAX_LINES as usize).map(fits).take_while(|fits| *fits).count()
}

/// The notice for the member who chose an audit channel that Discord blocks.
#[must_use]
pub fn blocked(channel: u64, reason: &str) -> String {
    format!(
        "⚠️ Discord doesn't let me post in the audit channel <#{channel}> ({}). Allow me to view it and send messages there, \
         or choose another one with `/setup audit`. I'll keep trying. Nothing is lost: `/audit` shows all changes.",
        text::escape_to(reason, 200)
    )
}
