//! The choices of `/alert`'s options.

use notifications::{metric::Metric, spec::Severity};

/// What is watched.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
pub(super) enum MetricChoice {
    #[name = "Chats waiting"]
    ChatsWaiting,
    #[name = "Chats ringing"]
    ChatsRinging,
    #[name = "Agents on chat (fires when few)"]
    ChatAgents,
    #[name = "Calls waiting"]
    CallsWaiting,
    #[name = "Calls ringing"]
    CallsRinging,
    #[name = "New conversations"]
    ConversationsNew,
    #[name = "Open conversations"]
    ConversationsOpen,
    #[name = "Longest wait (minutes)"]
    OldestWaiting,
    #[name = "Overdue conversations"]
    Overdue,
    #[name = "Department offline"]
    DepartmentOffline,
    #[name = "Agent offline"]
    AgentOffline,
    #[name = "LiveAgent down"]
    LiveagentDown,
    #[name = "SLA missed today"]
    SlaMissed,
}

impl MetricChoice {
    pub(super) fn metric(self) -> Metric {
        match self {
            Self::ChatsWaiting => Metric::ChatsWaiting,
            Self::ChatsRinging => Metric::ChatsRinging,
            Self::ChatAgents => Metric::ChatAgents,
            Self::CallsWaiting => Metric::CallsWaiting,
            Self::CallsRinging => Metric::CallsRinging,
            Self::ConversationsNew => Metric::ConversationsNew,
            Self::ConversationsOpen => Metric::ConversationsOpen,
            Self::OldestWaiting => Metric::OldestWaiting,
            Self::Overdue => Metric::Overdue,
            Self::DepartmentOffline => Metric::DepartmentOffline,
            Self::AgentOffline => Metric::AgentOffline,
            Self::LiveagentDown => Metric::LiveagentDown,
            Self::SlaMissed => Metric::SlaMissed,
        }
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, poise::ChoiceParameter)]
pub(super) enum SeverityChoice {
    Info,
    Warning,
    Critical,
}

impl SeverityChoice {
    pub(super) fn severity(self) -> Severity {
        match self {
            Self::Info => Severity::Info,
            Self::Warning => Severity::Warning,
            Self::Critical => Severity::Critical,
        }
    }
}
