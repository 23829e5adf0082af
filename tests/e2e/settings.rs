//! Settings that were mixed up, copied badly, or are not safe: what the program says of them, and what it never says.

use std::collections::HashMap;

use sandbox::Sandbox;
use switchboard::config::SETTINGS;
use tokio::time::timeout;

use crate::{
    at_length::postgres::Postgres,
    startup::{output, program, started, terminate},
    support::{PATIENCE, variables},
};

/// A key, and a token in the form of Discord's.
const CANARIES: [&str; 2] = ["canary5ceef21647f1db39", "canaryMTIz.AbCdEf.canary_which-is-long"];

/// Of these any text may be one, so the services are asked; of all others it is known at once that they are wrong.
const ANY_TEXT: [&str; 3] = ["DISCORD_TOKEN", "LIVEAGENT_API_KEY", "RUST_LOG"];

#[tokio::test]
async fn a_secret_in_the_place_of_another_setting_is_printed_nowhere() {
    let sandbox = Sandbox::builder().start().await;
    for setting in SETTINGS.iter().map(|setting| setting.name) {
        for canary in CANARIES {
            for by_file in [false, true] {
                let mut settings = variables(&sandbox);
                settings.remove(setting);
                let file = format!("{setting}_FILE");
                settings.insert(if by_file { &file } else { setting }, canary.to_owned());
                let (output, text) = output(&["check"], &settings).await;
                assert!(!text.contains("canary"), "{setting}: {text}");
                let known = by_file || !ANY_TEXT.contains(&setting);
                assert!(!text.contains("settings are missing or invalid"), "one is: {text}");
                assert_eq!(text.contains("1 setting is missing or invalid"), known, "{setting}: {text}");
                assert_eq!(output.status.code() == Some(2), setting != "RUST_LOG" || by_file, "{setting}: {text}");
            }
        }
    }
    // As an argument, too: `docker run image -e NAME=value`.
    let mixed = ["-e", "DISCORD_TOKEN=canaryMTIz.AbCdEf", "canary5ceef21647f1db39"];
    let (output, text) = output(&mixed, &HashMap::new()).await;
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.starts_with("unknown arguments: -e DISCORD_TOKEN …") && !text.contains("canary"), "{text}");
}

/// The key reaches LiveAgent as it stands in the file, whatever the quotes.
#[tokio::test]
async fn a_dollar_in_dotenv_is_a_dollar() {
    let key = "pa$$word$HOME";
    let sandbox = Sandbox::builder().api_key(key).start().await;
    for quote in ["", "\"", "'"] {
        let mut settings = variables(&sandbox);
        settings.remove("LIVEAGENT_API_KEY");
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(".env"), format!("LIVEAGENT_API_KEY={quote}{key}{quote}\n")).unwrap();
        let mut check = program(&["check"], &settings);
        let output = check.env("HOME", "/root").current_dir(folder.path()).output().await.unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("LIVEAGENT_API_KEY: accepted"), "{quote}: {text}");
    }
}

/// This machine by an address that is not known to be its own.
#[tokio::test]
async fn a_database_elsewhere_that_is_not_encrypted_is_warned_of() {
    let sandbox = Sandbox::builder().start().await;
    let Some(postgres) = Postgres::start() else { return };
    for (host, warned) in [("127.0.0.1", false), ("0.0.0.0", true)] {
        let mut settings = variables(&sandbox);
        settings.insert("DATABASE_URL", postgres.url().replace("127.0.0.1", host));
        let (output, text) = output(&["check"], &settings).await;
        assert_eq!(output.status.code(), Some(0), "it works: {text}");
        let words = "connects to another machine without encryption";
        assert_eq!(text.contains(&format!("warn   DATABASE_URL: {words}")), warned, "{host}: {text}");
        let (child, log) = started(&settings).await;
        assert_eq!(terminate(child).await, Some(0));
        let log = timeout(PATIENCE, log).await.unwrap().unwrap();
        let line = log.lines().find(|line| line.contains(words));
        assert_eq!(line.is_some_and(|line| line.contains("WARN")), warned, "{host}: {log}");
    }
}
