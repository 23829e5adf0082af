//! The witnesses see what they are there for, and take nothing of ours for it.

use std::collections::BTreeSet;

use crate::{
    drawing::Document,
    witnesses::{ask, folder},
};

const FIRST: &[&str] = &["discord-markdown-parser"];
const SECOND: &[&str] = &["@cloudrac3r/discord-markdown"];
const BOTH: &[&str] = &["@cloudrac3r/discord-markdown", "discord-markdown-parser"];

/// What is wrong with a text that none of our marks may be in, and who knows.
const FAULTS: [(&str, &str, &[&str]); 38] = [
    ("<@123456789012345678>", "mention", BOTH),
    ("<@&123456789012345678>", "mention", BOTH),
    ("<#123456789012345678>", "mention", BOTH),
    ("</ban user:123456789012345678>", "mention", BOTH),
    ("<123456789012345678:browse>", "mention", FIRST),
    ("https://discord.com/channels/1/2", "mention", SECOND),
    ("@everyone", "mention", BOTH),
    ("@here", "mention", BOTH),
    ("<a:smile:123456789012345678>", "custom emoji", BOTH),
    ("<t:1700000000:R>", "timestamp", FIRST),
    ("a ||b|| c", "spoiler", BOTH),
    ("# a", "heading", BOTH),
    ("a\n### b", "heading", BOTH),
    ("-# a", "small print", FIRST),
    ("- a", "list", SECOND),
    ("a\n1. b", "list", SECOND),
    ("> a", "quote", BOTH),
    (">>> a", "quote", BOTH),
    ("a **b** c", "bold", BOTH),
    ("a *b* c", "italics", BOTH),
    ("a _b_ c", "italics", BOTH),
    ("a __b__ c", "underline", BOTH),
    ("a ~~b~~ c", "strike", BOTH),
    ("a `b` c", "code", BOTH),
    ("```\nb\n```", "fence", BOTH),
    ("[Pay](https://evil.example/x)", "link without its host", BOTH),
    ("[Pay](https://evil.example/x) at evil.example", "link without its host", BOTH),
    ("[bank.example](https://bank.example.evil.example)", "link without its host", BOTH),
    ("[evil.example](https://bank.example.evil.example)", "link without its host", BOTH),
    ("[evil.example.bank.example](https://evil.example)", "link without its host", BOTH),
    ("[Pay](https://evil.example/x) (evil.exam…", "link without its host", BOTH),
    ("[bücher.example](https://bücher.example)", "link without its host", BOTH),
    ("[bank.example evil.example](https://evil.example)", "link with another domain", BOTH),
    ("[bank.example/?x=evil.example](https://evil.example)", "link with another domain", BOTH),
    ("https://shop.example`a`", "link with \"`\" in its address", BOTH),
    ("https://shop.example/a…", "link with \"…\" in its address", BOTH),
    ("`a` [evil.example](https://evil.example) `](b)`", "link without an address", BOTH),
    ("[https://evil.example](https://evil.example)", "link in a link's words", BOTH),
];

/// Links and escapes as they ought to be.
const FINE: [&str; 16] = [
    "https://evil.example",
    "<https://evil.example/a_b?c=d&e=%2A#f>",
    "(https://evil.example).",
    "[Pay](https://evil.example/x) (evil.example)",
    "[Pay](https://evil.example/x)(evil.example)",
    "[Pay](https://www.evil.example.:8443/x) (www.evil.example.:8443)",
    "[Pay at bank.example](https://evil.example/x) (evil.example)",
    "[Pay at bank.example (evil.example)](https://evil.example/x)",
    "[evil.example: pay at bank.example](https://evil.example/x)",
    "[Pay at evil.example](https://www.evil.example:8443/x)",
    "[a\\_b.example](https://a_b.example)",
    "[xn--bcher-kva.example](https://bücher.example)",
    "[write to jane@doe.example (evil.example)](https://evil.example)",
    "\\# a \\*b\\* \\`c\\` \\|\\|d\\|\\| \\<@123456789012345678\\> @\u{200b}everyone",
    "[# one (evil.example)](https://evil.example)",
    "[1. one (evil.example)](https://evil.example)",
];

#[test]
fn what_must_not_be_there_is_found() {
    let Some(folder) = folder() else { return };
    let document = |markdown: &str| Document { kind: "lines", may: Vec::new(), markdown: markdown.to_owned() };
    let faults = FAULTS.iter().map(|(markdown, ..)| document(markdown));
    let answer = ask(&folder, faults.enumerate());
    for (id, (markdown, what, by)) in FAULTS.iter().enumerate() {
        let found = answer.findings.iter().filter(|finding| finding.id == id && finding.what == *what);
        let parsers: BTreeSet<&str> = found.map(|finding| finding.parser.as_str()).collect();
        assert_eq!(parsers, by.iter().copied().collect(), "{what} in {markdown}");
    }
    let answer = ask(&folder, FINE.iter().map(|markdown| document(markdown)).enumerate());
    assert!(answer.findings.is_empty(), "{:?}", answer.findings);
}

#[test]
fn only_what_is_ours_may_be_there() {
    let Some(folder) = folder() else { return };
    let markdown = "- **a** ~~b~~ `c` https://evil.example".to_owned();
    let document = |kind, may| Document { kind, may, markdown: markdown.clone() };
    let ours = ["bold", "strike", "code", "list"];
    assert!(ask(&folder, [(0, document("message", ours.to_vec()))].into_iter()).findings.is_empty());
    for mark in ours {
        let others = ours.into_iter().filter(|other| *other != mark).collect();
        let found = ask(&folder, [(0, document("message", others))].into_iter()).findings;
        assert!(!found.is_empty() && found.iter().all(|finding| finding.what == mark), "{mark}: {found:?}");
    }
    let found = ask(&folder, [(0, document("line", ours.to_vec()))].into_iter()).findings;
    assert!(found.len() == 2 && found.iter().all(|finding| finding.what == "link in a line"), "{found:?}");
}
