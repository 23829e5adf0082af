//! Answers every look-up, from a command, a button or a select: checks the level, limits the time, and shows the last known answer while
//! LiveAgent is unavailable. It knows no area.

use std::{future::Future, time::Duration};

use futures_util::future::BoxFuture;
use tokio::time::timeout;
use views::{Link, Look, Message};

use crate::{
    bot::Bot,
    error::Error,
    people::access::{Caller, Level},
    request::{RequestInfo, Sends, outdated, owned},
};

/// How long a look-up may take. Shorter than the time to answer, so that the last known answer can still be shown instead.
const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(11);

/// A look-up that is being answered.
pub(crate) struct Asking<'a> {
    pub(crate) bot: &'a Bot,
    pub(crate) caller: Caller,
    pub(crate) link: &'a Link,
}

impl Asking<'_> {
    /// Which page is asked for, from 0.
    pub(crate) fn page(&self) -> u32 {
        self.link.page()
    }
}

/// A look-up that can be answered.
pub(crate) trait Answer: Look + Send + Sync + 'static {
    /// The level that it needs. It is checked at every click.
    const LEVEL: Level = Level::Viewer;
    /// The operations that it may send.
    const SENDS: Sends;
    /// Whether the last answer stands in while LiveAgent is not there: not for what is a server's own.
    const IS_KEPT: bool = true;

    /// Asks, and draws the answer.
    fn answer(&self, asking: &Asking<'_>) -> impl Future<Output = Result<Message, Error>> + Send;

    /// The ids that it names, which are offered first from then on.
    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::empty()
    }
}

/// A look-up with its type taken off.
pub(crate) struct AnyLook {
    pub(crate) tag: &'static str,
    pub(crate) name: &'static str,
    pub(crate) level: Level,
    pub(crate) sends: Sends,
    /// Whether the last answer stands in while LiveAgent is not there.
    pub(crate) is_kept: bool,
    pub(crate) answer: for<'a> fn(&'a Asking<'a>) -> BoxFuture<'a, Result<Message, Error>>,
    /// The ids that a request names, which are offered first from then on.
    pub(crate) named: fn(&Link) -> Vec<String>,
}

impl AnyLook {
    pub(crate) const fn of<L: Answer>() -> Self {
        Self {
            tag: <L as Look>::TAG,
            name: <L as Look>::NAME,
            level: L::LEVEL,
            sends: L::SENDS,
            is_kept: L::IS_KEPT,
            answer: |asking| {
                Box::pin(async move { asking.link.look::<L>().ok_or_else(outdated)?.answer(asking).await })
            },
            named: |link| owned(link.look::<L>().iter().flat_map(L::named)),
        }
    }

    pub(crate) const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "look", tag, name, level, sends }
    }
}

/// Looks something up for `caller` and draws it.
pub(crate) async fn answer(bot: &Bot, caller: Caller, look: &AnyLook, link: &Link) -> Result<Message, Error> {
    bot.audit.require(caller, look.level, look.name)?;
    let asking = Asking { bot, caller, link };
    match timeout(LOOK_UP_TIMEOUT, (look.answer)(&asking)).await.unwrap_or(Err(Error::TooSlow)) {
        Ok(message) if look.is_kept => {
            bot.last_known.keep(link, bot.clock.now(), &message);
            bot.uses.count(caller.guild, (look.named)(link));
            Ok(message)
        }
        Err(error) if error.is_outage() => match bot.last_known.get(link) {
            Some((at, message)) => {
                bot.troubles.warn(&error, "an older answer stands in");
                Ok(views::errors::stale(message, error.why(), at))
            }
            None => Err(error),
        },
        answer => answer,
    }
}
