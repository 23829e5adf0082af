//! What LiveAgent refuses, and how.

use serde_json::Value;

use crate::{
    desk::{Desk, Pairs, is_refusal},
    shapes::{Wanted, operations},
};

fn borrowed<'a>(pairs: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    pairs.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[tokio::test]
async fn without_the_key_nothing_is_answered() {
    let desk = Desk::start().await;
    let wanted = Wanted::of(&desk).await;
    for operation in operations() {
        let (method, path) = (operation["method"].as_str().unwrap(), wanted.path(&operation));
        for (pairs, expected) in [(vec![], 400), (vec![("apikey", "")], 400), (vec![("apikey", "another")], 403)] {
            let (status, body) = desk.raw(method, &path, &pairs).await;
            assert_eq!(status, expected, "{method} {path} {pairs:?}: {body}");
            let body: Value = serde_json::from_str(&body).unwrap();
            is_refusal(&body["response"], expected);
        }
    }
}

#[tokio::test]
async fn the_key_of_a_write_belongs_into_its_form() {
    let desk = Desk::start().await;
    let path = format!("/api/tags?apikey={}", crate::desk::segment(desk.sandbox.api_key()));
    let (status, _) = desk.raw("POST", &path, &[("name", "New")]).await;
    assert_ne!(status, 200);
}

#[tokio::test]
async fn an_account_may_look_for_the_key_of_put_and_delete_in_the_query_alone() {
    let desk = Desk::start().await;
    let key = desk.sandbox.api_key().to_owned();
    let (form, query) = (("apikey", key.as_str()), format!("?apikey={}", crate::desk::segment(&key)));
    let tag = desk.sandbox.liveagent().tags().remove(0).id;
    let path = format!("/api/tags/{tag}");
    for (wanted, name) in [(true, "One"), (false, "Two")] {
        desk.sandbox.liveagent().want_key_in_query(wanted);
        let (status, body) = desk.raw("PUT", &path, &[form, ("name", name)]).await;
        assert_eq!((status == 200, body.contains("Api key is not found in request")), (!wanted, wanted), "{body}");
        let (status, body) = desk.raw("PUT", &format!("{path}{query}"), &[("name", name)]).await;
        assert_eq!(status == 200, wanted, "{body}");
        let (status, _) = desk.raw("PUT", &format!("{path}{query}&name={name}"), &[]).await;
        assert_ne!(status, 200, "the rest stays in the form");
        // A POST keeps it in the form either way.
        let (status, body) = desk.raw("POST", "/api/tags", &[form, ("name", &format!("Another {name}"))]).await;
        assert_eq!(status, 200, "{body}");
    }
    desk.sandbox.liveagent().want_key_in_query(true);
    let (status, _) = desk.raw("DELETE", &format!("{path}?apikey=another"), &[form]).await;
    assert_eq!(status, 403, "the one in the form is not looked at");
    let (status, body) = desk.raw("DELETE", &format!("{path}{query}"), &[]).await;
    assert_eq!(status, 200, "{body}");
}

