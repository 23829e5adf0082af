//! Discord's markdown in indivisible pieces, from the left, with what is open at each point.
//!
//! Reads only as much as a cut needs, and looks ahead only [`MAX_REACH`] bytes, so that hostile text costs no more than plain
//! text. It is not a parser: what is bold and what is not is never asked.

use unicode_segmentation::UnicodeSegmentation;

/// How far, in bytes, the end of a link or an angle bracket is looked for. An address has 2048 characters at most.
const MAX_REACH: usize = 4096;

/// A grapheme of more bytes than this (a letter under a heap of accents) may be split between its characters.
const MAX_GRAPHEME_SIZE: usize = 64;

/// Marks that open and close, the longer before the shorter.
const MARKS: [&str; 6] = ["**", "__", "~~", "||", "*", "_"];

/// A markdown text and how far it is read.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    open: Vec<&'static str>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self::resume(text, Vec::new())
    }

    /// A scanner of text before which `open` was left open.
    pub(super) fn resume(text: &'t str, open: Vec<&'static str>) -> Self {
        Self { text, at: 0, open }
    }

    /// What is open here.
    pub(super) fn open(&self) -> &[&'static str] {
        &self.open
    }

    /// What would close everything that is open here.
    pub(super) fn closers(&self) -> String {
        self.open.iter().rev().map(|mark| if *mark == "```" { "\n```" } else { mark }).collect()
    }

    /// The next indivisible piece; `opened` is set to whether it opened something.
    pub(super) fn next_from(&mut self, opened: &mut bool) -> Option<&'t str> {
        let open = self.open.len();
        let next = self.next();
        *opened = self.open.len() > open;
        next
    }

    /// The next indivisible piece.
    pub(super) fn next(&mut self) -> Option<&'t str> {
        let rest = &self.text[self.at..];
        let length = match self.open.last().copied() {
            _ if rest.is_empty() => return None,
            Some(code @ ("```" | "``" | "`")) => {
                if rest.starts_with(code) {
                    self.open.pop();
                    code.len()
                } else {
                    grapheme(rest)
                }
            }
            _ => self.outside_code(rest),
        };
        self.at += length;
        Some(&rest[..length])
    }

    fn outside_code(&mut self, rest: &'t str) -> usize {
        for code in ["```", "``", "`"] {
            if rest.starts_with(code) {
                self.open.push(code);
                return code.len();
            }
        }
        for mark in MARKS {
            if rest.starts_with(mark) {
                match self.open.iter().position(|open| *open == mark) {
                    Some(index) => self.open.truncate(index),
                    None => self.open.push(mark),
                }
                return mark.len();
            }
        }
        let mut bytes = rest.bytes();
        match (bytes.next(), bytes.next()) {
            (Some(b'\\'), Some(next)) if next.is_ascii_punctuation() => 2,
            (Some(b'<'), _) => angle(rest),
            (Some(b'['), _) => link(rest),
            (Some(b'h'), _) if is_address(rest) => address(rest),
            _ => grapheme(rest),
        }
    }
}

/// Whether `atom` is an address that stands bare.
pub(super) fn is_address(atom: &str) -> bool {
    atom.starts_with("http://") || atom.starts_with("https://")
}

/// The pieces of a grapheme: itself, unless it is absurdly long.
pub(super) fn bounded(grapheme: &str) -> impl Iterator<Item = (usize, &str)> {
    let step = if grapheme.len() > MAX_GRAPHEME_SIZE { None } else { Some((0, grapheme)) };
    let split = step.is_none().then(|| grapheme.char_indices().map(|(at, c)| (at, &grapheme[at..at + c.len_utf8()])));
    step.into_iter().chain(split.into_iter().flatten())
}

fn grapheme(rest: &str) -> usize {
    let window = within(rest, MAX_GRAPHEME_SIZE * 4);
    let first = window.graphemes(true).next().map_or(0, str::len);
    if first > MAX_GRAPHEME_SIZE { rest.chars().next().map_or(0, char::len_utf8) } else { first }
}

/// `<@1>`, `<t:1:R>`, `<https://..>` and the like; a lone `<` is one piece by itself.
fn angle(rest: &str) -> usize {
    let inner = within(&rest[1..], MAX_REACH);
    match inner.find(|c: char| c.is_whitespace() || c == '<' || c == '>') {
        Some(end) if inner[end..].starts_with('>') => 1 + end + 1,
        _ => 1,
    }
}

/// `[words](address)`; a lone `[` is one piece by itself.
fn link(rest: &str) -> usize {
    let window = within(rest, MAX_REACH);
    let mut escaped = false;
    let Some(middle) = window.bytes().position(|byte| {
        let found = byte == b']' && !escaped;
        escaped = byte == b'\\' && !escaped;
        found
    }) else {
        return 1;
    };
    let target = &window[middle + 1..];
    match target.find([')', '\n', ' ']) {
        Some(end) if target.starts_with('(') && target[end..].starts_with(')') => middle + 1 + end + 1,
        _ => 1,
    }
}

fn address(rest: &str) -> usize {
    within(rest, MAX_REACH)
        .find(|c: char| c.is_whitespace() || c == '<')
        .unwrap_or_else(|| within(rest, MAX_REACH).len())
}

/// The start of `text`, of at most `bytes` bytes.
fn within(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes.min(text.len()))]
}
