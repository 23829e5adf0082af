//! The worst that customers were found to write: bodies of mails that cost more than their length once, or could.

/// About how long each is, in bytes.
const SIZE: usize = 256 << 10;

/// The bodies, each for a mail of its own.
pub(crate) fn mails() -> Vec<String> {
    let fill = |text: &str| text.repeat(SIZE / text.len());
    let around = |before: &str, text: &str, after: &str| format!("{before}{}{after}", fill(text));
    let nested = |open: &str, close: &str| {
        let depth = SIZE / (open.len() + close.len());
        format!("{}deep{}", open.repeat(depth), close.repeat(depth))
    };
    vec![
        // Hosts and addresses without an end, drawn again at each line within them.
        format!("<a href=\"https://{}\">{}</a>", "a.".repeat(40_000), "x<br>".repeat(20_000)),
        format!("<a href=\"https://shop.example/{}\">{}</a>", "p".repeat(80_000), "x<br>".repeat(20_000)),
        around("https://", "a.", "example/x"),
        fill("https://"),
        fill("https://a.example/1 "),
        fill("<a href=\"https://a.example/1\">b</a> "),
        fill("<a href=\"https://a.example/1\">evil.test and many more words</a><br>"),
        // Brackets and signs that something may pair with.
        around("https://shop.example/", ")", ""),
        around("https://shop.example/", "(", ""),
        around("https://shop.example/ ", "[", "]"),
        fill("["),
        fill("[a]("),
        fill("`"),
        fill("`a``b"),
        fill("```\n"),
        fill("\\"),
        fill("*_~|"),
        fill("<@1> @everyone "),
        // Pictures.
        around("<img alt=\"photo\" src=\"data:image/png;base64,", "A", "\"><p>Please call me back.</p>"),
        fill("<img alt=\"a lamp on a table\" src=\"https://a.example/1.png\">"),
        // Elements: deep, many, never closed.
        nested("<div>", "</div>"),
        nested("<blockquote>", "</blockquote>"),
        nested("<ul><li>", "</li></ul>"),
        nested("<table><tr><td>", "</td></tr></table>"),
        nested("<b><i>", "</i></b>"),
        nested("<a href=\"https://a.example/1\">", "</a>"),
        around("<table>", "<tr><td>1</td><td>2</td></tr>", "</table>"),
        fill("<br>"),
        fill("<"),
        fill("<p"),
        around("<!--", "-", ""),
        around("<style>", "a{}", ""),
        around("<a href=", "x", ""),
        fill("&"),
        fill("&amp;"),
        fill("&#120;"),
        // Lines, quotes and signatures.
        fill("\n"),
        fill("> "),
        fill("> x\n"),
        fill("-- \n"),
        fill("On Tuesday Jane Doe wrote:\n"),
        fill("-----Original Message-----\n"),
        // Marks that are stacked, and what can't be seen.
        around("e", "\u{301}", ""),
        around("ก", "\u{e47}", ""),
        around("а", "\u{483}", ""),
        fill("\u{202e}"),
        fill("\u{200b}"),
        fill("👩‍🚀"),
    ]
}
