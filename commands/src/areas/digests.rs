//! `/digest`: figures in a channel, at times.

mod acts;
mod include;
mod shown;
mod typed;

use answers::quote;
use answers::{Sends, sends};
use liveagent::Department;
use std::collections::HashMap;

use notifications::{
    schedule::{Schedule, ScheduleError},
    spec::DigestSpec,
};
use serenity::all::{CreateAutocompleteResponse, PartialChannel};
use store::{Delivery, Kind};
use views::{
    Link, Message,
    digests::{Include, IncludeForm, Preview, RunNow, SECTIONS, Section},
    subscriptions::{Line, List, Pause, Remove, Resume, Subscribed},
};

use self::{
    acts::{Create, Edit},
    shown::{line, outcome},
};
pub(crate) use self::{
    acts::{resume_digest, resumed},
    shown::name,
};
use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    answer::AnyLook,
    area::Area,
    areas::subscriptions::{self, complete_zone},
    discord::channels,
    error::UserError,
    form::AnyForm,
    names::{complete, identify},
    needs::{does, tells},
    people::access::Caller,
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::own::<Preview>()],
    acts: &[
        AnyAct::of::<Create>(),
        AnyAct::of::<Edit>(),
        AnyAct::of::<Include>(),
        AnyAct::of::<Pause>(),
        AnyAct::of::<RunNow>(),
    ],
    forms: &[AnyForm::of::<IncludeForm>()],
    ..Area::of(|| vec![digest()])
};

/// What the figures of a digest may take.
pub(crate) const SENDS: Sends = sends![
    ListAgentStatuses,
    ListConversations,
    ListDepartmentStatuses,
    ListKnowledgebaseEntries,
    ReportCallsLoad,
    ReportCallsSla,
    ReportChatsLoad,
    ReportChatsSla,
    ReportDepartments,
    ReportPerformance,
    ReportRanking,
    ReportTags,
    ReportTicketsSla,
    ShowCallsOverview,
    ShowChatsOverview,
];

/// Scheduled reports in a channel
#[poise::command(
    slash_command,
    subcommands("subscribe", "list", "edit", "pause", "resume", "preview", "run", "remove"),
    subcommand_required
)]
async fn digest(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Post a digest to a channel on a schedule
///
/// `/digest subscribe channel:#support schedule:weekdays 9am timezone:Europe/Berlin`
/// `/digest subscribe channel:#support schedule:Mondays 8am sections:all departments:Support`
#[poise::command(slash_command, custom_data = "does::<Create>()")]
async fn subscribe(
    ctx: Context<'_>,
    #[description = "Channel to post in"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: PartialChannel,
    #[description = "When: weekdays 09:00, hourly, Mondays 9am, or cron"]
    #[autocomplete = "complete_schedule"]
    #[max_length = 300]
    schedule: String,
    #[description = "Time zone (default: the help desk's)"]
    #[autocomplete = "complete_zone"]
    #[max_length = 50]
    timezone: Option<String>,
    #[description = "What to include, separated by commas: queues, waiting, agents, yesterday, sla…"]
    #[autocomplete = "complete_sections"]
    #[max_length = 200]
    sections: Option<String>,
    #[description = "Limit to departments, separated by commas"]
    #[autocomplete = "complete::several::<Department>"]
    #[max_length = 1000]
    departments: Option<String>,
    #[description = "Title"]
    #[max_length = 100]
    title: Option<String>,
) -> Outcome {
    ctx.act(Box::pin(async {
        let bot = ctx.data();
        let zone = timezone.unwrap_or_else(|| subscriptions::own_zone(bot));
        let schedule = Schedule::parse(&schedule, &zone, bot.clock.now()).map_err(|error| tell(&error))?;
        let spec = DigestSpec {
            title,
            schedule: schedule.text().to_owned(),
            zone: schedule.zone_name().to_owned(),
            sections: read_sections(sections.as_deref())?,
            departments: identify::several::<Department>(&bot.directory, departments.as_deref().unwrap_or_default())
                .await?,
        };
        channels::postable(ctx, &channel).await?;
        Ok((Create { channel: channel.id.get(), spec }, Input::default()))
    }))
    .await
}

/// List digests and their last runs
///
/// `/digest list`
#[poise::command(slash_command, custom_data = "tells::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.tell(&List { kind: Subscribed::Digests }).await
}

/// The digests of a server, with how each stands.
pub(crate) async fn list_digests(bot: &Bot, caller: Caller, page: u32) -> Result<Message, Error> {
    let guild = caller.guild.get();
    let (digests, runs) = (bot.store.subscriptions(guild, Kind::Digest).await?, bot.store.last_runs(guild).await?);
    let runs: HashMap<Option<i64>, &Delivery> = runs.iter().map(|run| (run.subscription, run)).collect();
    let lines: Vec<Line> =
        digests.iter().map(|digest| line(bot, digest, runs.get(&Some(digest.id)).map(|run| outcome(run)))).collect();
    Ok(views::subscriptions::list(Subscribed::Digests, lines, page))
}

