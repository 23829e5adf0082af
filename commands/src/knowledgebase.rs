//! `/kb`: the knowledgebase, searched and read.

use liveagent::{ListKnowledgebaseEntries, SearchKnowledgebase};
use views::{Look, Message, Search, Window};

use crate::{Ask as _, Bot, Command, Context, Error, Outcome, access::Level, complete, error::UserError, identify};

/// How many entries below a category one request brings: their texts come along.
const WINDOW: u32 = 2 * views::knowledgebase::CHILDREN;

/// The commands of this area.
pub(crate) fn commands() -> Vec<Command> {
    vec![kb()]
}

/// Search and read the knowledgebase
#[poise::command(slash_command, subcommands("search", "show"), subcommand_required)]
async fn kb(_: Context<'_>) -> Outcome {
    Ok(())
}

/// Search the knowledgebase
///
/// `/kb search query:reset password`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn search(
    ctx: Context<'_>,
    #[description = "Words to look for"]
    #[max_length = 200]
    query: String,
    #[description = "Only in this knowledgebase"]
    #[autocomplete = "complete::knowledgebase"]
    #[max_length = 100]
    knowledgebase: Option<String>,
    #[description = "Only under this category"]
    #[autocomplete = "complete::category"]
    #[max_length = 200]
    under: Option<String>,
    #[description = "How many results at most (30 if not given)"]
    #[min = 1]
    #[max = 500]
    limit: Option<u32>,
) -> Outcome {
    let bot = ctx.data();
    ctx.race(async {
        let knowledgebase = match knowledgebase {
            Some(typed) => Some(identify::knowledgebase(bot, &typed).await?),
            None => None,
        };
        let under = match under {
            Some(typed) => Some(identify::entry(bot, &typed).await?),
            None => None,
        };
        let query = query.trim().to_owned();
        ctx.answer(&Look::KnowledgebaseSearch(Search { query, knowledgebase, under, limit, page: 0 })).await
    })
    .await
}

/// Read an entry of the knowledgebase, or see what a category holds
///
/// `/kb show entry:How to reset your password`
#[poise::command(slash_command, custom_data = "Level::Viewer")]
async fn show(
    ctx: Context<'_>,
    #[description = "Its title or id"]
    #[autocomplete = "complete::entry"]
    #[max_length = 200]
    entry: String,
) -> Outcome {
    ctx.race(async {
        let entry = identify::entry(ctx.data(), &entry).await?;
        ctx.answer(&Look::KnowledgebaseEntry { entry, page: 0, back: None }).await
    })
    .await
}

/// What a search finds.
pub(crate) async fn search_knowledgebase(bot: &Bot, search: &Search) -> Result<Message, Error> {
    if search.query.is_empty() {
        return Err(UserError::new("There is nothing to search for. Give a word or two.").into());
    }
    let operation = SearchKnowledgebase {
        query: search.query.clone(),
        kb_id: search.knowledgebase.clone(),
        top_article_id: search.under.clone(),
        limit: Some(search.most()),
    };
    let (answer, desk) = tokio::join!(bot.liveagent.send(&operation), bot.desk());
    let (entries, search) = (answer?.entries, search.clone());
    bot.drawing.draw(move || views::knowledgebase::search(&entries, &search, &desk)).await
}

/// An article's text, or what stands below a category.
pub(crate) async fn show_entry(bot: &Bot, entry: &str, page: u32, back: Option<&Search>) -> Result<Message, Error> {
    let one = ListKnowledgebaseEntries { entry_id: Some(entry.to_owned()), ..Default::default() };
    let (found, desk) = tokio::join!(bot.liveagent.send(&one), bot.desk());
    let found = found?.entries;
    let Some(found) = found.into_iter().find(|found| found.kb_entry_id == entry) else {
        let quoted = identify::quote(entry);
        return Err(
            UserError::new(format!("The knowledgebase has no entry {quoted}. Find it with `/kb search`.")).into()
        );
    };
    let start = page.saturating_mul(views::knowledgebase::CHILDREN) / WINDOW * WINDOW;
    let (mut children, mut window) = (Vec::new(), Window { start, full: false });
    if found.is_category() {
        let below = ListKnowledgebaseEntries {
            parent_entry_id: Some(entry.to_owned()),
            limit: Some(WINDOW),
            offset: (start > 0).then_some(start),
            ..Default::default()
        };
        children = bot.liveagent.send(&below).await?.entries;
        window.full = children.len() >= WINDOW as usize;
        children.retain(|child| !child.is_deleted());
    }
    let titles = bot.directory.peek_entries();
    let above: Vec<String> = found
        .tree_path
        .ids()
        .filter_map(|id| titles.iter().find(|entry| entry.id == id))
        .map(|entry| entry.title.clone())
        .collect();
    let back = back.cloned();
    let draw = move || views::knowledgebase::show(&found, (&children, window), &above, page, back.as_ref(), &desk);
    bot.drawing.draw(draw).await
}
