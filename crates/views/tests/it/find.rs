//! What is found by what a person remembers, and the selects that narrow it.

use std::sync::Arc;

use insta::assert_json_snapshot;
use jiff::Timestamp;
use liveagent::ConversationStatus;
use proptest::prelude::*;
use views::{
    Link, Message, Press, Words, carry,
    conversations::{Find, Found, Searched, Span, Through, found, offered},
    payload::{Component, Select},
};

use crate::fixtures::{desk, rows};
use crate::{judge, press};

/// Compares with the snapshot, after Discord's limits.
macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn newest(newest: u64, remembered: u64) -> Through {
    Through { newest, is_all: newest < 1000, remembered }
}

#[test]
fn what_was_found_says_what_was_searched() {
    let find = Find::of("parcel");
    let searched = Searched { words: "parcel".to_owned(), through: Some(newest(1000, 214)), ..Searched::default() };
    let many = Found { rows: rows(37), searched: searched.clone(), ..Found::default() };
    drawn!("found", found(&many, &find, 0, &desk()));
    drawn!("found_last_page", found(&many, &find, 3, &desk()));
    drawn!("found_where_nothing_is_shown", found(&many, &find, 0, &desk().limited_to(Words::None)));

    let customer = Searched { customer: Some("jane@doe.example".to_owned()), ..Searched::default() };
    let of_customer = Found { rows: rows(1), searched: customer.clone(), ..Found::default() };
    drawn!("found_of_customer", found(&of_customer, &Find::of("jane@doe.example"), 0, &desk()));
    drawn!(
        "found_of_customer_where_nothing_is_shown",
        found(&of_customer, &Find::of("jane@doe.example"), 0, &desk().limited_to(Words::None))
    );

    let similar = Searched { are_similar: true, through: Some(newest(412, 0)), ..searched };
    let similar = Found { rows: rows(3), searched: similar, ..Found::default() };
    drawn!("found_similar", found(&similar, &Find::of("parcle"), 0, &desk()));

    let narrowed = Find {
        status: vec![ConversationStatus::Open],
        department: Some("d1".to_owned()),
        span: Some(Span::Month),
        ..Find::of("jane@doe.example last week \"monday\" [x](https://evil.example) @everyone 🚲 \u{202e}طرد")
    };
    let words = "jane@doe.example monday [x](https://evil.example) @everyone 🚲 طرد".to_owned();
    let (from, to) = (Some(at("2026-11-15T23:00:00Z")), Some(at("2026-11-22T22:59:59Z")));
    let searched = Searched { words, from, to, through: Some(newest(12, 0)), ..customer };
    let none = Found { searched, ..Found::default() };
    drawn!("found_none", found(&none, &narrowed, 0, &desk()));
    drawn!("found_none_left", found(&none, &narrowed, 3, &desk()));
}

/// What was looked through, in words.
#[test]
fn the_place_is_said_for_any_number() {
    let said = |newest: u64, is_all: bool, remembered: u64, span: Option<Span>| {
        let searched = Searched { through: Some(Through { newest, is_all, remembered }), ..Searched::default() };
        let drawn = found(&Found { searched, ..Found::default() }, &Find { span, ..Find::default() }, 0, &desk());
        let text = drawn.embeds()[0].description.clone().unwrap();
        text.lines().find_map(|line| line.strip_prefix("-# Searched: ").map(str::to_owned)).unwrap()
    };
    let week = Some(Span::Week);
    for (line, expected) in [
        (said(0, true, 0, None), "all conversations (there are none)."),
        (said(0, true, 0, week), "all conversations within the filters (there are none)."),
        (said(1, true, 0, week), "the only conversation within the filters."),
        (said(412, true, 0, None), "all 412 conversations."),
        (said(1000, false, 0, None), "the newest 1,000 conversations."),
        (said(1000, false, 214, week), "the newest 1,000 conversations and 214 read lately within the filters."),
    ] {
        assert_eq!(line, expected);
    }
}

#[test]
fn of_many_departments_those_found_and_the_chosen_one_are_offered() {
    let mut desk = desk();
    let all = (0..60).map(|number| (format!("b{number}"), format!("Branch {number:02}")));
    desk.names.departments = Arc::new(all.chain([("d1".to_owned(), "Support".to_owned())]).collect());
    let find = Find { department: Some("b59".to_owned()), ..Find::of("parcel") };
    let drawn = found(&Found { rows: rows(3), ..Found::default() }, &find, 0, &desk);
    let departments = select(&drawn, "department");
    let labels: Vec<&str> = departments.options.iter().map(|option| option.label.as_str()).collect();
    assert_eq!(labels.len(), 25);
    assert!(labels.starts_with(&["Any department", "Branch 00"]) && labels.ends_with(&["Branch 59", "Support"]));
    assert!(departments.options.iter().all(|option| option.default == (option.label == "Branch 59")));
    desk.names.departments = Arc::default();
    let drawn = found(&Found::default(), &find, 0, &desk);
    judge::accepts(&drawn);
    assert!(selects(&drawn).all(|select| select.placeholder.as_deref() != Some("Filter by department")));
}