/// Edit a digest
///
/// `/digest edit digest:3 schedule:Mondays 8am`
#[poise::command(slash_command, custom_data = "does::<Edit>()")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn edit(
    ctx: Context<'_>,
    #[description = "The digest to edit"]
    #[autocomplete = "complete_digest"]
    #[max_length = 100]
    digest: String,
    #[description = "Channel to post in"]
    #[channel_types("Text", "News", "PublicThread", "PrivateThread", "NewsThread")]
    channel: Option<PartialChannel>,
    #[description = "When: weekdays 09:00, hourly, Mondays 9am, or cron"]
    #[autocomplete = "complete_schedule"]
    #[max_length = 300]
    schedule: Option<String>,
    #[description = "Time zone"]
    #[autocomplete = "complete_zone"]
    #[max_length = 50]
    timezone: Option<String>,
    #[description = "What to include, separated by commas"]
    #[autocomplete = "complete_sections"]
    #[max_length = 200]
    sections: Option<String>,
    #[description = "Limit to departments, separated by commas; `all` for no limit"]
    #[autocomplete = "complete::several::<Department>"]
    #[max_length = 1000]
    departments: Option<String>,
    #[description = "Title"]
    #[max_length = 100]
    title: Option<String>,
) -> Outcome {
    ctx.act(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, ctx.caller()?, Kind::Digest, &digest).await?;
        let sections = sections.as_deref().map(|typed| read_sections(Some(typed))).transpose()?;
        let departments = match departments.as_deref() {
            Some(all) if all.trim().eq_ignore_ascii_case("all") => Some(Vec::new()),
            Some(some) => Some(identify::several::<Department>(&bot.directory, some).await?),
            None => None,
        };
        if let Some(channel) = &channel {
            channels::postable(ctx, channel).await?;
        }
        let channel = channel.map(|channel| channel.id.get());
        let edit = Edit { digest: found.id, channel, schedule, zone: timezone, sections, departments, title };
        Ok((edit, Input::default()))
    }))
    .await
}

/// Pause a digest
///
/// `/digest pause digest:3`
#[poise::command(slash_command, custom_data = "does::<Pause>()")]
async fn pause(
    ctx: Context<'_>,
    #[description = "The digest to pause"]
    #[autocomplete = "complete_digest"]
    #[max_length = 100]
    digest: String,
) -> Outcome {
    ctx.act(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Digest, &digest).await?;
        Ok((Pause { digest: found.id }, Input::default()))
    })
    .await
}

/// Resume a digest
///
/// `/digest resume digest:3`
#[poise::command(slash_command, custom_data = "does::<Resume>()")]
async fn resume(
    ctx: Context<'_>,
    #[description = "The digest to resume"]
    #[autocomplete = "complete_digest"]
    #[max_length = 100]
    digest: String,
) -> Outcome {
    subscriptions::resume(ctx, Kind::Digest, &digest).await
}

/// Preview a digest privately
///
/// `/digest preview digest:3`
#[poise::command(slash_command, custom_data = "tells::<Preview>()")]
async fn preview(
    ctx: Context<'_>,
    #[description = "The digest to preview"]
    #[autocomplete = "complete_digest"]
    #[max_length = 100]
    digest: String,
) -> Outcome {
    ctx.race(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Digest, &digest).await?;
        ctx.told(&Preview { digest: found.id }).await
    })
    .await
}

/// Post a digest now
///
/// `/digest run digest:3`
#[poise::command(slash_command, custom_data = "does::<RunNow>()")]
async fn run(
    ctx: Context<'_>,
    #[description = "The digest to post"]
    #[autocomplete = "complete_digest"]
    #[max_length = 100]
    digest: String,
) -> Outcome {
    ctx.act(async {
        let found = subscriptions::find(ctx.data(), ctx.caller()?, Kind::Digest, &digest).await?;
        channels::postable(ctx, &found).await?;
        Ok((RunNow { digest: found.id }, Input::default()))
    })
    .await
}

/// Delete a digest and its history
///
/// `/digest remove digest:3`
#[poise::command(slash_command, custom_data = "does::<Remove>()")]
async fn remove(
    ctx: Context<'_>,
    #[description = "The digest to delete"]
    #[autocomplete = "complete_digest"]
    #[max_length = 100]
    digest: String,
) -> Outcome {
    subscriptions::remove(ctx, Kind::Digest, &digest).await
}

async fn complete_digest(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    subscriptions::complete_numbers(ctx, Kind::Digest, partial, |digest| name(ctx.data(), digest)).await
}

async fn complete_schedule(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    complete::pairs("", typed::offered(partial, ctx.data().clock.now()).into_iter())
}

async fn complete_sections(_: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    complete::lists(partial, SECTIONS.iter().map(|section| section.name().to_owned()))
}

fn tell(error: &ScheduleError) -> Error {
    // What it quotes may hold anything.
    UserError::new(format!("{}.", views::text::escape_quotes(&error.to_string()))).into()
}

/// The look-ups for these sections, in display order.
fn read_sections(typed: Option<&str>) -> Result<Vec<Link>, Error> {
    let Some(typed) = typed else { return Ok(Section::default_ones().map(Section::link).collect()) };
    if typed.trim().eq_ignore_ascii_case("all") {
        return Ok(SECTIONS.iter().map(Section::link).collect());
    }
    let mut wanted = Vec::new();
    for word in typed.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let section = Section::of_name(word).ok_or_else(|| {
            let names = SECTIONS.each_ref().map(Section::name).join("`, `");
            UserError::new(format!("{} isn't a section. Use `{names}` or `all`.", quote(word)))
        })?;
        wanted.push(section.name());
    }
    if wanted.is_empty() {
        return Err(UserError::new("A digest needs a section, such as `queues`.").into());
    }
    let chosen = SECTIONS.iter().filter(|section| wanted.contains(&section.name()));
    Ok(chosen.map(Section::link).collect())
}
