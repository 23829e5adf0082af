//! Identical look-ups under way share one request; nothing else does. And the zone, which is measured by one.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::{Arc, Mutex};

use futures_util::{FutureExt as _, future::join_all};
use jiff::{Timestamp, tz::TimeZone};
use liveagent::{DeleteTag, ErrorKind, ListTags, ShowTag};
use serde_json::json;
use support::{
    builder, client,
    server::{Reply, Server},
};
use tokio::sync::Notify;

fn good() -> Reply {
    Reply::json(&json!({"response": {"tags": [], "id": "a", "name": "A"}}))
}

/// A server that keeps every answer back until it is told.
async fn held() -> (Server, Arc<Notify>) {
    let told = Arc::new(Notify::new());
    let reply = Reply::When(Arc::clone(&told), Box::new(good()));
    (Server::always(reply).await, told)
}

#[tokio::test]
async fn identical_look_ups_share_one_request() {
    let server = Server::always(good()).await;
    let client = client(&server.address);
    let answers = join_all((0..64).map(|_| client.send(&ListTags {}))).await;
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(server.count(), 1);
    client.send(&ListTags {}).await.unwrap();
    assert_eq!(server.count(), 2, "an answer that is there is old: the next asks anew");
}

#[tokio::test]
async fn an_error_is_shared_too() {
    let server = Server::always(Reply::error(404, "no")).await;
    let client = client(&server.address);
    let answers = join_all((0..8).map(|_| client.send(&ListTags {}))).await;
    assert!(answers.iter().all(|answer| answer.as_ref().unwrap_err().kind() == &ErrorKind::NotFound));
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn other_parameters_and_writes_do_not_share() {
    let server = Server::always(good()).await;
    let client = client(&server.address);
    let (a, b) = (ShowTag { tag_id: "a".into() }, ShowTag { tag_id: "b".into() });
    let (first, second) = tokio::join!(client.send(&a), client.send(&b));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(server.count(), 2);
    let delete = DeleteTag { tag_id: "a".into() };
    let (first, second) = tokio::join!(client.send(&delete), client.send(&delete));
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(server.count(), 4);
}

#[tokio::test]
async fn background_joins_people_but_not_the_other_way() {
    let server = Server::always(good()).await;
    let client = client(&server.address);
    let background = client.background();
    let (people, joined) = tokio::join!(client.send(&ListTags {}), background.send(&ListTags {}));
    assert!(people.is_ok() && joined.is_ok());
    assert_eq!(server.count(), 1);
    let (own, people) = tokio::join!(background.send(&ListTags {}), client.send(&ListTags {}));
    assert!(own.is_ok() && people.is_ok());
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn the_others_get_their_answer_when_the_first_gives_up() {
    let (server, told) = held().await;
    let client = client(&server.address);
    let mut first = Box::pin(client.send(&ListTags {}));
    assert!(first.as_mut().now_or_never().is_none(), "the first sets out");
    let mut second = Box::pin(client.send(&ListTags {}));
    assert!(second.as_mut().now_or_never().is_none(), "the second joins");
    drop(first);
    told.notify_one();
    second.await.unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn the_zone_is_measured_unless_it_is_configured() {
    let clock = Arc::new(Mutex::new("2026-07-01 14:00:03"));
    let shown = Arc::clone(&clock);
    let server = Server::new(move |_, _| {
        let time = *shown.lock().unwrap();
        Reply::json(&json!({"response": {"liveagentversion": "5.40", "current_server_time": time}}))
    })
    .await;
    let now: Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
    let offset = |zone: TimeZone| zone.to_offset(now).seconds();
    let client = builder(&server.address).clock(move || now).build().unwrap();
    assert_eq!(offset(client.time_zone()), 0, "GMT before the first measure");
    client.refresh_time_zone().await.unwrap();
    assert_eq!(offset(client.background().time_zone()), 7200, "for all clones");
    *clock.lock().unwrap() = "2026-07-01 13:00:03";
    client.refresh_time_zone().await.unwrap();
    assert_eq!(offset(client.time_zone()), 3600, "as last measured");
    *clock.lock().unwrap() = "2026-07-01T14:07:03+02:00";
    client.refresh_time_zone().await.unwrap();
    assert_eq!(offset(client.time_zone()), 7200, "as stated, although the clock is wrong");
    *clock.lock().unwrap() = "2026-07-01 13:00:03";
    client.refresh_time_zone().await.unwrap();
    *clock.lock().unwrap() = "";
    let error = client.refresh_time_zone().await.unwrap_err();
    assert!(error.to_string().contains("current_server_time"), "{error}");
    assert_eq!(offset(client.time_zone()), 3600, "a failure changes nothing");

    *clock.lock().unwrap() = "2026-07-01 14:00:03";
    let zone = TimeZone::get("Europe/Bratislava").unwrap();
    let configured = builder(&server.address).clock(move || now).time_zone(Some(zone.clone())).build().unwrap();
    let before = server.count();
    configured.refresh_time_zone().await.unwrap();
    assert_eq!((configured.time_zone(), server.count()), (zone, before + 1), "asked for the version alone");
    assert_eq!(offset(configured.measure_time_zone().await.unwrap()), 7200, "unless it shall be measured");
}
