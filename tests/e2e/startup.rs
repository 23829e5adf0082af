//! The program as whoever hosts it meets it: settings, `check`, exit codes, an end in order, and no secret in any output.

use std::{
    collections::{BTreeSet, HashMap},
    process::{Output, Stdio},
    time::Duration,
};

use crate::support::{CANARY, variables};
use sandbox::Sandbox;
use switchboard::config::{Config, SETTINGS};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader},
    process::{Child, Command},
};

pub(crate) fn program(arguments: &[&str], variables: &HashMap<&str, String>) -> Command {
    let folder = tempfile::tempdir().unwrap().keep();
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.args(arguments).env_clear().envs(variables).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

pub(crate) async fn output(arguments: &[&str], variables: &HashMap<&str, String>) -> (Output, String) {
    let output = program(arguments, variables).output().await.unwrap();
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].map(String::from_utf8_lossy).concat();
    (output, text)
}

#[tokio::test]
async fn missing_settings_are_all_named_at_once_with_exit_code_2() {
    let (output, text) = output(&[], &HashMap::new()).await;
    assert_eq!(output.status.code(), Some(2), "{text}");
    for setting in ["DISCORD_TOKEN", "DISCORD_GUILD_IDS", "LIVEAGENT_URL", "LIVEAGENT_API_KEY"] {
        assert_eq!(text.matches(&format!("\n  {setting}: ")).count(), 1, "{setting} in {text}");
    }
    assert!(text.starts_with("4 settings are missing or invalid:"), "{text}");
}

#[tokio::test]
async fn a_filter_that_is_none_is_named_with_the_others() {
    let settings = HashMap::from([("RUST_LOG", "liveagent=loud".to_owned())]);
    let (output, text) = output(&[], &settings).await;
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("\n  RUST_LOG: ") && text.contains("\n  DISCORD_TOKEN: "), "{text}");
}

#[tokio::test]
async fn help_and_version_answer_and_unknown_arguments_are_refused() {
    for (arguments, code, word) in [
        (["--help"], 0, "Usage: switchboard"),
        (["--version"], 0, concat!("switchboard ", env!("CARGO_PKG_VERSION"))),
        (["frobnicate"], 2, "unknown arguments: frobnicate"),
    ] {
        let (output, text) = output(&arguments, &HashMap::new()).await;
        assert_eq!(output.status.code(), Some(code), "{text}");
        assert!(text.contains(word), "{text}");
    }
}

#[tokio::test]
async fn settings_come_from_dotenv_too_and_from_files() {
    let sandbox = Sandbox::builder().api_key(CANARY).start().await;
    let mut settings = variables(&sandbox);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("key"), format!("{CANARY}\n")).unwrap();
    settings.remove("LIVEAGENT_API_KEY");
    let lines: Vec<String> = settings.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    let dotenv = lines.join("\n") + "\n";
    let dotenv = format!("{dotenv}LIVEAGENT_API_KEY_FILE={}\n", folder.path().join("key").display());
    std::fs::write(folder.path().join(".env"), dotenv).unwrap();
    let output = program(&["check"], &HashMap::new()).current_dir(folder.path()).output().await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("All checks passed."), "{text}");
}

#[tokio::test]
async fn check_names_what_is_wrong_and_how_to_mend_it() {
    let sandbox = Sandbox::builder().api_key(CANARY).start().await;
    let (output, text) = self::output(&["check"], &variables(&sandbox)).await;
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("invite the bot to a server, open https://discord.com/oauth2/authorize?client_id="),
        "{text}"
    );
    let found: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("ok     ")?.split(':').next()).collect();
    let asked = SETTINGS.iter().filter(|setting| setting.checked_with.is_some());
    assert_eq!(found, asked.map(|setting| setting.name).collect(), "{text}");

    let wrong = [
        ("DISCORD_TOKEN", "MTIz.wrong.token", "DISCORD_TOKEN", "copy it again"),
        ("DISCORD_GUILD_IDS", "1234567890", "DISCORD_GUILD_IDS", "invite it with the link below"),
        ("DISCORD_API_URL", "http://127.0.0.1:9", "DISCORD_API_URL", "can't be reached"),
        ("LIVEAGENT_API_KEY", "wrong", "LIVEAGENT_API_KEY", "rejected by LiveAgent"),
        ("LIVEAGENT_URL", "http://127.0.0.1:9", "LIVEAGENT_URL", "no usable response"),
        ("LIVEAGENT_TIMEZONE", "Asia/Tokyo", "LIVEAGENT_TIMEZONE", "leave it empty"),
        ("DATABASE_URL", "sqlite:///proc/nothing/bot.sqlite", "DATABASE_URL", "/proc"),
        ("DATABASE_URL", "postgres://nobody@127.0.0.1:9/none", "DATABASE_URL", "is not responding"),
    ];
    for (setting, value, named, mend) in wrong {
        let mut settings = variables(&sandbox);
        settings.insert(setting, value.to_owned());
        let (output, text) = self::output(&["check"], &settings).await;
        assert_eq!(output.status.code(), Some(2), "{setting}: {text}");
        let line = text.lines().find(|line| line.starts_with("WRONG") && line.contains(named)).unwrap_or_default();
        assert!(line.contains(mend), "{setting}: {text}");
        assert!(!text.contains(CANARY) && !text.contains(sandbox.token()), "{text}");
    }
}

