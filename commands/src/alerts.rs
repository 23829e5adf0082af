//! `/alert`: a threshold on a figure, and who hears when it is crossed.

mod options;
mod press;
mod rule;
mod target;

use jiff::SignedDuration;
use notifications::{
    Stands,
    decide::{Phase, State as Standing},
    spec::{AlertSpec, Quiet},
};
use poise::serenity_prelude::{ChannelId, CreateAutocompleteResponse, PartialChannel, Role};
use store::{Kind, NewSubscription, NextDue, Outcome as AuditOutcome, State, Subscription};
use views::{
    Message,
    alerts::{Acknowledge, Mute},
    subscriptions::{Line, LineState, List, Remove, Subscribed},
};

pub(crate) use self::rule::name;
use self::{
    options::{MetricChoice, SeverityChoice},
    rule::{check, rule, saved, text, unit},
    target::{Target, silent},
};
use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    access::{Caller, Level},
    area::{AnyAct, Area, asks, does},
    audit::Change,
    channels::{self, Place},
    complete,
    error::UserError,
    subscriptions::{self, complete_zone, who},
};

/// How far back a history's chart goes, and how many incidents it tells.
const HISTORY: SignedDuration = SignedDuration::from_hours(24);
const INCIDENTS: u32 = 15;

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { acts: &[AnyAct::of::<Acknowledge>(), AnyAct::of::<Mute>()], ..Area::of(|| vec![alert()]) };

/// Be told when a queue runs over
#[poise::command(
    slash_command,
    subcommands("create", "list", "edit", "mute", "test", "history", "remove"),
    subcommand_required
)]
async fn alert(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Watch a figure and tell a channel when it crosses a threshold
///
/// `/alert create metric:Chats waiting channel:#support fire:10 for:2 role:@Support`
#[poise::command(slash_command, custom_data = "Level::Manager")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn create(
    ctx: Context<'_>,
    #[description = "What is watched"] metric: MetricChoice,
    #[description = "Channel to notify"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: PartialChannel,
    #[description = "It fires at this value, or beyond; 1 if left out"] fire: Option<f64>,
    #[description = "It is over at this value, or back beyond; half of fire if left out"] clear: Option<f64>,
    #[rename = "for"]
    #[min = 0]
    #[max = 1440]
    #[description = "For how many minutes it must be beyond first; 2 if left out"]
    hold: Option<i64>,
    #[description = "For how many minutes it must be back first; 5 if left out"]
    #[min = 0]
    #[max = 1440]
    clear_for: Option<i64>,
    #[description = "Only of this department"]
    #[autocomplete = "complete::department"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Which agent, for Agent offline"]
    #[autocomplete = "complete::agent"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "A role to ping, once each time it fires"] role: Option<Role>,
    #[description = "How bad it is"] severity: Option<SeverityChoice>,
    #[description = "Hours in which nothing new is posted, such as 22:00-07:00"]
    #[max_length = 30]
    quiet: Option<String>,
    #[description = "The time zone of the quiet hours"]
    #[autocomplete = "complete_zone"]
    #[max_length = 50]
    timezone: Option<String>,
    #[description = "Post anew every so many minutes until somebody acknowledges"]
    #[min = 5]
    #[max = 10080]
    repeat: Option<i64>,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let metric = metric.metric();
        let fire = fire.unwrap_or(1.0);
        let target = Target::find(bot, metric, department.as_deref(), agent.as_deref()).await?;
        let zone = timezone.unwrap_or_else(|| subscriptions::own_zone(bot));
        let spec = AlertSpec {
            metric,
            target_name: match &target {
                Some(target) => target.name(bot).await,
                None => None,
            },
            target: target.map(Target::id),
            fire,
            clear: clear.unwrap_or_else(|| AlertSpec::usual_clear(metric, fire)),
            fire_hold: hold.unwrap_or(2).saturating_mul(60),
            clear_hold: clear_for.unwrap_or(5).saturating_mul(60),
            role: role.as_ref().map(|role| role.id.get()),
            severity: severity.unwrap_or(SeverityChoice::Warning).severity(),
            quiet: quiet.map(|hours| Quiet { hours, zone }),
            repeat: repeat.map(|minutes| minutes.saturating_mul(60)),
        };
        check(&spec)?;
        subscriptions::room(bot, caller, Kind::Alert).await?;
        let rights = channels::postable(ctx, &channel).await?;
        if let Some(role) = &role {
            channels::pingable(ctx, rights.theirs, role)?;
        }
        let channel = channel.id;
        let new = NewSubscription { kind: Kind::Alert, channel: channel.get(), spec: text(&spec), next_due: None };
        let made = bot.store.subscribe(&new, &who(bot, caller)).await?;
        bot.notifier.look_soon();
        Ok(saved("Alert saved", made.id, channel.get(), &spec, silent(rights.ours, role.as_ref())))
    }))
    .await
}

