//! Gathering words into lines: white space collapsed, blocks on lines of their own, and every line escaped as a whole, so that
//! nothing can be put together from pieces that look harmless each.

mod spans;

use std::mem::take;

use super::fold::{Fold, Line};
use super::script::{self, Script};
use super::table::Tables;
use crate::text::{self, Address};
use spans::{Look, Spans};

/// Deeper lists are shown at this depth.
const MAX_DEPTH: usize = 4;

/// How long a line may become, in bytes, before it is broken.
const MAX_LINE_SIZE: usize = 16 * 1024;

/// The line being gathered, and what is open around it.
#[derive(Debug, Default)]
pub(super) struct Lines {
    spans: Spans,
    /// White space was read since the last word.
    space: bool,
    bold: usize,
    strike: usize,
    code: bool,
    script: Option<(Script, String)>,
    pre: Option<Pre>,
    link: Option<Link>,
    lists: Vec<Option<u32>>,
    /// Lists that are open beyond [`MAX_DEPTH`].
    deeper: usize,
    /// What the line begins with: a list's mark.
    mark: String,
    tables: Tables,
}

#[derive(Debug)]
enum Pre {
    Lines,
    Code(String),
}

#[derive(Debug)]
struct Link {
    target: Target,
    words: String,
}

/// Where a link leads. It is found out once, however often a line breaks within the link.
#[derive(Debug)]
enum Target {
    Address(Address),
    /// It may not be a link.
    Words(String),
}

impl Lines {
    pub(super) fn text(&mut self, raw: &str, fold: &mut Fold<'_>) {
        // Cleaning, parting into words, and what becomes of them.
        fold.steps.count(raw.len() * 3);
        let clean = text::clean(raw);
        match &mut self.pre {
            Some(Pre::Code(code)) => {
                code.push_str(&clean);
                if code.len() > MAX_LINE_SIZE {
                    self.put_code(fold);
                    self.pre = Some(Pre::Code(String::new()));
                }
                return;
            }
            Some(Pre::Lines) => {
                for (index, line) in clean.split('\n').enumerate() {
                    if index > 0 {
                        self.line_break(fold);
                    }
                    self.words(line, fold);
                }
                return;
            }
            None => {}
        }
        self.words(&clean, fold);
    }

