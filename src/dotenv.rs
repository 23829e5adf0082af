//! The settings in `.env`.
//!
//! The library that reads it substitutes variables: it would replace `$word` by nothing where there is no such variable, and so change a
//! password without an error. Here a `$` is a `$`, quoted or not.

use std::{
    collections::HashMap,
    io::{self, ErrorKind},
    path::Path,
};

use dotenvy::Error;

/// Replaces each `$` while the library reads. Unicode assigns no meaning to this character.
const DOLLAR: char = '\u{FDD0}';

/// The variables of the nearest `.env`, in `folder` or above it; none where there is no such file.
pub fn read(folder: &Path) -> anyhow::Result<HashMap<String, String>> {
    for folder in folder.ancestors() {
        match std::fs::read_to_string(folder.join(".env")) {
            Ok(text) => return parse(&text),
            // A folder of that name is some tool's own.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {}
            Err(error) => anyhow::bail!("can't read .env: {}", say(&error)),
        }
    }
    Ok(HashMap::new())
}

fn say(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        kind => kind.to_string(),
    }
}

fn parse(text: &str) -> anyhow::Result<HashMap<String, String>> {
    let text = without_dollars(text.trim_start_matches('\u{FEFF}'));
    let lines = dotenvy::from_read_iter(text.as_bytes());
    let line = |line: Result<(String, String), Error>| match line {
        Ok((name, value)) => Ok((name, value.replace(DOLLAR, "$"))),
        // The error quotes the line, which may hold a secret.
        Err(Error::LineParse(_, at)) => {
            Err(anyhow::anyhow!(".env has a line that is not NAME=value (at character {at} of the file)"))
        }
        Err(_) => Err(anyhow::anyhow!("can't read .env")),
    };
    lines.map(line).collect()
}

/// The text with another character for each `$`, but for `\$`: that means a `$` to the library, too.
fn without_dollars(text: &str) -> String {
    let mut escaped = false;
    let other = |c| {
        let other = if c == '$' && !escaped { DOLLAR } else { c };
        escaped = c == '\\' && !escaped;
        other
    };
    text.chars().map(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dollar_is_a_dollar_wherever_it_stands() {
        for (line, value) in [
            ("A=a$b", "a$b"),
            ("A=$PATH", "$PATH"),
            ("A=${PATH}", "${PATH}"),
            ("A=\"a$PATH c\"", "a$PATH c"),
            ("A='a$PATH'", "a$PATH"),
            ("A=a\\$b", "a$b"),
            ("A=\"a\\$b\"", "a$b"),
            ("A='a\\$b'", "a\\$b"),
            ("A=a\\\\$b", "a\\$b"),
            ("A='a\\\\$b'", "a\\\\$b"),
            ("A=$", "$"),
            ("A=a$ # and $more", "a$"),
            ("export A=p$$w", "p$$w"),
            ("\u{FEFF}A=1$", "1$"),
        ] {
            assert_eq!(parse(line).unwrap().get("A").map(String::as_str), Some(value), "{line}");
        }
    }

    #[test]
    fn no_line_is_quoted_in_an_error() {
        for text in ["canary", "A=\"canary", "A=canary canary", "A=\\c canary", "1A=canary"] {
            let error = parse(text).unwrap_err();
            assert!(!format!("{error:#} {error:?}").contains("canary"), "{text}: {error:?}");
        }
    }

    #[test]
    fn the_nearest_file_is_read_and_a_folder_of_that_name_is_none() {
        let top = tempfile::tempdir().unwrap();
        let below = top.path().join("a/b");
        std::fs::create_dir_all(below.join(".env")).unwrap();
        assert!(read(&below).unwrap().is_empty());
        std::fs::write(top.path().join(".env"), "A=1\nA=2\n").unwrap();
        assert_eq!(read(&below).unwrap(), HashMap::from([("A".to_owned(), "2".to_owned())]));
        std::fs::write(top.path().join("a/.env"), "A=3").unwrap();
        assert_eq!(read(&below).unwrap(), HashMap::from([("A".to_owned(), "3".to_owned())]));
        std::fs::write(top.path().join("a/.env"), b"A=\xff").unwrap();
        assert!(read(&below).unwrap_err().to_string().contains("UTF-8"));
    }
}
