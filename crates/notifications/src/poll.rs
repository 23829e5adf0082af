//! What alerts and boards read at each interval. Those that read the same figure have the same [`Poll`], so that it is asked once.

use jiff::SignedDuration;
use views::{Link, agents, departments, overview};

/// SLA reports are asked for this often at most: they are large, and change slowly.
const SLA_MAX_AGE: SignedDuration = SignedDuration::from_mins(5);

/// A group of figures that one look-up tells, or a few.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Poll {
    /// Whether LiveAgent is there.
    Status,
    /// The chats of a department, or of all.
    Chats(Option<String>),
    /// The calls of a department, or of all.
    Calls(Option<String>),
    /// Which departments are online.
    Departments,
    /// Which agents are online.
    Agents,
    /// The conversations that are new or open.
    Waiting,
    /// How today's SLAs were kept in a department, or in all.
    SlaToday(Option<String>),
}

impl Poll {
    /// What a part of a board reads.
    pub(crate) fn of_link(link: &Link) -> Vec<Self> {
        if let Some(overview::Show { department, .. }) = link.look() {
            return vec![Self::Chats(department.clone()), Self::Calls(department)];
        }
        let departments = link.look::<departments::Status>().map(|_| Self::Departments);
        let agents = link.look::<agents::Statuses>().map(|_| Self::Agents);
        departments.into_iter().chain(agents).collect()
    }

    /// How many requests it takes.
    pub(crate) fn cost(&self) -> i64 {
        if matches!(self, Self::SlaToday(_)) { 3 } else { 1 }
    }

    /// How old its answer may be when it is read at an interval.
    pub(crate) fn max_age(&self, interval: SignedDuration) -> SignedDuration {
        // A little less than the interval, so that an answer of the last round does not serve this one.
        let fresh = interval * 9 / 10;
        if matches!(self, Self::SlaToday(_)) { SLA_MAX_AGE.max(fresh) } else { fresh }
    }
}
