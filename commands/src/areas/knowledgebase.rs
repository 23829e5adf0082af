//! `/kb`: the knowledgebase, searched and read.

use liveagent::{Knowledgebase, ListKnowledgebaseEntries, SearchKnowledgebase};
use views::{
    Message, Window,
    knowledgebase::{Entry, Search},
};

use crate::{
    Ask as _, Context, Error, Outcome,
    answer::{Answer, AnyLook, Asking},
    area::Area,
    error::UserError,
    names::{EntryTitle, complete, identify},
    needs::asks,
    request::{Sends, sends},
};

/// How many entries below a category one request brings: their texts come along.
const WINDOW: u32 = 2 * views::knowledgebase::CHILDREN;

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

impl Answer for Search {
    const SENDS: Sends = sends![SearchKnowledgebase];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let bot = asking.bot;
        if self.query.is_empty() {
            return Err(UserError::new("There is nothing to search for. Give a word or two.").into());
        }
        let operation = SearchKnowledgebase {
            query: self.query.clone(),
            kb_id: self.knowledgebase.clone(),
            top_article_id: self.under.clone(),
            limit: Some(self.most()),
        };
        let (answer, desk) = tokio::join!(bot.liveagent.send(&operation), bot.desk());
        let (entries, search, page) = (answer?.entries, self.clone(), asking.page());
        bot.drawing.draw(move || views::knowledgebase::search(&entries, &search, page, &desk)).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.knowledgebase.iter().chain(&self.under)
    }
}

impl Answer for Entry {
    const SENDS: Sends = sends![ListKnowledgebaseEntries];

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (bot, page) = (asking.bot, asking.page());
        let one = ListKnowledgebaseEntries { entry_id: Some(self.entry.clone()), ..Default::default() };
        let (found, desk) = tokio::join!(bot.liveagent.send(&one), bot.desk());
        let found = found?.entries;
        let Some(found) = found.into_iter().find(|found| found.kb_entry_id == self.entry) else {
            let quoted = identify::quote(&self.entry);
            return Err(
                UserError::new(format!("The knowledgebase has no entry {quoted}. Find it with `/kb search`.")).into()
            );
        };
        let start = page.saturating_mul(views::knowledgebase::CHILDREN) / WINDOW * WINDOW;
        let (mut children, mut window) = (Vec::new(), Window { start, full: false });
        if found.is_category() {
            let below = ListKnowledgebaseEntries {
                parent_entry_id: Some(self.entry.clone()),
                limit: Some(WINDOW),
                offset: (start > 0).then_some(start),
                ..Default::default()
            };
            children = bot.liveagent.send(&below).await?.entries;
            window.full = children.len() >= WINDOW as usize;
            children.retain(|child| !child.is_deleted());
        }
        let titles = bot.directory.peek::<EntryTitle>();
        let above: Vec<String> = found
            .tree_path
            .ids()
            .filter_map(|id| titles.iter().find(|entry| entry.id == id))
            .map(|entry| entry.title.clone())
            .collect();
        let back = asking.link.origin().cloned();
        let draw = move || views::knowledgebase::show(&found, (&children, window), &above, page, back.as_ref(), &desk);
        bot.drawing.draw(draw).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.entry)
    }
}
