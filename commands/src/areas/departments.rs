//! `/department`: the departments, and who is there.

use liveagent::{Department, ListDepartmentStatuses, ListDepartments, ShowDepartment};
use views::{
    Message,
    departments::{List, Show, Status},
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::{Answer, AnyLook, Asking},
    area::Area,
    names::{complete, identify},
    needs::asks,
    request::{Sends, sends},
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

impl Answer for List {
    const SENDS: Sends = sends![ListDepartments];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (answer, desk) = tokio::join!(asking.bot.liveagent.send(&ListDepartments {}), asking.bot.desk());
        Ok(views::departments::list(&answer?.departments, asking.page(), &desk))
    }
}

impl Answer for Show {
    const SENDS: Sends = sends![ShowDepartment];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let operation = ShowDepartment { department_id: self.department.clone() };
        let (department, desk) = tokio::join!(asking.bot.liveagent.send(&operation), asking.bot.desk());
        Ok(views::departments::show(&department?, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.department)
    }
}

impl Answer for Status {
    const SENDS: Sends = sends![ListDepartmentStatuses];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (answer, desk) = tokio::join!(asking.bot.liveagent.send(&ListDepartmentStatuses {}), asking.bot.desk());
        Ok(views::departments::status(&answer?.departments_online_states, asking.page(), &desk))
    }
}
