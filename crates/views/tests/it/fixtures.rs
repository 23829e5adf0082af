//! Answers of a believable help desk, written as LiveAgent sends them, so that a field that is read wrongly shows here.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use liveagent::{
    AgentStatus, ApplicationStatus, CallsOverviews, ChatsOverviews, Conversation, ConversationSummary, Department,
    DepartmentStatus, KnowledgebaseEntry, MessageGroup, SearchResult, Tag,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use views::help::HelpEntry;
use views::{Desk, Names, Words};

/// Reads an answer as the client does.
#[expect(clippy::needless_pass_by_value, reason = "every caller makes the value on the spot")]
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> T {
    liveagent::wire::from_json(&value.to_string()).unwrap()
}

/// The desk of Acme, at noon UTC on 23 November 2026; the account's clocks are in Vienna.
pub(crate) fn desk() -> Desk {
    let names = |names: &[(&str, &str)]| {
        Arc::new(names.iter().map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect())
    };
    Desk {
        panel: "https://acme.ladesk.com".to_owned(),
        zone: TimeZone::get("Europe/Vienna").unwrap(),
        now: "2026-11-23T12:00:00Z".parse::<Timestamp>().unwrap(),
        names: Names {
            tags: names(&[("t1", "VIP"), ("t2", "Refund"), ("t3", "`break` @everyone")]),
            departments: names(&[("d1", "Support"), ("d2", "Sales")]),
            agents: names(&[("a1", "Anna Novak"), ("a2", "Ben Okafor")]),
            knowledgebases: names(&[("kb1", "Help Center")]),
            ..Names::default()
        },
        words: Words::All,
    }
}

pub(crate) fn conversation_json() -> Value {
    json!({
        "conversationid": "a1b2c3d4", "code": "ABC-DEFGH-123", "datecreated": "2026-11-22 09:15:11",
        "datechanged": "2026-11-23 11:30:00", "datedue": "2026-11-23 12:30:00", "departmentname": "Support",
        "departmentid": "d1", "status": "C", "ownername": "Jane Doe", "owneremail": "jane@doe.example",
        "subject": "Where is my parcel?", "ownernote": "Prefers calls", "preview": "Hello team, I am still waiting for it…",
        "publicurlcode": "bI5fR3oN40708G65", "assignedto": "a1", "tags": "t1, t2", "channel_type": "E",
        "messagegroupsin": "2", "messagegroupsout": 1,
        "customfields": [{"code": "order", "value": "#4711"}, {"code": "empty", "value": ""}]
    })
}

/// The same with some fields replaced.
pub(crate) fn conversation(changes: &Value) -> Conversation {
    let mut conversation = conversation_json();
    for (key, value) in changes.as_object().unwrap() {
        conversation[key] = value.clone();
    }
    read(conversation)
}

/// What a customer can do to a conversation.
pub(crate) fn awkward() -> Conversation {
    conversation(&json!({
        "subject": "@everyone [Pay](https://evil.example) **now** \u{202e}txt.exe", "ownername": "```\n# Boss <@1>",
        "owneremail": "x@evil.example", "preview": "<p>&lt;@123&gt; <a href='https://evil.example'>bank.example</a></p>",
        "ownernote": null, "status": "?", "channel_type": "?", "departmentname": "", "departmentid": null, "assignedto": "",
        "tags": "t3,unknown", "datedue": null, "datechanged": "", "messagegroupsin": "", "messagegroupsout": null,
        "customfields": [{"code": "`x`", "value": "||spoiler||"}]
    }))
}

/// `count` rows of a list, in all states.
pub(crate) fn rows(count: usize) -> Vec<ConversationSummary> {
    let subjects = [
        "Where is my parcel?",
        "Invoice 2026-118 is wrong",
        "",
        "Zurückgeben, aber wie? 📦",
        "x] (https://evil.example)",
    ];
    let row = |index: usize| {
        let letter = ["C", "N", "A", "R", "T", "P", "W"][index % 7];
        read(json!({
            "conversationid": format!("c{index:03}"), "code": format!("ABC-DEFGH-{index:03}"),
            "datecreated": "2026-11-20 08:00:00", "datechanged": format!("2026-11-23 0{}:15:00", index % 10),
            "departmentname": "Support", "departmentid": "d1", "status": letter, "ownername": (["Jane Doe", ""][index % 2]),
            "owneremail": "jane@doe.example", "subject": subjects[index % 5], "preview": "Hello <b>team</b>",
            "publicurlcode": "x", "tags": "", "channel_type": "E", "messagegroupsin": "1", "messagegroupsout": "0"
        }))
    };
    (0..count).map(row).collect()
}

