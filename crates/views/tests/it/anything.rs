//! Whatever the help desk contains, Discord takes every view of it, and the buttons lead where they say.

use liveagent::{
    CallsOverviews, ChatsOverviews, Conversation, ConversationSummary, KnowledgebaseEntry, MessageGroup, SearchResult,
    Tag,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use views::Window;
use views::payload::{Button, Component};
use views::{
    Draft, Link, Message, Offer, Press,
    application::{self, AboutInfo},
    carry, conversations, departments, errors,
    help::{self, HelpEntry, MenuEntry},
    knowledgebase, overview, tags,
};

use crate::fixtures::{desk, read};
use crate::{hostile, judge};

/// A value as LiveAgent may send it: any text, nothing, or no key at all.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => hostile::text().prop_map(Value::from),
        1 => hostile::html().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => Just(Value::from("")),
    ]
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z0-9]{8}", 1 => hostile::text().prop_filter("not blank", |id| !id.trim().is_empty())]
}

fn letter() -> impl Strategy<Value = Value> {
    any::<char>().prop_map(|letter| Value::from(letter.to_string()))
}

fn conversation() -> impl Strategy<Value = Value> {
    let texts = prop::collection::vec(value(), 9);
    (id(), letter(), letter(), texts, prop::collection::vec((value(), value()), 0..12)).prop_map(
        |(id, status, channel, texts, custom)| {
            let custom: Vec<Value> = custom
                .into_iter()
                .map(|(code, value)| json!({"code": code.as_str().unwrap_or("x"), "value": value}))
                .collect();
            json!({
                "conversationid": id, "code": texts[0], "datecreated": "2026-11-22 09:15:11", "datechanged": null,
                "datedue": "", "departmentname": texts[1], "departmentid": texts[2], "status": status,
                "ownername": texts[3], "owneremail": texts[4], "subject": texts[5], "ownernote": texts[6],
                "preview": texts[7], "publicurlcode": "", "assignedto": texts[8], "tags": texts[0],
                "channel_type": channel, "messagegroupsin": 1, "messagegroupsout": "2", "customfields": custom
            })
        },
    )
}

fn group() -> impl Strategy<Value = Value> {
    let message = (letter_of_message(), prop::sample::select(vec!["a1", "u9", ""]), value()).prop_map(|(letter, user, text)| {
        json!({"messageid": "m", "userid": user, "rtype": letter, "datecreated": "2026-11-22 09:15:11", "message": text})
    });
    (letter(), prop::collection::vec(message, 0..4)).prop_map(|(letter, messages)| {
        json!({"messagegroupid": "g", "userid": "u9", "rtype": letter, "rstatus": "V", "datecreated": "2026-11-22 09:15:11",
               "datefinished": "2026-11-22 09:15:11", "messages": messages})
    })
}

fn letter_of_message() -> impl Strategy<Value = String> {
    prop_oneof![prop::sample::select("MMMNFQTHSCPWG".chars().collect::<Vec<_>>()), any::<char>()].prop_map(String::from)
}

fn entry() -> impl Strategy<Value = Value> {
    (id(), letter(), prop::collection::vec(value(), 6)).prop_map(|(id, letter, texts)| {
        json!({
            "kb_id": "kb1", "kb_entry_id": id, "parent_entry_id": "1", "rtype": letter, "rstatus": letter, "access": "P",
            "access_inherited": "I", "urlcode": "1", "treepath": "0|7", "rorder": 0, "title": texts[0],
            "title_clear": texts[1], "metadescription": "", "keywords": texts[2], "content": texts[3],
            "content_text": texts[3], "content_simple_html": texts[3], "conversationid": "", "departmentid": texts[4],
            "views": 1, "votes": 0, "votesCount": 0, "datecreated": null, "datechanged": null, "deleted": "N",
            "description": texts[5], "url": texts[4]
        })
    })
}

/// The ids of all components of a message.
fn ids(message: &Message) -> Vec<&str> {
    let all = message.components().iter().flat_map(|row| &row.components);
    all.filter_map(|component| component.custom_id()).collect()
}

