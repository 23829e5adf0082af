//! When a look-up is tried again and when not, what a write never is, and what spares a server that is down.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{sync::Arc, time::Duration};

use futures_util::FutureExt as _;
use jiff::Timestamp;
use liveagent::{CreateTag, DeleteTag, ErrorKind, ListDepartments, ListTags, Tags};
use serde_json::json;
use support::{
    builder, client,
    server::{Reply, Server},
};
use tokio::{sync::Notify, time::Instant};

fn good() -> Reply {
    Reply::json(&json!({"response": {"tags": []}}))
}

fn status(status: u16) -> Reply {
    Reply::new(status, &[], "")
}

/// A server that answers with `first` once, and well from then on.
async fn recovers(first: Reply) -> Server {
    Server::new(move |_, index| if index == 0 { first.clone() } else { good() }).await
}

#[tokio::test]
async fn a_look_up_is_tried_again_after_passing_troubles_only() {
    let table = [
        (status(502), true),
        (status(503), true),
        (status(504), true),
        (status(429), true),
        (Reply::error(503, "upgrading"), true),
        (Reply::Reset, true),
        (Reply::Silence, false),
        (status(500), false),
        (Reply::error(500, "parameter missing"), false),
        (Reply::error(404, "not found"), false),
        (status(400), false),
        (status(403), false),
        (status(520), false),
        (Reply::new(200, &[], "<html>"), false),
        (Reply::new(200, &[], "{}"), false),
    ];
    for (first, again) in table {
        let server = recovers(first.clone()).await;
        let client = builder(&server.address).deadline(Duration::from_secs(3)).build().unwrap();
        let answer = client.send(&ListTags {}).await;
        assert_eq!(answer.is_ok(), again, "{first:?}: {answer:?}");
        assert_eq!(server.count(), if again { 2 } else { 1 }, "{first:?}");
    }
}

#[tokio::test]
async fn a_slow_answer_is_waited_for_and_asked_for_once() {
    let told = Arc::new(Notify::new());
    let server = Server::always(Reply::When(Arc::clone(&told), Box::new(good()))).await;
    let client = builder(&server.address).deadline(Duration::from_millis(1500)).build().unwrap();
    let slow = async {
        tokio::time::sleep(Duration::from_millis(1200)).await;
        told.notify_one();
    };
    let (answer, ()) = tokio::join!(client.send(&ListTags {}), slow);
    assert!(answer.is_ok(), "{answer:?}");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn several_requests_of_one_answer_end_together() {
    let server = Server::always(Reply::Silence).await;
    let client = builder(&server.address).deadline(Duration::from_mins(1)).build().unwrap();
    let mine = client.until(Instant::now() + Duration::from_millis(300));
    let slow = client.send(&ListTags {});
    tokio::pin!(slow);
    assert!((&mut slow).now_or_never().is_none(), "somebody who waits for longer has set out");
    let joined = tokio::select! {
        joined = mine.send(&ListTags {}) => joined.unwrap_err(),
        _ = slow => unreachable!("nothing is answered"),
    };
    assert_eq!(joined.kind(), &ErrorKind::TimedOut);
    let before = server.count();
    let late = mine.send(&CreateTag { name: "VIP".into(), ..Default::default() }).await.unwrap_err();
    assert_eq!((late.kind(), late.may_have_happened()), (&ErrorKind::TimedOut, false));
    assert_eq!(server.count(), before, "a write that would come too late is not begun");
}

#[tokio::test]
async fn a_write_is_never_tried_again() {
    for (first, may_have_happened) in [
        (status(502), true),
        (status(503), true),
        (status(504), true),
        (Reply::error(503, "upgrading"), false),
        (status(429), false),
        (Reply::Reset, true),
        (status(500), true),
        (Reply::error(500, "no"), false),
        (Reply::new(200, &[], "<html>"), true),
    ] {
        let server = recovers(first.clone()).await;
        let error = client(&server.address).send(&DeleteTag { tag_id: "t".into() }).await.unwrap_err();
        assert_eq!(error.may_have_happened(), may_have_happened, "{first:?}: {error:?}");
        assert_eq!(server.count(), 1, "{first:?}");
    }
}

#[tokio::test]
async fn tries_have_an_end() {
    let server = Server::always(status(503)).await;
    let error = client(&server.address).send(&ListTags {}).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (&ErrorKind::Unavailable, 4));
    let server = Server::always(status(429)).await;
    let error = client(&server.address).send(&ListTags {}).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (&ErrorKind::Busy, 4));
}

