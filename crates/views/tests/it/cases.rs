//! Inputs that went wrong once, each standing for a kind, and what is right.

use serde_json::{Value, json};
use views::conversations::{self, Thread};
use views::{Message, Steps, html};

use crate::fixtures::{conversation, desk, read};

/// The inputs, as data: `fixtures/inputs.json`.
fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("../fixtures/inputs.json")).unwrap()
}

/// The input of a case, long ones written out.
fn input(id: &str) -> String {
    let case = cases().into_iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}"));
    match &case["input"] {
        Value::String(text) => text.clone(),
        Value::Object(long) => {
            let text = |key: &str| long[key].as_str().unwrap_or_default();
            let times = usize::try_from(long["repeat"].as_u64().unwrap()).unwrap();
            format!("{}{}{}", text("before"), text("text").repeat(times), text("after"))
        }
        other => panic!("{id} has {other}"),
    }
}

/// A mail as the messages of a conversation show it.
fn mail(text: &str) -> String {
    thread(&json!([{ "userid": "u9", "rtype": "3", "rstatus": "V", "datecreated": "2026-11-22 09:15:11",
        "messages": [part("u9", "M", text)] }]))
}

fn part(user: &str, letter: &str, text: &str) -> Value {
    json!({ "messageid": "m", "userid": user, "rtype": letter, "datecreated": "2026-11-22 09:15:11", "message": text })
}

fn thread(groups: &Value) -> String {
    description(&conversations::messages(
        &conversation(&json!({})),
        &read::<Vec<_>>(groups.clone()),
        Thread::default(),
        &desk(),
    ))
}

fn description(message: &Message) -> String {
    message.embeds()[0].description.clone().unwrap()
}

fn article(id: &str) -> String {
    html::article(&input(id), &Steps::default()).markdown
}

#[test]
fn every_case_has_a_test_that_names_it() {
    let here = include_str!("cases.rs");
    let folding = include_str!("folding.rs");
    for case in cases() {
        let (id, kind) = (case["id"].as_str().unwrap(), case["kind"].as_str().unwrap());
        // What LiveAgent's data and what schedules may be is tested where they are read.
        let data = include_str!("../../../liveagent/tests/cases.rs");
        let elsewhere = id == "schedule-product"
            || (kind == "all or nothing" || kind == "LiveAgent") && data.contains(&format!("\"{id}\""));
        assert!(elsewhere || here.contains(&format!("\"{id}\"")) || folding.contains(id), "{id}");
    }
}

#[test]
fn what_follows_own_words_is_folded_and_nothing_else() {
    for (id, shown, hidden) in [
        ("mail-forward", "My lamp arrived broken, order 4711", None),
        ("mail-indent", "> 2 x lamp, black", None),
        ("mail-dashes", "ask for Mr Poe", None),
        ("mail-outlook-desktop", "Thursday works.\n\n> … quoted text folded", Some("which day suits")),
        ("mail-outlook-phone", "Thursday works.\n\n> … quoted text folded", Some("which day suits")),
        ("mail-original-message", "Thursday works.\n\n> … quoted text folded", Some("welcher Tag")),
    ] {
        let drawn = mail(&input(id));
        assert!(drawn.contains(shown), "{id}: {drawn}");
        assert!(hidden.is_none_or(|hidden| !drawn.contains(hidden)), "{id}: {drawn}");
    }
    let quoted = input("mail-quoted-part-alone");
    let alone =
        thread(&json!([{ "userid": "u9", "rtype": "3", "rstatus": "V", "messages": [part("u9", "Q", &quoted)] }]));
    assert!(alone.ends_with("\nMy order 4711 is late"), "{alone}");
}

