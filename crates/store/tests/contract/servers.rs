//! The settings of servers, and the snapshot of them.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use store::{Error, Panel, RoleLevel, Server, Servers, Store, VisibilityChange, Who, Words};
use tokio::time::sleep;

use crate::{
    fresh::{Fresh, at, options, who},
    members::{agent, by},
};

/// Within the five seconds that a snapshot may be old, and one for a machine that is busy.
const ARRIVAL_TIMEOUT: Duration = Duration::from_secs(6);

pub(crate) async fn have_what_they_set_at_once(fresh: Fresh) {
    let store = &fresh.store;
    let servers = Servers::start(store).await.unwrap();
    let now = || servers.server(1);
    assert_eq!(*now(), Server::default());
    assert_eq!((now().words, now().look_ups_public), (Words::Subject, false));
    assert!(servers.fresh());

    store.set_roles(RoleLevel::Agent, &[3, 2, 3], &who()).await.unwrap();
    assert_eq!(now().roles, [(2, RoleLevel::Agent), (3, RoleLevel::Agent)].into());
    store.change_roles(false, &[(RoleLevel::Manager, 3)], &who()).await.unwrap();
    store.change_roles(false, &[(RoleLevel::Viewer, u64::MAX)], &who()).await.unwrap();
    assert_eq!(now().roles, [(2, RoleLevel::Agent), (3, RoleLevel::Manager), (u64::MAX, RoleLevel::Viewer)].into());
    store.set_roles(RoleLevel::Agent, &[4], &who()).await.unwrap();
    assert_eq!(now().roles.get(&2), None, "the list was replaced");
    store.set_roles(RoleLevel::Agent, &[], &who()).await.unwrap();
    assert_eq!(now().roles.len(), 2);

    let change = VisibilityChange { look_ups_public: Some(true), ..VisibilityChange::default() };
    store.set_visibility(&change, &who()).await.unwrap();
    let change =
        VisibilityChange { words: Some(Words::All), changes_public: Some(true), ..VisibilityChange::default() };
    store.set_visibility(&change, &who()).await.unwrap();
    assert_eq!((now().look_ups_public, now().changes_public, now().words), (true, true, Words::All));
    store.set_channel_words(7, Some(Words::None), &who()).await.unwrap();
    store.set_channel_words(8, Some(Words::All), &who()).await.unwrap();
    store.set_channel_words(8, None, &who()).await.unwrap();
    assert_eq!(now().channel_words, [(7, Words::None)].into());
    store.set_audit_channel(Some(9), &who()).await.unwrap();
    assert_eq!(now().audit_channel, Some(9));
    let panel = Panel { step: "roles".to_owned(), shown: Some(at(5)) };
    store.set_panel(&panel, &who()).await.unwrap();
    assert_eq!(now().panel, panel);
    let later = Who { at: at(90_000), ..who() };
    let claims = tokio::join!(store.claim_panel(at(5), &later), store.claim_panel(at(5), &later));
    assert_eq!([claims.0.unwrap(), claims.1.unwrap()].iter().filter(|shows| **shows).count(), 1, "one shows it");
    assert_eq!(now().panel, Panel { shown: Some(at(90_000)), ..panel });

    store.link_member(10, &agent("a1"), &who()).await.unwrap();
    assert_eq!(now().link_of(10), now().link_to("a1"));
    assert_eq!(now().link_of(10).map(|link| &link.agent), Some(&agent("a1")));
    assert_eq!(now().links().count(), 1);
    store.forget_member(10, &who()).await.unwrap();
    assert_eq!((now().link_of(10), now().link_to("a1")), (None, None));
    assert_eq!(*servers.server(2), Server::default());
    assert_eq!(*Servers::start(store).await.unwrap().server(1), *now(), "as one that starts now reads it");
    store.change_roles(true, &[], &who()).await.unwrap();
    assert!(now().roles.is_empty());

    let told: Vec<(String, String, String)> =
        store.audit(1, 100).await.unwrap().into_iter().rev().map(|row| (row.action, row.target, row.detail)).collect();
    let told: Vec<String> = told.iter().map(|(a, b, c)| format!("{a}: {b}: {c}")).collect();
    assert_eq!(told[..2], ["set roles: level agent: 2 3", "change roles: : manager 3"]);
    assert_eq!(
        told[5..8],
        [
            "set visibility: : look-ups public",
            "set visibility: : changes public words all",
            "set visibility: channel 7: words none",
        ]
    );
    assert_eq!(told.last().unwrap(), "change roles: : clear");
}

