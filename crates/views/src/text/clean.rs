//! Removing characters that can't be seen, or that change how others are seen.

use std::iter::Peekable;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// How many marks may stand on one letter. No script needs more; more is a trick to cover the lines around.
const MAX_MARKS: usize = 4;

/// `text` without control, bidirectional, zero-width and other invisible characters; line breaks as `\n`, every other
/// white space as a space. Joiners stay where they join (emoji, Indic and Persian letters), variation selectors where they choose.
#[must_use]
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    // Only a character that can be seen begins a new letter: what is left out or joins must not start the count again.
    let mut marks = 0;
    while let Some(c) = chars.next() {
        let previous = out.chars().next_back();
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                marks = 0;
                out.push('\n');
            }
            '\u{200c}' | '\u{200d}' if joins(previous, &mut chars) => out.push(c),
            '\u{fe0e}' | '\u{fe0f}' if previous.is_some_and(chooses) => out.push(c),
            c if c.is_whitespace() => {
                marks = 0;
                out.push(' ');
            }
            c if unseen(c) => {}
            c if is_mark(c) => {
                marks += 1;
                if marks <= MAX_MARKS {
                    out.push(c);
                }
            }
            c => {
                marks = 0;
                out.push(c);
            }
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

/// Whether `c` stands on the letter before it, in whichever script.
fn is_mark(c: char) -> bool {
    c >= '\u{300}' && c.general_category_group() == GeneralCategoryGroup::Mark
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

    #[test]
    fn marks_of_every_script_are_bounded() {
        // Latin, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Tibetan, symbols, musical; with what is left out in between.
        for mark in "\u{301}\u{483}\u{5b0}\u{64b}\u{94d}\u{e47}\u{f71}\u{20dd}\u{1d165}\u{1e8d0}\u{11000}".chars() {
            for between in ["", "\u{200b}", "\u{200d}", "\u{fe0f}", "\u{200d}\u{fe0f}"] {
                let text = format!("ก{}", format!("{mark}{between}").repeat(50));
                let marks = clean(&text).chars().filter(|c| *c == mark).count();
                assert_eq!(marks, 4, "{:x} {between:?}", u32::from(mark));
            }
        }
    }

    #[test]
    fn languages_that_stack_marks_are_left_alone() {
        for text in ["ที่นี่", "བསྒྲུབས", "נִקּוּד", "مُحَمَّدٌ", "क्षत्रिय", "tiếng Việt"]
        {
            assert_eq!(clean(text), text);
        }
    }
}
