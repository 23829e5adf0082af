//! Gathering words into lines: white space collapsed, blocks on lines of their own, and every line escaped as a whole, so that
//! nothing can be put together from pieces that look harmless each.

use std::mem::take;

use super::fold::Fold;
use crate::text;

/// Deeper lists are shown at this depth.
const DEEPEST: usize = 4;

/// A stretch of a line.
enum Span {
    Text {
        words: String,
        bold: bool,
    },
    Code(String),
    /// Markdown that is finished and safe.
    Done(String),
}

/// The line being gathered, and what is open around it.
#[derive(Default)]
pub(super) struct Lines {
    spans: Vec<Span>,
    /// White space was read since the last word.
    space: bool,
    /// A cell began since the last word.
    cell: bool,
    bold: usize,
    code: bool,
    pre: Option<Pre>,
    link: Option<Link>,
    lists: Vec<Option<u32>>,
    /// Lists that are open beyond [`DEEPEST`].
    deeper: usize,
    /// What the line begins with: a list's mark.
    mark: String,
}

enum Pre {
    Lines,
    Code(String),
}

struct Link {
    address: String,
    words: String,
}

impl Lines {
    pub(super) fn text(&mut self, raw: &str, fold: &mut Fold) {
        let clean = text::clean(raw);
        match &mut self.pre {
            Some(Pre::Code(code)) => return code.push_str(&clean),
            Some(Pre::Lines) => {
                for (index, line) in clean.split('\n').enumerate() {
                    if index > 0 {
                        self.line_break(fold);
                    }
                    self.words(line);
                }
                return;
            }
            None => {}
        }
        self.words(&clean);
    }

