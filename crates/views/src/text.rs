//! Words from outside made safe to stand in a Discord message.
//!
//! What customers write is shown as they wrote it and does nothing: no mention, no markdown, no link that hides where it
//! leads, no character that can't be seen. Every view passes every word of an answer through here; lengths are not cut here
//! (see [`cut`]), and HTML is turned to text elsewhere (see [`html`](crate::html)).

mod address;
mod clean;
mod escape;
mod link;

pub use address::Address;
pub(crate) use address::in_words;
pub use clean::clean;
pub(crate) use link::linked;
pub use link::{link, link_to};

use crate::cut;

/// How much of a field is looked at, in bytes. Names, subjects and the like are cut far below it when they are shown.
const MAX_FIELD_SIZE: usize = 16 * 1024;

/// One line of text with all of Discord's markdown escaped. An address in it is text too.
/// For titles, names and values, and for the words of a link.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = one_line(start(text, MAX_FIELD_SIZE));
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape::line(&text, &mut out);
    out
}

/// [`escape`] for a sentence of ours that quotes what somebody wrote: its code spans stay code.
#[must_use]
pub fn escape_quotes(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    // Every other piece stands between two backticks; a last one that is not closed is text.
    let mut pieces = sentence.split('`').enumerate().peekable();
    while let Some((index, piece)) = pieces.next() {
        let is_inside = index % 2 == 1;
        if is_inside && pieces.peek().is_some() {
            out.push_str(&code(piece));
            continue;
        }
        let piece = if is_inside { format!("`{piece}") } else { piece.to_owned() };
        // `escape` trims, and the spaces between words and code count.
        let (start, end) = (piece.trim_start_matches(' '), piece.trim_end_matches(' '));
        out.push_str(&piece[..piece.len() - start.len()]);
        out.push_str(&escape(&piece));
        if !start.is_empty() {
            out.push_str(&piece[end.len()..]);
        }
    }
    out
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
        link::escape_with_links(line.trim_end(), true, true, &mut out);
    }
    out
}

/// One line for places that Discord shows as it is (labels, placeholders, footers), in at most `max` UTF-16 units.
#[must_use]
pub fn line(text: &str, max: usize) -> String {
    cut::plain(&escape::calm(&one_line(window(text, max))), max)
}

/// One line with its markdown escaped, in at most `max` UTF-16 units.
#[must_use]
pub fn escape_to(text: &str, max: usize) -> String {
    // Twice the room is enough to cut from, and keeps long text from being escaped in vain.
    cut::markdown(&escape(&cut::plain(window(text, max), max.saturating_mul(2))), max)
}

/// A few words in code type.
#[must_use]
pub fn code(text: &str) -> String {
    let text = unlinked(&escape::calm(&one_line(start(text, MAX_FIELD_SIZE)))).replace('`', "ˋ");
    if text.is_empty() { text } else { format!("`{text}`") }
}

/// Lines in code type, from which nothing can break out.
#[must_use]
pub fn fence(text: &str) -> String {
    let text = unlinked(&escape::calm(&clean(text))).replace("``", "`\u{200b}`").replace("``", "`\u{200b}`");
    let text = text.trim_end().trim_start_matches('\n');
    // The words begin on a line of their own: on the first they would name a language.
    if text.is_empty() { String::new() } else { format!("```\n{text}\n```") }
}

/// Code in which no `](` ends the words of a link that stands before it: Discord looks for them in code, too. Where the bracket is
/// opened within the code there is no such link, and the code stays as it is.
fn unlinked(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut open = 0_usize;
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        match c {
            '[' => open += 1,
            ']' if open > 0 => open -= 1,
            ']' if chars.peek() == Some(&'(') => out.push('\u{200b}'),
            _ => {}
        }
    }
    out
}

/// Words of a clean line with their markdown escaped and their http(s) addresses as links. `starts` says whether the line begins
/// with them, `ends` whether white space or the line's end follows.
pub(crate) fn escape_words(words: &str, starts: bool, ends: bool, out: &mut String) {
    link::escape_with_links(words, starts, ends, out);
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

/// The beginning of `text`, of at most `bytes` bytes.
pub(crate) fn start(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes.min(text.len()))]
}

/// As much of `text` as `max` units can be cut from, also where much of it can't be seen.
fn window(text: &str, max: usize) -> &str {
    start(text, max.saturating_mul(16).max(1024))
}

#[cfg(test)]
mod tests {
    use super::escape_quotes;

    #[test]
    fn code_in_a_sentence_is_not_escaped_inside() {
        for (sentence, expected) in [
            ("try `30 9 * * 1-5`", "try `30 9 * * 1-5`"),
            ("a*b is no `c_d`, or `e`.", "a\\*b is no `c_d`, or `e`."),
            ("`x` first", "`x` first"),
            ("one ` alone", "one \\` alone"),
            ("empty `` code", "empty  code"),
            ("\"@everyone\" is `@everyone`", "\"@\u{200b}everyone\" is `@\u{200b}everyone`"),
        ] {
            assert_eq!(escape_quotes(sentence), expected);
        }
    }
}
