//! What an alert does when its figure moves: a pure function from where it stands, a sample and the time to where it stands next.
//!
//! An alert fires when its figure is beyond one threshold for a while, and is over when it is back beyond another for a while. In the
//! band between the two nothing changes, so a figure that trembles there posts nothing. Posting, and several alerts of one
//! cause, are not known here.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::figure::Figure;

/// A message is posted anew because things got worse no sooner than this after the last one.
const WORSE_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// What an alert watches for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Which way is bad.
    pub bad: Bad,
    /// At this value, or beyond it, it fires.
    pub fire: f64,
    /// At this value, or back beyond it, it is over.
    pub clear: f64,
    /// How long it must be beyond `fire` first.
    pub fire_hold: SignedDuration,
    /// How long it must be back beyond `clear` first.
    pub clear_hold: SignedDuration,
    /// How often it is posted again while it is firing and nobody has acknowledged it.
    pub repeat: Option<SignedDuration>,
    /// Without samples for longer than this, what was pending begins anew: nobody knows how it was meanwhile.
    pub gap: SignedDuration,
}

/// Which way is bad.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Bad {
    /// Much is bad: people who wait.
    High,
    /// Little is bad: agents who are there.
    Low,
}

impl Rule {
    fn fires(&self, value: f64) -> bool {
        match self.bad {
            Bad::High => value >= self.fire,
            Bad::Low => value <= self.fire,
        }
    }

    fn clears(&self, value: f64) -> bool {
        match self.bad {
            Bad::High => value <= self.clear,
            Bad::Low => value >= self.clear,
        }
    }

    /// The value to decide by. The known part of a figure is enough to fire if more is worse, but never to clear.
    #[must_use]
    pub fn value(&self, figure: Figure) -> Option<f64> {
        match figure {
            Figure::Known(value) => Some(value),
            Figure::AtLeast(value) if self.bad == Bad::High && self.fires(value) => Some(value),
            Figure::AtLeast(_) | Figure::Unknown => None,
        }
    }

    /// Whether `value` is at least twice as bad as `before`.
    fn much_worse(&self, value: f64, before: f64) -> bool {
        match self.bad {
            Bad::High => value >= before * 2.0 && value >= before + 1.0,
            Bad::Low => value <= before / 2.0 && value <= before - 1.0,
        }
    }

    fn worst(&self, a: f64, b: f64) -> f64 {
        match self.bad {
            Bad::High => a.max(b),
            Bad::Low => a.min(b),
        }
    }
}

/// Where an alert stands. It is kept, so that a restart changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// The phase.
    pub phase: Phase,
    /// The newest sample: when it was taken, and its value.
    pub last: Option<(Timestamp, f64)>,
}

/// How far an alert has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    /// All is well.
    #[default]
    Ok,
    /// Beyond the threshold, but not for long enough.
    Pending {
        /// Since when.
        since: Timestamp,
    },
    /// It is firing.
    Firing(Firing),
    /// It is over; the next sample makes it well or pending again.
    Resolved {
        /// Since when.
        at: Timestamp,
    },
}

/// An alert that is firing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Firing {
    /// When the figure went beyond the threshold.
    pub since: Timestamp,
    /// The worst value since.
    pub peak: f64,
    /// The value that the last message was posted for, and when.
    pub said: (Timestamp, f64),
    /// Since when it is back beyond the other threshold.
    pub clearing: Option<Timestamp>,
    /// Who has seen to it, and when.
    pub acknowledged: Option<(u64, Timestamp)>,
}

/// The name of where an alert stands, as people see it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// All is well.
    Ok,
    /// Beyond the threshold, not for long enough.
    Pending,
    /// It is firing.
    Firing,
    /// It is firing, and a member has acknowledged it.
    Acknowledged,
    /// It may go on, and nothing is posted anew.
    Muted,
    /// It is over.
    Resolved,
}

impl Standing {
    /// The state's name, given whether somebody has muted it.
    #[must_use]
    pub fn state(&self, muted: bool) -> State {
        match &self.phase {
            Phase::Ok | Phase::Firing(_) if muted => State::Muted,
            Phase::Ok => State::Ok,
            Phase::Pending { .. } => State::Pending,
            Phase::Firing(firing) if firing.acknowledged.is_some() => State::Acknowledged,
            Phase::Firing(_) => State::Firing,
            Phase::Resolved { .. } => State::Resolved,
        }
    }

