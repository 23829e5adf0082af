//! `/overview`: the queues of chats and calls as they are now.

use answers::sends;
use liveagent::Department;
use views::overview::{OverviewKind, Show};

use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    names::{complete, identify},
    needs::asks,
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
