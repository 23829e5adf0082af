//! What is asked of LiveAgent behind the scenes, and what it answers. A digest, a board and an alert that want the same
//! figure have the same [`Question`], so that it is asked once.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use liveagent::{
    AgentStatus, CallsOverviews, ChatsOverviews, Client, ConversationStatus, ConversationSummary, Count,
    DepartmentReport, DepartmentStatus, Error, Interval, KnowledgebaseEntry, ListAgentStatuses, ListConversations,
    ListDepartmentStatuses, ListKnowledgebaseEntries, Load, LocalTime, PerformanceSpan, Rank, ReportCallsLoad,
    ReportCallsSla, ReportChatsLoad, ReportChatsSla, ReportDepartments, ReportPerformance, ReportRanking, ReportTags,
    ReportTicketsSla, ShowApplicationStatus, ShowCallsOverview, ShowChatsOverview, TagReport,
};

use crate::metric::{Metric, series};

/// The most conversations that LiveAgent gives at once, and how often it is asked for more. Counts beyond that are lower bounds.
const MOST: u32 = 1000;
const PAGES: u32 = 5;

/// What changed in the knowledgebase is news for so long, and so many entries are looked through.
const NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);
const ARTICLES: u32 = 200;

/// Something to ask.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Question {
    /// Whether LiveAgent is there: #2.
    Status,
    /// The chats of a department, or of all: #71.
    Chats(Option<String>),
    /// The calls of a department, or of all: #72.
    Calls(Option<String>),
    /// Which departments are online: #40.
    Departments,
    /// Which agents are online: #39.
    Agents,
    /// The conversations that are new or open: #9.
    Waiting,
    /// How today's SLAs were kept in a department, or in all: #48, #53, #58.
    SlaToday(Option<String>),
    /// How a day's SLAs were kept in a department, or in all: #48, #53, #58.
    Sla(Date, Option<String>),
    /// How the queues of a day went, in a department, or in all: #52, #57.
    Load(Date, Option<String>),
    /// The figures of a day: #44.
    Day(Date),
    /// The figures of a day by department: #43.
    DayOfDepartments(Date),
    /// How customers ranked their agents on a day: #60.
    Ranking(Date),
    /// The figures of a day by tag: #45.
    Tags(Date),
    /// What changed in the knowledgebase in the last week: #36.
    Knowledgebase,
}

/// What LiveAgent says.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each is the answer to the question of its name")]
pub enum Answer {
    Status,
    Chats(ChatsOverviews),
    Calls(CallsOverviews),
    Departments(Vec<DepartmentStatus>),
    Agents(Vec<AgentStatus>),
    Waiting(Vec<ConversationSummary>),
    SlaToday { kept: u64, missed: u64 },
    Load { chats: Vec<Load>, calls: Vec<Load> },
    Day(Vec<PerformanceSpan>),
    DayOfDepartments(Vec<DepartmentReport>),
    Ranking(Vec<Rank>),
    Tags(Vec<TagReport>),
    Knowledgebase(Vec<KnowledgebaseEntry>),
}

/// Figures by the names of their histories.
pub type Figures = BTreeMap<String, f64>;

