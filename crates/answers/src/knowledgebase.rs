//! The knowledge base.

use jiff::{SignedDuration, Timestamp};
use liveagent::{
    KnowledgebaseEntry, ListKnowledgebaseArticles, ListKnowledgebaseEntries, ListKnowledgebases,
    ListSuggestionCategories, LocalTime, SearchKnowledgebase,
};
use views::{
    Message, Window, Words,
    knowledgebase::{Bases, Changed, Entry, List, Search, Suggestions},
};

use crate::{
    Answer, Asking, Error, Sends, UserError,
    brief::{Brief, Briefing, PAST_MAX_AGE},
    names::EntryTitle,
    quote, sends,
};

/// How many entries of a category to request at once. Their texts are included.
const WINDOW_SIZE: u32 = 2 * views::knowledgebase::CHILDREN;

/// The maximum number of entries in one answer of LiveAgent.
const MAX_ROWS: u32 = 500;

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

impl Answer for List {
    const SENDS: Sends = sends![ListKnowledgebaseEntries, ListKnowledgebaseArticles];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let (start, rows) = if self.changed.is_some() && is_old(asking) {
            // The old list can't be narrowed by a change, so all that it has is looked through.
            (0, MAX_ROWS)
        } else {
            (asking.page().saturating_mul(views::PAGE_SIZE) / WINDOW_SIZE * WINDOW_SIZE, WINDOW_SIZE)
        };
        let wanted = ListKnowledgebaseEntries {
            limit: Some(rows),
            offset: (start > 0).then_some(start),
            kb_id: self.knowledgebase.clone(),
            parent_entry_id: self.parent.clone(),
            date_changed: self.changed.map(|at| LocalTime::from_timestamp(at, &asking.liveagent().time_zone())),
            ..Default::default()
        };
        let (found, desk) = tokio::join!(rows_of(asking, &wanted), asking.desk());
        let Rows { mut rows, is_full } = found?;
        rows.retain(|entry| !entry.is_deleted());
        let window = Window { start, full: is_full };
        let titles = asking.help_desk.directory.peek::<EntryTitle>();
        let parent = titles.iter().find(|entry| self.parent.as_deref() == Some(&*entry.id));
        let parent = parent.map(|parent| parent.title.as_str());
        Ok(views::knowledgebase::list(&rows, window, self, parent, asking.link, &desk))
    }

    fn named(&self) -> impl Iterator<Item = &String> {
        self.knowledgebase.iter().chain(&self.parent)
    }
}

impl Answer for Bases {
    const SENDS: Sends = sends![ListKnowledgebases];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let all = ListKnowledgebases { limit: Some(MAX_ROWS), ..Default::default() };
        let bases = asking.liveagent().send(&all).await?.knowledgebases;
        Ok(views::knowledgebase::bases(&bases, asking.page()))
    }
}

impl Answer for Suggestions {
    const SENDS: Sends = sends![ListSuggestionCategories];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let answer = asking.liveagent().send(&ListSuggestionCategories {}).await?;
        Ok(views::knowledgebase::suggestions(&answer.suggestion_categories, asking.page()))
    }
}

impl Answer for Entry {
    const SENDS: Sends = sends![ListKnowledgebaseEntries, ListKnowledgebaseArticles];
    const WORDS: Words = Words::None;

    async fn answer(&self, asking: &Asking<'_>) -> Result<Message, Error> {
        let page = asking.page();
        let one = ListKnowledgebaseEntries { entry_id: Some(self.entry.clone()), ..Default::default() };
        let (found, desk) = tokio::join!(rows_of(asking, &one), asking.desk());
        let Some(found) = found?.rows.into_iter().find(|found| found.kb_entry_id == self.entry) else {
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
            let below = rows_of(asking, &below).await?;
            (children, window.full) = (below.rows, below.is_full);
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

/// Entries of one answer of LiveAgent.
struct Rows {
    rows: Vec<KnowledgebaseEntry>,
    /// Whether there are as many as were requested, so that more may follow.
    is_full: bool,
}

/// Whether the account has only the old list, of articles alone.
fn is_old(asking: &Asking<'_>) -> bool {
    asking.liveagent().is_too_old_for::<ListKnowledgebaseEntries>()
}

/// Lists entries, or the articles of an account that has only the old list.
async fn rows_of(asking: &Asking<'_>, wanted: &ListKnowledgebaseEntries) -> Result<Rows, Error> {
    let limit = u64::from(wanted.limit.unwrap_or(MAX_ROWS));
    if !is_old(asking) {
        let (answer, unread) = asking.liveagent().read(wanted).await?;
        // Count unreadable rows, or the list would seem to end here.
        let is_full = answer.entries.len() as u64 + unread.rows() >= limit;
        return Ok(Rows { rows: answer.entries, is_full });
    }
    let old = ListKnowledgebaseArticles {
        kb_id: wanted.kb_id.clone(),
        limit: wanted.limit,
        offset: wanted.offset,
        tree_path: wanted.tree_path.clone(),
        parent_id: wanted.parent_entry_id.clone(),
        article_id: wanted.entry_id.clone(),
    };
    let (answer, unread) = asking.liveagent().read(&old).await?;
    let mut rows = answer.articles;
    let is_full = rows.len() as u64 + unread.rows() >= limit;
    if let Some(since) = wanted.date_changed {
        rows.retain(|article| article.date_changed.is_some_and(|changed| changed >= since));
    }
    Ok(Rows { rows, is_full })
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
