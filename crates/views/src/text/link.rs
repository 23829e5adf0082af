//! Links, and how each shows where it leads.
//!
//! Discord reads an address in a text up to the next white space or `<`, whatever stands there: a backtick, a star, a bracket. So
//! an address stands bare only where white space follows, and is written as `[words](address)` everywhere else. The words of
//! such a link always hold the host that opens, so neither a cut nor a page can part the two.

use super::{
    address::{Address, in_words, strip_scheme},
    escape, one_line,
};
use crate::cut::{self, width};

/// A longer address is shown shortened.
const MAX_SHOWN_LENGTH: usize = 60;

/// The longest words of a link that keep their place before the host.
const MAX_WORDS_BEFORE_HOST: usize = 60;

/// How much of longer words is shown.
const MAX_WORDS_LENGTH: usize = 160;

/// No address is longer: what is not a separator for so many bytes is no address, and is not looked at as one.
const MAX_ADDRESS_SIZE: usize = 2_048;

/// `words` as a link to `address`, with the real host in them where they don't name it and nothing else. What must not be a link
/// is shown as words, with the address where a reader can use it.
#[must_use]
pub fn link(words: &str, address: &str) -> String {
    match Address::read(address) {
        Some(address) => linked(words, &address),
        None => unlinked(words, address),
    }
}

/// `words` as a link to `address`.
pub(crate) fn linked(words: &str, address: &Address) -> String {
    let words = one_line(bounded(words));
    if words.is_empty() || strip_scheme(&words).is_some() {
        return masked(&shortened(address), address);
    }
    if width(&words) > MAX_WORDS_BEFORE_HOST {
        // Before them: the end of long words is what is cut.
        return masked(&format!("{}: {}", address.host(), cut::plain(&words, MAX_WORDS_LENGTH)), address);
    }
    if names_only(&words, address.host()) {
        masked(&words, address)
    } else {
        masked(&format!("{words} ({})", address.host()), address)
    }
}

/// `words`, with an address behind them that may not be a link.
pub(crate) fn unlinked(words: &str, address: &str) -> String {
    let words = one_line(bounded(words));
    match in_words(address) {
        Some(address) if words.is_empty() => super::escape(&address),
        Some(address) if !words.contains(&address) => super::escape(&format!("{words} ({address})")),
        _ => super::escape(&words),
    }
}

/// `words`, in at most `max` units, as a link to an address of our own making, which needs no host beside it.
#[must_use]
pub fn link_to(words: &str, max: usize, address: &str) -> String {
    format!("[{}]({address})", label(&one_line(bounded(words)), max))
}

/// Appends `line` to `out`, escaped, with its http(s) addresses as links. `starts` says whether the line begins here, `ends` whether
/// white space or the line's end follows.
pub(super) fn escape_with_links(line: &str, starts: bool, ends: bool, out: &mut String) {
    let mut rest = line;
    let mut first = starts;
    while let Some(at) = find(rest) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| c.is_whitespace() || "<>\"`".contains(c)).unwrap_or(from.len());
        let written = if end > MAX_ADDRESS_SIZE { &from[..end] } else { trim_end(&from[..end]) };
        text(before, first, out);
        first = false;
        rest = &from[written.len()..];
        // What a URL writes in another way is read more easily as it was written: those are the words of a link.
        let is_plain = |address: &Address| {
            address.target().eq_ignore_ascii_case(written)
                && width(written) <= MAX_SHOWN_LENGTH
                && is_parted(rest, ends)
                // Discord makes a mention of a channel's address.
                && !address.host().to_ascii_lowercase().ends_with("discord.com")
        };
        match Address::read(written) {
            Some(address) if is_plain(&address) => out.push_str(address.target()),
            Some(address) => out.push_str(&masked(&shortened(&address), &address)),
            None => text(written, false, out),
        }
    }
    text(rest, first, out);
}

fn text(text: &str, first: bool, out: &mut String) {
    if first { escape::line(text, out) } else { escape::inline(text, out) }
}

/// Whether Discord ends an address before `rest`: it leaves out these marks at an address's end, and no others.
fn is_parted(rest: &str, ends: bool) -> bool {
    let rest = rest.trim_start_matches(['.', ',', ':', ';', '"', '\'']);
    if rest.is_empty() { ends } else { rest.starts_with(char::is_whitespace) }
}

/// A link whose words are plain text, which has the host in it.
fn masked(words: &str, address: &Address) -> String {
    format!("[{}]({})", label(words, usize::MAX), address.target())
}

/// The host, and as much of what follows it as is shown. Words that look like an address would keep Discord from making a link of
/// them; without the scheme they don't.
fn shortened(address: &Address) -> String {
    cut::plain(&one_line(&address.words()), MAX_SHOWN_LENGTH.max(width(address.host()) + 1))
}

/// One clean line as the words of a link. Discord pairs brackets there even when they are escaped, so they are made round.
fn label(line: &str, max: usize) -> String {
    super::escape_to(&line.replace('[', "(").replace(']', ")"), max)
}

/// As much of a link's words as can matter.
fn bounded(words: &str) -> &str {
    &words[..words.floor_char_boundary(words.len().min(MAX_ADDRESS_SIZE))]
}

/// Whether `words` name `host`, and nothing else that looks like a host.
fn names_only(words: &str, host: &str) -> bool {
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_lowercase();
    let host = bare(host);
    let mut names = words
        .split(|c: char| c.is_whitespace() || "()/,?#\"'<>".contains(c))
        .map(|word| word.trim_matches(['.', ':', ';', '!']))
        .filter(|word| word.contains(is_dot))
        .peekable();
    names.peek().is_some() && names.all(|name| bare(name) == host)
}

/// Whether browsers take `c` for a dot within a host, or people may.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '。' | '．' | '｡' | '․' | '﹒' | '·' | '@')
}

/// The next place in `text` where an address begins.
fn find(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = |at: usize| {
        let rest = &bytes[at..];
        let scheme = |scheme: &[u8]| rest.len() > scheme.len() && rest[..scheme.len()].eq_ignore_ascii_case(scheme);
        (scheme(b"http://") || scheme(b"https://"))
            && !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric())
    };
    (0..bytes.len()).find(|at| bytes[*at].eq_ignore_ascii_case(&b'h') && starts(*at))
}

/// An address as it is meant in a sentence: without the sentence's punctuation, without a bracket it does not open.
fn trim_end(address: &str) -> &str {
    let opens = address.contains('(');
    let closes = |c: char| ".,;:!?'*_~|]}".contains(c) || (c == ')' && !opens);
    address.trim_end_matches(closes)
}

#[cfg(test)]
mod tests;
