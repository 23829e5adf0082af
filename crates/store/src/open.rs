//! Opening: which database it is, how it is spoken to, and that one process alone has a file of SQLite.

use std::{fs::File, path::Path, str::FromStr as _, sync::Arc, time::Duration};

use sqlx::{
    Connection as _,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{Error, migrate, pool::Pool, samples::SeriesIds};

/// What survives a restart. Its clones are the same.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pool: Pool,
    series: SeriesIds,
    /// With SQLite: the fence of this process, and the lock that it holds while it lives.
    own: Option<(i64, File)>,
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
        let lock = lock(Path::new(path))?;
        let connect = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
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
            .await?;
        let fence = migrate::sqlite(&pool).await?;
        Ok(Self(Arc::new(Inner { pool: Pool::Sqlite(pool), series: SeriesIds::default(), own: Some((fence, lock)) })))
    }

    async fn postgres(address: &str, options: &Options) -> Result<Self, Error> {
        let patience = options.patience.as_millis().to_string();
        let connect = PgConnectOptions::from_str(address)?.application_name("switchboard").options([
            ("statement_timeout", patience.as_str()),
            ("lock_timeout", patience.as_str()),
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
        Ok(Self(Arc::new(Inner { pool: Pool::Postgres(pool), series: SeriesIds::default(), own: None })))
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), Error> {
        let _: i32 = crate::pool::read!(self, db => sqlx::query_scalar("SELECT 1").fetch_one(db));
        Ok(())
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

    pub(crate) fn pool(&self) -> &Pool {
        &self.0.pool
    }

    pub(crate) fn series_ids(&self) -> &SeriesIds {
        &self.0.series
    }

    /// With SQLite, the fence of this process.
    pub(crate) fn own_fence(&self) -> Option<i64> {
        self.0.own.as_ref().map(|(fence, _)| *fence)
    }
}

/// The file that an address names; `None` when it is PostgreSQL's.
pub(crate) fn sqlite_path(address: &str) -> Result<Option<&str>, Error> {
    if let Some(path) = address.strip_prefix("sqlite:") {
        let path = path.trim_start_matches("//").split('?').next().unwrap_or_default();
        return if path.is_empty() || path.starts_with(':') { Err(Error::Address) } else { Ok(Some(path)) };
    }
    let shared = address.starts_with("postgres://") || address.starts_with("postgresql://");
    if shared { Ok(None) } else { Err(Error::Address) }
}

/// The lock beside the file. The system gives it back when the process ends, however it ends.
fn lock(path: &Path) -> Result<File, Error> {
    let unavailable = |error: std::io::Error| Error::Unavailable(format!("{}: {}", path.display(), error.kind()));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(unavailable)?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = File::options().create(true).truncate(false).write(true).open(name).map_err(unavailable)?;
    file.try_lock().map_err(|_| Error::InUse(path.display().to_string()))?;
    Ok(file)
}
