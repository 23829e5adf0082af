//! `/department`: the departments, and who is there.

use liveagent::{ListDepartmentStatuses, ListDepartments, ShowDepartment};
use views::{Look, Message};

use crate::{Ask as _, Bot, Command, Context, Error, Outcome, access::Level, complete, identify};

/// The commands of this area.
pub(crate) fn commands() -> Vec<Command> {
    vec![department()]
}

/// Look up departments and who is online in them
#[poise::command(slash_command, subcommands("list", "show", "status"), subcommand_required)]
async fn department(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List all departments
///
/// `/department list`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(Look::Departments { page: 0 }).await
}

/// Show a department
///
/// `/department show department:Support`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn show(
    ctx: Context<'_>,
    #[description = "The department's name"]
    #[autocomplete = "complete::department"]
    #[max_length = 100]
    department: String,
) -> Outcome {
    ctx.race(async {
        let department = identify::department(ctx.data(), &department).await?;
        ctx.answer(&Look::Department { department }).await
    })
    .await
}

/// Show which departments are online, and on which channels
///
/// `/department status`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn status(ctx: Context<'_>) -> Outcome {
    ctx.look(Look::DepartmentStatus { page: 0 }).await
}

/// All departments.
pub(crate) async fn list_departments(bot: &Bot, page: u32) -> Result<Message, Error> {
    let (answer, desk) = tokio::join!(bot.liveagent.send(&ListDepartments {}), bot.desk());
    Ok(views::departments::list(&answer?.departments, page, &desk))
}

/// One department.
pub(crate) async fn show_department(bot: &Bot, department: &str) -> Result<Message, Error> {
    let operation = ShowDepartment { department_id: department.to_owned() };
    let (department, desk) = tokio::join!(bot.liveagent.send(&operation), bot.desk());
    Ok(views::departments::show(&department?, &desk))
}

/// Which departments are online.
pub(crate) async fn list_department_statuses(bot: &Bot, page: u32) -> Result<Message, Error> {
    let (answer, desk) = tokio::join!(bot.liveagent.send(&ListDepartmentStatuses {}), bot.desk());
    Ok(views::departments::status(&answer?.departments_online_states, page, &desk))
}