#[tokio::test]
async fn what_is_required_must_be_there_and_what_is_unknown_must_not() {
    let desk = Desk::start().await;
    let wanted = Wanted::of(&desk).await;
    for operation in operations() {
        let (method, path) = (operation["method"].as_str().unwrap(), wanted.path(&operation));
        let pairs = wanted.pairs(&operation);
        let required = |name: &str| {
            let params = operation["params"].as_array().unwrap();
            params.iter().any(|param| param["name"] == name && param["required"] == true)
        };
        for (left_out, _) in pairs.iter().filter(|(name, _)| required(name)) {
            let rest: Vec<_> = pairs.iter().filter(|(name, _)| name != left_out).cloned().collect();
            let (status, answer) = desk.send(method, &path, &borrowed(&rest)).await;
            assert_eq!((status, &answer["statuscode"]), (500, &500.into()), "{method} {path} without {left_out}");
            assert_eq!(answer["errormessage"], format!("parameter {left_out} is missing"));
        }
        let mut more = borrowed(&pairs);
        more.push(("colour", "red"));
        desk.refused(500, method, &path, &more).await;
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let desk = Desk::start().await;
    let wanted = Wanted::of(&desk).await;
    for operation in operations() {
        let (method, path) = (operation["method"].as_str().unwrap(), operation["path"].as_str().unwrap());
        let Some((before, after)) = path.split_once('{') else { continue };
        let after = after.split_once('}').unwrap().1;
        let pairs = wanted.pairs(&operation);
        desk.refused(404, method, &format!("{before}nobody{after}"), &borrowed(&pairs)).await;
    }
    for (method, path) in [("GET", "/api/nothing"), ("PATCH", "/api/tags"), ("DELETE", "/api/departments/x")] {
        let key = [("apikey", desk.sandbox.api_key())];
        assert_eq!(desk.raw(method, path, &key).await.0, 404, "{method} {path}");
    }
}

#[tokio::test]
async fn values_must_be_of_their_type() {
    let desk = Desk::start().await;
    let conversation = format!("/api/conversations/{}", desk.conversation().await);
    let (messages, fields) = (format!("{conversation}/messages"), format!("{conversation}/fields"));
    let status = format!("{conversation}/status");
    let table: [(&str, &str, &Pairs<'_>); 24] = [
        ("GET", "/api/conversations", &[("limit", "1001")]),
        ("GET", "/api/conversations", &[("limit", "many")]),
        ("GET", "/api/conversations", &[("limit", "-1")]),
        ("GET", "/api/conversations", &[("offset", "1.5")]),
        ("GET", "/api/conversations", &[("status", "N,Y")]),
        ("GET", "/api/conversations", &[("status", "NC")]),
        ("GET", "/api/conversations", &[("channel_type", "X")]),
        ("GET", "/api/conversations", &[("datefrom", "yesterday")]),
        ("GET", "/api/conversations", &[("dateto", "2026-02-30 00:00:00")]),
        ("GET", "/api/conversations", &[("datechanged", "after:2026-02-03 00:00:00")]),
        ("GET", "/api/conversations", &[("datechanged", "gt:soon")]),
        ("GET", "/api/conversations", &[("datechanged", "btw:2026-02-03 00:00:00")]),
        ("GET", &messages, &[("datefrom", "03/02/2026")]),
        ("GET", "/api/knowledgebase/entries", &[("limit", "501")]),
        ("GET", "/api/knowledgebase/search", &[("query", "bike"), ("limit", "501")]),
        (
            "GET",
            "/api/reports/agents",
            &[("date_from", "2026-11-01"), ("date_to", "2026-11-02"), ("limitcount", "1001")],
        ),
        (
            "GET",
            "/api/reports/agents",
            &[("date_from", "2026-11-01"), ("date_to", "2026-11-02"), ("columns", "salary")],
        ),
        ("GET", "/api/conversations", &[("datefrom", "2026-11-01")]),
        ("GET", "/api/widgets", &[("status", "Z")]),
        ("POST", &messages, &[("message", "x"), ("type", "Q")]),
        ("PUT", &status, &[("status", "N")]),
        ("POST", &fields, &[("customfields", "size=L")]),
        ("POST", "/api/tags", &[("name", "x"), ("color", "red")]),
        ("POST", "/api/files", &[("data", "***"), ("name", "a"), ("type", "b")]),
    ];
    for (method, path, pairs) in table {
        desk.refused(500, method, path, pairs).await;
    }
    for (method, path, pairs) in [
        ("POST", messages.as_str(), [("message", "x"), ("useridentifier", "nobody@example.com")]),
        ("POST", messages.as_str(), [("message", "x"), ("attachments", "0000")]),
        ("PUT", status.as_str(), [("status", "R"), ("useridentifier", "nobody@example.com")]),
    ] {
        desk.refused(404, method, path, &pairs).await;
    }
    // Whatever was refused has changed nothing.
    assert_eq!(desk.get(&messages, &[]).await["groups"].to_string().matches("\"message\":\"x\"").count(), 0);
}
