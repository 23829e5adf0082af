//! Each view as the JSON that goes to Discord. A snapshot that changes is looked at before it is accepted.

use std::time::Duration;

use insta::assert_json_snapshot;
use jiff::Timestamp;
use liveagent::{Channel, ConversationStatus};
use serde_json::json;
use views::Window;
use views::application::AboutInfo;
use views::conversations::{Thread, Written};
use views::{
    Link, Offer, application,
    conversations::{self, List},
    departments, errors, help,
    knowledgebase::{self, Search},
    overview, question, tags,
};

use crate::fixtures::*;
use crate::judge;

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

#[test]
fn a_conversation() {
    drawn!("conversation", conversations::show(&conversation(&json!({})), &desk()));
    drawn!("conversation_awkward", conversations::show(&awkward(), &desk()));
    let resolved = conversation(&json!({"status": "R", "assignedto": null, "tags": "", "customfields": []}));
    drawn!("conversation_resolved", conversations::show(&resolved, &desk()));
    let closed = conversation(&json!({
        "status": "L", "datedue": "2026-11-20 09:00:00", "subject": "Tom &amp; Jerry&#039;s order", "ownername": "O&#039;Brien",
        "assignedto": null, "tags": "", "customfields": []
    }));
    drawn!("conversation_closed", conversations::show(&closed, &desk()));
}

#[test]
fn lists_of_conversations() {
    let first = Window { start: 0, full: false };
    let none = List::default();
    drawn!("conversations", conversations::list(&rows(12), first, &none, 0, &desk()));
    drawn!("conversations_last_page", conversations::list(&rows(12), first, &none, 1, &desk()));
    drawn!("conversations_none", conversations::list(&[], first, &none, 0, &desk()));

    let filter = List {
        status: vec![ConversationStatus::Open],
        department: Some("d1".to_owned()),
        agent: Some("a2".to_owned()),
        customer: Some("jane@doe.example".to_owned()),
        channel: Some(Channel::Email),
        subject: Some("parcel".to_owned()),
        changed: Some(at("2026-11-22T12:00:00Z")),
        from: Some(at("2026-11-01T00:00:00Z")),
        to: Some(at("2026-11-23T00:00:00Z")),
    };
    let window = Window { start: 100, full: true };
    drawn!("conversations_filtered", conversations::list(&rows(100), window, &filter, 12, &desk()));
    drawn!("conversations_filtered_none", conversations::list(&[], first, &filter, 0, &desk()));
}

#[test]
fn messages_of_a_conversation() {
    let head = conversation(&json!({}));
    drawn!("messages", conversations::messages(&head, &thread(), Thread::default(), &desk()));
    drawn!("messages_of_strangers", conversations::messages(&head, &strangers(), Thread::default(), &desk()));
    let since = Some(at("2026-11-01T00:00:00Z"));
    drawn!("messages_none", conversations::messages(&head, &[], Thread { from: since, ..Thread::default() }, &desk()));
    let long: Vec<_> = std::iter::repeat_with(thread).take(8).flatten().collect();
    drawn!(
        "messages_second_page",
        conversations::messages(&head, &long, Thread { page: 2, ..Thread::default() }, &desk())
    );
}

#[test]
fn tags_of_a_conversation() {
    let head = conversation(&json!({}));
    drawn!("conversation_tags", conversations::tags(&head, &tags(), &desk()));
    drawn!("conversation_tags_none", conversations::tags(&head, &[], &desk()));
    drawn!("tags_form", conversations::tags_form(&head, &tags(), &tags()[..1], &desk()));
    drawn!("tags_form_many", conversations::tags_form(&head, &many_tags(40), &tags()[..1], &desk()));
    drawn!("tags_form_none", conversations::tags_form(&head, &[], &[], &desk()));
}