pub(crate) async fn refuse_what_they_cannot_read(fresh: Fresh) {
    let store = &fresh.store;
    store.set_roles(RoleLevel::Agent, &[3], &who()).await.unwrap();
    store.set_channel_words(7, Some(Words::None), &who()).await.unwrap();
    let servers = Servers::start(store).await.unwrap();
    for (break_it, repair) in [
        ("UPDATE servers SET words = 'everything'", "UPDATE servers SET words = 'none'"),
        ("UPDATE channel_words SET words = ''", "UPDATE channel_words SET words = 'none'"),
        ("UPDATE role_levels SET level = 'Owner'", "UPDATE role_levels SET level = 'agent'"),
    ] {
        fresh.raw(break_it).await.unwrap();
        assert!(matches!(Servers::start(store).await, Err(Error::Other(_))), "{break_it}");
        // The change is made, but the snapshot does not say that it has it.
        store.change_roles(false, &[(RoleLevel::Viewer, 4)], &who()).await.unwrap();
        assert!(!servers.fresh(), "{break_it}");
        assert_eq!(servers.server(1).roles.get(&3), Some(&RoleLevel::Agent), "the last one holds");
        fresh.raw(repair).await.unwrap();
        store.change_roles(false, &[(RoleLevel::Viewer, 4)], &who()).await.unwrap();
        assert!(servers.fresh());
    }
}

async fn arrives(servers: &Servers, what: impl Fn(&Server) -> bool) -> Duration {
    let begun = Instant::now();
    while !what(&servers.server(1)) {
        assert!(begun.elapsed() < ARRIVAL_TIMEOUT, "it does not arrive");
        sleep(Duration::from_millis(10)).await;
    }
    begun.elapsed()
}

/// Changes one after another, each once the one before it has arrived. Reading the version alone would take two seconds for each.
async fn arrive_quickly(store: &Store, servers: &Servers) {
    let begun = Instant::now();
    for role in 1..=4 {
        store.set_roles(RoleLevel::Viewer, &[role], &who()).await.unwrap();
        arrives(servers, |server| server.roles.contains_key(&role)).await;
    }
    assert!(begun.elapsed() < Duration::from_secs(4), "nothing is notified: {:?}", begun.elapsed());
}

pub(crate) async fn change_on_one_and_arrive_on_another(fresh: Fresh) {
    if !fresh.store.is_shared() {
        return;
    }
    let other = Store::open_with(&fresh.address, &options()).await.unwrap();
    let servers = Servers::start(&other).await.unwrap();
    let listens = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'";
    let mut database = fresh.postgres().await;
    let mut listening = async || {
        let begun = Instant::now();
        while sqlx::query_scalar::<_, i64>(listens).fetch_one(&mut database).await.unwrap() == 0 {
            assert!(begun.elapsed() < ARRIVAL_TIMEOUT, "nobody listens");
            sleep(Duration::from_millis(10)).await;
        }
    };
    listening().await;
    arrive_quickly(&fresh.store, &servers).await;

    // A change without a notification, as where a connection hangs.
    fresh
        .raw("INSERT INTO role_levels VALUES (1, 77, 'agent'); UPDATE servers_version SET version = version + 1")
        .await
        .unwrap();
    arrives(&servers, |server| server.roles.contains_key(&77)).await;

    // A change while the connection is lost, then some that are notified again.
    fresh.raw(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'",
    )
    .await
    .unwrap();
    fresh.store.set_audit_channel(Some(5), &who()).await.unwrap();
    arrives(&servers, |server| server.audit_channel == Some(5)).await;
    listening().await;
    arrive_quickly(&fresh.store, &servers).await;
    assert!(servers.fresh());

    // All connections, those of the pool included.
    fresh.raw("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").await.unwrap();
    fresh.raw("DELETE FROM role_levels; UPDATE servers_version SET version = version + 1").await.unwrap();
    arrives(&servers, |server| server.roles.is_empty()).await;
}

