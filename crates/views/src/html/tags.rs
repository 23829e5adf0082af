//! What the elements of mail and articles are, as far as reading them goes.

use html5gum::StartTag;

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Break,
    Block { blank: bool },
    Heading,
    List { ordered: bool },
    Item,
    Cell { head: bool },
    Bold,
    Code,
    Pre,
    Link,
    Image,
    Other,
}

impl Tag {
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"br" => Self::Break,
            b"p" | b"table" | b"blockquote" | b"hr" | b"dl" | b"figure" | b"fieldset" => Self::Block { blank: true },
            b"div" | b"tr" | b"dt" | b"dd" | b"section" | b"article" | b"header" | b"footer" | b"main" | b"aside"
            | b"nav" | b"address" | b"center" | b"caption" | b"figcaption" | b"form" | b"details" | b"summary"
            | b"body" => Self::Block { blank: false },
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"ul" | b"menu" => Self::List { ordered: false },
            b"ol" => Self::List { ordered: true },
            b"li" => Self::Item,
            b"td" => Self::Cell { head: false },
            b"th" => Self::Cell { head: true },
            b"b" | b"strong" => Self::Bold,
            b"code" | b"kbd" | b"tt" | b"samp" => Self::Code,
            b"pre" => Self::Pre,
            b"a" => Self::Link,
            b"img" => Self::Image,
            _ => Self::Other,
        }
    }
}

/// Names that make a text HTML when they stand in angle brackets.
const TELLING: [&str; 34] = [
    "a",
    "article",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "meta",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "u",
    "ul",
];

/// Whether `text` is HTML: whether it has an element of the usual ones. Words in angle brackets alone don't make it so.
pub(super) fn is_html(text: &str) -> bool {
    text.split('<').skip(1).any(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        // Ten letters are enough for every name of the list.
        let end = rest.bytes().take(11).position(|byte| !byte.is_ascii_alphanumeric());
        let Some(end) = end.filter(|end| matches!(rest.as_bytes()[*end], b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t'))
        else {
            return false;
        };
        TELLING.contains(&rest[..end].to_ascii_lowercase().as_str())
    })
}

/// Whether an element is never shown, with all that stands in it.
pub(super) fn is_unseen(tag: &StartTag<()>) -> bool {
    if matches!(
        &**tag.name,
        b"head"
            | b"script"
            | b"style"
            | b"template"
            | b"noscript"
            | b"title"
            | b"object"
            | b"iframe"
            | b"svg"
            | b"math"
            | b"textarea"
            | b"select"
            | b"video"
            | b"audio"
    ) {
        return true;
    }
    let holds = matches!(&**tag.name, b"div" | b"span" | b"td" | b"tr" | b"table" | b"p");
    let hidden = attribute(tag, b"style").is_some_and(|style| {
        let style: String = style.chars().take(2000).filter(|c| !c.is_whitespace()).collect();
        style.to_ascii_lowercase().contains("display:none")
    });
    holds && (hidden || tag.attributes.contains_key(&b"hidden"[..]))
}

/// An attribute's value.
pub(super) fn attribute(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

/// Whether `class` or `id` of an element has one of `names`.
pub(super) fn is_called(tag: &StartTag<()>, names: &[&str]) -> bool {
    let has = |value: String| {
        value.split_ascii_whitespace().any(|word| names.iter().any(|name| word.eq_ignore_ascii_case(name)))
    };
    [&b"class"[..], b"id"].into_iter().filter_map(|name| attribute(tag, name)).any(has)
}

/// What an image says, and where it is; `None` for the invisible ones that count readers.
pub(super) fn image(tag: &StartTag<()>) -> Option<(String, String)> {
    let tiny =
        |name| attribute(tag, name).is_some_and(|size| matches!(size.trim().trim_end_matches("px"), "0" | "1" | "2"));
    if tiny(b"width") || tiny(b"height") {
        return None;
    }
    let words = attribute(tag, b"alt").map(|words| crate::text::line(&words, 80)).filter(|words| !words.is_empty());
    Some((words.unwrap_or_else(|| "image".to_owned()), attribute(tag, b"src").unwrap_or_default()))
}
