//! Removes an entry, after counting the entries that go with it.

use std::{
    collections::{BTreeSet, VecDeque},
    time::Duration,
};

use answers::{Sends, names::EntryTitle, sends};
use liveagent::{Client, EntryType, ErrorKind, KnowledgebaseEntry, ListKnowledgebaseEntries, RemoveKnowledgebaseEntry};
use tokio::time::Instant;
use views::{
    knowledgebase::{Below, Remove},
    question::Question,
};

use crate::{
    Error,
    error::UserError,
    people::access::Level,
    perform::{Asks, Doing, Done, Input, Perform, Place},
};

/// How many entries are counted, in how many requests and how long, and how many one request brings. Their texts are included.
const MAX_COUNTED: u64 = 500;
const MAX_REQUESTS: usize = 30;
const COUNT_TIMEOUT: Duration = Duration::from_secs(6);
const PAGE_SIZE: u32 = 50;

impl Perform for Remove {
    const LEVEL: Level = Level::Manager;
    const SENDS: Sends = sends![ListKnowledgebaseEntries, RemoveKnowledgebaseEntry];
    const PLACE: Place = Place::Clicked;
    const ASKS: Asks = Asks::Confirmation;

    fn target(&self) -> String {
        format!("entry {}", self.entry)
    }

    async fn question(&self, doing: &Doing<'_>) -> Result<Question, Error> {
        let entry = doing.removable(&self.entry).await?;
        let liveagent = doing.liveagent.until(doing.until.min(Instant::now() + COUNT_TIMEOUT));
        let below = count(&liveagent, &entry).await?;
        Ok(views::knowledgebase::removal(&entry, below))
    }

    async fn perform(&self, doing: &Doing<'_>, _: Input) -> Result<Done, Error> {
        let entry = doing.removable(&self.entry).await?;
        doing.liveagent.send(&RemoveKnowledgebaseEntry { entry_id: self.entry.clone() }).await?;
        doing.bot.directory.forget::<EntryTitle>();
        Ok(doing.done(&doing.desk().await, "", |_| views::knowledgebase::removed(&entry)))
    }
}

impl Doing<'_> {
    /// The entry to remove. With the start page of a knowledgebase everything would go, so that is left to LiveAgent.
    async fn removable(&self, id: &str) -> Result<KnowledgebaseEntry, Error> {
        match self.entry(id).await? {
            None => Err(UserError::new("That entry no longer exists. Nothing was removed.").into()),
            Some(entry) if entry.entry_type == EntryType::Home => {
                let sentence =
                    "That is the start page of a knowledge base, with everything in it. Remove it in LiveAgent.";
                Err(UserError::new(sentence).into())
            }
            Some(entry) => Ok(entry),
        }
    }
}

/// Counts the entries below one, as far as the limits allow.
async fn count(liveagent: &Client, entry: &KnowledgebaseEntry) -> Result<Below, Error> {
    let mut below = Below::default();
    let mut seen = BTreeSet::from([entry.kb_entry_id.clone()]);
    let mut categories = VecDeque::new();
    if entry.is_category() {
        categories.push_back((entry.kb_entry_id.clone(), 0));
    }
    for _ in 0..MAX_REQUESTS {
        let Some((category, offset)) = categories.pop_front() else { return Ok(below) };
        let page = ListKnowledgebaseEntries {
            parent_entry_id: Some(category.clone()),
            limit: Some(PAGE_SIZE),
            offset: (offset > 0).then_some(offset),
            ..Default::default()
        };
        let entries = match liveagent.send(&page).await {
            Ok(answer) => answer.entries,
            // There are some, with very long texts.
            Err(error) if *error.kind() == ErrorKind::TooLarge => {
                below.has_more = true;
                continue;
            }
            Err(error) if *error.kind() == ErrorKind::TimedOut => return Ok(Below { has_more: true, ..below }),
            Err(error) => return Err(error.into()),
        };
        if entries.len() >= PAGE_SIZE as usize {
            categories.push_front((category, offset + PAGE_SIZE));
        }
        for entry in entries.into_iter().filter(|entry| !entry.is_deleted()) {
            if !seen.insert(entry.kb_entry_id.clone()) {
                continue;
            }
            if below.entries == MAX_COUNTED {
                return Ok(Below { has_more: true, ..below });
            }
            below.entries += 1;
            if entry.is_category() {
                categories.push_back((entry.kb_entry_id, 0));
            }
        }
    }
    below.has_more |= !categories.is_empty();
    Ok(below)
}
