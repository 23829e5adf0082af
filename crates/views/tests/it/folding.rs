//! What of a mail is folded: what is quoted behind own words, as each mail program writes it, and nothing else.

use views::Steps;
use views::html::{Drawn, Mail, Reading, message};

fn read(text: &str, reading: Reading) -> Drawn {
    Mail::new(reading, &Steps::default()).text(text).finish()
}

/// The own words, and the fold of all else.
#[track_caller]
fn folds(mail: &str) {
    let drawn = read(mail, Reading::default());
    assert!(drawn.markdown.starts_with("Thursday works."), "{}", drawn.markdown);
    assert!(drawn.markdown.contains("> … quoted text folded ("), "{}", drawn.markdown);
    assert!(!drawn.markdown.contains("which day"), "{}", drawn.markdown);
    assert!(!drawn.markdown.contains("Help Desk"), "{}", drawn.markdown);
    assert!(drawn.folded && !drawn.cut);
    // Nothing is lost: it is one press away.
    let whole = read(mail, Reading { unfolded: true, ..Reading::default() });
    assert!(whole.markdown.contains("which day"), "{}", whole.markdown);
    assert!(!whole.folded);
}

#[test]
fn mail_programs_are_known_by_their_marks() {
    for mail in [
        // Outlook for Windows.
        "<div class=WordSection1><p class=MsoNormal>Thursday works.<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>From:</b> Help Desk &lt;help@example.com&gt;<br><b>Sent:</b> Tuesday, 24 November 2026 09:00<br><b>To:</b> Jane Roe<br><b>Subject:</b> RE: Delivery<o:p></o:p></p></div><p class=MsoNormal>Dear Jane, which day suits you?<o:p></o:p></p></div>",
        // Outlook on a phone, the new Outlook, Outlook on the web; and one of them quoted by another.
        "<div>Thursday works.</div><div id=\"mail-editor-reference-message-container\" dir=\"ltr\"><hr><div><b>From:</b> Help Desk</div><p>Dear Jane, which day suits you?</p></div>",
        "<div>Thursday works.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>From:</b> Help Desk</div><div>Dear Jane, which day?</div>",
        "<div>Thursday works.</div><hr><div id=\"x_x_divRplyFwdMsg\"><b>From:</b> Help Desk</div><div>which day?</div>",
        "<div>Thursday works.</div><div class=\"x_gmail_quote\">On Monday Help Desk wrote:<blockquote>which day?</blockquote></div>",
        // Gmail, Apple Mail, Thunderbird, Yahoo, GMX, Proton, Zimbra, Roundcube.
        "<div>Thursday works.</div><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">On Mon, 23 Nov 2026 at 09:00, Help Desk &lt;<a href=\"mailto:help@example.com\">help@example.com</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">which day?</blockquote></div>",
        "<html><body>Thursday works.<br><div><br><blockquote type=\"cite\"><div>On 23 Nov 2026, at 09:00, Help Desk &lt;help@example.com&gt; wrote:</div><br><div>which day?</div></blockquote></div></body></html>",
        "<p>Thursday works.</p><div class=\"moz-cite-prefix\">On 23/11/2026 09:00, Help Desk wrote:<br></div><blockquote type=\"cite\" cite=\"mid:1@example.com\"><p>which day?</p></blockquote>",
        "<div>Thursday works.</div><div id=\"ydp1a2b3cyahoo_quoted_4711\" class=\"ydp1a2b3cyahoo_quoted\"><div>On Monday, 23 November 2026 at 09:00:00 CET, Help Desk wrote:</div><div>which day?</div></div>",
        "<div>Thursday works.</div><div name=\"quote\" style=\"margin:10px 5px 5px 10px\"><div><b>Gesendet:</b> Montag<br><b>Von:</b> Help Desk</div><div>which day?</div></div>",
        "<div>Thursday works.</div><div class=\"protonmail_quote\">On Monday, Help Desk wrote:<br><blockquote class=\"protonmail_quote\" type=\"cite\">which day?</blockquote></div>",
        "<div>Thursday works.</div><hr id=\"zwchr\" data-marker=\"__DIVIDER__\"><div data-marker=\"__HEADERS__\"><b>From: </b>Help Desk</div><div data-marker=\"__QUOTED_TEXT__\">which day?</div>",
        "<div>Thursday works.</div><p>On 2026-11-23 09:00, Help Desk wrote:</p><blockquote style=\"padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0\">which day?</blockquote>",
        // A blockquote of no kind, below a line that says what it is.
        "<div>Thursday works.</div><div>On Monday Help Desk wrote:</div><blockquote>which day?</blockquote>",
    ] {
        folds(mail);
    }
}

