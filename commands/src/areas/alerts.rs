//! `/alert`: alerts a channel when a metric crosses a threshold.

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
    needs::{does, tells},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::own::<History>()],
    acts: &[
        AnyAct::of::<Acknowledge>(),
        AnyAct::of::<Create>(),
        AnyAct::of::<Edit>(),
        AnyAct::of::<Mute>(),
        AnyAct::of::<MuteAlert>(),
        AnyAct::of::<TestAlert>(),
    ],
    ..Area::of(|| vec![alert()])
};

/// Get alerted when a queue overflows
#[poise::command(
    slash_command,
    subcommands("create", "list", "edit", "mute", "test", "history", "remove"),
    subcommand_required
)]
async fn alert(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Alert a channel when a metric crosses a threshold
///
/// `/alert create metric:Chats waiting channel:#support fire:10 for:2 role:@Support`
#[poise::command(slash_command, custom_data = "does::<Create>()")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn create(
    ctx: Context<'_>,
    #[description = "Metric"] metric: Choice<AnyMetric>,
    #[description = "Channel to notify"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: PartialChannel,
    #[description = "Fire at this value (default 1)"] fire: Option<f64>,
    #[description = "Resolve at this value (default: half of fire)"] clear: Option<f64>,
    #[rename = "for"]
    #[min = 0]
    #[max = 1440]
    #[description = "Minutes past the threshold before firing (default 2)"]
    hold: Option<i64>,
    #[description = "Minutes back to normal before resolving (default 5)"]
    #[min = 0]
    #[max = 1440]
    clear_for: Option<i64>,
    #[description = "Limit to a department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Agent to watch (for Agent offline)"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "Role to ping when it fires"] role: Option<Role>,
    #[description = "Severity"] severity: Option<Choice<AnySeverity>>,
    #[description = "Quiet hours, e.g. 22:00-07:00"]
    #[max_length = 30]
    quiet: Option<String>,
    #[description = "Time zone of the quiet hours"]
    #[autocomplete = "complete_zone"]
    #[max_length = 50]
    timezone: Option<String>,
    #[description = "Repeat every N minutes until acknowledged"]
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

/// List alerts and which are firing
///
/// `/alert list`
#[poise::command(slash_command, custom_data = "tells::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.tell(&List { kind: Subscribed::Alerts }).await
}

/// Edit an alert (restarts a stopped one)
///
/// `/alert edit alert:4 fire:20 for:5`
#[poise::command(slash_command, custom_data = "does::<Edit>()")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn edit(
    ctx: Context<'_>,
    #[description = "The alert to edit"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
    #[description = "Channel to notify"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
    #[description = "Fire at this value"] fire: Option<f64>,
    #[description = "Resolve at this value"] clear: Option<f64>,
    #[rename = "for"]
    #[min = 0]
    #[max = 1440]
    #[description = "Minutes past the threshold before firing"]
    hold: Option<i64>,
    #[description = "Minutes back to normal before resolving"]
    #[min = 0]
    #[max = 1440]
    clear_for: Option<i64>,
    #[description = "Limit to a department; `all` for no limit"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
    #[description = "Agent to watch (for Agent offline)"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: Option<String>,
    #[description = "Role to ping when it fires"] role: Option<Role>,
    #[description = "False stops pinging the role"] ping: Option<bool>,
    #[description = "Severity"] severity: Option<Choice<AnySeverity>>,
    #[description = "Quiet hours, e.g. 22:00-07:00; `none` for none"]
    #[max_length = 30]
    quiet: Option<String>,
    #[description = "Time zone of the quiet hours"]
    #[autocomplete = "complete_zone"]
    #[max_length = 50]
    timezone: Option<String>,
    #[description = "Repeat every N minutes until acknowledged; 0 to never repeat"]
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

/// Mute an alert for a while
///
/// `/alert mute alert:4 minutes:120`
#[poise::command(slash_command, custom_data = "does::<MuteAlert>()")]
async fn mute(
    ctx: Context<'_>,
    #[description = "The alert to mute"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
    #[description = "Minutes (default 60; 0 unmutes)"]
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

/// Post a sample alert (pings nobody)
///
/// `/alert test alert:4`
#[poise::command(slash_command, custom_data = "does::<TestAlert>()")]
async fn test(
    ctx: Context<'_>,
    #[description = "The alert to test"]
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

/// Past incidents and the last 24 hours
///
/// `/alert history alert:4`
#[poise::command(slash_command, custom_data = "tells::<History>()")]
async fn history(
    ctx: Context<'_>,
    #[description = "The alert to look at"]
    #[autocomplete = "complete_alert"]
    #[max_length = 100]
    alert: String,
) -> Outcome {
    ctx.race(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Alert, &alert).await?;
        ctx.told(&History { alert: found.id }).await
    })
    .await
}

/// Delete an alert
///
/// `/alert remove alert:4`
#[poise::command(slash_command, custom_data = "does::<Remove>()")]
async fn remove(
    ctx: Context<'_>,
    #[description = "The alert to delete"]
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