/// List this server's alerts, and which of them fire
///
/// `/alert list`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(&List { kind: Subscribed::Alerts }).await
}

/// The alerts of a server, with how each stands.
pub(crate) async fn list_alerts(bot: &Bot, caller: Caller, page: u32) -> Result<Message, Error> {
    let (now, standings) = (bot.clock.now(), bot.notifier.standings().await?);
    let failures = bot.store.failures(caller.guild.get(), Kind::Alert).await?;
    let line = |alert: Subscription| {
        let stands = standings.get(&alert.id).cloned().transpose().map(Option::unwrap_or_default);
        let (spec, Stands { standing, muted }) = match (bot.notifier.read_alert(&alert), stands) {
            (Ok(spec), Ok(stands)) => (spec, stands),
            (spec, _) => return subscriptions::unreadable(&alert, spec.map_or("Alert".to_owned(), |spec| name(&spec))),
        };
        let is_firing = matches!(standing.phase, Phase::Firing(_));
        let busy = match standing.state(muted.is_some_and(|until| now < until)) {
            Standing::Firing => Some("firing"),
            Standing::Acknowledged => Some("firing, acknowledged"),
            Standing::Muted if is_firing => Some("firing, muted"),
            Standing::Muted => Some("muted"),
            Standing::Pending => Some("about to fire"),
            Standing::Ok | Standing::Resolved => None,
        };
        Line {
            id: alert.id,
            name: name(&spec),
            channel: alert.channel,
            when: rule(&spec),
            state: match (alert.state, busy) {
                (State::Active, Some(words)) if alert.trouble.is_none() => LineState::Busy(words.to_owned()),
                _ => subscriptions::state(&alert),
            },
            next: None,
            last: match failures.get(&alert.id) {
                Some((reason, at)) => Some((format!("not posted, {reason}"), Some(*at))),
                None => standing.last.map(|(at, value)| (format!("{} then", unit(&spec).show(value)), Some(at))),
            },
        }
    };
    let alerts = bot.store.subscriptions(caller.guild.get(), Kind::Alert).await?;
    let lines: Vec<Line> = alerts.into_iter().map(line).collect();
    Ok(views::subscriptions::list(Subscribed::Alerts, lines, page))
}

/// Change an alert; one that was stopped works again
///
/// `/alert edit alert:4 fire:20 for:5`
#[poise::command(slash_command, custom_data = "Level::Manager")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn edit(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
    #[description = "Channel to notify"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
    #[description = "It fires at this value, or beyond"] fire: Option<f64>,
    #[description = "It is over at this value, or back beyond"] clear: Option<f64>,
    #[rename = "for"]
    #[min = 0]
    #[max = 1440]
    #[description = "For how many minutes it must be beyond first"]
    hold: Option<i64>,
    #[description = "For how many minutes it must be back first"]
    #[min = 0]
    #[max = 1440]
    clear_for: Option<i64>,
    #[description = "Of which department it is now; `all` for all"]
    #[autocomplete = "complete::department"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Which agent, for Agent offline"]
    #[autocomplete = "complete::agent"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "A role to ping, once each time it fires"] role: Option<Role>,
    #[description = "False to ping no role any more"] ping: Option<bool>,
    #[description = "How bad it is"] severity: Option<SeverityChoice>,
    #[description = "Hours in which nothing new is posted, such as 22:00-07:00; `none` for none"]
    #[max_length = 30]
    quiet: Option<String>,
    #[description = "The time zone of the quiet hours"]
    #[autocomplete = "complete_zone"]
    #[max_length = 50]
    timezone: Option<String>,
    #[description = "Post anew every so many minutes until somebody acknowledges; 0 for never"]
    #[min = 0]
    #[max = 10080]
    repeat: Option<i64>,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Alert, &alert).await?;
        let mut spec = bot.notifier.read_alert(&found)?;
        spec.clear = match (fire, clear) {
            (_, Some(clear)) => clear,
            (Some(fire), None) => AlertSpec::usual_clear(spec.metric, fire),
            (None, None) => spec.clear,
        };
        spec.fire = fire.unwrap_or(spec.fire);
        spec.fire_hold = hold.map_or(spec.fire_hold, |minutes| minutes.saturating_mul(60));
        spec.clear_hold = clear_for.map_or(spec.clear_hold, |minutes| minutes.saturating_mul(60));
        if department.as_ref().is_some_and(|department| department.trim().eq_ignore_ascii_case("all")) {
            (spec.target_name, spec.target) = (None, None);
        } else if let Some(target) = Target::find(bot, spec.metric, department.as_deref(), agent.as_deref()).await? {
            (spec.target_name, spec.target) = (target.name(bot).await, Some(target.id()));
        }
        spec.role = role.as_ref().map(|role| role.id.get()).or(spec.role).filter(|_| ping != Some(false));
        spec.severity = severity.map_or(spec.severity, SeverityChoice::severity);
        let zone = timezone.or_else(|| spec.quiet.as_ref().map(|quiet| quiet.zone.clone()));
        let zone = zone.unwrap_or_else(|| subscriptions::own_zone(bot));
        spec.quiet = match quiet.or_else(|| spec.quiet.map(|quiet| quiet.hours)) {
            Some(none) if none.trim().eq_ignore_ascii_case("none") => None,
            hours => hours.map(|hours| Quiet { hours, zone }),
        };
        spec.repeat = match repeat {
            Some(0) => None,
            Some(minutes) => Some(minutes.saturating_mul(60)),
            None => spec.repeat,
        };
        check(&spec)?;
        let place = channel.as_ref().map_or_else(|| Place::from(&found), Place::from);
        let rights = channels::postable(ctx, place).await?;
        if let Some(role) = &role {
            channels::pingable(ctx, rights.theirs, role)?;
        }
        let channel = channel.map_or(ChannelId::new(found.channel), |channel| channel.id);
        let by = who(bot, caller);
        let change = store::Change { channel: channel.get(), spec: &text(&spec), due: NextDue::AsBefore, resume: true };
        if !bot.store.change(&found, &change, &by).await? {
            return Err(subscriptions::busy("alert"));
        }
        bot.notifier.wake(Some(channel.get()));
        bot.notifier.look_soon();
        Ok(saved("Alert changed", found.id, channel.get(), &spec, silent(rights.ours, role.as_ref())))
    }))
    .await
}

