//! HTML mail and articles as Discord's markdown, safe and readable.
//!
//! A tokenizer reads the first [`INPUT`] bytes from the left, once; there is no tree and no recursion, so nesting costs nothing. What is
//! written stays below [`OUTPUT`] bytes. Styles are not looked at, save to leave out what is hidden; pictures become links.

mod fold;
mod lines;
mod plain;
mod tags;

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use fold::Fold;
use lines::Lines;
use tags::Tag;

/// How much of a text is read, in bytes. The longest mails worth reading are a tenth of it.
pub const INPUT: usize = 256 * 1024;

/// How much is written, in bytes, before the rest is left out.
pub const OUTPUT: usize = 64 * 1024;

/// A message as people wrote it, HTML or plain: with what it quotes folded and its signature kept short.
#[must_use]
pub fn message(text: &str) -> String {
    let text = start(text);
    let mut fold = Fold::mail();
    if tags::is_html(text) {
        read(text, &mut fold, false);
    } else {
        plain::read(text, &mut fold);
    }
    fold.finish()
}

/// An article: everything is kept, code stands in code type.
#[must_use]
pub fn article(html: &str) -> String {
    let html = start(html);
    let mut fold = Fold::article();
    if tags::is_html(html) {
        read(html, &mut fold, true);
    } else {
        plain::read(html, &mut fold);
    }
    fold.finish()
}

/// The words alone, in one line, for a preview.
#[must_use]
pub fn words(text: &str) -> String {
    let text = start(text);
    if !tags::is_html(text) {
        return crate::text::one_line(&plain::entities(text));
    }
    let mut words = String::new();
    let mut skipped = Skip::default();
    for token in tokens(text) {
        match token {
            Token::StartTag(tag) => {
                skipped.start(&tag);
                words.push(' ');
            }
            Token::EndTag(tag) => skipped.end(&tag),
            Token::String(text) if !skipped.skips() => words.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    crate::text::one_line(&words)
}

fn start(text: &str) -> &str {
    &text[..text.floor_char_boundary(INPUT.min(text.len()))]
}

fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    // Without it, what stands in a script or a style would be read as text.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).map_while(Result::ok)
}

/// Reads `html` into `fold`; `code` says whether `<pre>` is code or, as in mail, text whose lines are to be kept.
fn read(html: &str, fold: &mut Fold, code: bool) {
    let mut reader = Reader { lines: Lines::default(), fold, skip: Skip::default(), within: None, code };
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(text) if !reader.skip.skips() => {
                reader.lines.text(&String::from_utf8_lossy(&text), reader.fold);
            }
            _ => {}
        }
        if reader.fold.is_full() {
            break;
        }
    }
    // Also ends what was never closed.
    reader.lines.close_pre(reader.fold);
}

/// An element whose content is of one kind, and how many of its name are open within it.
struct Within {
    name: Vec<u8>,
    depth: usize,
}

impl Within {
    /// Whether this end tag closes it.
    fn closes(&mut self, name: &[u8]) -> bool {
        if self.name == name {
            self.depth -= 1;
        }
        self.depth == 0
    }
}

/// What is left out altogether.
#[derive(Default)]
struct Skip(Option<Within>);

impl Skip {
    fn skips(&self) -> bool {
        self.0.is_some()
    }

    fn start(&mut self, tag: &StartTag<()>) {
        match &mut self.0 {
            // A body ends a head that was never closed.
            Some(within) if *within.name == *b"head" && **tag.name == *b"body" => self.0 = None,
            Some(within) if *within.name == **tag.name => within.depth += 1,
            None if !tag.self_closing && tags::is_unseen(tag) => {
                self.0 = Some(Within { name: tag.name.to_vec(), depth: 1 });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        if self.0.as_mut().is_some_and(|within| within.closes(&tag.name)) {
            self.0 = None;
        }
    }
}

struct Reader<'f> {
    lines: Lines,
    fold: &'f mut Fold,
    skip: Skip,
    /// The quote or signature that is open.
    within: Option<Within>,
    code: bool,
}

impl Reader<'_> {
    fn start(&mut self, tag: &StartTag<()>) {
        self.skip.start(tag);
        if self.skip.skips() {
            return;
        }
        match &mut self.within {
            Some(within) if *within.name == **tag.name => within.depth += 1,
            Some(_) => {}
            None => {
                if let Some((kind, rest)) = self.fold.kind_of(tag) {
                    self.lines.flush(self.fold);
                    self.fold.enter(kind);
                    // No end tag has an empty name.
                    let name = if rest { Vec::new() } else { tag.name.to_vec() };
                    self.within = Some(Within { name, depth: 1 });
                }
            }
        }
        match Tag::of(&tag.name) {
            Tag::Break => self.lines.line_break(self.fold),
            Tag::Block { blank } => self.lines.block(blank, self.fold),
            Tag::Heading => {
                self.lines.block(true, self.fold);
                self.lines.bold(true);
            }
            Tag::List { ordered } => self.lines.open_list(ordered, self.fold),
            Tag::Item => self.lines.item(self.fold),
            Tag::Cell { head } => {
                self.lines.cell();
                if head {
                    self.lines.bold(true);
                }
            }
            Tag::Bold => self.lines.bold(true),
            Tag::Code => self.lines.code(true),
            Tag::Pre => self.lines.open_pre(self.code, self.fold),
            Tag::Link => self.lines.open_link(tags::attribute(tag, b"href")),
            Tag::Image => {
                if let Some((words, address)) = tags::image(tag) {
                    self.lines.picture(&words, &address);
                }
            }
            Tag::Other => {
                // A mail address in angle brackets that nobody escaped.
                if tag.name.contains(&b'@') {
                    self.lines.text(&format!("<{}>", String::from_utf8_lossy(&tag.name)), self.fold);
                }
            }
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        if self.skip.skips() {
            self.skip.end(tag);
            return;
        }
        match Tag::of(&tag.name) {
            Tag::Block { blank } => self.lines.block(blank, self.fold),
            Tag::Heading => {
                self.lines.bold(false);
                self.lines.block(true, self.fold);
            }
            Tag::List { .. } => self.lines.close_list(self.fold),
            Tag::Item => self.lines.block(false, self.fold),
            Tag::Cell { head: true } | Tag::Bold => self.lines.bold(false),
            Tag::Code => self.lines.code(false),
            Tag::Pre => self.lines.close_pre(self.fold),
            Tag::Link => self.lines.close_link(),
            Tag::Break | Tag::Cell { head: false } | Tag::Image | Tag::Other => {}
        }
        if self.within.as_mut().is_some_and(|within| within.closes(&tag.name)) {
            self.lines.flush(self.fold);
            self.fold.leave();
            self.within = None;
        }
    }
}
