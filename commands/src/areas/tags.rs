//! `/tag`: the account's tags, and the two actions on conversations that people look for here.

use answers::{Sends, sends};
use liveagent::{CreateTag, DeleteTag, EditTag, ShowTag, Tag, TagDetails};
use store::Outcome::NotDone;
use views::{
    conversations::{AddTag, RemoveTag},
    question::Question,
    tags::{Create, Delete, Edit, List, Show},
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::AnyLook,
    area::Area,
    areas::conversations,
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
    ..Area::of(|| vec![tag()])
};

/// List, edit and assign tags
#[poise::command(
    slash_command,
    subcommands("list", "show", "create", "edit", "delete", "assign", "unassign"),
    subcommand_required
)]
async fn tag(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List all tags
///
/// `/tag list`
#[poise::command(slash_command, custom_data = "asks::<List>()")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(&List {}).await
}

/// Show a tag and its colours
///
/// `/tag show tag:VIP`
#[poise::command(slash_command, custom_data = "asks::<Show>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    ctx.race(async {
        let tag = identify::id::<Tag>(&ctx.data().directory, &tag).await?;
        ctx.answer(&Show { tag }).await
    })
    .await
}

/// Create a tag
///
/// `/tag create name:Lost parcel background:#c0392b`
#[poise::command(slash_command, custom_data = "does::<Create>()")]
async fn create(
    ctx: Context<'_>,
    #[description = "The new tag's name"]
    #[max_length = 100]
    name: String,
    #[description = "Text colour, e.g. #ffffff"]
    #[max_length = 7]
    color: Option<String>,
    #[description = "Background colour, e.g. #c0392b"]
    #[max_length = 7]
    background: Option<String>,
) -> Outcome {
    ctx.act(async {
        let name = typed::name(&name, "tag")?;
        let (color, background) = (typed::color(color)?, typed::color(background)?);
        Ok((Create { name, color, background }, Input::default()))
    })
    .await
}

/// Edit a tag's name or colours
///
/// `/tag edit tag:Lost parcel background:#8e44ad`
#[poise::command(slash_command, custom_data = "does::<Edit>()")]
async fn edit(
    ctx: Context<'_>,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
    #[description = "New name"]
    #[max_length = 100]
    name: Option<String>,
    #[description = "Text colour, e.g. #ffffff"]
    #[max_length = 7]
    color: Option<String>,
    #[description = "Background colour, e.g. #c0392b"]
    #[max_length = 7]
    background: Option<String>,
) -> Outcome {
    ctx.act(async {
        let name = name.map(|name| typed::name(&name, "tag")).transpose()?;
        let (color, background) = (typed::color(color)?, typed::color(background)?);
        if name.is_none() && color.is_none() && background.is_none() {
            return Err(UserError::new("Nothing to change. Enter a new `name`, `color` or `background`.").into());
        }
        let tag = identify::id::<Tag>(&ctx.data().directory, &tag).await?;
        Ok((Edit { tag, name, color, background, expects: String::new() }, Input::default()))
    })
    .await
}

/// Delete a tag and remove it from all conversations
///
/// `/tag delete tag:Lost parcel`
#[poise::command(slash_command, custom_data = "does::<Delete>()")]
async fn delete(
    ctx: Context<'_>,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    ctx.act(async {
        let tag = identify::id::<Tag>(&ctx.data().directory, &tag).await?;
        Ok((Delete { tag }, Input::default()))
    })
    .await
}

/// Add a tag to a conversation
///
/// `/tag assign conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<AddTag>()")]
async fn assign(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    conversations::assign(ctx, &conversation, tag).await
}

/// Remove a tag from a conversation
///
/// `/tag unassign conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<RemoveTag>()")]
async fn unassign(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The tag's name"]
    #[autocomplete = "complete::of::<Tag>"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    conversations::unassign(ctx, &conversation, tag).await
}

impl Perform for Create {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![CreateTag];

    fn target(&self) -> String {
        "tag".to_owned()
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let Self { name, color, background } = self.clone();
        let created = doing.liveagent.send(&CreateTag { name, color, bg_color: background }).await?;
        doing.bot.directory.forget::<Tag>();
        // It was created, even if the answer can't be read.
        let (id, color, bg_color) = created.map_or_else(
            || (String::new(), self.color, self.background),
            |created| (created.id, created.color, created.bg_color),
        );
        let detail = format!("tag {id}");
        let tag = TagDetails { id, name: self.name.clone(), color, bg_color };
        Ok(doing.done(&doing.desk().await, detail, |_| views::tags::created(&tag)))
    }
}

impl Perform for Edit {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowTag, EditTag];
    const PLACE: Place = Place::Clicked;

    fn target(&self) -> String {
        format!("tag {}", self.tag)
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let before = doing.liveagent.send(&ShowTag { tag_id: self.tag.clone() }).await?;
        if !self.expects.is_empty() && self.expects != views::tags::stamp(&before) {
            let detail = "not undone: changed since".to_owned();
            return Ok(Done { detail, outcome: NotDone, ..views::tags::stale(&before).into() });
        }
        let after = TagDetails {
            id: before.id.clone(),
            name: self.name.clone().unwrap_or_else(|| before.name.clone()),
            color: self.color.or(before.color),
            bg_color: self.background.or(before.bg_color),
        };
        if before != after {
            let TagDetails { id, name, color, bg_color } = after.clone();
            doing.liveagent.send(&EditTag { tag_id: id, name: Some(name), color, bg_color }).await?;
            doing.bot.directory.forget::<Tag>();
        }
        Ok(doing.done(&doing.desk().await, "", |desk| views::tags::edited(&before, &after, desk)))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.tag)
    }
}

impl Perform for Delete {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ShowTag, DeleteTag];
    const PLACE: Place = Place::Clicked;
    const ASKS: Asks = Asks::Confirmation;

    fn target(&self) -> String {
        format!("tag {}", self.tag)
    }

    async fn question(&self, doing: &Doing<'_>) -> Result<Question, Error> {
        let tag = doing.liveagent.send(&ShowTag { tag_id: self.tag.clone() }).await?;
        Ok(views::tags::deletion(&tag))
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let tag = doing.liveagent.send(&ShowTag { tag_id: self.tag.clone() }).await?;
        doing.liveagent.send(&DeleteTag { tag_id: self.tag.clone() }).await?;
        doing.bot.directory.forget::<Tag>();
        Ok(doing.done(&doing.desk().await, "", |_| views::tags::deleted(&tag.name)))
    }
}