#[test]
fn quotes_are_known_by_the_words_above_them() {
    for above in [
        "-----Original Message-----\nFrom: Help Desk",
        "-----Ursprüngliche Nachricht-----\nVon: Help Desk",
        "-----Message d'origine-----\nDe : Help Desk",
        "-----Mensaje original-----\nDe: Help Desk",
        "-----Messaggio originale-----\nDa: Help Desk",
        "-----Oorspronkelijk bericht-----\nVan: Help Desk",
        "-----Oprindelig meddelelse-----\nFra: Help Desk",
        "-----Ursprungligt meddelande-----\nFrån: Help Desk",
        "-----Wiadomość oryginalna-----\nOd: Help Desk",
        "-----Původní zpráva-----\nOd: Help Desk",
        "-----Pôvodná správa-----\nOd: Help Desk",
        "-----Eredeti üzenet-----\nFeladó: Help Desk",
        "-----Mensagem original-----\nDe: Help Desk",
        "________________________________\nVon: Help Desk\nGesendet: Montag, 23. November 2026\nAn: Jane Roe\nBetreff: AW: Lieferung",
        "De : Help Desk\nEnvoyé : lundi 23 novembre 2026\nÀ : Jane Roe\nObjet : RE: Livraison",
        "*From:* Help Desk <help@example.com>\n*Date:* Monday, 23 November 2026\n*To:* Jane Roe",
        "On Mon, 23 Nov 2026 at 09:00, Help Desk <help@example.com> wrote:",
        "On Mon, 23 Nov 2026 at 09:00, Help Desk\n<help@example.com> wrote:",
        "Am 23.11.2026 um 09:00 schrieb Help Desk:",
        "po 23. 11. 2026 v 9:00 odesílatel Help Desk <help@example.com> napsal:",
    ] {
        folds(&format!("Thursday works.\n\n{above}\n\nDear Jane, which day suits you?\n"));
        let lines = above.replace('<', "&lt;").replace('\n', "</div><div>");
        folds(&format!("<div>Thursday works.</div><div>{lines}</div><div>Dear Jane, which day suits you?</div>"));
    }
    folds("Thursday works.\n\nOn Monday Help Desk wrote:\n> Dear Jane,\n> which day suits you?\n");
}

#[test]
fn a_forwarded_mail_is_shown() {
    let shown = "My lamp arrived broken, order 4711";
    for mail in [
        "<div dir=\"ltr\">Please help him.<br><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">---------- Forwarded message ---------<br>From: <b class=\"gmail_sendername\">Tom Poe</b> &lt;tom@example.org&gt;<br>Subject: Broken lamp<br></div><br><div>My lamp arrived broken, order 4711.</div></div></div>",
        "<div>Please help him.</div><div><br><blockquote type=\"cite\"><div>Begin forwarded message:</div><br><div><b>From: </b>Tom Poe</div><div>My lamp arrived broken, order 4711.</div></blockquote></div>",
        "<p>Please help him.</p><div class=\"moz-forward-container\">-------- Weitergeleitete Nachricht --------<table class=\"moz-email-headers-table\"><tr><th>Betreff: </th><td>Lampe</td></tr><tr><th>Datum: </th><td>Montag</td></tr><tr><th>Von: </th><td>Tom</td></tr></table><p>My lamp arrived broken, order 4711.</p></div>",
        "Please help him.\n\n---------- Message transféré ---------\nDe : Tom Poe\nDate : lundi\nÀ : Jane\nObjet : Lampe\n\nMy lamp arrived broken, order 4711.",
    ] {
        let drawn = read(mail, Reading::default());
        assert!(drawn.markdown.contains(shown) && !drawn.folded, "{}", drawn.markdown);
    }
    // Outlook writes the same above an answered and a forwarded mail: the subject tells.
    let outlook = "<p>Please help him.</p><hr><div id=\"divRplyFwdMsg\"><b>From:</b> Tom Poe<br><b>Sent:</b> Monday<br><b>To:</b> Jane<br><b>Subject:</b> Lamp</div><div>My lamp arrived broken, order 4711.</div>";
    let plain = "Please help him.\n\nFrom: Tom Poe\nSent: Monday\nTo: Jane\nSubject: Lamp\n\nMy lamp arrived broken, order 4711.";
    for mail in [outlook, plain] {
        assert!(read(mail, Reading::default()).folded);
        let drawn = read(mail, Reading { forwarded: true, ..Reading::default() });
        assert!(drawn.markdown.contains(shown) && !drawn.folded, "{}", drawn.markdown);
    }
    // A mail that was forwarded once and is quoted now is quoted.
    folds("Thursday works.\n\n> which day?\n> ---------- Forwarded message ---------\n> From: Tom\n");
}

