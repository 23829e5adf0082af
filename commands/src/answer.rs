//! Answers every look-up, from a command, a button or a select: checks the level, limits the time, and shows the last known answer while
//! LiveAgent is unavailable. It knows no area.

use std::{future::Future, time::Duration};

use answers::{Answer, Asking, RequestInfo, Sends, outdated, owned};
use futures_util::future::BoxFuture;
use tokio::time::timeout;
use views::{Link, Look, Message};

use crate::{
    bot::Bot,
    error::Error,
    people::access::{Caller, Level},
};

/// How long a look-up may take. Shorter than the time to answer, so that the last known answer can still be shown instead.
const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(11);

/// A member's look-up.
pub(crate) struct Looking<'a> {
    pub(crate) bot: &'a Bot,
    pub(crate) caller: Caller,
    pub(crate) link: &'a Link,
}

/// A look-up of Switchboard's own data, such as a server's digests. LiveAgent's data is looked up by an [`Answer`].
pub(crate) trait OwnLook: Look + Send + Sync + 'static {
    /// The level that it needs. It is checked at every click.
    const LEVEL: Level;
    /// The operations that it may send.
    const SENDS: Sends = &[];

    /// Looks it up, and draws the answer.
    fn tell(&self, looking: &Looking<'_>) -> impl Future<Output = Result<Message, Error>> + Send;
}

/// A look-up with its type erased.
pub(crate) struct AnyLook {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    level: Level,
    sends: Sends,
    /// Whether to show the last answer while LiveAgent is down. Never for a server's own data.
    is_kept: bool,
    answer: for<'a> fn(&'a Looking<'a>) -> BoxFuture<'a, Result<Message, Error>>,
    /// The ids in a request. Autocomplete offers frequently used ones first.
    named: fn(&Link) -> Vec<String>,
}

impl AnyLook {
    /// A look-up of LiveAgent's data.
    pub(crate) const fn of<L: Answer>() -> Self {
        let named: fn(&Link) -> Vec<String> = |link| owned(link.look::<L>().iter().flat_map(L::named));
        Self { is_kept: true, named, ..Self::new::<L>(L::LEVEL, L::SENDS, |looking| Box::pin(ask::<L>(looking))) }
    }

    /// A look-up of Switchboard's own data.
    pub(crate) const fn own<L: OwnLook>() -> Self {
        Self::new::<L>(L::LEVEL, L::SENDS, |looking| {
            Box::pin(async move { looking.link.look::<L>().ok_or_else(outdated)?.tell(looking).await })
        })
    }

    const fn new<L: Look>(
        level: Level,
        sends: Sends,
        answer: for<'a> fn(&'a Looking<'a>) -> BoxFuture<'a, Result<Message, Error>>,
    ) -> Self {
        let named: fn(&Link) -> Vec<String> = |_| Vec::new();
        Self { tag: L::TAG, name: L::NAME, level, sends, is_kept: false, answer, named }
    }

    pub(crate) const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "look", tag, name, level, sends }
    }
}

async fn ask<L: Answer>(looking: &Looking<'_>) -> Result<Message, Error> {
    let Looking { bot, caller, link } = looking;
    let asking = Asking::new(&bot.help_desk, link);
    let message = link.look::<L>().ok_or_else(outdated)?.answer(&asking).await?;
    if let Some(opened) = asking.into_opened() {
        bot.recent.opened(caller.user, opened);
    }
    Ok(message)
}

/// Looks something up for `caller` and draws it.
pub(crate) async fn answer(bot: &Bot, caller: Caller, look: &AnyLook, link: &Link) -> Result<Message, Error> {
    bot.audit.require(caller, look.level, look.name)?;
    let looking = Looking { bot, caller, link };
    match timeout(LOOK_UP_TIMEOUT, (look.answer)(&looking)).await.unwrap_or(Err(Error::TooSlow)) {
        Ok(message) if look.is_kept => {
            bot.last_known.keep(link, bot.clock.now(), &message);
            bot.uses.count(caller.guild, (look.named)(link));
            Ok(message)
        }
        Err(error) if error.is_outage() => match bot.last_known.get(link) {
            Some((at, message)) => {
                bot.troubles.warn(error.kind(), error.operation(), "an older answer stands in");
                Ok(views::errors::stale(message, error.why(), at))
            }
            None => Err(error),
        },
        answer => answer,
    }
}
