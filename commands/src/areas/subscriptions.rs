//! What `/digest`, `/board` and `/alert` have in common: finding one, checking a channel, naming departments, removing.

use answers::quote;
use std::sync::Arc;

use serenity::all::{CreateAutocompleteResponse, GuildId};
use store::{Kind, State, Subscription};
use tokio::time::Instant;
use views::subscriptions::{Line, LineState, Remove, Resume, Subscribed};

use crate::{
    Ask as _, Bot, Context, Outcome,
    discord::channels,
    error::{Error, UserError},
    names::complete,
    people::access::Caller,
    perform::Input,
};

/// How many of a kind a server may have: a channel is for people.
const MAX_PER_SERVER: usize = 200;

/// How often a change is tried while others change the same.
pub(crate) const MAX_TRIES: u32 = 5;

/// The one that was picked, by its number, in the caller's server.
pub(crate) async fn find(bot: &Bot, caller: Caller, kind: Kind, typed: &str) -> Result<Subscription, Error> {
    let what = kind.name();
    let number = typed.trim().trim_start_matches('#').split([' ', '·']).next().and_then(|number| number.parse().ok());
    let found = match number {
        Some(number) => by_number(bot, caller, kind, number).await?,
        None => None,
    };
    found.ok_or_else(|| {
        let typed = quote(typed);
        UserError::new(format!(
            "There's no {what} {typed} in this server. Pick one from the list, or see `/{what} list`."
        ))
        .into()
    })
}

/// The one of this number in the caller's server, which may have been removed a moment ago.
pub(crate) async fn by_id(bot: &Bot, caller: Caller, kind: Kind, id: i64) -> Result<Subscription, Error> {
    Ok(by_number(bot, caller, kind, id).await?.ok_or_else(gone)?)
}

async fn by_number(bot: &Bot, caller: Caller, kind: Kind, id: i64) -> Result<Option<Subscription>, Error> {
    let found = bot.store.subscription(id).await?;
    Ok(found.filter(|found| found.guild == caller.guild.get() && found.kind == kind))
}

pub(crate) fn gone() -> UserError {
    UserError::new("It has already been removed.")
}

/// The line of one in a list of which what is kept can't be read: it does nothing until somebody has seen to it.
pub(crate) fn unreadable(found: &Subscription, name: String) -> Line {
    let what = found.kind.name();
    Line {
        id: found.id,
        name,
        channel: found.channel,
        when: "not running".to_owned(),
        state: LineState::Refused(format!(
            "its saved data can't be read; remove it with /{what} remove and create it again"
        )),
        next: None,
        last: None,
        orphaned: found.orphaned.is_some(),
    }
}

/// The kind of the subscriptions in a list.
pub(crate) fn kind_of(listed: Subscribed) -> Kind {
    match listed {
        Subscribed::Digests => Kind::Digest,
        Subscribed::Boards => Kind::Board,
        Subscribed::Alerts => Kind::Alert,
    }
}

/// Its kind, as a sentence begins.
pub(crate) fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Digest => "Digest",
        Kind::Board => "Board",
        Kind::Alert => "Alert",
    }
}

/// The state that a list shows.
pub(crate) fn state(found: &Subscription) -> LineState {
    match (found.state, &found.trouble) {
        (State::Active, Some((reason, _))) => LineState::Blocked(reason.clone()),
        (State::Active, None) => LineState::Active,
        (State::Paused, _) => found.reason.clone().map_or(LineState::Paused, LineState::PausedFor),
        (State::Refused, _) => LineState::Refused(found.reason.clone().unwrap_or_default()),
    }
}

/// Refuses one too many.
pub(crate) async fn room(bot: &Bot, caller: Caller, kind: Kind) -> Result<(), Error> {
    let all = bot.store.subscriptions(caller.guild.get(), kind).await?;
    if all.len() < MAX_PER_SERVER {
        return Ok(());
    }
    let what = kind.name();
    Err(UserError::new(format!(
        "This server already has {MAX_PER_SERVER} {what}s. Remove one first with `/{what} remove`."
    ))
    .into())
}

