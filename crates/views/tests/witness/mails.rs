//! Mails as the worst customer would write them: plain and HTML, whole and broken, with addresses of every kind directly before
//! whatever could be read as a part of them.

use proptest::prelude::*;

use crate::hostile;

/// A mail, whether it is written as HTML, and how many units a page of it has.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) text: String,
    pub(crate) is_html: bool,
    pub(crate) room: usize,
}

const ADDRESSES: [&str; 34] = [
    "https://evil.example",
    "https://evil.example/",
    "https://evil.example/pay?to=1&for=2#now",
    "https://evil.example/a_b__c*d*(e)[f]",
    "https://evil.example/(a)b)",
    "https://evil.example/My File.pdf",
    "https://evil.example/%28x%29",
    "https://evil.example:8443/x",
    "https://evil.example./x",
    "https://evil.example/?u=https://bank.example",
    "https://evil.example/\u{202e}fdp.exe",
    "https://evil.example/`x`",
    "https://evil_host.example/x",
    "http://bank.example.evil.example/login",
    "HTTPS://EVIL.EXAMPLE/X",
    "https://bank.example@evil.example/x",
    "https://user:pass@evil.example",
    "https://bücher.example/ä",
    "https://xn--bcher-kva.example/",
    "https://bаnk.example/login",
    "https://www.evil.example",
    "www.evil.example",
    "evil.example",
    "//evil.example/x",
    "https://192.0.2.7/x",
    "https://[2001:db8::1]/x",
    "https://evil",
    "https://",
    "https://discord.com/channels/123456789012345678/223456789012345678",
    "mailto:jane@doe.example?subject=x",
    "tel:+43316123",
    "javascript:alert(1)",
    "steam://run/1",
    "cid:part1",
];

/// What is put directly before and behind an address or a word.
const EDGES: [&str; 26] = [
    "", " ", "\n", "`", "``", "**", "*", "_", "__", "~~", "||", "[", "]", "](", "(", ")", "<", ">", "\"", "'", "\\",
    ".", ",", ":", "…", "\u{200b}",
];

/// What Discord would make something of.
const MARKS: [&str; 34] = [
    "<@123456789012345678>",
    "<@!123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "</ban user:123456789012345678>",
    "<:smile_y:123456789012345678>",
    "<a:smile_y:123456789012345678>",
    "<t:1700000000>",
    "<t:1700000000:R>",
    "<id:customize>",
    "<123456789012345678:browse>",
    "<sound:123456789012345678>",
    "@everyone",
    "@here",
    ":smile:",
    "||hidden||",
    "# big",
    "### big",
    "-# small",
    "> said",
    ">>> said",
    "- one",
    "* one",
    "1. one",
    "***a***",
    "__a__",
    "*a*",
    "_a_",
    "~~a~~",
    "`a`",
    "```\na\n```",
    "[Pay](https://evil.example)",
    "[bank.example](<https://evil.example> \"a\")",
    "x [Pay](https://evil.example) y",
];

/// Elements that hold something, as their start and end tags.
const ELEMENTS: [(&str, &str); 30] = [
    ("<p>", "</p>"),
    ("<div>", "</div>"),
    ("<span>", "</span>"),
    ("<b>", "</b>"),
    ("<strong>", "</strong>"),
    ("<i>", "</i>"),
    ("<u>", "</u>"),
    ("<s>", "</s>"),
    ("<del>", "</del>"),
    ("<sup>", "</sup>"),
    ("<h1>", "</h1>"),
    ("<h3>", "</h3>"),
    ("<code>", "</code>"),
    ("<tt>", "</tt>"),
    ("<pre>", "</pre>"),
    ("<pre><code>", "</code></pre>"),
    ("<ul><li>", "</li></ul>"),
    ("<ol start=3><li>", "</li></ol>"),
    ("<li>", "</li>"),
    ("<dl><dt>a</dt><dd>", "</dd></dl>"),
    ("<table><tr><td>", "</td></tr></table>"),
    ("<tr><th>", "</th></tr>"),
    ("<td><p>", "</p></td>"),
    ("<blockquote>", "</blockquote>"),
    ("<div class=\"gmail_quote\">", "</div>"),
    ("<div class=\"gmail_signature\">", "</div>"),
    ("<p style=\"display:none\">", "</p>"),
    ("<a href=\"https://evil.example/x\">", "</a>"),
    ("<center>", "</center>"),
    ("<!-- ", " -->"),
];

