//! Waiting conversations.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use liveagent::{ConversationStatus, ConversationSummary, Error, wire::Unread};
use views::{conversations::List, digests::WaitingFigures};

use crate::{
    brief::{Brief, Briefing, NOW_MAX_AGE, Occasion},
    composed,
};

/// How many conversations are waiting, and which have waited longest. Digests use no other list.
impl Brief for List {
    async fn brief(&self, briefing: &Briefing<'_>) -> Result<views::Brief, Error> {
        let Occasion::Digest { before, .. } = briefing.occasion else { return Ok(views::Brief::default()) };
        let known = composed::waiting(briefing.collector, NOW_MAX_AGE).await?;
        let Briefing { desk, departments, .. } = briefing;
        let figures = sum_waiting(&known.answer, &known.unread, departments, desk.now, &desk.zone);
        Ok(views::digests::waiting(&figures, before, desk))
    }
}

fn sum_waiting(
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
    let counted = departments.is_empty() && unread.rows() == 0 || composed::knows_departments(unread);
    let known = |count: u64, is_known: bool| (counted && is_known).then_some(count);
    WaitingFigures {
        new: known(new, !unknown_status),
        open: known(open, !unknown_status),
        overdue: known(overdue, !unread.has("conversations[].datedue")),
        longest: since.into_iter().take(5).map(|(each, at)| (each.clone(), at)).collect(),
    }
}

/// When the customer began to wait. LiveAgent's list doesn't contain it, so this is when a new conversation was created or an open one was last
/// changed. Usually that is the customer's last message, but adding a tag counts as a change, too.
fn waiting_since(conversation: &ConversationSummary, zone: &TimeZone) -> Option<Timestamp> {
    let (made, changed) = (conversation.date_created, conversation.date_changed);
    let since = if conversation.status == ConversationStatus::New { made.or(changed) } else { changed.or(made) };
    since.map(|since| since.at(zone))
}
