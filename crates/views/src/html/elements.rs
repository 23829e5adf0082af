//! What the elements of mail and articles are, as far as reading them goes.

use html5gum::{StartTag, State};

/// A start tag with its place in the text.
pub(super) type Start = StartTag<usize>;

/// What an element does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Break,
    Block { blank: bool },
    Heading,
    List { ordered: bool },
    Item,
    Table,
    Row,
    Cell { head: bool },
    Term,
    Bold,
    Strike,
    Raised,
    Lowered,
    Code,
    Pre,
    Link,
    Image,
    Media,
    Source,
    Other,
}

impl Tag {
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"br" => Self::Break,
            b"p" | b"blockquote" | b"hr" | b"dl" | b"figure" | b"fieldset" => Self::Block { blank: true },
            b"div" | b"dd" | b"section" | b"article" | b"header" | b"footer" | b"main" | b"aside" | b"nav"
            | b"address" | b"center" | b"caption" | b"figcaption" | b"form" | b"details" | b"summary" | b"body"
            | b"legend" | b"dialog" | b"hgroup" | b"option" => Self::Block { blank: false },
            b"dt" => Self::Term,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Self::Heading,
            b"ul" | b"menu" | b"dir" => Self::List { ordered: false },
            b"ol" => Self::List { ordered: true },
            b"li" => Self::Item,
            b"table" => Self::Table,
            b"tr" => Self::Row,
            b"td" => Self::Cell { head: false },
            b"th" => Self::Cell { head: true },
            b"b" | b"strong" => Self::Bold,
            b"s" | b"del" | b"strike" => Self::Strike,
            b"sup" => Self::Raised,
            b"sub" => Self::Lowered,
            b"code" | b"kbd" | b"tt" | b"samp" => Self::Code,
            b"pre" | b"listing" | b"xmp" => Self::Pre,
            b"a" => Self::Link,
            b"img" => Self::Image,
            b"iframe" | b"video" | b"audio" | b"embed" => Self::Media,
            b"source" => Self::Source,
            _ => Self::Other,
        }
    }
}

/// All elements of HTML, the old ones too: what else stands in angle brackets is words.
const ELEMENTS: [&str; 128] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Elements that have no end: one alone makes a text HTML.
const ENDLESS: [&str; 3] = ["br", "hr", "img"];

/// Whether `text` is HTML. The reference calls messages text and does not say; LiveAgent gives mails as they came. It is HTML if it
/// begins with an element, has an element with its end, or one that needs none. An element's name in angle brackets somewhere in
/// a text is words.
pub(super) fn is_html(text: &str) -> bool {
    let trimmed = text.trim_start();
    if trimmed.starts_with("<!--") || trimmed.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
        return true;
    }
    let mut begun = vec![false; ELEMENTS.len()];
    for (at, _) in trimmed.match_indices('<') {
        let rest = &trimmed[at + 1..];
        let (rest, is_end) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
        let Some(name) = element(rest) else { continue };
        if at == 0 && !is_end {
            return true;
        }
        if is_end && begun[name] || ENDLESS.contains(&ELEMENTS[name]) {
            return true;
        }
        begun[name] |= !is_end;
    }
    false
}

/// Which element a tag names that begins with `rest`.
fn element(rest: &str) -> Option<usize> {
    // Ten letters are enough for every name.
    let end = rest.bytes().take(11).position(|byte| !byte.is_ascii_alphanumeric())?;
    if !matches!(rest.as_bytes()[end], b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t') {
        return None;
    }
    ELEMENTS.binary_search(&rest[..end].to_ascii_lowercase().as_str()).ok()
}

/// How the tokenizer must read the text after a start tag: a script is not HTML. XHTML writes `<title/>` for an empty
/// one, and normal text follows it.
pub(super) fn state_within(tag: &Start) -> Option<State> {
    if tag.self_closing {
        return None;
    }
    match &**tag.name {
        b"title" | b"textarea" => Some(State::RcData),
        b"style" | b"iframe" | b"noembed" | b"noframes" => Some(State::RawText),
        b"script" => Some(State::ScriptData),
        _ => None,
    }
}

