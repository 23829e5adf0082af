//! `/kb`: the knowledgebase, searched and read.

use answers::names::EntryTitle;
use liveagent::Knowledgebase;
use views::knowledgebase::{Entry, Search};

use crate::{
    Ask as _, Context, Outcome,
    answer::AnyLook,
    area::Area,
    names::{complete, identify},
    needs::asks,
};

/// What belongs to this area.
pub(crate) const AREA: Area =
    Area { looks: &[AnyLook::of::<Search>(), AnyLook::of::<Entry>()], ..Area::of(|| vec![kb()]) };

/// Search and read the knowledge base
#[poise::command(slash_command, subcommands("search", "show"), subcommand_required)]
async fn kb(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Search the knowledge base
///
/// `/kb search query:reset password`
#[poise::command(slash_command, custom_data = "asks::<Search>()")]
async fn search(
    ctx: Context<'_>,
    #[description = "What to search for"]
    #[max_length = 200]
    query: String,
    #[description = "Search only this knowledge base"]
    #[autocomplete = "complete::of::<Knowledgebase>"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Search only this category"]
    #[autocomplete = "complete::category"]
    #[max_length = 200]
    under: Option<String>,
    #[description = "Maximum results (default 30)"]
    #[min = 1]
    #[max = 500]
    limit: Option<u32>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let knowledgebase = identify::optional::<Knowledgebase>(&bot.directory, knowledgebase.as_deref()).await?;
        let under = match under {
            Some(typed) => Some(identify::entry(&bot.directory, &typed).await?),
            None => None,
        };
        let query = query.trim().to_owned();
        ctx.answer(&Search { query, knowledgebase, under, limit }).await
    })
    .await
}

/// Read an article, or see what's in a category
///
/// `/kb show entry:How do I reset my password?`
#[poise::command(slash_command, custom_data = "asks::<Entry>()")]
async fn show(
    ctx: Context<'_>,
    #[description = "Title or ID"]
    #[autocomplete = "complete::of::<EntryTitle>"]
    #[max_length = 200]
    entry: String,
) -> Outcome {
    ctx.race(async {
        let entry = identify::entry(&ctx.data().directory, &entry).await?;
        ctx.answer(&Entry { entry }).await
    })
    .await
}
