//! Files that are uploaded: as attachments in a thread, and what becomes of those that nothing uses.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::SignedDuration;
use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::desk::{Desk, text};

/// Uploads a file; its id.
async fn upload(desk: &Desk, name: &str) -> String {
    let pairs = [("data", "aGVsbG8="), ("name", name), ("type", "text/plain")];
    text(&desk.ok("POST", "/api/files", &pairs).await, "fileid")
}

/// The types and texts of the messages in a conversation's last group.
async fn last(desk: &Desk, path: &str) -> (Value, Vec<(String, String)>) {
    let group = desk.list(path, &[]).await.pop().unwrap();
    let messages = group["messages"].as_array().unwrap();
    let messages = messages.iter().map(|message| (text(message, "rtype"), text(message, "message"))).collect();
    (group["rtype"].clone(), messages)
}

fn said(messages: &[(&str, &str)]) -> Vec<(String, String)> {
    messages.iter().map(|(kind, text)| ((*kind).to_owned(), (*text).to_owned())).collect()
}

#[tokio::test]
async fn attachments_stand_in_the_thread() {
    let desk = Desk::start().await;
    let path = format!("/api/conversations/{}/messages", desk.conversation().await);
    let agent = text(&desk.list("/api/onlinestatus/agents", &[]).await[0], "id");
    let (one, two) = (upload(&desk, "one.txt").await, upload(&desk, "two & <b>.txt").await);
    let both = format!("{one}, {two}");
    desk.ok("POST", &path, &[("message", "see there"), ("useridentifier", &agent), ("attachments", &both)]).await;
    let expected = said(&[("M", "see there"), ("F", "one.txt"), ("F", "two & <b>.txt")]);
    assert_eq!(last(&desk, &path).await, (json!("4"), expected));
    desk.ok("POST", &path, &[("message", "keep this"), ("attachments", &one)]).await;
    assert_eq!(last(&desk, &path).await, (json!("I"), said(&[("N", "keep this"), ("L", "one.txt")])));
    assert_eq!(desk.sandbox.liveagent().used_files("one.txt"), [b"hello"], "and what it holds is kept");
    let group = desk.list(&path, &[]).await.pop().unwrap();
    let messages = group["messages"].as_array().unwrap();
    assert_ne!(messages[0]["messageid"], messages[1]["messageid"]);
    assert!(messages.iter().all(|message| message["datecreated"] == group["datecreated"]));
}

#[tokio::test]
async fn a_large_file_comes_as_a_form_of_parts() {
    let desk = Desk::start().await;
    let data = BASE64_STANDARD.encode(vec![7; 10 * 1024 * 1024]);
    let fields =
        [("apikey", desk.sandbox.api_key()), ("name", "big.bin"), ("type", "application/x-big"), ("data", &data)];
    let form = fields.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value.to_owned()));
    let url = format!("{}/api/files", desk.sandbox.liveagent_url());
    let answer = reqwest::Client::new().post(url).multipart(form).send().await.unwrap();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["response"]["filesize"], "10485760", "{answer}");
}

#[tokio::test]
async fn a_message_with_an_unknown_file_is_not_said() {
    let desk = Desk::start().await;
    let path = format!("/api/conversations/{}/messages", desk.conversation().await);
    let before = desk.list(&path, &[]).await;
    let known = upload(&desk, "one.txt").await;
    for wrong in ["0000".to_owned(), format!("{known},0000"), format!("{known}{known}"), known.to_uppercase() + "x"] {
        desk.refused(404, "POST", &path, &[("message", "x"), ("attachments", &wrong)]).await;
    }
    assert_eq!(desk.list(&path, &[]).await, before);
    // What was refused has used nothing.
    desk.sandbox.clock().advance(SignedDuration::from_hours(15 * 24));
    desk.refused(404, "GET", &format!("/api/files/{known}"), &[]).await;
}

#[tokio::test]
async fn a_file_that_nothing_uses_is_gone_after_two_weeks() {
    let desk = Desk::start().await;
    let clock = desk.sandbox.clock();
    clock.set_speed(0.0);
    let path = format!("/api/conversations/{}/messages", desk.conversation().await);
    let department = text(&desk.list("/api/departments", &[]).await[0], "departmentid");
    let (unused, late) = (upload(&desk, "unused.txt").await, upload(&desk, "late.txt").await);
    let (attached, shown, drawn, linked) = (
        upload(&desk, "a.txt").await,
        upload(&desk, "b.png").await,
        upload(&desk, "c.png").await,
        upload(&desk, "d").await,
    );
    desk.ok("POST", &path, &[("message", "see there"), ("attachments", &attached)]).await;
    desk.ok(
        "POST",
        &path,
        &[("message", &format!("<img src=\"//fjellandfern.example/scripts/file.php?file={linked}\">"))],
    )
    .await;
    let content = format!("<img src=\"//fjellandfern.example/scripts/file.php?view=Y&file={shown}\">");
    desk.ok("POST", "/api/knowledgebase/articles", &[("title", "Picture"), ("content", &content)]).await;
    let attributes = json!([{ "name": "image", "section": "look", "value": drawn }]).to_string();
    let widget = [
        ("name", "Help"),
        ("provide", "BF"),
        ("departmentid", &*department),
        ("rtype", "C"),
        ("usecode", "B"),
        ("status", "A"),
        ("attributes", &*attributes),
    ];
    desk.ok("POST", "/api/widgets", &widget).await;
    let file = |id: &str| format!("/api/files/{id}");

    clock.advance(SignedDuration::from_secs(14 * 86_400 - 1));
    for id in [&unused, &late] {
        desk.get(&file(id), &[]).await;
    }
    desk.ok("POST", &path, &[("message", "in time"), ("attachments", &late)]).await;
    clock.advance(SignedDuration::from_secs(1));
    desk.refused(404, "GET", &file(&unused), &[]).await;
    desk.refused(404, "POST", &path, &[("message", "too late"), ("attachments", &unused)]).await;
    clock.advance(SignedDuration::from_hours(400 * 24));
    for id in [&late, &attached, &shown, &drawn, &linked] {
        desk.get(&file(id), &[]).await;
    }
}
