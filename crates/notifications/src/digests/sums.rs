//! What a digest makes of LiveAgent's answers: sums and the first of lists. Pure.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use liveagent::{ConversationStatus, ConversationSummary, Count, Load, RankingType, wire::Unread};
use views::digests::{RankingFigures, WaitingFigures};

use crate::figures::knows_departments_of_waiting;

pub(super) fn sum_waiting(
    all: &[ConversationSummary],
    unread: &Unread,
    departments: &[String],
    now: Timestamp,
    zone: &TimeZone,
) -> WaitingFigures {
    let of_it = |each: &&ConversationSummary| {
        departments.is_empty() || each.department_id.as_ref().is_some_and(|id| departments.contains(id))
    };
    let (mut new, mut open, mut overdue) = (0, 0, 0);
    let mut since: Vec<(&ConversationSummary, Timestamp)> = Vec::new();
    for each in all.iter().filter(of_it) {
        if each.status == liveagent::ConversationStatus::New {
            new += 1;
        } else {
            open += 1;
        }
        overdue += u64::from(each.date_due.is_some_and(|due| due.at(zone) < now));
        since.extend(waiting_since(each, zone).map(|at| (each, at)));
    }
    since.sort_by_key(|(_, at)| *at);
    let unknown_status = all.iter().any(|each| each.status == liveagent::ConversationStatus::default());
    let counted = departments.is_empty() && unread.rows() == 0 || knows_departments_of_waiting(unread);
    let known = |count: u64, is_known: bool| (counted && is_known).then_some(count);
    WaitingFigures {
        new: known(new, !unknown_status),
        open: known(open, !unknown_status),
        overdue: known(overdue, !unread.has("conversations[].datedue")),
        longest: since.into_iter().take(5).map(|(each, at)| (each.clone(), at)).collect(),
    }
}

pub(super) fn sum_ranks(ranks: &[liveagent::Rank], unread: &Unread) -> RankingFigures {
    let is = |rank: &&liveagent::Rank, kind| rank.ranking_type == Some(kind);
    let mut agents: Vec<(String, u64)> = Vec::new();
    for rank in ranks.iter().filter(|rank| is(rank, RankingType::Positive)) {
        let Some(agent) = &rank.agent else { continue };
        match agents.iter_mut().find(|(name, _)| name == agent) {
            Some((_, count)) => *count += 1,
            None => agents.push((agent.clone(), 1)),
        }
    }
    let complete = unread.rows() == 0 && ranks.iter().all(|rank| rank.ranking_type.is_some());
    let count = |kind| complete.then(|| ranks.iter().filter(|rank| is(rank, kind)).count() as u64);
    RankingFigures {
        rewards: count(RankingType::Positive),
        punishments: count(RankingType::Negative),
        best: agents.into_iter().reduce(|best, agent| if agent.1 > best.1 { agent } else { best }),
    }
}

/// The ids and titles of articles, those that changed last first, without categories and deleted ones.
pub(super) fn newest_articles(entries: &[liveagent::KnowledgebaseEntry]) -> Vec<(String, String)> {
    let mut articles: Vec<_> = entries.iter().filter(|entry| !entry.is_category() && !entry.is_deleted()).collect();
    articles.sort_by_key(|entry| std::cmp::Reverse(entry.date_changed));
    articles.into_iter().map(|entry| (entry.kb_entry_id.clone(), entry.title.clone())).collect()
}

/// How many waited on average in each hour, of all rows together.
pub(super) fn queue_by_hour(loads: &[Load], zone: &TimeZone) -> Vec<(Timestamp, f64)> {
    let mut hours: BTreeMap<Timestamp, f64> = BTreeMap::new();
    for load in loads {
        if let (Some(at), Some(queue)) = (load.date, load.avg_queue) {
            *hours.entry(at.at(zone)).or_default() += queue.get();
        }
    }
    hours.into_iter().collect()
}

/// How often tags were answered, the most used first. A tag whose count is unknown may have been used.
pub(super) fn used_tags(tags: &[liveagent::TagReport]) -> Vec<(String, Option<u64>)> {
    let count = |tag: &liveagent::TagReport| tag.answers.map(Count::get);
    let mut used: Vec<(String, Option<u64>)> = tags
        .iter()
        .filter(|tag| count(tag) != Some(0))
        .map(|tag| (tag.tag_name.clone().unwrap_or_else(|| tag.id.clone()), count(tag)))
        .collect();
    used.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    used
}

/// When the customer began to wait. LiveAgent's list doesn't contain it, so this is when a new conversation was created or an open one was last
/// changed. Usually that is the customer's last message, but adding a tag counts as a change, too.
fn waiting_since(conversation: &ConversationSummary, zone: &TimeZone) -> Option<Timestamp> {
    let (made, changed) = (conversation.date_created, conversation.date_changed);
    let since = if conversation.status == ConversationStatus::New { made.or(changed) } else { changed.or(made) };
    since.map(|since| since.at(zone))
}
