//! What can go wrong with the database, without a word of its address: that holds a password.

/// Why something was not read or written.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// It is busy, full, or away. It may be there next time.
    #[error("the database is not responding: {0}")]
    Unavailable(String),
    /// Another process leads the background work by now.
    #[error("another process has taken over")]
    Lost,
    /// Another process has this file.
    #[error("another Switchboard is running on {0}; stop it first, or use PostgreSQL for both")]
    InUse(String),
    /// The path or its permissions are wrong: waiting does not help.
    #[error("{0}")]
    Unusable(String),
    /// The file was deleted or replaced while it was open.
    #[error(
        "the database file {0} was deleted or replaced while Switchboard was running, so nothing is saved; put it back, or restart \
         Switchboard with the current file"
    )]
    Gone(String),
    /// A newer Switchboard has written it.
    #[error("the database is from a newer Switchboard (version {found}; this one supports {known}); update this one")]
    TooNew {
        /// The version that is there.
        found: i64,
        /// The newest version that is known.
        known: i64,
    },
    /// The address is none.
    #[error("DATABASE_URL is neither sqlite://path nor postgres://user:password@host/name")]
    Address,
    /// All else.
    #[error("the database refused: {0}")]
    Other(String),
}

impl Error {
    /// Whether it may be there next time.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_))
    }

    /// Whether, at the start, it is `DATABASE_URL` that is wrong, or what it leads to: a path, a name, a password, a permission.
    #[must_use]
    pub fn is_of_the_address(&self) -> bool {
        matches!(self, Self::Address | Self::Unusable(_) | Self::Other(_))
    }

    /// What opening the file of SQLite at `path` says. Some of what passes when it was open before does not when it never was.
    pub(crate) fn at_start(error: sqlx::Error, path: &str) -> Self {
        let code = error.as_database_error().and_then(|refusal| refusal.code()?.parse::<i64>().ok());
        match (code.map(|code| code & 0xff), Self::from(error)) {
            // Read-only, can't open.
            (Some(8 | 14), error) => Self::Unusable(format!(
                "{path} can't be opened ({error}); the account that runs Switchboard must be able to write to the file and its folder"
            )),
            (Some(26), _) => Self::Unusable(format!("{path} is not a SQLite database; use another file")),
            (_, error) => error,
        }
    }
}

/// Primary codes of SQLite for what passes: busy, locked, read-only, I/O, full, can't open, protocol.
const SQLITE_PASSING: [i64; 7] = [5, 6, 8, 10, 13, 14, 15];

/// Classes of PostgreSQL for what passes: connection, resources, operator intervention, system, locks, read-only, rollbacks.
const POSTGRES_PASSING: [&str; 7] = ["08", "53", "57", "58", "55", "25", "40"];

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(refusal) => {
                let code = refusal.code().unwrap_or_default().into_owned();
                let passing = match code.parse::<i64>() {
                    // The primary code is in the lowest eight bits. PostgreSQL's have five characters.
                    Ok(number) if code.len() < 5 => SQLITE_PASSING.contains(&(number & 0xff)),
                    _ => POSTGRES_PASSING.iter().any(|class| code.starts_with(class)),
                };
                let words = format!("{} (code {code})", refusal.message());
                if passing { Self::Unavailable(words) } else { Self::Other(words) }
            }
            sqlx::Error::PoolTimedOut => Self::Unavailable("no connection in time".to_owned()),
            sqlx::Error::Io(error) => Self::Unavailable(error.kind().to_string()),
            sqlx::Error::Tls(_) => Self::Unavailable("no encrypted connection".to_owned()),
            sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed | sqlx::Error::PoolClosed => {
                Self::Unavailable("the connection broke".to_owned())
            }
            sqlx::Error::Configuration(_) => Self::Address,
            sqlx::Error::RowNotFound => Self::Other("a row is missing".to_owned()),
            sqlx::Error::ColumnDecode { index, .. } => Self::Other(format!("column {index} has an unexpected value")),
            _ => Self::Other("an unexpected answer".to_owned()),
        }
    }
}