#[test]
fn changes_of_a_conversation() {
    let head = conversation(&json!({}));
    drawn!("noted", conversations::noted(&head, "Called back.\n@everyone is **happy**", &["in_voice.pdf"], &desk()));
    drawn!("status_changed", conversations::status_changed(&head, ConversationStatus::Resolved, None, &desk()));
    drawn!("status_unchanged", conversations::status_changed(&head, ConversationStatus::Open, None, &desk()));
    let new = conversation(&json!({"status": "N"}));
    drawn!("status_without_undo", conversations::status_changed(&new, ConversationStatus::Resolved, None, &desk()));
    let note = Some("Called back.");
    drawn!(
        "status_changed_with_note",
        conversations::status_changed(&head, ConversationStatus::Resolved, note, &desk())
    );
    drawn!("status_unchanged_with_note", conversations::status_changed(&head, ConversationStatus::Open, note, &desk()));
    drawn!("tagged", conversations::tagged(&head, "t2", false, &desk()));
    drawn!("tagged_already", conversations::tagged(&head, "t2", true, &desk()));
    drawn!("untagged", conversations::untagged(&head, "t3", true, &desk()));
    drawn!("untagged_already", conversations::untagged(&head, "t3", false, &desk()));
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    drawn!("tags_set", conversations::tags_set(&head, &ids(&["t1"]), &ids(&["t2", "t3"]), None, &desk()));
    let failed = Some("LiveAgent isn't available right now. Try again in a minute.");
    drawn!("tags_set_in_part", conversations::tags_set(&head, &ids(&["t1"]), &[], failed, &desk()));
    drawn!(
        "not_noted",
        conversations::not_taken(
            Written::Note,
            "a1b2c3d4",
            "Called back.\nAll is *well*",
            "LiveAgent took too long.",
            Some("1a2b3c4d")
        )
    );
    let long = format!("{}The end", "Called *back*.\n".repeat(280));
    drawn!(
        "not_replied",
        conversations::not_taken(Written::Reply, "a1b2c3d4", "Dear *Jane*", "LiveAgent took too long.", None)
    );
    drawn!(
        "not_noted_long",
        conversations::not_taken(Written::Note, "a1b2c3d4", &long, "LiveAgent took too long.", None)
    );
    drawn!("tags_set_unchanged", conversations::tags_set(&head, &[], &[], None, &desk()));
}

#[test]
fn the_form_of_a_note() {
    let form = conversations::note_form("a1b2c3d4", None);
    judge::accepts_modal(&form);
    assert_json_snapshot!("note_form", form);
    let named = conversations::note_form("a1b2c3d4", Some("Where is my parcel? · Jane Doe · ABC-DEFGH-123"));
    judge::accepts_modal(&named);
    assert_json_snapshot!("note_form_named", named);
}

#[test]
fn names_to_choose_from() {
    assert_eq!(conversations::label(&rows(1)[0]), "Where is my parcel? · Jane Doe · ABC-DEFGH-000");
    assert_eq!(conversations::label_of(&conversation(&json!({}))), "Where is my parcel? · Jane Doe · ABC-DEFGH-123");
    assert_eq!(conversations::label(&rows(3)[2]), "Hello <b>team</b> · Jane Doe · ABC-DEFGH-002");
}

#[test]
fn searches_of_the_knowledgebase() {
    let search = Search { query: "return *parcel*".to_owned(), ..Search::default() };
    drawn!("search", knowledgebase::search(&results(12), &search, 0, &desk()));
    drawn!("search_none", knowledgebase::search(&[], &search, 0, &desk()));
    let long = Search {
        query: "very long words ".repeat(12),
        knowledgebase: Some("kb1".to_owned()),
        under: Some("16".to_owned()),
        limit: Some(12),
    };
    drawn!("search_long", knowledgebase::search(&results(12), &long, 1, &desk()));
    drawn!("search_narrow_none", knowledgebase::search(&[], &long, 0, &desk()));
}

#[test]
fn entries_of_the_knowledgebase() {
    let above = ["Shipping".to_owned(), "Returns".to_owned()];
    let search = Search { query: "return parcel".to_owned(), ..Search::default() };
    let article = entry(&json!({}));
    let all = Window { start: 0, full: false };
    drawn!("article", knowledgebase::show(&article, (&[], all), &above, 0, Some(&Link::from(&search)), &desk()));
    let long = entry(
        &json!({"content": "<p>All about returning a parcel in many words.</p>".repeat(200), "access_inherited": "I"}),
    );
    drawn!("article_second_page", knowledgebase::show(&long, (&[], all), &above, 1, None, &desk()));
    let category =
        entry(&json!({"rtype": "C", "content": "", "kb_entry_id": "16", "parent_entry_id": "7", "title": "Returns"}));
    let children: Vec<_> = (0..3).map(|index| entry(&json!({"kb_entry_id": index.to_string()}))).collect();
    drawn!("category", knowledgebase::show(&category, (&children, all), &above[..1], 0, None, &desk()));
    let many: Vec<_> = children.iter().cycle().take(50).cloned().collect();
    let some = |start| Window { start, full: true };
    drawn!("category_second_page", knowledgebase::show(&category, (&many, some(0)), &above[..1], 1, None, &desk()));
    let rest = (&many[..10], Window { start: 50, full: false });
    drawn!("category_last_page", knowledgebase::show(&category, rest, &above[..1], 2, None, &desk()));
    drawn!("category_empty", knowledgebase::show(&category, (&[], all), &[], 0, None, &desk()));
}

