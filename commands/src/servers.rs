//! What a server lets the bot do, as Discord tells it: the server's roles and the bot's own. Kept a few seconds, so that several commands in a
//! row are one look, and forgotten when Discord says that something of it has changed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use serde_json::Value;
use serenity::all::GuildId;
use tokio::{sync::OnceCell, time::Instant};

use crate::discord::{Failure, Rest};

/// For how long it is taken to be as it was.
const FRESH: Duration = Duration::from_secs(5);

/// The most servers that are kept.
const KEPT: usize = 100;

/// A server, the bot's membership in it, and the bot's id.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) guild: Value,
    pub(crate) member: Value,
    pub(crate) me: u64,
}

/// The servers that were looked at.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    me: OnceCell<u64>,
    seen: Mutex<HashMap<GuildId, (Instant, Arc<Server>)>>,
}

impl Servers {
    /// A server, as it was at most [`FRESH`] ago.
    pub(crate) async fn get(&self, rest: &Rest, guild: GuildId) -> Result<Arc<Server>, Failure> {
        if let Some((_, server)) = self.lock().get(&guild).filter(|(at, _)| at.elapsed() < FRESH) {
            return Ok(Arc::clone(server));
        }
        let me = *self.me.get_or_try_init(|| rest.me()).await?;
        let at = Instant::now();
        let (found, member) = tokio::try_join!(rest.guild(guild.get()), rest.member(guild.get(), me))?;
        let server = Arc::new(Server { guild: found, member, me });
        let mut seen = self.lock();
        if seen.len() >= KEPT {
            seen.retain(|_, (at, _)| at.elapsed() < FRESH);
        }
        if seen.len() < KEPT {
            seen.insert(guild, (at, Arc::clone(&server)));
        }
        Ok(server)
    }

    /// Roles, members or servers have changed.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<GuildId, (Instant, Arc<Server>)>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
