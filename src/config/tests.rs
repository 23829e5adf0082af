use std::collections::HashMap;

use super::*;

/// Every setting, in the order of `.env.example`, with a value that it may have.
const SETTINGS: [(&str, &str); 14] = [
    ("DISCORD_TOKEN", "MTIz.AbCdEf.a-token"),
    ("DISCORD_GUILD_IDS", "1234567890,2345678901"),
    ("LIVEAGENT_URL", "https://acme.ladesk.com"),
    ("LIVEAGENT_API_KEY", "5ceef21647f1db39"),
    ("LIVEAGENT_TIMEZONE", "Europe/Bratislava"),
    ("LIVEAGENT_REQUESTS_PER_MINUTE", "90"),
    ("DISCORD_API_URL", "http://127.0.0.1:8080"),
    ("DATABASE_URL", "sqlite://bot.sqlite"),
    ("LIVEAGENT_POLL_SECONDS", "60"),
    ("DIGEST_CATCH_UP_MINUTES", "30"),
    ("MEMBER_COMMANDS_PER_MINUTE", "20"),
    ("SHARDS", "0-3/16"),
    ("LOG_FORMAT", "json"),
    ("RUST_LOG", "info,liveagent=debug"),
];

/// What may stand in the wrong place: a key, a token, a password, an address with each of them in every part that is no path, a number
/// too large, a key with its name.
const CANARIES: [&str; 9] = [
    "canary5ceef21647f1db39",
    "canaryMTIz.AbCdEf.a-token_which-is-long",
    "canary pass$word/#@:?",
    "https://acme.ladesk.com/api/?apikey=canary",
    "https://canary:canary@acme.ladesk.com",
    "http://acme.ladesk.com/canary",
    "ftp://canary.ladesk.com/canary",
    "LIVEAGENT_API_KEY=canary",
    "123456789012345678901234567890canary",
];

fn all() -> HashMap<String, String> {
    SETTINGS.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(settings: &HashMap<String, String>) -> Result<Config, ConfigError> {
    Config::read(|name| settings.get(name).cloned())
}

#[test]
fn the_table_has_every_setting() {
    let example = include_str!("../../.env.example");
    let named: Vec<&str> = example
        .lines()
        .filter_map(|line| line.trim_start_matches('#').split_once('='))
        .map(|(name, _)| name)
        .filter(|name| name.chars().all(|c| c.is_ascii_uppercase() || c == '_'))
        .collect();
    assert_eq!(named, SETTINGS.map(|(name, _)| name));
    read(&all()).unwrap();
}

/// In each place, as the value, as the content of its file, and where the file's name belongs.
#[test]
fn what_stands_in_the_wrong_place_is_never_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("value");
    let mut refused = 0;
    for (setting, _) in SETTINGS {
        for canary in CANARIES {
            std::fs::write(&file, canary).unwrap();
            let by_file = format!("{setting}_FILE");
            for (name, value) in
                [(setting, canary.to_owned()), (&*by_file, file.display().to_string()), (&*by_file, canary.to_owned())]
            {
                let mut settings = all();
                settings.remove(setting);
                settings.insert(name.to_owned(), value);
                if let Err(error) = read(&settings) {
                    refused += 1;
                    let told = format!("{error} {error:?}");
                    assert!(told.contains(setting) && !told.contains("canary"), "{name}: {told}");
                }
            }
        }
    }
    assert!(refused > 300, "{refused} were refused");
}

#[test]
fn what_was_copied_badly_is_said_of_every_setting() {
    for (setting, value) in SETTINGS {
        for (wrong, words) in [
            (format!("{value}\n{value}"), "has 2 lines"),
            (format!("{value}\r\n\r\n{value}\n"), "has 3 lines"),
            (format!("{value}\t{value}"), "a character that can't be seen"),
            (format!("{value}\u{1b}{value}"), "a character that can't be seen"),
            (format!("\"{value}\""), "is in quotes"),
            (format!("'{value}'"), "is in quotes"),
        ] {
            let mut settings = all();
            settings.insert(setting.to_owned(), wrong.clone());
            let ConfigError(problems) = read(&settings).unwrap_err();
            let [problem] = problems.as_slice() else { panic!("{problems:?}") };
            assert!(problem.setting == setting && problem.problem.contains(words), "{wrong:?}: {problem:?}");
        }
        // The end of a file's line is no line.
        let mut settings = all();
        settings.insert(setting.to_owned(), format!(" {value}\r\n"));
        read(&settings).unwrap();
    }
}

#[test]
fn a_token_that_no_header_takes_is_refused() {
    for token in ["“MTIz.AbCdEf.a-token”", "MTIz.AbCdEf.a-tokén", "MTIz.AbCdEf.a\u{200b}-token"] {
        let mut settings = all();
        settings.insert("DISCORD_TOKEN".to_owned(), token.to_owned());
        let told = read(&settings).unwrap_err().to_string();
        assert!(told.contains("DISCORD_TOKEN: has a letter that no token has"), "{told}");
    }
}

#[test]
fn an_id_that_is_none_is_told_by_its_place() {
    for (ids, words) in [
        ("1,x,3", "number 2 of it is not a server's id"),
        ("1, 2, 0", "number 3 of it"),
        ("-1", "number 1 of it"),
        (",", "holds no server's id"),
    ] {
        let mut settings = all();
        settings.insert("DISCORD_GUILD_IDS".to_owned(), ids.to_owned());
        let told = read(&settings).unwrap_err().to_string();
        assert!(told.contains(words), "{ids}: {told}");
    }
}
