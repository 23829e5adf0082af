//! What is asked of LiveAgent behind the scenes, and what it answers. A digest, a board and an alert that want the same
//! figure have the same [`Question`], so that it is asked once.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use liveagent::{
    AgentStatus, CallsOverviews, ChatsOverviews, Client, ConversationStatus, ConversationSummary, Count,
    DepartmentReport, DepartmentStatus, Error, Interval, KnowledgebaseEntry, ListAgentStatuses, ListConversations,
    ListDepartmentStatuses, ListKnowledgebaseEntries, Load, LocalTime, Operation, PerformanceSpan, Rank,
    ReportCallsLoad, ReportCallsSla, ReportChatsLoad, ReportChatsSla, ReportDepartments, ReportPerformance,
    ReportRanking, ReportTags, ReportTicketsSla, ShowApplicationStatus, ShowCallsOverview, ShowChatsOverview,
    TagReport, wire::Unread,
};

use crate::metric::{Metric, series};

mod figure;

pub use figure::Figure;

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
    SlaToday { kept: Option<u64>, missed: Option<u64> },
    Load { chats: Vec<Load>, calls: Vec<Load> },
    Day(Vec<PerformanceSpan>),
    DayOfDepartments(Vec<DepartmentReport>),
    Ranking(Vec<Rank>),
    Tags(Vec<TagReport>),
    Knowledgebase(Vec<KnowledgebaseEntry>),
}

/// Figures by the names of their histories. One that LiveAgent did not give, or not so that it can be read, is unknown and never 0.
pub type Figures = BTreeMap<String, Figure>;

impl Question {
    /// Asks LiveAgent; what of its answer could not be read comes along. `now` decides what today is, in the account's zone.
    pub async fn ask(&self, client: &Client, now: Timestamp) -> Result<(Answer, Unread), Error> {
        let zone = client.time_zone();
        let mut unread = Unread::default();
        let gaps = &mut unread;
        let answer = match self {
            Self::Status => {
                read(client, &ShowApplicationStatus {}, gaps).await?;
                Answer::Status
            }
            Self::Chats(department) => {
                Answer::Chats(read(client, &ShowChatsOverview { department: department.clone() }, gaps).await?)
            }
            Self::Calls(department) => {
                Answer::Calls(read(client, &ShowCallsOverview { department: department.clone() }, gaps).await?)
            }
            Self::Departments => {
                Answer::Departments(read(client, &ListDepartmentStatuses {}, gaps).await?.departments_online_states)
            }
            Self::Agents => Answer::Agents(read(client, &ListAgentStatuses {}, gaps).await?.agents_online_states),
            Self::Waiting => {
                let mut all = Vec::new();
                for page in 0..PAGES {
                    let status = vec![ConversationStatus::New, ConversationStatus::Open];
                    let offset = (page > 0).then_some(page * MOST);
                    let waiting =
                        ListConversations { status, limit: Some(MOST), offset, ..ListConversations::default() };
                    let (found, left_out) = client.read(&waiting).await?;
                    let found = found.conversations;
                    let last = found.len() as u64 + left_out.rows() < u64::from(MOST);
                    gaps.add(&left_out);
                    all.extend(found);
                    if last {
                        break;
                    }
                }
                Answer::Waiting(all)
            }
            Self::SlaToday(department) => {
                let (date_from, date_to) = day(now.to_zoned(zone.clone()).date());
                sla(client, date_from, date_to, department.as_ref(), gaps).await?
            }
            Self::Sla(date, department) => {
                let (date_from, date_to) = day(*date);
                sla(client, date_from, date_to, department.as_ref(), gaps).await?
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
                Answer::Day(read(client, &report, gaps).await?.performance)
            }
            Self::DayOfDepartments(date) => {
                let (date_from, date_to) = day(*date);
                let report =
                    ReportDepartments { date_from, date_to, columns: Vec::new(), limit: Some(MOST), offset: None };
                Answer::DayOfDepartments(read(client, &report, gaps).await?.departments)
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
                Answer::Ranking(read(client, &report, gaps).await?.ranks)
            }
            Self::Tags(date) => {
                let (date_from, date_to) = day(*date);
                let report = ReportTags { date_from, date_to, columns: Vec::new(), limit: Some(MOST), offset: None };
                Answer::Tags(read(client, &report, gaps).await?.tags)
            }
            Self::Knowledgebase => {
                let date_changed = Some(LocalTime::from_timestamp(now - NEWS, &zone));
                let newest = ListKnowledgebaseEntries {
                    limit: Some(ARTICLES),
                    date_changed,
                    ..ListKnowledgebaseEntries::default()
                };
                Answer::Knowledgebase(read(client, &newest, gaps).await?.entries)
            }
        };
        Ok((answer, unread))
    }

