//! Drives a headless Chromium over its `DevTools` protocol, for tests of the page and for pictures of it.
//!
//! Deliberately small: one browser, pages of their own profile, keys, scripts, screenshots. It downloads no browser: where none is
//! found, [`Browser::for_tests`] says so and the caller leaves its test out.

mod find;
mod page;
mod wire;

pub use find::find;
pub use page::Page;
pub use wire::BrowserError;

use std::{io::Write, path::Path, process::Stdio, sync::Once};

use serde_json::json;
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use wire::Wire;

/// Flags that keep the browser quiet, alone and the same everywhere.
const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--lang=en-US",
    "--remote-debugging-port=0",
];

/// One line for all the tests that are left out.
static LEFT_OUT_SAID: Once = Once::new();

/// A running browser; it ends, and its profile is removed, when this is dropped.
#[derive(Debug)]
pub struct Browser {
    wire: Wire,
    // The process must end before its profile folder is removed: fields are dropped in this order.
    _process: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts the browser at `chromium`.
    ///
    /// # Errors
    /// When it doesn't start or doesn't offer its protocol.
    pub async fn launch(chromium: &Path) -> Result<Self, BrowserError> {
        let profile = tempfile::tempdir()?;
        let mut process = Command::new(chromium)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let stderr = process.stderr.take().ok_or(BrowserError::NoProtocol)?;
        let mut lines = BufReader::new(stderr).lines();
        let address = loop {
            let line = lines.next_line().await?.ok_or(BrowserError::NoProtocol)?;
            if let Some(address) = line.strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // Goes on reading, so that the browser never waits for a full pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let wire = Wire::connect(&address).await?;
        Ok(Self { wire, _process: process, _profile: profile })
    }

    /// A browser for a test, or `None` where there is none: that is said on the terminal, past the test's captured output.
    ///
    /// # Panics
    /// When none is found though `REQUIRE_CHROMIUM=1` asks for it, or when the one that was found doesn't start.
    pub async fn for_tests() -> Option<Self> {
        let Some(chromium) = find() else {
            assert!(!find::is_required(), "REQUIRE_CHROMIUM is set, and Chromium was not found");
            LEFT_OUT_SAID.call_once(|| {
                // If even the terminal is gone there is nobody to tell.
                let _ = writeln!(std::io::stderr(), "Chromium not found: browser tests left out");
            });
            return None;
        };
        Some(Self::launch(&chromium).await.expect("Chromium was found, so it starts"))
    }

    /// Opens an address in a fresh profile: no storage is shared between pages.
    ///
    /// # Errors
    /// When the browser refuses or is gone.
    pub async fn open(&self, address: &str) -> Result<Page, BrowserError> {
        let context = self.wire.call(None, "Target.createBrowserContext", json!({})).await?;
        let target = self
            .wire
            .call(None, "Target.createTarget", json!({ "url": "about:blank", "browserContextId": context["browserContextId"], "width": 1440, "height": 900 }))
            .await?;
        let session = self
            .wire
            .call(None, "Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }))
            .await?;
        let session = session["sessionId"].as_str().ok_or(BrowserError::NoProtocol)?.to_owned();
        Page::start(self.wire.clone(), session, address).await
    }
}