/// Any mail.
pub(crate) fn mail() -> impl Strategy<Value = Mail> {
    let plain = prop_oneof![1 => hostile::text(), 3 => plain()].prop_map(|text| (text, false));
    let html =
        prop_oneof![2 => hostile::html(), 6 => html(), 1 => html().prop_flat_map(broken)].prop_map(|text| (text, true));
    (prop_oneof![1 => plain, 2 => html], 60..1500_usize).prop_map(|((text, is_html), room)| Mail {
        text,
        is_html,
        room,
    })
}

/// Words, addresses and marks, each with something at its edges.
fn plain() -> impl Strategy<Value = String> {
    let piece = (edge(), leaf(), edge()).prop_map(|(before, leaf, behind)| format!("{before}{leaf}{behind}"));
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

/// Elements in elements, with and without space between them.
fn html() -> impl Strategy<Value = String> {
    let node = written().prop_recursive(4, 24, 5, |inner| {
        let inner = prop::collection::vec(inner, 1..5).prop_map(|nodes| nodes.concat());
        prop_oneof![
            4 => (prop::sample::select(ELEMENTS.to_vec()), inner.clone())
                .prop_map(|((start, end), inner)| format!("{start}{inner}{end}")),
            2 => (address(), inner)
                .prop_map(|(address, inner)| format!("<a href=\"{}\">{inner}</a>", address.replace('"', "&quot;"))),
        ]
    });
    prop::collection::vec(node, 1..8).prop_map(|nodes| format!("<div>{}</div>", nodes.concat()))
}

/// Text of an HTML mail, or an element that holds none.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (edge(), leaf(), edge()).prop_map(move |(before, leaf, behind)| escaped(&format!("{before}{leaf}{behind}"))),
        1 => leaf(),
        1 => leaf().prop_map(|leaf| as_numbers(&leaf)),
        2 => prop::sample::select(vec!["<br>", "<br><br>", "<hr>", " ", "&nbsp;", "<td>", "<li>", "<b>", "</b>", "</a>"])
            .prop_map(str::to_owned),
        1 => (address(), leaf()).prop_map(move |(address, leaf)| {
            format!("<img src=\"{address}\" alt=\"{}\">", escaped(&leaf).replace('"', "&quot;"))
        }),
    ]
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `text` with each character as an entity of its number.
fn as_numbers(text: &str) -> String {
    text.chars().flat_map(|c| ["&#".to_owned(), u32::from(c).to_string(), ";".to_owned()]).collect()
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        20 => "[a-z]{1,8}( [a-z]{1,8}){0,3}",
        15 => address(),
        15 => prop::sample::select(MARKS.to_vec()).prop_map(str::to_owned),
        5 => prop::sample::select(vec!["bank.example", "see bank.example/login", "evil.example bank.example"])
            .prop_map(str::to_owned),
        1 => ("[a-z]{1,3}", 20..500_usize).prop_map(|(letters, times)| letters.repeat(times)),
        2 => ("[a-z]{1,9} ", 10..60_usize).prop_map(|(word, times)| word.repeat(times)),
    ]
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        45 => prop::sample::select(ADDRESSES.to_vec()).prop_map(str::to_owned),
        2 => (2..60_usize).prop_map(|labels| format!("https://{}evil.example/x", "a.".repeat(labels))),
        3 => (30..120_usize).prop_map(|length| format!("https://evil.example/{}", "x".repeat(length))),
        1 => (1800..2200_usize).prop_map(|length| format!("https://evil.example/{}", "x".repeat(length))),
    ]
}

fn edge() -> impl Strategy<Value = &'static str> {
    prop_oneof![3 => Just(""), 3 => Just(" "), 4 => prop::sample::select(EDGES.to_vec())]
}

/// The mail without a stretch of it.
fn broken(html: String) -> impl Strategy<Value = String> {
    (any::<prop::sample::Index>(), 1..40_usize).prop_map(move |(start, length)| {
        let start = html.floor_char_boundary(start.index(html.len()));
        let end = html.floor_char_boundary((start + length).min(html.len()));
        format!("{}{}", &html[..start], &html[end..])
    })
}
