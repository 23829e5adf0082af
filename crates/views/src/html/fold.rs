//! What of a mail is shown: its own words in full, what it quotes as one line, its signature as one small line.
//!
//! Every line is kept with what it is, and only at the end, when all of the mail is known, it is decided what is folded: what is quoted
//! behind own words, never a forwarded mail, never all of a mail. A signature is short and last; else it is text.

mod layout;

use super::languages::{self, Attribution, Divider, Label};
use super::mail_programs::Marked;
use super::{Drawn, MAX_ARTICLE_SIZE, Reading};
use crate::steps::Steps;
use crate::text;

/// How much of a line is looked at to tell what it is, in bytes.
const MAX_TELLING_SIZE: usize = 300;

/// How much quoted text is kept, in bytes, for whom wants to see it.
const MAX_QUOTED_SIZE: usize = 32 * 1024;

/// How many lines a mail's header may have before it has the labels that make it one.
const MAX_HEADER_LINES: usize = 6;

/// A line as it is shown, and its plain words.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// Discord's markdown.
    pub(super) markdown: String,
    /// The beginning of the words it was made from.
    pub(super) plain: String,
    /// Whether it began with `>`.
    pub(super) is_quoted: bool,
}

impl Line {
    pub(super) fn new(markdown: String, plain: &str, is_quoted: bool) -> Self {
        Self { markdown, plain: text::start(plain.trim(), MAX_TELLING_SIZE).to_owned(), is_quoted }
    }

    /// Puts more to its end.
    pub(super) fn append(&mut self, markdown: &str, plain: &str) {
        self.markdown.push_str(markdown);
        if self.plain.len() < MAX_TELLING_SIZE {
            self.plain.push_str(plain);
        }
    }
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The writer's own words.
    Own,
    /// The writer's own words, to the right of the rest.
    Indented,
    /// The mail that is answered.
    Quote,
    /// The line of dashes above a signature.
    Dashes,
    /// A signature.
    Signature,
}

#[derive(Debug)]
struct Kept {
    kind: Kind,
    markdown: String,
    /// A blank line stands before it.
    blank: bool,
}

/// What the next line is, unless it says otherwise itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Own,
    /// Stands below "On Monday Anna wrote:", which is the line at this index. Whether it is quoted shows now.
    Attributed(usize, Attribution),
    /// All that follows is the mail that is answered.
    Quoted,
    /// All that follows is the signature.
    Signed,
    /// All that follows is shown: a mail that is forwarded.
    Forwarded,
}

/// A mail's header that is perhaps being read: "From: ...", "Sent: ...".
#[derive(Debug)]
struct Header {
    start: usize,
    labels: Vec<Label>,
    has_address: bool,
    lines: usize,
}

/// Takes lines in, gives the text out.
#[derive(Debug)]
pub(super) struct Fold<'s> {
    pub(super) steps: &'s Steps,
    is_article: bool,
    reading: Reading,
    lines: Vec<Kept>,
    blank: bool,
    mode: Mode,
    /// The marked element that is open, and the index of its first line.
    element: Option<(Kind, usize)>,
    header: Option<Header>,
    /// The plain words of the line before, where it may be half an attribution.
    before: Option<String>,
    /// Bytes that are shown whatever is folded.
    shown: usize,
    quoted: usize,
    full: bool,
}

impl<'s> Fold<'s> {
    pub(super) fn mail(reading: Reading, steps: &'s Steps) -> Self {
        Self {
            steps,
            is_article: false,
            reading,
            lines: Vec::new(),
            blank: false,
            mode: Mode::Own,
            element: None,
            header: None,
            before: None,
            shown: 0,
            quoted: 0,
            full: false,
        }
    }

    pub(super) fn article(steps: &'s Steps) -> Self {
        Self { is_article: true, ..Self::mail(Reading::default(), steps) }
    }

    /// Whether it is an article that is read.
    pub(super) fn is_article(&self) -> bool {
        self.is_article
    }

    /// How many lines were taken.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// How many bytes of text are taken in.
    pub(super) fn room(&self) -> usize {
        // A unit is three bytes at most, and half of them may be escapes.
        self.reading.most.saturating_mul(4).min(MAX_ARTICLE_SIZE)
    }

