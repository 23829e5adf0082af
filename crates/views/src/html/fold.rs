//! What of a mail is shown: its own words in full, what it quotes as one line, its signature as one small line.

use std::mem::take;

use html5gum::StartTag;

use super::{OUTPUT, tags};
use crate::cut;

/// How much of a signature is shown, in UTF-16 units.
const SIGNATURE: usize = 120;

/// Elements that hold the mail that is answered, by the class or id that mail programs give them.
const QUOTES: [&str; 6] =
    ["gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "tutanota_quote", "zmail_extra"];

/// Elements that part a mail from the one that is answered, which follows as a sibling.
const DIVIDERS: [&str; 2] = ["divRplyFwdMsg", "appendonsend"];

/// The line that does the same in plain text.
const DIVIDER: &str = "Original Message";

/// Elements that hold the signature.
const SIGNATURES: [&str; 5] =
    ["gmail_signature", "moz-signature", "signature", "protonmail_signature_block", "appleMailSignature"];

/// What a stretch of lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Quote,
    Signature,
}

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Mail,
    Article,
}

/// Takes lines in, gives the text out.
pub(super) struct Fold {
    shape: Shape,
    out: String,
    blank: bool,
    kind: Option<Kind>,
    /// Lines of the quote that is being folded.
    quoted: usize,
    /// The last line written stands in a quote that is shown.
    in_quote: bool,
    signature: String,
    full: bool,
}

impl Fold {
    pub(super) fn mail() -> Self {
        Self {
            shape: Shape::Mail,
            out: String::new(),
            blank: false,
            kind: None,
            quoted: 0,
            in_quote: false,
            signature: String::new(),
            full: false,
        }
    }

    pub(super) fn article() -> Self {
        Self { shape: Shape::Article, ..Self::mail() }
    }

    /// Whether `tag` opens a quote or a signature, and whether all the rest belongs to it.
    pub(super) fn kind_of(&self, tag: &StartTag<()>) -> Option<(Kind, bool)> {
        if **tag.name == *b"blockquote" {
            Some((Kind::Quote, false))
        } else if self.shape == Shape::Article {
            None
        } else if tags::is_called(tag, &QUOTES) {
            Some((Kind::Quote, false))
        } else if tags::is_called(tag, &DIVIDERS) {
            Some((Kind::Quote, true))
        } else if tags::is_called(tag, &SIGNATURES) {
            Some((Kind::Signature, false))
        } else {
            None
        }
    }

    pub(super) fn enter(&mut self, kind: Kind) {
        self.settle();
        self.kind = Some(kind);
        self.blank |= kind == Kind::Quote;
    }

    pub(super) fn leave(&mut self) {
        self.settle();
        self.kind = None;
        self.blank = true;
        self.in_quote = false;
    }

    /// Parts what follows by a blank line.
    pub(super) fn blank(&mut self) {
        self.blank = true;
    }

    /// Whether no more is taken in.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Takes a line. `quoted` says that it began with `>`, `dashes` that it is the line which parts mail from signature.
    pub(super) fn line(&mut self, line: &str, quoted: bool, dashes: bool) {
        if self.shape == Shape::Mail && dashes && self.kind != Some(Kind::Quote) {
            self.settle();
            self.kind = Some(Kind::Signature);
            return;
        }
        if self.shape == Shape::Mail
            && line.trim_matches(['-', '\\', ' ']).eq_ignore_ascii_case(DIVIDER)
            && line.contains("--")
        {
            self.settle();
            self.kind = Some(Kind::Quote);
        }
        match self.kind {
            Some(Kind::Quote) if self.shape == Shape::Article => {
                let blank = if take(&mut self.blank) && self.in_quote { "> \n" } else { "" };
                self.blank = !self.in_quote;
                self.put(&format!("{blank}> {}", line.replace('\n', "\n> ")));
                self.in_quote = true;
            }
            Some(Kind::Quote) => self.quoted += 1,
            _ if self.shape == Shape::Mail && quoted => self.quoted += 1,
            Some(Kind::Signature) => {
                if self.signature.len() < SIGNATURE * 4 {
                    if !self.signature.is_empty() {
                        self.signature.push_str(" · ");
                    }
                    self.signature.push_str(line);
                }
            }
            None => {
                self.settle();
                self.put(line);
            }
        }
    }

    /// Writes what was folded so far.
    fn settle(&mut self) {
        match take(&mut self.quoted) {
            0 => {}
            1 => self.put("> … quoted text folded (1 line)"),
            lines => self.put(&format!("> … quoted text folded ({lines} lines)")),
        }
        let signature = take(&mut self.signature);
        if !signature.is_empty() {
            self.blank = true;
            self.put(&format!("-# {}", cut::markdown(&signature, SIGNATURE)));
        }
    }

    fn put(&mut self, line: &str) {
        if self.full {
            return;
        }
        if self.out.len() + line.len() > OUTPUT {
            self.full = true;
            self.out.push_str("\n…");
            return;
        }
        let blank = take(&mut self.blank);
        if !self.out.is_empty() {
            self.out.push_str(if blank { "\n\n" } else { "\n" });
        }
        self.out.push_str(line);
    }

    pub(super) fn finish(mut self) -> String {
        self.settle();
        self.out
    }
}