#[test]
fn own_words_are_never_folded() {
    let indented = "<div>The order is:</div><blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\"><div>2 x lamp, black</div></blockquote><div>When does it come?</div>";
    assert_eq!(message(indented), "The order is:\n\n> 2 x lamp, black\n\nWhen does it come?");
    for mail in [
        "We go\nFrom: Vienna\nTo: Graz\nDate: 24 November\nThree of us.",
        "On Monday Anna wrote:\nthe lamp is broken. Is it?",
        "The driver came at 9:00.\nThen he wrote:\nNobody was there.",
        "I wrote you at 9:00\nDeliver to:\nMain Street 5",
        "Here it is:\n-------- order --------\n2 x lamp",
    ] {
        let drawn = read(mail, Reading::default());
        assert!(!drawn.folded, "{}", drawn.markdown);
        assert_eq!(drawn.markdown.lines().count(), mail.lines().count(), "{}", drawn.markdown);
    }
}

#[test]
fn a_mail_that_is_all_quoted_is_shown() {
    for (mail, expected) in [
        ("<blockquote type=cite>My order 4711 is late</blockquote>", "My order 4711 is late"),
        ("<div class=gmail_quote><p>My order 4711 is late</p></div>", "My order 4711 is late"),
        ("> My order 4711 is late", "\\> My order 4711 is late"),
        ("-----Original Message-----\nMy order 4711 is late", "-----Original Message----\\-\nMy order 4711 is late"),
    ] {
        assert_eq!(message(mail), expected, "{mail}");
    }
    let steps = Steps::default();
    let only = Mail::new(Reading::default(), &steps).quoted("<p>My order 4711 is late</p>").finish();
    assert_eq!((only.markdown.as_str(), only.folded), ("My order 4711 is late", false));
    let both = Mail::new(Reading::default(), &steps).text("<p>Any news?</p>").quoted("<p>Late</p>").finish();
    assert_eq!((both.markdown.as_str(), both.folded), ("Any news?\n\n> … quoted text folded (1 line)", true));
}

#[test]
fn answers_below_and_between_quotes_are_kept() {
    let below = "> When do you open?\n\nAt nine.\n\n> And close?\n> Tell me.\n\nAt five.";
    let expected = "> When do you open?\n\nAt nine.\n\n> … quoted text folded (2 lines)\n\nAt five.";
    assert_eq!(message(below), expected);
    let long = format!("{}At nine.", "> When do you open?\n".repeat(20));
    let shown = "> When do you open?\n".repeat(6);
    assert_eq!(message(&long), format!("{shown}> … quoted text folded (14 lines)\n\nAt nine."));
}

#[test]
fn a_signature_is_short_and_last() {
    assert_eq!(message("Still nothing.\n\n-- \nJane Doe\nACME"), "Still nothing.\n\n-# Jane Doe · ACME");
    let sections = "Please quote:\n\nLamp, black, 2 pieces\n\n--\n\nDeliver to:\nMain Street 5, 8010 Graz, gate code 4711, ring twice at the second door behind the bakery, between nine and noon, ask for Mr Poe\n\n--\n\nInvoice to: Poe Ltd, Vienna\n";
    let drawn = read(sections, Reading::default());
    assert!(
        !drawn.folded && drawn.markdown.contains("ask for Mr Poe\n\n-\\-\n\nInvoice to: Poe Ltd"),
        "{}",
        drawn.markdown
    );
    let long = format!("Hello\n\n--\n{}", "a long line of words that goes on\n".repeat(20));
    assert!(!read(&long, Reading::default()).folded);
    let below = "<p>Hello</p><div class=\"gmail_signature\">Jane</div><p>PS: order 4711</p>";
    assert_eq!(message(below), "Hello\n\nJane\n\nPS: order 4711");
    // What is cut can be read.
    let wide = format!("Hello\n\n-- \n{}\nthe last of it", "Jane Doe, ACME GmbH, Graz. ".repeat(8));
    let (folded, whole) =
        (read(&wide, Reading::default()), read(&wide, Reading { unfolded: true, ..Reading::default() }));
    assert!(folded.folded && !folded.markdown.contains("the last of it"));
    assert!(whole.markdown.contains("-# the last of it"), "{}", whole.markdown);
}
