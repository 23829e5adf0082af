//! The short answers in a digest.

use liveagent::{AgentStatus, CallsOverviews, ChatsOverviews, DepartmentStatus};

use super::{DayFigures, MAX_NAMED, RankingFigures, WaitingFigures, longest, or_none, ranking, since, sla, yesterday};
use crate::brief::{Brief, Figures, Queues};
use crate::desk::Desk;
use crate::overview::{Calls, Chats, both, online_agents, online_departments};
use crate::payload::Field;
use crate::{text, words};

/// Chats and calls now, and how many waited before.
#[must_use]
pub fn queues(chats: &ChatsOverviews, calls: &CallsOverviews, before: &Figures) -> Brief {
    let (chats, calls) = (Chats::of(chats), Calls::of(calls));
    let before = |name| before.get(name).copied();
    let fields = [
        Field::inline("💬 Chats", format!("{}{}", chats.line(), since(chats.waiting, before("chats")))),
        Field::inline("📞 Calls", format!("{}{}", calls.line(), since(calls.waiting, before("calls")))),
    ];
    let queues = Queues { waiting: both(chats.waiting, calls.waiting), running: [chats.running, calls.running] };
    Brief { queues: Some(queues), ..Brief::of(fields) }.keep([("chats", chats.waiting), ("calls", calls.waiting)])
}

/// The conversations that wait, those that wait longest by name.
#[must_use]
pub fn waiting(figures: &WaitingFigures, before: &Figures, desk: &Desk) -> Brief {
    let lines = longest(figures, before.get("conversations").copied(), desk);
    Brief::of([Field::wide("⏳ Waiting", lines)]).keep([("conversations", figures.all())])
}

/// Which departments are online.
#[must_use]
pub fn departments(statuses: &[&DepartmentStatus]) -> Brief {
    Brief::of(online_departments(statuses))
}

/// Who is online.
#[must_use]
pub fn agents(statuses: &[AgentStatus]) -> Brief {
    Brief::of(online_agents(statuses))
}

/// A day's figures, against those of the day before.
#[must_use]
pub fn two_days(figures: &[DayFigures; 2]) -> Brief {
    Brief::of([Field::wide("📅 Yesterday", yesterday(figures))])
}

/// How many SLAs were met and missed on a day, and on the day before.
#[must_use]
pub fn sla_share(figures: &[(Option<u64>, Option<u64>); 2]) -> Brief {
    Brief::of([Field::wide("🎯 SLA yesterday", sla(figures))])
}

/// How customers ranked their agents.
#[must_use]
pub fn rank(figures: &RankingFigures) -> Brief {
    Brief::of([Field::wide("⭐ Ranking yesterday", ranking(figures))])
}

/// Tags and how often they were answered, most first.
#[must_use]
pub fn tags(tags: &[(String, Option<u64>)]) -> Brief {
    let named = tags.iter().take(5).map(|(name, count)| format!("{} {}", text::code(name), words::known(*count)));
    Brief::of([Field::wide("🏷️ Tags yesterday", or_none(&named.collect::<Vec<_>>(), " · "))])
}

/// The ids and titles of articles, those that changed last first.
#[must_use]
pub fn articles(articles: Vec<(String, String)>) -> Brief {
    let line = |(_, title): &(String, String)| format!("• {}", text::escape_to(title, 120));
    let lines = or_none(&articles.iter().take(MAX_NAMED).map(line).collect::<Vec<_>>(), "\n");
    Brief { articles, ..Brief::of([Field::wide("📚 Knowledge base", lines)]) }
}