    /// The figures in its answer, of the time `now`, given what of it could not be read.
    #[must_use]
    pub fn figures(&self, answer: &Answer, unread: &Unread, now: Timestamp, zone: &TimeZone) -> Figures {
        let mut figures = Figures::new();
        let mut put = |metric: Metric, target: Option<&str>, value: Figure| {
            figures.insert(metric.series(target), value);
        };
        let complete = unread.rows() == 0;
        match (self, answer) {
            (Self::Chats(department), Answer::Chats(chats)) => {
                let sum = |of: fn(&liveagent::ChatsOverview) -> Option<Count>| {
                    total(chats.chats_overview.iter().map(of), complete)
                };
                put(Metric::ChatsWaiting, department.as_deref(), sum(|row| row.queue));
                put(Metric::ChatsRinging, department.as_deref(), sum(|row| row.ringing));
                put(Metric::ChatAgents, department.as_deref(), sum(|row| row.agents));
                figures.insert(series("chats-running", department.as_deref()), sum(|row| row.chats));
            }
            (Self::Calls(department), Answer::Calls(calls)) => {
                let sum = |of: fn(&liveagent::CallsOverview) -> Option<Count>| {
                    total(calls.calls_overview.iter().map(of), complete)
                };
                put(Metric::CallsWaiting, department.as_deref(), sum(|row| row.in_queue));
                put(Metric::CallsRinging, department.as_deref(), sum(|row| row.ringing));
                figures.insert(series("calls-running", department.as_deref()), sum(|row| row.running));
            }
            (Self::Departments, Answer::Departments(departments)) => {
                for department in departments {
                    put(Metric::DepartmentOffline, Some(&department.id), is_offline(&department.online_status).into());
                }
                let online = online(departments.iter().map(|each| &each.online_status)).filter(|_| complete);
                figures.insert("departments-online".to_owned(), online.into());
            }
            (Self::Agents, Answer::Agents(agents)) => {
                for agent in agents {
                    put(Metric::AgentOffline, Some(&agent.id), is_offline(&agent.online_status).into());
                }
                let online = online(agents.iter().map(|each| &each.online_status)).filter(|_| complete);
                figures.insert("agents-online".to_owned(), online.into());
            }
            (Self::Waiting, Answer::Waiting(conversations)) => figures = waiting(conversations, unread, now, zone),
            (Self::SlaToday(department), Answer::SlaToday { missed, .. }) => {
                put(Metric::SlaMissed, department.as_deref(), missed.map(real).into());
            }
            _ => {}
        }
        figures
    }
}

/// The same request, keeping in `unread` what of the answer could not be read.
async fn read<O: Operation>(client: &Client, operation: &O, unread: &mut Unread) -> Result<O::Output, Error> {
    let (answer, gaps) = client.read(operation).await?;
    unread.add(&gaps);
    Ok(answer)
}

/// Whether each conversation that waits, and its department, could be read: then a department without one has none.
pub(crate) fn knows_departments_of_waiting(unread: &Unread) -> bool {
    !unread.has("conversations[].departmentid")
}

