//! A PostgreSQL of a test's own, where Debian's packages of it are there. Elsewhere the test says that it was left out.

use std::{
    io::Write as _,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// A server on loopback, ended when it is dropped.
pub(crate) struct Postgres {
    folder: TempDir,
    url: String,
}

impl Postgres {
    /// Starts one. `None` where there is none and none is required.
    pub(crate) fn start() -> Option<Self> {
        if !Path::new("/usr/lib/postgresql").exists() {
            assert!(
                std::env::var_os("REQUIRE_POSTGRES").is_none(),
                "PostgreSQL is not installed: .ci/postgres install"
            );
            // The harness shows no other output of tests that pass.
            let _ = writeln!(std::io::stderr(), "\nLEFT OUT: three replicas, since PostgreSQL is not installed");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        // The server may run as another user.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let url = script("start", folder.path());
        Some(Self { folder, url })
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Ends it as a crash does.
    pub(crate) fn stop(&self) {
        script("stop", self.folder.path());
    }

    /// Ends it as a crash does unless it has ended, and starts it again.
    pub(crate) fn restart(&self) {
        script("restart", self.folder.path());
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        script("stop", self.folder.path());
    }
}

fn script(verb: &str, folder: &Path) -> String {
    let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/postgres"));
    // A file for its errors: the server that stays behind would keep a pipe open.
    let errors = folder.with_extension("errors");
    let file = std::fs::File::create(&errors).unwrap();
    let ended = script.arg(verb).arg(folder.join("server")).stdin(Stdio::null()).stderr(file).output().unwrap();
    let said = std::fs::read_to_string(&errors).unwrap_or_default();
    let _ = std::fs::remove_file(&errors);
    assert!(ended.status.success(), "PostgreSQL: {verb}: {said}");
    String::from_utf8_lossy(&ended.stdout).trim().to_owned()
}
