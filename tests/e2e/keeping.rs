//! The database as the bot's host meets it: one that can't be used ends the start, one that is away is waited for, and a file
//! that is deleted under the running bot is missed.

use std::{
    collections::HashMap,
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt},
    path::Path,
    process::Stdio,
};

use sandbox::Sandbox;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{ChildStderr, Command},
    time::timeout,
};

use crate::{
    at_length::postgres::Postgres,
    startup::{output, program, terminate},
    support::{PATIENCE, variables},
};

fn with_database<'a>(sandbox: &Sandbox, address: &str) -> HashMap<&'a str, String> {
    let mut settings = variables(sandbox);
    settings.insert("DATABASE_URL", address.to_owned());
    settings
}

/// It says what is wrong and ends, rather than waiting for what does not come.
async fn is_refused(settings: &HashMap<&str, String>, words: &str) {
    for arguments in [["run"], ["check"]] {
        let (output, text) = timeout(PATIENCE, output(&arguments, settings)).await.expect("it waits");
        let address = &settings["DATABASE_URL"];
        assert_eq!(output.status.code(), Some(2), "{arguments:?} on {address}: {text}");
        let line = text.lines().find(|line| line.contains("DATABASE_URL: ")).unwrap_or_default();
        assert!(line.contains(words), "{arguments:?} on {address}: {text}");
    }
}

#[tokio::test]
async fn a_database_that_can_not_be_used_ends_the_start_with_exit_code_2() {
    let sandbox = Sandbox::builder().start().await;
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "no database of anybody's ".repeat(100)).unwrap();
    for (path, words) in [
        ("/proc/nothing/bot.sqlite".to_owned(), "can't be created"),
        (format!("{}/bot.sqlite", text.display()), "check each folder in the path"),
        (folder.path().display().to_string(), "is a folder; use a file in it"),
        (text.display().to_string(), "is not a SQLite database"),
    ] {
        is_refused(&with_database(&sandbox, &format!("sqlite://{path}")), words).await;
    }
    let Some(postgres) = Postgres::start() else { return };
    let (server, _) =
        postgres.url().rsplit_once('/').map(|(server, name)| (server.to_owned(), name.to_owned())).unwrap();
    is_refused(&with_database(&sandbox, &format!("{server}/none")), "database \"none\" does not exist").await;
    let stranger = postgres.url().replace("switchboard@", "stranger@");
    is_refused(&with_database(&sandbox, &stranger), "role \"stranger\" does not exist").await;
}

/// Whom nothing belongs to: root may write anywhere.
const NOBODY: u32 = 65_534;

/// The program as an account that may write nothing of ours.
fn without_rights(arguments: &[&str], settings: &HashMap<&str, String>, folder: &Path) -> Command {
    // A clone may be in a folder that only its owner may enter.
    let copy = folder.join("switchboard");
    if !copy.exists() {
        fs::copy(env!("CARGO_BIN_EXE_switchboard"), &copy).unwrap();
    }
    let mut command = Command::new(copy);
    command.args(arguments).env_clear().envs(settings).current_dir(folder).stdin(Stdio::null()).kill_on_drop(true);
    if fs::metadata(folder).unwrap().uid() == 0 {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

#[tokio::test]
async fn a_file_or_a_folder_that_may_not_be_written_ends_the_start_with_exit_code_2() {
    let sandbox = Sandbox::builder().start().await;
    for (what, folder_mode, file_mode) in [("folder", 0o555, 0o666), ("file", 0o777, 0o444)] {
        let outer = tempfile::tempdir().unwrap();
        fs::set_permissions(outer.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let folder = outer.path().join("data");
        let path = folder.join("bot.sqlite");
        fs::create_dir(&folder).unwrap();
        fs::write(&path, "").unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(file_mode)).unwrap();
        fs::set_permissions(&folder, PermissionsExt::from_mode(folder_mode)).unwrap();
        let settings = with_database(&sandbox, &format!("sqlite://{}", path.display()));
        for arguments in [["run"], ["check"]] {
            let mut command = without_rights(&arguments, &settings, outer.path());
            let output = timeout(PATIENCE, command.output()).await.expect("it waits").unwrap();
            let text = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
            assert_eq!(output.status.code(), Some(2), "{what}: {text}");
            assert!(text.contains("must be able to write to the file and its folder"), "{what}: {text}");
        }
        fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).unwrap();
    }
}

#[tokio::test]
async fn a_database_that_is_away_is_waited_for_until_somebody_stops_it() {
    let sandbox = Sandbox::builder().start().await;
    let settings = with_database(&sandbox, "postgres://switchboard@127.0.0.1:9/none");
    let mut child = program(&[], &settings).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    until_it_says(&mut lines, "trying again").await;
    assert_eq!(terminate(child).await, Some(0));
}

/// Reads what it logs up to a line with these words.
async fn until_it_says(lines: &mut BufReader<ChildStderr>, words: &str) -> String {
    let mut line = String::new();
    let said = async {
        while !line.contains(words) {
            line.clear();
            assert_ne!(lines.read_line(&mut line).await.unwrap(), 0, "it ended");
        }
    };
    timeout(PATIENCE, said).await.unwrap_or_else(|_| panic!("it never says {words:?}"));
    line
}

/// Somebody tidies up: what is saved from then on would be lost, so nothing is said to be saved, and the log says why, also where
/// nobody asks for anything. Put back, the file takes what it is given again.
#[tokio::test]
async fn a_file_that_is_gone_under_the_running_bot_is_noticed() {
    let sandbox = Sandbox::builder().start().await;
    let settings = variables(&sandbox);
    let path = settings["DATABASE_URL"].trim_start_matches("sqlite://").to_owned();
    let aside = format!("{path}.aside");
    let mut child = program(&[], &settings).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    until_it_says(&mut lines, "leading the background work").await;
    sandbox.bot_ready().await;
    fs::rename(&path, &aside).unwrap();
    let said = until_it_says(&mut lines, "was deleted or replaced while Switchboard was running").await;
    assert!(said.contains("ERROR") && said.contains(&path), "{said}");
    let subscribe = "/digest subscribe channel:#support schedule:hourly timezone:UTC";
    let refused = sandbox.owner().run(subscribe).await.text();
    assert!(refused.contains("database isn't responding") && refused.contains("nothing was changed"), "{refused}");
    assert!(!Path::new(&path).exists(), "nothing is made in its place");
    fs::rename(&aside, &path).unwrap();
    until_it_says(&mut lines, "leading the background work").await;
    let saved = sandbox.owner().run(subscribe).await.text();
    assert!(saved.contains("Digest #1 saved"), "{saved}");
    assert_eq!(terminate(child).await, Some(0));
}
