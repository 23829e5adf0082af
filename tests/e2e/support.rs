//! A bot on a sandbox, as every end-to-end test begins.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use ::commands::{Command, RequestInfo};
use sandbox::{Answer, Sandbox};
use switchboard::{
    Clock,
    config::{Config, Secret},
};
use tokio::{sync::oneshot, task::JoinHandle};

/// The key that must appear nowhere.
pub(crate) const CANARY: &str = "canary-key-4f9b2c7e+/=";

/// The interaction by which the servers of tests were set up, in the audit.
pub(crate) const SETUP: u64 = 1;

/// How long a test waits for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// How often something is done: a part of it in every run of the tests, all of it where `LONG_TESTS` is set.
pub(crate) fn at_length(part: usize, all: usize) -> usize {
    if std::env::var_os("LONG_TESTS").is_some() { all } else { part }
}

/// A running bot and the two services it talks to.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    /// Whether whoever of the bot looks at the clock panics.
    pub(crate) broken: Arc<AtomicBool>,
    database: String,
    settings: HashMap<&'static str, String>,
    stop: Option<oneshot::Sender<()>>,
    bot: Option<JoinHandle<anyhow::Result<()>>>,
}

impl World {
    /// Starts both, and waits until the bot is connected and its commands are registered.
    pub(crate) async fn start() -> Self {
        Self::on(Sandbox::builder().api_key(CANARY).start().await).await
    }

    /// Starts a bot on a sandbox that stands already.
    pub(crate) async fn on(sandbox: Sandbox) -> Self {
        let database = database(&sandbox);
        Self::with(sandbox, database).await
    }

    /// Starts a bot on a sandbox and a database that stand already.
    pub(crate) async fn with(sandbox: Sandbox, database: String) -> Self {
        if std::env::var_os("RUST_LOG").is_some() {
            // The first test of the process starts it; the others share it. Nothing is blanked: what gets through is to be found.
            let _ = switchboard::telemetry::start_to(&config(&sandbox), std::io::stderr);
        }
        let mut world = Self { database, ..Self::idle(sandbox) };
        world.open_to_all().await;
        world.start_bot().await;
        world
    }