/// It tells what a start would do, and does none of it.
#[tokio::test]
async fn check_changes_nothing() {
    let sandbox = Sandbox::builder().start().await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = variables(&sandbox);
    let database = folder.path().join("data/bot.sqlite");
    settings.insert("DATABASE_URL", format!("sqlite://{}", database.display()));
    let (_, text) = output(&["check"], &settings).await;
    assert!(text.contains("DATABASE_URL: will be created on first run"), "{text}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is left behind");

    let (child, _) = started(&settings).await;
    sandbox.bot_ready().await;
    let (_, text) = output(&["check"], &settings).await;
    assert!(text.contains("DATABASE_URL: is in use"), "{text}");
    assert_eq!(terminate(child).await, Some(0));
    let before = std::fs::read(&database).unwrap();
    let (_, text) = output(&["check"], &settings).await;
    assert!(text.contains("DATABASE_URL: is up to date"), "{text}");
    assert_eq!(std::fs::read(&database).unwrap(), before);
    assert_eq!(sandbox.discord().registrations(), 1, "registered by the start, not by the check");
}

#[tokio::test]
async fn a_second_process_on_a_file_of_sqlite_is_refused_with_a_clear_word() {
    let sandbox = Sandbox::builder().start().await;
    let (child, _) = started(&variables(&sandbox)).await;
    let (output, text) = output(&[], &variables(&sandbox)).await;
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("another Switchboard is running on"), "{text}");
    assert!(text.contains("use PostgreSQL for both"), "{text}");
    // The first one keeps running.
    assert!(!sandbox.owner().run("/tag list").await.failed());
    assert_eq!(terminate(child).await, Some(0));
}

/// Each server's commands go to the process that has its shard, and to no other.
#[tokio::test]
async fn shards_are_split_between_processes() {
    let sandbox = Sandbox::builder().guilds(6).start().await;
    let guilds = sandbox.guild_ids();
    let mut running = Vec::new();
    for shards in ["0-1/3", "2/3"] {
        let mut settings = variables(&sandbox);
        settings.insert("SHARDS", shards.to_owned());
        settings.insert("DISCORD_GUILD_IDS", guilds.iter().map(u64::to_string).collect::<Vec<_>>().join(","));
        settings.insert("DATABASE_URL", format!("{}-{}", settings["DATABASE_URL"], running.len()));
        running.push(started(&settings).await);
    }
    sandbox.bot_ready().await;
    for guild in &guilds {
        let answer = sandbox.member_of(*guild, "Ada").run("/tag list").await;
        assert!(!answer.failed(), "nobody has the shard of server {guild}");
        assert_eq!((answer.calls(), answer.refusals()), (1, [].as_slice()), "server {guild}");
    }
    for ((child, log), (shards, answers)) in running.into_iter().zip([(2, 4), (1, 2)]) {
        assert_eq!(terminate(child).await, Some(0));
        let log = log.await.unwrap();
        assert_eq!(log.matches("connected to Discord").count(), shards, "{log}");
        assert_eq!(log.matches("answered").count(), answers, "{log}");
    }
}

/// Starts the program and waits for its line that it is connected.
pub(crate) async fn started(settings: &HashMap<&str, String>) -> (Child, tokio::task::JoinHandle<String>) {
    let mut child = program(&[], settings).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut seen = String::new();
    while !seen.contains("connected to Discord") {
        assert_ne!(lines.read_line(&mut seen).await.unwrap(), 0, "ended early: {seen}");
    }
    let rest = tokio::spawn(async move {
        lines.read_to_string(&mut seen).await.unwrap();
        seen
    });
    (child, rest)
}

pub(crate) async fn terminate(mut child: Child) -> Option<i32> {
    let id = child.id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    tokio::time::timeout(Duration::from_secs(20), child.wait()).await.unwrap().unwrap().code()
}

#[tokio::test]
async fn sigterm_ends_it_in_order() {
    let sandbox = Sandbox::builder().start().await;
    let (child, log) = started(&variables(&sandbox)).await;
    assert_eq!(terminate(child).await, Some(0));
    let log = log.await.unwrap();
    assert!(log.contains("stopped"), "{log}");
}

