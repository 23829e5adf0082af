//! One page: scripts, keys, pointers, pictures, and waiting for what will be true.

use std::path::Path;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};

use crate::wire::{BrowserError, Wire};

/// How long [`Page::wait`] waits, in milliseconds: far above what a healthy page needs, on a busy machine too.
const WAIT_TIMEOUT_MS: u32 = 20_000;

/// Keys that have no character: name, virtual key code, the text they enter.
const KEYS: &[(&str, u32, &str)] = &[
    ("Enter", 13, "\r"),
    ("Tab", 9, ""),
    ("Escape", 27, ""),
    ("Backspace", 8, ""),
    ("ArrowUp", 38, ""),
    ("ArrowDown", 40, ""),
    ("ArrowLeft", 37, ""),
    ("ArrowRight", 39, ""),
    ("Home", 36, ""),
    ("End", 35, ""),
    ("F6", 117, ""),
    (" ", 32, " "),
];

/// A page in a profile of its own.
#[derive(Debug)]
pub struct Page {
    wire: Wire,
    session: String,
}

impl Page {
    pub(super) async fn start(wire: Wire, session: String, address: &str) -> Result<Self, BrowserError> {
        let page = Self { wire, session };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            page.call(domain, json!({})).await?;
        }
        page.call("Page.navigate", json!({ "url": address })).await?;
        Ok(page)
    }

    async fn call(&self, method: &str, params: Value) -> Result<Value, BrowserError> {
        self.wire.call(Some(&self.session), method, params).await
    }

    /// The value of a script, awaited if it is a promise.
    ///
    /// # Errors
    /// When the script throws.
    pub async fn evaluate(&self, script: &str) -> Result<Value, BrowserError> {
        let mut answer = self
            .call(
                "Runtime.evaluate",
                json!({ "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true }),
            )
            .await?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            let words = thrown["exception"]["description"].as_str().or(thrown["text"].as_str()).unwrap_or("unknown");
            return Err(BrowserError::Script(words.to_owned()));
        }
        Ok(answer["result"]["value"].take())
    }

    /// The value of an expression as soon as it is truthy.
    ///
    /// # Errors
    /// When it isn't within 20 s; the error holds the expression and what the page shows.
    pub async fn wait(&self, expression: &str) -> Result<Value, BrowserError> {
        let quoted = json!(expression);
        let script = format!(
            "new Promise((found, lost) => {{
               const end = performance.now() + {WAIT_TIMEOUT_MS};
               const look = () => {{
                 let value;
                 try {{ value = ({expression}); }} catch {{ value = undefined; }}
                 if (value) found(value === true || typeof value !== 'object' ? value : true);
                 else if (performance.now() > end) lost(new Error('never true: ' + {quoted} + '; the page shows: ' + document.body?.innerText));
                 else setTimeout(look, 20);
               }};
               look();
             }})"
        );
        // A navigation takes the script's world away: look again in the new one.
        loop {
            match self.evaluate(&script).await {
                Err(BrowserError::Refused { message, .. })
                    if message.contains("navigated") || message.contains("context") => {}
                outcome => return outcome,
            }
        }
    }

    /// Waits until an element is there.
    ///
    /// # Errors
    /// As [`Page::wait`].
    pub async fn wait_for(&self, selector: &str) -> Result<(), BrowserError> {
        self.wait(&format!("document.querySelector({})", json!(selector))).await.map(drop)
    }

    /// The visible text of the first element that fits, or "" where none does.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn text(&self, selector: &str) -> Result<String, BrowserError> {
        let value = self.evaluate(&format!("document.querySelector({})?.innerText ?? ''", json!(selector))).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Types characters as a person does, one key after another.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn type_text(&self, text: &str) -> Result<(), BrowserError> {
        for character in text.chars() {
            let key = character.to_string();
            self.call("Input.dispatchKeyEvent", json!({ "type": "keyDown", "key": key, "text": key })).await?;
            self.call("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key })).await?;
        }
        Ok(())
    }

    /// Presses a named key, as `Enter`, `Shift+Tab` or `Control+Enter`.
    ///
    /// # Errors
    /// When the key is unknown or the browser is gone.
    pub async fn press(&self, chord: &str) -> Result<(), BrowserError> {
        let (modifier, name) = chord.rsplit_once('+').unwrap_or(("", chord));
        let modifiers = match modifier {
            "Control" => 2,
            "Shift" => 8,
            _ => 0,
        };
        let Some((name, code, text)) = KEYS.iter().find(|(known, ..)| *known == name) else {
            return Err(BrowserError::Script(format!("no such key: {chord}")));
        };
        let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        let mut event = json!({ "type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "modifiers": modifiers, "text": text });
        self.call("Input.dispatchKeyEvent", event.clone()).await?;
        event["type"] = json!("keyUp");
        self.call("Input.dispatchKeyEvent", event).await.map(drop)
    }

    /// Picks a file of this machine in a file chooser, as a person does in the dialogue that it opens.
    ///
    /// # Errors
    /// When there is no such element or the browser is gone.
    pub async fn choose_file(&self, selector: &str, path: &Path) -> Result<(), BrowserError> {
        let script = format!("document.querySelector({})", json!(selector));
        let found = self.call("Runtime.evaluate", json!({ "expression": script })).await?;
        let object = &found["result"]["objectId"];
        self.call("DOM.setFileInputFiles", json!({ "files": [path], "objectId": object })).await.map(drop)
    }

    /// Sets what `prefers-color-scheme` or `prefers-reduced-motion` says.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn prefer(&self, feature: &str, value: &str) -> Result<(), BrowserError> {
        self.call("Emulation.setEmulatedMedia", json!({ "features": [{ "name": feature, "value": value }] }))
            .await
            .map(drop)
    }

    /// Sets the window's size, in CSS pixels; `scale` draws finer.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn resize(&self, width: u32, height: u32, scale: f64) -> Result<(), BrowserError> {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.call("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    /// Opens another address in the same profile.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn go(&self, address: &str) -> Result<(), BrowserError> {
        self.call("Page.navigate", json!({ "url": address })).await.map(drop)
    }

    /// A picture of the window: the bytes of a PNG.
    ///
    /// # Errors
    /// When the browser is gone.
    pub async fn screenshot(&self) -> Result<Vec<u8>, BrowserError> {
        let answer = self.call("Page.captureScreenshot", json!({ "format": "png" })).await?;
        let data = answer["data"].as_str().ok_or(BrowserError::NoProtocol)?;
        BASE64_STANDARD.decode(data).map_err(|_| BrowserError::NoProtocol)
    }

    /// What the page reported as broken: uncaught exceptions, refusals of the content policy, console errors, dialogs.
    #[must_use]
    pub fn troubles(&self) -> Vec<String> {
        self.wire.troubles(&self.session)
    }
}
