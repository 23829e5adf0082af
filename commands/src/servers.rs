//! Caches a server's roles and the bot's own roles there for a few seconds, so that several commands in a row read them once. The cache is
//! cleared when Discord reports a change.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;
use serenity::all::GuildId;
use tokio::{sync::OnceCell, time::Instant};

use crate::discord::{Failure, Rest};

/// How long an entry is valid.
const CACHE_TIME: Duration = Duration::from_secs(5);

/// The maximum number of entries.
const CACHE_CAPACITY: usize = 100;

/// A server, the bot's member there, and the bot's user id.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) guild: Value,
    pub(crate) member: Value,
    pub(crate) me: u64,
}

/// The cache.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    me: OnceCell<u64>,
    seen: Mutex<HashMap<GuildId, (Instant, Arc<Server>)>>,
}

impl Servers {
    /// A server, at most [`CACHE_TIME`] old.
    pub(crate) async fn get(&self, rest: &Rest, guild: GuildId) -> Result<Arc<Server>, Failure> {
        if let Some((_, server)) = self.lock().get(&guild).filter(|(at, _)| at.elapsed() < CACHE_TIME) {
            return Ok(Arc::clone(server));
        }
        let me = *self.me.get_or_try_init(|| rest.me()).await?;
        let at = Instant::now();
        let (found, member) = tokio::try_join!(rest.guild(guild.get()), rest.member(guild.get(), me))?;
        let server = Arc::new(Server { guild: found, member, me });
        let mut seen = self.lock();
        if seen.len() >= CACHE_CAPACITY {
            seen.retain(|_, (at, _)| at.elapsed() < CACHE_TIME);
        }
        if seen.len() < CACHE_CAPACITY {
            seen.insert(guild, (at, Arc::clone(&server)));
        }
        Ok(server)
    }

    /// Clears the cache: a role, a member or a server has changed.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<GuildId, (Instant, Arc<Server>)>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
