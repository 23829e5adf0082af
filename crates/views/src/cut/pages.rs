//! Parting a long text into pages, each of which reads and renders by itself.

use super::atom::Scanner;
use super::width;

/// `text`, which is markdown, in pages of at most `max` units. A page ends at a paragraph, a line or a word where one ends beyond
/// its first third. Code, bold and the like continue across the break: they are closed at the end of a page and opened again on the
/// next.
#[must_use]
pub fn pages(text: &str, max: usize) -> Vec<String> {
    let mut pages = Vec::new();
    let mut rest = text.trim();
    let mut open = Vec::new();
    loop {
        // What is closed where a page begins is closed already.
        while let Some(closed) = open.last().and_then(|mark| rest.strip_prefix(mark)) {
            rest = closed.trim_start();
            open.pop();
        }
        let opening = opening(&open);
        // Only as much is counted as a page has room for: of a long text, the rest is looked at for each page.
        if rest.encode_utf16().take(max + 1).count() + width(&opening) <= max {
            if !rest.is_empty() || pages.is_empty() {
                pages.push(opening + rest);
            }
            return pages;
        }
        let mut scanner = Scanner::resume(rest, open);
        let mut ends = Ends::default();
        let mut cost = width(&opening);
        let mut at = 0;
        let mut opened = false;
        while let Some(atom) = scanner.next_from(&mut opened) {
            cost += width(atom);
            at += atom.len();
            if cost + width(&scanner.closers()) > max {
                break;
            }
            // Marks with nothing between them are no marks.
            if opened {
                continue;
            }
            ends.offer(End { at, cost, open: scanner.open().to_vec(), closers: scanner.closers() }, rest);
        }
        let Some(end) = ends.best(max) else {
            // One piece that is longer than a page, such as a link of thousands of characters.
            pages.push("…".to_owned());
            rest = rest[at.max(1)..].trim_start();
            open = scanner.open().to_vec();
            continue;
        };
        pages.push(format!("{opening}{}{}", rest[..end.at].trim_end(), end.closers));
        rest = &rest[end.at..];
        // In code the spaces at a line's start mean something.
        rest = if end.open.contains(&"```") { rest.trim_start_matches('\n') } else { rest.trim_start() };
        open = end.open;
    }
}

fn opening(open: &[&'static str]) -> String {
    open.iter().map(|mark| if *mark == "```" { "```\n" } else { mark }).collect()
}

struct End {
    at: usize,
    cost: usize,
    open: Vec<&'static str>,
    closers: String,
}

/// The last place to end a page at, of each kind.
#[derive(Default)]
struct Ends {
    paragraph: Option<End>,
    line: Option<End>,
    word: Option<End>,
    any: Option<End>,
}

impl Ends {
    fn offer(&mut self, end: End, text: &str) {
        let (before, after) = text.split_at(end.at);
        let place = if before.ends_with("\n\n") && end.open.is_empty() {
            &mut self.paragraph
        } else if before.ends_with('\n') || after.starts_with('\n') {
            &mut self.line
        } else if !end.open.contains(&"```") && (before.ends_with(' ') || after.starts_with(' ')) {
            &mut self.word
        } else {
            &mut self.any
        };
        *place = Some(end);
    }

    fn best(self, max: usize) -> Option<End> {
        let late = |end: &End| end.cost > max / 3;
        let all = [self.paragraph, self.line, self.word, self.any];
        let mut all: Vec<End> = all.into_iter().flatten().collect();
        match all.iter().position(late) {
            Some(index) => Some(all.swap_remove(index)),
            None => all.into_iter().max_by_key(|end| end.cost),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pages;

    #[test]
    fn pages_end_where_a_reader_would_pause() {
        assert_eq!(pages("short", 10), ["short"]);
        assert_eq!(pages("", 10), [""]);
        assert_eq!(pages("one two three\n\nfour five six", 20), ["one two three", "four five six"]);
        assert_eq!(pages("one two three\nfour five six", 20), ["one two three", "four five six"]);
        assert_eq!(pages("one two three four", 10), ["one two", "three four"]);
        assert_eq!(pages("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn what_is_open_goes_on_over_the_break() {
        assert_eq!(pages("```\none\n  two\nthree\n```", 16), ["```\none\n```", "```\n  two\n```", "```\nthree\n```"]);
        assert_eq!(pages("**one two three**", 11), ["**one two**", "**three**"]);
        assert_eq!(pages("**one two** three", 11), ["**one two**", "three"]);
        assert_eq!(pages("a [b](https://c.example/d)**e**", 8), ["a", "…", "**e**"]);
        assert_eq!(pages("**[b](https://c.example/d)** e", 8), ["…", "e"]);
    }
}
