//! The program: `switchboard run`, `switchboard check`, `switchboard --help`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program speaks to a terminal")]

use std::process::ExitCode;

use switchboard::{check, config::Config, dotenv, telemetry};

const HELP: &str = "\
Switchboard puts a LiveAgent help desk into a support team's Discord.

Usage: switchboard [run | check | --help | --version]

  run        run the bot (the default)
  check      test every setting against Discord, LiveAgent and the database, and say how to fix each problem

Settings come from the environment and from .env in this folder or above; .env.example explains each.
Exit codes: 0 success, 1 failure, 2 a setting or an argument is wrong.";

/// A setting or an argument is wrong.
const MISUSED: u8 = 2;

/// The threads that answer. What the bot does is wait: more of them would be memory only, and that on the machines with most cores.
const WORKER_THREADS: usize = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["run"] => with_settings(run),
        ["check"] => with_settings(|config| check(&config)),
        ["--help" | "-h" | "help"] => {
            println!("{HELP}");
            ExitCode::SUCCESS
        }
        ["--version" | "-V"] => {
            println!("switchboard {}", switchboard::VERSION);
            ExitCode::SUCCESS
        }
        _ => {
            let told: Vec<&str> = arguments.iter().map(|argument| told(argument)).collect();
            eprintln!("unknown arguments: {}\n\n{HELP}", told.join(" "));
            ExitCode::from(MISUSED)
        }
    }
}

/// What of an argument may be told: a setting that was given as one is a secret, perhaps.
fn told(argument: &str) -> &str {
    let name = argument.split('=').next().unwrap_or_default();
    let is_word = name.len() <= 30 && name.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'));
    if is_word { name } else { "…" }
}

fn with_settings(command: impl FnOnce(Config) -> anyhow::Result<ExitCode>) -> ExitCode {
    let config = match settings() {
        Ok(config) => config,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(MISUSED);
        }
    };
    command(config).unwrap_or_else(|error| {
        eprintln!("switchboard: {error:#}");
        if switchboard::is_of_the_settings(&error) { ExitCode::from(MISUSED) } else { ExitCode::FAILURE }
    })
}

/// The environment first, then `.env`.
fn settings() -> anyhow::Result<Config> {
    let file = dotenv::read(&std::env::current_dir()?)?;
    // Set to nothing is not set: composed environments name variables that nobody gave.
    let given = |name: &str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    Ok(Config::read(|name| given(name).or_else(|| file.get(name).cloned()))?)
}

fn run(config: Config) -> anyhow::Result<ExitCode> {
    telemetry::start(&config)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(WORKER_THREADS).enable_all().build()?;
    let ended = runtime.block_on(async {
        let shutdown = signals()?;
        switchboard::run(config, shutdown).await
    });
    // Not dropped: that waits for its threads, and what holds one up may never end.
    runtime.shutdown_background();
    ended.map(|()| ExitCode::SUCCESS)
}

fn check(config: &Config) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let findings = runtime.block_on(check::check(config));
    println!("{findings}");
    Ok(if findings.is_fine() { ExitCode::SUCCESS } else { ExitCode::from(MISUSED) })
}

/// Ready at SIGTERM or Ctrl-C.
fn signals() -> std::io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
