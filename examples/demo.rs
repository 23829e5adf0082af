//! The bot against the sandbox, with a page to try it on: `cargo run --release --example demo`.
//!
//! Both services are stand-ins on this machine; the bot is the real one, on a real gateway connection. Nothing to
//! configure, nothing sent anywhere else.
//!
//! Its server is set up as a team would have done it: Sales looks things up, Support works on conversations, shift leads manage what others
//! share, team leads own the server, and Eve may do nothing.
//!
//! - `--fresh` begins with a server that nobody has set up;
//! - `--port N` serves the page there instead of on 4000 (0 takes any free port);
//! - `--command "/conversation show ..."` types one command as the server's owner, prints the answer, and ends.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the demo speaks to a terminal")]

use std::{collections::HashMap, process::ExitCode};

use anyhow::Context as _;
use sandbox::Sandbox;
use store::{RoleLevel, Store, Who};
use switchboard::{Clock, config::Config, telemetry};

const HELP: &str = "Usage: cargo run --release --example demo [-- [--fresh] [--port N] [--command \"/...\"]]";

/// What the arguments ask for.
struct Arguments {
    port: u16,
    command: Option<String>,
    fresh: bool,
    help: bool,
}

fn arguments() -> Result<Arguments, String> {
    let mut wanted = Arguments { port: 4000, command: None, fresh: false, help: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--port" => wanted.port = value()?.parse().map_err(|_| "--port needs a number up to 65535".to_owned())?,
            "--help" | "-h" => wanted.help = true,
            "--fresh" => wanted.fresh = true,
            "--command" => (wanted.command, wanted.port) = (Some(value()?), 0),
            other => return Err(format!("unknown argument {other}")),
        }
    }
    Ok(wanted)
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(problem) => {
            eprintln!("{problem}\n{HELP}");
            return ExitCode::from(2);
        }
    };
    if arguments.help {
        println!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match demo(arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn demo(arguments: Arguments) -> anyhow::Result<()> {
    let port = arguments.port;
    let sandbox = Sandbox::builder()
        .port(port)
        .try_start()
        .await
        .with_context(|| format!("can't listen on port {port}; choose another with --port, or 0 for any"))?;
    // What is made in the demo goes with it.
    let folder = tempfile::tempdir()?;
    let database = format!("sqlite://{}", folder.path().join("demo.sqlite").display());
    if !arguments.fresh {
        set_up(&sandbox, &database).await?;
    }
    let config = settings(&sandbox, database, arguments.command.is_some())?;
    telemetry::start(&config)?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    // The page lets time run: the bot goes by the same clock as the services.
    let clock = sandbox.clock().clone();
    let mut bot = tokio::spawn(switchboard::run_by(Clock::new(move || clock.now()), config, async move {
        let _ = stopped.await;
    }));
    tokio::select! {
        () = sandbox.bot_ready() => {}
        ended = &mut bot => {
            ended??;
            anyhow::bail!("the bot stopped before it was ready");
        }
    }
    if let Some(command) = arguments.command {
        let answer = sandbox.owner().try_run(&command).await;
        println!("{}", answer.map_err(|problem| anyhow::anyhow!("{command}: {problem}"))?.text());
    } else {
        println!("\n  Open {} and type /\n  Press Ctrl-C to stop.\n", sandbox.url());
        tokio::signal::ctrl_c().await?;
    }
    let _ = stop.send(());
    bot.await??;
    Ok(())
}

/// Gives roles their levels, as the owner of the server would with `/setup roles`.
async fn set_up(sandbox: &Sandbox, database: &str) -> anyhow::Result<()> {
    let store = Store::open(database).await?;
    let (guild, at) = (sandbox.guild_id(), sandbox.clock().now());
    let who = Who { user: sandbox.owner().id(), guild, channel: sandbox.channel_id("support"), interaction: 1, at };
    let levels = [("Sales", RoleLevel::Viewer), ("Support", RoleLevel::Agent), ("Shift leads", RoleLevel::Manager)];
    let levels = levels.map(|(role, level)| (level, sandbox.role_id(role)));
    store.change_roles(false, &levels, &who).await?;
    store.close().await?;
    Ok(())
}

/// The settings that a host would put into `.env`.
fn settings(sandbox: &Sandbox, database: String, quiet: bool) -> anyhow::Result<Config> {
    let variables: HashMap<&str, String> = HashMap::from([
        ("DISCORD_TOKEN", sandbox.token().to_owned()),
        ("DISCORD_GUILD_IDS", sandbox.guild_id().to_string()),
        ("DISCORD_API_URL", sandbox.url()),
        ("LIVEAGENT_URL", sandbox.liveagent_url()),
        ("LIVEAGENT_API_KEY", sandbox.api_key().to_owned()),
        ("DATABASE_URL", database),
        ("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_else(|_| if quiet { "error" } else { "info" }.to_owned())),
    ]);
    Ok(Config::read(|name| variables.get(name).cloned())?)
}
