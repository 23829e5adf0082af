//! Widgets as the JSON that goes to Discord, with any content, and their file.

use insta::assert_json_snapshot;
use jiff::SignedDuration;
use liveagent::{Widget, WidgetStatus, WidgetSummary, WidgetType};
use proptest::prelude::*;
use serde_json::{Value, json};
use views::widgets::{self, Edit, List, MAX_FILE_SIZE, Occasion, Restore, WidgetFile};
use views::{Link, Message, Offer, Press, Window, payload::Component};

use crate::{
    fixtures::{desk, read},
    hostile, judge,
};

/// Compares with the snapshot, after Discord's limits.
macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

fn widget_json() -> Value {
    json!({
        "contactwidgetid": "w1a2b3c4", "name": "Chat on every page", "provide": "BFC", "departmentid": "d1", "rtype": "C",
        "usecode": "N", "status": "A", "kb_id": "kb1", "description": "Bottom right, all pages", "impressions": "688",
        "tickets": 24, "language": "en-US", "last_display_time": "2026-11-23 11:41:41",
        "last_display_url": "https://www.acme.example/shop?mail=jane@doe.example#x", "onlinecode": "<span>Chat &amp; more</span>",
        "onlinecode_ieold": "", "offlinecode": null, "onlinecode_css": "a{color:red}", "offlinecode_ieold_CSS": "b{}",
        "integration_code": "<script src=\"https://acme.ladesk.com/scripts/track.js\"></script>",
        "attributes": [
            { "name": "position", "section": "design", "value": "bottom-right" },
            { "name": "title", "section": "", "value": "*Hi* @everyone" }, { "name": "empty", "value": null },
        ],
        "form_fields": [{ "formid": "contact", "code": "email", "name": "Your mail", "rtype": "T" }],
    })
}

/// The same with some fields replaced.
fn widget(changes: &Value) -> Widget {
    let mut widget = widget_json();
    for (key, value) in changes.as_object().unwrap() {
        widget[key] = value.clone();
    }
    read(widget)
}

fn rows(count: usize) -> Vec<WidgetSummary> {
    let names = ["Chat on every page", "", "x] (https://evil.example)", "Kontaktformular 📮"];
    let row = |index: usize| {
        read(json!({
            "contactwidgetid": format!("w{index:03}"), "name": names[index % 4], "provide": "B", "departmentid": (["d1", "gone", ""][index % 3]),
            "rtype": (["C", "O", "B", "?"][index % 4]), "usecode": "B", "status": (["A", "I", "C", "N", "Z", ""][index % 6]),
        }))
    };
    (0..count).map(row).collect()
}

fn offer(widget: &Widget) -> Offer {
    let edit = Edit { widget: widget.contact_widget_id.clone(), preview: Some(u64::MAX) };
    Offer::from(&edit).only_for(u64::MAX).until(desk().now + SignedDuration::from_mins(30))
}

fn preview(before: &Widget, after: &Widget, occasion: Occasion) -> Message {
    widgets::preview(before, after, offer(before), occasion, &desk())
}

fn labels(message: &Message) -> Vec<String> {
    let all = message.components().iter().flat_map(|row| &row.components);
    all.filter_map(|component| match component {
        Component::Button(button) => button.label.clone(),
        _ => None,
    })
    .collect()
}

fn description(message: &Message) -> String {
    message.embeds()[0].description.clone().unwrap_or_default()
}

#[test]
fn lists_of_widgets() {
    let (all, none) = (Window { start: 0, full: false }, List::default());
    drawn!("widgets", widgets::list(&rows(12), all, &none, 0, &desk()));
    drawn!("widgets_none", widgets::list(&[], all, &none, 0, &desk()));
    let some = List {
        department: Some("d1".to_owned()),
        kind: Some(WidgetType::ContactFormB),
        status: Some(WidgetStatus::Create),
    };
    let window = Window { start: 9_900, full: true };
    drawn!("widgets_narrowed", widgets::list(&rows(100), window, &some, 995, &desk()));
    drawn!("widgets_narrowed_none", widgets::list(&[], all, &some, 0, &desk()));
    drawn!("widgets_left_page", widgets::list(&rows(3), all, &none, 4, &desk()));
}

