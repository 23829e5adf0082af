//! Words from outside made safe to stand in a Discord message.
//!
//! What customers write is shown as they wrote it and does nothing: no mention, no markdown, no link that hides where it
//! leads, no character that can't be seen. Every view passes every word of an answer through here; lengths are not cut here
//! (see [`cut`]), and HTML is turned to text elsewhere (see [`html`](crate::html)).

mod clean;
mod escape;
mod web;

pub use clean::clean;
pub use web::{address, host, link, link_to};

use crate::cut;

/// One line of text with all of Discord's markdown escaped. An address in it is text too.
/// For titles, names and values, and for the words of a link.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape::line(&one_line(text), &mut out);
    out
}

/// [`escape`] for a sentence of ours that quotes what somebody wrote: its code spans stay code.
#[must_use]
pub fn escape_quotes(sentence: &str) -> String {
    escape(sentence).replace("\\`", "`")
}

/// Several lines of text with all of Discord's markdown escaped. Plain http(s) addresses stay links; a long one is shown
/// shortened behind its real host.
#[must_use]
pub fn escape_lines(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        web::escape_with_links(line.trim_end(), &mut out);
    }
    out
}

/// One line for places that Discord shows as it is (labels, placeholders, footers), in at most `max` UTF-16 units.
#[must_use]
pub fn line(text: &str, max: usize) -> String {
    cut::plain(&escape::calm(&one_line(text)), max)
}

/// One line with its markdown escaped, in at most `max` UTF-16 units.
#[must_use]
pub fn escape_to(text: &str, max: usize) -> String {
    // Twice the room is enough to cut from, and keeps long text from being escaped in vain.
    cut::markdown(&escape(&cut::plain(text, max.saturating_mul(2))), max)
}

/// A few words in code type.
#[must_use]
pub fn code(text: &str) -> String {
    let text = escape::calm(&one_line(text)).replace('`', "ˋ");
    if text.is_empty() { text } else { format!("`{text}`") }
}

/// Lines in code type, from which nothing can break out.
#[must_use]
pub fn fence(text: &str) -> String {
    let text = escape::calm(&clean(text)).replace("``", "`\u{200b}`").replace("``", "`\u{200b}`");
    let text = text.trim_end().trim_start_matches('\n');
    // The words begin on a line of their own: on the first they would name a language.
    if text.is_empty() { String::new() } else { format!("```\n{text}\n```") }
}

/// One clean line with its markdown escaped and its http(s) addresses as links.
pub(crate) fn escape_line_with_links(line: &str, out: &mut String) {
    web::escape_with_links(line, out);
}

/// The middle of a clean line with its markdown escaped; nothing in it becomes a link.
pub(crate) fn escape_inline(text: &str, out: &mut String) {
    escape::inline(text, out);
}

/// `text` without what can't be seen, its white space as single spaces.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in clean(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