/// A thread with everything that happens in one.
pub(crate) fn thread() -> Vec<MessageGroup> {
    read(json!([
        {"messagegroupid": "g1", "userid": "u9", "rtype": "3", "rstatus": "V", "datecreated": "2026-11-22 09:15:11",
         "datefinished": "2026-11-22 09:15:11", "messages": [
            {"messageid": "m0", "userid": "u9", "rtype": "H", "datecreated": "2026-11-22 09:15:11", "message": "From: Jane"},
            {"messageid": "m1", "userid": "u9", "rtype": "M", "datecreated": "2026-11-22 09:15:11",
             "message": "<p>Hello team,</p><p>where is my <b>parcel</b>? See <a href=\"https://post.example/t/1\">tracking</a>.</p>"},
            {"messageid": "m2", "userid": "u9", "rtype": "F", "datecreated": "2026-11-22 09:15:12", "message": "receipt.pdf"}]},
        {"messagegroupid": "g2", "userid": "system", "rtype": "T", "rstatus": "V", "datecreated": "2026-11-22 09:20:00",
         "datefinished": "2026-11-22 09:20:00", "messages": [
            {"messageid": "m3", "userid": "system", "rtype": "R", "datecreated": "2026-11-22 09:20:00",
             "message": "Transferred to Support"}]},
        {"messagegroupid": "g3", "userid": "a1", "rtype": "I", "rstatus": "V", "datecreated": "2026-11-22 10:00:00",
         "datefinished": "2026-11-22 10:00:00", "messages": [
            {"messageid": "m4", "userid": "a1", "rtype": "N", "datecreated": "2026-11-22 10:00:00",
             "message": "Carrier says @here it is lost"}]},
        {"messagegroupid": "g4", "userid": "a1", "rtype": "4", "rstatus": "V", "datecreated": "2026-11-22 11:00:00",
         "datefinished": "2026-11-22 11:00:00", "messages": [
            {"messageid": "m5", "userid": "a1", "rtype": "M", "datecreated": "2026-11-22 11:00:00",
             "message": "Dear Jane,\nwe send another one.\n\n-- \nAnna Novak\nAcme\n\n> where is my parcel?"}]},
        {"messagegroupid": "g5", "userid": "u9", "rtype": "3", "rstatus": "D", "datecreated": "2026-11-22 12:00:00",
         "datefinished": "2026-11-22 12:00:00", "messages": [
            {"messageid": "m6", "userid": "u9", "rtype": "M", "datecreated": "2026-11-22 12:00:00", "message": "deleted"}]},
        {"messagegroupid": "g6", "userid": "u9", "rtype": "3", "rstatus": "V", "datecreated": "2026-11-23 11:30:00",
         "datefinished": "2026-11-23 11:30:00", "messages": [
            {"messageid": "m7", "userid": "u9", "rtype": "W", "datecreated": "2026-11-23 11:30:00", "message": "Great"}]}
    ]))
}

/// Chats and mail in which somebody is neither the customer for certain nor an agent that is listed.
pub(crate) fn strangers() -> Vec<MessageGroup> {
    let group = |kind: &str, hour: u8, users: &[&str]| {
        let at = format!("2026-11-23 {hour:02}:00:00");
        let message = |user: &&str| {
            let words = format!("{user} in {kind}");
            json!({"messageid": words, "userid": user, "rtype": "M", "datecreated": at, "message": words})
        };
        let messages: Vec<Value> = users.iter().map(message).collect();
        json!({"messagegroupid": at, "userid": users[0], "rtype": kind, "rstatus": "V", "datecreated": at,
            "datefinished": at, "messages": messages})
    };
    read(json!([
        group("C", 8, &["u9", "a1", "u9"]),
        group("C", 9, &["u9", "gone", "a1"]),
        group("O", 10, &["gone"]),
        group("Q", 11, &["other"]),
        group("I", 12, &["gone"]),
        group("3", 13, &["u9"]),
    ]))
}

pub(crate) fn tags() -> Vec<Tag> {
    read(
        json!([{"id": "t1", "name": "VIP"}, {"id": "t2", "name": "Refund"}, {"id": "t3", "name": "`break` @everyone"}]),
    )
}

pub(crate) fn many_tags(count: usize) -> Vec<Tag> {
    (0..count).map(|index| read(json!({"id": format!("x{index}"), "name": format!("Topic {index}")}))).collect()
}

