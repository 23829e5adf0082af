//! Replies before and after they are sent, and conversations that move.

use insta::assert_json_snapshot;
use liveagent::{AgentStatus, ConversationStatus, Department, MessageGroup};
use serde_json::json;
use views::{
    Message,
    conversations::{self, Preview, Reply, ReplyFile, Targets, Transferred},
};

use crate::fixtures::{conversation, desk, read, thread};
use crate::judge;

macro_rules! drawn {
    ($name:literal, $message:expr) => {
        let message: Message = $message;
        judge::accepts(&message);
        assert_json_snapshot!($name, message);
    };
}

fn reply(text: &str) -> Reply {
    let file = ReplyFile {
        id: "f1".to_owned(),
        name: "invoice.pdf".to_owned(),
        size: Some(12_456),
        kind: Some("application/pdf".to_owned()),
    };
    Reply { text: text.to_owned(), files: vec![file], status: Some(ConversationStatus::Resolved), ..Reply::default() }
}

#[test]
fn a_reply_is_shown_before_it_is_sent() {
    let (head, written) =
        (conversation(&json!({})), reply("Dear **Jane**,\n\n- one\n- [two](https://acme.example)\n\n<b>raw</b>"));
    let shown = Preview { conversation: &head, draft: 7, reply: &written, agent: "a1", news: &[], failure: None };
    drawn!("reply_preview", conversations::preview(shown, &desk()));
    let news = thread();
    let late = Preview { news: &news, failure: Some("LiveAgent isn't available right now."), ..shown };
    drawn!("reply_preview_late", conversations::preview(late, &desk()));
    for text in ["x".repeat(4_000), "@everyone \u{202e}\u{1f600} ".repeat(200), "`".repeat(4_000), "\n> ".repeat(900)] {
        let written = Reply { do_not_send_mail: true, without_template: true, ..reply(&text) };
        let message = conversations::preview(Preview { reply: &written, ..shown }, &desk());
        judge::accepts(&message);
        let buttons = serde_json::to_string(message.components()).unwrap();
        assert!(buttons.contains("Send") && buttons.contains("Edit"), "{buttons}");
    }
}

#[test]
fn what_became_of_a_reply() {
    let (head, written) = (conversation(&json!({})), reply("Dear Jane"));
    drawn!("reply_sent", conversations::replied(&head, &written, None, &desk()));
    drawn!("reply_sent_without_status", conversations::replied(&head, &written, Some("It was refused."), &desk()));
    drawn!("reply_unclear", conversations::unclear("a1b2c3d4", 7, &written, "LiveAgent took too long to respond."));
    drawn!("reply_discarded", conversations::discarded(&head, &desk()));
    assert!(!format!("{written:?}").contains("Jane"), "its words are not printed");
}

fn group(user: &str, id: &str, text: &str) -> MessageGroup {
    read(json!({
        "messagegroupid": format!("g{id}"), "userid": user, "rtype": "4", "rstatus": "V", "datecreated": "2026-11-23 11:00:00",
        "messages": [{ "messageid": id, "userid": user, "rtype": "M", "datecreated": "2026-11-23 11:00:00", "message": text }]
    }))
}

#[test]
fn a_reply_is_found_in_what_its_agent_said_since() {
    let written = reply("Dear **Jane**, it is on its way.");
    let before = group("a1", "m1", "Dear Jane, it is on its way.");
    let ours = group(
        "a1",
        "m3",
        "<html><body><p>Acme</p><div>Dear <b>Jane</b>, it is on its&nbsp;way.</div><p>Bye</p></body></html>",
    );
    let others = group("a2", "m2", "Dear Jane, it is on its way.");
    let found = |groups: &[MessageGroup], seen: &str| conversations::is_said(groups, seen, "a1", &written);
    assert!(!found(&[before.clone(), others.clone()], "m1"), "the first is older, the second is a colleague's");
    assert!(found(&[before.clone(), others.clone(), ours.clone()], "m1"));
    assert!(found(&[others.clone(), ours.clone()], "gone"), "the message that was seen is gone");
    assert_eq!(conversations::last_said(&[before.clone(), others.clone()]), "m2");
    let since = conversations::said_since(&[before, others, ours], "m1", "a1");
    assert_eq!(since.iter().map(|group| group.messages[0].message_id.as_str()).collect::<Vec<_>>(), ["m2"]);
}

#[test]
fn a_conversation_moves() {
    let before = conversation(&json!({}));
    let to = Transferred { before: &before, department: Some("d2"), agent: Some("a2"), note: Some("She knows it") };
    drawn!("transferred", conversations::transferred(to, &desk()));
    let nobody = Transferred { department: Some("d2"), agent: None, note: None, ..to };
    drawn!("transferred_to_department", conversations::transferred(nobody, &desk()));
    let same = Transferred { department: Some("d1"), agent: Some("a1"), note: None, ..to };
    drawn!("transferred_nowhere", conversations::transferred(same, &desk()));
    drawn!("transfer_stale", conversations::transfer_stale(&before, &desk()));
    drawn!("status_stale", conversations::status_stale(&before, &desk()));
    drawn!("conversation_deleted", conversations::deleted(&before, Some("Spam"), &desk()));
    let question = conversations::deletion(&before, &desk());
    assert!(question.lost.contains("**Where is my parcel?**\nJane Doe"), "{question:?}");

    let departments: Vec<Department> = (0..30)
        .map(|n| read(json!({ "departmentid": format!("d{n}"), "name": format!("Department {n:02}"), "onlinestatus": "MT", "deleted": "N" })))
        .collect();
    let agents: Vec<AgentStatus> = (0..30)
        .map(|n| read(json!({ "id": format!("a{n}"), "username": format!("a{n}@acme.example"), "firstname": format!("Agent {n:02}") })))
        .collect();
    let targets = Targets { departments: &departments, agents: &agents, own: Some("a9") };
    drawn!("transfer_form", conversations::transfer_form(&before, targets, &desk()));
    let none = Targets { departments: &[], agents: &[], own: None };
    drawn!("transfer_form_empty", conversations::transfer_form(&before, none, &desk()));
}
