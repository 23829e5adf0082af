//! The page's own files, held in the binary: HTML, styles, modules and the icon, with the headers that keep everything else out.
//!
//! Deliberately lacks a build step and any file from outside.

use axum::{
    Router,
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};

/// Nothing from elsewhere, nothing inline: what a help desk contains can neither run nor load anything.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

macro_rules! assets {
    ($($name:literal),* $(,)?) => {
        /// Every file of the page with its content.
        const ASSETS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../assets/", $name)))),*];
    };
}

assets![
    "api.js",
    "apps.css",
    "apps.js",
    "avatar.js",
    "catalogue.js",
    "components.css",
    "components.js",
    "composer.css",
    "composer.js",
    "dom.js",
    "embed.css",
    "embed.js",
    "emoji.js",
    "files.js",
    "icon.svg",
    "icons.js",
    "index.html",
    "interactions.js",
    "layout.css",
    "listbox.js",
    "log.js",
    "main.js",
    "markdown-blocks.js",
    "markdown-inline.js",
    "markdown.css",
    "markdown.js",
    "message.js",
    "messages.css",
    "modal.css",
    "modal.js",
    "options.js",
    "panel.css",
    "panel.js",
    "picker.js",
    "pill.js",
    "select.css",
    "select.js",
    "sidebar.js",
    "state.js",
    "theme.css",
    "theme.js",
    "timestamps.js",
    "types.js",
    "validate.js",
];

/// `/` and `/assets/{name}`.
pub(super) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/", get(async || serve("index.html")))
        .route("/assets/{name}", get(async |Path(name): Path<String>| serve(&name)))
}

fn serve(name: &str) -> Response {
    let Some((name, content)) = ASSETS.iter().find(|(known, _)| *known == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(header::CONTENT_TYPE, content_type(name)), (header::CACHE_CONTROL, "no-cache")], guards(), *content)
        .into_response()
}

/// The headers that every answer with content for the browser carries.
pub(super) const fn guards() -> [(HeaderName, &'static str); 3] {
    [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ]
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::*;

    fn listed() -> BTreeSet<String> {
        ASSETS.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    #[test]
    fn every_file_in_the_folder_is_served() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let files: BTreeSet<String> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(listed(), files);
    }

    #[test]
    fn what_a_file_refers_to_is_there() {
        for (name, content) in ASSETS {
            let own = content.split('"').filter_map(|part| part.strip_prefix("/assets/"));
            let imported = content.split("from \"./").skip(1).filter_map(|rest| rest.split('"').next());
            for target in own.chain(imported) {
                assert!(listed().contains(target), "{name} refers to {target}");
            }
        }
    }

    #[test]
    fn nothing_comes_from_outside_and_nothing_is_parsed_as_markup() {
        for (name, content) in ASSETS {
            for forbidden in [
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "@import",
                "src=\"http",
                "href=\"http",
                "url(http",
            ] {
                assert!(!content.contains(forbidden), "{name} contains {forbidden}");
            }
        }
    }

    #[test]
    fn files_stay_small() {
        for (name, content) in ASSETS {
            assert!(content.lines().count() < 400, "{name} is too long");
        }
    }
}