#[test]
fn no_words_are_lost() {
    for (id, shown) in [
        ("mail-pasted-picture", "🖼 photo\n\nThe lamp flickers. Please call me back today."),
        ("mail-empty-title", "My order 4711 is late."),
        ("mail-plain-with-tag", "My footer has a \\<b\\> too many.\nOrder 4711\nTel. 0123"),
        ("mail-word-table", "Item │ Ordered\nLamp │ 2"),
        ("tracking-pixel", "\nHi"),
    ] {
        let drawn = mail(&input(id));
        assert!(drawn.ends_with(shown), "{id}: {drawn}");
    }
}

#[test]
fn articles_keep_what_they_are_made_of() {
    for (id, expected) in [
        (
            "article-lines-of-code",
            "Run:\n\n```\nsudo systemctl stop lamp\nrm -r /var/lib/lamp/cache\nsudo systemctl start lamp\n```",
        ),
        ("article-video", "[🎬 Reset the lamp (www.youtube.com)](https://www.youtube.com/embed/abc123)"),
        ("article-struck", "Do ~~not~~ press it. Price ~~50~~ 30\\."),
        ("article-definitions", "**Lumen**\nHow bright it is."),
        (
            "link-scheme-relative",
            "[Manual (acme.ladesk.com)](https://acme.ladesk.com/376829-Manual), [Invoice (shop.example)](https://shop.example/My%20File.pdf)",
        ),
    ] {
        assert_eq!(article(id), expected, "{id}");
    }
}

#[test]
fn words_stay_words() {
    let code = mail(&input("code-behind-address"));
    assert!(
        code.contains("[shop.example](https://shop.example)`s [shop.example/login](https://evil.test/x) <@1> ||x||`"),
        "{code}"
    );
    let host = mail(&input("host-cut-off"));
    assert!(host.contains("\n[evil.test: shop.example/login "), "{host}");
    let long = format!("{}{}", input("long-host"), "x<br>".repeat(20_000));
    assert!(mail(&long).contains("\nx\nx\nx"));
    let head: Value = cases().into_iter().find(|case| case["id"] == "entities-in-subject").unwrap()["input"].clone();
    let shown = conversations::show(&conversation(&head), &desk());
    assert_eq!(shown.embeds()[0].title.as_deref(), Some("Tom & Jerry's order"));
}

#[test]
fn a_file_is_its_name_size_and_link() {
    let groups = json!([{ "userid": "u9", "rtype": "3", "rstatus": "V", "datecreated": "2026-11-22 09:15:11", "messages": [
        part("u9", "H", "From: Jane"), part("u9", "M", "<p>See the lamp.</p>"), part("u9", "Q", "<p>Dear Jane</p>"),
        part("u8", "F", &input("file-part")), part("u9", "F", "receipt.pdf"),
    ]}]);
    let drawn = thread(&groups);
    let expected = "See the lamp.\n\n> … quoted text folded (1 line)\n📎 [lamp.jpg (acme.ladesk.com)](https://acme.ladesk.com/scripts/file.php?view=Y&file=3a1d0a82) · 47 KB\n📎 receipt.pdf";
    assert!(drawn.ends_with(expected), "{drawn}");
    // One mail, one message.
    assert_eq!(drawn.matches("👤").count(), 1, "{drawn}");
}

#[test]
fn nobody_speaks_with_the_customers_mouth() {
    let words = input("somebody-in-copy");
    let group = |user: &str, letter: &str, day: u8| {
        json!({ "userid": user, "rtype": letter, "rstatus": "V", "datecreated": format!("2026-11-{day} 09:00:00"),
                "messages": [part(user, "M", &words)] })
    };
    let groups = json!([group("u9", "3", 20), group("a1", "4", 21), group("u7", "3", 22)]);
    let drawn = thread(&groups);
    let heads: Vec<&str> =
        drawn.lines().filter(|line| line.contains("**")).map(|line| &line[..line.rfind("**").unwrap()]).collect();
    assert_eq!(heads, ["👥 **Someone else", "💬 **Anna Novak", "👤 **Jane Doe"]);
    // Where the thread does not begin with what was asked for, it may be anybody.
    let from = Thread { from: Some(desk().now), ..Thread::default() };
    let narrowed = conversations::messages(
        &conversation(&json!({})),
        &read::<Vec<_>>(json!([group("u7", "3", 22)])),
        from,
        &desk(),
    );
    assert!(description(&narrowed).contains("**Someone**"));
}

