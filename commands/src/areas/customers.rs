//! `/customer`: customers, their groups and their fields.
//!
//! `customers/writes.rs` has what changes their groups; the area of fields has what changes fields.

mod writes;

use liveagent::CustomerGroup;
use views::{
    customers::{ChooseGroups, Groups, GroupsForm, Join, Leave, Regroup, Show},
    fields::{Clear, Of, Remove, Set},
};

use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    areas::fields,
    form::AnyForm,
    names::{complete, identify},
    needs::{asks, does},
    perform::{AnyAct, Input},
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::of::<Show>(), AnyLook::of::<Groups>()],
    acts: &[AnyAct::of::<Join>(), AnyAct::of::<Leave>(), AnyAct::of::<ChooseGroups>(), AnyAct::of::<Regroup>()],
    forms: &[AnyForm::of::<GroupsForm>()],
    ..Area::of(|| vec![customer()])
};

/// Look up customers, and change their groups and fields
#[poise::command(slash_command, subcommands("show", "groups", "join", "leave", "field"), subcommand_required)]
async fn customer(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Show a customer and their latest conversations
///
/// `/customer show customer:jane.doe@mail.example`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    ctx.look(&Show { customer }).await
}

/// Show a customer's groups
///
/// `/customer groups customer:jane.doe@mail.example`
#[poise::command(slash_command, custom_data = "asks::<Groups>()")]
async fn groups(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    ctx.look(&Groups { customer }).await
}

/// Add a customer to a group
///
/// `/customer join customer:jane.doe@mail.example group:Bike shops`
#[poise::command(slash_command, custom_data = "does::<Join>()")]
async fn join(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
    #[description = "The group's name"]
    #[autocomplete = "complete::of::<CustomerGroup>"]
    #[max_length = 100]
    group: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    ctx.act(async {
        let group = identify::id::<CustomerGroup>(&ctx.data().directory, &group).await?;
        Ok((Join { customer, group }, Input::default()))
    })
    .await
}

/// Remove a customer from a group
///
/// `/customer leave customer:jane.doe@mail.example group:Bike shops`
#[poise::command(slash_command, custom_data = "does::<Leave>()")]
async fn leave(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
    #[description = "The group's name"]
    #[autocomplete = "complete::of::<CustomerGroup>"]
    #[max_length = 100]
    group: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    ctx.act(async {
        let group = identify::id::<CustomerGroup>(&ctx.data().directory, &group).await?;
        Ok((Leave { customer, group }, Input::default()))
    })
    .await
}

/// Change a customer's custom fields
#[poise::command(slash_command, subcommands("set", "remove", "clear"), subcommand_required)]
async fn field(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Set a custom field of a customer
///
/// `/customer field set customer:jane.doe@mail.example code:newsletter value:weekly`
/// `/customer field set customer:jane.doe@mail.example code:newsletter value:monthly`
#[poise::command(slash_command, custom_data = "does::<Set>().only(fields::CUSTOMER_SET)")]
async fn set(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
    #[description = "The field's code in LiveAgent"]
    #[autocomplete = "complete::customer_field"]
    #[max_length = 100]
    code: String,
    #[description = "The new value"]
    #[max_length = 2000]
    value: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    fields::set(ctx, Of::Customer, customer, &code, &value).await
}

/// Remove a custom field from a customer
///
/// `/customer field remove customer:jane.doe@mail.example code:newsletter`
#[poise::command(slash_command, custom_data = "does::<Remove>().only(fields::CUSTOMER_REMOVE)")]
async fn remove(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
    #[description = "The field's code in LiveAgent"]
    #[autocomplete = "complete::customer_field"]
    #[max_length = 100]
    code: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    fields::remove(ctx, Of::Customer, customer, &code).await
}

/// Remove all custom fields from a customer
///
/// `/customer field clear customer:jane.doe@mail.example`
#[poise::command(slash_command, custom_data = "does::<Clear>().only(fields::CUSTOMER_REMOVE)")]
async fn clear(
    ctx: Context<'_>,
    #[description = "Email address, contact ID or link"]
    #[autocomplete = "complete::customer"]
    #[max_length = 300]
    customer: String,
) -> Outcome {
    let customer = identify::customer(&customer)?;
    fields::clear(ctx, Of::Customer, customer).await
}
