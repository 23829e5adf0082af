//! `/digest`: figures in a channel, at times.

use jiff::Timestamp;
use notifications::{
    schedule::{Schedule, ScheduleError},
    spec::DigestSpec,
};
use poise::serenity_prelude::{ChannelId, CreateAutocompleteResponse};
use store::{DeliveryState, Kind, NewSubscription, State, Subscription};
use views::{
    Message,
    digests::Section,
    subscriptions::{Line, LineState},
};

use crate::{
    Ask as _, Bot, Command, Context, Error, Outcome,
    access::Level,
    complete,
    error::UserError,
    identify::quote,
    subscriptions::{self, complete_departments, complete_zone, who},
};

/// The commands of this area.
pub(crate) fn commands() -> Vec<Command> {
    vec![digest()]
}

/// Have figures posted to a channel, on a schedule
#[poise::command(
    slash_command,
    subcommands("subscribe", "list", "edit", "pause", "resume", "preview", "run", "remove"),
    subcommand_required
)]
async fn digest(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Post a digest to a channel, on a schedule
///
/// `/digest subscribe channel:#support schedule:weekdays 9am timezone:Europe/Berlin`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn subscribe(
    ctx: Context<'_>,
    #[description = "Where it is posted"] channel: ChannelId,
    #[description = "weekdays 09:00, hourly, Mondays, or a cron line"]
    #[autocomplete = "complete_schedule"]
    schedule: String,
    #[description = "The time zone of the schedule; LiveAgent's own if left out"]
    #[autocomplete = "complete_zone"]
    timezone: Option<String>,
    #[description = "What stands in it, with commas: queues, waiting, agents, yesterday, sla…"]
    #[autocomplete = "complete_sections"]
    sections: Option<String>,
    #[description = "Only of these departments, with commas"]
    #[autocomplete = "complete_departments"]
    departments: Option<String>,
    #[description = "What it is called"]
    #[max_length = 100]
    title: Option<String>,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let now = bot.clock.now();
        let zone = timezone.unwrap_or_else(|| own_zone(bot));
        let schedule = Schedule::parse(&schedule, &zone, now).map_err(|error| tell(&error))?;
        let spec = DigestSpec {
            title,
            schedule: schedule.text().to_owned(),
            zone: schedule.zone_name().to_owned(),
            sections: read_sections(sections.as_deref())?,
            departments: subscriptions::departments(bot, departments.as_deref()).await?,
        };
        subscriptions::room(bot, caller, Kind::Digest).await?;
        subscriptions::visible(bot, channel).await?;
        let new = NewSubscription {
            kind: Kind::Digest,
            channel: channel.get(),
            spec: text(&spec),
            next_due: schedule.next(now),
        };
        let made = bot.store.subscribe(&new, &who(bot, caller)).await?;
        Ok(saved(bot, "Digest saved", &made, &spec).await)
    }))
    .await
}

/// List this server's digests, with what came of them last
///
/// `/digest list`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn list(ctx: Context<'_>) -> Outcome {
    let caller = ctx.caller()?;
    ctx.race(Box::pin(async {
        let bot = ctx.data();
        let mut lines = Vec::new();
        for digest in bot.store.subscriptions(caller.guild.get(), Kind::Digest).await? {
            let last = bot.store.deliveries_of(digest.id, 5).await?;
            let last = last.into_iter().find(|run| run.state != DeliveryState::Claimed).map(|run| {
                let words = match (run.state, &run.reason) {
                    (DeliveryState::Posted, _) if run.late => "posted late".to_owned(),
                    (DeliveryState::Posted, _) => "posted".to_owned(),
                    (DeliveryState::Skipped, Some(reason)) => format!("skipped ({reason})"),
                    (_, Some(reason)) => format!("failed ({reason})"),
                    _ => "failed".to_owned(),
                };
                (words, run.ended)
            });
            lines.push(line(&digest, last));
        }
        Ok(views::subscriptions::list("digest", "📰", &lines))
    }))
    .await
}

