//! Escaping Discord's markdown, character by character.

/// Appends `line` to `out` with a backslash before everything that Discord would read as markdown, a mention, a custom emoji, a
/// timestamp or an address. `line` has no line break and is clean.
pub(super) fn line(line: &str, out: &mut String) {
    let start = line.len() - line.trim_start().len();
    let (indent, rest) = line.split_at(start);
    out.push_str(indent);
    inline(rest, out);
}

/// Appends the middle of a line. What begins a heading or a list at a line's start is escaped within it, too: a page may be cut so
/// that it begins here.
pub(super) fn inline(text: &str, out: &mut String) {
    let mut previous = ' ';
    // Where the word begins, if it is a number so far.
    let mut number = None;
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let ends = after.is_empty() || after.starts_with(' ');
        match c {
            '\\' | '*' | '_' | '~' | '|' | '`' | '<' | '>' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            '(' if previous == ']' => out.push_str(r"\("),
            '#' | '-' if ends || after.starts_with('#') => {
                out.push('\\');
                out.push(c);
            }
            // Which has words behind it, or stands alone: others may follow it then.
            '.' if number.is_some_and(|start| after.starts_with(' ') || start == 0 && after.is_empty()) => {
                out.push_str(r"\.");
            }
            ':' if after.starts_with("//") || shortcode(after) => out.push_str(r"\:"),
            '@' if loud(after) => out.push_str("@\u{200b}"),
            c => out.push(c),
        }
        // Of a quote only the words are kept, and its first ones may be a number.
        number = number.or(matches!(previous, ' ' | '>').then_some(at)).filter(|_| c.is_ascii_digit());
        previous = c;
    }
}

/// Whether a `:` before `after` begins an emoji's `:name:`.
fn shortcode(after: &str) -> bool {
    let name = |c: char| c.is_ascii_alphanumeric() || "_+-~".contains(c);
    // The longest names that Discord knows have fewer than 64 characters.
    let end = after.char_indices().take(64).find(|(_, c)| !name(*c));
    let word = end.filter(|(end, c)| *end > 1 && *c == ':').map(|(end, _)| &after[..end]);
    word.is_some_and(|word| !word.starts_with(|c: char| c.is_ascii_digit() && word.len() < 3))
}

/// Whether an `@` before `after` would call everyone.
pub(super) fn loud(after: &str) -> bool {
    ["everyone", "here"].iter().any(|name| after.get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)))
}

/// `text` in which no `@everyone` or `@here` calls anyone: an invisible space follows the `@`.
pub(super) fn calm(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        out.push(c);
        if c == '@' && loud(&text[at + 1..]) {
            out.push('\u{200b}');
        }
    }
    out
}