#[test]
fn an_undelivered_mail_is_a_red_line() {
    let groups = json!([{ "userid": "a1", "rtype": "4", "rstatus": "V", "datecreated": "2026-11-22 09:15:11",
        "messages": [part("a1", "M", "Dear Jane"), part("a1", "4", "550 no such user <jane@doe.example>")] }]);
    let drawn = thread(&groups);
    assert!(drawn.contains("🔴 **Not delivered**: 550 no such user \\<jane@doe.example\\>"), "{drawn}");
}

#[test]
fn what_is_cut_says_so_and_where_the_rest_is() {
    let drawn = mail(&"many words of one mail ".repeat(400));
    assert!(
        drawn.ends_with(
            "…\n-# ✂️ Shortened. [Read the rest in LiveAgent](https://acme.ladesk.com/agent/#Conversation;id=a1b2c3d4)"
        ),
        "{drawn}"
    );
    // A message of which nothing can be shown is a message.
    assert!(mail("<p></p>").ends_with("-# (no text)"));
    assert!(mail("<div style='display:none'>all of it</div>").ends_with("all of it"));
}

/// The case "chat-of-20000", and a thread of mails.
#[test]
fn of_a_long_chat_only_a_page_is_drawn() {
    let messages: Vec<Value> =
        (0..20_000).map(|number| part(["u9", "a1"][number % 2], "M", &format!("line {number}"))).collect();
    let groups = json!([{ "userid": "u9", "rtype": "C", "rstatus": "V", "datecreated": "2026-11-22 09:15:11", "messages": messages }]);
    let groups: Vec<liveagent::MessageGroup> = read(groups);
    let head = conversation(&json!({}));
    for page in [0, 8, 10_000, 19_996] {
        let steps = Steps::new(u64::MAX);
        let drawn =
            conversations::messages_within(&head, &groups, Thread { page, ..Thread::default() }, &desk(), &steps);
        assert!(description(&drawn).contains(&format!("\nline {}", 19_999 - page)));
        // Each line of it was looked at a few times, and few were drawn.
        assert!(steps.taken() < 150_000, "{}", steps.taken());
    }
    // Every line stands on one page when one leafs through.
    let mails: Vec<Value> = (0..40)
        .map(|number| json!({ "userid": "u9", "rtype": "3", "rstatus": "V", "datecreated": format!("2026-11-22 09:15:{number:02}"),
            "messages": [part("u9", "M", &format!("mail {number} of 40 {}", "words ".repeat(number * 12)))] }))
        .collect();
    let groups: Vec<liveagent::MessageGroup> = read(Value::from(mails));
    let mut page = Some(0);
    let mut seen = Vec::new();
    while let Some(at) = page {
        let drawn = conversations::messages(&head, &groups, Thread { page: at, ..Thread::default() }, &desk());
        let text = description(&drawn);
        seen.extend((0..40).rev().filter(|number| text.contains(&format!("\nmail {number} of 40"))));
        page = older(&drawn);
    }
    assert_eq!(seen, (0..40).rev().collect::<Vec<_>>());
}

/// The page that the button for older messages leads to.
fn older(message: &Message) -> Option<u32> {
    let buttons = message.components().iter().flat_map(|row| &row.components);
    buttons.into_iter().find_map(|component| match component {
        views::payload::Component::Button(button) if button.label.as_deref() == Some("Older ›") && !button.disabled => {
            match views::Press::decode(button.custom_id.as_deref()?)? {
                views::Press::Look { link, .. } if link.look::<views::conversations::Messages>().is_some() => {
                    Some(link.page())
                }
                _ => None,
            }
        }
        _ => None,
    })
}
