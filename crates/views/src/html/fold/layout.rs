//! The kept lines of a mail, laid out: what is folded, what is small, what is shown.

use super::super::Drawn;
use super::{Kept, Kind};
use crate::cut;

/// How much of a signature is shown, in UTF-16 units.
const MAX_SIGNATURE_LENGTH: usize = 120;

/// What is longer than this below a line of dashes is no signature.
const MAX_SIGNATURE_LINES: usize = 10;
const MAX_SIGNATURE_SIZE: usize = 800;

/// How many quoted lines are shown above own words: people answer below what they quote, too.
const MAX_LINES_ABOVE: usize = 6;

/// Draws `lines`; `unfolded` says whether in full, `cut` whether there is more.
pub(super) fn draw(lines: &[Kept], unfolded: bool, cut: bool) -> Drawn {
    let signs = signatures(lines);
    let first_own = lines.iter().position(|line| matches!(line.kind, Kind::Own | Kind::Indented));
    let mut drawn = Draft { drawn: Drawn { cut, ..Drawn::default() }, ..Draft::default() };
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let run = lines[index..].iter().take_while(|next| next.kind == line.kind).count();
        let stretch = &lines[index..index + run];
        match line.kind {
            Kind::Indented => drawn.quote(stretch),
            Kind::Dashes if signs => {}
            Kind::Signature if signs => drawn.signature(stretch, unfolded),
            Kind::Own | Kind::Dashes | Kind::Signature => drawn.text(stretch),
            Kind::Quote => match first_own {
                // It is all there is.
                None => drawn.text(stretch),
                _ if unfolded => drawn.quote(stretch),
                Some(own) if index < own => {
                    let shown = if run <= MAX_LINES_ABOVE + 1 { run } else { MAX_LINES_ABOVE };
                    drawn.quote(&stretch[..shown]);
                    drawn.fold(run - shown, false);
                }
                Some(_) => drawn.fold(run, true),
            },
        }
        index += run;
    }
    drawn.drawn
}

/// Whether the text below dashes, or in an element marked as a signature, is one: it must be short and come after the writer's own
/// words.
fn signatures(lines: &[Kept]) -> bool {
    let signed = || lines.iter().filter(|line| line.kind == Kind::Signature);
    let dashes = lines.iter().filter(|line| line.kind == Kind::Dashes).count();
    let start = lines.iter().position(|line| matches!(line.kind, Kind::Dashes | Kind::Signature));
    let Some(start) = start else { return false };
    let own_before = lines[..start].iter().any(|line| matches!(line.kind, Kind::Own | Kind::Indented));
    let own_behind = lines[start..].iter().any(|line| matches!(line.kind, Kind::Own | Kind::Indented));
    own_before
        && !own_behind
        && dashes < 2
        && signed().count() <= MAX_SIGNATURE_LINES
        && signed().map(|line| line.markdown.len()).sum::<usize>() <= MAX_SIGNATURE_SIZE
}

#[derive(Default)]
struct Draft {
    drawn: Drawn,
    /// The last line written is quoted.
    in_quote: bool,
    /// A blank line is owed: what comes next is of another kind.
    blank: bool,
}

impl Draft {
    fn put(&mut self, prefix: &str, line: &Kept) {
        let blank = std::mem::take(&mut self.blank) || line.blank || self.in_quote;
        self.in_quote = false;
        self.break_line(blank);
        self.drawn.markdown.push_str(prefix);
        self.drawn.markdown.push_str(&line.markdown);
    }

    /// Shows `lines` as they are.
    fn text(&mut self, lines: &[Kept]) {
        for line in lines {
            self.put("", line);
        }
    }

    /// Shows `lines` as a quote.
    fn quote(&mut self, lines: &[Kept]) {
        for line in lines.iter().filter(|line| !line.markdown.is_empty()) {
            // Code within a quote would have to be closed within it, wherever a page ends.
            if line.markdown.starts_with("```") {
                self.blank = true;
                self.put("", line);
                self.blank = true;
                continue;
            }
            if self.in_quote {
                self.drawn.markdown.push_str(if line.blank { "\n> \n" } else { "\n" });
            } else {
                self.break_line(true);
            }
            // Discord's mark of a quote stands for the mail program's.
            let words = line.markdown.strip_prefix("\\>").map_or(line.markdown.as_str(), str::trim_start);
            self.drawn.markdown.push_str("> ");
            self.drawn.markdown.push_str(&words.replace('\n', "\n> "));
            self.in_quote = true;
        }
        self.blank = true;
    }

    /// Folds so many lines.
    fn fold(&mut self, lines: usize, apart: bool) {
        if lines == 0 {
            return;
        }
        self.drawn.folded = true;
        self.break_line(apart);
        let lines = crate::words::count(lines as u64, "line", "lines");
        self.drawn.markdown.push_str("> … quoted text folded (");
        self.drawn.markdown.push_str(&lines);
        self.drawn.markdown.push(')');
        self.in_quote = false;
        self.blank = true;
    }

    /// Shows a signature small, and in one line unless all is shown.
    fn signature(&mut self, lines: &[Kept], unfolded: bool) {
        self.in_quote = false;
        if unfolded {
            self.blank = true;
            for line in lines {
                self.put("-# ", &Kept { kind: line.kind, markdown: line.markdown.replace('\n', " "), blank: false });
            }
        } else {
            let whole = lines.iter().map(|line| line.markdown.replace('\n', " ")).collect::<Vec<_>>().join(" · ");
            let shown = cut::markdown(&whole, MAX_SIGNATURE_LENGTH);
            self.drawn.folded |= shown != whole;
            self.break_line(true);
            self.drawn.markdown.push_str("-# ");
            self.drawn.markdown.push_str(&shown);
        }
        self.blank = true;
    }

    fn break_line(&mut self, blank: bool) {
        if !self.drawn.markdown.is_empty() {
            self.drawn.markdown.push_str(if blank { "\n\n" } else { "\n" });
        }
    }
}
