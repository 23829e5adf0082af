//! `/company`: the companies that customers belong to.

use liveagent::CompanySummary;
use views::companies::{List, Show};

use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    names::{complete, identify},
    needs::asks,
};

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { looks: &[AnyLook::of::<List>(), AnyLook::of::<Show>()], ..Area::of(|| vec![company()]) };

/// See companies
#[poise::command(slash_command, subcommands("list", "show"), subcommand_required)]
async fn company(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List all companies
///
/// `/company list`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(&List {}).await
}

/// Show a company
///
/// `/company show company:Nordic Trails AB`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Name, email or ID"]
    #[autocomplete = "complete::of::<CompanySummary>"]
    #[max_length = 100]
    company: String,
) -> Outcome {
    ctx.race(async {
        let company = identify::id::<CompanySummary>(&ctx.data().directory, &company).await?;
        ctx.answer(&Show { company }).await
    })
    .await
}
