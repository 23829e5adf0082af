//! What is typed, taken apart: words, numbers, times of the clock and what stands between them. Nothing is left out.

/// A piece of what was typed, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// In small letters.
    pub(super) text: String,
    /// Its first byte, and the one behind its last.
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Word,
    /// Up to four digits.
    Number(u16),
    /// "9:30", "9.30": what stands before and behind, unchecked.
    Clock(u16, u16),
    /// ":30".
    Past(u16),
    /// A comma, or what is used as one.
    And,
    Dash,
    /// What no schedule has.
    Other,
}

/// What the text consists of.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let text = text.trim_end_matches(['.', '!', ' ']);
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(char) = text[start..].chars().next() {
        if char.is_whitespace() {
            start += char.len_utf8();
            continue;
        }
        let (kind, length) = next(&text[start..], text[..start].chars().next_back());
        let end = start + length;
        let word = text[start..end].to_lowercase();
        let word = if kind == Kind::Word { plain(&word) } else { word };
        tokens.push(Token { kind, text: word, start, end });
        start = end;
    }
    tokens
}

/// "a.m." is "am", "mon." is "mon", "monday's" and "mondays'" are "monday".
fn plain(word: &str) -> String {
    let word = word.replace('.', "").replace('’', "'");
    word.strip_suffix("'s").unwrap_or(&word).trim_end_matches('\'').to_owned()
}

/// The kind of the piece at the beginning, and its length.
fn next(text: &str, before: Option<char>) -> (Kind, usize) {
    let first = text.chars().next().unwrap_or_default();
    let length = first.len_utf8();
    let behind = text[length..].chars().next();
    let is_letter = |char: Option<char>| char.is_some_and(char::is_alphabetic);
    match first {
        '0'..='9' => number(text),
        ':' if digits(&text[1..]) == 2 => (Kind::Past(text[1..3].parse().unwrap_or(u16::MAX)), 3),
        ',' | ';' | '&' | '+' => (Kind::And, length),
        '/' if is_letter(before) && is_letter(behind) => (Kind::And, length),
        '-' | '–' | '—' | '−' => (Kind::Dash, length),
        '@' => (Kind::Word, length),
        char if char.is_alphabetic() => match word(text) {
            and if text[..and].eq_ignore_ascii_case("and") => (Kind::And, and),
            word => (Kind::Word, word),
        },
        _ => (Kind::Other, length),
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A number, or a time where two digits stand behind a colon or a dot and nothing more than that.
fn number(text: &str) -> (Kind, usize) {
    let length = digits(text);
    let Some(value) = text[..length].parse().ok().filter(|_| length <= 4) else { return (Kind::Other, length) };
    let rest = &text[length..];
    if length <= 2 && rest.starts_with([':', '.']) && digits(&rest[1..]) == 2 {
        let behind = rest[3..].trim_start_matches('.').bytes().next();
        if !behind.is_some_and(|byte| byte == b':' || byte.is_ascii_digit()) {
            return (Kind::Clock(value, rest[1..3].parse().unwrap_or(u16::MAX)), length + 3);
        }
    }
    (Kind::Number(value), length)
}

/// Letters and apostrophes, and the dots of what is short.
fn word(text: &str) -> usize {
    for short in ["a.m.", "p.m.", "a.m", "p.m"] {
        if text.get(..short.len()).is_some_and(|start| start.eq_ignore_ascii_case(short)) {
            return short.len();
        }
    }
    let end = text.find(|char: char| !char.is_alphabetic() && !matches!(char, '\'' | '’')).unwrap_or(text.len());
    if text[end..].starts_with('.') { end + 1 } else { end }
}
