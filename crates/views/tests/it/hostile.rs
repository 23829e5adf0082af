//! Text as the worst customer would write it.

use proptest::prelude::*;

/// Pieces that break what does not expect them.
pub(crate) const PIECES: [&str; 40] = [
    "@everyone",
    "@here",
    "<@1234567890>",
    "<@&99>",
    "<#12>",
    "<t:1700000000:R>",
    "</ban:1>",
    "<a:x:123>",
    ":smile:",
    "[Pay here](https://evil.example)",
    "](https://evil.example)",
    "[",
    "](",
    ")",
    "https://good.example@evil.example/",
    "https://evil.example/a_b_c*d*",
    "http://",
    "javascript:alert(1)",
    "```",
    "``",
    "`",
    "**",
    "__",
    "_",
    "~~",
    "||",
    "\\",
    "\n",
    "\n# ",
    "\n- ",
    "\n> ",
    "\n>>> ",
    "\n-# ",
    "\n1. ",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "👩\u{200d}👩\u{200d}👧",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
    "   ",
];

/// HTML that breaks what does not expect it.
pub(crate) const TAGS: [&str; 28] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<a href=\"https://evil.example/x\">",
    "<a href='javascript:x'>",
    "</a>",
    "<br>",
    "<blockquote>",
    "</blockquote>",
    "<ul><li>",
    "<ol>",
    "</ul>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<img src=\"https://evil.example/x.png\" alt=\"[x](y)\">",
    "<script>",
    "</script>",
    "<style>",
    "&lt;@1&gt;",
    "&#64;everyone",
];

/// Any text, short or long, mixed of words and of the pieces above.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        3 => "[a-zA-Z ,.]{1,12}",
        2 => any::<char>().prop_map(String::from),
        1 => "[\\x00-\\x20]{1,4}",
    ];
    (prop::collection::vec(piece, 0..40), 1..8_usize, 0..400_usize).prop_map(|(pieces, times, once)| {
        let text = pieces.concat();
        // Now and then far beyond every limit.
        let times = if once < 12 { 1 + 9000 / text.len().max(1) } else { times };
        text.repeat(times)
    })
}

/// Any text with markup, whole or broken.
pub(crate) fn html() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(TAGS.to_vec()).prop_map(str::to_owned),
        2 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z ,.@]{1,12}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}
