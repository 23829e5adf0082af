//! A store that nobody has used.

use std::{
    io::Write as _,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Connection as _, SqlSafeStr};
use store::{Error, Fence, Kind, NewSubscription, Options, Store, Subscription, Who};
use tempfile::TempDir;

/// The store, and how another process would open it.
pub(crate) struct Fresh {
    pub(crate) store: Store,
    pub(crate) address: String,
    pub(crate) folder: Option<TempDir>,
}

/// Less patience than in the field, so that tests of faults are short.
pub(crate) fn options() -> Options {
    Options { patience: Duration::from_millis(500), ..Options::default() }
}

pub(crate) async fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().expect("a folder");
    // A folder that is not there is made.
    let address = format!("sqlite://{}/data/switchboard.sqlite", folder.path().display());
    let store = Store::open_with(&address, &options()).await.expect("a new file");
    Fresh { store, address, folder: Some(folder) }
}

/// A new database, or `None` where there is no PostgreSQL.
pub(crate) async fn postgres() -> Option<Fresh> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let Ok(admin) = std::env::var("TEST_POSTGRES_URL") else {
        assert!(std::env::var_os("REQUIRE_POSTGRES").is_none(), "REQUIRE_POSTGRES is set, TEST_POSTGRES_URL is not");
        return None;
    };
    let name = format!("store_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut connection = sqlx::PgConnection::connect(&admin).await.expect("TEST_POSTGRES_URL answers");
    let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(create).execute(&mut connection).await.expect("a new database");
    let (server, _) = admin.rsplit_once('/').expect("an address with a database");
    let address = format!("{server}/{name}");
    let store = Store::open_with(&address, &options()).await.expect("a new database");
    Some(Fresh { store, address, folder: None })
}

/// Says so where one half is left out; the harness shows no other output of tests that pass.
#[test]
fn postgresql_is_tested_or_said_to_be_left_out() {
    if std::env::var_os("TEST_POSTGRES_URL").is_none() {
        let words =
            b"\nLEFT OUT: the store on PostgreSQL, since TEST_POSTGRES_URL is not set (.ci/postgres can start one)\n";
        std::io::stderr().write_all(words).expect("standard error");
    }
}

impl Fresh {
    /// The fence of whoever leads.
    pub(crate) async fn fence(&self) -> Fence {
        self.store.lead("test").await.expect("an answer").expect("nobody else leads")
    }

    /// A digest that is due at `next`.
    pub(crate) async fn digest(&self, next: Timestamp) -> Subscription {
        let new = NewSubscription { kind: Kind::Digest, channel: 5, spec: "{}".to_owned(), next_due: Some(next) };
        self.store.subscribe(&new, &who()).await.expect("a digest")
    }

    /// The same database with more patience, for many who wait for one another.
    pub(crate) async fn patient(self) -> Self {
        let Self { store, address, folder } = self;
        store.close().await.expect("nobody reads it");
        drop(store);
        let options = Options { patience: Duration::from_secs(20), ..Options::default() };
        let store = loop {
            match Store::open_with(&address, &options).await {
                Ok(store) => break store,
                // The lock of SQLite's file goes when the last connection has closed.
                Err(error) => assert!(matches!(error, Error::InUse(_)), "{error}"),
            }
        };
        Self { store, address, folder }
    }

    /// A connection of PostgreSQL behind the store's back.
    pub(crate) async fn postgres(&self) -> sqlx::PgConnection {
        sqlx::PgConnection::connect(&self.address).await.expect("an answer")
    }

    /// Runs SQL behind the store's back that a test has put together.
    pub(crate) async fn raw_text(&self, sql: String) -> Result<(), sqlx::Error> {
        raw(&self.address, AssertSqlSafe(sql)).await
    }

    /// Runs SQL behind the store's back.
    pub(crate) async fn raw(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        raw(&self.address, sql).await
    }
}

/// Runs SQL on a database.
pub(crate) async fn raw(address: &str, sql: impl SqlSafeStr) -> Result<(), sqlx::Error> {
    if let Some(path) = address.strip_prefix("sqlite://") {
        let mut connection = sqlx::SqliteConnection::connect(path).await?;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
    } else {
        let mut connection = sqlx::PgConnection::connect(address).await?;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
    }
    Ok(())
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).expect("an instant")
}

pub(crate) fn who() -> Who {
    Who { user: u64::MAX - 7, guild: 1, channel: 55, interaction: u64::MAX - 9, at: at(0) }
}
