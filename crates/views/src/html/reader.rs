//! HTML read from the left, element by element.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::elements::{self, Start, Tag};
use super::fold::Fold;
use super::lines::Lines;
use super::mail_programs;
use super::script::Script;

/// Reads `html` into `fold`; `code` says whether `<pre>` is code or, as in mail, text whose lines are to be kept.
pub(super) fn read(html: &str, fold: &mut Fold<'_>, code: bool) {
    let before = fold.len();
    read_as(html, fold, code, true);
    // Where an element that hides what is in it was never closed, all may be hidden: then nothing is.
    if fold.len() == before && !fold.is_full() {
        read_as(html, fold, code, false);
    }
}

fn read_as(html: &str, fold: &mut Fold<'_>, code: bool, hides: bool) {
    let mut reader = Reader { lines: Lines::default(), fold, skip: Skip::default(), within: None, media: None, code };
    for token in Tokens::of(html, hides) {
        let (token, end) = token;
        reader.fold.steps.count(end);
        match token {
            Token::StartTag(tag) => reader.start(&tag, hides),
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(text) if !reader.skip.skips() => {
                reader.lines.text(&String::from_utf8_lossy(&text), reader.fold);
            }
            _ => {}
        }
        if reader.fold.is_full() {
            return reader.fold.cut();
        }
    }
    // Also ends what was never closed.
    reader.lines.close_link();
    reader.lines.close_pre(reader.fold);
    reader.lines.row(reader.fold);
}

/// The words of `html`, until there are `most` bytes of them.
pub(super) fn words(html: &str, most: usize) -> String {
    let mut words = String::new();
    let mut skip = Skip::default();
    for (token, _) in Tokens::of(html, true) {
        match token {
            Token::StartTag(tag) => {
                skip.start(&tag);
                words.push(' ');
            }
            Token::EndTag(tag) => skip.end(&tag.name),
            Token::String(text) if !skip.skips() => words.push_str(&String::from_utf8_lossy(&text)),
            _ => {}
        }
        if words.len() > most {
            break;
        }
    }
    words
}

/// The tokens of a text, each with how many bytes it was read from.
struct Tokens<'h> {
    tokenizer: Tokenizer<html5gum::StringReader<'h>, DefaultEmitter<usize>>,
    /// Whether scripts and the like are read as what they are, and not as HTML.
    raw: bool,
    at: usize,
}

impl<'h> Tokens<'h> {
    fn of(html: &'h str, raw: bool) -> Self {
        Self { tokenizer: Tokenizer::new_with_emitter(html, DefaultEmitter::new_with_span()), raw, at: 0 }
    }
}

