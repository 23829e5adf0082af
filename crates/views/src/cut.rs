//! Shortening text to a length that Discord counts, without breaking what it is made of.
//!
//! Lengths are UTF-16 code units: the strictest of the ways in which Discord's services and clients count. What escapes
//! and cleans text is in [`text`](crate::text); this module takes markdown as it is.

mod atom;
mod pages;

use unicode_segmentation::UnicodeSegmentation;

use atom::Scanner;
pub use pages::pages;

/// What ends a text that was shortened. One unit wide.
const ELLIPSIS: char = '…';

/// How far back, in units, a cut may move to end at a word.
const WORD_REACH: usize = 32;

/// The length of `text` as Discord counts it at its strictest: in UTF-16 code units.
#[must_use]
pub fn width(text: &str) -> usize {
    // A character is one unit, and one of four bytes two; by bytes, many are counted at once.
    let units = |byte: u8| usize::from(!matches!(byte, 0x80..=0xBF)) + usize::from(byte >= 0xF0);
    text.bytes().map(units).sum()
}

/// `text` in at most `max` units, cut between graphemes (between words, where one ends nearby) and ended with "…".
/// For places where Discord shows text as it is: labels, placeholders, footers.
#[must_use]
pub fn plain(text: &str, max: usize) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    let mut cut = Cut::default();
    let mut cost = 0;
    let mut pieces = text.graphemes(true).flat_map(atom::bounded);
    loop {
        if cost < max {
            cut.offer(text, cost);
        }
        let Some(piece) = pieces.next() else { break };
        cost += width(piece.1);
        cut.at += piece.1.len();
        if cost >= max {
            break;
        }
    }
    cut.finish(text, max)
}

/// `text` in at most `max` units, as [`plain`], but never inside an escape, a link, an address, a mention or a timestamp;
/// code, bold and the like that are open at the cut are closed after it.
#[must_use]
pub fn markdown(text: &str, max: usize) -> String {
    if width(text) <= max {
        return text.to_owned();
    }
    let mut scanner = Scanner::new(text);
    let mut cut = Cut::default();
    let mut cost = 0;
    loop {
        let closers = scanner.closers();
        if cost + 1 + usize::from(cut.parts) + width(&closers) <= max {
            cut.closers = closers;
            cut.offer(text, cost);
        }
        let Some(atom) = scanner.next() else { break };
        if !atom.trim().is_empty() {
            cut.parts = atom::is_address(atom);
        }
        cost += width(atom);
        cut.at += atom.len();
        if cost >= max {
            break;
        }
    }
    cut.finish(text, max)
}

/// The best places to cut that were seen so far.
#[derive(Default)]
struct Cut {
    at: usize,
    closers: String,
    /// An address is the last that was read: what follows it at once would be part of it.
    parts: bool,
    hard: Option<Place>,
    word: Option<Place>,
}

#[derive(Clone)]
struct Place {
    end: usize,
    cost: usize,
    closers: String,
    parts: bool,
}

impl Cut {
    fn offer(&mut self, text: &str, cost: usize) {
        let place = Place { end: self.at, cost, closers: self.closers.clone(), parts: self.parts };
        let (before, after) = text.split_at(self.at);
        if before.ends_with(char::is_whitespace) || after.starts_with(char::is_whitespace) {
            self.word = Some(place.clone());
        }
        self.hard = Some(place);
    }

    fn finish(self, text: &str, max: usize) -> String {
        let Some(hard) = self.hard else {
            return if max == 0 { String::new() } else { ELLIPSIS.to_string() };
        };
        let place = match self.word {
            Some(word) if word.cost + WORD_REACH >= hard.cost => word,
            _ => hard,
        };
        let kept = text[..place.end].trim_end();
        let gap = if place.parts { " " } else { "" };
        format!("{kept}{gap}{ELLIPSIS}{}", place.closers)
    }
}

#[cfg(test)]
mod tests {
    use super::{markdown, plain, width};

    #[test]
    fn what_fits_is_left_alone() {
        assert_eq!(plain("four", 4), "four");
        assert_eq!(markdown("**four**", 8), "**four**");
    }

    #[test]
    fn a_cut_ends_at_a_word_or_a_grapheme() {
        assert_eq!(plain("a late parcel from Graz", 14), "a late parcel…");
        assert_eq!(plain("a late parcel from Graz", 12), "a late…");
        assert_eq!(plain("👩‍👩‍👧👩‍👩‍👧", 9), "👩‍👩‍👧…");
        assert_eq!(plain("👩‍👩‍👧", 3), "…");
        assert_eq!(plain("anything", 0), "");
    }

    #[test]
    fn a_cut_leaves_no_half_of_anything() {
        for (text, max, expected) in [
            (r"ab\*cd", 4, "ab…"),
            ("ab [c d](https://e.f) g", 12, "ab…"),
            ("ab <t:1700000000:R> g", 12, "ab…"),
            ("ab https://example.org/long/path g", 12, "ab…"),
            ("**bold words here** and", 12, "**bold…**"),
            ("```\ncode goes on here\n```", 14, "```\ncode…\n```"),
            ("`code goes on here`", 11, "`code…`"),
            ("||hidden words||", 12, "||hidden…||"),
            ("see https://a.example and more", 23, "see https://a.example …"),
            ("see https://a.example and more", 22, "see…"),
        ] {
            let cut = markdown(text, max);
            assert_eq!(cut, expected, "{text} at {max}");
            assert!(width(&cut) <= max);
        }
    }
}
