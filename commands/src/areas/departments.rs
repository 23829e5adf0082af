//! `/department`: the departments, and who is there.

use liveagent::Department;
use views::departments::{List, Show, Status};

use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    names::{complete, identify},
    needs::asks,
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::of::<List>(), AnyLook::of::<Show>(), AnyLook::of::<Status>()],
    ..Area::of(|| vec![department()])
};

/// See departments and who's online
#[poise::command(slash_command, subcommands("list", "show", "status"), subcommand_required)]
async fn department(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List all departments
///
/// `/department list`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(&List {}).await
}

/// Show a department
///
/// `/department show department:Support`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "The department's name"]
    #[autocomplete = "complete::of::<Department>"]
    #[max_length = 100]
    department: String,
) -> Outcome {
    ctx.race(async {
        let department = identify::id::<Department>(&ctx.data().directory, &department).await?;
        ctx.answer(&Show { department }).await
    })
    .await
}

/// Show which departments are online, and on which channels
///
/// `/department status`
#[poise::command(slash_command, custom_data = "asks::<Status>()")]
async fn status(ctx: Context<'_>) -> Outcome {
    ctx.look(&Status {}).await
}
