//! The figures that alerts watch, boards show and history keeps: what each is called, where it comes from, what is bad about it.

use serde::{Deserialize, Serialize};

use crate::{decide::Bad, poll::Poll};

/// A figure of the help desk that can be watched.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// Chats that wait in the queue.
    ChatsWaiting,
    /// Chats that ring and nobody has picked up.
    ChatsRinging,
    /// Agents who take chats.
    ChatAgents,
    /// Calls that wait in the queue.
    CallsWaiting,
    /// Calls that ring and nobody has picked up.
    CallsRinging,
    /// Conversations that are new: nobody has answered yet.
    ConversationsNew,
    /// Conversations that are open: the customer waits for the next answer.
    ConversationsOpen,
    /// Minutes that the new or open conversation has waited which waits longest.
    OldestWaiting,
    /// New and open conversations whose time to answer has passed.
    Overdue,
    /// A department that is offline.
    DepartmentOffline,
    /// An agent who is offline.
    AgentOffline,
    /// LiveAgent, which does not answer.
    LiveagentDown,
    /// Answers of today that missed their SLA: tickets, chats and calls together.
    SlaMissed,
}

/// What the value of a metric is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// A number of things.
    Count,
    /// Minutes.
    Minutes,
    /// 1 for yes, 0 for no.
    Truth,
}

/// What a metric is watched of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target {
    /// The whole help desk, and nothing smaller.
    Desk,
    /// A department, or the whole help desk.
    MaybeDepartment,
    /// A department.
    Department,
    /// An agent.
    Agent,
}

/// What is known of a metric.
struct Facts {
    metric: Metric,
    name: &'static str,
    title: &'static str,
    /// As a choice: the title, and what has to be known to choose it.
    choice: &'static str,
    unit: Unit,
    bad: Bad,
    target: Target,
    /// What tells it; `None` where every poll does.
    poll: fn(Option<String>) -> Option<Poll>,
}

impl Facts {
    /// A number of things in a department or the whole help desk, of which many are bad.
    const fn count(
        metric: Metric,
        name: &'static str,
        title: &'static str,
        poll: fn(Option<String>) -> Option<Poll>,
    ) -> Self {
        let (unit, bad, target) = (Unit::Count, Bad::High, Target::MaybeDepartment);
        Self { metric, name, title, choice: title, unit, bad, target, poll }
    }
}

/// Every metric, as they are offered.
const METRICS: [Facts; 13] = [
    Facts::count(Metric::ChatsWaiting, "chats-waiting", "Chats waiting", |of| Some(Poll::Chats(of))),
    Facts::count(Metric::ChatsRinging, "chats-ringing", "Chats ringing", |of| Some(Poll::Chats(of))),
    Facts {
        choice: "Agents on chat (fires when few)",
        bad: Bad::Low,
        ..Facts::count(Metric::ChatAgents, "chat-agents", "Agents on chat", |of| Some(Poll::Chats(of)))
    },
    Facts::count(Metric::CallsWaiting, "calls-waiting", "Calls waiting", |of| Some(Poll::Calls(of))),
    Facts::count(Metric::CallsRinging, "calls-ringing", "Calls ringing", |of| Some(Poll::Calls(of))),
    Facts::count(Metric::ConversationsNew, "conversations-new", "New conversations", |_| Some(Poll::Waiting)),
    Facts::count(Metric::ConversationsOpen, "conversations-open", "Open conversations", |_| Some(Poll::Waiting)),
    Facts {
        choice: "Longest wait (minutes)",
        unit: Unit::Minutes,
        ..Facts::count(Metric::OldestWaiting, "oldest-waiting", "Longest wait", |_| Some(Poll::Waiting))
    },
    Facts::count(Metric::Overdue, "overdue", "Overdue conversations", |_| Some(Poll::Waiting)),
    Facts {
        unit: Unit::Truth,
        target: Target::Department,
        ..Facts::count(Metric::DepartmentOffline, "department-offline", "Department offline", |_| {
            Some(Poll::Departments)
        })
    },
    Facts {
        unit: Unit::Truth,
        target: Target::Agent,
        ..Facts::count(Metric::AgentOffline, "agent-offline", "Agent offline", |_| Some(Poll::Agents))
    },
    Facts {
        unit: Unit::Truth,
        target: Target::Desk,
        ..Facts::count(Metric::LiveagentDown, "liveagent-down", "LiveAgent down", |_| None)
    },
    Facts::count(Metric::SlaMissed, "sla-missed", "SLA missed today", |of| Some(Poll::SlaToday(of))),
];

impl Metric {
    /// Every metric, with the name by which it is chosen.
    pub const OFFERED: [(&'static str, Self); METRICS.len()] = {
        let mut all = [("", Self::ChatsWaiting); METRICS.len()];
        let mut place = 0;
        while place < all.len() {
            all[place] = (METRICS[place].choice, METRICS[place].metric);
            place += 1;
        }
        all
    };

    fn facts(self) -> &'static Facts {
        // They stand in the order of the metrics, which a test holds them to.
        const { &METRICS }.get(self as usize).unwrap_or(const { &METRICS[0] })
    }

    /// Its name in commands and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The metric of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        METRICS.iter().find(|facts| facts.name == name).map(|facts| facts.metric)
    }

    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.facts().title
    }

    /// What its value is.
    #[must_use]
    pub fn unit(self) -> Unit {
        self.facts().unit
    }

    /// Which way is bad.
    #[must_use]
    pub fn bad(self) -> Bad {
        self.facts().bad
    }

    /// What it can be watched of.
    #[must_use]
    pub fn target(self) -> Target {
        self.facts().target
    }

    /// What tells it; `None` where every poll does.
    #[must_use]
    pub fn poll(self, target: Option<&str>) -> Option<Poll> {
        (self.facts().poll)(target.map(str::to_owned))
    }

    /// The name of its history: of a department or an agent, by id, or of all.
    #[must_use]
    pub fn series(self, target: Option<&str>) -> String {
        series(self.name(), target)
    }
}

/// The name of a history.
#[must_use]
pub(crate) fn series(name: &str, target: Option<&str>) -> String {
    match target {
        Some(target) => format!("{name}@{target}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_name_and_is_stored_by_it() {
        for (place, (_, metric)) in Metric::OFFERED.into_iter().enumerate() {
            assert_eq!(metric as usize, place, "{metric:?}");
            assert_eq!(Metric::of_name(metric.name()), Some(metric));
            assert_eq!(serde_json::to_value(metric).unwrap(), metric.name());
        }
    }
}
