//! `/overview`: the queues of chats and calls as they are now.

use liveagent::{Department, ListAgentStatuses, ListDepartmentStatuses, ShowCallsOverview, ShowChatsOverview};
use views::{
    Message,
    overview::{OverviewKind, Show},
};

use crate::{
    Ask as _, Bot, Context, Error, Outcome,
    answer::{Answer, AnyLook, Asking},
    area::Area,
    names::{complete, identify},
    needs::asks,
    request::{Sends, sends},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area { looks: &[AnyLook::of::<Show>()], ..Area::of(|| vec![overview()]) };

/// See the live queues
#[poise::command(slash_command, subcommands("chats", "calls", "all"), subcommand_required)]
async fn overview(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Chats: active, ringing, waiting, and available agents
///
/// `/overview chats department:Support`
#[poise::command(slash_command, custom_data = "asks::<Show>().only(sends![ShowChatsOverview])")]
async fn chats(
    ctx: Context<'_>,
    #[description = "Limit to a department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
) -> Outcome {
    show(ctx, OverviewKind::Chats, department).await
}

/// Calls: active, ringing, waiting
///
/// `/overview calls`
#[poise::command(slash_command, custom_data = "asks::<Show>().only(sends![ShowCallsOverview])")]
async fn calls(
    ctx: Context<'_>,
    #[description = "Limit to a department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
) -> Outcome {
    show(ctx, OverviewKind::Calls, department).await
}

/// Show chats, calls, departments and agents at a glance
///
/// `/overview all`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn all(
    ctx: Context<'_>,
    #[description = "Limit to a department"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: Option<String>,
) -> Outcome {
    show(ctx, OverviewKind::All, department).await
}

async fn show(ctx: Context<'_>, kind: OverviewKind, department: Option<String>) -> Outcome {
    ctx.race(async {
        let department = identify::optional::<Department>(&ctx.data().directory, department.as_deref()).await?;
        ctx.answer(&Show { kind, department }).await
    })
    .await
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowChatsOverview, ShowCallsOverview, ListDepartmentStatuses, ListAgentStatuses];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (bot, department) = (asking.bot, self.department.as_deref());
        match self.kind {
            OverviewKind::Chats => show_chats(bot, department).await,
            OverviewKind::Calls => show_calls(bot, department).await,
            OverviewKind::All => show_all(bot, department).await,
        }
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.department.iter()
    }
}

/// The chats.
async fn show_chats(bot: &Bot, department: Option<&str>) -> Result<Message, Error> {
    let operation = ShowChatsOverview { department: department.map(str::to_owned) };
    let (chats, desk) = tokio::join!(bot.liveagent.send(&operation), bot.desk());
    Ok(views::overview::chats(&chats?, department, &desk))
}

/// The calls.
async fn show_calls(bot: &Bot, department: Option<&str>) -> Result<Message, Error> {
    let operation = ShowCallsOverview { department: department.map(str::to_owned) };
    let (calls, desk) = tokio::join!(bot.liveagent.send(&operation), bot.desk());
    Ok(views::overview::calls(&calls?, department, &desk))
}

/// Everything at a glance: four look-ups at once.
async fn show_all(bot: &Bot, department: Option<&str>) -> Result<Message, Error> {
    let (chats, calls) = (
        ShowChatsOverview { department: department.map(str::to_owned) },
        ShowCallsOverview { department: department.map(str::to_owned) },
    );
    let (chats, calls, departments, agents, desk) = tokio::try_join!(
        bot.liveagent.send(&chats),
        bot.liveagent.send(&calls),
        bot.liveagent.send(&ListDepartmentStatuses {}),
        bot.liveagent.send(&ListAgentStatuses {}),
        async { Ok(bot.desk().await) },
    )?;
    let (departments, agents) = (departments.departments_online_states, agents.agents_online_states);
    Ok(views::overview::all(&chats, &calls, &departments, &agents, department, &desk))
}