async fn becomes_fresh(servers: &Servers, fresh: bool) {
    let begun = Instant::now();
    while servers.fresh() != fresh {
        assert!(begun.elapsed() < ARRIVAL_TIMEOUT + Duration::from_secs(2), "fresh is not {fresh}");
        sleep(Duration::from_millis(10)).await;
    }
}

pub(crate) async fn are_not_fresh_while_the_database_is_away(fresh: Fresh) {
    let store = &fresh.store;
    store.change_roles(false, &[(RoleLevel::Viewer, 4)], &who()).await.unwrap();
    let servers = Servers::start(store).await.unwrap();
    let has_role = || servers.server(1).roles.contains_key(&4);
    if store.is_shared() {
        let mut other = fresh.postgres().await;
        sqlx::raw_sql("BEGIN; LOCK TABLE servers_version IN ACCESS EXCLUSIVE MODE").execute(&mut other).await.unwrap();
        assert!(servers.fresh());
        becomes_fresh(&servers, false).await;
        assert!(
            store
                .change_roles(false, &[(RoleLevel::Viewer, 5)], &who())
                .await
                .is_err_and(|error| error.is_unavailable())
        );
        assert!(has_role());
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    } else {
        let path = fresh.address.trim_start_matches("sqlite://");
        std::fs::rename(path, format!("{path}.away")).unwrap();
        assert!(servers.fresh());
        becomes_fresh(&servers, false).await;
        assert!(has_role());
        std::fs::rename(format!("{path}.away"), path).unwrap();
    }
    becomes_fresh(&servers, true).await;
    assert!(has_role() && !servers.server(1).roles.contains_key(&5));
}

pub(crate) async fn end_with_their_last_handle(fresh: Fresh) {
    let Fresh { store, address, .. } = &fresh;
    let servers = Servers::start(store).await.unwrap();
    let clone = servers.clone();
    let known = Arc::downgrade(&clone.server(1));
    drop(servers);
    clone.stop().await;
    clone.stop().await;
    assert!(known.upgrade().is_none() && clone.server(1).roles.is_empty(), "the last one stays");
    let dropped = Servers::start(store).await.unwrap();
    drop((clone, dropped));
    // Nothing keeps the store open: its file is free, its connections are closed.
    let (address, is_shared) = (address.clone(), store.is_shared());
    let Fresh { store, .. } = &fresh;
    tokio::time::timeout(ARRIVAL_TIMEOUT, store.close()).await.expect("nothing holds a connection").unwrap();
    if is_shared {
        let sql =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let begun = Instant::now();
        let mut database = fresh.postgres().await;
        while sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut database).await.unwrap() > 0 {
            assert!(begun.elapsed() < ARRIVAL_TIMEOUT, "a connection is left");
            sleep(Duration::from_millis(10)).await;
        }
    } else {
        let begun = Instant::now();
        let Fresh { store, folder, .. } = fresh;
        drop(store);
        while Store::open_with(&address, &options()).await.is_err() {
            assert!(begun.elapsed() < ARRIVAL_TIMEOUT, "the file is held");
            sleep(Duration::from_millis(10)).await;
        }
        drop(folder);
    }
}

pub(crate) async fn are_set_by_many_at_once(fresh: Fresh) {
    let fresh = fresh.patient().await;
    let store = &fresh.store;
    let servers = Servers::start(store).await.unwrap();
    let writers = (0..8_u64).map(|writer| {
        let (store, servers) = (store.clone(), servers.clone());
        tokio::spawn(async move {
            for round in 0..5 {
                let level = if writer % 2 == 0 { RoleLevel::Agent } else { RoleLevel::Viewer };
                store.set_roles(level, &[1, 2, 3 + writer % 2], &by(writer)).await?;
                let own = 100 + writer * 10 + round;
                store.set_channel_words(own, Some(Words::All), &by(writer)).await?;
                assert!(servers.server(1).channel_words.contains_key(&own), "what was set is there");
            }
            Ok::<_, Error>(())
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap().unwrap();
    }
    let now = servers.server(1);
    assert_eq!(now.channel_words.len(), 40);
    assert_eq!((now.roles[&1], now.roles.len()), (now.roles[&2], 4), "no change is half made: {:?}", now.roles);
    assert_eq!(*Servers::start(store).await.unwrap().server(1), *now);
}