/// Change a digest
///
/// `/digest edit digest:3 schedule:Mondays 8am`
#[poise::command(slash_command, custom_data = "Level::Manager")]
#[expect(clippy::too_many_arguments, reason = "one for each option")]
async fn edit(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_digest"]
    digest: String,
    #[description = "Where it is posted"] channel: Option<ChannelId>,
    #[description = "weekdays 09:00, hourly, Mondays, or a cron line"]
    #[autocomplete = "complete_schedule"]
    schedule: Option<String>,
    #[description = "The time zone of the schedule"]
    #[autocomplete = "complete_zone"]
    timezone: Option<String>,
    #[description = "What stands in it, with commas"]
    #[autocomplete = "complete_sections"]
    sections: Option<String>,
    #[description = "Only of these departments, with commas; `all` for all"]
    #[autocomplete = "complete_departments"]
    departments: Option<String>,
    #[description = "What it is called"]
    #[max_length = 100]
    title: Option<String>,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let now = bot.clock.now();
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest).await?;
        let mut spec = read(&found)?;
        if schedule.is_some() || timezone.is_some() {
            let (text, zone) = (schedule.as_ref().unwrap_or(&spec.schedule), timezone.as_ref().unwrap_or(&spec.zone));
            let schedule = Schedule::parse(text, zone, now).map_err(|error| tell(&error))?;
            (spec.schedule, spec.zone) = (schedule.text().to_owned(), schedule.zone_name().to_owned());
        }
        if sections.is_some() {
            spec.sections = read_sections(sections.as_deref())?;
        }
        match departments.as_deref() {
            Some(all) if all.trim().eq_ignore_ascii_case("all") => spec.departments.clear(),
            Some(some) => spec.departments = subscriptions::departments(bot, Some(some)).await?,
            None => {}
        }
        spec.title = title.or(spec.title);
        let channel = channel.unwrap_or(ChannelId::new(found.channel));
        subscriptions::visible(bot, channel).await?;
        let next = (found.state == State::Active).then(|| spec.next(now)).flatten();
        bot.store.change(found.id, channel.get(), &text(&spec), next, &who(bot, caller)).await?;
        let changed = Subscription { channel: channel.get(), next_due: next, ..found };
        Ok(saved(bot, "Digest changed", &changed, &spec).await)
    }))
    .await
}

/// Stop a digest until it is resumed
///
/// `/digest pause digest:3`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn pause(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_digest"]
    digest: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest).await?;
        let done = bot.store.pause(found.id, &who(bot, caller)).await?;
        let words = if done { "is paused" } else { "was paused already" };
        Ok(views::subscriptions::done(&format!("Digest {} {words}. `/digest resume` lets it go on.", found.id)))
    }))
    .await
}

/// Let a digest go on that was paused or stopped
///
/// `/digest resume digest:3`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn resume(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_digest"]
    digest: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest).await?;
        let spec = read(&found)?;
        subscriptions::visible(bot, ChannelId::new(found.channel)).await?;
        let next = spec.next(bot.clock.now());
        bot.store.resume(found.id, next, &who(bot, caller)).await?;
        let resumed = Subscription { state: State::Active, next_due: next, ..found };
        Ok(saved(bot, "Digest resumed", &resumed, &spec).await)
    }))
    .await
}

/// Show privately what a digest would say now
///
/// `/digest preview digest:3`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn preview(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_digest"]
    digest: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.race(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest).await?;
        let spec = read(&found)?;
        bot.notifier.preview(found.id, &spec).await.ok_or_else(|| {
            UserError::new("LiveAgent does not answer right now, so there is nothing to show. Try again in a minute.")
                .into()
        })
    }))
    .await
}

/// Post a digest now, besides its schedule
///
/// `/digest run digest:3`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn run(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_digest"]
    digest: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.write(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest).await?;
        if found.state != State::Active {
            return Err(UserError::new("This digest is paused. `/digest resume` it first.").into());
        }
        let now = bot.clock.now();
        let key = format!("d{}r{}", found.id, now.as_second());
        bot.store.ask_for_run(&key, found.id, found.channel, now).await?;
        Ok(views::subscriptions::done(&format!("Digest {} is on its way to <#{}>.", found.id, found.channel)))
    }))
    .await
}

/// Remove a digest and what is known of its runs
///
/// `/digest remove digest:3`
#[poise::command(slash_command, custom_data = "Level::Manager")]
async fn remove(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete_digest"]
    digest: String,
) -> Outcome {
    let caller = ctx.caller()?;
    ctx.race(Box::pin(async {
        let bot = ctx.data();
        let found = subscriptions::find(bot, caller, Kind::Digest, &digest).await?;
        Ok(subscriptions::ask_to_remove(bot, caller, &found, &name(&found)))
    }))
    .await
}

async fn complete_digest(ctx: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    subscriptions::complete_numbers(ctx, Kind::Digest, partial, name).await
}

