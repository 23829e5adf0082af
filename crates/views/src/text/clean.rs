//! Removing characters that can't be seen, or that change how others are seen.

use std::iter::Peekable;

/// How many accents may stand on one letter. More is a trick to cover the lines around.
const ACCENTS: usize = 4;

/// `text` without control, bidirectional, zero-width and other invisible characters; line breaks as `\n`, every other
/// white space as a space. Joiners stay where they join (emoji, Indic and Persian letters), variation selectors where they choose.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut accents = 0;
    while let Some(c) = chars.next() {
        let previous = out.chars().next_back();
        accents = if accent(c) { accents + 1 } else { 0 };
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{200c}' | '\u{200d}' if joins(previous, &mut chars) => out.push(c),
            '\u{fe0e}' | '\u{fe0f}' if previous.is_some_and(chooses) => out.push(c),
            c if c.is_whitespace() => out.push(' '),
            c if unseen(c) || accents > ACCENTS => {}
            c => out.push(c),
        }
    }
    out
}

fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Whether a joiner between `previous` and what follows joins two things that can be seen.
fn joins(previous: Option<char>, chars: &mut Peekable<std::str::Chars<'_>>) -> bool {
    let joined = |c: char| !c.is_ascii() && !c.is_whitespace();
    previous.is_some_and(|c| joined(c) && !matches!(c, '\u{200c}' | '\u{200d}'))
        && chars.peek().is_some_and(|c| joined(*c) && !unseen(*c))
}

/// Whether a variation selector after `c` chooses between its text and its emoji form.
fn chooses(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '#' | '*') || (!c.is_ascii() && !matches!(c, '\u{fe0e}' | '\u{fe0f}'))
}

fn accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn only_what_can_be_seen_is_left() {
        for (text, expected) in [
            ("inv\u{202e}oice\u{202c}.pdf\u{0}", "invoice.pdf"),
            ("@every\u{200b}one\u{feff}", "@everyone"),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour"),
            ("a\tb\u{a0}c\u{3000}d", "a b c d"),
            (
                "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
                "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
            ),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("a\u{200d}b \u{200d}", "ab "),
            ("z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}x", "z\u{300}\u{301}\u{302}\u{303}x"),
            ("Zoë café Ελλάδα 日本", "Zoë café Ελλάδα 日本"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }
}
