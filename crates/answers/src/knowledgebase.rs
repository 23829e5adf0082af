//! The knowledge base.

use jiff::{SignedDuration, Timestamp};
use liveagent::{ListKnowledgebaseEntries, LocalTime, SearchKnowledgebase};
use views::{
    Message, Window, Words,
    knowledgebase::{Changed, Entry, Search},
};

use crate::{
    Answer, Asking, Error, Sends, UserError,
    brief::{Brief, Briefing, PAST_MAX_AGE},
    names::EntryTitle,
    quote, sends,
};

/// How many entries of a category to request at once. Their texts are included.
const WINDOW_SIZE: u32 = 2 * views::knowledgebase::CHILDREN;

/// How far back to look for changed articles, and the maximum number of entries to check.
const NEWS_SPAN: SignedDuration = SignedDuration::from_hours(7 * 24);
const MAX_CHANGED: u32 = 200;

impl Answer for Search {
    const SENDS: Sends = sends![SearchKnowledgebase];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        if self.query.is_empty() {
            return Err(UserError::new("Nothing to search for. Enter a word or two.").into());
        }
        let operation = SearchKnowledgebase {
            query: self.query.clone(),
            kb_id: self.knowledgebase.clone(),
            top_article_id: self.under.clone(),
            limit: Some(self.most()),
        };
        let (answer, desk) = asking.send(&operation).await?;
        let (entries, search, page) = (answer.entries, self.clone(), asking.page());
        asking.help_desk.drawing.draw(move || views::knowledgebase::search(&entries, &search, page, &desk)).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.knowledgebase.iter().chain(&self.under)
    }
}

impl Answer for Entry {
    const SENDS: Sends = sends![ListKnowledgebaseEntries];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let page = asking.page();
        let one = ListKnowledgebaseEntries { entry_id: Some(self.entry.clone()), ..Default::default() };
        let (found, desk) = asking.send(&one).await?;
        let Some(found) = found.entries.into_iter().find(|found| found.kb_entry_id == self.entry) else {
            let quoted = quote(&self.entry);
            return Err(UserError::new(format!(
                "The knowledge base has no entry {quoted}. Find it with `/kb search`."
            ))
            .into());
        };
        let start = page.saturating_mul(views::knowledgebase::CHILDREN) / WINDOW_SIZE * WINDOW_SIZE;
        let (mut children, mut window) = (Vec::new(), Window { start, full: false });
        if found.is_category() {
            let below = ListKnowledgebaseEntries {
                parent_entry_id: Some(self.entry.clone()),
                limit: Some(WINDOW_SIZE),
                offset: (start > 0).then_some(start),
                ..Default::default()
            };
            children = asking.liveagent().send(&below).await?.entries;
            window.full = children.len() >= WINDOW_SIZE as usize;
            children.retain(|child| !child.is_deleted());
        }
        let titles = asking.help_desk.directory.peek::<EntryTitle>();
        let above: Vec<String> = found
            .tree_path
            .ids()
            .filter_map(|id| titles.iter().find(|entry| entry.id == id))
            .map(|entry| entry.title.clone())
            .collect();
        let back = asking.link.origin().cloned();
        let draw = move || views::knowledgebase::show(&found, (&children, window), &above, page, back.as_ref(), &desk);
        asking.help_desk.drawing.draw(draw).await
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.entry)
    }
}

impl Brief for Changed {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, liveagent::Error> {
        let changed = ListKnowledgebaseEntries {
            limit: Some(MAX_CHANGED),
            date_changed: Some(LocalTime::from_timestamp(news_since(briefing.desk.now), &briefing.desk.zone)),
            ..ListKnowledgebaseEntries::default()
        };
        let Some(known) = briefing.ask(&changed, PAST_MAX_AGE).await? else { return Ok(views::Brief::default()) };
        Ok(views::digests::articles(newest_articles(&known.answer.entries)))
    }
}

/// The start of [`NEWS_SPAN`], in whole hours so that digests of the same hour share the answer.
fn news_since(now: Timestamp) -> Timestamp {
    let since = now - NEWS_SPAN;
    Timestamp::from_second(since.as_second().div_euclid(3_600) * 3_600).unwrap_or(since)
}

/// The ids and titles of articles, most recently changed first, without categories and deleted articles.
fn newest_articles(entries: &[liveagent::KnowledgebaseEntry]) -> Vec<(String, String)> {
    let mut articles: Vec<_> = entries.iter().filter(|entry| !entry.is_category() && !entry.is_deleted()).collect();
    articles.sort_by_key(|entry| std::cmp::Reverse(entry.date_changed));
    articles.into_iter().map(|entry| (entry.kb_entry_id.clone(), entry.title.clone())).collect()
}