#[test]
fn one_widget() {
    let full = widget(&json!({}));
    drawn!("widget", widgets::show(&full, &desk()));
    let message = widgets::show(&full, &desk());
    let file = &message.files()[0];
    insta::assert_snapshot!("widget_file", std::str::from_utf8(&file.bytes).unwrap());
    let bare = widget(&json!({
        "name": "", "provide": null, "departmentid": "", "rtype": "?", "usecode": "", "status": null, "kb_id": null,
        "description": "", "impressions": "", "tickets": null, "language": "", "last_display_time": "", "last_display_url": "",
        "integration_code": "", "attributes": [], "form_fields": [],
    }));
    drawn!("widget_bare", widgets::show(&bare, &desk()));
    let code = format!("<script>\n{}\n</script>", "document.write('`'); ".repeat(60));
    let many: Vec<Value> = (0..10_000).map(|n| json!({ "name": format!("a{n}"), "value": "x".repeat(40) })).collect();
    let large = widget(&json!({ "integration_code": code, "attributes": many, "name": "n".repeat(6_000) }));
    let message = widgets::show(&large, &desk());
    judge::accepts(&message);
    let names: Vec<&str> = message.files().iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["integration.html"], "the settings are too large");
    assert_eq!(&*message.files()[0].bytes, code.as_bytes());
}

#[test]
fn changes_of_a_widget() {
    let before = widget(&json!({}));
    drawn!("widget_created", widgets::created(&before, &desk()));
    drawn!("widget_unchanged", widgets::unchanged(&before, &desk()));
    drawn!("widget_not_edited", widgets::edited(&before, &before, &desk()));
    let small = WidgetFile {
        name: Some("Chat with us".to_owned()),
        status: Some(WidgetStatus::Inactive),
        department: Some("d2".to_owned()),
        ..WidgetFile::default()
    };
    let after = small.applied_to(&before);
    drawn!("widget_preview_small", preview(&before, &after, Occasion::Asked));
    drawn!("widget_edited_small", widgets::edited(&before, &after, &desk()));
    let changes = json!({
        "kind": "Contact form 2", "shown": "Always", "services": "B", "description": "", "knowledgebase": "kb9",
        "onlineCode": "<span>Chat</span>", "offlineCss": "c{}",
        "attributes": [
            { "name": "color", "section": "design", "value": "||red||" },
            { "name": "position", "section": "design", "value": "top-left" }, { "name": "empty", "value": "not any more" },
        ],
        "formFields": [
            { "formid": "contact", "code": "email", "name": "Your e-mail", "rtype": "T" },
            { "formid": "contact", "code": "phone" },
        ],
    });
    let after = WidgetFile::read(changes.to_string().as_bytes()).unwrap().applied_to(&before);
    drawn!("widget_preview", preview(&before, &after, Occasion::Asked));
    drawn!("widget_preview_again", preview(&before, &after, Occasion::Changed));
    let message = preview(&before, &after, Occasion::Changed);
    insta::assert_snapshot!("widget_changes_file", std::str::from_utf8(&message.files()[0].bytes).unwrap());
    drawn!("widget_edited", widgets::edited(&before, &after, &desk()));
    let file = widgets::edited(&before, &after, &desk()).files()[0].clone();
    assert_eq!(file.name, "before.json");
    let back = WidgetFile::read(&file.bytes).unwrap().applied_to(&after);
    assert!(widgets::is_same(&back, &before), "{:?}", widgets::changed_parts(&back, &before));
}

#[test]
fn undo_is_offered_where_it_fits_and_the_former_settings_where_not() {
    let before = widget(&json!({}));
    let renamed = |before: &Widget, name: &str| {
        let after = WidgetFile { name: Some(name.to_owned()), ..WidgetFile::default() }.applied_to(before);
        widgets::edited(before, &after, &desk())
    };
    let undone = renamed(&before, "Chat");
    assert_eq!((labels(&undone), undone.files().len()), (vec!["Undo".to_owned(), "Open".to_owned()], 0));
    let Component::Button(button) = &undone.components()[0].components[0] else { panic!("no button") };
    let Some(Press::Act(offer)) = Press::decode(button.custom_id.as_deref().unwrap()) else { panic!("no change") };
    let back = offer.act.act::<Restore>().unwrap();
    assert_eq!((back.name.as_deref(), &back.status, &back.department), (Some("Chat on every page"), &None, &None));
    assert!(!back.expects(&before) && back.expects(&widget(&json!({ "name": "Chat", "language": "de" }))));

    let long = renamed(&widget(&json!({ "name": "A name that is as long as names may be. ".repeat(3) })), "Chat");
    assert_eq!((labels(&long), long.files()[0].name.as_str()), (vec!["Open".to_owned()], "before.json"));
}