#[tokio::test]
async fn retry_after_is_waited_for_when_there_is_time() {
    let server = recovers(Reply::new(429, &[("retry-after", "1")], "")).await;
    let begun = Instant::now();
    assert_eq!(client(&server.address).send(&ListTags {}).await.unwrap(), Tags { tags: vec![] });
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());

    let date = Reply::new(503, &[("retry-after", "Wed, 21 Oct 2026 07:28:01 GMT")], "");
    let server = recovers(date).await;
    let now: Timestamp = "2026-10-21T07:28:00Z".parse().unwrap();
    let client = builder(&server.address).clock(move || now).build().unwrap();
    let begun = Instant::now();
    client.send(&ListTags {}).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let server = recovers(Reply::new(429, &[("retry-after", "30")], "")).await;
    let error = client(&server.address).send(&ListTags {}).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (&ErrorKind::Busy, 1), "not timed out, and not tried again");
}

#[tokio::test]
async fn background_stands_still_after_a_429_and_people_do_not() {
    let server = recovers(Reply::new(429, &[("retry-after", "30")], "")).await;
    let client = builder(&server.address).requests_per_minute(100).build().unwrap();
    client.send(&ListTags {}).await.unwrap_err();
    let error = client.background().send(&ListTags {}).await.unwrap_err();
    assert_eq!((error.kind(), server.count()), (&ErrorKind::Busy, 1), "nothing was sent");
    client.send(&ListTags {}).await.unwrap();
}

#[tokio::test]
async fn the_budget_holds_for_real_requests_and_searches_have_their_own() {
    let server = Server::always(Reply::json(&json!({"response": {"tags": [], "entries": []}}))).await;
    let client = builder(&server.address).requests_per_minute(70).build().unwrap();
    let search = liveagent::SearchKnowledgebase { query: "reset".into(), ..Default::default() };
    for _ in 0..35 {
        client.send(&search).await.unwrap();
    }
    assert_eq!(client.send(&search).await.unwrap_err().kind(), &ErrorKind::Busy, "searches have half of it");
    for _ in 0..35 {
        client.send(&ListTags {}).await.unwrap();
    }
    let error = client.send(&DeleteTag { tag_id: "t".into() }).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_happened()), (&ErrorKind::Busy, false), "70 requests a minute");
    assert_eq!(server.count(), 70);
}

#[tokio::test]
async fn a_dead_server_is_spared() {
    let server = Server::always(Reply::Reset).await;
    let client = client(&server.address);
    for _ in 0..5 {
        assert_eq!(client.send(&ListTags {}).await.unwrap_err().kind(), &ErrorKind::Unavailable);
    }
    assert_eq!(server.count(), 5, "after five failures in a row nothing more is sent");
    for _ in 0..500 {
        let error = client.send(&DeleteTag { tag_id: "t".into() }).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_happened()), (&ErrorKind::Unavailable, false));
    }
    assert_eq!(server.count(), 5, "errors come at once, without a request");
}

#[tokio::test]
async fn a_server_that_says_no_is_not_dead() {
    let server = Server::always(Reply::error(500, "no")).await;
    let client = client(&server.address);
    for _ in 0..20 {
        client.send(&ListDepartments {}).await.unwrap_err();
    }
    assert_eq!(server.count(), 20);
}