    /// The same, acknowledged by a member. Nothing changes unless it is firing.
    #[must_use]
    pub fn acknowledged(mut self, user: u64, at: Timestamp) -> Self {
        if let Phase::Firing(firing) = &mut self.phase {
            firing.acknowledged.get_or_insert((user, at));
        }
        self
    }

    /// The same, with no instant after `now`: the clock was ahead, and was put back.
    fn put_back(mut self, now: Timestamp) -> Self {
        match &mut self.phase {
            Phase::Ok => {}
            Phase::Pending { since } => *since = now.min(*since),
            Phase::Firing(firing) => {
                firing.since = now.min(firing.since);
                firing.said.0 = now.min(firing.said.0);
                firing.clearing = firing.clearing.map(|since| now.min(since));
            }
            Phase::Resolved { at } => *at = now.min(*at),
        }
        self
    }
}

/// A sample of the figure: when it was taken, and its value, if LiveAgent gave one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// When.
    pub at: Timestamp,
    /// What; `None` when LiveAgent did not say.
    pub value: Option<f64>,
}

/// What is to be said.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Say {
    /// Nothing.
    Nothing,
    /// It has begun: a new incident, or a member of one.
    Begun,
    /// What is shown has changed: the message is edited.
    Changed,
    /// It got much worse: the message is posted anew.
    Worse,
    /// It is still firing: the message is posted again.
    Again,
    /// It is over: the message is edited a last time.
    Over,
}

/// Decides. `held` is whether nothing may be posted anew now: it is muted, or these are quiet hours.
///
/// What begins while it is held back begins all the same: it is recorded, and posted when it is not held any more.
#[must_use]
pub fn decide(rule: &Rule, standing: &Standing, sample: Sample, held: bool) -> (Standing, Say) {
    let now = sample.at;
    // A sample that was overtaken says nothing about now; neither does none at all, or what is no number.
    let ahead = standing.last.map_or(SignedDuration::ZERO, |(last, _)| last.duration_since(now));
    let was_put_back = ahead > rule.gap;
    let late = ahead > SignedDuration::ZERO && !was_put_back;
    let Some(value) = sample.value.filter(|value| value.is_finite() && !late) else {
        return (standing.clone(), Say::Nothing);
    };
    // How long ago the last sample was is as unknown after the clock was put back as after a gap.
    let gap = ahead.abs() > rule.gap;
    let standing = if was_put_back { &standing.clone().put_back(now) } else { standing };
    let (phase, say) = match &standing.phase {
        Phase::Firing(firing) => go_on(rule, firing, (now, value), standing.last, gap, held),
        _ if !rule.fires(value) => (Phase::Ok, Say::Nothing),
        Phase::Pending { since } if !gap => begin(rule, *since, (now, value)),
        _ => begin(rule, now, (now, value)),
    };
    (Standing { phase, last: Some((now, value)) }, say)
}

/// Beyond the threshold since `since`: it fires once that was long enough.
fn begin(rule: &Rule, since: Timestamp, (now, value): (Timestamp, f64)) -> (Phase, Say) {
    if now.duration_since(since) < rule.fire_hold {
        return (Phase::Pending { since }, Say::Nothing);
    }
    let firing = Firing { since, peak: value, said: (now, value), clearing: None, acknowledged: None };
    (Phase::Firing(firing), Say::Begun)
}

fn go_on(
    rule: &Rule,
    firing: &Firing,
    (now, value): (Timestamp, f64),
    last: Option<(Timestamp, f64)>,
    gap: bool,
    held: bool,
) -> (Phase, Say) {
    let clearing = rule.clears(value).then(|| firing.clearing.filter(|_| !gap).unwrap_or(now));
    if clearing.is_some_and(|since| now.duration_since(since) >= rule.clear_hold) {
        return (Phase::Resolved { at: now }, Say::Over);
    }
    let (said_at, said) = firing.said;
    let (bad, passed) = (rule.fires(value) && !held, now.duration_since(said_at));
    let say = if bad && rule.much_worse(value, said) && passed >= WORSE_AFTER {
        Say::Worse
    } else if bad && firing.acknowledged.is_none() && rule.repeat.is_some_and(|every| passed >= every) {
        Say::Again
    } else if last.is_none_or(|(_, before)| before.total_cmp(&value).is_ne()) {
        Say::Changed
    } else {
        Say::Nothing
    };
    let said = if matches!(say, Say::Worse | Say::Again) { (now, value) } else { firing.said };
    let peak = rule.worst(firing.peak, value);
    (Phase::Firing(Firing { peak, said, clearing, ..firing.clone() }), say)
}

#[cfg(test)]
mod tests;
