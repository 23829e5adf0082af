//! Accounts of older versions, and addresses where nothing is.

use crate::{
    desk::{Desk, is_refusal},
    shapes::{Wanted, operations},
};

/// The parts of a version.
fn parts(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap()).collect()
}

#[tokio::test]
async fn an_account_has_what_its_version_came_with() {
    let desk = Desk::start().await;
    let wanted = Wanted::of(&desk).await;
    for version in ["2.8.2.1", "4.11.3.0", "4.25.2.3", "4.26.0.1"] {
        desk.sandbox.liveagent().set_version(version);
        let (mut there, mut missing) = (0, 0);
        for operation in operations() {
            let (method, since) = (operation["method"].as_str().unwrap(), operation["since"].as_str().unwrap());
            let path = wanted.path(&operation);
            // Without the key: whatever is there says so.
            let (status, body) = desk.raw(method, &path, &[]).await;
            if parts(since) <= parts(version) {
                is_refusal(&serde_json::from_str::<serde_json::Value>(&body).unwrap()["response"], 400);
                assert_eq!(status, 400, "{version} has {method} {path}");
                there += 1;
            } else {
                assert_eq!(status, 404, "{version} has no {method} {path}");
                assert!(body.starts_with("<!DOCTYPE HTML") && body.contains("404 Not Found"), "{body}");
                missing += 1;
            }
        }
        assert!(there > 0 && there + missing == 72, "{version}: {there} and {missing}");
        assert_eq!(missing == 0, version == "4.26.0.1", "{version}: {missing}");
    }
}

#[tokio::test]
async fn it_says_which_version_it_has() {
    let desk = Desk::start().await;
    let said = async || desk.get("/api/application/status", &[]).await["liveagentversion"].clone();
    assert_eq!(said().await, desk.sandbox.liveagent().version());
    desk.sandbox.liveagent().set_version("4.20");
    assert_eq!(said().await, "4.20");
    let older = sandbox::Sandbox::builder().liveagent_version("4.7").start().await;
    assert_eq!(older.liveagent().version(), "4.7");
    let ask = async |path: &str| {
        let url = format!("{}{path}?apikey={}", older.liveagent_url(), older.api_key());
        let answer = reqwest::get(url).await.unwrap();
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (answer.status().as_u16(), kind, answer.text().await.unwrap())
    };
    let (status, kind, body) = ask("/api/application/status").await;
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    assert!(body.contains(r#""liveagentversion":"4.7""#), "{body}");
    let (status, kind, _) = ask("/api/companies").await;
    assert_eq!((status, kind.as_str()), (404, "text/html; charset=iso-8859-1"));
}

#[tokio::test]
async fn attachments_came_later_than_messages() {
    let desk = Desk::start().await;
    let file = [("data", "aGVsbG8="), ("name", "hello.txt"), ("type", "text/plain")];
    let file = crate::desk::text(&desk.ok("POST", "/api/files", &file).await, "fileid");
    let path = format!("/api/conversations/{}/messages", desk.conversation().await);
    desk.sandbox.liveagent().set_version("4.28.9.9");
    desk.refused(500, "POST", &path, &[("message", "see there"), ("attachments", &file)]).await;
    desk.ok("POST", &path, &[("message", "see there")]).await;
    desk.sandbox.liveagent().set_version("4.29.0.0");
    desk.ok("POST", &path, &[("message", "see there"), ("attachments", &file)]).await;
}

#[tokio::test]
async fn where_no_operation_is_liveagent_says_so_itself() {
    let desk = Desk::start().await;
    let key = [("apikey", desk.sandbox.api_key())];
    for (method, path) in [
        ("GET", "/api/nothing"),
        ("GET", "/api"),
        ("GET", "/api/"),
        ("GET", "/api/v3/tickets"),
        ("GET", "/api/tags/a/b"),
        ("PATCH", "/api/tags"),
        ("DELETE", "/api/departments/x"),
        ("POST", "/api/application/status"),
    ] {
        let (status, body) = desk.raw(method, path, &key).await;
        assert_eq!(status, 404, "{method} {path}");
        let body: serde_json::Value = serde_json::from_str(&body).unwrap_or_else(|_| panic!("{method} {path}: {body}"));
        is_refusal(&body["response"], 404);
    }
}
