//! `/alert`: a threshold on a figure, and who hears when it is crossed.

mod acts;
mod options;
mod press;
mod rule;
mod shown;
mod target;

use liveagent::{AgentStatus, Department};
use notifications::spec::{AlertSpec, Quiet};
use serenity::all::{CreateAutocompleteResponse, PartialChannel, Role};
use store::{Kind, Subscription};
use views::{
    alerts::{Acknowledge, Mute, MuteAlert, TestAlert},
    subscriptions::{History, List, Remove, Subscribed},
};

use self::{
    acts::{Create, Edit, NewTarget},
    options::{AnyMetric, AnySeverity},
    rule::check,
    target::{Ping, Target},
};
pub(crate) use self::{rule::name, shown::list_alerts};
use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    areas::subscriptions::{self, complete_zone},
    choice::Choice,
    discord::channels::{self, Place},
    names::complete,
    needs::{asks, does},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    commands: || vec![alert()],
    looks: &[AnyLook::of::<History>()],
    acts: &[
        AnyAct::of::<Acknowledge>(),
        AnyAct::of::<Create>(),
        AnyAct::of::<Edit>(),
        AnyAct::of::<Mute>(),
        AnyAct::of::<MuteAlert>(),
        AnyAct::of::<TestAlert>(),
    ],
    forms: &[],
};

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
#[poise::command(slash_command, custom_data = "does::<Create>()")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn create(
    ctx: Context<'_>,
    #[description = "What is watched"] metric: Choice<AnyMetric>,
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
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Which agent, for Agent offline"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "A role to ping, once each time it fires"] role: Option<Role>,
    #[description = "How bad it is"] severity: Option<Choice<AnySeverity>>,
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
    ctx.act(Box::pin(async {
        let bot = ctx.data();
        let Choice(metric) = metric;
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
            severity: severity.map(|Choice(severity)| severity).unwrap_or_default(),
            quiet: quiet.map(|hours| Quiet { hours, zone }),
            repeat: repeat.map(|minutes| minutes.saturating_mul(60)),
        };
        check(&spec)?;
        let rights = channels::postable(ctx, &channel).await?;
        let ping = role.map(|role| Ping::of(ctx, rights, &role)).transpose()?;
        Ok((Create { channel: channel.id.get(), spec, ping }, Input::default()))
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

/// Change an alert; one that was stopped works again
///
/// `/alert edit alert:4 fire:20 for:5`
#[poise::command(slash_command, custom_data = "does::<Edit>()")]
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
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Which agent, for Agent offline"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "A role to ping, once each time it fires"] role: Option<Role>,
    #[description = "False to ping no role any more"] ping: Option<bool>,
    #[description = "How bad it is"] severity: Option<Choice<AnySeverity>>,
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
    ctx.act(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, ctx.caller()?, Kind::Alert, &alert).await?;
        let metric = bot.notifier.kept().alert(&found)?.metric;
        let target = if department.as_ref().is_some_and(|all| all.trim().eq_ignore_ascii_case("all")) {
            Some(NewTarget::All)
        } else {
            match Target::find(bot, metric, department.as_deref(), agent.as_deref()).await? {
                Some(target) => {
                    let name = target.name(bot).await;
                    Some(NewTarget::Of(target, name))
                }
                None => None,
            }
        };
        let place = channel.as_ref().map_or_else(|| Place::from(&found), Place::from);
        let rights = channels::postable(ctx, place).await?;
        let minutes = |minutes: i64| minutes.saturating_mul(60);
        let edit = Edit {
            alert: found.id,
            channel: channel.map_or(found.channel, |channel| channel.id.get()),
            fire,
            clear,
            fire_hold: hold.map(minutes),
            clear_hold: clear_for.map(minutes),
            target,
            is_quiet: ping == Some(false),
            ping: role.map(|role| Ping::of(ctx, rights, &role)).transpose()?,
            severity: severity.map(|Choice(severity)| severity),
            quiet,
            zone: timezone,
            repeat: repeat.map(minutes),
        };
        Ok((edit, Input::default()))
    }))
    .await
}

/// Hear nothing new of an alert for a while
///
/// `/alert mute alert:4 minutes:120`
#[poise::command(slash_command, custom_data = "does::<MuteAlert>()")]
async fn mute(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
    #[description = "For how many minutes; 60 if left out, 0 to hear of it again"]
    #[min = 0]
    #[max = 10080]
    minutes: Option<u32>,
) -> Outcome {
    ctx.act(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Alert, &alert).await?;
        Ok((MuteAlert { alert: found.id, minutes: minutes.unwrap_or(60) }, Input::default()))
    })
    .await
}

/// Post a sample of an alert's message to its channel
///
/// `/alert test alert:4`
#[poise::command(slash_command, custom_data = "does::<TestAlert>()")]
async fn test(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
) -> Outcome {
    ctx.act(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Alert, &alert).await?;
        channels::postable(ctx, &found).await?;
        Ok((TestAlert { alert: found.id }, Input::default()))
    })
    .await
}

/// Show an alert's incidents, and how its figure went in the last day
///
/// `/alert history alert:4`
#[poise::command(slash_command, custom_data = "asks::<History>()")]
async fn history(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
) -> Outcome {
    ctx.race(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Alert, &alert).await?;
        ctx.answer(&History { alert: found.id }).await
    })
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
    let label = |alert: &Subscription| notifier.kept().alert(alert).map_or("alert".to_owned(), |spec| name(&spec));
    subscriptions::complete_numbers(ctx, Kind::Alert, partial, label).await
}