async fn complete_schedule(_: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    let usual = ["weekdays 09:00", "daily 08:00", "Mondays 09:00", "hourly", "every 4 hours", "monthly 09:00"];
    let typed = partial.trim().to_owned();
    let own = (!typed.is_empty() && Schedule::read(&typed, "UTC").is_ok()).then_some(typed);
    let usual = usual.map(str::to_owned).into_iter().filter(|each| own.as_ref() != Some(each)).collect::<Vec<_>>();
    complete::names(partial, own.clone().into_iter().chain(usual))
}

async fn complete_sections(_: Context<'_>, partial: &str) -> CreateAutocompleteResponse {
    complete::lists(partial, Section::ALL.into_iter().map(|section| section.name().to_owned()))
}

/// The zone of LiveAgent's clock where it has a name.
fn own_zone(bot: &Bot) -> String {
    bot.liveagent.time_zone().iana_name().unwrap_or("UTC").to_owned()
}

fn tell(error: &ScheduleError) -> Error {
    // What it quotes may hold anything.
    UserError::new(format!("{}.", views::text::escape_quotes(&error.to_string()))).into()
}

fn read_sections(typed: Option<&str>) -> Result<Vec<Section>, Error> {
    let Some(typed) = typed else { return Ok(Section::USUAL.to_vec()) };
    if typed.trim().eq_ignore_ascii_case("all") {
        return Ok(Section::ALL.to_vec());
    }
    let mut sections = Vec::new();
    for word in typed.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let section = Section::of_name(word).ok_or_else(|| {
            let names = Section::ALL.map(Section::name).join("`, `");
            UserError::new(format!("{} is not a section. The sections are `{names}`, or `all`.", quote(word)))
        })?;
        if !sections.contains(&section) {
            sections.push(section);
        }
    }
    if sections.is_empty() {
        return Err(UserError::new("A digest needs a section, such as `queues`.").into());
    }
    Ok(sections)
}

fn read(found: &Subscription) -> Result<DigestSpec, Error> {
    serde_json::from_str(&found.spec).map_err(|_| Error::Broken)
}

fn text(spec: &DigestSpec) -> String {
    serde_json::to_string(spec).unwrap_or_default()
}

fn name(digest: &Subscription) -> String {
    match read(digest) {
        Ok(DigestSpec { title: Some(title), schedule, .. }) => format!("{title} · {schedule}"),
        Ok(DigestSpec { schedule, .. }) => format!("Digest · {schedule}"),
        Err(_) => "Digest".to_owned(),
    }
}

fn line(digest: &Subscription, last: Option<(String, Option<Timestamp>)>) -> Line {
    let spec = read(digest).ok();
    let when = spec.as_ref().map(|spec| format!("{}, {}", spec.schedule, spec.zone)).unwrap_or_default();
    let sections = spec.as_ref().map(|spec| spec.sections.iter().map(|section| section.name()).collect::<Vec<_>>());
    Line {
        id: digest.id,
        name: spec.and_then(|spec| spec.title).or_else(|| sections.map(|names| names.join(", "))).unwrap_or_default(),
        channel: digest.channel,
        when,
        state: match digest.state {
            State::Active => LineState::Active,
            State::Paused => LineState::Paused,
            State::Refused => LineState::Refused(digest.reason.clone().unwrap_or_default()),
        },
        next: digest.next_due,
        last,
    }
}

/// What was saved, its next runs, and what it would say now.
async fn saved(bot: &Bot, title: &str, digest: &Subscription, spec: &DigestSpec) -> Message {
    let now = bot.clock.now();
    let runs: Vec<Timestamp> = match (digest.state, spec.schedule()) {
        (State::Active, Ok(schedule)) => schedule.runs(now).take(3).collect(),
        _ => Vec::new(),
    };
    let sections: Vec<&str> = spec.sections.iter().map(|section| section.title()).collect();
    let facts = [
        ("Channel".to_owned(), format!("<#{}>", digest.channel)),
        ("Schedule".to_owned(), views::text::escape(&format!("{}, {}", spec.schedule, spec.zone))),
        ("Sections".to_owned(), sections.join(" · ")),
    ];
    let notes = match digest.state {
        State::Active => Vec::new(),
        _ => vec!["⏸️ It is paused: `/digest resume` lets it go on.".to_owned()],
    };
    let saved = views::subscriptions::saved(&format!("📰 {title}: {}", digest.id), &facts, &runs, &notes);
    match bot.notifier.preview(digest.id, spec).await {
        Some(preview) => views::subscriptions::with_preview(saved, preview),
        None => saved,
    }
}
