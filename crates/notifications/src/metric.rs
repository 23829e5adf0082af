//! The figures that alerts watch, boards show and history keeps: what each is called, where it comes from, what is bad about it.

use serde::{Deserialize, Serialize};

use crate::{decide::Bad, question::Question};

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

impl Metric {
    /// Every metric, as they are offered.
    pub const ALL: [Self; 13] = [
        Self::ChatsWaiting,
        Self::ChatsRinging,
        Self::ChatAgents,
        Self::CallsWaiting,
        Self::CallsRinging,
        Self::ConversationsNew,
        Self::ConversationsOpen,
        Self::OldestWaiting,
        Self::Overdue,
        Self::DepartmentOffline,
        Self::AgentOffline,
        Self::LiveagentDown,
        Self::SlaMissed,
    ];

    /// Its name in commands and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ChatsWaiting => "chats-waiting",
            Self::ChatsRinging => "chats-ringing",
            Self::ChatAgents => "chat-agents",
            Self::CallsWaiting => "calls-waiting",
            Self::CallsRinging => "calls-ringing",
            Self::ConversationsNew => "conversations-new",
            Self::ConversationsOpen => "conversations-open",
            Self::OldestWaiting => "oldest-waiting",
            Self::Overdue => "overdue",
            Self::DepartmentOffline => "department-offline",
            Self::AgentOffline => "agent-offline",
            Self::LiveagentDown => "liveagent-down",
            Self::SlaMissed => "sla-missed",
        }
    }

    /// The metric of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    /// What it is called.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::ChatsWaiting => "Chats waiting",
            Self::ChatsRinging => "Chats ringing",
            Self::ChatAgents => "Agents on chat",
            Self::CallsWaiting => "Calls waiting",
            Self::CallsRinging => "Calls ringing",
            Self::ConversationsNew => "New conversations",
            Self::ConversationsOpen => "Open conversations",
            Self::OldestWaiting => "Longest wait",
            Self::Overdue => "Overdue conversations",
            Self::DepartmentOffline => "Department offline",
            Self::AgentOffline => "Agent offline",
            Self::LiveagentDown => "LiveAgent down",
            Self::SlaMissed => "SLA missed today",
        }
    }

    /// What its value is.
    #[must_use]
    pub fn unit(self) -> Unit {
        match self {
            Self::OldestWaiting => Unit::Minutes,
            Self::DepartmentOffline | Self::AgentOffline | Self::LiveagentDown => Unit::Truth,
            _ => Unit::Count,
        }
    }

    /// Which way is bad.
    #[must_use]
    pub fn bad(self) -> Bad {
        if self == Self::ChatAgents { Bad::Low } else { Bad::High }
    }

    /// What it can be watched of.
    #[must_use]
    pub fn target(self) -> Target {
        match self {
            Self::LiveagentDown => Target::Desk,
            Self::DepartmentOffline => Target::Department,
            Self::AgentOffline => Target::Agent,
            _ => Target::MaybeDepartment,
        }
    }

    /// The look-up that tells it; `None` where every look-up does.
    #[must_use]
    pub fn question(self, target: Option<&str>) -> Option<Question> {
        let target = target.map(str::to_owned);
        match self {
            Self::ChatsWaiting | Self::ChatsRinging | Self::ChatAgents => Some(Question::Chats(target)),
            Self::CallsWaiting | Self::CallsRinging => Some(Question::Calls(target)),
            Self::ConversationsNew | Self::ConversationsOpen | Self::OldestWaiting | Self::Overdue => {
                Some(Question::Waiting)
            }
            Self::DepartmentOffline => Some(Question::Departments),
            Self::AgentOffline => Some(Question::Agents),
            Self::SlaMissed => Some(Question::SlaToday(target)),
            Self::LiveagentDown => None,
        }
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
        for metric in Metric::ALL {
            assert_eq!(Metric::of_name(metric.name()), Some(metric));
            assert_eq!(serde_json::to_value(metric).unwrap(), metric.name());
        }
    }
}
