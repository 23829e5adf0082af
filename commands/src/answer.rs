//! Answers every look-up, from a command, a button or a select: checks the level, limits the time, and shows the last known answer while
//! LiveAgent is unavailable. It knows no area.

use std::{future::Future, time::Duration};

use answers::{Answer, Asking, Readers, RequestInfo, Sends, outdated, owned};
use futures_util::future::BoxFuture;
use tokio::time::timeout;
use views::{Link, Look, Message, Words};

use crate::{
    bot::Bot,
    error::Error,
    people::{
        access::{Caller, Level},
        usable::usable,
    },
};

/// How long a look-up may take. Shorter than the time to answer, so that the last known answer can still be shown instead.
const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(11);

/// A member's look-up.
pub(crate) struct Looking<'a> {
    pub(crate) bot: &'a Bot,
    pub(crate) caller: Caller,
    pub(crate) link: &'a Link,
    /// The readers of the answer.
    pub(crate) readers: &'a Readers,
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
    /// How much of customers' words the answer shows to readers who may see everything.
    pub(crate) words: Words,
    /// Whether it is LiveAgent's data. Its last answer is shown while LiveAgent is down, and it can be answered publicly.
    pub(crate) is_live: bool,
    answer: for<'a> fn(&'a Looking<'a>) -> BoxFuture<'a, Result<Message, Error>>,
    /// The ids in a request. Autocomplete offers frequently used ones first.
    named: fn(&Link) -> Vec<String>,
}

impl AnyLook {
    /// A look-up of LiveAgent's data.
    pub(crate) const fn of<L: Answer>() -> Self {
        let named: fn(&Link) -> Vec<String> = |link| owned(link.look::<L>().iter().flat_map(L::named));
        let any = Self::new::<L>(L::LEVEL, L::SENDS, |looking| Box::pin(ask::<L>(looking)));
        Self { words: L::WORDS, is_live: true, named, ..any }
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
        Self { tag: L::TAG, name: L::NAME, level, sends, words: Words::None, is_live: false, answer, named }
    }

    pub(crate) const fn level(&self) -> Level {
        self.level
    }

    pub(crate) const fn info(&self) -> RequestInfo {
        let Self { tag, name, level, sends, .. } = *self;
        RequestInfo { kind: "look", tag, name, level, sends }
    }
}

async fn ask<L: Answer>(looking: &Looking<'_>) -> Result<Message, Error> {
    let Looking { bot, caller, link, readers } = looking;
    let asking = Asking::new(&bot.help_desk, link, readers);
    let message = link.look::<L>().ok_or_else(outdated)?.answer(&asking).await?;
    for opened in asking.into_opened() {
        bot.recent.opened(caller.user, opened);
    }
    Ok(message)
}

/// Looks something up for `caller` and draws it for `readers`.
pub(crate) async fn answer(
    bot: &Bot,
    caller: Caller,
    look: &AnyLook,
    link: &Link,
    readers: &Readers,
) -> Result<Message, Error> {
    bot.audit.require(caller, look.level, look.name)?;
    let looking = Looking { bot, caller, link, readers };
    let is_limited = readers.words < look.words;
    match timeout(LOOK_UP_TIMEOUT, (look.answer)(&looking)).await.unwrap_or(Err(Error::TooSlow)) {
        Ok(message) if look.is_live => {
            bot.uses.count(caller.guild, (look.named)(link));
            if is_limited {
                return Ok(views::readers::limited(message, readers.words));
            }
            // The last known answer shows everything, with all buttons.
            bot.last_known.keep(link, bot.clock.now(), &message);
            Ok(usable(bot, message, readers))
        }
        Err(error) if error.is_outage() && !is_limited => match bot.last_known.get(link) {
            Some((at, message)) => {
                bot.troubles.warn(error.kind(), error.operation(), "an older answer stands in");
                Ok(usable(bot, views::errors::stale(message, error.why(), at), readers))
            }
            None => Err(error),
        },
        answer => answer.map(|message| usable(bot, message, readers)),
    }
}
