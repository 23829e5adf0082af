//! Members' Markdown becomes harmless HTML.

use html5gum::{Token, Tokenizer};
use proptest::prelude::*;
use views::markdown::to_html;

use crate::hostile;

/// All elements that the converter writes.
const ELEMENTS: [&str; 25] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Checks each tag and attribute. Returns the text.
fn check(html: &str) -> String {
    let utf8 = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let mut text = String::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = utf8(&tag.name);
                assert!(ELEMENTS.contains(&name.as_str()), "<{name}> in {html}");
                for (attribute, value) in &tag.attributes {
                    let (attribute, value) = (utf8(attribute), utf8(value));
                    let is_known = match (name.as_str(), attribute.as_str()) {
                        ("a", "href") => {
                            ["http://", "https://", "mailto:"].iter().any(|scheme| value.starts_with(scheme))
                        }
                        ("ol", "start") => value.parse::<u64>().is_ok(),
                        ("td" | "th", "style") => value.starts_with("text-align: ") && !value.contains(';'),
                        _ => false,
                    };
                    assert!(is_known, "{attribute}={value:?} of <{name}> in {html}");
                }
            }
            Token::EndTag(tag) => assert!(ELEMENTS.contains(&utf8(&tag.name).as_str()), "{html}"),
            Token::String(words) => text.push_str(&utf8(&words)),
            Token::Error(_) => {}
            other => panic!("{other:?} in {html}"),
        }
    }
    text
}

#[test]
fn markdown_becomes_html() {
    for (markdown, html) in [
        ("", ""),
        ("Hello\nworld", "<p>Hello<br />\nworld</p>\n"),
        (
            "# One\n\n*two* **three** ~~four~~ `five`",
            "<h1>One</h1>\n<p><em>two</em> <strong>three</strong> <del>four</del> <code>five</code></p>\n",
        ),
        ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"),
        ("```rust\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
        ("[Ship](https://shop.example/a b)", "<p>[Ship](https://shop.example/a b)</p>\n"),
        ("[Ship](HTTPS://Shop.example/a?b=1&c=2)", "<p><a href=\"https://shop.example/a?b=1&amp;c=2\">Ship</a></p>\n"),
        ("<https://shop.example>", "<p><a href=\"https://shop.example/\">https://shop.example</a></p>\n"),
        ("<ada@shop.example>", "<p><a href=\"mailto:ada@shop.example\">ada@shop.example</a></p>\n"),
        ("[mail](mailto:ada@shop.example)", "<p><a href=\"mailto:ada@shop.example\">mail</a></p>\n"),
        ("![The box](https://shop.example/box.png)", "<p><a href=\"https://shop.example/box.png\">The box</a></p>\n"),
        ("[![box](https://a.example/b.png)](https://a.example)", "<p><a href=\"https://a.example/\">box</a></p>\n"),
        ("[x](javascript:alert) [y](/z) [w](data:text/html,x) [v](mailto:)", "<p>x y w v</p>\n"),
        ("<b>bold</b> <script>x</script>", "<p>&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("<div>\nblock\n</div>", "<p>&lt;div&gt;\nblock\n&lt;/div&gt;</p>\n"),
        ("@everyone שלום 👩\u{200d}👧", "<p>@everyone שלום 👩\u{200d}👧</p>\n"),
    ] {
        assert_eq!(to_html(markdown), html, "{markdown}");
        check(html);
    }
    let table = to_html("| a | b |\n|--:|---|\n| 1 | 2 |");
    assert!(table.contains("<td style=\"text-align: right\">1</td><td>2</td>"), "{table}");
}

#[test]
fn long_nesting_has_an_end() {
    for piece in ["[", "![", "> ", "* ", "<", "`", "**_", "- "] {
        check(&to_html(&piece.repeat(4_000)));
    }
}

proptest! {
    #[test]
    fn there_is_no_tag_and_no_address_of_another_kind(text in hostile::text(), html in hostile::html()) {
        check(&to_html(&text));
        check(&to_html(&html));
        check(&to_html(&format!("[{html}]({text})")));
        check(&to_html(&format!("<{text}>")));
    }

    #[test]
    fn words_are_kept(words in "[a-zA-Z0-9]{1,12}( [a-zA-Z0-9]{1,12}){0,8}") {
        let text = check(&to_html(&words));
        prop_assert_eq!(text.trim(), words);
    }
}
