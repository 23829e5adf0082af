//! Where Chromium is on this machine. Reads the environment, as only tests and the demo may.

use std::{env, path::PathBuf};

/// Names under which systems install it.
const NAMES: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/// The browser that `CHROMIUM` names, else the first of its usual names in `PATH`.
#[must_use]
pub fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|value| !value.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)))
        .find(|file| file.is_file())
}

/// Whether a missing browser is a failure, as it is in continuous integration.
pub(super) fn is_required() -> bool {
    env::var_os("REQUIRE_CHROMIUM").is_some_and(|value| value == "1")
}
