//! Opening and closing: which database it is, and how it is spoken to.

use std::{
    path::Path,
    str::FromStr as _,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use sqlx::{
    Connection as _, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Error, address::sqlite_path, file::OwnFile, migrate, notices::Waiting, pool::Pool, samples::SeriesIds,
    snapshot::Snapshot,
};

/// What survives a restart. Its clones are the same.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pool: Pool,
    series: SeriesIds,
    /// With SQLite: the fence of this process, and its file.
    own: Option<(i64, OwnFile)>,
    /// The snapshots of the servers, to load them again after a change.
    snapshots: Mutex<Vec<Weak<Snapshot>>>,
    waiting: Waiting,
}

/// How a database is opened.
#[derive(Clone, Debug)]
pub struct Options {
    /// For how long a busy, full or absent database is waited for.
    pub patience: Duration,
    /// To how many pages of 4 KiB a file of SQLite may grow; as far as the disk goes if `None`.
    pub most_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Self { patience: Duration::from_secs(5), most_pages: None }
    }
}

impl Store {
    /// Opens `sqlite://path` or `postgres://…`, makes what is not there, and brings it up to date.
    pub async fn open(address: &str) -> Result<Self, Error> {
        Self::open_with(address, &Options::default()).await
    }

    /// [`Store::open`], otherwise than usual.
    pub async fn open_with(address: &str, options: &Options) -> Result<Self, Error> {
        match sqlite_path(address)? {
            Some(path) => Self::sqlite(path, options).await,
            None => Self::postgres(address, options).await,
        }
    }

    async fn sqlite(path: &str, options: &Options) -> Result<Self, Error> {
        let file = OwnFile::take(Path::new(path))?;
        let connect = SqliteConnectOptions::new()
            .filename(path)
            // It is there by now: where it was deleted, no connection makes an empty one in its place.
            .create_if_missing(false)
            .journal_mode(SqliteJournalMode::Wal)
            // What was said to be kept outlives a power cut, too. With `Normal` the last claims and posts would not.
            .synchronous(SqliteSynchronous::Full)
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            .busy_timeout(options.patience)
            // A connection's cache is memory that nobody misses.
            .pragma("cache_size", "-256")
            .pragma("max_page_count", options.most_pages.unwrap_or(u32::MAX - 1).to_string())
            .foreign_keys(true);
        let pool = SqlitePoolOptions::new()
            .max_connections(3)
            .acquire_timeout(options.patience)
            .idle_timeout(Duration::from_mins(1))
            // When the disk is full, SQLite itself ends a transaction, and sqlx takes the connection to be in it for ever after: it goes.
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect_with(connect)
            .await
            .map_err(|error| Error::at_start(error, path))?;
        let fence = migrate::sqlite(&pool).await?;
        Ok(Self::with(Pool::Sqlite(pool), Some((fence, file))))
    }

    async fn postgres(address: &str, options: &Options) -> Result<Self, Error> {
        let patience = options.patience.as_millis().to_string();
        let connect = PgConnectOptions::from_str(address)?.application_name("switchboard").options([
            ("statement_timeout", patience.as_str()),
            ("lock_timeout", patience.as_str()),
            // Compiling takes longer than any of our queries.
            ("jit", "off"),
            // A process that is suspended in a transaction must not keep the lease from who comes next.
            ("idle_in_transaction_session_timeout", patience.as_str()),
        ]);
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(options.patience)
            .idle_timeout(Duration::from_mins(1))
            .connect_with(connect)
            .await?;
        migrate::postgres(&pool).await?;
        Ok(Self::with(Pool::Postgres(pool), None))
    }

    fn with(pool: Pool, own: Option<(i64, OwnFile)>) -> Self {
        Self(Arc::new(Inner {
            pool,
            series: SeriesIds::default(),
            own,
            snapshots: Mutex::default(),
            waiting: Waiting::default(),
        }))
    }

    /// Whether it answers, and keeps what it is given.
    pub async fn ping(&self) -> Result<(), Error> {
        self.check_file()?;
        let _: i32 = crate::pool::read!(self, db => sqlx::query_scalar("SELECT 1").fetch_one(db));
        Ok(())
    }

    /// Closes it; nothing is read or written afterwards. Of SQLite the file alone is whole then: the content of its `-wal` is moved
    /// into it. Fails where another program reads the file and keeps that from being done.
    pub async fn close(&self) -> Result<(), Error> {
        match self.pool() {
            Pool::Sqlite(pool) => {
                // The last connection to close does it, too, but has no way to say that it could not.
                let moved = checkpoint(pool).await;
                pool.close().await;
                moved
            }
            Pool::Postgres(pool) => {
                pool.close().await;
                Ok(())
            }
        }
    }

    /// Refuses when the file of SQLite was deleted or replaced: what is written would be lost when the process ends.
    pub(crate) fn check_file(&self) -> Result<(), Error> {
        self.0.own.as_ref().map_or(Ok(()), |(_, file)| file.check())
    }

    /// Whether several processes can share it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.0.own.is_none()
    }

    /// What it is: "SQLite" or "PostgreSQL".
    #[must_use]
    pub fn name(&self) -> &'static str {
        if self.is_shared() { "PostgreSQL" } else { "SQLite" }
    }

    pub(crate) fn waiting(&self) -> &Waiting {
        &self.0.waiting
    }

    pub(crate) fn pool(&self) -> &Pool {
        &self.0.pool
    }

    pub(crate) fn series_ids(&self) -> &SeriesIds {
        &self.0.series
    }

    /// Adds a snapshot that is loaded again after each change.
    pub(crate) fn add_snapshot(&self, snapshot: &Arc<Snapshot>) {
        let mut snapshots = self.0.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.retain(|kept| kept.strong_count() > 0);
        snapshots.push(Arc::downgrade(snapshot));
    }

    /// The snapshots that are in use.
    pub(crate) fn snapshots(&self) -> Vec<Arc<Snapshot>> {
        let snapshots = self.0.snapshots.lock().unwrap_or_else(PoisonError::into_inner);
        snapshots.iter().filter_map(Weak::upgrade).collect()
    }

    /// With SQLite, the fence of this process.
    pub(crate) fn own_fence(&self) -> Option<i64> {
        self.0.own.as_ref().map(|(fence, _)| *fence)
    }
}

/// Moves the content of the `-wal` into the file.
async fn checkpoint(pool: &SqlitePool) -> Result<(), Error> {
    let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(pool).await?;
    if busy == 0 { Ok(()) } else { Err(Error::Unavailable("another program is reading the file".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It is a setting of each connection, those that are opened later included.
    #[tokio::test]
    async fn every_connection_waits_until_the_disk_has_what_it_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}/bot.sqlite", folder.path().display())).await.unwrap();
        let Pool::Sqlite(pool) = store.pool() else { panic!("SQLite") };
        for _ in 0..2 {
            let mut held = Vec::new();
            for _ in 0..3 {
                let mut connection = pool.acquire().await.unwrap();
                let full: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *connection).await.unwrap();
                assert_eq!(full, 2);
                held.push(connection);
            }
            for connection in held {
                connection.close().await.unwrap();
            }
        }
    }
}
