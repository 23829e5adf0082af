//! Addresses: which ones become links, and how a link shows where it leads.

use super::escape;
use crate::cut::{self, width};

/// A longer address is shown shortened.
const SHOWN: usize = 60;

/// Longer addresses are not made links: Discord takes none.
const LONGEST: usize = 2000;

/// The host of an address that may become a link: http(s), a plain host (no user name, which is there to deceive, and no letters
/// beyond ASCII, which look like others), no odd characters. `None` for anything else.
#[must_use]
pub fn host(address: &str) -> Option<&str> {
    let rest = strip_scheme(address)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:_".contains(c);
    let dotted = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
    (dotted
        && host.chars().all(plain)
        && !host.contains("__")
        && address.len() <= LONGEST
        && address.chars().all(|c| c.is_ascii_graphic()))
    .then_some(host)
}

/// An address that may become a link, with everything percent-encoded that could end the link; `None` for anything else.
#[must_use]
pub fn address(address: &str) -> Option<String> {
    host(address).map(|_| safe(address))
}

/// `words` as a link to `address`, with the real host behind them where they don't name it. What must not be a link is shown
/// as words.
#[must_use]
pub fn link(words: &str, address: &str) -> String {
    let address = address.trim();
    let Some(host) = host(address) else { return super::escape(words) };
    let target = safe(address);
    let shown = super::one_line(words);
    if shown.is_empty() || strip_scheme(&shown).is_some() {
        return labelled(address, host, &target);
    }
    let words = label(&shown, 200);
    if named(&shown, host) {
        format!("[{words}]({target})")
    } else {
        format!("[{words}]({target}) ({})", host_words(host))
    }
}

/// `words`, in at most `max` units, as a link to an address of our own making, which needs no host beside it.
#[must_use]
pub fn link_to(words: &str, max: usize, address: &str) -> String {
    format!("[{}]({address})", label(&super::one_line(words), max))
}

/// One clean line as the words of a link. Discord pairs brackets there even when they are escaped, so they are made round.
fn label(line: &str, max: usize) -> String {
    super::escape_to(&line.replace('[', "(").replace(']', ")"), max)
}

/// Appends `line` to `out`, escaped, with its http(s) addresses as links.
pub(super) fn escape_with_links(line: &str, out: &mut String) {
    let mut rest = line;
    let mut first = true;
    while let Some(at) = find(rest) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| c.is_whitespace() || "<>\"`".contains(c)).unwrap_or(from.len());
        let address = trim_end(&from[..end]);
        text(before, first, out);
        match host(address) {
            Some(host) => {
                let target = safe(address);
                if width(&target) <= SHOWN {
                    out.push_str(&target);
                } else {
                    out.push_str(&labelled(address, host, &target));
                }
            }
            None => text(address, false, out),
        }
        first = false;
        rest = &from[address.len()..];
    }
    text(rest, first, out);
}

fn text(text: &str, first: bool, out: &mut String) {
    if first { escape::line(text, out) } else { escape::inline(text, out) }
}

/// A link whose words are the address itself, shortened at its end.
fn labelled(address: &str, host: &str, target: &str) -> String {
    let words = strip_scheme(address).unwrap_or(host);
    // Words that look like an address would keep Discord from making a link of them; without the scheme they don't.
    format!("[{}]({target})", label(&cut::plain(words, SHOWN.max(width(host) + 1)), usize::MAX))
}

fn host_words(host: &str) -> String {
    super::escape(&cut::plain(host, 100))
}

/// Whether `words` name `host` itself, and not one that only begins or ends like it.
fn named(words: &str, host: &str) -> bool {
    let host = host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    words.to_lowercase().split(|c: char| c.is_whitespace() || "()/,".contains(c)).any(|word| {
        let word = word.strip_prefix("www.").unwrap_or(word);
        word == host || word.trim_end_matches('.') == host
    })
}

/// The next place in `text` where an address begins.
fn find(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let starts = |at: usize| {
        let rest = &bytes[at..];
        let scheme = |scheme: &[u8]| rest.len() > scheme.len() && rest[..scheme.len()].eq_ignore_ascii_case(scheme);
        (scheme(b"http://") || scheme(b"https://"))
            && !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_alphanumeric())
    };
    (0..bytes.len()).find(|at| bytes[*at].eq_ignore_ascii_case(&b'h') && starts(*at))
}

