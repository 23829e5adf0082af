//! Mails and articles as people read them, and HTML that is made to hurt.

use views::Steps;
use views::html::{message, words};

fn article(html: &str) -> String {
    views::html::article(html, &Steps::default()).markdown
}

#[test]
fn a_mail_reads_as_text() {
    let mail = r#"<html><head><title>Re: parcel</title><style>p { color: red }</style></head>
<body><div style="display:none">preheader text</div>
<p>Hello   team,<br>where is my <b>parcel</b>?</p>
<p>Order <a href="https://shop.example/orders/77">#77</a>, tracked <a href="https://post.example/t/1">here</a>.</p>
<ul><li>bought on Monday</li><li>paid with <code>SEPA</code></li></ul>
<img src="https://shop.example/photo.jpg" alt="The box"><img src="https://t.example/o.gif" width="1" height="1">
<script>alert("x")</script>
<p>Thanks &amp; bye &mdash; Zo&euml;</p></body></html>"#;
    insta::assert_snapshot!(message(mail), @r"
    Hello team,
    where is my **parcel**?

    Order [#77 (shop.example)](https://shop.example/orders/77), tracked [here (post.example)](https://post.example/t/1).

    - bought on Monday
    - paid with `SEPA`

    [🖼 The box (shop.example)](https://shop.example/photo.jpg)

    Thanks & bye — Zoë
    ");
}

#[test]
fn what_a_mail_quotes_is_folded_and_its_signature_is_short() {
    let gmail = r#"<div dir="ltr">Still nothing.<div><br></div><div>-- <br><div class="gmail_signature"><b>Jane Doe</b><br>ACME GmbH<br>
Graz</div></div></div><div class="gmail_quote"><div class="gmail_attr">On Mon, Anna wrote:<br></div><blockquote>
<p>It is on its way.</p><p>Anna</p></blockquote></div>"#;
    insta::assert_snapshot!(message(gmail), @r"
    Still nothing.

    -# **Jane Doe** · ACME GmbH · Graz

    > … quoted text folded (3 lines)
    ");
    let plain = "Still nothing.\n\n> It is on its way.\n> \n> Anna\n\n-- \nJane Doe\nACME GmbH";
    insta::assert_snapshot!(message(plain), @r"
    Still nothing.

    > … quoted text folded (3 lines)

    -# Jane Doe · ACME GmbH
    ");
}

#[test]
fn all_below_a_divider_is_quoted() {
    let outlook =
        "<p>Thanks!</p><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Anna<br></div><div><p>Dear Jane</p></div><p>Anna</p>";
    assert_eq!(message(outlook), "Thanks!\n\n> … quoted text folded (3 lines)");
    let plain = "Thanks!\n\n-----Original Message-----\nFrom: Anna\nDear Jane";
    assert_eq!(message(plain), "Thanks!\n\n> … quoted text folded (3 lines)");
}

#[test]
fn what_is_never_closed_is_shown() {
    assert_eq!(article("<p>one</p><pre>two\n  three"), "one\n\n```\ntwo\n  three\n```");
    assert_eq!(message("<a href='https://a.example'>a.example"), "[a.example](https://a.example)");
    assert_eq!(message("<p><b>one"), "**one**");
    assert_eq!(message("<ul><li>one<li>two"), "- one\n- two");
    assert_eq!(message("<blockquote>one"), "> one");
}

#[test]
fn an_article_keeps_quotes_code_and_tables() {
    let html = r#"<h1>Returns</h1><blockquote><p>Within 14 days</p><p>and unworn</p></blockquote>
<ol><li>Print the label<ul><li>A4</li></ul></li><li>Drop it off</li></ol>
<pre><code class="language-sh">curl -X POST \
  "https://api.example/returns"</code></pre>
<table><tr><th>Size</th><th>Fee</th></tr><tr><td>S</td><td>free</td></tr><tr><td>XL</td><td>5 €</td></tr></table>"#;
    insta::assert_snapshot!(article(html), @r#"
    **Returns**

    > Within 14 days
    > 
    > and unworn

    1. Print the label
      - A4
    2. Drop it off

    ```
    curl -X POST \
      "https://api.example/returns"
    ```

    **Size** │ **Fee**
    S │ free
    XL │ 5 €
    "#);
}

#[test]
fn text_that_is_no_html_keeps_its_lines() {
    assert_eq!(message("one\ntwo  three\n\n\nfour"), "one\ntwo  three\n\nfour");
    assert_eq!(message("a < b and c > d"), "a \\< b and c \\> d");
    assert_eq!(message("write to <jane@doe.example>"), "write to \\<jane@doe.example\\>");
    assert_eq!(message("Tom &amp; Jerry &lt;3"), "Tom & Jerry \\<3");
    assert_eq!(message("<p>write to <jane@doe.example></p>"), "write to \\<jane@doe.example\\>");
    assert_eq!(message(""), "");
}

#[test]
fn nothing_is_put_together_from_harmless_pieces() {
    assert_eq!(message("<p>@<b></b>every<span>one</span></p>"), "@\u{200b}everyone");
    assert_eq!(message("<p>&#64;every&#8203;one</p>"), "@\u{200b}everyone");
    let linked = "\\[x\\]\\([evil.example](https://evil.example))";
    assert_eq!(message("<p>[x]<span>(https://evil.example)</span></p>"), linked);
    assert_eq!(message("<p>&lt;<i>@123</i>&gt;</p>"), "\\<@123\\>");
    assert_eq!(message("<p>https:<i>//good.example@evil.example</i></p>"), "https\\://good.example@evil.example");
    assert_eq!(message("<a href='javascript:alert(1)'>@every</a><i>one</i>"), "@\u{200b}everyone");
    assert_eq!(message("<p>`</p><p>``<br>```</p>"), "\\`\n\n\\`\\`\n\\`\\`\\`");
}

#[test]
fn links_of_all_kinds_show_where_they_lead() {
    for (html, expected) in [
        ("<a href='https://evil.example'>https://bank.example</a>", "[evil.example](https://evil.example)"),
        ("<a href='https://bank.example/x'>bank.example</a>", "[bank.example](https://bank.example/x)"),
        ("<a href='mailto:jane@doe.example?subject=x'>Jane</a>", "Jane (jane@doe.example)"),
        ("<a href='mailto:jane@doe.example'>jane@doe.example</a>", "jane@doe.example"),
        ("<a href='/relative'>there</a>", "there (/relative)"),
        ("<a name='top'>top</a>", "top"),
        (
            "<a href='https://a.example'><img src='https://b.example/x.png' alt='Logo'></a>",
            "[🖼 Logo (a.example)](https://a.example)",
        ),
        ("<img src='cid:part1' alt='Scan'>", "🖼 Scan"),
    ] {
        assert_eq!(message(html), expected, "{html}");
    }
}

#[test]
fn a_preview_is_one_line_of_words() {
    assert_eq!(words("<style>x</style><p>One</p><p>two &amp; three</p>", 400), "One two & three");
    assert_eq!(words("plain\ntext", 400), "plain text");
}
