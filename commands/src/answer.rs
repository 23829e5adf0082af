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

/// Somebody's look-up that is being answered.
pub(crate) struct Looking<'a> {
    pub(crate) bot: &'a Bot,
    pub(crate) caller: Caller,
    pub(crate) link: &'a Link,
}

/// A look-up of what is the server's or the bot's own, such as its digests. Everything that LiveAgent knows is an [`Answer`].
pub(crate) trait OwnLook: Look + Send + Sync + 'static {
    /// The level that it needs. It is checked at every click.
    const LEVEL: Level;
    /// The operations that it may send.
    const SENDS: Sends = &[];

    /// Looks it up, and draws the answer.
    fn tell(&self, looking: &Looking<'_>) -> impl Future<Output = Result<Message, Error>> + Send;
}

/// A look-up with its type taken off.
pub(crate) struct AnyLook {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    level: Level,
    sends: Sends,
    /// Whether the last answer stands in while LiveAgent is not there: not for what is a server's own.
    is_kept: bool,
    answer: for<'a> fn(&'a Looking<'a>) -> BoxFuture<'a, Result<Message, Error>>,
    /// The ids that a request names, which are offered first from then on.
    named: fn(&Link) -> Vec<String>,
}

impl AnyLook {
    /// What LiveAgent answers.
    pub(crate) const fn of<L: Answer>() -> Self {
        Self {
            tag: <L as Look>::TAG,
            name: <L as Look>::NAME,
            level: L::LEVEL,
            sends: L::SENDS,
            is_kept: true,
            answer: |looking| Box::pin(ask::<L>(looking)),
            named: |link| owned(link.look::<L>().iter().flat_map(L::named)),
        }
    }

    /// What is the server's or the bot's own.
    pub(crate) const fn own<L: OwnLook>() -> Self {
        Self {
            tag: <L as Look>::TAG,
            name: <L as Look>::NAME,
            level: L::LEVEL,
            sends: L::SENDS,
            is_kept: false,
            answer: |looking| {
                Box::pin(async move { looking.link.look::<L>().ok_or_else(outdated)?.tell(looking).await })
            },
            named: |_| Vec::new(),
        }
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