#[test]
fn all_tags() {
    drawn!("tags", tags::list(&tags(), 0));
    drawn!("tags_many", tags::list(&many_tags(130), 1));
    drawn!("tags_none", tags::list(&[], 0));

    let tag = liveagent::TagDetails {
        id: "sh3j".to_owned(),
        name: "*VIP*".to_owned(),
        color: liveagent::Color::from_text("ffffff"),
        bg_color: liveagent::Color::from_text("c0392b"),
    };
    let plain = liveagent::TagDetails { name: "Plain".to_owned(), color: None, bg_color: None, ..tag.clone() };
    drawn!("tag", tags::show(&tag));
    drawn!("tag_created", tags::created(&plain));
    drawn!("tag_edited", tags::edited(&plain, &tag, &desk()));
    drawn!("tag_not_edited", tags::edited(&tag, &tag, &desk()));
    let offer = Offer::from(&tags::Delete { tag: "sh3j".to_owned() }).only_for(42).until(desk().now);
    drawn!("tag_deletion", question::ask(&tags::deletion(&tag), offer));
    drawn!("tag_deleted", tags::deleted(&tag.name));
}

#[test]
fn all_departments() {
    drawn!("departments", departments::list(&departments(), 0, &desk()));
    drawn!("departments_none", departments::list(&[], 0, &desk()));
    let branch = |number: usize| {
        let mut one = departments()[0].clone();
        (one.department_id, one.name) = (format!("b{number}"), format!("Branch {number:02}"));
        one
    };
    let many: Vec<_> = (0..60).map(branch).collect();
    drawn!("departments_many", departments::list(&many, 2, &desk()));
    drawn!("department", departments::show(&departments()[1], &desk()));
    drawn!("department_deleted", departments::show(&departments()[2], &desk()));
    drawn!("department_status", departments::status(&department_statuses(), 0, &desk()));
}

#[test]
fn overviews() {
    drawn!("overview_chats", overview::chats(&chats(), None, &desk()));
    drawn!("overview_calls", overview::calls(&calls(), Some("d1"), &desk()));
    let (departments, agents) = (department_statuses(), agent_statuses());
    drawn!("overview_all", overview::all(&chats(), &calls(), &departments, &agents, None, &desk()));
    drawn!("overview_department", overview::all(&chats(), &calls(), &departments, &agents, Some("d1"), &desk()));
}

#[test]
fn about_both() {
    let info = AboutInfo {
        version: "0.1.0",
        started: at("2026-11-20T09:30:00Z"),
        status: Some(application()),
        trouble: None,
        answered_in: Duration::from_millis(84),
    };
    drawn!("about", application::about(&info, &desk()));
    let trouble = Some("LiveAgent isn't available right now. Try again in a minute.".to_owned());
    drawn!("about_trouble", application::about(&AboutInfo { status: None, trouble, ..info }, &desk()));
}

#[test]
fn help_for_all_and_for_one_area() {
    drawn!("help", help::help(&help_entries(), &[], None));
    drawn!("help_area", help::help(&help_entries(), &[], Some("conversation")));
    drawn!("help_unknown", help::help(&help_entries(), &[], Some("nothing")));
}

#[test]
fn failures() {
    drawn!("failure", errors::failure("LiveAgent refused: unable to load conversation", None));
    drawn!("failure_with_reference", errors::failure("LiveAgent took too long to respond.", Some("0af3c2d1")));
    let old = overview::calls(&calls(), None, &desk());
    drawn!("stale", errors::stale(old.clone(), None, at("2026-11-23T11:58:00Z")));
    let other = views::outages::why(&liveagent::ErrorKind::NotLiveAgent(liveagent::Oddity::Html));
    drawn!("stale_of_another_server", errors::stale(old, other, at("2026-11-23T11:58:00Z")));
}
