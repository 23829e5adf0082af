//! An in-memory snapshot of all servers' settings, read without waiting and replaced as a whole.
//!
//! [`crate::Servers`] keeps it up to date and says how old it is.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

use crate::{
    Error, Link, Panel, RoleLevel, Store, Words,
    links::{LINKS, LinkRow},
    pool::{read, read_together},
    row::row,
    time::{instant, snowflake},
};

/// The maximum age of a fresh snapshot.
const MAX_AGE: Duration = Duration::from_secs(5);

/// How long loading may take. A connection that hangs must not keep the next attempt waiting until the snapshot is too old.
const LOAD_TIMEOUT: Duration = Duration::from_millis(1_500);

/// The settings of a server. The default, where there are none: nothing is public, and no role has a level.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Server {
    /// The levels of roles, by their ids.
    pub roles: HashMap<u64, RoleLevel>,
    /// Whether look-ups are answered where others read.
    pub look_ups_public: bool,
    /// Whether changes are announced where others read.
    pub changes_public: bool,
    /// How much of customers' words others may read.
    pub words: Words,
    /// How much of them they may read in channels set apart, by the channels' ids.
    pub channel_words: HashMap<u64, Words>,
    /// The id of the channel that shows the audit.
    pub audit_channel: Option<u64>,
    /// How far the first run is.
    pub panel: Panel,
    links: HashMap<u64, Link>,
    /// The members' ids, by their agents'.
    members: Arc<BTreeMap<String, u64>>,
}

impl Server {
    /// The link of a member.
    #[must_use]
    pub fn link_of(&self, user: u64) -> Option<&Link> {
        self.links.get(&user)
    }

    /// The link to an agent, by LiveAgent's id.
    #[must_use]
    pub fn link_to(&self, agent: &str) -> Option<&Link> {
        self.links.get(self.members.get(agent)?)
    }

    /// The linked members' ids, by their agents' ids.
    #[must_use]
    pub fn members(&self) -> Arc<BTreeMap<String, u64>> {
        Arc::clone(&self.members)
    }

    /// All links, in no order.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.links.values()
    }
}

/// The snapshot and its state.
#[derive(Debug)]
pub(crate) struct Snapshot {
    store: Store,
    state: RwLock<State>,
    /// Held while loading, so that an older snapshot never replaces a newer one.
    loading: Mutex<()>,
}

#[derive(Debug)]
struct State {
    servers: HashMap<u64, Arc<Server>>,
    version: i64,
    /// When the version was last confirmed: the time before the query was sent.
    confirmed: Instant,
    /// Whether a change made by this process is missing.
    is_behind: bool,
}

row! {
    struct Row {
        guild: i64,
        look_ups_public: bool,
        changes_public: bool,
        words: String,
        audit_channel: Option<i64>,
        panel_step: String,
        panel_shown: Option<i64>,
    }
}

/// All tables at one instant, as they are in the database.
struct Tables {
    version: i64,
    servers: Vec<Row>,
    channels: Vec<(i64, i64, String)>,
    roles: Vec<(i64, i64, String)>,
    links: Vec<LinkRow>,
}

const VERSION: &str = "SELECT version FROM servers_version";

impl Snapshot {
    /// Loads the first snapshot.
    pub(crate) async fn load(store: &Store) -> Result<Self, Error> {
        let state = State::load(store).await?;
        Ok(Self { store: store.clone(), state: RwLock::new(state), loading: Mutex::default() })
    }

    /// The settings of a server.
    pub(crate) fn server(&self, guild: u64) -> Arc<Server> {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.servers.get(&guild).cloned().unwrap_or_default()
    }

    /// Whether all that was committed [`MAX_AGE`] ago is in it, as far as the database has answered.
    pub(crate) fn is_fresh(&self) -> bool {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        !state.is_behind && state.confirmed.elapsed() <= MAX_AGE
    }

    /// Loads it again.
    pub(crate) async fn reload(&self) -> Result<(), Error> {
        in_time(async {
            let _one = self.loading.lock().await;
            self.replace().await
        })
        .await
    }

    /// Loads it again if the version has changed.
    pub(crate) async fn check(&self) -> Result<(), Error> {
        in_time(async {
            let _one = self.loading.lock().await;
            let asked = Instant::now();
            self.store.check_file()?;
            let version: i64 = read!(self.store, db => sqlx::query_scalar(VERSION).fetch_one(db));
            {
                let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
                if state.version == version && !state.is_behind {
                    state.confirmed = asked;
                    return Ok(());
                }
            }
            self.replace().await
        })
        .await
    }

    /// While the loading lock is held.
    async fn replace(&self) -> Result<(), Error> {
        let loaded = State::load(&self.store).await?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(())
    }

    fn falls_behind(&self) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).is_behind = true;
    }
}

impl Store {
    /// Reloads this process's snapshots after a change. If that fails, the change stands and the snapshots aren't fresh until the
    /// next load.
    pub(crate) async fn reload_servers(&self) {
        for snapshot in self.snapshots() {
            if let Err(error) = snapshot.reload().await {
                snapshot.falls_behind();
                tracing::debug!(error = %error, "a change of a server's settings is not in the snapshot yet");
            }
        }
    }
}

async fn in_time(load: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    timeout(LOAD_TIMEOUT, load).await.unwrap_or_else(|_| Err(Error::Unavailable("no answer in time".to_owned())))
}

impl State {
    async fn load(store: &Store) -> Result<Self, Error> {
        let confirmed = Instant::now();
        store.check_file()?;
        let tables = read_together!(store, tx => {
            Tables {
                version: sqlx::query_scalar(VERSION).fetch_one(&mut *tx).await?,
                servers: sqlx::query_as("SELECT * FROM servers").fetch_all(&mut *tx).await?,
                channels: sqlx::query_as("SELECT guild, channel, words FROM channel_words").fetch_all(&mut *tx).await?,
                roles: sqlx::query_as("SELECT guild, role, level FROM role_levels").fetch_all(&mut *tx).await?,
                links: sqlx::query_as(LINKS).fetch_all(&mut *tx).await?,
            }
        });
        let version = tables.version;
        let servers = tables.read()?.into_iter().map(|(guild, server)| (guild, Arc::new(server))).collect();
        Ok(Self { servers, version, confirmed, is_behind: false })
    }
}

impl Tables {
    /// The servers, by their ids.
    fn read(self) -> Result<HashMap<u64, Server>, Error> {
        let mut servers: HashMap<u64, Server> = HashMap::new();
        for row in self.servers {
            let server = servers.entry(snowflake(row.guild)).or_default();
            server.look_ups_public = row.look_ups_public;
            server.changes_public = row.changes_public;
            server.words = Words::of(&row.words)?;
            server.audit_channel = row.audit_channel.map(snowflake);
            server.panel = Panel { step: row.panel_step, shown: row.panel_shown.map(instant) };
        }
        for (guild, channel, words) in self.channels {
            let server = servers.entry(snowflake(guild)).or_default();
            server.channel_words.insert(snowflake(channel), Words::of(&words)?);
        }
        for (guild, role, level) in self.roles {
            let server = servers.entry(snowflake(guild)).or_default();
            server.roles.insert(snowflake(role), RoleLevel::of(&level)?);
        }
        for row in self.links {
            let (guild, link) = row.read();
            let server = servers.entry(guild).or_default();
            Arc::make_mut(&mut server.members).insert(link.agent.id.clone(), link.user);
            server.links.insert(link.user, link);
        }
        Ok(servers)
    }
}
