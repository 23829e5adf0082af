//! `/conversation field`: the custom fields of a conversation.

use views::fields::{Clear, Of, Remove, Set};

use crate::{
    Context, Outcome,
    areas::fields,
    names::{complete, identify},
    needs::does,
};

/// Change a conversation's custom fields
#[poise::command(slash_command, subcommands("set", "remove", "clear"), subcommand_required)]
pub(super) async fn field(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Set a custom field of a conversation
///
/// `/conversation field set conversation:ABC-DEFGH-123 code:order value:#4711`
/// `/conversation field set conversation:ABC-DEFGH-123 code:order value:#4712`
/// `/conversation field set conversation:ABC-DEFGH-123 code:gift value:yes`
#[poise::command(slash_command, custom_data = "does::<Set>().only(fields::CONVERSATION_SET)")]
async fn set(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The field's code in LiveAgent"]
    #[autocomplete = "complete::conversation_field"]
    #[max_length = 100]
    code: String,
    #[description = "The new value"]
    #[max_length = 2000]
    value: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    fields::set(ctx, Of::Conversation, conversation, &code, &value).await
}

/// Remove a custom field from a conversation
///
/// `/conversation field remove conversation:ABC-DEFGH-123 code:order`
#[poise::command(slash_command, custom_data = "does::<Remove>().only(fields::CONVERSATION_REMOVE)")]
async fn remove(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
    #[description = "The field's code in LiveAgent"]
    #[autocomplete = "complete::conversation_field"]
    #[max_length = 100]
    code: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    fields::remove(ctx, Of::Conversation, conversation, &code).await
}

/// Remove all custom fields from a conversation
///
/// `/conversation field clear conversation:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "does::<Clear>().only(fields::CONVERSATION_REMOVE)")]
async fn clear(
    ctx: Context<'_>,
    #[description = "Type a subject or customer, or paste a code, ID or link"]
    #[autocomplete = "complete::conversation"]
    #[max_length = 300]
    conversation: String,
) -> Outcome {
    let conversation = identify::conversation(&conversation)?;
    fields::clear(ctx, Of::Conversation, conversation).await
}
