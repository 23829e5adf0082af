//! The conversations that answers had lately. LiveAgent lists no customers and searches no texts, so names and parts of words are looked for here.
//!
//! It is in memory only and bounded, and what it holds is never logged.

use std::{
    fmt,
    num::NonZeroUsize,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use liveagent::{Conversation, ConversationSummary};
use lru::LruCache;

use super::directory::shorten;
use crate::fuzzy::fold;

/// How many conversations are remembered: those read last, a few megabytes.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(5_000).expect("more than none");

/// The conversations read lately, by id.
pub struct Memory(Mutex<LruCache<String, Arc<Remembered>>>);

/// A conversation as it was when it was last read.
pub struct Remembered {
    /// The conversation, without what customers wrote except its subject.
    pub row: ConversationSummary,
    /// What it can be found by, [folded](fold): subject, customer, address and code.
    pub folded: String,
}

impl Default for Memory {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CAPACITY)))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("count", &self.lock().len()).finish_non_exhaustive()
    }
}

impl Memory {
    /// Remembers the conversations of an answer, the newest first.
    pub fn keep(&self, rows: &[ConversationSummary]) {
        let kept: Vec<Remembered> = rows.iter().rev().map(Remembered::of).collect();
        let mut memory = self.lock();
        for each in kept {
            memory.put(each.row.conversation_id.clone(), Arc::new(each));
        }
    }

    /// Remembers the conversation of an answer.
    pub fn keep_one(&self, conversation: &Conversation) {
        self.keep(&[summary(conversation)]);
    }

    /// All of them, those read last first.
    #[must_use]
    pub fn all(&self) -> Vec<Arc<Remembered>> {
        self.lock().iter().map(|(_, each)| Arc::clone(each)).collect()
    }

    /// The one of this id or code.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Arc<Remembered>> {
        let memory = self.lock();
        let by_code = || memory.iter().map(|(_, each)| each).find(|each| each.row.code.as_deref() == Some(name));
        memory.peek(name).or_else(by_code).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, LruCache<String, Arc<Remembered>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remembered {
    /// A conversation, ready to be compared with what is typed.
    pub(crate) fn of(row: &ConversationSummary) -> Self {
        let row = slim(row);
        let texts = [&row.subject, &row.owner_name, &row.owner_email, &row.code];
        let folded = texts.into_iter().flatten().map(|text| fold(text)).collect::<Vec<_>>().join("\n");
        Self { row, folded }
    }
}

/// A conversation without what is not needed to find and to list it.
pub(super) fn slim(row: &ConversationSummary) -> ConversationSummary {
    let short = |text: &Option<String>| {
        let mut text = text.clone();
        text.iter_mut().for_each(shorten);
        text
    };
    ConversationSummary {
        code: short(&row.code),
        owner_name: short(&row.owner_name),
        owner_email: short(&row.owner_email),
        subject: short(&row.subject),
        department_name: short(&row.department_name),
        preview: None,
        public_url_code: None,
        ..row.clone()
    }
}

fn summary(conversation: &Conversation) -> ConversationSummary {
    let Conversation {
        conversation_id,
        code,
        date_created,
        date_changed,
        date_due,
        department_name,
        department_id,
        status,
        owner_name,
        owner_email,
        subject,
        tags,
        channel_type,
        message_groups_in,
        message_groups_out,
        ..
    } = conversation.clone();
    ConversationSummary {
        conversation_id,
        code,
        date_created,
        date_changed,
        date_due,
        department_name,
        department_id,
        status,
        owner_name,
        owner_email,
        subject,
        preview: None,
        public_url_code: None,
        tags,
        channel_type,
        message_groups_in,
        message_groups_out,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(number: usize, subject: &str) -> ConversationSummary {
        let row = json!({ "conversationid": format!("c{number}"), "code": format!("ABC-DEFGH-{number}"), "subject": subject,
            "ownername": "Zuzana Kováč", "owneremail": "zuzana@mail.example", "preview": "Secret words", "status": "C" });
        liveagent::wire::from_json(&row.to_string()).unwrap()
    }

    #[test]
    fn the_newest_reading_counts_and_those_read_last_come_first() {
        let memory = Memory::default();
        memory.keep(&[row(1, "One"), row(2, "Two")]);
        memory.keep(&[row(1, "One, again")]);
        let all = memory.all();
        let subjects: Vec<_> = all.iter().map(|each| each.row.subject.as_deref().unwrap()).collect();
        assert_eq!(subjects, ["One, again", "Two"]);
        for name in ["c2", "ABC-DEFGH-2"] {
            assert_eq!(memory.named(name).map(|found| found.row.conversation_id.clone()).as_deref(), Some("c2"));
        }
        assert!(memory.named("c3").is_none());
        assert_eq!(all[0].folded, "one, again\nzuzana kovac\nzuzana@mail.example\nabc-defgh-1");
    }

    #[test]
    fn it_is_bounded_and_says_nothing_of_what_it_holds() {
        let memory = Memory::default();
        let long = "ü".repeat(10_000);
        for number in 0..CAPACITY.get() / 100 + 3 {
            let rows: Vec<_> = (0..100).map(|each| row(number * 100 + each, &long)).collect();
            memory.keep(&rows);
        }
        let all = memory.all();
        assert_eq!(all.len(), CAPACITY.get());
        assert!(all.iter().all(|each| each.row.preview.is_none() && each.folded.chars().count() < 300));
        assert_eq!(format!("{memory:?}"), "Memory { count: 5000, .. }");
    }
}