#[test]
fn many_changes_are_cut_and_a_file_has_all_of_them() {
    let rows = |value: &str| -> Vec<Value> {
        (0..10_000).map(|n| json!({ "name": format!("attribute {n}"), "section": "s", "value": value })).collect()
    };
    let (before, after) = (widget(&json!({ "attributes": rows("a") })), widget(&json!({ "attributes": rows("b") })));
    let message = preview(&before, &after, Occasion::Asked);
    judge::accepts(&message);
    let shown = description(&message).lines().filter(|line| line.contains(" → ")).count();
    let more = views::words::number(10_000 - shown as u64);
    assert!(description(&message).contains(&format!("…and {more} more")), "{}", description(&message));
    assert!(description(&message).ends_with(":R>."), "how long it can be applied: {}", description(&message));
    let file = std::str::from_utf8(&message.files()[0].bytes).unwrap();
    assert_eq!((message.files()[0].name.as_str(), file.lines().count()), ("changes.txt", 10_000));
    let edited = widgets::edited(&before, &after, &desk());
    judge::accepts(&edited);
    assert!(edited.files().is_empty() && description(&edited).contains("too large for a file"));
}

#[test]
fn a_file_that_is_wrong_is_refused_with_the_place() {
    for (json, expected) in [
        ("", "It must be JSON that begins with `{`"),
        ("%PDF-1.7", "It must be JSON that begins with `{`"),
        ("[\"name\"]", "It must be JSON that begins with `{`"),
        ("{ \"name\": \"x\"", "Line 1, column 13: EOF while parsing an object"),
        ("{\n  \"name\": \"x\",\n}", "Line 3, column 1: trailing comma"),
        ("{ \"name\": \"x\" } y", "Line 1, column 17: trailing characters"),
        ("{\n  \"nmae\": \"x\"\n}", "Line 2, column 8: unknown field `nmae`, expected one of"),
        ("{ \"name\": 5 }", "Line 1, column 11: invalid type: integer `5`, expected a string"),
        ("{ \"name\": \"a\", \"name\": \"b\" }", "duplicate field `name`"),
        ("{ \"kind\": \"Chat buton\" }", "`Chat buton` isn't a kind, use one of `Chat button`, `Contact form`,"),
        ("{ \"status\": \"active!\" }", "`active!` isn't a status, use one of `Active`,"),
        ("{\n\"attributes\": [\n  { \"name\": \"x\" }\n] }", "Line 3, column 17: missing field `value`"),
        (
            "{ \"attributes\": [{ \"name\": \"x\", \"vlaue\": \"\" }] }",
            "unknown field `vlaue`, expected one of `name`, `section`, `value`",
        ),
        (
            "{ \"attributes\": [{ \"name\": \"x\", \"value\": true }] }",
            "invalid type: boolean `true`, expected a string",
        ),
        ("{ \"attributes\": [{ \"name\": \" \", \"value\": \"\" }] }", "Attribute 1 has an empty `name`"),
        ("{ \"attributes\": \"x\" }", "expected a sequence"),
        ("{ \"formFields\": [{ \"name\": \"x\" }] }", "missing field `code`"),
        ("{ \"formFields\": [], \"form_fields\": [] }", "duplicate field `formFields`"),
    ] {
        let problem = WidgetFile::read(json.as_bytes()).unwrap_err();
        assert!(problem.contains(expected), "{json}: {problem}");
    }
    assert!(WidgetFile::read(b"{ \"name\": \"\xff\" }").is_err());
}

