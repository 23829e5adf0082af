//! The file of SQLite: whether it can be used, that one process alone has it, and that it is still there.

use std::{
    fs::{File, Metadata},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use crate::Error;

/// A file that is ours until the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct OwnFile {
    path: PathBuf,
    identity: Identity,
    #[expect(dead_code, reason = "the lock is held by being open")]
    lock: File,
}

/// What tells a file from another one under the same name.
type Identity = Option<(u64, u64)>;

impl OwnFile {
    /// Takes the lock beside the file, and makes the file and its folder where they are not there.
    pub(crate) fn take(path: &Path) -> Result<Self, Error> {
        let wrong = |error| unusable(path, &error);
        if path.is_dir() {
            // Before the lock is left beside it.
            return Err(wrong(ErrorKind::IsADirectory.into()));
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(wrong)?;
        }
        let lock = File::options().create(true).truncate(false).write(true).open(lock_of(path)).map_err(wrong)?;
        lock.try_lock().map_err(|_| Error::InUse(path.display().to_string()))?;
        let file = File::options().create(true).truncate(false).write(true).open(path).map_err(wrong)?;
        let identity = identity(&file.metadata().map_err(wrong)?);
        Ok(Self { path: path.to_owned(), identity, lock })
    }

    /// Refuses when the name no longer leads to the file that is open: what is written then is lost when the process ends.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match std::fs::metadata(&self.path) {
            Ok(found) if identity(&found) == self.identity => Ok(()),
            Ok(_) => Err(Error::Gone(self.path.display().to_string())),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Err(Error::Gone(self.path.display().to_string()))
            }
            // The disk does not answer, which says nothing about the file.
            Err(error) => Err(Error::Unavailable(format!("{}: {}", self.path.display(), error.kind()))),
        }
    }
}

/// The file whose lock a process holds that uses the database at `path`.
pub(crate) fn lock_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

/// Whether a file could be used there, or made with the folders on the way to it. Leaves nothing behind.
pub(crate) fn probe(path: &Path) -> Result<(), Error> {
    match File::options().write(true).open(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(unusable(path, &error)),
        _ => {}
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let probe = folder.join(format!(".switchboard-check-{}", std::process::id()));
    let made = File::options().write(true).create_new(true).open(&probe);
    let _ = std::fs::remove_file(&probe);
    made.map(drop).map_err(|error| unusable(path, &error))
}

/// Why a file can't be used. What a person must put right is told from what may pass by itself.
fn unusable(path: &Path, error: &io::Error) -> Error {
    let path = path.display();
    match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::Unusable(format!(
            "{path} can't be written ({}); the account that runs Switchboard must be able to write to the file and its folder",
            error.kind()
        )),
        ErrorKind::IsADirectory => Error::Unusable(format!("{path} is a folder; use a file in it")),
        // A file in a folder's place is said to exist already.
        ErrorKind::NotFound
        | ErrorKind::NotADirectory
        | ErrorKind::AlreadyExists
        | ErrorKind::InvalidFilename
        | ErrorKind::InvalidInput => {
            Error::Unusable(format!("{path} can't be created ({}); check each folder in the path", error.kind()))
        }
        kind => Error::Unavailable(format!("{path}: {kind}")),
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere there is none")]
fn identity(of: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    Some((of.dev(), of.ino()))
}

/// Elsewhere the system lets nobody delete a file that is open.
#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    None
}
