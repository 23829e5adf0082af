//! A database that is newer, busy, full, or away.

use sqlx::Connection as _;
use store::{Error, Found, Kind, NewSubscription, Options, Store, inspect};

use crate::fresh::{Fresh, at, options, postgres, raw, who};

pub(crate) async fn opening_twice_changes_nothing(fresh: Fresh) {
    let made = fresh.digest(at(0)).await;
    let Fresh { store, address, .. } = &fresh;
    if store.is_shared() {
        let again = Store::open(address).await.unwrap();
        assert_eq!(again.subscription(made.id).await.unwrap(), Some(made));
        again.ping().await.unwrap();
    } else {
        let Err(Error::InUse(path)) = Store::open(address).await else { panic!("two processes on one file") };
        assert!(path.ends_with("switchboard.sqlite"), "{path}");
    }
}

pub(crate) async fn opening_at_once_migrates_once(fresh: Fresh) {
    // As if nobody had been here: the next to open, all at once, find an empty database.
    if !fresh.store.is_shared() {
        return;
    }
    fresh.raw("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await.unwrap();
    let open = |_| {
        let address = fresh.address.clone();
        tokio::spawn(async move { Store::open(&address).await })
    };
    for opened in (0..4).map(open).collect::<Vec<_>>() {
        opened.await.unwrap().unwrap();
    }
    fresh.digest(at(0)).await;
}

pub(crate) async fn a_newer_database_is_refused(fresh: Fresh) {
    fresh.raw("UPDATE schema_version SET version = 1000").await.unwrap();
    let Fresh { store, address, .. } = fresh;
    let path = address.clone();
    drop(store);
    let error = loop {
        // The lock of SQLite's file goes when the last connection has closed.
        match Store::open_with(&path, &options()).await {
            Err(Error::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => break error,
            Ok(_) => panic!("it is newer"),
        }
    };
    assert!(matches!(error, Error::TooNew { found: 1000, .. }), "{error}");
    assert!(error.to_string().contains("update this one"), "{error}");
}

pub(crate) async fn looking_tells_what_is_there(fresh: Fresh) {
    let Fresh { store, address, .. } = fresh;
    let running = if store.is_shared() { Found::Current } else { Found::InUse };
    assert_eq!(inspect(&address).await, Ok(running));
    drop(store);
    while inspect(&address).await == Ok(Found::InUse) {
        tokio::task::yield_now().await;
    }
    assert_eq!(inspect(&address).await, Ok(Found::Current));
    raw(&address, "UPDATE schema_version SET version = 0").await.unwrap();
    assert_eq!(inspect(&address).await, Ok(Found::Older));
    raw(&address, "UPDATE schema_version SET version = 1000").await.unwrap();
    assert!(matches!(inspect(&address).await, Err(Error::TooNew { found: 1000, .. })));
    raw(&address, "DROP TABLE schema_version").await.unwrap();
    assert_eq!(inspect(&address).await, Ok(Found::New));
}

pub(crate) async fn a_locked_table_is_waited_for_and_then_refused(fresh: Fresh) {
    let digest = fresh.digest(at(0)).await;
    let (begin, lock) = match fresh.store.name() {
        "SQLite" => ("BEGIN EXCLUSIVE", "SELECT 1"),
        _ => ("BEGIN", "LOCK TABLE subscriptions, audit IN ACCESS EXCLUSIVE MODE"),
    };
    // A transaction of somebody else.
    let refused = if let Some(path) = fresh.address.strip_prefix("sqlite://") {
        let mut other = sqlx::SqliteConnection::connect(path).await.unwrap();
        sqlx::raw_sql(begin).execute(&mut other).await.unwrap();
        let refused = fresh.store.pause(digest.id, &who()).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        refused
    } else {
        let mut other = sqlx::PgConnection::connect(&fresh.address).await.unwrap();
        sqlx::raw_sql(begin).execute(&mut other).await.unwrap();
        sqlx::raw_sql(lock).execute(&mut other).await.unwrap();
        let refused = fresh.store.pause(digest.id, &who()).await;
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        refused
    };
    assert!(refused.as_ref().is_err_and(Error::is_unavailable), "{refused:?}");
    assert!(fresh.store.pause(digest.id, &who()).await.unwrap(), "it recovers alone");
}

#[tokio::test]
async fn a_full_disk_is_said_and_then_recovered_from() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}/small.sqlite", folder.path().display());
    let store = Store::open_with(&address, &Options { most_pages: Some(100), ..options() }).await.unwrap();
    let new = NewSubscription { kind: Kind::Digest, channel: 1, spec: "x".repeat(10_000), next_due: None };
    let mut made = Vec::new();
    let refused = loop {
        match store.subscribe(&new, &who()).await {
            Ok(subscription) => made.push(subscription.id),
            Err(error) => break error,
        }
        assert!(made.len() < 1_000, "the disk does not get full");
    };
    assert!(refused.is_unavailable() && refused.to_string().contains("full"), "{refused}");
    let kept = store.subscriptions(1, Kind::Digest).await.unwrap();
    assert_eq!(kept.iter().map(|each| each.id).collect::<Vec<_>>(), made, "what was said to be kept is kept");
    // What remembers old times is forgotten, so there is room again.
    let fence = store.lead("test").await.unwrap().unwrap();
    store.prune(fence, at(0)).await.unwrap();
    for _ in 0..3 {
        let mut connection = sqlx::SqliteConnection::connect(address.trim_start_matches("sqlite://")).await.unwrap();
        sqlx::query("DELETE FROM subscriptions WHERE id IN (SELECT id FROM subscriptions LIMIT 3)")
            .execute(&mut connection)
            .await
            .unwrap();
    }
    store.subscribe(&new, &who()).await.unwrap();
}

#[tokio::test]
async fn postgresql_that_was_gone_is_found_again() {
    let Some(fresh) = postgres().await else { return };
    let digest = fresh.digest(at(0)).await;
    fresh
        .raw("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .await
        .unwrap();
    // The pool may hold connections that are dead: the first call may say so, the next is fine.
    let mut tries = 0;
    while let Err(error) = fresh.store.pause(digest.id, &who()).await {
        assert!(error.is_unavailable(), "{error}");
        tries += 1;
        assert!(tries < 10, "{error}");
    }
}

#[tokio::test]
async fn an_error_does_not_show_the_password() {
    let hidden = "s3cr3t-pass";
    for address in [
        format!("postgres://bot:{hidden}@127.0.0.1:1/none"),
        format!("postgres://bot:{hidden}@[/none"),
        format!("mysql://bot:{hidden}@127.0.0.1/none"),
    ] {
        let error = Store::open_with(&address, &options()).await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(hidden), "{error}");
    }
}