impl Question {
    /// Asks LiveAgent. `now` decides what today is, in `zone`.
    pub async fn ask(&self, client: &Client, now: Timestamp) -> Result<Answer, Error> {
        let zone = client.time_zone();
        Ok(match self {
            Self::Status => {
                client.send(&ShowApplicationStatus {}).await?;
                Answer::Status
            }
            Self::Chats(department) => {
                Answer::Chats(client.send(&ShowChatsOverview { department: department.clone() }).await?)
            }
            Self::Calls(department) => {
                Answer::Calls(client.send(&ShowCallsOverview { department: department.clone() }).await?)
            }
            Self::Departments => {
                Answer::Departments(client.send(&ListDepartmentStatuses {}).await?.departments_online_states)
            }
            Self::Agents => Answer::Agents(client.send(&ListAgentStatuses {}).await?.agents_online_states),
            Self::Waiting => {
                let mut all = Vec::new();
                for page in 0..PAGES {
                    let status = vec![ConversationStatus::New, ConversationStatus::Open];
                    let offset = (page > 0).then_some(page * MOST);
                    let waiting =
                        ListConversations { status, limit: Some(MOST), offset, ..ListConversations::default() };
                    let found = client.send(&waiting).await?.conversations;
                    let last = found.len() < MOST as usize;
                    all.extend(found);
                    if last {
                        break;
                    }
                }
                Answer::Waiting(all)
            }
            Self::SlaToday(department) => {
                let (date_from, date_to) = day(now.to_zoned(zone.clone()).date());
                sla(client, date_from, date_to, department.as_ref()).await?
            }
            Self::Sla(date, department) => {
                let (date_from, date_to) = day(*date);
                sla(client, date_from, date_to, department.as_ref()).await?
            }
            Self::Load(date, department_id) => {
                let (date_from, date_to) = day(*date);
                let (date_from, date_to) = (Some(date_from), Some(date_to));
                let department_id = || department_id.clone();
                let chats = ReportChatsLoad {
                    date_from,
                    date_to,
                    department_id: department_id(),
                    ..ReportChatsLoad::default()
                };
                let calls = ReportCallsLoad {
                    date_from,
                    date_to,
                    department_id: department_id(),
                    ..ReportCallsLoad::default()
                };
                let (chats, calls) = tokio::try_join!(client.send(&chats), client.send(&calls))?;
                Answer::Load { chats: chats.loads, calls: calls.loads }
            }
            Self::Day(date) => {
                let (date_from, date_to) = day(*date);
                let report = ReportPerformance {
                    date_from,
                    date_to,
                    columns: Vec::new(),
                    limit: None,
                    offset: None,
                    group_by: Some(Interval::Day),
                };
                Answer::Day(client.send(&report).await?.performance)
            }
            Self::DayOfDepartments(date) => {
                let (date_from, date_to) = day(*date);
                let report =
                    ReportDepartments { date_from, date_to, columns: Vec::new(), limit: Some(MOST), offset: None };
                Answer::DayOfDepartments(client.send(&report).await?.departments)
            }
            Self::Ranking(date) => {
                let (date_from, date_to) = day(*date);
                let report = ReportRanking {
                    date_from,
                    date_to,
                    columns: Vec::new(),
                    limit: Some(MOST),
                    offset: None,
                    agent_id: None,
                    contact_id: None,
                    types: Vec::new(),
                };
                Answer::Ranking(client.send(&report).await?.ranks)
            }
            Self::Tags(date) => {
                let (date_from, date_to) = day(*date);
                let report = ReportTags { date_from, date_to, columns: Vec::new(), limit: Some(MOST), offset: None };
                Answer::Tags(client.send(&report).await?.tags)
            }
            Self::Knowledgebase => {
                let date_changed = Some(LocalTime::from_timestamp(now - NEWS, &zone));
                let newest = ListKnowledgebaseEntries {
                    limit: Some(ARTICLES),
                    date_changed,
                    ..ListKnowledgebaseEntries::default()
                };
                Answer::Knowledgebase(client.send(&newest).await?.entries)
            }
        })
    }

    /// The figures in its answer, of the time `now`.
    #[must_use]
    pub fn figures(&self, answer: &Answer, now: Timestamp, zone: &TimeZone) -> Figures {
        let mut figures = Figures::new();
        let mut put = |metric: Metric, target: Option<&str>, value: f64| {
            figures.insert(metric.series(target), value);
        };
        match (self, answer) {
            (Self::Chats(department), Answer::Chats(chats)) => {
                let sum =
                    |of: fn(&liveagent::ChatsOverview) -> Option<Count>| total(chats.chats_overview.iter().map(of));
                put(Metric::ChatsWaiting, department.as_deref(), sum(|row| row.queue));
                put(Metric::ChatsRinging, department.as_deref(), sum(|row| row.ringing));
                put(Metric::ChatAgents, department.as_deref(), sum(|row| row.agents));
                figures.insert(series("chats-running", department.as_deref()), sum(|row| row.chats));
            }
            (Self::Calls(department), Answer::Calls(calls)) => {
                let sum =
                    |of: fn(&liveagent::CallsOverview) -> Option<Count>| total(calls.calls_overview.iter().map(of));
                put(Metric::CallsWaiting, department.as_deref(), sum(|row| row.in_queue));
                put(Metric::CallsRinging, department.as_deref(), sum(|row| row.ringing));
                figures.insert(series("calls-running", department.as_deref()), sum(|row| row.running));
            }
            (Self::Departments, Answer::Departments(departments)) => {
                for department in departments {
                    put(Metric::DepartmentOffline, Some(&department.id), truth(!is_online(&department.online_status)));
                }
                let online = departments.iter().filter(|each| is_online(&each.online_status)).count();
                figures.insert("departments-online".to_owned(), count(online));
            }
            (Self::Agents, Answer::Agents(agents)) => {
                for agent in agents {
                    put(Metric::AgentOffline, Some(&agent.id), truth(!is_online(&agent.online_status)));
                }
                let online = agents.iter().filter(|each| is_online(&each.online_status)).count();
                figures.insert("agents-online".to_owned(), count(online));
            }
            (Self::Waiting, Answer::Waiting(conversations)) => figures = waiting(conversations, now, zone),
            (Self::SlaToday(department), Answer::SlaToday { missed, .. }) => {
                put(Metric::SlaMissed, department.as_deref(), real(*missed));
            }
            _ => {}
        }
        figures
    }
}

