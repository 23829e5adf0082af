//! Asks LiveAgent for conversations, and looks through what it gives and what was read lately.

use std::collections::{BTreeMap, HashSet};

use liveagent::{Client, ConversationSummary, ErrorKind, ListConversations, LocalTime};
use views::{
    Desk,
    conversations::{Find, Found, Searched, Through},
};

use super::text::Wanted;
use crate::{
    fuzzy::fold,
    names::{Memory, Remembered},
};

/// How many conversations are looked through: the most that LiveAgent gives at once.
const WINDOW_SIZE: u32 = 1000;

/// How many conversations LiveAgent is asked for by their subject.
const MAX_BY_SUBJECT: u32 = 100;

/// The conversations in an answer of LiveAgent.
#[derive(Default)]
pub(super) struct Rows {
    rows: Vec<ConversationSummary>,
    /// Whether there are as many as were asked for, so that there may be more.
    is_full: bool,
}

/// What LiveAgent gave for a search.
pub(super) enum Read {
    /// The conversations of the customer.
    Customer(Wanted, Rows),
    /// The newest ones, and those of the subject. LiveAgent has none of the customer, if one was asked for.
    Newest { wanted: Wanted, unknown: Option<String>, newest: Rows, by_subject: Rows },
}

/// Asks LiveAgent for what is wanted, with the filters of `find`.
pub(super) async fn read(liveagent: &Client, find: &Find, wanted: Wanted) -> Result<Read, liveagent::Error> {
    let zone = liveagent.time_zone();
    let local = |instant| LocalTime::from_timestamp(instant, &zone);
    let filter = ListConversations {
        department: find.department.clone(),
        status: find.status.clone(),
        date_from: wanted.period.from.map(local),
        date_to: wanted.period.to.map(local),
        limit: Some(WINDOW_SIZE),
        ..Default::default()
    };
    if let Some(customer) = &wanted.customer {
        let of_customer = ListConversations { owner_identifier: Some(customer.clone()), ..filter.clone() };
        let rows = if_known(ask(liveagent, &of_customer).await)?;
        if !rows.rows.is_empty() {
            return Ok(Read::Customer(wanted, rows));
        }
    }
    let (unknown, wanted) = (wanted.customer.clone(), wanted.without_customer());
    let subject = wanted.words.join(" ");
    let of_subject = ListConversations { limit: Some(MAX_BY_SUBJECT), ..filter.clone() };
    let by_subject = async {
        if subject.is_empty() {
            return Ok(Rows::default());
        }
        if_known(ask(liveagent, &ListConversations { subject: Some(subject), ..of_subject }).await)
    };
    let (newest, by_subject) = tokio::join!(ask(liveagent, &filter), by_subject);
    Ok(Read::Newest { wanted, unknown, newest: newest?, by_subject: by_subject? })
}

async fn ask(liveagent: &Client, operation: &ListConversations) -> Result<Rows, liveagent::Error> {
    let (answer, unread) = liveagent.read(operation).await?;
    let rows = answer.conversations;
    let is_full = rows.len() as u64 + unread.rows() >= u64::from(operation.limit.unwrap_or(WINDOW_SIZE));
    Ok(Rows { rows, is_full })
}

/// No rows where LiveAgent knows no such customer, or takes no such subject.
fn if_known(answer: Result<Rows, liveagent::Error>) -> Result<Rows, liveagent::Error> {
    match answer {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::Refused(_)) => Ok(Rows::default()),
        answer => answer,
    }
}

