//! `/agent`: who is online, and one agent.

use liveagent::AgentStatus;
use views::agents::{Show, Statuses};

use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    names::{complete, identify},
    needs::asks,
};

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { looks: &[AnyLook::of::<Statuses>(), AnyLook::of::<Show>()], ..Area::of(|| vec![agent()]) };

/// See agents and who's online
#[poise::command(slash_command, subcommands("status", "show"), subcommand_required)]
async fn agent(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Show which agents are online, on which channels, and their open conversations
///
/// `/agent status`
#[poise::command(slash_command, custom_data = "asks::<Statuses>()")]
async fn status(ctx: Context<'_>) -> Outcome {
    ctx.look(&Statuses {}).await
}

/// Show an agent
///
/// `/agent show agent:Emma Larsen`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Name, email or ID"]
    #[autocomplete = "complete::of::<AgentStatus>"]
    #[max_length = 100]
    agent: String,
) -> Outcome {
    ctx.race(async {
        let agent = identify::id::<AgentStatus>(&ctx.data().directory, &agent).await?;
        ctx.answer(&Show { agent }).await
    })
    .await
}