/// An address as it is meant in a sentence: without the sentence's punctuation, without a bracket it does not open.
fn trim_end(address: &str) -> &str {
    let mut kept = address;
    loop {
        let last = kept.chars().next_back();
        let trimmed = match last {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '|' | ']' | '}') => {
                &kept[..kept.len() - 1]
            }
            Some(')') if !kept.contains('(') => &kept[..kept.len() - 1],
            _ => return kept,
        };
        kept = trimmed;
    }
}

fn strip_scheme(address: &str) -> Option<&str> {
    ["https://", "http://"].iter().find_map(|scheme| {
        let (head, rest) = address.split_at_checked(scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

/// An address with everything percent-encoded that could end a link or be read as markdown, its scheme in small letters.
fn safe(address: &str) -> String {
    let rest = strip_scheme(address).unwrap_or(address);
    let secure = address.len() - rest.len() == "https://".len();
    let mut out = String::from(if secure { "https://" } else { "http://" });
    for (at, c) in rest.char_indices() {
        match c {
            '@' if escape::loud(&rest[at + 1..]) => out.push_str("%40"),
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '*' => out.push_str("%2A"),
            '|' => out.push_str("%7C"),
            '~' => out.push_str("%7E"),
            // Two of them underline.
            '_' if rest[..at].ends_with('_') => out.push_str("%5F"),
            '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '}' | '"' | '\'' => {
                out.push('%');
                out.extend(format!("{:02X}", u32::from(c)).chars());
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::link;
    use crate::text::{escape, escape_lines};

    #[test]
    fn a_link_shows_where_it_leads() {
        for (words, address, expected) in [
            ("Pay now", "https://evil.example/x", "[Pay now](https://evil.example/x) (evil.example)"),
            ("shop.example", "https://shop.example/", "[shop.example](https://shop.example/)"),
            (
                "paypal.com",
                "https://paypal.com.evil.example",
                "[paypal.com](https://paypal.com.evil.example) (paypal.com.evil.example)",
            ),
            ("https://paypal.com", "https://evil.example/", "[evil.example/](https://evil.example/)"),
            (
                "x](https://evil.example)",
                "https://a.example",
                "[x)(https\\://evil.example)](https://a.example) (a.example)",
            ),
            ("call", "javascript:alert(1)", "call"),
            ("bank", "https://bank.example@evil.example/", "bank"),
            ("apple", "https://аpple.com/", "apple"),
            ("init", "https://py.example/__init__.py", "[init](https://py.example/_%5Finit_%5F.py) (py.example)"),
            ("wiki", "https://en.example/a_(b)", "[wiki](https://en.example/a_%28b%29) (en.example)"),
        ] {
            assert_eq!(link(words, address), expected);
        }
    }

    #[test]
    fn addresses_in_a_text_stay_links() {
        for (text, expected) in [
            ("see https://a.example/b_c, ok?", "see https://a.example/b_c, ok?"),
            ("(https://a.example)", "(https://a.example)"),
            ("HTTPS://a.example", "https://a.example"),
            ("https://good.example@evil.example", "https\\://good.example@evil.example"),
            ("[click](https://evil.example)", "\\[click\\]\\(https://evil.example)"),
            ("ftp://a.example", "ftp\\://a.example"),
        ] {
            assert_eq!(escape_lines(text), expected);
        }
    }

    #[test]
    fn markdown_in_a_text_is_text() {
        for (text, expected) in [
            ("# big", "\\# big"),
            ("- one", "\\- one"),
            ("-# small", "\\-\\# small"),
            ("#77 -v", "#77 -v"),
            ("-", "\\-"),
            ("12. twelve", "12\\. twelve"),
            ("5.48.11", "5.48.11"),
            ("> said", "\\> said"),
            ("**b** _i_ ~~s~~ ||h|| `c`", "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|h\\|\\| \\`c\\`"),
            ("<@1> <#2> <t:3> <:a:4>", "\\<@1\\> \\<#2\\> \\<t:3\\> \\<:a:4\\>"),
            ("@everyone @HERE me@here.example", "@\u{200b}everyone @\u{200b}HERE me@\u{200b}here.example"),
            (":smile: 10:30:15", "\\:smile: 10:30:15"),
            ("a\\b", "a\\\\b"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }
}