pub(crate) fn departments() -> Vec<Department> {
    read(json!([
        {"departmentid": "d2", "name": "Sales", "onlinestatus": "F", "deleted": "N"},
        {"departmentid": "d1", "name": "Support", "onlinestatus": "MPRT", "deleted": "N"},
        {"departmentid": "d9", "name": "Old *stuff*", "onlinestatus": "M", "deleted": "Y"}
    ]))
}

pub(crate) fn department_statuses() -> Vec<DepartmentStatus> {
    read(json!([
        {"id": "d1", "name": "Support", "onlineStatus": "MT", "chat_count": "2", "new_count": "7", "customer_reply_count": "11",
         "total_count": "1587", "max_count": "1587"},
        {"id": "d2", "name": "Sales", "onlineStatus": "F", "chat_count": "0", "new_count": "0", "customer_reply_count": "0",
         "total_count": "0", "max_count": "0"}
    ]))
}

pub(crate) fn agent_statuses() -> Vec<AgentStatus> {
    read(json!([
        {"id": "a1", "contactid": "c1", "username": "anna@acme.example", "firstname": "Anna", "lastname": "Novak",
         "avatar_url": "x.png", "presetStatus": "MPRT", "onlineStatus": "MPT"},
        {"id": "a2", "contactid": "c2", "username": "ben@acme.example", "firstname": "Ben", "lastname": "",
         "avatar_url": "", "presetStatus": "F", "onlineStatus": "F"}
    ]))
}

pub(crate) fn chats() -> ChatsOverviews {
    read(json!({"chatsOverview": [{"visitors": 1260, "chats": 8, "ringing": 2, "queue": "2", "agents": 5}]}))
}

pub(crate) fn calls() -> CallsOverviews {
    read(json!({"callsOverview": [{"running": 3, "ringing": 1, "inqueue": 0}]}))
}

pub(crate) fn application() -> ApplicationStatus {
    read(json!({
        "liveagentversion": "5.48.11.1", "gpfversion": "1.9.0.2", "dateinstalled": "2019-04-05 11:22:31",
        "datelatestupdate": "2026-08-05 12:13:05", "current_server_time": "2026-11-23 13:00:30"
    }))
}

pub(crate) fn results(count: usize) -> Vec<SearchResult> {
    let result = |index: usize| {
        read(json!({
            "kb_id": "kb1", "kb_entry_id": index.to_string(), "rtype": (["A", "C", "R"][index % 3]), "rstatus": "P",
            "access": (["P", "I"][index % 2]), "access_inherited": "P", "urlcode": "37", "treepath": "0|7",
            "title": format!("How to <em>return</em> parcel {index}"), "title_clear": format!("How to return parcel {index}"),
            "content_text": "Print the label, stick it on the box and drop it off at any post office within 14 days. Then wait.",
            "content_simple_html": "<p>Print the label</p>", "conversationid": "", "votesCount": "0",
            "datechanged": "2026-11-22 16:33:40", "url": format!("//support.acme.example/37-Return-{index}")
        }))
    };
    (0..count).map(result).collect()
}

pub(crate) fn entry(changes: &Value) -> KnowledgebaseEntry {
    let mut entry = json!({
        "kb_id": "kb1", "kb_entry_id": "38", "parent_entry_id": "16", "rtype": "A", "rstatus": "P", "access": "P",
        "access_inherited": "P", "urlcode": "37", "treepath": "0|7|16", "rorder": "0", "title": "Returning a parcel",
        "metadescription": "", "keywords": "returns, label",
        "content": "<h2>In short</h2><p>Print the <b>label</b>, drop it off.</p><pre>POST /returns</pre>",
        "conversationid": "", "departmentid": "d1", "views": "1244", "votes": "3", "datecreated": "2024-02-02 12:24:11",
        "datechanged": "2026-11-22 16:33:40", "deleted": "N", "description": ""
    });
    for (key, value) in changes.as_object().unwrap() {
        entry[key] = value.clone();
    }
    read(entry)
}

pub(crate) fn help_entries() -> Vec<HelpEntry> {
    [
        ("conversation", "conversation list", "List conversations by any filter", "/conversation list status:Open"),
        ("conversation", "conversation show", "Show a conversation", "/conversation show conversation:ABC-DEFGH-123"),
        ("kb", "kb search", "Search the knowledgebase", "/kb search query:reset password"),
        ("about", "about", "Versions, clocks and health", "/about"),
    ]
    .map(|(area, command, description, example)| HelpEntry {
        area: area.to_owned(),
        command: command.to_owned(),
        description: description.to_owned(),
        example: example.to_owned(),
    })
    .to_vec()
}
