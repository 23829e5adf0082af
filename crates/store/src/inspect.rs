//! Looking at a database without changing anything: for whoever wants to know what a start would do.

use std::{fs::File, path::Path};

use sqlx::{Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{Error, migrate, open::sqlite_path};

/// What was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Found {
    /// Nothing of ours yet; it is made at the next start.
    New,
    /// One of an older Switchboard; it is brought up to date at the next start.
    Older,
    /// One of this version.
    Current,
    /// A process runs on it.
    InUse,
}

/// Looks at the database of an address.
pub async fn inspect(address: &str) -> Result<Found, Error> {
    if let Some(path) = sqlite_path(address)? {
        return sqlite(Path::new(path)).await;
    }
    let mut database = PgConnection::connect(address).await?;
    let ours: bool =
        sqlx::query_scalar("SELECT to_regclass('schema_version') IS NOT NULL").fetch_one(&mut database).await?;
    let version = if ours { sqlx::query_scalar(migrate::READ).fetch_optional(&mut database).await? } else { None };
    of(version)
}

async fn sqlite(path: &Path) -> Result<Found, Error> {
    if !path.exists() {
        return writable(path).map(|()| Found::New);
    }
    let mut lock = path.as_os_str().to_owned();
    lock.push(".lock");
    // Given back at once; who starts meanwhile waits for it some seconds.
    if File::open(lock).is_ok_and(|lock| lock.try_lock().is_err()) {
        return Ok(Found::InUse);
    }
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let ours: bool = sqlx::query_scalar("SELECT count(*) > 0 FROM sqlite_master WHERE name = 'schema_version'")
        .fetch_one(&mut database)
        .await?;
    let version = if ours { sqlx::query_scalar(migrate::READ).fetch_optional(&mut database).await? } else { None };
    of(version)
}

/// Whether a file could be made there, with the folders on the way to it.
fn writable(path: &Path) -> Result<(), Error> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let probe = folder.join(format!(".switchboard-check-{}", std::process::id()));
    let made = File::options().write(true).create_new(true).open(&probe);
    let _ = std::fs::remove_file(&probe);
    made.map(drop).map_err(|error| Error::Unavailable(format!("{}: {}", folder.display(), error.kind())))
}

fn of(version: Option<i64>) -> Result<Found, Error> {
    Ok(match version {
        None => Found::New,
        Some(version) if migrate::missing(Some(version))?.next().is_some() => Found::Older,
        Some(_) => Found::Current,
    })
}