/// Hear nothing new of an alert for a while
///
/// `/alert mute alert:4 minutes:120`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn mute(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
    #[description = "For how many minutes; 60 if left out, 0 to hear of it again"]
    #[min = 0]
    #[max = 10080]
    minutes: Option<i64>,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Alert, &alert).await?;
        let minutes = minutes.unwrap_or(60).clamp(0, 10_080);
        let until = (minutes > 0).then(|| bot.clock.now() + SignedDuration::from_mins(minutes));
        bot.store.mute(found.id, until, &format!("{minutes} min"), &who(bot, caller)).await?;
        Ok(views::subscriptions::done(&match until {
            Some(until) => format!("Alert {} is muted until {}.", found.id, views::time::at(until)),
            None => format!("Alert {} is not muted any more.", found.id),
        }))
    }))
    .await
}

/// Post a sample of an alert's message to its channel
///
/// `/alert test alert:4`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn test(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Alert, &alert).await?;
        let sample = bot.notifier.sample(&bot.notifier.read_alert(&found)?);
        channels::postable(ctx, &found).await?;
        let change = Change { caller, action: "test alert".to_owned(), target: format!("alert {}", found.id) };
        let begun = bot.begin(change).await;
        let posted = bot.notifier.post_once(found.channel, &sample).await;
        let outcome = if posted.is_ok() { AuditOutcome::Done } else { AuditOutcome::Perhaps };
        bot.end(begun, outcome, format!("channel {}", found.channel));
        posted.map_err(|reason| {
            let reason = views::text::escape(&reason);
            UserError::new(format!("Discord does not let me post to <#{}> ({reason}).", found.channel))
        })?;
        Ok(views::subscriptions::done(&format!("A sample is in <#{}>. It pings nobody.", found.channel)))
    }))
    .await
}

/// Show an alert's incidents, and how its figure went in the last day
///
/// `/alert history alert:4`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn history(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.race(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Alert, &alert).await?;
        let spec = bot.notifier.read_alert(&found)?;
        let (past, unreadable) = bot.notifier.incidents(found.id, INCIDENTS).await?;
        let now = bot.clock.now();
        let chart = bot.notifier.figure_chart(&spec, (now - HISTORY, now)).await;
        let lost = unreadable.iter().map(|incident| format!(" · incident {incident} can't be read"));
        let title = std::iter::once(name(&spec)).chain(lost).collect::<String>();
        Ok(views::subscriptions::history(&title, &past, chart))
    }))
    .await
}

/// Remove an alert
///
/// `/alert remove alert:4`
#[poise::command(slash_command, custom_data = "does::<Remove>()")]
async fn remove(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
) -> Outcome {
    subscriptions::remove(ctx, Kind::Alert, &alert).await
}

async fn complete_alert(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let notifier = &ctx.data().notifier;
    let label = |alert: &Subscription| notifier.read_alert(alert).map_or("alert".to_owned(), |spec| name(&spec));
    subscriptions::complete_numbers(ctx, Kind::Alert, partial, label).await
}
