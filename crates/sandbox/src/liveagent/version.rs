//! Which version of LiveAgent the account runs: what is newer than it, it does not have.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::HelpDesk;

/// The version that the account has unless said otherwise.
pub(super) const NEWEST: &str = "5.51.4.1";

/// From this version on messages have attachments; no operation of its own came with them.
pub(super) const ATTACHMENTS: &str = "4.29";

/// Whether one version has all that came with another. Parts that are not written are zeros.
pub(super) fn has(version: &str, since: &str) -> bool {
    let parts = |text: &str| {
        let mut parts = [0_u32; 4];
        for (part, text) in parts.iter_mut().zip(text.split('.')) {
            *part = text.parse().unwrap_or(0);
        }
        parts
    };
    parts(version) >= parts(since)
}

/// What the web server says of an address that this account's LiveAgent has nothing at: a page, and not JSON.
pub(super) fn nothing_there(path: &str) -> Response {
    let path: String = path.chars().filter(|c| !"<>&\"".contains(*c)).collect();
    let page = format!(
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>404 Not Found</title>\n</head><body>\n\
         <h1>Not Found</h1>\n<p>The requested URL {path} was not found on this server.</p>\n</body></html>\n"
    );
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html; charset=iso-8859-1")], page).into_response()
}

impl HelpDesk {
    /// Makes it an account of another version, such as `4.20` or `4.26.0.1`, from the next request on: an operation that came later
    /// answers 404 with a web server's page, and `/application/status` says this version.
    pub fn set_version(&self, version: &str) {
        version.clone_into(&mut self.lock().version);
    }

    /// The version that the account has.
    #[must_use]
    pub fn version(&self) -> String {
        self.lock().version.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn versions_compare_by_their_parts() {
        for (version, since, expected) in [
            ("4.26.0.1", "4.26.0.1", true),
            ("4.26", "4.26.0.1", false),
            ("4.9.9.9", "4.16.3.2", false),
            ("5.0", "4.47", true),
            ("4.26.1", "4.26.0.1", true),
            ("4.20", "4.20.0.0", true),
            ("2.8.2.0", "2.8.2.1", false),
        ] {
            assert_eq!(has(version, since), expected, "{version} {since}");
        }
    }
}
