//! Looking at a database without changing anything: for whoever wants to know what a start would do.

use std::{fs::File, path::Path};

use sqlx::{Connection as _, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{Error, address::sqlite_path, file, migrate, time::snowflake};

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

/// The servers whose roles have levels, by their ids, as far as the database can be read.
pub async fn servers_set_up(address: &str) -> Result<Vec<u64>, Error> {
    const SERVERS: &str = "SELECT DISTINCT guild FROM role_levels ORDER BY guild";
    let guilds: Vec<i64> = match sqlite_path(address)? {
        Some(path) => {
            let options = SqliteConnectOptions::new().filename(path).read_only(true);
            let mut database = SqliteConnection::connect_with(&options).await?;
            sqlx::query_scalar(SERVERS).fetch_all(&mut database).await?
        }
        None => sqlx::query_scalar(SERVERS).fetch_all(&mut PgConnection::connect(address).await?).await?,
    };
    Ok(guilds.into_iter().map(snowflake).collect())
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
    file::probe(path)?;
    if !path.exists() {
        return Ok(Found::New);
    }
    // Given back at once; who starts meanwhile waits for it some seconds.
    if File::open(file::lock_of(path)).is_ok_and(|lock| lock.try_lock().is_err()) {
        return Ok(Found::InUse);
    }
    of(version(path).await.map_err(|error| Error::at_start(error, &path.display().to_string()))?)
}

/// The version of a file.
async fn version(path: &Path) -> Result<Option<i64>, sqlx::Error> {
    let options = SqliteConnectOptions::new().filename(path).read_only(true);
    let mut database = SqliteConnection::connect_with(&options).await?;
    let ours: bool = sqlx::query_scalar("SELECT count(*) > 0 FROM sqlite_master WHERE name = 'schema_version'")
        .fetch_one(&mut database)
        .await?;
    if ours { sqlx::query_scalar(migrate::READ).fetch_optional(&mut database).await } else { Ok(None) }
}

fn of(version: Option<i64>) -> Result<Found, Error> {
    Ok(match version {
        None => Found::New,
        Some(version) if migrate::missing(Some(version))?.next().is_some() => Found::Older,
        Some(_) => Found::Current,
    })
}