/// Others change it all the time.
pub(crate) fn busy(what: &str) -> Error {
    UserError::new(format!("Someone else is changing this {what}. Check `/{what} list`, then try again.")).into()
}

/// What a department or an agent is called.
pub(crate) async fn name_of(bot: &Bot, department: Option<&str>, agent: Option<&str>) -> Option<String> {
    let names = bot.directory.names().await;
    match (department, agent) {
        (Some(id), _) => names.departments.get(id).cloned(),
        (None, Some(id)) => names.agents.get(id).cloned(),
        (None, None) => None,
    }
}

/// The zone of LiveAgent's clock where it has a name.
pub(crate) fn own_zone(bot: &Bot) -> String {
    bot.liveagent.time_zone().iana_name().unwrap_or("UTC").to_owned()
}

/// Removes the one that was picked, after a question.
pub(crate) async fn remove(ctx: Context<'_>, kind: Kind, typed: &str) -> Outcome {
    ctx.act(async {
        let found = find(ctx.data(), ctx.caller()?, kind, typed).await?;
        Ok((Remove { subscription: found.id }, Input::default()))
    })
    .await
}

/// Resumes the one that was picked, where the caller and the bot may post.
pub(crate) async fn resume(ctx: Context<'_>, kind: Kind, typed: &str) -> Outcome {
    ctx.act(Box::pin(async {
        let found = find(ctx.data(), ctx.caller()?, kind, typed).await?;
        if kind == Kind::Board || found.state != State::Active {
            channels::postable(ctx, &found).await?;
        }
        Ok((Resume { subscription: found.id }, Input::default()))
    }))
    .await
}

/// What a member is to be told who could not be told at once.
pub(crate) async fn notices(ctx: Context<'_>) {
    let bot: &Arc<Bot> = ctx.data();
    let Ok(caller) = ctx.caller() else { return };
    // Told by one process, which is most likely the one that has answered; else at the next command.
    if !bot.replicas.owns(ctx.interaction.id, Instant::now()) {
        return;
    }
    let (user, guild) = (caller.user.get(), caller.guild.get());
    // A database that is away keeps its notices.
    let kept = async || bot.store.notices_for(user, guild).await.unwrap_or_default();
    if kept().await.is_empty() {
        return;
    }
    // Once, also where the next command comes before it is known that the first one's words are out.
    let _turn = bot.telling.lock().await;
    let notices = kept().await;
    if notices.is_empty() {
        return;
    }
    let (ids, texts): (Vec<i64>, Vec<&str>) = notices.iter().map(|notice| (notice.id, notice.text.as_str())).unzip();
    // Kept until it is out: what Discord does not take now is told at the next command.
    if ctx.responder().follow_up(&views::subscriptions::notices(&texts)).await
        && let Err(error) = bot.store.notices_told(&ids).await
    {
        tracing::warn!(error = %error, "a notice will be sent again");
    }
}

/// Numbers and names of those of a kind in this server.
pub(crate) async fn complete_numbers(
    ctx: Context<'_>,
    kind: Kind,
    partial: &str,
    name: impl Fn(&Subscription) -> String,
) -> CreateAutocompleteResponse {
    let guild = ctx.interaction.guild_id.map_or(0, GuildId::get);
    let found = ctx.data().store.subscriptions(guild, kind).await.unwrap_or_default();
    let choice = |each: &Subscription| (format!("{} · {}", each.id, name(each)), each.id.to_string());
    complete::pairs(partial, found.iter().map(choice))
}

/// IANA names of time zones.
pub(crate) async fn complete_zone(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let own = ctx.data().liveagent.time_zone().iana_name().map(str::to_owned);
    let usual = ["UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Kolkata"];
    let usual = own.into_iter().chain(usual.map(str::to_owned));
    if partial.trim().is_empty() {
        return complete::names(partial, usual);
    }
    complete::names(partial, jiff::tz::db().available().map(|name| name.as_str().to_owned()))
}