    fn words(&mut self, text: &str) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            self.space |= index > 0;
            if !word.is_empty() {
                self.word(word);
            }
        }
    }

    fn word(&mut self, word: &str) {
        if let Some(link) = &mut self.link {
            if take(&mut self.space) && !link.words.is_empty() {
                link.words.push(' ');
            }
            link.words.push_str(word);
            return;
        }
        self.gap();
        match self.spans.last_mut() {
            Some(Span::Code(words)) if self.code => words.push_str(word),
            _ if self.code => self.spans.push(Span::Code(word.to_owned())),
            _ => self.push(word),
        }
    }

    /// Puts words to the words before them, if those look the same: only together can they be escaped.
    fn push(&mut self, text: &str) {
        let bold = self.bold > 0;
        match self.spans.last_mut() {
            Some(Span::Text { words, bold: same }) if *same == bold => words.push_str(text),
            _ => self.spans.push(Span::Text { words: text.to_owned(), bold }),
        }
    }

    /// Puts what parts the next word from the last.
    fn gap(&mut self) {
        let (space, cell) = (take(&mut self.space), take(&mut self.cell));
        if self.spans.is_empty() {
            return;
        }
        let gap = if cell {
            " │ "
        } else if space {
            " "
        } else {
            return;
        };
        match self.spans.last_mut() {
            Some(Span::Text { words, .. }) => words.push_str(gap),
            Some(Span::Code(words)) if self.code && !cell => words.push_str(gap),
            _ => self.spans.push(Span::Text { words: gap.to_owned(), bold: false }),
        }
    }

    fn done(&mut self, markdown: String) {
        self.gap();
        self.spans.push(Span::Done(markdown));
    }

    /// Ends the line. Where nothing was gathered since the last break, a blank line follows.
    pub(super) fn line_break(&mut self, fold: &mut Fold) {
        if self.spans.is_empty() && self.link.is_none() { fold.blank() } else { self.flush(fold) }
    }

    /// Ends the line if there is one, and parts what follows by a blank line.
    pub(super) fn block(&mut self, blank: bool, fold: &mut Fold) {
        self.flush(fold);
        if blank && self.lists.is_empty() {
            fold.blank();
        }
    }

    /// Hands the line over.
    pub(super) fn flush(&mut self, fold: &mut Fold) {
        let link = self.link.take();
        if let Some(link) = link {
            // A link goes on over the break.
            self.put_link(&link);
            self.link = Some(Link { words: String::new(), ..link });
        }
        self.space = false;
        self.cell = false;
        let spans = take(&mut self.spans);
        if spans.is_empty() {
            return;
        }
        let raw_quote = matches!(spans.first(), Some(Span::Text { words, .. }) if words.starts_with('>'));
        let words = match spans.as_slice() {
            [Span::Text { words, .. }] => words.trim(),
            _ => "",
        };
        let dashes = words == "--";
        let rendered = take(&mut self.mark) + &render(&spans);
        fold.line(&rendered, raw_quote, dashes);
    }

    pub(super) fn bold(&mut self, on: bool) {
        self.bold = if on { self.bold + 1 } else { self.bold.saturating_sub(1) };
    }

    pub(super) fn code(&mut self, on: bool) {
        self.code = on;
    }

    pub(super) fn cell(&mut self) {
        self.cell = !self.spans.is_empty();
    }

    pub(super) fn open_list(&mut self, ordered: bool, fold: &mut Fold) {
        self.block(true, fold);
        if self.lists.len() < DEEPEST { self.lists.push(ordered.then_some(0)) } else { self.deeper += 1 }
    }

    pub(super) fn close_list(&mut self, fold: &mut Fold) {
        self.flush(fold);
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if self.lists.pop().is_some() && self.lists.is_empty() {
            fold.blank();
        }
        self.mark.clear();
    }

    pub(super) fn item(&mut self, fold: &mut Fold) {
        self.flush(fold);
        let indent = "  ".repeat(self.lists.len().saturating_sub(1));
        self.mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number = number.saturating_add(1);
                format!("{indent}{number}. ")
            }
            _ => format!("{indent}- "),
        };
    }

    pub(super) fn open_pre(&mut self, code: bool, fold: &mut Fold) {
        self.block(true, fold);
        self.pre = Some(if code { Pre::Code(String::new()) } else { Pre::Lines });
    }

    pub(super) fn close_pre(&mut self, fold: &mut Fold) {
        if let Some(Pre::Code(code)) = self.pre.take() {
            let code = text::fence(&code);
            if !code.is_empty() {
                fold.line(&code, false, false);
            }
        }
        self.block(true, fold);
    }

    pub(super) fn open_link(&mut self, address: Option<String>) {
        self.close_link();
        if let Some(address) = address {
            self.gap_before_link();
            self.link = Some(Link { address, words: String::new() });
        }
    }

    pub(super) fn close_link(&mut self) {
        if let Some(link) = self.link.take() {
            self.put_link(&link);
        }
    }

    pub(super) fn picture(&mut self, words: &str, address: &str) {
        let words = format!("🖼 {words}");
        if let Some(link) = &mut self.link {
            let space = if link.words.is_empty() { "" } else { " " };
            link.words = format!("{}{space}{words}", link.words);
        } else {
            self.done(text::link(&words, address));
        }
    }

    /// A space before a link belongs before it, not into its words.
    fn gap_before_link(&mut self) {
        if self.space || self.cell {
            self.gap();
        }
    }

    fn put_link(&mut self, link: &Link) {
        if link.words.is_empty() {
            return;
        }
        let space = take(&mut self.space);
        let address = link.address.trim();
        let mail = address.strip_prefix("mailto:").map(|rest| rest.split('?').next().unwrap_or_default());
        match mail {
            Some(mail) if !link.words.contains(mail) => {
                self.done(format!("{} ({})", text::escape(&link.words), text::escape(&text::line(mail, 100))));
            }
            _ if text::host(address).is_some() => self.done(text::link(&link.words, address)),
            _ => self.push(&link.words),
        }
        self.space = space;
    }
}

fn render(spans: &[Span]) -> String {
    let mut out = String::new();
    for span in spans {
        match span {
            Span::Done(markdown) => out.push_str(markdown),
            Span::Code(words) => out.push_str(&text::code(words)),
            Span::Text { words, bold: false } => text::escape_line_with_links(words, &mut out),
            Span::Text { words, bold: true } => {
                let (start, end) = (words.trim_start(), words.trim());
                out.push_str(&words[..words.len() - start.len()]);
                if !end.is_empty() {
                    out.push_str("**");
                    text::escape_inline(end, &mut out);
                    out.push_str("**");
                }
                out.push_str(&start[end.len()..]);
            }
        }
    }
    out.trim().to_owned()
}
