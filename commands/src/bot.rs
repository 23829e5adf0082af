//! What every command works with.

use std::{sync::Arc, time::Duration};

use answers::{HelpDesk, Level, Troubles, names::Directory};
use liveagent::Client;
use notifications::{Clock, Notifier, discord::Rest};
use serenity::all::GuildId;
use store::{Process, Servers as Settings, Store};
use tokio::time::Instant;
use tokio_util::task::TaskTracker;
use views::{Press, knowledgebase::Article};

use crate::{
    discord::claims::Claims,
    discord::guilds::Registering,
    discord::replicas::Replicas,
    discord::servers::Servers,
    error::{Error, UserError},
    files::Files,
    last_known::LastKnown,
    people::access::{Caller, Origin},
    people::audit::Audit,
    people::floods::Floods,
    people::recent::Recent,
    people::reminders::Reminders,
    people::uses::Uses,
    unsaved::{Unsaved, WidgetEdit},
};

/// The bot's own state: the client of LiveAgent, what is remembered in memory, and the way to what must survive a restart.
#[derive(Debug)]
pub struct Bot {
    pub(crate) liveagent: Client,
    pub(crate) rest: Arc<Rest>,
    pub(crate) files: Files,
    pub(crate) store: Store,
    /// What the servers have set up.
    pub(crate) settings: Settings,
    pub(crate) notifier: Arc<Notifier>,
    pub(crate) help_desk: HelpDesk,
    pub(crate) directory: Arc<Directory>,
    pub(crate) last_known: LastKnown,
    pub(crate) recent: Recent,
    /// The articles that members have written and not saved yet.
    pub(crate) articles: Unsaved<Article>,
    /// Changes of widgets that were shown and not applied yet.
    pub(crate) widget_edits: Unsaved<WidgetEdit>,
    pub(crate) claims: Claims,
    pub(crate) replicas: Replicas,
    pub(crate) uses: Uses,
    pub(crate) audit: Audit,
    pub(crate) floods: Floods,
    pub(crate) reminders: Reminders,
    pub(crate) troubles: Arc<Troubles>,
    pub(crate) guilds: Vec<GuildId>,
    pub(crate) registering: Arc<Registering>,
    pub(crate) servers: Servers,
    /// The level that a press needs. The areas know it, and they use this module.
    pub(crate) level_of: fn(&Press) -> Option<Level>,
    pub(crate) clock: Clock,
    /// Held by whoever tells a member what they could not be told before.
    pub(crate) telling: tokio::sync::Mutex<()>,
    /// Everything that is being answered, so that a shutdown can wait for it.
    pub(crate) running: TaskTracker,
}

/// What a [`Bot`] is made of.
#[derive(Debug)]
pub struct Parts {
    /// The client, with the account's address and key.
    pub liveagent: Client,
    /// Discord.
    pub rest: Arc<Rest>,
    /// Connections for files that members give.
    pub http: reqwest::Client,
    /// What survives a restart.
    pub store: Store,
    /// What the servers have set up.
    pub settings: Settings,
    /// Digests, boards and alerts.
    pub notifier: Arc<Notifier>,
    /// The account's address, for links to its panel; no trailing slash.
    pub panel: String,
    /// The servers that are served.
    pub guilds: Vec<GuildId>,
    /// How many commands, presses and forms of one member are answered within a minute; 0 is without limit.
    pub member_commands_per_minute: u32,
    /// This process, to tell it from others on the same database.
    pub process: Process,
    /// Switchboard's version.
    pub version: &'static str,
    /// The clock.
    pub clock: Clock,
}

impl Bot {
    /// Puts a bot together. Sends nothing yet.
    pub(crate) fn new(parts: Parts, level_of: fn(&Press) -> Option<Level>) -> Arc<Self> {
        let Parts {
            liveagent,
            rest,
            http,
            store,
            settings,
            notifier,
            panel,
            guilds,
            member_commands_per_minute,
            process,
            version,
            clock,
        } = parts;
        let (troubles, running) = (Arc::new(Troubles::default()), TaskTracker::new());
        let help_desk = HelpDesk::new(answers::Parts {
            liveagent: liveagent.clone(),
            troubles: Arc::clone(&troubles),
            panel,
            version,
            clock: clock.clone(),
        });
        Arc::new(Self {
            directory: Arc::clone(&help_desk.directory),
            help_desk,
            troubles,
            last_known: LastKnown::default(),
            recent: Recent::default(),
            articles: Unsaved::default(),
            widget_edits: Unsaved::default(),
            registering: Arc::default(),
            servers: Servers::default(),
            level_of,
            claims: Claims::default(),
            replicas: Replicas::new(process),
            uses: Uses::default(),
            audit: Audit::new(store.clone(), settings.clone(), clock.clone(), running.clone()),
            floods: Floods::new(member_commands_per_minute),
            reminders: Reminders::default(),
            telling: tokio::sync::Mutex::default(),
            running,
            store,
            settings,
            notifier,
            liveagent,
            rest,
            files: Files::new(http),
            guilds,
            clock,
        })
    }

    /// Takes nothing new and waits, `patience` at most, until what runs is answered. Whether it all was.
    pub async fn drain(&self, patience: Duration) -> bool {
        self.running.close();
        tokio::time::timeout(patience, self.running.wait()).await.is_ok()
    }

    /// Whether nothing is being answered.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.running.is_empty()
    }

    /// Lets in a member of a served server.
    pub(crate) fn admit<'a>(&self, origin: impl Into<Origin<'a>>) -> Result<Caller, UserError> {
        Caller::admit(&self.guilds, &self.settings, origin.into())
    }

    /// Lets in who may ask, and has not asked too much within a minute.
    pub(crate) fn let_in<'a>(&self, origin: impl Into<Origin<'a>>) -> Result<Caller, Error> {
        let caller = self.admit(origin)?;
        match self.floods.count(caller.user, caller.interaction, Instant::now()) {
            Ok(()) => Ok(caller),
            Err(wait) => Err(self.too_much(wait).into()),
        }
    }

    fn too_much(&self, wait: Duration) -> UserError {
        let again = self.clock.now().as_second().saturating_add_unsigned(wait.as_secs() + 1);
        UserError::new(format!("Too many requests. Try again <t:{again}:R>."))
    }
}