/// The figures of conversations that wait, of all and of each department among them.
fn waiting(conversations: &[ConversationSummary], unread: &Unread, now: Timestamp, zone: &TimeZone) -> Figures {
    let metrics = [Metric::ConversationsNew, Metric::ConversationsOpen, Metric::OldestWaiting, Metric::Overdue];
    let mut figures: Figures = metrics.iter().map(|metric| (metric.series(None), Figure::Known(0.0))).collect();
    for each in conversations {
        // Without a status it is one or the other.
        let is_new = (each.status != ConversationStatus::default()).then_some(each.status == ConversationStatus::New);
        // The other of the two times would say something else.
        let since = if is_new == Some(true) { each.date_created } else { each.date_changed };
        let minutes = since.map(|since| (now.duration_since(since.at(zone)).as_secs_f64().max(0.0) / 60.0).floor());
        let overdue = each.date_due.is_some_and(|due| due.at(zone) < now);
        for target in
            [None, each.department_id.as_deref()].into_iter().take(1 + usize::from(each.department_id.is_some()))
        {
            for metric in metrics {
                let figure = figures.entry(metric.series(target)).or_insert(Figure::Known(0.0));
                *figure = match metric {
                    Metric::ConversationsNew => figure.with(is_new.map(truth), |sum, one| sum + one),
                    Metric::ConversationsOpen => figure.with(is_new.map(|new| truth(!new)), |sum, one| sum + one),
                    Metric::OldestWaiting => figure.with(minutes, f64::max),
                    _ => figure.with(Some(truth(overdue)), |sum, one| sum + one),
                };
            }
        }
    }
    // A row that was left out may belong to any of them.
    let all = |name: &str| unread.rows() > 0 || name.contains('@') && !knows_departments_of_waiting(unread);
    let overdue = |name: &str| unread.has("conversations[].datedue") && name.starts_with(Metric::Overdue.name());
    for (name, figure) in &mut figures {
        if all(name) || overdue(name) {
            *figure = figure.incomplete();
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

/// Whether nothing can be had there; `None` where it is not known.
fn is_offline(status: &liveagent::OnlineStatus) -> Option<f64> {
    (!status.is_unknown()).then(|| truth(!is_online(status)))
}

/// How many are online; `None` where it is not known of one of them.
fn online<'a>(statuses: impl Iterator<Item = &'a liveagent::OnlineStatus>) -> Option<f64> {
    statuses.map(|status| is_offline(status).map(|offline| 1.0 - offline)).sum()
}

async fn sla(
    client: &Client,
    from: LocalTime,
    to: LocalTime,
    department: Option<&String>,
    unread: &mut Unread,
) -> Result<Answer, Error> {
    let (date_from, date_to, department_id) = (Some(from), Some(to), department.cloned());
    let tickets =
        ReportTicketsSla { date_from, date_to, department_id: department_id.clone(), ..ReportTicketsSla::default() };
    let chats =
        ReportChatsSla { date_from, date_to, department_id: department_id.clone(), ..ReportChatsSla::default() };
    let calls = ReportCallsSla { date_from, date_to, department_id, ..ReportCallsSla::default() };
    let answers = tokio::try_join!(client.read(&tickets), client.read(&chats), client.read(&calls))?;
    let answers = [answers.0, answers.1, answers.2];
    for (_, gaps) in &answers {
        unread.add(gaps);
    }
    let complete = unread.rows() == 0;
    let rows = || answers.iter().flat_map(|(answer, _)| &answer.sla_compliances);
    // Without a row nothing was due; a row without the figure is unknown.
    let sum = |of: fn(&liveagent::SlaCompliance) -> Option<Count>| {
        rows().map(of).try_fold(0_u64, |sum, count| Some(sum.saturating_add(count?.get()))).filter(|_| complete)
    };
    Ok(Answer::SlaToday { kept: sum(|row| row.fulfilled), missed: sum(|row| row.unfulfilled) })
}

/// A day, from its first second to its last.
pub(crate) fn day(date: Date) -> (LocalTime, LocalTime) {
    (LocalTime(date.at(0, 0, 0, 0)), LocalTime(date.at(23, 59, 59, 0)))
}

/// The sum of the counts of all rows. Without a row it is unknown.
fn total(counts: impl Iterator<Item = Option<Count>>, complete: bool) -> Figure {
    let counts: Vec<Option<f64>> = counts.map(|count| count.map(|count| real(count.get()))).collect();
    let sum = counts.iter().flatten().sum();
    match (counts.iter().flatten().next(), complete && counts.iter().all(Option::is_some)) {
        (None, _) => Figure::Unknown,
        (_, true) => Figure::Known(sum),
        (_, false) => Figure::AtLeast(sum),
    }
}

fn truth(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// A count as a figure; beyond four thousand million nobody counts.
fn real(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