impl Read {
    /// Looks through it, and through what was read lately, which has all of it afterwards.
    pub(super) fn search(self, find: &Find, memory: &Memory, desk: &Desk) -> Found {
        match self {
            Self::Customer(wanted, Rows { rows, is_full }) => {
                memory.keep(&rows);
                let all = rows.into_iter().map(|row| Candidate::of(row, desk)).collect();
                let (rows, are_similar) = matching(&wanted, all);
                let searched = Searched { customer: wanted.customer.clone(), are_similar, ..searched(&wanted) };
                Found { rows: sorted(rows), at_least: is_full, searched }
            }
            Self::Newest { wanted, unknown, newest, by_subject } => {
                // Where LiveAgent gave all that pass the filters, nothing read before is one of them.
                let remembered =
                    if newest.is_full { older(find, &wanted, memory, &newest.rows, desk) } else { Vec::new() };
                memory.keep(&by_subject.rows);
                memory.keep(&newest.rows);
                let through = Through {
                    newest: newest.rows.len() as u64,
                    is_all: !newest.is_full,
                    remembered: remembered.len() as u64,
                };
                let at_least = by_subject.is_full;
                let fresh = newest.rows.into_iter().map(|row| Candidate::of(row, desk));
                let all: Vec<Candidate> = fresh.chain(remembered).collect();
                let (mut rows, are_similar) = matching(&wanted, all);
                let are_similar = are_similar && by_subject.rows.is_empty();
                if !are_similar && !by_subject.rows.is_empty() {
                    // LiveAgent has exact ones, so those with a typo are not meant.
                    let sought = wanted.sought();
                    rows.retain(|found| sought.is_in(&found.folded));
                }
                let by_subject = by_subject.rows.into_iter().map(|row| Candidate { row, folded: String::new() });
                rows.extend(by_subject);
                let searched = Searched { customer: unknown, through: Some(through), are_similar, ..searched(&wanted) };
                Found { rows: sorted(rows), at_least, searched }
            }
        }
    }
}

/// A conversation, and what it can be found by.
struct Candidate {
    row: ConversationSummary,
    folded: String,
}

impl Candidate {
    fn of(row: ConversationSummary, desk: &Desk) -> Self {
        let folded = Remembered::of(&row).folded;
        Self { folded: with_tags(folded, &row, desk), row }
    }
}

/// A text that a conversation is found by, with the names of its tags.
fn with_tags(mut folded: String, row: &ConversationSummary, desk: &Desk) -> String {
    for name in row.tags.iter().filter_map(|tag| desk.names.tags.get(tag)) {
        folded.push('\n');
        folded.push_str(&fold(name));
    }
    folded
}

/// The conversations read lately that pass the filters and are none of the newest.
fn older(find: &Find, wanted: &Wanted, memory: &Memory, newest: &[ConversationSummary], desk: &Desk) -> Vec<Candidate> {
    let known: HashSet<&str> = newest.iter().map(|row| row.conversation_id.as_str()).collect();
    let passes = |row: &ConversationSummary| {
        let created = || row.date_created.map(|time| time.at(&desk.zone));
        !known.contains(row.conversation_id.as_str())
            && (find.status.is_empty() || find.status.contains(&row.status))
            && (find.department.is_none() || find.department == row.department_id)
            && (wanted.period.is_all() || created().is_some_and(|created| wanted.period.has(created)))
    };
    let all = memory.all().into_iter().filter(|each| passes(&each.row));
    let candidate = |each: &Remembered| Candidate {
        folded: with_tags(each.folded.clone(), &each.row, desk),
        row: each.row.clone(),
    };
    all.map(|each| candidate(&each)).collect()
}

/// Those that have all the words. Where none has, those with similar words, and then that is so.
fn matching(wanted: &Wanted, all: Vec<Candidate>) -> (Vec<Candidate>, bool) {
    let sought = wanted.sought();
    if sought.is_empty() {
        return (all, false);
    }
    let (exact, others): (Vec<Candidate>, Vec<Candidate>) =
        all.into_iter().partition(|candidate| sought.is_in(&candidate.folded));
    if !exact.is_empty() {
        return (exact, false);
    }
    let similar: Vec<Candidate> = others.into_iter().filter(|candidate| sought.is_near(&candidate.folded)).collect();
    let are_similar = !similar.is_empty();
    (similar, are_similar)
}

/// Each conversation once, the latest changed first.
fn sorted(found: Vec<Candidate>) -> Vec<ConversationSummary> {
    let mut by_id: BTreeMap<String, ConversationSummary> = BTreeMap::new();
    for Candidate { row, .. } in found {
        by_id.entry(row.conversation_id.clone()).or_insert(row);
    }
    let mut rows: Vec<ConversationSummary> = by_id.into_values().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.date_changed.or(row.date_created)));
    rows
}

fn searched(wanted: &Wanted) -> Searched {
    let (from, to) = (wanted.period.from, wanted.period.to);
    Searched { words: wanted.words.join(" "), from, to, ..Searched::default() }
}
