//! What an incident is: one thing that went wrong in one channel, however many alerts it set off.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{decide::Bad, metric::Metric, spec::AlertSpec, spec::Severity};

/// An alert that begins within this time of an incident of the same cause joins it.
pub(super) const JOIN: SignedDuration = SignedDuration::from_mins(10);

/// What the leader writes of an incident. What people press stands apart, in [`Pressed`], so that neither overwrites the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Story {
    /// The worst of its members.
    pub(crate) severity: Severity,
    /// The role to ping.
    pub(crate) role: Option<u64>,
    /// The alerts it set off.
    pub(crate) members: Vec<Member>,
}

/// One alert in an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Member {
    /// The alert's id.
    pub(crate) alert: i64,
    /// What it watches.
    pub(crate) metric: Metric,
    /// Of what, by id.
    pub(crate) target: Option<String>,
    /// What that is called.
    pub(crate) target_name: Option<String>,
    /// The threshold that was crossed.
    pub(crate) fire: f64,
    /// Since when.
    pub(crate) since: Timestamp,
    /// The newest value.
    pub(crate) value: f64,
    /// The worst value.
    pub(crate) peak: f64,
    /// When it was over.
    pub(crate) over: Option<Timestamp>,
}

/// What people have pressed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pressed {
    /// Who sees to it, and since when.
    #[serde(default)]
    pub(crate) acknowledged: Option<(u64, Timestamp)>,
    /// Who wants to hear nothing more, and until when.
    #[serde(default)]
    pub(crate) muted: Option<(u64, Timestamp)>,
}

impl Story {
    /// Whether all is over.
    pub(crate) fn is_over(&self) -> bool {
        self.members.iter().all(|member| member.over.is_some())
    }

    pub(super) fn member(&mut self, alert: i64) -> Option<&mut Member> {
        self.members.iter_mut().rev().find(|member| member.alert == alert)
    }
}

impl Member {
    pub(super) fn new(alert: i64, spec: &AlertSpec, since: Timestamp, value: f64) -> Self {
        let AlertSpec { metric, target, target_name, fire, .. } = spec.clone();
        Self { alert, metric, target, target_name, fire, since, value, peak: value, over: None }
    }

    pub(super) fn moved(&mut self, value: f64) {
        self.value = value;
        self.peak = match self.metric.bad() {
            Bad::High => self.peak.max(value),
            Bad::Low => self.peak.min(value),
        };
    }
}

/// What alerts have in common that go off together.
pub(super) fn cause(metric: Metric) -> &'static str {
    match metric {
        Metric::ChatsWaiting | Metric::ChatsRinging | Metric::ChatAgents => "chats",
        Metric::CallsWaiting | Metric::CallsRinging => "calls",
        Metric::ConversationsNew | Metric::ConversationsOpen | Metric::OldestWaiting | Metric::Overdue => {
            "conversations"
        }
        Metric::DepartmentOffline | Metric::AgentOffline => "offline",
        Metric::LiveagentDown => "liveagent",
        Metric::SlaMissed => "sla",
    }
}
