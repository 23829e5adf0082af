//! Caches a server's roles and the bot's own roles there for a few seconds, so that several commands in a row read them once. The cache is
//! cleared when Discord reports a change.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use lru::LruCache;
use serde_json::Value;
use serenity::all::GuildId;
use tokio::{sync::OnceCell, time::Instant};

use notifications::discord::{Failure, Rest};

/// How long an entry is valid.
const CACHE_TIME: Duration = Duration::from_secs(5);

/// The maximum number of entries. A new one takes the place of the oldest.
const CACHE_CAPACITY: NonZeroUsize = NonZeroUsize::new(100).expect("more than none");

/// A server, the bot's member there, and the bot's user id.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) guild: Value,
    pub(crate) member: Value,
    pub(crate) me: u64,
}

/// The cache.
#[derive(Debug)]
pub(crate) struct Servers {
    me: OnceCell<u64>,
    seen: Mutex<Seen>,
}

/// When each server was read, and what was read.
type Seen = LruCache<GuildId, (Instant, Arc<Server>)>;

impl Default for Servers {
    fn default() -> Self {
        Self { me: OnceCell::new(), seen: Mutex::new(LruCache::new(CACHE_CAPACITY)) }
    }
}

impl Servers {
    /// A server, at most [`CACHE_TIME`] old.
    pub(crate) async fn get(&self, rest: &Rest, guild: GuildId) -> Result<Arc<Server>, Failure> {
        if let Some((_, server)) = self.lock().peek(&guild).filter(|(at, _)| at.elapsed() < CACHE_TIME) {
            return Ok(Arc::clone(server));
        }
        let me = *self.me.get_or_try_init(|| rest.me()).await?;
        let at = Instant::now();
        let (found, member) = tokio::try_join!(rest.guild(guild.get()), rest.member(guild.get(), me))?;
        let server = Arc::new(Server { guild: found, member, me });
        self.lock().put(guild, (at, Arc::clone(&server)));
        Ok(server)
    }

    /// Clears the cache: a role, a member or a server has changed.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