/// What the buttons of a message do that can be pressed.
fn presses(message: &Message) -> Vec<Press> {
    let ids = ids(message);
    let all = message.components().iter().flat_map(|row| &row.components);
    let live = all.filter(|component| !matches!(component, Component::Button(Button { disabled: true, .. })));
    live.filter_map(|component| carry::read(component.custom_id()?, ids.iter().copied())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_conversation(conversation in conversation(), groups in prop::collection::vec(group(), 0..12), page in 0..4_u32) {
        let head: Conversation = read(conversation);
        let groups: Vec<MessageGroup> = read(Value::from(groups));
        let desk = desk();
        let status = liveagent::ConversationStatus::Resolved;
        let words = head.subject.as_deref().unwrap_or_default();
        for message in [
            conversations::show(&head, &desk),
            conversations::messages(&head, &groups, conversations::Thread { page, quotes: page % 2 == 1, ..Default::default() }, &desk),
            conversations::tags(&head, &[], &desk),
            conversations::status_changed(&head, status, Some(words), &desk),
            conversations::noted(&head, words, &[words, words, words], &desk),
            conversations::not_taken(conversations::Written::Reply, &head.conversation_id, words, words, Some("1a2b3c4d")),
            conversations::tagged(&head, words, false, &desk),
            conversations::untagged(&head, words, true, &desk),
            errors::failure(words, Some(words)),
        ] {
            judge::accepts(&message);
            let again = Draft::from(errors::stale(message, None, desk.now)).fit();
            judge::accepts(&again);
        }
        judge::accepts_modal(&conversations::note_form(&head.conversation_id, Some(words)));
        prop_assert!(conversations::label_of(&head).encode_utf16().count() <= 100);
    }

    #[test]
    fn any_list(rows in prop::collection::vec(conversation(), 0..14), filter in prop::collection::vec(prop::option::of("[ -~]{0,100}"), 2), page in 0..2_u32) {
        let rows: Vec<ConversationSummary> = read(Value::from(rows));
        let count = rows.len();
        let list = conversations::List {
            customer: filter[0].clone().filter(|text| !text.is_empty()),
            subject: filter[1].clone().filter(|text| !text.is_empty()),
            department: Some("d1".to_owned()),
            ..conversations::List::default()
        };
        let message = conversations::list(&rows, Window { start: 0, full: true }, &list, page, &desk());
        judge::accepts(&message);
        // However long the filter, refreshing and turning pages find it again.
        let shown = carry::shown(ids(&message));
        prop_assert_eq!(shown, Some(Link::from(&list).at_page(page)));
        let next = Press::here(Link::from(&list).at_page(page + 1));
        prop_assert_eq!(presses(&message).contains(&next), count > page as usize * 10);
        prop_assert!(presses(&message).contains(&Press::Share));
    }

    #[test]
    fn any_knowledgebase(entries in prop::collection::vec(entry(), 1..14), query in "[ -~]{1,200}", page in 0..3_u32) {
        let results: Vec<SearchResult> = read(Value::from(entries.clone()));
        let entries: Vec<KnowledgebaseEntry> = read(Value::from(entries));
        let search = knowledgebase::Search { query, under: Some("16".to_owned()), ..knowledgebase::Search::default() };
        let link = Link::from(&search).at_page(page);
        let found = knowledgebase::search(&results, &search, page, &desk());
        judge::accepts(&found);
        prop_assert_eq!(carry::shown(ids(&found)), Some(link.clone()));
        let above: Vec<String> = entries.iter().map(|entry| entry.title.clone()).collect();
        let shown = knowledgebase::show(&entries[0], (&entries, Window { start: 0, full: page == 0 }), &above, page, Some(&link), &desk());
        judge::accepts(&shown);
        if entries[0].kb_entry_id.len() == 8 {
            prop_assert!(presses(&shown).contains(&Press::here(link)));
        }
    }

    #[test]
    fn any_names(names in prop::collection::vec((id(), hostile::text()), 0..70), page in 0..3_u32) {
        let tag = |(id, name): &(String, String)| json!({"id": id, "name": name});
        let all: Vec<Tag> = names.iter().map(|pair| read(tag(pair))).collect();
        judge::accepts(&tags::list(&all, page));
        let head: Conversation = crate::fixtures::conversation(&json!({}));
        judge::accepts(&conversations::tags(&head, &all, &desk()));
        judge::accepts(&conversations::tags_form(&head, &all, &all[..all.len().min(3)], &desk()));
        let ids: Vec<String> = all.iter().map(|tag| tag.id.clone()).collect();
        judge::accepts(&conversations::tags_set(&head, &ids, &[], Some("No."), &desk()));
        let department = |(id, name): &(String, String)| {
            json!({"departmentid": id, "id": id, "name": name, "onlinestatus": "MT", "onlineStatus": "T", "deleted": "N"})
        };
        let all: Vec<Value> = names.iter().map(department).collect();
        let every: Vec<liveagent::Department> = read(Value::from(all.clone()));
        judge::accepts(&departments::list(&every, page, &desk()));
        let statuses: Vec<liveagent::DepartmentStatus> = read(Value::from(all));
        judge::accepts(&departments::status(&statuses, page, &desk()));
        let (chats, calls) = (crate::fixtures::chats(), crate::fixtures::calls());
        judge::accepts(&overview::all(&chats, &calls, &statuses, &[], None, &desk()));
    }

    #[test]
    fn any_figures(figures in prop::collection::vec(prop::option::of(any::<u32>()), 8), rows in 0..3_usize, department in hostile::text()) {
        let chats = json!({"visitors": figures[0], "chats": figures[1], "ringing": figures[2], "queue": figures[3], "agents": figures[4]});
        let calls = json!({"running": figures[5], "ringing": figures[6], "inqueue": figures[7]});
        let chats: ChatsOverviews = read(json!({"chatsOverview": vec![chats; rows]}));
        let calls: CallsOverviews = read(json!({"callsOverview": vec![calls; rows]}));
        for department in [None, Some(department.as_str())] {
            judge::accepts(&overview::chats(&chats, department, &desk()));
            judge::accepts(&overview::calls(&calls, department, &desk()));
            judge::accepts(&overview::all(&chats, &calls, &[], &[], department, &desk()));
        }
    }

    #[test]
    fn any_words_about_itself(words in hostile::text(), ms in any::<u32>(), area in prop::option::of(hostile::text())) {
        let status = read(json!({"liveagentversion": words, "gpfversion": words, "current_server_time": "2026-11-23 13:00:30"}));
        let about = AboutInfo {
            version: "0.1.0",
            started: desk().now,
            status: Some(status),
            trouble: Some(words.clone()),
            answered_in: std::time::Duration::from_millis(u64::from(ms)),
        };
        judge::accepts(&application::about(&about, &desk()));
        let area_of = area.clone().unwrap_or_else(|| "conversation".to_owned());
        let menu = MenuEntry { command: words.clone(), description: words.clone() };
        let entry = HelpEntry { area: area_of, command: words.clone(), description: words.clone(), example: words };
        judge::accepts(&help::help(&vec![entry; 30], &vec![menu; 30], area.as_deref()));
    }
}

#[test]
fn an_article_found_by_a_search_leads_back_to_it() {
    let search = knowledgebase::Search {
        query: "long words ".repeat(18),
        knowledgebase: Some("kb1".to_owned()),
        ..knowledgebase::Search::default()
    };
    let link = Link::from(&search).at_page(1);
    let found = knowledgebase::search(&crate::fixtures::results(12), &search, 1, &desk());
    let entry = |id: &str| Link::from(&knowledgebase::Entry { entry: id.to_owned() });
    let value = Press::here(entry("11").leading_back()).encode();
    let chosen = carry::chosen(&value, ids(&found)).unwrap();
    assert_eq!(chosen, Press::here(entry("11").opened_from(Some(&link))));

    let long = crate::fixtures::entry(&json!({"content": "<p>many words</p>".repeat(1000)}));
    let article = knowledgebase::show(&long, (&[], Window { start: 0, full: false }), &[], 2, Some(&link), &desk());
    let all = presses(&article);
    assert!(all.contains(&Press::here(link.clone())));
    let at = |page| Press::here(entry("38").at_page(page).opened_from(Some(&link)));
    assert!(all.contains(&at(1)) && all.contains(&at(2)) && all.contains(&at(3)));
}

#[test]
fn undo_is_the_opposite() {
    let head = crate::fixtures::conversation(&json!({}));
    let changed = conversations::tags_set(&head, &["t1".to_owned()], &["t2".to_owned()], None, &desk());
    let until = desk().now + jiff::SignedDuration::from_mins(30);
    let (add, remove) = (vec!["t2".to_owned()], vec!["t1".to_owned()]);
    let act = conversations::Retag { conversation: "a1b2c3d4".to_owned(), add, remove };
    assert!(presses(&changed).contains(&Press::Act(Offer::from(&act).until(until))));
}