impl Iterator for Tokens<'_> {
    type Item = (Token<usize>, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let token = self.tokenizer.next()?.ok()?;
        if let Token::StartTag(tag) = &token
            && self.raw
            && let Some(state) = elements::state_within(tag)
        {
            self.tokenizer.set_state(state);
        }
        let end = match &token {
            Token::StartTag(tag) => tag.span.end,
            Token::EndTag(tag) => tag.span.end,
            Token::String(text) | Token::Comment(text) => text.span.end,
            Token::Doctype(doctype) => doctype.span.end,
            Token::Error(error) => error.span.end,
        };
        let read = end.saturating_sub(self.at);
        self.at = self.at.max(end);
        // A token is work, however short.
        Some((token, read + 1))
    }
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

    fn start(&mut self, tag: &Start) {
        match &mut self.0 {
            // A body ends a head that was never closed.
            Some(within) if *within.name == *b"head" && **tag.name == *b"body" => self.0 = None,
            Some(within) if *within.name == **tag.name => within.depth += 1,
            None if !tag.self_closing && elements::is_unseen(tag) => {
                self.0 = Some(Within { name: tag.name.to_vec(), depth: 1 });
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.0.as_mut().is_some_and(|within| within.closes(name)) {
            self.0 = None;
        }
    }
}

struct Reader<'f, 's> {
    lines: Lines,
    fold: &'f mut Fold<'s>,
    skip: Skip,
    /// The quote or signature that is open.
    within: Option<Within>,
    /// A film or a sound whose address stands in an element within.
    media: Option<(&'static str, String)>,
    code: bool,
}

impl Reader<'_, '_> {
    fn start(&mut self, tag: &Start, hides: bool) {
        let element = Tag::of(&tag.name);
        if hides {
            let before = self.skip.skips();
            self.skip.start(tag);
            if !before && element == Tag::Media {
                self.open_media(tag);
            }
            if self.skip.skips() {
                return;
            }
        }
        self.enter(tag);
        match element {
            Tag::Break => self.lines.line_break(self.fold),
            Tag::Block { blank } => self.lines.block(blank, self.fold),
            Tag::Heading => {
                self.lines.block(true, self.fold);
                self.lines.bold(true);
            }
            Tag::Term => {
                self.lines.block(false, self.fold);
                self.lines.bold(true);
            }
            Tag::List { ordered } => {
                let first = ordered.then(|| elements::number(tag, b"start").unwrap_or(1));
                self.lines.open_list(first, self.fold);
            }
            Tag::Item => self.lines.item(elements::number(tag, b"value"), self.fold),
            Tag::Table => self.lines.open_table(self.fold),
            Tag::Row => self.lines.row(self.fold),
            Tag::Cell { head } => {
                self.lines.cell(self.fold);
                if head {
                    self.lines.bold(true);
                }
            }
            Tag::Bold => self.lines.bold(true),
            Tag::Strike => self.lines.strike(true),
            Tag::Raised => self.lines.open_script(Script::Raised),
            Tag::Lowered => self.lines.open_script(Script::Lowered),
            Tag::Code => self.lines.code(true),
            Tag::Pre => self.lines.open_pre(self.code, self.fold),
            Tag::Link => self.lines.open_link(elements::attribute(tag, b"href").as_deref()),
            Tag::Image => {
                if let Some((words, address)) = elements::image(tag) {
                    self.lines.picture("🖼", &words, &address);
                }
            }
            Tag::Source => {
                if let Some((icon, words)) = self.media.take() {
                    let address = elements::attribute(tag, b"src").unwrap_or_default();
                    self.lines.picture(icon, &words, &address);
                }
            }
            Tag::Media => {}
            Tag::Other => {
                // A mail address in angle brackets that nobody escaped.
                if tag.name.contains(&b'@') {
                    self.lines.text(&format!("<{}>", String::from_utf8_lossy(&tag.name)), self.fold);
                }
            }
        }
    }

    /// Shows a film, a sound or a page within the page as a link; its address may stand in an element within.
    fn open_media(&mut self, tag: &Start) {
        let icon = if **tag.name == *b"audio" { "🔊" } else { "🎬" };
        let words = elements::media(tag);
        match elements::attribute(tag, b"src") {
            Some(address) => self.lines.picture(icon, &words, &address),
            None => self.media = Some((icon, words)),
        }
    }

    /// Tells the fold of an element that a mail program marked.
    fn enter(&mut self, tag: &Start) {
        match &mut self.within {
            Some(within) if *within.name == **tag.name => within.depth += 1,
            Some(_) => {}
            None => {
                if let Some(marked) = mail_programs::marked(tag, self.fold.is_article()) {
                    self.lines.leave_row(self.fold);
                    let goes_on = self.fold.enter(marked);
                    if !goes_on {
                        self.within = Some(Within { name: tag.name.to_vec(), depth: 1 });
                    }
                }
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.skip.skips() {
            self.skip.end(name);
            return;
        }
        match Tag::of(name) {
            Tag::Block { blank } => self.lines.block(blank, self.fold),
            Tag::Heading => {
                self.lines.bold(false);
                self.lines.block(true, self.fold);
            }
            Tag::Term => {
                self.lines.bold(false);
                self.lines.block(false, self.fold);
            }
            Tag::List { .. } => self.lines.close_list(self.fold),
            Tag::Item => self.lines.block(false, self.fold),
            Tag::Table => self.lines.close_table(self.fold),
            Tag::Row => self.lines.row(self.fold),
            Tag::Cell { head: true } | Tag::Bold => self.lines.bold(false),
            Tag::Strike => self.lines.strike(false),
            Tag::Raised | Tag::Lowered => self.lines.put_script(),
            Tag::Code => self.lines.code(false),
            Tag::Pre => self.lines.close_pre(self.fold),
            Tag::Link => self.lines.close_link(),
            Tag::Media => {
                if let Some((icon, words)) = self.media.take() {
                    self.lines.picture(icon, &words, "");
                }
            }
            Tag::Break | Tag::Cell { head: false } | Tag::Image | Tag::Source | Tag::Other => {}
        }
        if self.within.as_mut().is_some_and(|within| within.closes(name)) {
            self.lines.leave_row(self.fold);
            self.fold.leave();
            self.within = None;
        }
    }
}