    /// Another part of the same mail begins.
    pub(super) fn next_part(&mut self) {
        self.leave();
        self.header = None;
        self.before = None;
        if self.mode != Mode::Forwarded {
            self.mode = Mode::Own;
        }
    }

    /// A part begins that is all quoted.
    pub(super) fn next_quoted_part(&mut self) {
        self.next_part();
        if self.mode != Mode::Forwarded {
            self.element = Some((Kind::Quote, self.lines.len()));
            self.blank = true;
        }
    }

    /// Enters an element that a mail program marked. Returns whether everything up to the mail's end belongs to it.
    pub(super) fn enter(&mut self, marked: Marked) -> bool {
        let attributed = matches!(self.mode, Mode::Attributed(..));
        let kind = match marked {
            Marked::Divider if self.mode == Mode::Forwarded => return true,
            Marked::Divider => {
                self.mode = if self.reading.forwarded { Mode::Forwarded } else { Mode::Quoted };
                self.blank = true;
                return true;
            }
            _ if self.mode == Mode::Forwarded => Kind::Indented,
            Marked::Indented if !attributed => Kind::Indented,
            Marked::Quote | Marked::Indented => {
                if let Mode::Attributed(at, _) = self.mode {
                    self.turn_into(at, Kind::Quote);
                }
                Kind::Quote
            }
            Marked::Signature => Kind::Signature,
        };
        self.settle();
        self.element = Some((kind, self.lines.len()));
        self.blank = true;
        false
    }

    /// That element ends.
    pub(super) fn leave(&mut self) {
        if let Some((kind, _)) = self.element.take() {
            self.blank = true;
            if kind == Kind::Quote && self.mode == Mode::Signed {
                self.mode = Mode::Own;
            }
        }
    }

    /// Parts what follows by a blank line.
    pub(super) fn blank(&mut self) {
        self.blank = true;
    }

    /// Whether no more is taken in.
    pub(super) fn is_full(&self) -> bool {
        self.full || self.steps.are_spent()
    }

    /// No more is taken in, and there is more.
    pub(super) fn cut(&mut self) {
        self.full = true;
    }

    /// Takes a line.
    pub(super) fn line(&mut self, line: Line) {
        self.steps.count(line.markdown.len() + MAX_TELLING_SIZE.min(line.plain.len()));
        let kind = if self.is_article { self.element.map_or(Kind::Own, |(kind, _)| kind) } else { self.kind_of(&line) };
        let size = line.markdown.len() + 2;
        let markdown = if kind == Kind::Quote {
            self.quoted += size;
            // More of it is counted, not kept.
            if self.quoted > MAX_QUOTED_SIZE { String::new() } else { line.markdown }
        } else {
            self.shown += size;
            line.markdown
        };
        let blank = std::mem::take(&mut self.blank);
        self.lines.push(Kept { kind, markdown, blank });
        let full = if self.is_article { MAX_ARTICLE_SIZE } else { self.room() };
        self.full |= self.shown > full || (self.reading.unfolded && self.shown + self.quoted > full);
    }

    /// What is shown.
    pub(super) fn finish(mut self) -> Drawn {
        let cut = self.is_full();
        self.settle();
        layout::draw(&self.lines, self.reading.unfolded || self.is_article, cut)
    }

    /// What a line of a mail is.
    fn kind_of(&mut self, line: &Line) -> Kind {
        let plain = line.plain.as_str();
        let at = self.lines.len();
        if self.mode == Mode::Forwarded {
            return self.element.map_or(Kind::Own, |(kind, _)| kind);
        }
        if languages::divider(plain) == Some(Divider::Forwarded) && self.is_at_top() {
            self.forward(self.element.map_or(at, |(_, start)| start));
            return Kind::Own;
        }
        if let Some((kind, _)) = self.element {
            return kind;
        }
        if line.is_quoted {
            if let Mode::Attributed(above, _) = self.mode {
                self.turn_into(above, Kind::Quote);
            }
            if self.mode != Mode::Quoted {
                self.mode = Mode::Own;
            }
            return Kind::Quote;
        }
        if let Mode::Attributed(above, attribution) = self.mode {
            self.mode = Mode::Own;
            // Not every mail program marks what it quotes; a sure line above says it.
            if attribution == Attribution::Sure {
                self.turn_into(above, Kind::Quote);
                self.mode = Mode::Quoted;
            }
        }
        if self.mode == Mode::Quoted {
            return Kind::Quote;
        }
        if languages::divider(plain) == Some(Divider::Answered) {
            self.mode = Mode::Quoted;
            return Kind::Quote;
        }
        if let Some(kind) = self.header(plain, at).or_else(|| self.attribution(plain, at)) {
            return kind;
        }
        if plain == "--" {
            self.mode = Mode::Signed;
            return Kind::Dashes;
        }
        if self.mode == Mode::Signed { Kind::Signature } else { Kind::Own }
    }