    /// Starts a bot with other settings on a sandbox that stands already.
    pub(crate) async fn with_settings(sandbox: Sandbox, settings: &[(&'static str, &str)]) -> Self {
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let mut world = Self { settings, ..Self::idle(sandbox) };
        world.open_to_all().await;
        world.start_bot().await;
        world
    }

    /// A sandbox on which no bot was started yet.
    pub(crate) fn idle(sandbox: Sandbox) -> Self {
        let database = database(&sandbox);
        Self { sandbox, broken: Arc::default(), database, settings: HashMap::new(), stop: None, bot: None }
    }

    /// Starts both on a Monday at noon in UTC, with a clock of this speed: 0 stands still until it is moved.
    pub(crate) async fn monday(speed: f64) -> Self {
        let clock = sandbox::clock::Clock::at("2026-11-23T12:00:00Z".parse().unwrap());
        clock.set_speed(speed);
        Self::on(Sandbox::builder().api_key(CANARY).clock(clock).start().await).await
    }

    /// Waits until something holds that nothing tells of.
    pub(crate) async fn until(&self, mut holds: impl FnMut(&Self) -> bool) {
        let wait = async {
            while !holds(self) {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("it never held");
    }

    /// Stops the bot and starts it anew, as an update does.
    pub(crate) async fn restart(&mut self) {
        self.stop_bot().await;
        self.start_bot().await;
    }

    /// The sandbox alone, once the bot is stopped.
    pub(crate) fn into_sandbox(self) -> Sandbox {
        self.sandbox
    }

    /// Lets every member look things up, as if the owner had set the server up so. The next bot finds it.
    async fn open_to_all(&self) {
        let store = loop {
            match store::Store::open(&self.database).await {
                Ok(store) => break store,
                // The machine is busy, or a bot that was killed still has the file.
                Err(store::Error::Unavailable(_) | store::Error::InUse(_)) => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Err(error) => panic!("{error}"),
            }
        };
        for guild in self.sandbox.guild_ids() {
            let who = store::Who { user: 1, guild, channel: 1, interaction: SETUP, at: self.sandbox.clock().now() };
            store.change_roles(false, &[(store::RoleLevel::Viewer, guild)], &who).await.unwrap();
        }
        store.close().await.unwrap();
    }

    pub(crate) async fn start_bot(&mut self) {
        let (stop, stopped) = oneshot::channel::<()>();
        let clock = self.sandbox.clock().clone();
        let broken = Arc::clone(&self.broken);
        let clock = Clock::new(move || {
            assert!(!broken.load(Ordering::SeqCst), "the clock is broken on purpose");
            clock.now()
        });
        let bot = switchboard::run_by(clock, self.config(), async move {
            let _ = stopped.await;
        });
        (self.stop, self.bot) = (Some(stop), Some(tokio::spawn(bot)));
        tokio::time::timeout(PATIENCE, self.sandbox.bot_ready())
            .await
            .expect("connected, with its commands registered");
    }

    fn config(&self) -> Config {
        let mut variables = variables(&self.sandbox);
        variables.extend(self.settings.clone());
        let config = Config::read(|name| variables.get(name).cloned()).unwrap();
        Config { database_url: Secret::new(self.database.clone()), ..config }
    }

    /// Stops the bot and says how it ended.
    pub(crate) async fn stop_bot(&mut self) {
        let _ = self.stop.take().unwrap().send(());
        self.bot.take().unwrap().await.unwrap().unwrap();
        self.sandbox.bot_gone().await;
    }
}

/// The settings of a bot on this sandbox, as variables. The clock of tests runs faster than the minute by which requests are counted,
/// so there is no limit on them, on neither side.
pub(crate) fn variables(sandbox: &Sandbox) -> HashMap<&'static str, String> {
    sandbox.liveagent().keep_limits(false);
    HashMap::from([
        ("DISCORD_TOKEN", sandbox.token().to_owned()),
        ("DISCORD_GUILD_IDS", sandbox.guild_id().to_string()),
        ("DISCORD_API_URL", sandbox.url()),
        ("LIVEAGENT_URL", sandbox.liveagent_url()),
        ("LIVEAGENT_API_KEY", sandbox.api_key().to_owned()),
        ("LIVEAGENT_REQUESTS_PER_MINUTE", "0".to_owned()),
        ("MEMBER_COMMANDS_PER_MINUTE", "0".to_owned()),
        ("DATABASE_URL", database(sandbox)),
        ("RUST_LOG", std::env::var("RUST_LOG").unwrap_or_default()),
    ])
}

/// A file of its own for each sandbox.
pub(crate) fn database(sandbox: &Sandbox) -> String {
    let (process, number) = (std::process::id(), sandbox.number());
    format!("sqlite://{}/e2e-{process}-{number}/bot.sqlite", env!("CARGO_TARGET_TMPDIR"))
}

pub(crate) fn config(sandbox: &Sandbox) -> Config {
    let variables = variables(sandbox);
    Config::read(|name| variables.get(name).cloned()).unwrap()
}

pub(crate) fn is_digest(message: &Answer) -> bool {
    message.text().contains("📰")
}

/// How many digests stand in #support.
pub(crate) fn digests(world: &World) -> usize {
    world.sandbox.answers_in("support").iter().filter(|message| is_digest(message)).count()
}

/// What `/digest list` says once `fits` holds; it is looked at with each change of what the bot does.
pub(crate) async fn listed(world: &World, fits: impl Fn(&str) -> bool) -> String {
    for _ in 0..600 {
        let list = world.sandbox.owner().run("/digest list").await.text();
        if fits(&list) {
            return list;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the list never said so, but: {}", world.sandbox.owner().run("/digest list").await.text());
}

/// The id of the button whose label begins so.
pub(crate) fn button_id(answer: &Answer, label: &str) -> String {
    let mut buttons = answer.components().iter().flat_map(|row| row["components"].as_array().unwrap());
    let button = buttons.find(|button| button["label"].as_str().is_some_and(|found| found.starts_with(label)));
    button.unwrap_or_else(|| panic!("no {label} in {}", answer.text()))["custom_id"].as_str().unwrap().to_owned()
}

/// The commands below one, or itself.
pub(crate) fn leaves(command: &Command) -> Vec<&Command> {
    if command.subcommands.is_empty() { vec![command] } else { command.subcommands.iter().flat_map(leaves).collect() }
}

/// The id of a button, select or form for a request, without its fields.
pub(crate) fn bare_id(request: &RequestInfo) -> String {
    let kind = match request.kind {
        "look" => 'n',
        "act" => 'a',
        _ => 'f',
    };
    format!("1{kind}{}", request.tag)
}

/// Starts two bots on one database, and waits until both are connected.
pub(crate) async fn two_bots(sandbox: &Sandbox, database: &str) -> [Bot; 2] {
    let start = || {
        let (stop, stopped) = oneshot::channel::<()>();
        let clock = sandbox.clock().clone();
        let config = Config { database_url: Secret::new(database.to_owned()), ..config(sandbox) };
        let run = tokio::spawn(switchboard::run_by(Clock::new(move || clock.now()), config, async move {
            let _ = stopped.await;
        }));
        Bot { stop, run }
    };
    let bots = [start(), start()];
    let connected = async {
        while sandbox.discord().connections() < 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        sandbox.bot_ready().await;
    };
    tokio::time::timeout(PATIENCE, connected).await.expect("both are connected");
    bots
}

/// A running bot of [`two_bots`].
pub(crate) struct Bot {
    stop: oneshot::Sender<()>,
    run: JoinHandle<anyhow::Result<()>>,
}

impl Bot {
    /// Stops it, and waits for its end.
    pub(crate) async fn stop(self) {
        let _ = self.stop.send(());
        self.run.await.unwrap().unwrap();
    }
}
