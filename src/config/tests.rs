use std::collections::HashMap;

use super::*;

/// Every setting, in the order of the table, with a value that it may have.
const VALUES: [(&str, &str); 15] = [
    ("DISCORD_TOKEN", "MTIz.AbCdEf.a-token"),
    ("DISCORD_GUILD_IDS", "1234567890,2345678901"),
    ("LIVEAGENT_URL", "https://acme.ladesk.com"),
    ("LIVEAGENT_API_KEY", "5ceef21647f1db39"),
    ("LIVEAGENT_TIMEZONE", "Europe/Bratislava"),
    ("LIVEAGENT_REQUESTS_PER_MINUTE", "91"),
    ("DISCORD_API_URL", "http://127.0.0.1:8080"),
    ("MEMBER_COMMANDS_PER_MINUTE", "21"),
    ("SHARDS", "0-3/16"),
    ("LIVEAGENT_POLL_SECONDS", "61"),
    ("DIGEST_CATCH_UP_MINUTES", "31"),
    ("DATABASE_URL", "sqlite://bot.sqlite"),
    ("AUDIT_RETENTION_DAYS", "90"),
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
    VALUES.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn read(settings: &HashMap<String, String>) -> Result<Config, ConfigError> {
    Config::read(|name| settings.get(name).cloned())
}

#[test]
fn every_setting_is_read_into_a_place_of_its_own() {
    let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(names, VALUES.map(|(name, _)| name));
    let required = |(name, _): &&(&str, &str)| matches!(Setting::named(name).unset, Unset::Refused { .. });
    let fewest: HashMap<String, String> =
        VALUES.iter().filter(required).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let unset = optional(&read(&fewest).unwrap());
    for (name, value) in VALUES.iter().filter(|(name, _)| !fewest.contains_key(*name)) {
        let mut settings = fewest.clone();
        settings.insert((*name).to_owned(), (*value).to_owned());
        let set = optional(&read(&settings).unwrap());
        let changed: Vec<&str> = set.iter().zip(&unset).filter(|(set, unset)| set != unset).map(|it| it.0.0).collect();
        assert_eq!(changed, [*name]);
    }
}

/// The fields that a setting with a default, or none, is read into.
fn optional(config: &Config) -> [(&'static str, String); 11] {
    [
        ("LIVEAGENT_TIMEZONE", format!("{:?}", config.liveagent_time_zone)),
        ("LIVEAGENT_REQUESTS_PER_MINUTE", config.liveagent_requests_per_minute.to_string()),
        ("DISCORD_API_URL", config.discord_api_url.clone()),
        ("MEMBER_COMMANDS_PER_MINUTE", config.member_commands_per_minute.to_string()),
        ("SHARDS", format!("{:?}", config.shards)),
        ("LIVEAGENT_POLL_SECONDS", config.liveagent_poll_seconds.to_string()),
        ("DIGEST_CATCH_UP_MINUTES", config.digest_catch_up_minutes.to_string()),
        ("DATABASE_URL", config.database_url.expose().to_owned()),
        ("AUDIT_RETENTION_DAYS", config.audit_retention_days.to_string()),
        ("LOG_FORMAT", format!("{:?}", config.log_format)),
        ("RUST_LOG", config.log_filter.clone()),
    ]
}

#[test]
fn a_secret_is_a_value_that_does_not_print() {
    let printed = format!("{:?}", read(&all()).unwrap());
    for (name, value) in VALUES {
        let shown = match name {
            "DISCORD_GUILD_IDS" => "1234567890, 2345678901",
            "SHARDS" => "total: 16",
            "LOG_FORMAT" => "Json",
            _ => value,
        };
        assert_eq!(!printed.contains(shown), Setting::named(name).is_secret, "{name}: {printed}");
    }
}

/// In each place, as the value, as the content of its file, and where the file's name belongs.
#[test]
fn what_stands_in_the_wrong_place_is_never_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("value");
    let mut refused = 0;
    for (setting, _) in VALUES {
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
    for (setting, value) in VALUES {
        for (wrong, words) in [
            (format!("{value}\n{value}"), "has 2 lines"),
            (format!("{value}\r\n\r\n{value}\n"), "has 3 lines"),
            (format!("{value}\t{value}"), "has an invisible character"),
            (format!("{value}\u{1b}{value}"), "has an invisible character"),
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
        assert!(told.contains("DISCORD_TOKEN: has a character that tokens never have"), "{told}");
    }
}

#[test]
fn an_id_that_is_none_is_told_by_its_place() {
    for (ids, words) in [
        ("1,x,3", "entry 2 isn't a server ID"),
        ("1, 2, 0", "entry 3 isn't a server ID"),
        ("-1", "entry 1 isn't a server ID"),
        (",", "has no server ID"),
    ] {
        let mut settings = all();
        settings.insert("DISCORD_GUILD_IDS".to_owned(), ids.to_owned());
        let told = read(&settings).unwrap_err().to_string();
        assert!(told.contains(words), "{ids}: {told}");
    }
}