    /// Whether a forwarded mail may begin here: among own words, or where a quote begins. Within a quote it is part of that.
    fn is_at_top(&self) -> bool {
        match self.element {
            Some((_, start)) => self.lines.len() <= start + 1,
            None => !matches!(self.mode, Mode::Quoted | Mode::Attributed(..)),
        }
    }

    /// All from the line at `start` on is a mail that is forwarded.
    fn forward(&mut self, start: usize) {
        for line in &mut self.lines[start..] {
            line.kind = Kind::Own;
        }
        self.element = None;
        self.header = None;
        self.mode = Mode::Forwarded;
    }

    /// Takes a line as one of a mail's header. All of it and below is the mail that is answered, or that is forwarded, once it has enough
    /// labels.
    fn header(&mut self, plain: &str, at: usize) -> Option<Kind> {
        let label = languages::label(plain);
        match (&mut self.header, label) {
            (None, Some(Label::From)) => {
                let has_address = plain.contains('@');
                self.header = Some(Header { start: at, labels: vec![Label::From], has_address, lines: 1 });
            }
            (Some(header), label) => {
                header.lines += 1;
                header.has_address |= plain.contains('@');
                if let Some(label) = label.filter(|label| !header.labels.contains(label)) {
                    header.labels.push(label);
                }
                let has = |label| header.labels.contains(&label);
                // Who books a journey writes "From", "To" and "Date", too.
                if header.labels.len() > 2 && (has(Label::Subject) || has(Label::Date) && header.has_address) {
                    let start = header.start;
                    self.header = None;
                    if self.reading.forwarded {
                        self.forward(start);
                        return Some(Kind::Own);
                    }
                    self.turn_into(start, Kind::Quote);
                    self.mode = Mode::Quoted;
                    return Some(Kind::Quote);
                }
                if header.lines >= MAX_HEADER_LINES {
                    self.header = None;
                }
            }
            (None, _) => {}
        }
        None
    }

    /// Takes a line as one of the kind "On Monday Anna wrote:", which mail programs break in two.
    fn attribution(&mut self, plain: &str, at: usize) -> Option<Kind> {
        let before = self.before.take();
        let whole = languages::attribution(plain);
        let broken = before.and_then(|before| languages::attribution(&format!("{before} {plain}")));
        let (attribution, start) = match (whole, broken) {
            (Some(Attribution::Sure), None) => (Attribution::Sure, at),
            (Some(_), Some(_)) => (Attribution::Sure, at.saturating_sub(1)),
            (None, Some(_)) if plain.contains('@') => (Attribution::Sure, at.saturating_sub(1)),
            (Some(attribution), None) => (attribution, at),
            _ => {
                self.before = languages::begins_attribution(plain).then(|| plain.to_owned());
                return None;
            }
        };
        self.mode = Mode::Attributed(start, attribution);
        Some(Kind::Own)
    }

    /// Makes all lines from `start` on, and a line of underscores above them, one of `kind`.
    fn turn_into(&mut self, start: usize, kind: Kind) {
        let is_rule = |line: &Kept| {
            let plain = line.markdown.replace('\\', "");
            plain.len() >= 5 && plain.chars().all(|c| matches!(c, '_' | '-' | '='))
        };
        let start = match start.checked_sub(1) {
            Some(above) if is_rule(&self.lines[above]) => above,
            _ => start,
        };
        for line in &mut self.lines[start..] {
            line.kind = kind;
        }
    }

    /// Decides what is left open.
    fn settle(&mut self) {
        if let Mode::Attributed(..) = self.mode {
            self.mode = Mode::Own;
        }
        self.header = None;
        self.before = None;
    }
}