#[test]
fn a_file_says_only_what_is_in_it() {
    for (json, expected) in [
        ("{}", vec![]),
        ("\u{feff}{ \"name\": null, \"attributes\": null }", vec![]),
        ("{ \"status\": \"inactive\", \"kind\": \"C\" }", vec!["status"]),
        ("{ \"shown\": \"always\", \"description\": \"\" }", vec!["shown", "description"]),
        ("{ \"attributes\": [], \"form_fields\": [] }", vec!["attributes", "formFields"]),
    ] {
        let before = widget(&json!({}));
        let file = WidgetFile::read(json.as_bytes()).unwrap();
        assert_eq!(widgets::changed_parts(&before, &file.applied_to(&before)), expected, "{json}");
    }
    let typed = WidgetFile { name: Some("typed".to_owned()), ..WidgetFile::default() };
    let file = WidgetFile { name: Some("read".to_owned()), language: Some("de".to_owned()), ..WidgetFile::default() };
    let both = file.below(typed);
    assert_eq!((both.name.as_deref(), both.language.as_deref()), (Some("typed"), Some("de")));
}

/// A value as LiveAgent may send it.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![4 => hostile::text().prop_map(Value::from), 1 => Just(Value::Null), 1 => Just(Value::from(""))]
}

fn any_widget() -> impl Strategy<Value = Value> {
    let rows = prop::collection::vec((value(), value(), value()), 0..14);
    (prop::collection::vec(value(), 12), any::<[char; 4]>(), rows).prop_map(|(texts, letters, rows)| {
        let text = |value: &Value| Value::from(value.as_str().unwrap_or("x"));
        let attribute = |(name, section, value): &(Value, Value, Value)| json!({ "name": text(name), "section": section, "value": value });
        let field = |(code, name, value): &(Value, Value, Value)| json!({ "code": code, "name": name, "availablevalues": value });
        json!({
            "contactwidgetid": "w1", "name": text(&texts[0]), "provide": letters[0].to_string(), "departmentid": texts[1],
            "rtype": letters[1].to_string(), "usecode": letters[2].to_string(), "status": letters[3].to_string(), "kb_id": texts[2],
            "description": texts[3], "impressions": 1, "tickets": u64::MAX, "language": texts[4], "last_display_url": texts[5],
            "onlinecode": texts[6], "offlinecode_css": texts[7], "integration_code": texts[8],
            "attributes": rows.iter().map(attribute).collect::<Vec<_>>(), "form_fields": rows.iter().map(field).collect::<Vec<_>>(),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_widget_is_drawn(before in any_widget(), after in any_widget()) {
        let (before, after): (Widget, Widget) = (read(before), read(after));
        for message in [
            widgets::show(&before, &desk()),
            widgets::created(&before, &desk()),
            preview(&before, &after, Occasion::Asked),
            preview(&before, &after, Occasion::Changed),
            widgets::edited(&before, &after, &desk()),
        ] {
            judge::accepts(&message);
        }
        prop_assert!(labels(&preview(&before, &after, Occasion::Asked)).contains(&"Apply".to_owned()));
        // The file is read back as it was written, as long as it is one.
        if let Some(file) = widgets::show(&before, &desk()).files().iter().find(|file| file.name == "widget.json") {
            prop_assert!(file.bytes.len() as u64 <= MAX_FILE_SIZE);
            if before.attributes.iter().all(|row| !row.name.trim().is_empty()) {
                let again = WidgetFile::read(&file.bytes).unwrap();
                prop_assert!(widgets::is_same(&before, &again.applied_to(&before)));
                prop_assert_eq!(again.attributes, WidgetFile::of(&before).attributes);
                prop_assert_eq!(again.online_code, WidgetFile::of(&before).online_code);
            }
        }
    }

    #[test]
    fn any_list_of_widgets_is_drawn(rows in prop::collection::vec(any_widget(), 0..14), page in 0..2_u32) {
        let rows: Vec<WidgetSummary> = read(Value::from(rows));
        let list = List { department: Some("d1".to_owned()), ..List::default() };
        let message = widgets::list(&rows, Window { start: 0, full: true }, &list, page, &desk());
        judge::accepts(&message);
        let link = Link::from(&list).at_page(page);
        prop_assert_eq!(link.look::<List>(), Some(list));
    }
}
