//! `.env.example` and docs/SETTINGS.md, written from the table of settings. Both are committed, and a test compares them.

use std::{fmt::Write as _, path::Path};

use super::{Group, Kind, SETTINGS, Service, Setting, Unset, values::numbers};

/// The most characters in a line of `.env.example`.
const LINE_LENGTH: usize = 120;

const EXAMPLE: &str = "\
# Switchboard's settings. Copy this file to .env and fill in those under Required.
#
# Each setting may come from a file instead: with NAME_FILE=/run/secrets/name, that file holds the value of NAME.
# The environment takes precedence over this file. `switchboard check` tests every setting and says how to fix each problem.
#
# A value is used exactly as written, including any `$`. Docker Compose, which reads this file too, replaces what follows a
# `$` unless the value is in single quotes: NAME='pa$$word'.
";

const SETTINGS_PAGE: &str = "\
# Settings

<!-- Written from src/config/table.rs by `UPDATE_DOCS=1 cargo test documents`; a test compares it. -->

Switchboard reads its settings from the environment or from the nearest `.env`, in the working folder or above it; the environment takes precedence.
[`.env.example`](../.env.example) is a file to start from. A blank value counts as not set.

Each setting may come from a file instead: with `NAME_FILE=/run/secrets/name`, that file holds the value of `NAME`. Set one of the two, not both.

`switchboard check` tests every setting, checks it with Discord, LiveAgent or the database where it can, and says how to fix each problem. Secrets
are never printed or logged.
";

#[test]
fn documents_are_up_to_date() {
    for (path, written) in [(".env.example", example()), ("docs/SETTINGS.md", page())] {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&file, &written).unwrap();
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(
            kept == written,
            "{path} is not up to date: run `UPDATE_DOCS=1 cargo test documents`, then read the diff"
        );
    }
}

fn example() -> String {
    let mut text = EXAMPLE.to_owned();
    let mut group = None;
    for setting in SETTINGS {
        if group.replace(setting.group) != Some(setting.group) {
            let _ = write!(text, "\n# ----- {} -----\n", setting.group.title());
        }
        let _ = writeln!(text, "\n{}{}", wrapped(setting.text), assignment(setting));
    }
    text
}

/// What a person who copies the file fills in or takes the `#` off.
fn assignment(setting: &Setting) -> String {
    let name = setting.name;
    match setting.unset {
        Unset::Refused { sample, .. } => format!("{name}={sample}"),
        Unset::Default(value) => format!("#{name}={value}"),
        Unset::None(_) => format!("#{name}="),
    }
}

/// A text as comments, broken between words.
fn wrapped(text: &str) -> String {
    let (mut lines, mut line) = (String::new(), "#".to_owned());
    for word in text.split(' ') {
        if line.len() + 1 + word.len() > LINE_LENGTH {
            lines += &line;
            lines.push('\n');
            "#".clone_into(&mut line);
        }
        line.push(' ');
        line += word;
    }
    lines + &line + "\n"
}

fn page() -> String {
    let mut text = format!("{SETTINGS_PAGE}\n| setting | value | if not set |\n|---|---|---|\n");
    for setting in SETTINGS {
        let (name, value) = (setting.name, value(setting));
        let _ = writeln!(text, "| [`{name}`](#{}) | {value} | {} |", name.to_lowercase(), otherwise(setting));
    }
    let mut group = None;
    for setting in SETTINGS {
        if group.replace(setting.group) != Some(setting.group) {
            let _ = write!(text, "\n## {}\n", setting.group.title());
        }
        let _ = write!(text, "\n### `{}`\n\n{}\n", setting.name, setting.text);
        if let Some(service) = setting.checked_with {
            let _ = write!(text, "\n`switchboard check` tests it with {}.\n", called(service));
        }
    }
    text
}

fn value(setting: &Setting) -> String {
    let kind = match &setting.kind {
        Kind::Number { range, .. } => numbers(range),
        Kind::Text { what, .. } => (*what).to_owned(),
    };
    if setting.is_secret { kind + " (secret)" } else { kind }
}

fn otherwise(setting: &Setting) -> String {
    match setting.unset {
        Unset::Refused { .. } => "required".to_owned(),
        Unset::Default(value) => format!("`{value}`"),
        Unset::None(instead) => instead.to_owned(),
    }
}

fn called(service: Service) -> &'static str {
    match service {
        Service::Discord => "Discord",
        Service::LiveAgent => "LiveAgent",
        Service::Database => "the database",
    }
}

#[test]
fn each_group_stands_once_and_has_what_is_required_alone() {
    assert!(SETTINGS.is_sorted_by_key(|setting| setting.group));
    for setting in SETTINGS {
        let is_required = matches!(setting.unset, Unset::Refused { .. });
        assert_eq!(setting.group == Group::Required, is_required, "{}", setting.name);
    }
}
