//! The stretches that a line is made of, and the line as Discord's markdown.

use super::super::fold::Line;
use crate::text;

/// How words look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Text { bold: bool, strike: bool },
    Code,
}

const PLAIN: Look = Look::Text { bold: false, strike: false };

#[derive(Debug)]
enum Span {
    Words {
        words: String,
        look: Look,
    },
    /// Markdown that is finished and safe, and its words.
    Done {
        markdown: String,
        plain: String,
    },
}

/// The stretches of one line.
#[derive(Debug, Default)]
pub(super) struct Spans {
    spans: Vec<Span>,
    /// Bytes held.
    len: usize,
}

impl Spans {
    pub(super) fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Puts words to the words before them, if those look the same: only together can they be escaped.
    pub(super) fn push(&mut self, text: &str, look: Look) {
        self.len += text.len();
        match self.spans.last_mut() {
            Some(Span::Words { words, look: same }) if *same == look => words.push_str(text),
            _ => self.spans.push(Span::Words { words: text.to_owned(), look }),
        }
    }

    /// A space after what there is; none where there is nothing.
    pub(super) fn space(&mut self, next: Look) {
        match self.spans.last_mut() {
            None => return,
            // Within code it is code, behind it it is not.
            Some(Span::Words { words, look }) if *look != Look::Code || next == Look::Code => words.push(' '),
            _ => self.spans.push(Span::Words { words: " ".to_owned(), look: PLAIN }),
        }
        self.len += 1;
    }

    pub(super) fn done(&mut self, markdown: String, plain: &str) {
        self.len += markdown.len();
        self.spans.push(Span::Done { markdown, plain: plain.to_owned() });
    }

    /// All of it as one line.
    pub(super) fn line(&self) -> Line {
        let is_quoted =
            matches!(self.spans.first(), Some(Span::Words { words, look: PLAIN }) if words.starts_with('>'));
        let mut line = Line::new(String::new(), "", is_quoted);
        for (index, span) in self.spans.iter().enumerate() {
            match span {
                Span::Done { markdown, plain } => line.append(markdown, plain),
                Span::Words { words, look: Look::Code } => line.append(&text::code(words), words),
                Span::Words { words, look: PLAIN } => {
                    let ends = self.spans.get(index + 1).is_none_or(Span::begins_with_space);
                    let mut markdown = String::with_capacity(words.len() + words.len() / 8);
                    text::escape_words(words, index == 0, ends, &mut markdown);
                    line.append(&markdown, words);
                }
                Span::Words { words, look: Look::Text { bold, strike } } => {
                    line.append(&marked(words, *bold, *strike), words);
                }
            }
        }
        line.markdown = line.markdown.trim().to_owned();
        line.plain = text::one_line(&line.plain);
        line
    }
}

impl Span {
    fn begins_with_space(&self) -> bool {
        matches!(self, Self::Words { words, look: Look::Text { .. } } if words.starts_with(' '))
    }
}

/// Words in bold or struck out. The marks stand at the words, not at spaces.
fn marked(words: &str, bold: bool, strike: bool) -> String {
    let mut out = String::with_capacity(words.len() + words.len() / 8);
    let (start, trimmed) = (words.trim_start(), words.trim());
    out.push_str(&words[..words.len() - start.len()]);
    if !trimmed.is_empty() {
        let (open, close) = match (bold, strike) {
            (true, true) => ("~~**", "**~~"),
            (true, false) => ("**", "**"),
            _ => ("~~", "~~"),
        };
        out.push_str(open);
        // A mark follows an address at its end, so it is no line's end; at the start some look for a list behind the marks.
        text::escape_words(trimmed, true, false, &mut out);
        out.push_str(close);
    }
    out.push_str(&start[trimmed.len()..]);
    out
}
