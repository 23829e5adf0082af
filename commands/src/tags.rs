//! `/tag`: the account's tags, and the two actions on conversations that people look for here.

use liveagent::ListTags;
use views::{Look, Message};

use crate::{Ask as _, Bot, Command, Context, Error, Outcome, access::Level, complete, conversations};

/// The commands of this area.
pub(crate) fn commands() -> Vec<Command> {
    vec![tag()]
}

/// Look up tags and put them on conversations
#[poise::command(slash_command, subcommands("list", "assign", "unassign"), subcommand_required)]
async fn tag(_: Context<'_>) -> Outcome {
    Ok(())
}

/// List all tags
///
/// `/tag list`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn list(ctx: Context<'_>) -> Outcome {
    ctx.look(Look::Tags { page: 0 }).await
}

/// Put a tag on a conversation
///
/// `/tag assign conversation:ABC-DEFGH-123 tag:VIP`
#[poise::command(slash_command, custom_data = "Level::Agent")]
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
#[poise::command(slash_command, custom_data = "Level::Agent")]
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

/// All tags, a page of them.
pub(crate) async fn list_tags(bot: &Bot, page: u32) -> Result<Message, Error> {
    let answer = bot.liveagent.send(&ListTags {}).await?;
    Ok(views::tags::list(&answer.tags, page))
}