/// Whether an element is never shown, with all that stands in it.
pub(super) fn is_unseen(tag: &Start) -> bool {
    if matches!(
        &**tag.name,
        b"head"
            | b"script"
            | b"style"
            | b"template"
            | b"noscript"
            | b"title"
            | b"iframe"
            | b"svg"
            | b"math"
            | b"textarea"
            | b"select"
            | b"noembed"
            | b"noframes"
            | b"datalist"
    ) {
        return true;
    }
    let holds = matches!(&**tag.name, b"div" | b"span" | b"td" | b"tr" | b"table" | b"p" | b"a" | b"font" | b"section");
    holds && is_hidden(tag)
}

/// Whether an element is hidden by its style or attribute.
fn is_hidden(tag: &Start) -> bool {
    let style = style(tag);
    ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|hides| style.contains(hides))
        || tag.attributes.contains_key(&b"hidden"[..])
}

/// An element's style, in small letters and without white space.
pub(super) fn style(tag: &Start) -> String {
    let style = attribute(tag, b"style").unwrap_or_default();
    style.chars().take(2000).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The longest value of an attribute that is looked at, in bytes: a picture within a mail has no address.
const MAX_VALUE_SIZE: usize = 4096;

/// An attribute's value.
pub(super) fn attribute(tag: &Start, name: &[u8]) -> Option<String> {
    tag.attributes.get(name).map(|value| {
        let bytes = &value.value[..value.value.len().min(MAX_VALUE_SIZE)];
        String::from_utf8_lossy(bytes).into_owned()
    })
}

/// A number that an attribute holds.
pub(super) fn number(tag: &Start, name: &[u8]) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

/// What a picture says, and where it is; `None` for the invisible ones that count readers.
pub(super) fn image(tag: &Start) -> Option<(String, String)> {
    let is_tiny = |size: &str| matches!(size.trim().trim_end_matches("px"), "0" | "1" | "2");
    let style = style(tag);
    let styled = |name: &str| {
        let declared = style.split(';').filter_map(|rule| rule.split_once(':')).find(|(key, _)| *key == name);
        declared.is_some_and(|(_, value)| is_tiny(value.trim_end_matches("!important")))
    };
    let tiny = |name: &str| attribute(tag, name.as_bytes()).is_some_and(|size| is_tiny(&size)) || styled(name);
    if tiny("width")
        || tiny("height")
        || styled("max-width")
        || styled("max-height")
        || styled("opacity")
        || is_hidden(tag)
    {
        return None;
    }
    let words = attribute(tag, b"alt").map(|words| crate::text::line(&words, 80)).filter(|words| !words.is_empty());
    Some((words.unwrap_or_else(|| "image".to_owned()), attribute(tag, b"src").unwrap_or_default()))
}

/// What a film, a sound or a page within the page is called.
pub(super) fn media(tag: &Start) -> String {
    let title = [&b"title"[..], b"aria-label"].into_iter().find_map(|name| attribute(tag, name));
    let title = title.map(|title| crate::text::line(&title, 80)).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| if *tag.name == b"audio"[..] { "audio" } else { "video" }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, is_html};

    #[test]
    fn the_names_are_in_order() {
        assert!(ELEMENTS.is_sorted());
    }

    #[test]
    fn html_is_told_from_words_in_angle_brackets() {
        for html in [
            "<p>one",
            "  <dl><dt>x</dl>",
            "Hello<br>you",
            "Hello <b>you</b>",
            "<!DOCTYPE html>x",
            "a <dl><dt>b</dt></dl>",
            "<o:p>x</o:p><p>y</p>",
        ] {
            assert!(is_html(html), "{html}");
        }
        for text in ["a <b> too many", "a < b > c", "write to <jane@doe.example>", "<3 you", "<jane>", "x </p> y", ""] {
            assert!(!is_html(text), "{text}");
        }
    }
}