#[test]
fn a_text_is_kept_as_far_as_buttons_carry_it() {
    assert_eq!(Find::of("  last\n week\u{200b} \u{202e}").text, "last week");
    for (text, kept) in
        [("ü".repeat(400), 300), ("+".repeat(150), 50), ("🚲".repeat(200), 150), ("\"".repeat(160), 150)]
    {
        assert_eq!(Find::of(&text).text.chars().count(), kept, "{text:.8}");
    }
}

#[test]
fn a_suggestion_shows_status_and_age() {
    let desk = desk();
    let label = |number: usize| offered(&rows(number + 1)[number], desk.now, &desk.zone);
    assert_eq!(label(0), "Where is my parcel? · Jane Doe · Open · 12 h ago");
    assert_eq!(label(1), "Invoice 2026-118 is wrong · jane@doe.example · New · 11 h ago");
    let mut longest = rows(1).remove(0);
    longest.subject = Some("very long words ".repeat(50));
    longest.owner_name = Some("A Name That Does Not End ".repeat(9));
    longest.status = ConversationStatus::Init;
    longest.date_changed = "1999-01-01 10:00:00".parse().ok().map(liveagent::LocalTime);
    let label = offered(&longest, desk.now, &desk.zone);
    assert!(label.encode_utf16().count() <= 100 && label.ends_with("Being set up · 27 y ago"), "{label}");
}

fn selects(message: &Message) -> impl Iterator<Item = &Select> {
    let all = message.components().iter().flat_map(|row| &row.components);
    all.filter_map(|component| match component {
        Component::Select(select) => Some(select),
        _ => None,
    })
}

fn select<'m>(message: &'m Message, what: &str) -> &'m Select {
    let is_it = |select: &&Select| select.placeholder.as_ref().is_some_and(|words| words.contains(what));
    selects(message).find(is_it).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// For any text: pages and refresh find it again, and each option changes one filter and nothing else.
    #[test]
    fn every_option_leads_where_it_says(find in press::find(), count in 0..30_usize, page in 0..4_u32) {
        let desk = desk();
        let drawn = found(&Found { rows: rows(count), at_least: true, ..Found::default() }, &find, page, &desk);
        judge::accepts(&drawn);
        let ids: Vec<&str> = drawn.components().iter().flat_map(|row| &row.components).filter_map(Component::custom_id).collect();
        let ids = || ids.iter().copied();
        prop_assert_eq!(carry::shown(ids()), Some(Link::from(&find).at_page(page)));
        for select in selects(&drawn) {
            prop_assert_eq!(carry::read(&select.custom_id, ids()), Some(Press::Choose));
        }
        let chosen = |what: &str, label: &str| {
            let option = select(&drawn, what).options.iter().find(|option| option.label == label).unwrap();
            carry::chosen(&option.value, ids())
        };
        let status = |status: &[ConversationStatus]| Press::here(&Find { status: status.to_vec(), ..find.clone() });
        prop_assert_eq!(chosen("status", "Any status"), Some(status(&[])));
        prop_assert_eq!(chosen("status", "Waiting (New or Open)"), Some(status(&[ConversationStatus::New, ConversationStatus::Open])));
        prop_assert_eq!(chosen("status", "Resolved"), Some(status(&[ConversationStatus::Resolved])));
        let department = |id: Option<&str>| Press::here(&Find { department: id.map(str::to_owned), ..find.clone() });
        prop_assert_eq!(chosen("department", "Any department"), Some(department(None)));
        prop_assert_eq!(chosen("department", "Sales"), Some(department(Some("d2"))));
        let span = |span| Press::here(&Find { span, ..find.clone() });
        prop_assert_eq!(chosen("date", "Created at any time"), Some(span(None)));
        prop_assert_eq!(chosen("date", "Created in the last 30 days"), Some(span(Some(Span::Month))));
        prop_assert_eq!(selects(&drawn).count(), if count > page as usize * 10 { 4 } else { 3 });
    }
}