    fn words(&mut self, text: &str, fold: &mut Fold<'_>) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            self.space |= index > 0;
            if word.is_empty() {
                continue;
            }
            if self.held() > MAX_LINE_SIZE {
                self.flush(fold);
            }
            self.word(text::start(word, MAX_LINE_SIZE));
        }
    }

    /// How many bytes wait for the line's end.
    fn held(&self) -> usize {
        self.spans.len() + self.link.as_ref().map_or(0, |link| link.words.len())
    }

    fn word(&mut self, word: &str) {
        let ((Some((_, held)), _) | (None, Some(Link { words: held, .. }))) = (&mut self.script, &mut self.link) else {
            self.gap();
            self.spans.push(word, self.look());
            return;
        };
        if take(&mut self.space) && !held.is_empty() {
            held.push(' ');
        }
        held.push_str(word);
    }

    fn look(&self) -> Look {
        if self.code { Look::Code } else { Look::Text { bold: self.bold > 0, strike: self.strike > 0 } }
    }

    /// Puts what parts the next word from the last.
    fn gap(&mut self) {
        if take(&mut self.space) {
            self.spans.space(self.look());
        }
    }

    fn done(&mut self, markdown: String, plain: &str) {
        self.gap();
        self.spans.done(markdown, plain);
    }

    /// Ends the line. Where nothing was gathered since the last break, a blank line follows.
    pub(super) fn line_break(&mut self, fold: &mut Fold<'_>) {
        if let Some(Pre::Code(code)) = &mut self.pre {
            code.push('\n');
        } else if self.spans.is_empty() && self.link.is_none() {
            // A blank line would part a row's cells.
            if !self.tables.holds() {
                fold.blank();
            }
        } else {
            self.flush(fold);
        }
    }

    /// Ends the line if there is one, and parts what follows by a blank line.
    pub(super) fn block(&mut self, blank: bool, fold: &mut Fold<'_>) {
        if let Some(Pre::Code(code)) = &mut self.pre {
            if !code.is_empty() && !code.ends_with('\n') {
                code.push('\n');
            }
            return;
        }
        self.flush(fold);
        if blank && self.lists.is_empty() && !self.tables.holds() {
            fold.blank();
        }
    }

    /// Hands the line over.
    pub(super) fn flush(&mut self, fold: &mut Fold<'_>) {
        self.put_script();
        if let Some(Link { target, words }) = self.link.take() {
            self.put_link(&target, &words);
            // A link continues across the break. What is shown in words is shown once.
            let target = match target {
                Target::Words(_) if !words.is_empty() => Target::Words(String::new()),
                target => target,
            };
            self.link = Some(Link { target, words: String::new() });
        }
        self.space = false;
        if self.spans.is_empty() {
            return;
        }
        let spans = take(&mut self.spans);
        let mut line = spans.line();
        fold.steps.count(spans.len() * 2 + line.markdown.len());
        line.markdown.insert_str(0, &take(&mut self.mark));
        let lines = self.tables.line(line);
        hand_over(lines, fold);
    }

    pub(super) fn bold(&mut self, on: bool) {
        self.bold = if on { self.bold + 1 } else { self.bold.saturating_sub(1) };
    }

    pub(super) fn strike(&mut self, on: bool) {
        self.strike = if on { self.strike + 1 } else { self.strike.saturating_sub(1) };
    }

    pub(super) fn code(&mut self, on: bool) {
        self.code = on;
    }

    pub(super) fn open_script(&mut self, script: Script) {
        self.put_script();
        if self.link.is_none() && self.pre.is_none() {
            if self.space {
                self.gap();
            }
            self.script = Some((script, String::new()));
        }
    }

    pub(super) fn put_script(&mut self) {
        let Some((script, words)) = self.script.take() else { return };
        if !words.is_empty() {
            let space = take(&mut self.space);
            self.spans.push(&script::write(&words, script), self.look());
            self.space = space;
        }
    }

    pub(super) fn open_table(&mut self, fold: &mut Fold<'_>) {
        self.block(true, fold);
        hand_over(self.tables.begin(), fold);
    }

    pub(super) fn close_table(&mut self, fold: &mut Fold<'_>) {
        self.flush(fold);
        hand_over(self.tables.end(), fold);
        self.block(true, fold);
    }

    /// A row begins or ends.
    pub(super) fn row(&mut self, fold: &mut Fold<'_>) {
        self.flush(fold);
        hand_over(self.tables.row(), fold);
    }

    pub(super) fn cell(&mut self, fold: &mut Fold<'_>) {
        self.flush(fold);
        self.tables.cell();
    }

    /// Something begins that is no line of a cell.
    pub(super) fn leave_row(&mut self, fold: &mut Fold<'_>) {
        self.flush(fold);
        hand_over(self.tables.loosen(), fold);
    }

    pub(super) fn open_list(&mut self, first: Option<u32>, fold: &mut Fold<'_>) {
        self.leave_row(fold);
        self.block(true, fold);
        if self.lists.len() < MAX_DEPTH { self.lists.push(first) } else { self.deeper += 1 }
    }

    pub(super) fn close_list(&mut self, fold: &mut Fold<'_>) {
        self.flush(fold);
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if self.lists.pop().is_some() && self.lists.is_empty() {
            fold.blank();
        }
        self.mark.clear();
    }

    pub(super) fn item(&mut self, number: Option<u32>, fold: &mut Fold<'_>) {
        self.flush(fold);
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        self.mark = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = number.unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{indent}{number}. ")
            }
            _ => format!("{indent}- "),
        };
    }

    pub(super) fn open_pre(&mut self, code: bool, fold: &mut Fold<'_>) {
        self.leave_row(fold);
        self.block(true, fold);
        self.pre = Some(if code { Pre::Code(String::new()) } else { Pre::Lines });
    }

    pub(super) fn close_pre(&mut self, fold: &mut Fold<'_>) {
        self.put_code(fold);
        self.pre = None;
        self.block(true, fold);
    }

    fn put_code(&mut self, fold: &mut Fold<'_>) {
        if let Some(Pre::Code(code)) = &mut self.pre {
            let code = take(code);
            fold.steps.count(code.len() * 3);
            let fenced = text::fence(&code);
            if !fenced.is_empty() {
                fold.line(Line::new(fenced, &code, false));
            }
        }
    }

    pub(super) fn open_link(&mut self, address: Option<&str>) {
        self.close_link();
        if let Some(address) = address
            && !matches!(self.pre, Some(Pre::Code(_)))
        {
            // A space before a link belongs before it, not into its words.
            if self.space {
                self.gap();
            }
            let target = Address::read(address).map_or_else(|| Target::Words(address.to_owned()), Target::Address);
            self.link = Some(Link { target, words: String::new() });
        }
    }

    pub(super) fn close_link(&mut self) {
        if let Some(Link { target, words }) = self.link.take() {
            self.put_link(&target, &words);
        }
    }

    /// A picture or a film: `icon` and `words`, linked to `address`, or to what the link around it is linked to.
    pub(super) fn picture(&mut self, icon: &str, words: &str, address: &str) {
        let words = format!("{icon} {words}");
        if let Some(Pre::Code(code)) = &mut self.pre {
            code.push_str(&words);
        } else if let Some(link) = &mut self.link {
            if !link.words.is_empty() {
                link.words.push(' ');
            }
            link.words.push_str(&words);
        } else {
            self.done(text::link(&words, address), &words);
        }
    }

    fn put_link(&mut self, target: &Target, words: &str) {
        if words.is_empty() {
            return;
        }
        let space = take(&mut self.space);
        match target {
            Target::Address(address) => self.done(text::linked(words, address), words),
            // Of a place within the page, or none at all: words among words, which may only be escaped together.
            Target::Words(address) => match text::in_words(address) {
                Some(address) if !words.contains(&address) => {
                    self.spans.push(&format!("{words} ({address})"), self.look());
                }
                _ => self.spans.push(words, self.look()),
            },
        }
        self.space = space;
    }
}

fn hand_over(lines: Vec<Line>, fold: &mut Fold<'_>) {
    for line in lines {
        fold.line(line);
    }
}
