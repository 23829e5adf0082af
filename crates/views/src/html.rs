//! HTML mail and articles as Discord's markdown, safe and readable.
//!
//! A tokenizer reads from the left, once; there is no tree and no recursion, so nesting costs nothing. Reading ends when enough text
//! is there (not when enough HTML was read: a picture within a mail is a megabyte and no word), or when the drawing's
//! [`Steps`] are spent. Styles are not looked at, save to leave out what is hidden; pictures and films become links.

mod elements;
mod fold;
mod languages;
mod lines;
mod mail_programs;
mod plain;
mod reader;
mod script;
mod table;

use crate::cut;
use crate::steps::Steps;
use fold::Fold;
pub(crate) use languages::is_forward;

/// How much text of an article is shown, in bytes.
pub const MAX_ARTICLE_SIZE: usize = 64 * 1024;

/// How much raw text a preview of one line is looked for in, in bytes.
const MAX_PREVIEW_SIZE: usize = 256 * 1024;

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The text as Discord's markdown. Empty where nothing in it can be shown.
    pub markdown: String,
    /// Whether quoted text was folded, or a signature shortened.
    pub folded: bool,
    /// Whether there is more text than was taken in.
    pub cut: bool,
}

/// How a mail is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The most of its text that is shown, in UTF-16 units.
    pub most: usize,
    /// Whether quoted text and signatures are shown in full.
    pub unfolded: bool,
    /// Whether it may be a forwarded mail, as its subject says: then what mail programs write above an answered mail is no fold.
    pub forwarded: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self { most: MAX_ARTICLE_SIZE, unfolded: false, forwarded: false }
    }
}

/// A mail, which may come in several parts: what its writer wrote, and what LiveAgent took for quoted text.
#[derive(Debug)]
pub struct Mail<'s> {
    fold: Fold<'s>,
    reading: Reading,
}

impl<'s> Mail<'s> {
    /// A mail without any part yet.
    #[must_use]
    pub fn new(reading: Reading, steps: &'s Steps) -> Self {
        Self { fold: Fold::mail(reading, steps), reading }
    }

    /// Takes a part in, HTML or plain.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.fold.next_part();
        self.read(text);
        self
    }

    /// Takes a part in that is all quoted.
    #[must_use]
    pub fn quoted(mut self, text: &str) -> Self {
        self.fold.next_quoted_part();
        self.read(text);
        self
    }

    fn read(&mut self, text: &str) {
        self.fold.steps.count(text.len());
        if elements::is_html(text) {
            reader::read(text, &mut self.fold, false);
        } else {
            plain::read(text, &mut self.fold);
        }
    }

    /// What is shown.
    #[must_use]
    pub fn finish(self) -> Drawn {
        let most = self.reading.most;
        let mut drawn = self.fold.finish();
        if cut::width(&drawn.markdown) > most {
            drawn.cut = true;
            drawn.markdown = cut::markdown(&drawn.markdown, most);
        }
        drawn
    }
}

/// A message as people wrote it, HTML or plain: with what it quotes folded and its signature kept short.
#[must_use]
pub fn message(text: &str) -> String {
    Mail::new(Reading::default(), &Steps::default()).text(text).finish().markdown
}

/// An article, which is HTML: everything is kept, code stands in code type.
#[must_use]
pub fn article(html: &str, steps: &Steps) -> Drawn {
    let mut fold = Fold::article(steps);
    reader::read(html, &mut fold, true);
    fold.finish()
}

/// The words alone, HTML or plain, in one line of at most `max` units.
#[must_use]
pub fn words(text: &str, max: usize) -> String {
    let text = crate::text::start(text, MAX_PREVIEW_SIZE);
    if elements::is_html(text) {
        crate::text::line(&reader::words(text, max.saturating_mul(4)), max)
    } else {
        let text = crate::text::start(text, max.saturating_mul(16).max(1024));
        crate::text::line(&plain::entities(text), max)
    }
}
