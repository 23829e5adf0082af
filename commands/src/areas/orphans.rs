//! Takes over digests, boards and alerts whose creator is no longer a manager, and shows them to managers where no audit channel does.

use answers::Sends;
use store::{Kind, Subscription};
use tokio::time::Instant;
use views::orphans::{TakeOver, TakeOverListed};

use super::subscribed;
use crate::{
    Ask as _, Bot, Context, Error,
    area::Area,
    areas::subscriptions::{gone, kind_of},
    discord::channels::{self, Roles},
    error::UserError,
    people::access::Level,
    perform::{AnyAct, Doing, Done, Input, Perform, Place, Records},
};

/// The maximum number of announcements after one command.
const MAX_ANNOUNCEMENTS: usize = 3;

/// The buttons that take something over.
pub(crate) const AREA: Area =
    Area { acts: &[AnyAct::of::<TakeOver>(), AnyAct::of::<TakeOverListed>()], ..Area::of(Vec::new) };

impl Perform for TakeOver {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, guild) = (doing.bot, doing.caller.guild.get());
        let found = bot.store.announcement(guild, self.announcement).await?.ok_or_else(gone)?;
        let mut wanted = bot.store.announced(found.id).await?;
        wanted.retain(|each| self.subscription.is_none_or(|id| id == each.id));
        let Some(owned) = wanted.iter().find(|each| each.orphaned.is_none()).or(wanted.first()).cloned() else {
            return Err(gone().into());
        };
        let open: Vec<Subscription> = wanted.into_iter().filter(|each| each.orphaned.is_some()).collect();
        if open.is_empty() {
            return Err(has_owner(&owned).into());
        }
        let roles = Roles::read(bot, doing.caller).await?;
        // Others can take over the rest, which this member can't own.
        let (mut is_any, mut refused) = (false, None);
        for each in &open {
            match take(doing, &roles, each).await {
                Ok(()) => is_any = true,
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        match refused.filter(|_| !is_any) {
            Some(error) => Err(error),
            None => Ok(bot.notifier.announcement(guild, found.id).await?.ok_or_else(gone)?.into()),
        }
    }
}

impl Perform for TakeOverListed {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = &[];
    const PLACE: Place = Place::Clicked;
    const RECORDS: Records = Records::InStore;

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let (bot, caller) = (doing.bot, doing.caller);
        let found = bot.store.subscription(self.subscription).await?;
        let found = found.filter(|found| found.guild == caller.guild.get() && found.kind == kind_of(self.kind));
        let found = found.ok_or_else(gone)?;
        if found.orphaned.is_none() {
            return Err(has_owner(&found).into());
        }
        take(doing, &Roles::read(bot, caller).await?, &found).await?;
        Ok(subscribed::list(bot, caller, self.kind, self.page).await?.into())
    }
}

/// Takes over a subscription without an owner. Refuses a caller who couldn't have created it.
pub(crate) async fn take(doing: &Doing<'_>, roles: &Roles, found: &Subscription) -> Result<(), Error> {
    let (bot, caller) = (doing.bot, doing.caller);
    let kept = bot.notifier.kept();
    let role = match found.kind {
        Kind::Alert => kept.alert(found).ok().and_then(|spec| spec.role),
        Kind::Digest | Kind::Board => None,
    };
    channels::ownable(bot, caller, roles, found, role).await?;
    let next = match found.kind {
        Kind::Digest => kept.digest(found).ok().and_then(|spec| spec.next(bot.clock.now())),
        Kind::Board | Kind::Alert => None,
    };
    if bot.store.take_over(found.id, next, &bot.audit.who(caller)).await? {
        bot.notifier.wake(Some(found.channel));
        bot.notifier.look_soon();
        return Ok(());
    }
    let now = bot.store.subscription(found.id).await?.ok_or_else(gone)?;
    Err(has_owner(&now).into())
}

/// The refusal for a subscription that has an owner.
fn has_owner(found: &Subscription) -> UserError {
    let what = found.kind.name();
    UserError::new(format!("This {what} was already taken over: it belongs to <@{}>.", found.creator))
}

/// Shows a manager each subscription without an owner once, unless a channel shows it.
pub(crate) async fn tell(ctx: Context<'_>) {
    let bot: &Bot = ctx.data();
    let Ok(caller) = ctx.caller() else { return };
    if !caller.may(Level::Manager) || !bot.replicas.owns(ctx.interaction.id, Instant::now()) {
        return;
    }
    let (user, guild) = (caller.user.get(), caller.guild.get());
    // An unavailable database keeps them for later.
    let waiting = async || bot.store.announcements_for(guild, user).await.unwrap_or_default();
    if waiting().await.is_empty() {
        return;
    }
    // Only once, even if another command follows before this is recorded.
    let _turn = bot.telling.lock().await;
    for announcement in waiting().await.into_iter().take(MAX_ANNOUNCEMENTS) {
        let message = bot.notifier.announcement(guild, announcement.id).await;
        let Ok(Some(message)) = message else { return };
        if ctx.responder().follow_up(&message).await
            && let Err(error) = bot.store.announcement_told(announcement.id, user).await
        {
            tracing::warn!(error = %error, "an announcement will be sent again");
        }
    }
}