/// A look-up and a change that LiveAgent is slow to answer are under way when it is told to stop.
#[tokio::test(flavor = "multi_thread")]
async fn sigterm_lets_what_is_under_way_finish() {
    let sandbox = Sandbox::builder().start().await;
    let (child, log) = started(&variables(&sandbox)).await;
    sandbox.bot_ready().await;
    sandbox.liveagent().faults().on("*", "/api/conversations/*").delay(Duration::from_secs(2));
    let conversation = sandbox.liveagent().conversations().remove(0);
    let ask = |line: String| {
        let owner = sandbox.owner();
        tokio::spawn(async move { owner.run(&line).await })
    };
    let looked = ask(format!("/conversation show conversation:{}", conversation.code));
    let noted = ask(format!("/conversation note conversation:{} text:on my way", conversation.code));
    // Both are deferred by now, and wait for LiveAgent.
    while sandbox.discord().requests().count("POST", "/interactions/*") < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(terminate(child).await, Some(0));
    for (answer, words) in [(looked.await.unwrap(), conversation.subject.as_str()), (noted.await.unwrap(), "on my way")]
    {
        assert!(answer.was_deferred() && answer.text().contains(words), "{}", answer.text());
    }
    assert_eq!(sandbox.liveagent().requests().count("POST", "/api/conversations/*/messages"), 1);
    let log = log.await.unwrap();
    assert!(!log.contains("was not finished"), "{log}");
}

/// The bot is started before it is invited, and Discord is away when it comes.
#[tokio::test]
async fn commands_appear_when_it_is_invited_and_once_discord_takes_them() {
    let sandbox = Sandbox::builder().start().await;
    let guild = sandbox.guild_id();
    sandbox.discord().kick_bot(guild);
    let (child, log) = started(&variables(&sandbox)).await;
    assert_eq!(sandbox.discord().registrations(), 0);
    sandbox.discord().faults().on("GET", "/applications/*").status(503).times(1);
    sandbox.discord().invite_bot(guild);
    sandbox.bot_ready().await;
    assert!(!sandbox.owner().run("/tag list").await.failed());
    assert_eq!(terminate(child).await, Some(0));
    let log = log.await.unwrap();
    assert!(log.contains("the bot is not in this server; invite it: https://discord.com/oauth2/authorize"), "{log}");
    assert!(log.contains("can't register the commands; trying again"), "{log}");
}

#[tokio::test]
async fn a_refused_token_ends_it_with_a_clear_word() {
    let sandbox = Sandbox::builder().start().await;
    let mut settings = variables(&sandbox);
    settings.insert("DISCORD_TOKEN", "MTIz.wrong.token".to_owned());
    let (output, text) = output(&[], &settings).await;
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("Discord rejected DISCORD_TOKEN"), "{text}");
}

/// Everything that is logged at the loudest, in both formats, over commands that succeed and that fail in every way.
#[tokio::test]
async fn no_secret_and_no_word_of_a_customer_is_logged_at_trace() {
    for format in ["text", "json"] {
        let sandbox = Sandbox::builder().api_key(CANARY).start().await;
        let mut settings = variables(&sandbox);
        settings.insert("RUST_LOG", "trace".to_owned());
        settings.insert("LOG_FORMAT", format.to_owned());
        let (child, log) = started(&settings).await;
        sandbox.bot_ready().await;
        let ada = sandbox.owner();
        let conversation = sandbox.liveagent().conversations().remove(0);
        let code = &conversation.code;
        ada.run(&format!("/conversation show conversation:{code}")).await;
        ada.run(&format!("/conversation messages conversation:{code}")).await;
        ada.run(&format!("/conversation note conversation:{code} text:the-customers-own-words")).await;
        ada.run("/kb search query:the-customers-own-words").await;
        for effect in ["status", "html", "reset", "truncate"] {
            let fault = sandbox.liveagent().faults().on("GET", "/api/conversations/*");
            match effect {
                "status" => fault.status(403).times(1),
                "html" => fault.html().times(1),
                "reset" => fault.reset().times(4),
                _ => fault.truncate().times(1),
            };
            ada.run(&format!("/conversation show conversation:{code}")).await;
            sandbox.liveagent().faults().clear();
        }
        assert_eq!(terminate(child).await, Some(0));
        let log = log.await.unwrap();
        assert!(log.contains("answered") && log.contains("failed"), "it logs at all: {log}");
        let encoded: String = CANARY.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let subject = &conversation.subject;
        for secret in [CANARY, &encoded, sandbox.token(), "the-customers-own-words", subject] {
            let line = log.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret} is in the log");
        }
    }
}

/// What is tested against the sandbox is what speaks to Discord: neither waits out a 429 by itself.
#[tokio::test]
async fn discord_itself_is_spoken_to_as_the_sandbox_is() {
    let sandbox = Sandbox::builder().start().await;
    let mut settings = variables(&sandbox);
    for proxy in [Some(sandbox.url()), None] {
        settings.remove("DISCORD_API_URL");
        settings.extend(proxy.clone().map(|url| ("DISCORD_API_URL", url)));
        let config = Config::read(|name| settings.get(name).cloned()).unwrap();
        let rest = switchboard::discord::rest(&config).unwrap();
        let http = rest.http();
        assert_eq!((http.ratelimiter.is_none(), &http.proxy), (true, &proxy));
    }
}
