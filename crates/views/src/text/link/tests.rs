//! Links and addresses in texts.

use super::link;
use crate::text::{escape, escape_lines};

#[test]
fn a_link_shows_where_it_leads() {
    for (words, address, expected) in [
        ("Pay now", "https://evil.example/x", "[Pay now (evil.example)](https://evil.example/x)"),
        ("shop.example", "https://shop.example/", "[shop.example](https://shop.example/)"),
        ("www.shop.example/x", "https://shop.example/", "[www.shop.example/x](https://shop.example/)"),
        (
            "paypal.com",
            "https://paypal.com.evil.example",
            "[paypal.com (paypal.com.evil.example)](https://paypal.com.evil.example)",
        ),
        ("bank.example evil.test", "https://evil.test/", "[bank.example evil.test (evil.test)](https://evil.test/)"),
        ("bank。example evil.test", "https://evil.test/", "[bank。example evil.test (evil.test)](https://evil.test/)"),
        ("https://paypal.com", "https://evil.example/", "[evil.example](https://evil.example/)"),
        ("", "https://evil.example/path", "[evil.example/path](https://evil.example/path)"),
        (
            "x](https://evil.example)",
            "https://a.example",
            "[x)(https\\://evil.example) (a.example)](https://a.example)",
        ),
        ("call", "javascript:alert(1)", "call"),
        ("call us", "tel:+431234", "call us (+431234)"),
        ("bank", "https://bank.example@evil.example/", "bank (https\\://bank.example@evil.example/)"),
        ("apple", "https://аpple.com/", "[apple (xn--pple-43d.com)](https://xn--pple-43d.com/)"),
        ("init", "https://py.example/__init__.py", "[init (py.example)](https://py.example/_%5Finit_%5F.py)"),
        ("wiki", "https://en.example/a_(b)", "[wiki (en.example)](https://en.example/a_%28b%29)"),
    ] {
        assert_eq!(link(words, address), expected);
    }
}

#[test]
fn the_host_stands_before_long_words() {
    let words = "shop.example/login ".repeat(12);
    let long = link(&format!("{words}evil.test"), "https://evil.test/x");
    assert!(long.starts_with("[evil.test: shop.example/login shop"), "{long}");
    assert!(long.ends_with("…](https://evil.test/x)"), "{long}");
}

#[test]
fn addresses_in_a_text_stay_links() {
    for (text, expected) in [
        ("see https://a.example/b_c, ok?", "see https://a.example/b_c, ok?"),
        ("HTTPS://a.example", "https://a.example"),
        ("say \"https://a.example\".", "say \"https://a.example\"."),
        ("https://good.example@evil.example", "https\\://good.example@evil.example"),
        ("ftp://a.example", "ftp\\://a.example"),
        ("https://discord.com/channels/1/2", "[discord.com/channels/1/2](https://discord.com/channels/1/2)"),
        (r"http://a.example\_b?c\d", r"[a.example/\_b?c\\d](http://a.example/_b?c%5Cd)"),
        ("https://bücher.example/ä", "[xn--bcher-kva.example/ä](https://xn--bcher-kva.example/%C3%A4)"),
    ] {
        assert_eq!(escape_lines(text), expected);
    }
}

#[test]
fn a_bare_address_ends_before_anything_else_begins() {
    for (text, expected) in [
        ("(https://a.example)", "([a.example](https://a.example))"),
        ("<https://x.example/a>", "\\<[x.example/a](https://x.example/a)\\>"),
        ("**https://x.example**", "\\*\\*[x.example](https://x.example)\\*\\*"),
        ("https://x.example!", "[x.example](https://x.example)!"),
        ("https://x.example`code`", "[x.example](https://x.example)\\`code\\`"),
        ("https://x.example.,;", "https://x.example.,;"),
        ("https://x.example.<@1>", "[x.example](https://x.example).\\<@1\\>"),
        ("https://x.example/||a||", "[x.example/\\|\\|a](https://x.example/%7C%7Ca)\\|\\|"),
        ("[click](https://evil.example)", "\\[click\\]\\([evil.example](https://evil.example))"),
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
        (">1. one, when the quote's mark is taken off", "\\>1\\. one, when the quote's mark is taken off"),
        ("**b** _i_ ~~s~~ ||h|| `c`", "\\*\\*b\\*\\* \\_i\\_ \\~\\~s\\~\\~ \\|\\|h\\|\\| \\`c\\`"),
        ("<@1> <#2> <t:3> <:a:4>", "\\<@1\\> \\<#2\\> \\<t:3\\> \\<:a:4\\>"),
        ("@everyone @HERE me@here.example", "@\u{200b}everyone @\u{200b}HERE me@\u{200b}here.example"),
        (":smile: 10:30:15", "\\:smile: 10:30:15"),
        ("a\\b", "a\\\\b"),
    ] {
        assert_eq!(escape(text), expected);
    }
}
