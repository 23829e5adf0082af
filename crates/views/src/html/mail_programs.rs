//! How mail programs mark what they quote and sign: by the classes, ids and attributes that they give to elements.

use super::elements::{self, Start};

/// Elements that hold the mail that is answered. Yahoo puts letters before its word, so a part of a name counts.
const QUOTES: [&str; 12] = [
    "gmail_quote",
    "gmail_extra",
    "yahoo_quoted",
    "protonmail_quote",
    "moz-cite-prefix",
    "tutanota_quote",
    "zmail_extra",
    "olk_src_body_section",
    "mail-editor-reference-message-container",
    "outlookmessageheader",
    "wm_quote",
    "mailru-blockquote",
];

/// Elements that part a mail from the one that is answered or forwarded, which follows as a sibling.
const DIVIDERS: [&str; 5] = ["divrplyfwdmsg", "appendonsend", "stopspelling", "zwchr", "hotmail_divider"];

/// Elements that hold the signature.
const SIGNATURES: [&str; 8] = [
    "gmail_signature",
    "moz-signature",
    "signature",
    "protonmail_signature_block",
    "applemailsignature",
    "ms-outlook-mobile-signature",
    "tutanota_signature",
    "zmail_signature",
];

/// What an element holds that a mail program marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// The mail that is answered.
    Quote,
    /// Nothing itself: all that follows is the mail that is answered or forwarded.
    Divider,
    /// The signature.
    Signature,
    /// Text that stands to the right of the rest.
    Indented,
}

/// What `tag` holds, if it is marked. In an article a blockquote is a quote, and nothing else is marked.
pub(super) fn marked(tag: &Start, is_article: bool) -> Option<Marked> {
    if is_article {
        (**tag.name == *b"blockquote").then_some(Marked::Indented)
    } else if is_called(tag, &QUOTES) || is_quote(tag) {
        Some(Marked::Quote)
    } else if is_called(tag, &DIVIDERS) {
        Some(Marked::Divider)
    } else if is_called(tag, &SIGNATURES) {
        Some(Marked::Signature)
    } else if **tag.name == *b"blockquote" {
        Some(Marked::Indented)
    } else {
        None
    }
}

/// Whether an element is marked as a quote in other ways than by a name: `type="cite"` (Apple Mail, Thunderbird), `name="quote"` (GMX), a
/// line at the left (Outlook, Zimbra, Roundcube). Gmail indents the writer's own text with a blockquote of neither.
fn is_quote(tag: &Start) -> bool {
    let is = |name: &[u8], value: &str| {
        elements::attribute(tag, name).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    };
    if is(b"name", "quote") || is(b"data-marker", "__quoted_text__") {
        return true;
    }
    if **tag.name != *b"blockquote" {
        return false;
    }
    let style = elements::style(tag);
    let lined = style.split(';').any(|rule| {
        rule.strip_prefix("border-left").is_some_and(|rule| {
            let value = rule.split_once(':').map_or("", |(_, value)| value);
            !value.is_empty() && !value.starts_with("none") && !value.starts_with('0')
        })
    });
    is(b"type", "cite") || tag.attributes.contains_key(&b"cite"[..]) || lined
}

/// Whether `class` or `id` of an element has one of `names`. Outlook puts `x_` before the names in a mail that it quotes, once for each
/// time, older ones `ecx`.
fn is_called(tag: &Start, names: &[&str]) -> bool {
    let has = |value: String| {
        value.split_ascii_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            let word = word.trim_start_matches("x_");
            let word = word.strip_prefix("ecx").unwrap_or(word);
            names.iter().any(|name| word == *name || (*name == "yahoo_quoted" && word.contains(name)))
        })
    };
    [&b"class"[..], b"id"].into_iter().filter_map(|name| elements::attribute(tag, name)).any(has)
        || names == DIVIDERS && elements::attribute(tag, b"data-marker").is_some_and(|mark| mark == "__DIVIDER__")
}
