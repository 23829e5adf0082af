//! `/group`: the groups of customers.

use answers::{Sends, sends};
use liveagent::{
    CreateCustomerGroup, CustomerGroup, CustomerGroupDetails, DeleteCustomerGroup, EditCustomerGroup, ShowCustomerGroup,
};
use store::Outcome::NotDone;
use views::{
    customer_groups::{Create, Delete, Edit, List, Show},
    question::Question,
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::AnyLook,
    area::Area,
    error::UserError,
    names::{complete, identify},
    needs::{asks, does},
    people::access::Level,
    perform::{AnyAct, Asks, Doing, Done, Input, Perform, Place},
    typed,
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area {
    looks: &[AnyLook::of::<List>(), AnyLook::of::<Show>()],
    acts: &[AnyAct::of::<Create>(), AnyAct::of::<Edit>(), AnyAct::of::<Delete>()],
    ..Area::of(|| vec![group()])
};

/// List and edit customer groups
#[poise::command(slash_command, subcommands("list", "show", "create", "edit", "delete"), subcommand_required)]
async fn group(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List all customer groups
///
/// `/group list`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(&List {}).await
}

/// Show a customer group and its colours
///
/// `/group show group:Bike shops`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "The group's name"]
    #[autocomplete = "complete::of::<CustomerGroup>"]
    #[max_length = 100]
    group: String,
) -> Outcome {
    ctx.race(async {
        let group = identify::id::<CustomerGroup>(&ctx.data().directory, &group).await?;
        ctx.answer(&Show { group }).await
    })
    .await
}

/// Create a customer group
///
/// `/group create name:Beta testers background:#2980b9`
#[poise::command(slash_command, custom_data = "does::<Create>()")]
async fn create(
    ctx: Context<'_>,
    #[description = "The new group's name"]
    #[max_length = 100]
    name: String,
    #[description = "Text colour, e.g. #ffffff"]
    #[max_length = 7]
    color: Option<String>,
    #[description = "Background colour, e.g. #2980b9"]
    #[max_length = 7]
    background: Option<String>,
) -> Outcome {
    ctx.act(async {
        let name = typed::name(&name, "group")?;
        let (color, background) = (typed::color(color)?, typed::color(background)?);
        Ok((Create { name, color, background }, Input::default()))
    })
    .await
}

/// Edit a customer group's name or colours
///
/// `/group edit group:Beta testers background:#8e44ad`
#[poise::command(slash_command, custom_data = "does::<Edit>()")]
async fn edit(
    ctx: Context<'_>,
    #[description = "The group's name"]
    #[autocomplete = "complete::of::<CustomerGroup>"]
    #[max_length = 100]
    group: String,
    #[description = "New name"]
    #[max_length = 100]
    name: Option<String>,
    #[description = "Text colour, e.g. #ffffff"]
    #[max_length = 7]
    color: Option<String>,
    #[description = "Background colour, e.g. #2980b9"]
    #[max_length = 7]
    background: Option<String>,
) -> Outcome {
    ctx.act(async {
        let name = name.map(|name| typed::name(&name, "group")).transpose()?;
        let (color, background) = (typed::color(color)?, typed::color(background)?);
        if name.is_none() && color.is_none() && background.is_none() {
            return Err(UserError::new("Nothing to change. Enter a new `name`, `color` or `background`.").into());
        }
        let group = identify::id::<CustomerGroup>(&ctx.data().directory, &group).await?;
        Ok((Edit { group, name, color, background, expects: String::new() }, Input::default()))
    })
    .await
}

/// Delete a customer group
///
/// `/group delete group:Beta testers`
#[poise::command(slash_command, custom_data = "does::<Delete>()")]
async fn delete(
    ctx: Context<'_>,
    #[description = "The group's name"]
    #[autocomplete = "complete::of::<CustomerGroup>"]
    #[max_length = 100]
    group: String,
) -> Outcome {
    ctx.act(async {
        let group = identify::id::<CustomerGroup>(&ctx.data().directory, &group).await?;
        Ok((Delete { group }, Input::default()))
    })
    .await
}

impl Perform for Create {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![CreateCustomerGroup];

    fn target(&self) -> String {
        "group".to_owned()
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let Self { name, color, background } = self.clone();
        let created = doing.liveagent.send(&CreateCustomerGroup { name, color, bg_color: background }).await?;
        doing.bot.directory.forget::<CustomerGroup>();
        // It was created, even if the answer can't be read.
        let (id, color, bg_color) = created.map_or_else(
            || (String::new(), self.color, self.background),
            |created| (created.id, created.color, created.bg_color),
        );
        let detail = format!("group {id}");
        let group = CustomerGroupDetails { id, name: self.name.clone(), color, bg_color };
        Ok(doing.done(&doing.desk().await, detail, |_| views::customer_groups::created(&group)))
    }
}

impl Perform for Edit {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowCustomerGroup, EditCustomerGroup];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        format!("group {}", self.group)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let before = doing.liveagent.send(&ShowCustomerGroup { group_id: self.group.clone() }).await?;
        if !self.expects.is_empty() && self.expects != views::customer_groups::stamp(&before) {
            let detail = "not undone: changed since".to_owned();
            return Ok(Done { detail, outcome: NotDone, ..views::customer_groups::stale(&before).into() });
        }
        let after = CustomerGroupDetails {
            id: before.id.clone(),
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            color: self.color.or(before.color),
            bg_color: self.background.or(before.bg_color),
        };
        if before != after {
            let CustomerGroupDetails { id, name, color, bg_color } = after.clone();
            doing.liveagent.send(&EditCustomerGroup { group_id: id, name: Some(name), color, bg_color }).await?;
            doing.bot.directory.forget::<CustomerGroup>();
        }
        Ok(doing.done(&doing.desk().await, "", |desk| views::customer_groups::edited(&before, &after, desk)))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.group)
    }
}

impl Perform for Delete {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowCustomerGroup, DeleteCustomerGroup];
    const PLACE: Place = Place::Clicked;
    const ASKS: Asks = Asks::Confirmation;

    fn target(&self) -> String {
        format!("group {}", self.group)
    }

    async fn question(&self, doing: &Doing<'_>) -> Result<Question, Error> {
        let group = doing.liveagent.send(&ShowCustomerGroup { group_id: self.group.clone() }).await?;
        Ok(views::customer_groups::deletion(&group))
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let group = doing.liveagent.send(&ShowCustomerGroup { group_id: self.group.clone() }).await?;
        doing.liveagent.send(&DeleteCustomerGroup { group_id: self.group.clone() }).await?;
        doing.bot.directory.forget::<CustomerGroup>();
        Ok(doing.done(&doing.desk().await, "", |_| views::customer_groups::deleted(&group.name)))
    }
}
