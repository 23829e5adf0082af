//! `/conversation find`: what a person remembers leads to the conversations.

use views::conversations::{Find, Show};

use crate::{Ask as _, Context, Outcome, error::UserError, names::identify, needs::asks};

/// Find conversations by what you remember of them
///
/// `/conversation find text:parcel last week`
/// `/conversation find text:ABC-DEFGH-123`
#[poise::command(slash_command, custom_data = "asks::<Find>().or::<Show>()")]
pub(super) async fn find(
    ctx: Context<'_>,
    #[description = "Name, email, subject words, a date like \"last week\", a code or a link"]
    #[max_length = 150]
    text: String,
) -> Outcome {
    ctx.race(async {
        let find = Find::of(&text);
        if find.text.is_empty() {
            return Err(UserError::new(
                "Nothing to search for. Enter a name, an email address or a word of the subject.",
            )
            .into());
        }
        // An id without digits looks like a word, unless it was read lately.
        let read = || ctx.data().directory.memory().named(&find.text).map(|known| known.row.conversation_id.clone());
        if let Some(conversation) = identify::named_in(&find.text).or_else(read) {
            match ctx.answer(&Show { conversation }).await {
                // It is no conversation, so it is a word.
                Err(error) if error.is_unknown_name() => {}
                answer => return answer,
            }
        }
        ctx.answer(&find).await
    })
    .await
}
