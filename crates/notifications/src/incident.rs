//! What an incident is: one thing that went wrong in one channel, however many alerts it set off.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{decide::Bad, metric::Metric, spec::AlertSpec, spec::Severity};

/// An alert that joins an incident which is older than this has it posted anew.
pub(crate) const JOIN_WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// What the leader writes of an incident. What people press stands apart, in [`Pressed`], so that neither overwrites the other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Story {
    /// The worst of its members.
    pub(crate) severity: Severity,
    /// The role to ping: in the first message,
    pub(crate) role: Option<u64>,
    /// and once more from this one of its messages on, because an alert joined that must be heard. 0 where none did.
    pub(crate) louder: i64,
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
    /// Whether it was over because LiveAgent does not have it any more.
    pub(crate) gone: bool,
    /// Whether the alert has no owner, so that no words of customers are shown for it.
    #[serde(default)]
    pub(crate) orphaned: bool,
}

/// What people have pressed. The id of a member is 0 once the member was forgotten; the store finds it by how it is written.
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

    /// Whether an alert in it is still firing.
    pub(crate) fn goes_on(&self, alert: i64) -> bool {
        self.members.iter().any(|member| member.alert == alert && member.over.is_none())
    }

    /// An alert goes off. One that is there and was over begins anew, with what was worst of it.
    pub(crate) fn join(&mut self, member: Member) {
        match self.member(member.alert) {
            Some(known) if known.metric == member.metric && known.target == member.target => {
                let peak = known.peak;
                *known = member;
                known.peaked(peak);
            }
            _ => self.members.push(member),
        }
    }

    pub(crate) fn member(&mut self, alert: i64) -> Option<&mut Member> {
        self.members.iter_mut().rev().find(|member| member.alert == alert)
    }
}

impl Pressed {
    /// Whether somebody sees to it, or wants to hear nothing of it.
    pub(crate) fn is_seen_to(&self, now: Timestamp) -> bool {
        self.acknowledged.is_some() || self.is_muted(now)
    }

    pub(crate) fn is_muted(&self, at: Timestamp) -> bool {
        self.muted.is_some_and(|(_, until)| at < until)
    }
}

impl Member {
    pub(crate) fn new(alert: i64, spec: &AlertSpec, since: Timestamp, value: f64) -> Self {
        let AlertSpec { metric, target, target_name, fire, .. } = spec.clone();
        Self {
            alert,
            metric,
            target,
            target_name,
            fire,
            since,
            value,
            peak: value,
            over: None,
            gone: false,
            orphaned: false,
        }
    }

    /// Whether the alert still watches that.
    pub(crate) fn is_of(&self, spec: &AlertSpec) -> bool {
        (self.metric, &self.target) == (spec.metric, &spec.target)
    }

    pub(crate) fn moved(&mut self, value: f64) {
        self.value = value;
        self.peaked(value);
    }

    /// It was at `value` once.
    fn peaked(&mut self, value: f64) {
        self.peak = match self.metric.bad() {
            Bad::High => self.peak.max(value),
            Bad::Low => self.peak.min(value),
        };
    }
}

/// What alerts have in common that go off together. All queues are one: agents take chats and calls alike.
pub(crate) fn cause(metric: Metric) -> &'static str {
    match metric {
        Metric::ChatsWaiting
        | Metric::ChatsRinging
        | Metric::ChatAgents
        | Metric::CallsWaiting
        | Metric::CallsRinging => "queues",
        Metric::ConversationsNew | Metric::ConversationsOpen | Metric::OldestWaiting | Metric::Overdue => {
            "conversations"
        }
        Metric::DepartmentOffline | Metric::AgentOffline => "offline",
        Metric::LiveagentDown => "liveagent",
        Metric::SlaMissed => "sla",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [`store::Store::forget_member`] replaces `[id,`.
    #[test]
    fn who_pressed_is_written_as_the_store_looks_for_it() {
        let at = Timestamp::UNIX_EPOCH;
        let pressed = Pressed { acknowledged: Some((12, at)), muted: Some((u64::MAX, at)) };
        let text = serde_json::to_string(&pressed).unwrap();
        assert_eq!((text.matches("[12,").count(), text.matches(&format!("[{},", u64::MAX)).count()), (1, 1), "{text}");
        let forgotten: Pressed = serde_json::from_str(&text.replace("[12,", "[0,")).unwrap();
        assert_eq!(forgotten, Pressed { acknowledged: Some((0, at)), ..pressed });
    }
}
