//! `/tag`: the account's tags, and the two actions on conversations that people look for here.

use liveagent::ListTags;
use views::{
    Message,
    conversations::{AddTag, RemoveTag},
    tags::List,
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::{Answer, Asking},
    area::{AnyLook, Area, Sends, asks, does, sends},
    complete, conversations,
};

/// What belongs to this area.
pub(crate) const AREA: Area = Area { looks: &[AnyLook::of::<List>()], ..Area::of(|| vec![tag()]) };

/// Look up tags and put them on conversations
#[poise::command(slash_command, subcommands("list", "assign", "unassign"), subcommand_required)]
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

/// Put a tag on a conversation
///
/// `/tag assign conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<AddTag>()")]
async fn assign(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The tag's name"]
    #[autocomplete = "complete::tag"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    conversations::assign(ctx, &conversation, tag).await
}

/// Take a tag off a conversation
///
/// `/tag unassign conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "does::<RemoveTag>()")]
async fn unassign(
    ctx: Context<'_>,
    #[description = "Its code, id or link, or pick one"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The tag's name"]
    #[autocomplete = "complete::tag"]
    #[max_length = 100]
    tag: String,
) -> Outcome {
    conversations::unassign(ctx, &conversation, tag).await
}

impl Answer for List {
    const SENDS: Sends = sends![ListTags];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let answer = asking.bot.liveagent.send(&ListTags {}).await?;
        Ok(views::tags::list(&answer.tags, asking.page()))
    }
}
