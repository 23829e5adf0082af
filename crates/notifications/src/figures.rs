//! The figures in LiveAgent's answers. One that LiveAgent did not give, or not so that it can be read, is unknown and never 0.

use answers::{
    collector::{Collector, Known},
    composed,
};
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use liveagent::{
    AgentStatuses, CallsOverview, CallsOverviews, ChatsOverview, ChatsOverviews, ConversationStatus,
    ConversationSummary, Count, DepartmentStatuses, Error, ListAgentStatuses, ListDepartmentStatuses,
    ShowApplicationStatus, ShowCallsOverview, ShowChatsOverview, wire::Unread,
};

use crate::{
    figure::Figure,
    metric::{Metric, series},
    poll::Poll,
};

/// Figures by the names of their histories.
pub(crate) type Figures = BTreeMap<String, Figure>;

/// What was read of a poll.
#[derive(Clone, Debug)]
pub(crate) struct Polled {
    /// When LiveAgent gave the answer.
    pub(crate) at: Timestamp,
    /// Whether all of its rows could be read.
    pub(crate) complete: bool,
    /// Whether each conversation's department could be read.
    pub(crate) knows_departments: bool,
    /// Its figures.
    pub(crate) figures: Figures,
}

impl Polled {
    fn of<T>(known: &Known<T>, figures: Figures) -> Self {
        let knows_departments = composed::knows_departments(&known.unread);
        Self { at: known.at, complete: known.unread.rows() == 0, knows_departments, figures }
    }
}

impl Poll {
    /// Asks LiveAgent, unless the answer is known and at most `max_age` old.
    pub(crate) async fn read(&self, collector: &Collector, max_age: SignedDuration) -> Result<Polled, Error> {
        Ok(match self {
            Self::Status => Polled::of(&collector.ask(&ShowApplicationStatus {}, max_age).await?, Figures::new()),
            Self::Chats(department) => {
                let known = collector.ask(&ShowChatsOverview { department: department.clone() }, max_age).await?;
                Polled::of(&known, chats(&known.answer, &known.unread, department.as_deref()))
            }
            Self::Calls(department) => {
                let known = collector.ask(&ShowCallsOverview { department: department.clone() }, max_age).await?;
                Polled::of(&known, calls(&known.answer, &known.unread, department.as_deref()))
            }
            Self::Departments => {
                let known = collector.ask(&ListDepartmentStatuses {}, max_age).await?;
                Polled::of(&known, departments(&known.answer, &known.unread))
            }
            Self::Agents => {
                let known = collector.ask(&ListAgentStatuses {}, max_age).await?;
                Polled::of(&known, agents(&known.answer, &known.unread))
            }
            Self::Waiting => {
                let known = composed::waiting(collector, max_age).await?;
                let zone = collector.client().time_zone();
                Polled::of(&known, waiting(&known.answer, &known.unread, collector.now(), &zone))
            }
            Self::SlaToday(department) => {
                let today = collector.now().to_zoned(collector.client().time_zone()).date();
                let known = composed::sla(collector, today, department.as_ref(), max_age).await?;
                let missed = known.answer.missed.map(real).into();
                Polled::of(&known, [(Metric::SlaMissed.series(department.as_deref()), missed)].into())
            }
        })
    }

    /// When its newest answer was given.
    pub(crate) fn known_at(&self, collector: &Collector) -> Option<Timestamp> {
        match self {
            Self::Status => collector.last(&ShowApplicationStatus {}).map(|known| known.at),
            Self::Chats(department) => {
                collector.last(&ShowChatsOverview { department: department.clone() }).map(|known| known.at)
            }
            Self::Calls(department) => {
                collector.last(&ShowCallsOverview { department: department.clone() }).map(|known| known.at)
            }
            Self::Departments => collector.last(&ListDepartmentStatuses {}).map(|known| known.at),
            Self::Agents => collector.last(&ListAgentStatuses {}).map(|known| known.at),
            Self::Waiting => composed::last_waiting(collector),
            Self::SlaToday(department) => {
                let today = collector.now().to_zoned(collector.client().time_zone()).date();
                composed::last_sla(collector, today, department.as_ref())
            }
        }
    }
}

/// The figures of chats.
fn chats(chats: &ChatsOverviews, unread: &Unread, department: Option<&str>) -> Figures {
    let sum = |of: fn(&ChatsOverview) -> Option<Count>| total(chats.chats_overview.iter().map(of), unread);
    [
        (Metric::ChatsWaiting.series(department), sum(|row| row.queue)),
        (Metric::ChatsRinging.series(department), sum(|row| row.ringing)),
        (Metric::ChatAgents.series(department), sum(|row| row.agents)),
        (series("chats-running", department), sum(|row| row.chats)),
    ]
    .into()
}

/// The figures of calls.
fn calls(calls: &CallsOverviews, unread: &Unread, department: Option<&str>) -> Figures {
    let sum = |of: fn(&CallsOverview) -> Option<Count>| total(calls.calls_overview.iter().map(of), unread);
    [
        (Metric::CallsWaiting.series(department), sum(|row| row.in_queue)),
        (Metric::CallsRinging.series(department), sum(|row| row.ringing)),
        (series("calls-running", department), sum(|row| row.running)),
    ]
    .into()
}

/// Whether each department is offline, and how many are online.
fn departments(answer: &DepartmentStatuses, unread: &Unread) -> Figures {
    let all = &answer.departments_online_states;
    let one = |id: &str, status| (Metric::DepartmentOffline.series(Some(id)), Figure::from(is_offline(status)));
    let mut figures: Figures = all.iter().map(|each| one(&each.id, &each.online_status)).collect();
    let online = online(all.iter().map(|each| &each.online_status)).filter(|_| unread.rows() == 0);
    figures.insert("departments-online".to_owned(), online.into());
    figures
}

/// Whether each agent is offline, and how many are online.
fn agents(answer: &AgentStatuses, unread: &Unread) -> Figures {
    let all = &answer.agents_online_states;
    let one = |id: &str, status| (Metric::AgentOffline.series(Some(id)), Figure::from(is_offline(status)));
    let mut figures: Figures = all.iter().map(|each| one(&each.id, &each.online_status)).collect();
    let online = online(all.iter().map(|each| &each.online_status)).filter(|_| unread.rows() == 0);
    figures.insert("agents-online".to_owned(), online.into());
    figures
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
    let all = |name: &str| unread.rows() > 0 || name.contains('@') && !composed::knows_departments(unread);
    let overdue = |name: &str| unread.has("conversations[].datedue") && name.starts_with(Metric::Overdue.name());
    for (name, figure) in &mut figures {
        if all(name) || overdue(name) {
            *figure = figure.incomplete();
        }
    }
    figures
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

/// The sum of the counts of all rows. Without a row it is unknown.
fn total(counts: impl Iterator<Item = Option<Count>>, unread: &Unread) -> Figure {
    let counts: Vec<Option<f64>> = counts.map(|count| count.map(|count| real(count.get()))).collect();
    let sum = counts.iter().flatten().sum();
    match (counts.iter().flatten().next(), unread.rows() == 0 && counts.iter().all(Option::is_some)) {
        (None, _) => Figure::Unknown,
        (_, true) => Figure::Known(sum),
        (_, false) => Figure::AtLeast(sum),
    }
}

fn truth(is: bool) -> f64 {
    f64::from(u8::from(is))
}

/// A count as a figure, at most `u32::MAX`.
fn real(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
