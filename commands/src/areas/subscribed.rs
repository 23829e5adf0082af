//! What is done to digests, boards and alerts alike: listing, removing and resuming them.

use answers::{Sends, outdated};
use store::{Kind, State};
use views::{
    Message,
    question::Question,
    subscriptions::{List, Remove, Resume, Subscribed},
};

use crate::{
    Bot, Error,
    answer::{AnyLook, Looking, OwnLook},
    area::Area,
    areas::alerts,
    areas::boards,
    areas::digests,
    areas::orphans,
    areas::subscriptions::{self, MAX_TRIES, gone},
    discord::channels::Roles,
    error::UserError,
    people::access::{Caller, Level},
    perform::{AnyAct, Asks, Doing, Done, Input, Perform, Place, Records},
};

/// What the three have in common.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::own::<List>()],
    acts: &[AnyAct::of::<Remove>(), AnyAct::of::<Resume>()],
    ..Area::of(Vec::new)
};

impl OwnLook for List {
    const LEVEL: Level = Level::Manager;

    async fn tell(&self, looking: &Looking<'_>) -> Result<Message, Error> {
        list(looking.bot, looking.caller, self.kind, looking.link.page()).await
    }
}

/// A page of a server's subscriptions of a kind.
pub(crate) async fn list(bot: &Bot, caller: Caller, kind: Subscribed, page: u32) -> Result<Message, Error> {
    match kind {
        Subscribed::Digests => digests::list_digests(bot, caller, page).await,
        Subscribed::Boards => boards::list_boards(bot, caller, page).await,
        Subscribed::Alerts => alerts::list_alerts(bot, caller, page).await,
    }
}

impl Perform for Remove {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;
    const ASKS: Asks = Asks::Confirmation;

    async fn question(&self, doing: &Doing<'_>) -> Result<Question, Error> {
        let bot = doing.bot;
        let found = bot.store.subscription(self.subscription).await?;
        let found = found.filter(|found| found.guild == doing.caller.guild.get());
        let found = found.ok_or_else(gone)?;
        let name = match found.kind {
            Kind::Digest => digests::name(bot, &found),
            Kind::Board => "board".to_owned(),
            Kind::Alert => {
                bot.notifier.kept().alert(&found).map_or_else(|_| "alert".to_owned(), |spec| alerts::name(&spec))
            }
        };
        Ok(views::subscriptions::removal(found.kind.name(), found.id, &name, found.channel))
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, id) = (doing.bot, self.subscription);
        let found = bot.store.subscription(id).await?;
        let removed = bot.store.remove(id, &bot.audit.who(doing.caller)).await?;
        match found.filter(|_| removed) {
            Some(found) => {
                let sentence = format!("{} #{} removed.", subscriptions::title(found.kind), found.id);
                Ok(views::subscriptions::done(&sentence).into())
            }
            None => Err(gone().into()),
        }
    }
}

impl Perform for Resume {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = digests::SENDS;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, mut is_taken_over) = (doing.bot, false);
        for _ in 0..MAX_TRIES {
            let found = bot.store.subscription(self.subscription).await?;
            let found = found.filter(|found| found.guild == doing.caller.guild.get()).ok_or_else(gone)?;
            let kind = found.kind;
            if found.orphaned.is_some() {
                // If it were resumed for its creator, its next run would pause it.
                orphans::take(doing, &Roles::read(bot, doing.caller).await?, &found).await?;
                is_taken_over = true;
                continue;
            }
            let resumed = match kind {
                Kind::Digest if is_taken_over && found.state == State::Active => {
                    Some(digests::resumed(doing, &found).await?)
                }
                Kind::Digest => digests::resume_digest(doing, found).await?,
                Kind::Board => boards::resume_board(doing, found).await?,
                Kind::Alert => return Err(outdated().into()),
            };
            if let Some(resumed) = resumed {
                return Ok(resumed.into());
            }
        }
        Err(UserError::new("Someone else is changing it. Check the list, then try again.").into())
    }
}