/// The figures of conversations that wait, of all and of each department among them.
fn waiting(conversations: &[ConversationSummary], now: Timestamp, zone: &TimeZone) -> Figures {
    let metrics = [Metric::ConversationsNew, Metric::ConversationsOpen, Metric::OldestWaiting, Metric::Overdue];
    let mut figures: Figures = metrics.iter().map(|metric| (metric.series(None), 0.0)).collect();
    for each in conversations {
        let is_new = each.status == ConversationStatus::New;
        let minutes =
            waiting_since(each, zone).map_or(0.0, |since| now.duration_since(since).as_secs_f64().max(0.0) / 60.0);
        let overdue = each.date_due.is_some_and(|due| due.at(zone) < now);
        for target in
            [None, each.department_id.as_deref()].into_iter().take(1 + usize::from(each.department_id.is_some()))
        {
            for metric in metrics {
                let figure = figures.entry(metric.series(target)).or_default();
                match metric {
                    Metric::ConversationsNew => *figure += truth(is_new),
                    Metric::ConversationsOpen => *figure += truth(!is_new),
                    Metric::OldestWaiting => *figure = figure.max(minutes.floor()),
                    _ => *figure += truth(overdue),
                }
            }
        }
    }
    figures
}

/// Since when the customer waits: LiveAgent's list does not tell it, so for a new conversation since it was made, for an
/// open one since it last changed, which is when the customer wrote, unless somebody tagged it since.
#[must_use]
pub fn waiting_since(conversation: &ConversationSummary, zone: &TimeZone) -> Option<Timestamp> {
    let (made, changed) = (conversation.date_created, conversation.date_changed);
    let since = if conversation.status == ConversationStatus::New { made.or(changed) } else { changed.or(made) };
    since.map(|since| since.at(zone))
}

/// Whether anything can be had there.
pub(crate) fn is_online(status: &liveagent::OnlineStatus) -> bool {
    views::words::is_online(status)
}

async fn sla(client: &Client, from: LocalTime, to: LocalTime, department: Option<&String>) -> Result<Answer, Error> {
    let (date_from, date_to, department_id) = (Some(from), Some(to), department.cloned());
    let tickets =
        ReportTicketsSla { date_from, date_to, department_id: department_id.clone(), ..ReportTicketsSla::default() };
    let chats =
        ReportChatsSla { date_from, date_to, department_id: department_id.clone(), ..ReportChatsSla::default() };
    let calls = ReportCallsSla { date_from, date_to, department_id, ..ReportCallsSla::default() };
    let (tickets, chats, calls) = tokio::try_join!(client.send(&tickets), client.send(&chats), client.send(&calls))?;
    let rows = || [&tickets, &chats, &calls].into_iter().flat_map(|answer| &answer.sla_compliances);
    let sum = |of: fn(&liveagent::SlaCompliance) -> Option<Count>| rows().filter_map(of).map(Count::get).sum();
    Ok(Answer::SlaToday { kept: sum(|row| row.fulfilled), missed: sum(|row| row.unfulfilled) })
}

/// A day, from its first second to its last.
pub(crate) fn day(date: Date) -> (LocalTime, LocalTime) {
    (LocalTime(date.at(0, 0, 0, 0)), LocalTime(date.at(23, 59, 59, 0)))
}

fn total(counts: impl Iterator<Item = Option<Count>>) -> f64 {
    counts.flatten().map(|count| real(count.get())).sum()
}

fn truth(is: bool) -> f64 {
    f64::from(u8::from(is))
}

fn count(number: usize) -> f64 {
    real(number as u64)
}

/// A count as a figure; beyond four thousand million nobody counts.
fn real(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
